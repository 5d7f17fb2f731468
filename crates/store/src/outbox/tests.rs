use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;

use super::*;
use crate::testing::{START, TestDatabase, each_database, migrator};
use crate::{Clock, Store};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Changed(u32);

impl Message for Changed {
    const TOPIC: &'static str = "test.changed";
    const DELIVERY: Delivery = Delivery::EachNode;
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Letter(u32);

impl Message for Letter {
    const TOPIC: &'static str = "test.letter";
    const DELIVERY: Delivery = Delivery::Once;
}

async fn say(store: &Store, number: u32) -> Result<(), StoreError> {
    store.write(async |tx| push(tx, START, &Changed(number)).await).await
}

/// What a follower brings next; fails rather than wait for ever.
async fn next(follower: &mut Follower) -> Result<Vec<u32>, StoreError> {
    let wait = tokio::time::timeout(Duration::from_secs(20), follower.next());
    let notices = wait.await.expect("the notice comes")?;
    follower.handled(&notices);
    notices.list.iter().map(|notice| Ok(notice.message::<Changed>()?.unwrap().0)).collect()
}

#[tokio::test]
async fn each_node_is_told_once_it_follows() {
    each_database([], async |store| {
        say(&store, 1).await?;
        let cursor = now(&store).await?;
        let mut nodes = [Follower::new(&store, cursor), Follower::new(&store, cursor)];
        say(&store, 2).await?;
        for node in &mut nodes {
            let told = next(node).await?;
            assert_eq!(told.last(), Some(&2));
        }
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn what_another_process_writes_is_seen_within_a_second() {
    for database in TestDatabase::each().await {
        let (here, there) = (database.open().await, database.open().await);
        here.migrate(&migrator([]), START).await.unwrap();
        let mut follower = Follower::new(&here, now(&here).await.unwrap());
        say(&there, 7).await.unwrap();
        assert_eq!(next(&mut follower).await.unwrap(), [7]);
        here.close().await.unwrap();
        there.close().await.unwrap();
        database.discard().await;
    }
}

#[tokio::test]
async fn a_notice_undone_with_its_transaction_is_never_told() {
    each_database([], async |store| {
        let cursor = now(&store).await?;
        let undone = store.write(async |tx| {
            push(tx, START, &Changed(1)).await?;
            Err::<(), _>(StoreError::Busy)
        });
        assert!(undone.await.is_err());
        say(&store, 2).await?;
        assert_eq!(next(&mut Follower::new(&store, cursor)).await?, [2]);
        Ok::<_, StoreError>(())
    })
    .await;
}

/// Forty writers, each holding its transaction open for a while of its own after having got its identifier, so that
/// the order of commits differs from that of identifiers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writers_never_make_a_follower_skip() {
    each_database([], async |store| {
        let mut follower = Follower::new(&store, now(&store).await?);
        let writers: Vec<_> = (0..40).map(|number| tokio::spawn(slow_writer(store.clone(), number))).collect();
        let mut told = Vec::new();
        while told.len() < 80 {
            told.extend(next(&mut follower).await?);
        }
        for writer in writers {
            writer.await.unwrap()?;
        }
        told.sort_unstable();
        let expected: Vec<u32> = (0..40).flat_map(|number| [number * 2, number * 2 + 1]).collect();
        assert_eq!(told, expected);
        Ok::<_, StoreError>(())
    })
    .await;
}

async fn slow_writer(store: Store, number: u32) -> Result<(), StoreError> {
    store
        .write(async |tx| {
            push(tx, START, &Changed(number * 2)).await?;
            tokio::time::sleep(Duration::from_millis(u64::from(number * 7 % 11))).await;
            push(tx, START, &Changed(number * 2 + 1)).await
        })
        .await
}

#[tokio::test]
async fn a_cursor_older_than_a_purge_is_lost_and_a_later_one_holds() {
    each_database([], async |store| {
        let old = now(&store).await?;
        say(&store, 1).await?;
        let mut follower = Follower::new(&store, old);
        assert_eq!(next(&mut follower).await?, [1]);
        let after = START + SignedDuration::from_secs(1);
        assert_eq!(store.write(async |tx| purge(tx, after).await).await?, 1);
        assert!(matches!(read_after(&store, &old).await, Err(StoreError::CursorLost)));
        say(&store, 2).await?;
        assert_eq!(next(&mut follower).await?, [2]);
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn a_cursor_is_kept_as_text_and_refused_by_another_database() {
    each_database([], async |store| {
        let cursor = now(&store).await?;
        assert_eq!(cursor.to_string().parse::<Cursor>()?, cursor);
        assert!("nonsense".parse::<Cursor>().is_err());
        let elsewhere: Cursor = format!("{}:0:0", uuid::Uuid::nil()).parse()?;
        assert!(matches!(read_after(&store, &elsewhere).await, Err(StoreError::CursorLost)));
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_share_the_tasks_and_do_each_once() {
    for database in TestDatabase::each().await {
        let (here, there) = (database.open().await, database.open().await);
        here.migrate(&migrator([]), START).await.unwrap();
        for number in 0..30 {
            here.write(async |tx| push(tx, START, &Letter(number)).await).await.unwrap();
        }
        let (first, second) = tokio::join!(do_all(&here), do_all(&there));
        let mut done = first;
        for (number, times) in second {
            *done.entry(number).or_default() += times;
        }
        assert_eq!(done.len(), 30);
        assert!(done.values().all(|times| *times == 1), "{done:?}");
        here.close().await.unwrap();
        there.close().await.unwrap();
        database.discard().await;
    }
}

async fn do_all(store: &Store) -> HashMap<u32, u32> {
    let done = std::sync::Mutex::new(HashMap::new());
    let handle = async |letter: Letter, _: &Task| {
        *done.lock().unwrap().entry(letter.0).or_default() += 1;
        Ok::<_, StoreError>(())
    };
    while work(store, &Clock::fixed(START), 4, &handle).await.unwrap() > 0 {}
    done.into_inner().unwrap()
}

#[tokio::test]
async fn a_failing_task_comes_back_later_and_is_set_aside_in_the_end() {
    each_database([], async |store| {
        store.write(async |tx| push(tx, START, &Letter(1)).await).await?;
        let (clock, tried) = (Clock::fixed(START), AtomicU32::new(0));
        let refuse = async |_: Letter, _: &Task| {
            tried.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>("no such mailbox")
        };
        assert_eq!(work(&store, &clock, 4, &refuse).await?, 1);
        assert_eq!(work(&store, &clock, 4, &refuse).await?, 0, "it waits");
        for _ in 0..20 {
            clock.advance(SignedDuration::from_hours(7));
            work(&store, &clock, 4, &refuse).await?;
        }
        assert_eq!(tried.load(Ordering::Relaxed), 10);
        let dead = dead_tasks(store.reader(), 10).await?;
        assert_eq!(dead[0].last_error.as_deref(), Some("no such mailbox"));
        store.write(async |tx| revive(tx, dead[0].id, clock.now()).await).await?;
        assert_eq!(work(&store, &clock, 4, &refuse).await?, 1);
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn a_task_whose_node_died_is_done_by_another() {
    each_database([], async |store| {
        store.write(async |tx| push(tx, START, &Letter(1)).await).await?;
        let clock = Clock::fixed(START);
        let death = async |_: Letter, _: &Task| {
            std::future::pending::<()>().await;
            Ok::<_, StoreError>(())
        };
        let killed = tokio::time::timeout(Duration::from_millis(300), work(&store, &clock, 1, death)).await;
        assert!(killed.is_err());
        let fine = async |_: Letter, _: &Task| Ok::<_, StoreError>(());
        assert_eq!(work(&store, &clock, 1, fine).await?, 0, "it is still taken");
        clock.advance(SignedDuration::from_mins(6));
        assert_eq!(work(&store, &clock, 1, fine).await?, 1);
        assert_eq!(dead_tasks(store.reader(), 1).await?, []);
        Ok::<_, StoreError>(())
    })
    .await;
}
