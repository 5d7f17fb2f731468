//! What may keep a book from being printed.

use axum::http::StatusCode;
use essaim_press::PressError;
use essaim_web::Failure;

use crate::error::BankError;

/// A book that was not printed.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// No turn came in time.
    #[error("too many documents are being printed")]
    Busy,
    /// The experience left the bank meanwhile.
    #[error("the experience left the bank")]
    Gone,
    /// The work stopped by itself, which no document should cause.
    #[error("the press stopped")]
    Stopped,
    /// An edition of this name exists: what is frozen stays.
    #[error("the edition {0} is frozen already")]
    AlreadyFrozen(String),
    /// Not a name for an edition.
    #[error("`{0}` is no name for an edition: write 1 to 32 lower-case letters, digits and hyphens, such as 2026")]
    EditionName(String),
    /// There is nothing to print.
    #[error("the bank is empty")]
    Empty,
    /// The text document could not be written.
    #[error("the text document could not be written: {0}")]
    TextDocument(String),
    /// The press refused.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The bank failed.
    #[error(transparent)]
    Bank(#[from] BankError),
}

impl From<essaim_store::StoreError> for BooksError {
    fn from(error: essaim_store::StoreError) -> Self {
        Self::Bank(error.into())
    }
}

impl From<sea_orm::DbErr> for BooksError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Bank(error.into())
    }
}

impl From<essaim_accounts::AccountsError> for BooksError {
    fn from(error: essaim_accounts::AccountsError) -> Self {
        Self::Bank(error.into())
    }
}

impl From<BooksError> for Failure {
    fn from(error: BooksError) -> Self {
        match &error {
            BooksError::Busy => Self::unavailable(10),
            BooksError::Gone => Self::not_found(),
            BooksError::Press(PressError::TooLong { limit, .. }) => {
                Self::new(StatusCode::BAD_REQUEST, "book-too-long", "books-too-long").arg("limit", *limit)
            }
            _ => Self::internal(&error),
        }
    }
}
