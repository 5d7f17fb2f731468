//! Why a letter was not written, or not sent.

use essaim_store::StoreError;
use sea_orm::DbErr;

/// A failure.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The server did not take it this time.
    #[error("{0}")]
    NotNow(String),
    /// What was to be sent is no mail.
    #[error("the letter cannot be written as a mail: {0}")]
    Unwritable(String),
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
}

impl From<DbErr> for MailError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}
