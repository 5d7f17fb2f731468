//! One test body, run on SQLite and on PostgreSQL, each time on a database of its own.
//!
//! For the tests of every floor, and always compiled: behind a feature, the program and the tests would build this crate
//! and all above it twice. PostgreSQL joins when `ESSAIM_TEST_POSTGRES` holds the URL of a server where the test may make
//! schemas.

use std::fmt::Debug;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::sync::Once;

use futures::FutureExt;
use jiff::Timestamp;

use crate::{Address, MigrationList, Migrator, Settings, Store, sql};

/// The variable that holds the PostgreSQL server's URL.
pub const POSTGRES: &str = "ESSAIM_TEST_POSTGRES";

/// The variable that names the kind of database of [`TestDatabase::chosen`].
pub const CHOSEN: &str = "ESSAIM_TEST_DATABASE";

/// The instant at which test databases are migrated, and a good one to start a fixed clock.
pub const START: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// The migrator of a test: the store's migrations and those given.
pub fn migrator(lists: impl IntoIterator<Item = MigrationList>) -> Migrator {
    Migrator::new(lists)
}

/// Runs `body` on an empty migrated database of each kind, and throws the databases away, even when `body` panics.
///
/// ```
/// # use essaim_store::{StoreError, setting, testing::each_database};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// each_database([], async |store| {
///     store.write(async |tx| setting::set(tx, "site.name", "Essaim").await).await?;
///     Ok::<_, StoreError>(())
/// })
/// .await;
/// # }
/// ```
pub async fn each_database<E: Debug>(
    lists: impl IntoIterator<Item = MigrationList>,
    body: impl AsyncFn(Store) -> Result<(), E>,
) {
    let migrator = migrator(lists);
    for database in TestDatabase::each().await {
        let store = database.open().await;
        store.migrate(&migrator, START).await.expect("the migrations run on an empty database");
        run(database, store, &body).await;
    }
}

async fn run<E: Debug>(database: TestDatabase, store: Store, body: &impl AsyncFn(Store) -> Result<(), E>) {
    let name = format!("{:?}", store.backend());
    let outcome = AssertUnwindSafe(body(store.clone())).catch_unwind().await;
    drop(store.close().await);
    database.discard().await;
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("on {name}: {error:?}"),
        Err(panic) => {
            let _shown = writeln!(std::io::stderr(), "the panic came on {name}");
            std::panic::resume_unwind(panic)
        }
    }
}

/// The URL of the PostgreSQL server for tests; where there is none, says once that its tests are left out.
pub fn postgres() -> Option<String> {
    let url = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty());
    if url.is_none() {
        say_once_that_postgres_is_absent();
    }
    url
}

/// An empty database of a test's own, not migrated; discard it at the end.
pub struct TestDatabase {
    address: Address,
    /// The URL of the server and the schema made for this test.
    schema: Option<(String, String)>,
    /// Holds a SQLite file's folder until the test ends.
    _folder: Option<tempfile::TempDir>,
}

impl TestDatabase {
    /// One of each kind: SQLite, and PostgreSQL where a server is given.
    pub async fn each() -> Vec<Self> {
        let mut all = vec![Self::sqlite()];
        if let Some(url) = postgres() {
            all.push(Self::postgres(url).await);
        }
        all
    }

    /// The one kind that `ESSAIM_TEST_DATABASE` names (`postgres`), or SQLite: for tests whose body is the page and not
    /// the query, run once for each kind.
    pub async fn chosen() -> Self {
        match std::env::var(CHOSEN).as_deref() {
            Ok("postgres") => {
                let url =
                    postgres().unwrap_or_else(|| panic!("{CHOSEN} asks for PostgreSQL and {POSTGRES} names none"));
                Self::postgres(url).await
            }
            _ => Self::sqlite(),
        }
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a test may write to the temporary folder");
        let address = Address::Sqlite(folder.path().join("test.db"));
        Self { address, schema: None, _folder: Some(folder) }
    }

    async fn postgres(url: String) -> Self {
        let schema = format!("essaim_test_{}", uuid::Uuid::now_v7().simple());
        on_server(&url, &format!("CREATE SCHEMA {schema}")).await;
        let join = if url.contains('?') { '&' } else { '?' };
        let address = Address::Postgres(format!("{url}{join}options=-c%20search_path%3D{schema}"));
        Self { address, schema: Some((url, schema)), _folder: None }
    }

    /// Opens it; several stores on one database stand for several nodes.
    pub async fn open(&self) -> Store {
        let settings = Settings { max_connections: 4, ..Settings::new(self.address.clone()) };
        Store::open(&settings).await.expect("the test's database opens")
    }

    /// Throws it away; close its stores before.
    pub async fn discard(self) {
        if let Some((url, schema)) = &self.schema {
            on_server(url, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }
}

async fn on_server(url: &str, statement: &str) {
    let address = url.parse().unwrap_or_else(|_| panic!("{POSTGRES} holds no PostgreSQL address"));
    let settings = Settings { max_connections: 1, ..Settings::new(address) };
    let server = Store::open(&settings).await.expect("the test's PostgreSQL server answers");
    sql::execute(server.writer(), statement, vec![]).await.expect("the test may make schemas");
    drop(server.close().await);
}

fn say_once_that_postgres_is_absent() {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        // Written past the test harness, which keeps what a passing test prints.
        let _shown = writeln!(std::io::stderr(), "skipped: tests on PostgreSQL ({POSTGRES} is not set)");
    });
}
