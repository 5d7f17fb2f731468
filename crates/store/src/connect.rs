//! Opening a database.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::{
    DatabaseConnection, DbBackend, DbErr, RuntimeErr, SqlxError, SqlxPostgresConnector, SqlxSqliteConnector,
};
use tokio::sync::watch;

use crate::StoreError;

/// Which database: a SQLite file, or a PostgreSQL database.
///
/// ```
/// use essaim_store::Address;
///
/// let address: Address = "postgres://essaim:secret@localhost/bank".parse()?;
/// assert_eq!(address.to_string(), "postgres://essaim@localhost/bank");
/// assert!("mysql://localhost".parse::<Address>().is_err());
/// # Ok::<(), essaim_store::StoreError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file, made with its folder if absent.
    Sqlite(PathBuf),
    /// A database of a server, as a connection URL; the database (or the schema of its search path) is the store's alone.
    Postgres(String),
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let refused = || StoreError::Address(text.to_owned());
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let is_file = !path.is_empty() && !path.contains(":memory:") && !path.contains('?');
            return if is_file { Ok(Self::Sqlite(path.into())) } else { Err(refused()) };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            PgConnectOptions::from_str(text).map_err(|_| refused())?;
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(refused())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let shown = PgConnectOptions::from_str(url).map_err(|_| fmt::Error)?;
                write!(f, "postgres://{}@{}", shown.get_username(), shown.get_host())?;
                if shown.get_port() != 5432 {
                    write!(f, ":{}", shown.get_port())?;
                }
                write!(f, "/{}", shown.get_database().unwrap_or(shown.get_username()))
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which one.
    pub address: Address,
    /// How many connections may read at once (and, on PostgreSQL, how many may write).
    pub max_connections: u32,
    /// How long a request waits for a connection or a lock before it is told that the database is busy.
    pub patience: Duration,
}

impl Settings {
    /// The usual settings for an address.
    pub fn new(address: Address) -> Self {
        Self { address, max_connections: 8, patience: Duration::from_secs(10) }
    }
}

/// One open database; clones share it.
#[derive(Clone, Debug)]
pub struct Store(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) address: Address,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// Counts this process's commits, to wake those who follow the outbox.
    pub(crate) commits: watch::Sender<u64>,
}

impl Store {
    /// Opens the database, making the SQLite file and its folder where they are absent. Migrates nothing.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        let (reader, writer) = match &settings.address {
            Address::Sqlite(path) => {
                make_folder(path)?;
                open_sqlite(path, settings).await
            }
            Address::Postgres(url) => open_postgres(url, settings).await,
        }
        .map_err(|source| StoreError::Unreachable { address: settings.address.to_string(), source })?;
        let store = Inner { address: settings.address.clone(), reader, writer, commits: watch::Sender::new(0) };
        let store = Self(Arc::new(store));
        store.refuse_old_server().await?;
        Ok(store)
    }

    /// Connections for reading; the database refuses to write through them.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    /// Where the database is.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// Which database it is, for the rare statement that differs.
    pub fn backend(&self) -> DbBackend {
        self.0.reader.get_database_backend()
    }

    /// Closes every connection; SQLite then folds its journal into the file.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.reader.close_by_ref().await?;
        Ok(self.0.writer.close_by_ref().await?)
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    async fn refuse_old_server(&self) -> Result<(), StoreError> {
        if self.backend() != DbBackend::Postgres {
            return Ok(());
        }
        let number: i32 = crate::sql::one(self.reader(), "SELECT current_setting('server_version_num')::int").await?;
        if number < 150_000 {
            return Err(StoreError::ServerTooOld { found: format!("{}.{}", number / 10_000, number % 10_000) });
        }
        Ok(())
    }
}

fn make_folder(file: &std::path::Path) -> Result<(), StoreError> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(StoreError::file(folder))
        }
        _ => Ok(()),
    }
}

type Pair = (DatabaseConnection, DatabaseConnection);

async fn open_sqlite(path: &std::path::Path, settings: &Settings) -> Result<Pair, DbErr> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: what was acknowledged is on the disk, even if the power goes.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(settings.patience)
        // A restore or a long reading lets the journal grow; this gives the room back.
        .pragma("journal_size_limit", "67108864");
    // A file needs neither pings nor renewed connections.
    let pool = || {
        SqlitePoolOptions::new()
            .acquire_timeout(settings.patience)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
    };
    // The writer opens first: it makes the file and puts it in WAL mode, which no reader may do.
    let writer = pool().max_connections(1).connect_with(options.clone()).await.map_err(failed)?;
    let reader = pool()
        .max_connections(settings.max_connections.max(1))
        .connect_with(options.pragma("query_only", "1"))
        .await
        .map_err(failed)?;
    Ok((SqlxSqliteConnector::from_sqlx_sqlite_pool(reader), SqlxSqliteConnector::from_sqlx_sqlite_pool(writer)))
}

async fn open_postgres(url: &str, settings: &Settings) -> Result<Pair, DbErr> {
    let options = PgConnectOptions::from_str(url).map_err(failed)?.application_name("essaim");
    let pool =
        || PgPoolOptions::new().max_connections(settings.max_connections.max(1)).acquire_timeout(settings.patience);
    let reading = options.clone().options([("default_transaction_read_only", "on")]);
    let reader = pool().connect_with(reading).await.map_err(failed)?;
    let writer = pool().connect_with(options).await.map_err(failed)?;
    Ok((SqlxPostgresConnector::from_sqlx_postgres_pool(reader), SqlxPostgresConnector::from_sqlx_postgres_pool(writer)))
}

fn failed(error: SqlxError) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sql, testing};

    #[tokio::test]
    async fn a_server_is_reached_through_an_encrypted_connection() {
        let Some(url) = testing::postgres() else { return };
        let url = url.replace("sslmode=disable", "sslmode=require");
        let store = Store::open(&Settings::new(Address::Postgres(url))).await.unwrap();
        let question = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        assert!(sql::one::<bool>(store.reader(), question).await.unwrap());
        store.close().await.unwrap();
    }
}
