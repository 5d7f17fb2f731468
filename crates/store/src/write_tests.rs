use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use thiserror::Error;

use super::*;
use crate::testing::each_database;
use crate::{setting, sql};

#[derive(Debug, Error)]
enum Refusal {
    #[error("no")]
    No,
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[tokio::test]
async fn an_error_undoes_the_whole_transaction() {
    each_database([], async |store| {
        let outcome = store.write(async |tx| {
            setting::set(tx, "test.kept", &true).await?;
            Err::<(), _>(Refusal::No)
        });
        assert!(matches!(outcome.await, Err(Refusal::No)));
        assert_eq!(setting::get::<bool>(store.reader(), "test.kept").await?, None);
        Ok::<_, StoreError>(())
    })
    .await;
}

/// A handler's future must be `Send`: this compiles only if `write` keeps it so, whatever its closure borrows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_can_be_spawned() {
    async fn command(store: &Store, names: &[String]) -> Result<usize, Refusal> {
        store
            .write(async |tx| {
                for name in names {
                    setting::set(tx, name, "value").await?;
                }
                Ok::<_, Refusal>(names.len())
            })
            .await
    }
    each_database([], async |store| {
        let spawned = tokio::spawn(async move { command(&store, &["test.a".to_owned()]).await });
        assert_eq!(spawned.await.unwrap()?, 1);
        Ok::<_, Refusal>(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_inside_cannot_change_before_it_is_written() {
    each_database([], async |store| {
        store.write(async |tx| setting::set(tx, "test.count", &0).await).await?;
        let add = async |store: Store| {
            store
                .write(async |tx| {
                    // PostgreSQL needs the row to be locked by whoever decides on it.
                    sql::execute(tx, "UPDATE setting SET value = value WHERE name = 'test.count'", vec![])
                        .await
                        .map_err(StoreError::from)?;
                    let count: u32 = setting::get(tx, "test.count").await?.unwrap_or(0);
                    tokio::time::sleep(Duration::from_millis(2)).await;
                    setting::set(tx, "test.count", &(count + 1)).await
                })
                .await
        };
        let all: Vec<_> = (0..20).map(|_| tokio::spawn(add(store.clone()))).collect();
        for one in all {
            one.await.unwrap()?;
        }
        assert_eq!(setting::get::<u32>(store.reader(), "test.count").await?, Some(20));
        Ok::<_, StoreError>(())
    })
    .await;
}

/// Two transactions that take the same two rows in opposite orders: PostgreSQL undoes one, which runs again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_undone_for_anothers_sake_runs_again() {
    async fn take_both(
        store: Store,
        first: &'static str,
        second: &'static str,
        runs: &AtomicU32,
    ) -> Result<(), Refusal> {
        store
            .write(async |tx| {
                runs.fetch_add(1, Ordering::Relaxed);
                setting::set(tx, first, "mine").await?;
                tokio::time::sleep(Duration::from_millis(50)).await;
                Ok::<_, Refusal>(setting::set(tx, second, "mine").await?)
            })
            .await
    }
    each_database([], async |store| {
        for name in ["test.a", "test.b"] {
            store.write(async |tx| setting::set(tx, name, "free").await).await?;
        }
        let runs = AtomicU32::new(0);
        let (one, other) = tokio::join!(
            take_both(store.clone(), "test.a", "test.b", &runs),
            take_both(store.clone(), "test.b", "test.a", &runs),
        );
        one?;
        other?;
        let expected = if store.backend() == sea_orm::DbBackend::Postgres { 3 } else { 2 };
        assert_eq!(runs.load(Ordering::Relaxed), expected);
        Ok::<_, Refusal>(())
    })
    .await;
}
