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
    /// A query failed.
    #[error("the database refused a query")]
    Database(#[from] DbErr),
}
