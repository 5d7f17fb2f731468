//! Reading every table, in one snapshot.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use futures::TryStreamExt;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, StreamTrait, TransactionTrait,
};

use super::archive::Hashed;
use super::catalog::{self, Source};
use super::{Part, Table, value};
use crate::migrate::{Applied, history};
use crate::{Store, StoreError, sql};

/// What was read: the history, and each table with the file that holds its rows.
pub(super) struct Dump {
    pub(super) history: Vec<Applied>,
    pub(super) tables: Vec<(Table, File)>,
}

/// Reads every table but some into nameless files of `folder`, which vanish with the program.
pub(super) async fn all_tables(store: &Store, folder: &Path, but: &[&str]) -> Result<Dump, StoreError> {
    let tx = begin_snapshot(store).await?;
    let mut dump = Dump { history: history(&tx).await?, tables: Vec::new() };
    for source in catalog::tables(&tx).await?.into_iter().filter(|one| !but.contains(&one.name.as_str())) {
        dump.tables.push(one_table(&tx, source, folder).await?);
    }
    tx.rollback().await?;
    Ok(dump)
}

#[expect(clippy::disallowed_methods, reason = "a reading transaction: one snapshot for all tables")]
async fn begin_snapshot(store: &Store) -> Result<DatabaseTransaction, StoreError> {
    let reader = store.reader();
    Ok(match store.backend() {
        DbBackend::Postgres => {
            let (level, mode) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
            reader.begin_with_config(Some(level), Some(mode)).await?
        }
        _ => reader.begin().await?,
    })
}

async fn one_table(tx: &DatabaseTransaction, source: Source, folder: &Path) -> Result<(Table, File), StoreError> {
    let failed = || StoreError::file(folder);
    let mut out = Hashed::new(BufWriter::new(tempfile::tempfile_in(folder).map_err(failed())?));
    let statement = sql::statement(tx, &source.select(ConnectionTrait::get_database_backend(tx)), vec![]);
    let mut stream = tx.stream_raw(statement).await?;
    let mut rows = 0;
    while let Some(row) = stream.try_next().await? {
        out.write_all(value::line(&row, &source.columns)?.as_bytes()).map_err(failed())?;
        rows += 1;
    }
    out.flush().map_err(failed())?;
    let (bytes, blake3) = out.sum();
    let file = out.inner.into_inner().map_err(|error| failed()(error.into_error()))?;
    let part = Part { path: format!("tables/{}.jsonl", source.name), bytes, blake3 };
    Ok((Table { name: source.name, rows, columns: source.columns, part }, file))
}
