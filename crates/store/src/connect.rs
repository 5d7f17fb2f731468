//! Opening a database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
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
        let refused = || StoreError::Address(without_password(text));
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

/// A database's address as it may be shown: without its password, even where the text is no address.
///
/// ```
/// use essaim_store::without_password;
///
/// assert_eq!(without_password("postgres://essaim:s3cret@host:none/x"), "postgres://essaim:…@host:none/x");
/// assert_eq!(without_password("postgres://host/x?password=s3cret&a=b"), "postgres://host/x?password=…&a=b");
/// assert_eq!(without_password("sqlite://a.db"), "sqlite://a.db");
/// ```
pub fn without_password(text: &str) -> String {
    let shown = without_query_password(text);
    // A password may itself hold any of these signs: all that stands before the last @ is taken for the user's.
    let Some(at) = shown.rfind('@') else { return shown };
    let user = shown.find("://").map_or(0, |scheme| scheme + 3).min(at);
    match shown[user..at].find(':') {
        Some(colon) => format!("{}:…{}", &shown[..user + colon], &shown[at..]),
        None => shown,
    }
}

fn without_query_password(text: &str) -> String {
    const PARAMETER: &str = "password=";
    let Some(start) = text.find(PARAMETER).map(|at| at + PARAMETER.len()) else { return text.to_owned() };
    let end = text[start..].find('&').map_or(text.len(), |length| start + length);
    format!("{}…{}", &text[..start], &text[end..])
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

impl Address {
    /// The database's name, as its server or its folder knows it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(url) => PgConnectOptions::from_str(url)
                .map(|options| options.get_database().unwrap_or(options.get_username()).to_owned())
                .unwrap_or_default(),
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
    /// What to do where nothing is there yet.
    pub absent: Absent,
}

/// What to do where no database is there yet: no file, or one that no migration ever ran on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Make the SQLite file, with its folder, and open what is empty as it is.
    Make,
    /// Refuse, and leave nothing behind: whoever only reads was led to the wrong place.
    Refuse,
}

impl Settings {
    /// The usual settings for an address.
    pub fn new(address: Address) -> Self {
        Self { address, max_connections: 8, patience: Duration::from_secs(10), absent: Absent::Make }
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
    /// Opens the database, and makes or refuses one that is absent, as the settings say. Migrates nothing.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        let (reader, writer) = match &settings.address {
            Address::Sqlite(path) => {
                make_or_refuse(path, settings)?;
                open_sqlite(path, settings).await
            }
            Address::Postgres(url) => open_postgres(url, settings).await,
        }
        .map_err(|source| StoreError::not_opened(&settings.address, source))?;
        let store = Inner { address: settings.address.clone(), reader, writer, commits: watch::Sender::new(0) };
        let store = Self(Arc::new(store));
        store.refuse_old_server().await?;
        if settings.absent == Absent::Refuse && store.version().await?.is_none() {
            store.close().await?;
            return Err(StoreError::absent(&settings.address));
        }
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

fn make_or_refuse(file: &Path, settings: &Settings) -> Result<(), StoreError> {
    match settings.absent {
        Absent::Make => make_folder(file),
        Absent::Refuse if file.exists() => Ok(()),
        Absent::Refuse => Err(StoreError::absent(&settings.address)),
    }
}

fn make_folder(file: &Path) -> Result<(), StoreError> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(StoreError::file(folder))
        }
        _ => Ok(()),
    }
}

type Pair = (DatabaseConnection, DatabaseConnection);

async fn open_sqlite(path: &Path, settings: &Settings) -> Result<Pair, DbErr> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(settings.absent == Absent::Make)
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
    knock(&options, settings.patience).await?;
    let pool =
        || PgPoolOptions::new().max_connections(settings.max_connections.max(1)).acquire_timeout(settings.patience);
    let reading = options.clone().options([("default_transaction_read_only", "on")]);
    let reader = pool().connect_with(reading).await.map_err(failed)?;
    let writer = pool().connect_with(options).await.map_err(failed)?;
    Ok((SqlxPostgresConnector::from_sqlx_postgres_pool(reader), SqlxPostgresConnector::from_sqlx_postgres_pool(writer)))
}

/// Connects once: a pool would try again until its time is over, and then only say that it is over.
async fn knock(options: &PgConnectOptions, patience: Duration) -> Result<(), DbErr> {
    match tokio::time::timeout(patience, PgConnection::connect_with(options)).await {
        Ok(connection) => connection.map_err(failed)?.close().await.map_err(failed),
        Err(_) => Err(failed(SqlxError::PoolTimedOut)),
    }
}

fn failed(error: SqlxError) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::{sql, testing};

    #[test]
    fn a_refused_address_does_not_tell_its_password() {
        for text in ["postgres://essaim:s3cret@h:notaport/x", "postgres//u:s3cret@h", "mysql://u:s3@cret@h/x"] {
            let told = text.parse::<Address>().unwrap_err().to_string();
            assert!(!told.contains("s3") && !told.contains("cret"), "{told}");
        }
    }

    #[tokio::test]
    async fn whoever_only_reads_makes_no_database() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("nowhere/essaim.db");
        let mut settings = Settings { absent: Absent::Refuse, ..Settings::new(Address::Sqlite(file.clone())) };
        assert!(matches!(Store::open(&settings).await, Err(StoreError::Absent { .. })));
        assert!(!folder.path().join("nowhere").exists());
        settings.absent = Absent::Make;
        let store = Store::open(&settings).await.unwrap();
        store.close().await.unwrap();
        settings.absent = Absent::Refuse;
        assert!(matches!(Store::open(&settings).await, Err(StoreError::Absent { .. })), "it was never migrated");
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_told_as_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("essaim.db");
        std::fs::write(&file, "this is no database, and never was one").unwrap();
        let opened = Store::open(&Settings::new(Address::Sqlite(file))).await;
        assert!(matches!(opened, Err(StoreError::Malformed(_))), "{opened:?}");
    }

    #[tokio::test]
    async fn a_server_that_refuses_is_told_at_once() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (address, started) = (Address::Postgres(format!("postgres://essaim@{free}/x")), Instant::now());
        let told = Store::open(&Settings::new(address)).await.unwrap_err();
        assert!(matches!(told, StoreError::Unreachable { .. }), "{told:?}");
        assert!(started.elapsed() < Duration::from_secs(8));
    }

    #[tokio::test]
    async fn a_server_without_the_database_is_told_with_its_name() {
        let Some(url) = testing::postgres() else { return };
        let url = url.replace("/essaim?", "/nowhere?");
        let told = Store::open(&Settings::new(Address::Postgres(url))).await.unwrap_err();
        assert!(matches!(&told, StoreError::NoDatabase { database } if database == "nowhere"), "{told:?}");
    }

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
