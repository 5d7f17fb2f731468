//! Filling a database from a backup.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Seek};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use super::archive::{self, Content, Unpacked};
use super::bounds;
use super::catalog::{self, Column, Kind, Source};
use super::{Manifest, Table, value};
use crate::error::Trouble;
use crate::{Migrator, Store, StoreError, Transaction, sql};

/// How many values one statement carries: under what either database takes.
const VALUES_AT_ONCE: usize = 8_000;

/// What to do with the rows that a database already holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Refuse to restore over them.
    Keep,
    /// Lose them.
    Replace,
}

/// What to restore.
#[derive(Clone, Debug)]
pub struct Restore {
    /// The archive.
    pub from: PathBuf,
    /// Where to put the files kept beside the database; those of the same name are replaced.
    pub files: Option<PathBuf>,
    /// What to do with the rows that the database already holds.
    pub existing: Existing,
}

/// Restores a backup, then runs the migrations that came after it was made, in one transaction: the database ends
/// either as the backup says or as it was. The archive is verified first, to its last byte.
pub async fn restore(
    store: &Store,
    migrator: &Migrator,
    what: &Restore,
    at: Timestamp,
) -> Result<Manifest, StoreError> {
    if what.existing == Existing::Keep {
        refuse_rows(store.reader()).await?;
    }
    let aside = what.files.as_deref().map(folder_aside).transpose()?;
    let unpacked = {
        let (from, aside) = (what.from.clone(), aside.as_ref().map(|folder| folder.path().to_owned()));
        archive::off_the_runtime(move || archive::unpack(&from, Content::LaidOut(aside.as_deref()))).await?
    };
    refuse_unknown(&unpacked.manifest, migrator)?;
    store.write(async |tx| fill(tx, migrator, what, &unpacked, at).await).await?;
    // Last: rows may still be refused, files that were verified only have to change folders.
    if let (Some(aside), Some(files)) = (&aside, &what.files) {
        move_files(&unpacked.manifest, aside.path(), files)?;
    }
    Ok(unpacked.manifest)
}

async fn refuse_rows(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    for table in catalog::tables(db).await? {
        let any = format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) AS first", sql::quoted(&table.name));
        if sql::one::<i64>(db, &any).await? > 0 {
            return Err(StoreError::NotEmpty { table: table.name });
        }
    }
    Ok(())
}

fn refuse_unknown(manifest: &Manifest, migrator: &Migrator) -> Result<(), StoreError> {
    let known: HashSet<&str> = migrator.names().collect();
    match manifest.migrations.iter().all(|name| known.contains(name.as_str())) {
        true => Ok(()),
        false => Err(StoreError::SchemaTooNew { database: manifest.version(), program: migrator.version() }),
    }
}

/// A folder on the same disk as `files`, so that what is verified there moves in at once.
fn folder_aside(files: &Path) -> Result<tempfile::TempDir, StoreError> {
    fs::create_dir_all(files).map_err(StoreError::file(files))?;
    tempfile::Builder::new().prefix(".restoring-").tempdir_in(files).map_err(StoreError::file(files))
}

fn move_files(manifest: &Manifest, from: &Path, to: &Path) -> Result<(), StoreError> {
    for part in &manifest.files {
        let target = to.join(&part.path);
        let moved =
            fs::create_dir_all(archive::folder_of(&target)).and_then(|()| fs::rename(from.join(&part.path), &target));
        moved.map_err(StoreError::file(&target))?;
    }
    Ok(())
}

async fn fill(
    tx: &Transaction,
    migrator: &Migrator,
    what: &Restore,
    unpacked: &Unpacked,
    at: Timestamp,
) -> Result<(), StoreError> {
    if what.existing == Existing::Keep {
        refuse_rows(tx).await?;
    }
    drop_tables(tx).await?;
    let then: HashSet<&str> = unpacked.manifest.migrations.iter().map(String::as_str).collect();
    migrator.run(tx, at, |name| then.contains(name)).await?;
    let present = catalog::tables(tx).await?;
    let constraints = lift_constraints(tx).await?;
    for table in &present {
        // What a migration sowed is in the backup too, as it was when the backup was made.
        sql::execute(tx, &format!("DELETE FROM {}", sql::quoted(&table.name)), vec![]).await?;
    }
    for table in &unpacked.manifest.tables {
        let rows = unpacked.rows.get(&table.part.path).expect("unpacking awaits the rows of every table");
        load(tx, table, &present, rows).await.map_err(|failure| failure.of(&what.from, &table.name))?;
    }
    for table in &present {
        advance_sequences(tx, table).await?;
    }
    put_back(tx, constraints, &what.from).await?;
    migrator.run(tx, at, |_| true).await?;
    Ok(())
}

/// Why a table cannot be filled: the archive's fault, or the database's.
enum Unfilled {
    Archive(&'static str),
    Store(StoreError),
}

impl From<StoreError> for Unfilled {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(cause) if matches!(Trouble::of(&cause), Trouble::Rule | Trouble::Taken) => {
                Self::Archive("a row breaks a rule of its table")
            }
            other => Self::Store(other),
        }
    }
}

