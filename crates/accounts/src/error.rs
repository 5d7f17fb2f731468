//! Why something may not be done, or was not.

use axum::http::StatusCode;
use essaim_mail::MailError;
use essaim_store::StoreError;
use essaim_web::Failure;
use sea_orm::DbErr;

use crate::Permission;

/// A refusal, or a failure.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// Whoever asks would have to sign in.
    #[error("not signed in")]
    SignedOut,
    /// The actor has no right to it.
    #[error("not allowed: {0:?}")]
    Forbidden(Permission),
    /// There is no such account, session, or centre.
    #[error("there is no such thing")]
    NotFound,
    /// An instance keeps an administrator: somebody must be able to give roles.
    #[error("the last administrator stays one")]
    LastAdministrator,
    /// The text is no address of mail.
    #[error("`{0}` is no address of mail")]
    NoMail(String),
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    NoRandom,
    /// A row says what no writer of ours ever wrote.
    #[error("the database is damaged: `{value}` is no {what}")]
    Damaged {
        /// What was expected.
        what: &'static str,
        /// What stands there.
        value: String,
    },
    /// A letter could not be written down.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountsError {
    /// The stable code of this error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "accounts.signed-out",
            Self::Forbidden(_) => "accounts.forbidden",
            Self::NotFound => "accounts.not-found",
            Self::LastAdministrator => "accounts.last-administrator",
            Self::NoMail(_) => "accounts.no-mail",
            Self::NoRandom => "accounts.no-random",
            Self::Damaged { .. } => "accounts.damaged",
            Self::Mail(_) => "accounts.mail",
            Self::Store(error) => error.code(),
        }
    }

    pub(crate) fn damaged(what: &'static str, value: &str) -> Self {
        Self::Damaged { what, value: value.chars().take(80).collect() }
    }
}

impl From<DbErr> for AccountsError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// As it is told at the edge.
impl From<AccountsError> for Failure {
    fn from(error: AccountsError) -> Self {
        let code = error.code();
        match error {
            AccountsError::SignedOut => Self::new(StatusCode::UNAUTHORIZED, code, "accounts-signed-out"),
            AccountsError::Forbidden(_) => Self::new(StatusCode::FORBIDDEN, code, "accounts-forbidden"),
            AccountsError::NotFound => Self::not_found(),
            AccountsError::LastAdministrator => Self::new(StatusCode::CONFLICT, code, "accounts-last-administrator"),
            AccountsError::NoMail(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, "accounts-no-mail"),
            AccountsError::NoRandom
            | AccountsError::Damaged { .. }
            | AccountsError::Mail(_)
            | AccountsError::Store(_) => Self::internal(error),
        }
    }
}
