//! Why something may not be done, or was not written down.

use essaim_store::StoreError;
use sea_orm::DbErr;

use crate::Permission;

/// A refusal, or a failure of the audit.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The actor has no right to it.
    #[error("not allowed: {0:?}")]
    Forbidden(Permission),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountsError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "accounts.forbidden",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<DbErr> for AccountsError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}
