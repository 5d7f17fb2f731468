//! What can go wrong with a database, in the words of who uses it.

use std::path::PathBuf;

use sea_orm::DbErr;
use thiserror::Error;

use crate::{Address, Version};

/// A refusal or a failure of the store.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address is neither a SQLite file nor a PostgreSQL database.
    #[error("“{0}” is no database address: write sqlite://path/to/file.db or postgres://user@host/database")]
    Address(String),
    /// The database cannot be opened.
    #[error("the database {address} cannot be opened")]
    Unreachable {
        /// Where it was looked for, without its password.
        address: String,
        /// What the driver says.
        #[source]
        source: DbErr,
    },
    /// Nothing is there, and the caller was not to make it.
    #[error("there is no bank in {address}")]
    Absent {
        /// Where it was looked for, without its password.
        address: String,
    },
    /// The PostgreSQL server does not know the database.
    #[error("the PostgreSQL server has no database “{database}”")]
    NoDatabase {
        /// Its name.
        database: String,
    },
    /// The SQLite file is damaged, or is no database.
    #[error("the database's file is damaged")]
    Malformed(#[source] DbErr),
    /// The PostgreSQL server is older than the store knows how to use.
    #[error("the PostgreSQL server is version {found}; version 15 or later is needed")]
    ServerTooOld {
        /// The server's version, as it tells it.
        found: String,
    },
    /// The database was migrated by a later program.
    #[error(
        "the database is newer ({database}) than this program ({program}): use the later program, or restore a backup made before the upgrade"
    )]
    SchemaTooNew {
        /// Who migrated the database last, and how far.
        database: Version,
        /// How far this program goes.
        program: Version,
    },
    /// A migration failed; nothing of it, nor of the others of its run, was kept.
    #[error("the migration {name} failed; the database is as it was")]
    Migration {
        /// The migration's name.
        name: String,
        /// What the database says.
        #[source]
        source: DbErr,
    },
    /// A lock or a connection did not come in time.
    #[error("the database is busy: it did not answer in time, because another process writes or it is out of reach")]
    Busy,
    /// What a cursor points at is gone (purged, or another database was restored): read everything again.
    #[error("the outbox no longer holds what this cursor points at: read everything again")]
    CursorLost,
    /// A message of the outbox or a setting is not what its reader expects.
    #[error("{what} cannot be read")]
    Unreadable {
        /// Which message or setting.
        what: String,
        /// What the parser says.
        #[source]
        source: serde_json::Error,
    },
    /// A restore would overwrite data, and was not told to.
    #[error("the database is not empty: table {table} holds rows")]
    NotEmpty {
        /// The first table that holds rows.
        table: String,
    },
    /// A backup is not one, or was altered or cut.
    #[error("the backup {path} is damaged: {what}")]
    Damaged {
        /// The archive.
        path: PathBuf,
        /// What does not hold.
        what: String,
    },
    /// A backup would be written over something else.
    #[error("{path} exists and is no backup: it is left as it is")]
    Occupied {
        /// What stands there.
        path: PathBuf,
    },
    /// A column's type has no equal in the other database, so no backup can carry it.
    #[error("the column {table}.{column} has a type that no backup can carry: {kind}")]
    NotPortable {
        /// The column's table.
        table: String,
        /// The column.
        column: String,
        /// Its type, as the database names it.
        kind: String,
    },
    /// A file or folder cannot be read or written.
    #[error("{path} cannot be read or written")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The database failed in a way that nobody can act on from here.
    #[error("the database failed")]
    Database(#[source] DbErr),
}

impl StoreError {
    /// The stable code of this error, for logs and for `web`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address(_) => "store.address",
            Self::Unreachable { .. } => "store.unreachable",
            Self::Absent { .. } => "store.absent",
            Self::NoDatabase { .. } => "store.no-database",
            Self::Malformed(_) => "store.malformed",
            Self::ServerTooOld { .. } => "store.server-too-old",
            Self::SchemaTooNew { .. } => "store.schema-too-new",
            Self::Migration { .. } => "store.migration",
            Self::Busy => "store.busy",
            Self::CursorLost => "store.cursor-lost",
            Self::Unreadable { .. } => "store.unreadable",
            Self::NotEmpty { .. } => "store.not-empty",
            Self::Damaged { .. } => "store.damaged",
            Self::Occupied { .. } => "store.occupied",
            Self::NotPortable { .. } => "store.not-portable",
            Self::File { .. } => "store.file",
            Self::Database(_) => "store.database",
        }
    }

    /// Whether the same request may succeed a moment later (status 503, not 500).
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Busy | Self::Unreachable { .. })
    }

    pub(crate) fn absent(address: &Address) -> Self {
        Self::Absent { address: address.to_string() }
    }

    /// Why a database could not be opened, as precisely as the driver says it.
    pub(crate) fn not_opened(address: &Address, source: DbErr) -> Self {
        match (Trouble::of(&source), address) {
            (Trouble::Damage, _) => Self::Malformed(source),
            (Trouble::NoDatabase, Address::Postgres(_)) => Self::NoDatabase { database: address.name() },
            _ => Self::Unreachable { address: address.to_string(), source },
        }
    }

    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match Trouble::of(&error) {
            Trouble::Busy => Self::Busy,
            Trouble::Damage => Self::Malformed(error),
            Trouble::Conflict | Trouble::Taken | Trouble::Rule | Trouble::NoDatabase | Trouble::Other => {
                Self::Database(error)
            }
        }
    }
}

/// How an error of the driver is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A lock or a connection did not come in time.
    Busy,
    /// PostgreSQL undid the transaction for the sake of another: the same one, run again, may pass.
    Conflict,
    /// PostgreSQL holds a row of the same key already; SQLite's is a broken rule, as nobody writes meanwhile.
    Taken,
    /// A row breaks a rule of its table, or holds what its column cannot.
    Rule,
    /// SQLite cannot make sense of the file.
    Damage,
    /// PostgreSQL does not know the database.
    NoDatabase,
    /// Anything else.
    Other,
}

impl Trouble {
    pub(crate) fn of(error: &DbErr) -> Self {
        use sea_orm::{ConnAcquireErr, RuntimeErr, SqlxError};
        let (DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
        else {
            return match error {
                DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::Busy,
                _ => Self::Other,
            };
        };
        let SqlxError::Database(cause) = cause.as_ref() else { return Self::Other };
        match cause.code().as_deref() {
            // SQLITE_BUSY, its snapshot and recovery kinds, SQLITE_LOCKED; PostgreSQL's lock_not_available.
            Some("5" | "261" | "517" | "773" | "6" | "55P03") => Self::Busy,
            // SQLITE_CORRUPT and its kinds, SQLITE_NOTADB.
            Some("11" | "267" | "523" | "779" | "26") => Self::Damage,
            Some("3D000") => Self::NoDatabase,
            Some("40001" | "40P01") => Self::Conflict,
            Some("23505") => Self::Taken,
            // PostgreSQL's classes of data exceptions and of broken constraints; SQLITE_CONSTRAINT and its kinds,
            // SQLITE_MISMATCH, SQLITE_TOOBIG.
            Some(code) if code.len() == 5 && (code.starts_with("22") || code.starts_with("23")) => Self::Rule,
            Some(code) if code.len() < 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 18..=20)) => {
                Self::Rule
            }
            _ => Self::Other,
        }
    }

    /// Looks for the driver's error under a caller's own.
    pub(crate) fn under(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(current) = next {
            if let Some(found) = current.downcast_ref::<DbErr>() {
                return Self::of(found);
            }
            next = current.source();
        }
        Self::Other
    }
}
