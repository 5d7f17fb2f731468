//! Migrations: which a database has, which it lacks, and running them.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::{Store, StoreError, Transaction, sql, to_micros};

/// What a capability exports: its migrations, oldest first.
pub type MigrationList = Vec<Box<dyn MigrationTrait>>;

/// Every migration of a program, in the order in which a new database runs them.
#[derive(Clone)]
pub struct Migrator(Arc<[Box<dyn MigrationTrait>]>);

/// Who brought a database where it is: the program's version, and its last migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The program's version.
    pub program: String,
    /// The last migration's name.
    pub schema: String,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Essaim {}, schema {}", self.program, self.schema)
    }
}

impl fmt::Debug for Migrator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

impl Migrator {
    /// The store's own migrations, then each capability's list, floor by floor.
    ///
    /// # Panics
    /// If two migrations share a name: a database could not tell them apart.
    pub fn new(lists: impl IntoIterator<Item = MigrationList>) -> Self {
        let all: MigrationList = std::iter::once(crate::migrations::list()).chain(lists).flatten().collect();
        let mut seen = HashSet::new();
        for migration in &all {
            assert!(seen.insert(migration.name()), "two migrations are named {}", migration.name());
        }
        Self(all.into())
    }

    /// How far this program goes.
    pub fn version(&self) -> Version {
        let schema = self.names().last().expect("the store has migrations of its own").to_owned();
        Version { program: env!("CARGO_PKG_VERSION").to_owned(), schema }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|migration| migration.name())
    }

    /// The migrations that are not in `applied`; refuses a database that knows one that this program does not.
    fn missing(&self, applied: &[Applied]) -> Result<Vec<&dyn MigrationTrait>, StoreError> {
        let known: HashSet<&str> = self.names().collect();
        if applied.iter().any(|one| !known.contains(one.name.as_str())) {
            let last = applied.last().expect("one of them is unknown");
            let database = Version { program: last.program.clone(), schema: last.name.clone() };
            return Err(StoreError::SchemaTooNew { database, program: self.version() });
        }
        let done: HashSet<&str> = applied.iter().map(|one| one.name.as_str()).collect();
        Ok(self.0.iter().map(Box::as_ref).filter(|one| !done.contains(one.name())).collect())
    }

    /// Runs in `tx` the migrations that it lacks and that `wanted` accepts, and returns their names.
    pub(crate) async fn run(
        &self,
        tx: &Transaction,
        at: Timestamp,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, StoreError> {
        wait_for_turn(tx).await?;
        tx.execute_unprepared(HISTORY).await?;
        let applied = history(tx).await?;
        let mut names = Vec::new();
        for migration in self.missing(&applied)?.into_iter().filter(|one| wanted(one.name())) {
            tracing::info!(migration = migration.name(), "migrating the database");
            run_one(tx, migration).await?;
            let position = i64::try_from(applied.len() + names.len()).expect("a handful of migrations");
            let values =
                vec![migration.name().into(), position.into(), env!("CARGO_PKG_VERSION").into(), to_micros(at).into()];
            sql::execute(tx, "INSERT INTO schema_migrations VALUES ($1, $2, $3, $4)", values).await?;
            names.push(migration.name().to_owned());
        }
        Ok(names)
    }
}

const HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY,
    position bigint NOT NULL UNIQUE,
    program text NOT NULL,
    applied_at bigint NOT NULL
)";

async fn run_one(tx: &Transaction, migration: &dyn MigrationTrait) -> Result<(), StoreError> {
    let failed = |source| StoreError::Migration { name: migration.name().to_owned(), source };
    migration.up(&SchemaManager::new(tx)).await.map_err(failed)
}

/// Two nodes that start together migrate one after the other. SQLite's writing transaction already excludes the other.
async fn wait_for_turn(tx: &Transaction) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.schema_migrations', 0))";
        tx.execute_unprepared(lock).await?;
    }
    Ok(())
}

/// One line of a database's history.
#[derive(Clone, Debug)]
pub(crate) struct Applied {
    pub(crate) name: String,
    pub(crate) program: String,
}

/// What a database has been through, oldest first; empty for a new one.
pub(crate) async fn history(db: &impl ConnectionTrait) -> Result<Vec<Applied>, StoreError> {
    if !sql::has_table(db, "schema_migrations").await? {
        return Ok(Vec::new());
    }
    let rows = sql::rows(db, "SELECT name, program FROM schema_migrations ORDER BY position", vec![]).await?;
    let read =
        |row: sea_orm::QueryResult| Ok(Applied { name: row.try_get_by_index(0)?, program: row.try_get_by_index(1)? });
    rows.into_iter().map(read).collect()
}

impl Store {
    /// Runs the migrations that the database lacks, all or none, and returns their names. Nodes that start together
    /// wait for each other; a database newer than `migrator` is refused.
    pub async fn migrate(&self, migrator: &Migrator, at: Timestamp) -> Result<Vec<String>, StoreError> {
        if self.pending(migrator).await?.is_empty() {
            return Ok(Vec::new());
        }
        self.write(async |tx| migrator.run(tx, at, |_| true).await).await
    }

    /// The names of the migrations that the database lacks; a database newer than `migrator` is refused.
    pub async fn pending(&self, migrator: &Migrator) -> Result<Vec<String>, StoreError> {
        let applied = history(self.reader()).await?;
        Ok(migrator.missing(&applied)?.into_iter().map(|one| one.name().to_owned()).collect())
    }

    /// Who brought the database where it is; nothing for a new one.
    pub async fn version(&self) -> Result<Option<Version>, StoreError> {
        let last = history(self.reader()).await?.pop();
        Ok(last.map(|last| Version { program: last.program, schema: last.name }))
    }
}

#[cfg(test)]
#[path = "migrate_tests.rs"]
mod tests;
