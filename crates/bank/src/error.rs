//! What may go wrong in the bank, in the words of whoever asked.

use essaim_store::StoreError;
use sea_orm::DbErr;

/// An operation of the bank that did not happen.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
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
    /// What this node keeps on disk could not be written or read.
    #[error(transparent)]
    Cache(#[from] crate::snapshot::CacheFault),
    /// The index refused a document.
    #[error(transparent)]
    Search(#[from] essaim_search::SearchError),
    /// The directory of organisations failed.
    #[error(transparent)]
    Network(#[from] essaim_network::NetworkError),
}

impl BankError {
    pub(crate) fn damaged(what: &'static str, value: &str) -> Self {
        Self::Damaged { what, value: value.chars().take(80).collect() }
    }
}