/// Why a row laid out cannot be read back.
fn unread(error: std::io::Error, table: &Table) -> Unfilled {
    match error.kind() {
        ErrorKind::InvalidData => Unfilled::Archive("a row is too long, or no text"),
        _ => Unfilled::Store(StoreError::file(&table.part.path)(error)),
    }
}

impl Unfilled {
    fn of(self, from: &Path, table: &str) -> StoreError {
        match self {
            Self::Archive(what) => StoreError::Damaged { path: from.to_owned(), what: format!("{table}: {what}") },
            Self::Store(error) => error,
        }
    }
}

async fn load(tx: &Transaction, table: &Table, present: &[Source], rows: &File) -> Result<(), Unfilled> {
    let target = present.iter().find(|one| one.name == table.name);
    let columns = columns_of(table, target.ok_or(Unfilled::Archive("its schema has no such table"))?)?;
    let at_once = (VALUES_AT_ONCE / columns.len().max(1)).clamp(1, 200);
    let mut source = rows;
    source.rewind().map_err(StoreError::file(&table.part.path))?;
    let mut source = BufReader::new(source);
    let (mut waiting, mut bytes, mut loaded) = (Vec::new(), 0, 0);
    while let Some(line) = bounds::line(&mut source, bounds::ROW).map_err(|error| unread(error, table))? {
        bytes += line.len();
        waiting.extend(value::values(&line, &columns).ok_or(Unfilled::Archive("a row is not of its columns"))?);
        loaded += 1;
        if waiting.len() >= at_once * columns.len() || bytes >= bounds::ROWS_AT_ONCE {
            insert(tx, &table.name, &columns, std::mem::take(&mut waiting)).await?;
            bytes = 0;
        }
    }
    insert(tx, &table.name, &columns, waiting).await?;
    if loaded == table.rows { Ok(()) } else { Err(Unfilled::Archive("rows are missing")) }
}

/// The archive's columns, with the kind that the database gives them.
fn columns_of(table: &Table, target: &Source) -> Result<Vec<Column>, Unfilled> {
    let find = |archived: &Column| target.columns.iter().find(|one| one == &archived).cloned();
    let found: Option<Vec<_>> = table.columns.iter().map(find).collect();
    found.ok_or(Unfilled::Archive("its columns are not those of its schema"))
}

async fn insert(tx: &Transaction, table: &str, columns: &[Column], values: Vec<Value>) -> Result<(), StoreError> {
    if values.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = columns.iter().map(|column| sql::quoted(&column.name)).collect();
    let row = |first: usize| {
        let places: Vec<_> = (first + 1..=first + columns.len()).map(|place| format!("${place}")).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<_> = (0..values.len()).step_by(columns.len()).map(row).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES {}", sql::quoted(table), names.join(", "), rows.join(", "));
    sql::execute(tx, &sql, values).await?;
    Ok(())
}

async fn drop_tables(tx: &Transaction) -> Result<(), StoreError> {
    let cascade = match tx.get_database_backend() {
        DbBackend::Postgres => "CASCADE",
        _ => {
            // Until the commit: tables go and come in an order that no foreign key asks for.
            tx.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
            ""
        }
    };
    for name in catalog::table_names(tx).await? {
        tx.execute_unprepared(&format!("DROP TABLE {} {cascade}", sql::quoted(&name))).await?;
    }
    Ok(())
}

/// Takes PostgreSQL's foreign keys away, and returns the statements that put them back: a table may point at itself
/// or at a later one. SQLite checks them at the commit.
async fn lift_constraints(tx: &Transaction) -> Result<Vec<String>, StoreError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(Vec::new());
    }
    let list = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname";
    let mut back = Vec::new();
    for row in sql::rows(tx, list, vec![]).await? {
        tx.execute_unprepared(&row.try_get_by_index::<String>(0)?).await?;
        back.push(row.try_get_by_index(1)?);
    }
    Ok(back)
}

async fn put_back(tx: &Transaction, constraints: Vec<String>, from: &Path) -> Result<(), StoreError> {
    let astray = || StoreError::Damaged { path: from.to_owned(), what: "a row points at one that is not there".into() };
    for statement in constraints {
        tx.execute_unprepared(&statement).await.map_err(|error| match Trouble::of(&error) {
            Trouble::Rule => astray(),
            _ => error.into(),
        })?;
    }
    if tx.get_database_backend() == DbBackend::Sqlite
        && let Some(row) = sql::rows(tx, "PRAGMA foreign_key_check", vec![]).await?.first()
    {
        let table: String = row.try_get_by_index(0)?;
        let what = format!("{table}: a row points at one that is not there");
        return Err(StoreError::Damaged { path: from.to_owned(), what });
    }
    Ok(())
}

/// PostgreSQL's counters go on after the rows loaded; SQLite's follow by themselves.
async fn advance_sequences(tx: &Transaction, table: &Source) -> Result<(), StoreError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for column in table.columns.iter().filter(|column| column.kind == Kind::Integer) {
        let (name, quoted) = (sql::quoted(&column.name), sql::quoted(&table.name));
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max({name}), 1), max({name}) IS NOT NULL)
             FROM {quoted} HAVING pg_get_serial_sequence($1, $2) IS NOT NULL"
        );
        sql::rows(tx, &sql, vec![quoted.into(), column.name.as_str().into()]).await?;
    }
    Ok(())
}
