//! Whether the database is well.

use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend};

use crate::{Address, Migrator, Store, StoreError, sql};

/// What an examination of the database found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// What is broken in the file, in the database's words; empty when it is whole.
    pub damage: Vec<String>,
    /// The migrations that it lacks.
    pub pending: Vec<String>,
    /// Why nothing can be written, if so.
    pub not_writable: Option<String>,
}

impl Health {
    /// Whether nothing needs mending.
    pub fn is_well(&self) -> bool {
        self.damage.is_empty() && self.pending.is_empty() && self.not_writable.is_none()
    }
}

impl Store {
    /// One small question, to know that the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader().execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Examines the database: reads all of a SQLite file (seconds for a large one), so not at each request.
    pub async fn check(&self, migrator: &Migrator) -> Result<Health, StoreError> {
        Ok(Health {
            damage: self.damage().await?,
            pending: self.pending(migrator).await?,
            not_writable: self.not_writable().await,
        })
    }

    async fn damage(&self) -> Result<Vec<String>, StoreError> {
        if self.backend() == DbBackend::Postgres {
            self.ping().await?;
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for row in sql::rows(self.reader(), "PRAGMA integrity_check(20)", vec![]).await? {
            let line: String = row.try_get_by_index(0)?;
            if line != "ok" {
                found.push(line);
            }
        }
        for row in sql::rows(self.reader(), "PRAGMA foreign_key_check", vec![]).await?.iter().take(20) {
            let (table, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
            found.push(format!("a row of {table} points at a row of {parent} that does not exist"));
        }
        Ok(found)
    }

    async fn not_writable(&self) -> Option<String> {
        if let Address::Sqlite(file) = self.address()
            && let Err(error) = probe_folder(file)
        {
            return Some(error.to_string());
        }
        let attempt = self.write(async |tx| {
            let sql = "UPDATE store_state SET value = value WHERE name = 'probe'";
            if sql::has_table(tx, "store_state").await? {
                sql::execute(tx, sql, vec![]).await?;
            }
            Ok::<_, StoreError>(())
        });
        attempt.await.err().map(|error| error.to_string())
    }
}

/// SQLite writes its journal beside the file: the folder itself must take a file, with room for it.
fn probe_folder(file: &Path) -> std::io::Result<()> {
    let probe = file.with_extension("probe");
    std::fs::write(&probe, [0; 4096])?;
    std::fs::remove_file(&probe)
}

#[cfg(test)]
mod tests {
    use crate::testing::{each_database, migrator};
    use crate::{StoreError, sql};

    #[tokio::test]
    async fn a_fresh_database_is_well() {
        each_database([], async |store| {
            let health = store.check(&migrator([])).await?;
            assert!(health.is_well(), "{health:?}");
            Ok::<_, StoreError>(())
        })
        .await;
    }

    #[tokio::test]
    async fn nothing_is_written_through_the_reader() {
        each_database([], async |store| {
            let attempt = sql::execute(store.reader(), "DELETE FROM setting", vec![]).await;
            assert!(attempt.is_err());
            Ok::<_, StoreError>(())
        })
        .await;
    }
}
