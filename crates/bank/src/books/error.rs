//! What may keep a book from being printed.

use axum::http::StatusCode;
use essaim_press::PressError;
use essaim_web::Failure;

use crate::error::BankError;

/// Where the command is told that prints what a visitor may not ask for.
pub(crate) const COMMAND: &str = "essaim recueil";

/// A book that was not printed.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// No turn came in time.
    #[error("too many documents are being printed")]
    Busy,
    /// The experience left the bank meanwhile.
    #[error("the experience left the bank")]
    Gone,
    /// Everybody's book is under way, and takes longer than a visitor waits.
    #[error("the compendium is being printed")]
    UnderWay,
    /// More entries than a book asked for over the web may hold: the command line prints it.
    #[error("{count} entries: over the web, a book holds {limit} at most; `{COMMAND}` prints it")]
    TooLongOnline {
        /// How many there are.
        count: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// The print that several were waiting for failed.
    #[error(transparent)]
    Shared(std::sync::Arc<BooksError>),
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
    /// Words that no book can hold.
    #[error("the texts of the compendium: {0}")]
    Unsound(String),
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

impl BooksError {
    /// Whether asking again for the same book can only fail again.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Press(_) | Self::Stopped)
    }

    /// What a visitor is told.
    fn failure(&self) -> Failure {
        match self {
            Self::Busy => Failure::unavailable(10),
            Self::UnderWay => {
                Failure::new(StatusCode::SERVICE_UNAVAILABLE, "book-under-way", "books-under-way").retry_after(20)
            }
            Self::Gone => Failure::not_found(),
            Self::Press(PressError::TooLong { limit, .. }) => {
                Failure::new(StatusCode::BAD_REQUEST, "book-too-long", "books-too-long").arg("limit", *limit)
            }
            Self::TooLongOnline { count, limit } => {
                Failure::new(StatusCode::NOT_FOUND, "book-too-long-online", "books-too-long-online")
                    .arg("count", *count)
                    .arg("limit", *limit)
                    .arg("command", COMMAND)
            }
            Self::Shared(error) => error.failure(),
            _ => Failure::internal(self),
        }
    }
}

impl From<BooksError> for Failure {
    fn from(error: BooksError) -> Self {
        error.failure()
    }
}
