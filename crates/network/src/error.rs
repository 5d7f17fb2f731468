//! What may go wrong in the directory.

use essaim_store::StoreError;
use sea_orm::DbErr;

/// An operation of the directory that did not happen.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// A row says what no writer of ours ever wrote.
    #[error("the database is damaged: `{value}` is no {what}")]
    Damaged {
        /// What was expected.
        what: &'static str,
        /// What stands there.
        value: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A query failed.
    #[error("the database refused a query")]
    Database(#[from] DbErr),
    /// The audit failed.
    #[error(transparent)]
    Accounts(#[from] essaim_accounts::AccountsError),
}

impl NetworkError {
    pub(crate) fn damaged(what: &'static str, value: &str) -> Self {
        Self::Damaged { what, value: value.chars().take(80).collect() }
    }
}
