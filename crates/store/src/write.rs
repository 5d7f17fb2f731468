//! The only way to write.

use std::error::Error;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::error::Trouble;
use crate::{Store, StoreError, sql};

/// An open writing transaction; every query takes it as a connection.
pub type Transaction = DatabaseTransaction;

/// How often a transaction that PostgreSQL undid for another's sake is run again.
const ATTEMPTS: u32 = 5;

/// Makes the writing transactions that name the same thing run one after the other, until each ends: what is counted
/// before it is written is then counted rightly. SQLite's writing transactions do so by themselves.
///
/// # Errors
/// The database's.
pub async fn exclude(tx: &Transaction, what: &str) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))";
        sql::rows(tx, lock, vec![what.into()]).await?;
    }
    Ok(())
}

impl Store {
    /// Runs `work` in one writing transaction: kept whole if it returns `Ok`, undone whole otherwise.
    ///
    /// SQLite's lock is taken at the start, so that a decision cannot rest on what another writer is changing; on
    /// PostgreSQL, constraints guard what two requests could break together. PostgreSQL undoes one of two transactions
    /// that block each other, or that insert the same key: `work` is then run again, and sees what the other wrote. That
    /// is why it must do nothing but read and write this transaction (no mail, no file, no HTTP), and may be called
    /// several times.
    ///
    /// ```
    /// # async fn rename(store: &essaim_store::Store, name: String) -> Result<(), essaim_store::StoreError> {
    /// store.write(async |tx| essaim_store::setting::set(tx, "site.name", &name).await).await
    /// # }
    /// ```
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&Transaction) -> Result<T, E> + Clone,
        E: From<StoreError> + Error + 'static,
    {
        let mut attempt = 1;
        loop {
            let outcome = self.write_once(work.clone()).await;
            match &outcome {
                Err(error) if attempt < ATTEMPTS && is_for_another(Trouble::under(error)) => {
                    tracing::debug!(attempt, %error, "transaction undone for another's sake, run again");
                }
                _ => return outcome,
            }
            tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
            attempt += 1;
        }
    }

    async fn write_once<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&Transaction) -> Result<T, E> + Clone,
        E: From<StoreError>,
    {
        let tx = self.begin_writing().await?;
        let value = match work(&tx).await {
            Ok(value) => value,
            Err(error) => {
                // The caller's error matters more than a failed rollback, which the pool repairs anyway.
                let _undone = tx.rollback().await;
                return Err(error);
            }
        };
        tx.commit().await.map_err(StoreError::from)?;
        self.0.commits.send_modify(|count| *count += 1);
        Ok(value)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that begins a writing transaction")]
    async fn begin_writing(&self) -> Result<Transaction, StoreError> {
        let mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
        Ok(self.writer().begin_with_options(options).await?)
    }
}

/// Whether a transaction failed because of another that may be over: what this one read before is no longer so.
fn is_for_another(trouble: Trouble) -> bool {
    matches!(trouble, Trouble::Conflict | Trouble::Taken)
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
