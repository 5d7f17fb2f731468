//! Tasks: one node does each, for all of them.
//!
//! A task is taken for a while: its next due time is moved ahead in a short transaction, and the work happens outside
//! of any. A node that dies in the middle leaves a task that another takes when the while is over.

use std::fmt::Display;

use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};

use super::{Message, unreadable};
use crate::{Clock, Store, StoreError, from_micros, sql, to_micros};

/// How long a taken task is left to its worker.
const TAKEN_FOR: SignedDuration = SignedDuration::from_mins(5);
/// The wait after the first failure; it doubles with each, up to [`LONGEST_WAIT`].
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(10);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// The number of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TaskId(i64);

/// Something to be done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: TaskId,
    /// What kind of message it is.
    pub topic: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// How many times it has been tried, this one included.
    pub attempts: i64,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    payload: String,
}

const COLUMNS: &str = "id, topic, written_at, attempts, last_error, payload";

fn task(row: &QueryResult) -> Result<Task, StoreError> {
    Ok(Task {
        id: TaskId(row.try_get_by_index(0)?),
        topic: row.try_get_by_index(1)?,
        at: from_micros(row.try_get_by_index(2)?),
        attempts: row.try_get_by_index(3)?,
        last_error: row.try_get_by_index(4)?,
        payload: row.try_get_by_index(5)?,
    })
}

/// Takes up to `limit` tasks of that kind that are due, hands each to `handle`, and returns how many were taken. One
/// that fails comes back later, each time after a longer wait; after [`Message::ATTEMPTS`] it is set aside
/// ([`dead_tasks`]).
pub async fn work<M, E>(
    store: &Store,
    clock: &Clock,
    limit: u32,
    handle: impl AsyncFn(M, &Task) -> Result<(), E>,
) -> Result<usize, StoreError>
where
    M: Message,
    E: Display,
{
    let taken = take(store, M::TOPIC, clock.now(), limit).await?;
    for task in &taken {
        let outcome = match serde_json::from_str(&task.payload).map_err(unreadable(M::TOPIC)) {
            Ok(message) => handle(message, task).await.map_err(|error| error.to_string()),
            Err(unreadable) => Err(unreadable.to_string()),
        };
        end::<M>(store, clock, task, outcome).await?;
    }
    Ok(taken.len())
}

/// Takes one task of that kind that is due, for a caller that tells its outcome by itself ([`end`]). One whose text
/// cannot be read is put off as a failure, and the next is taken.
pub async fn next<M: Message>(store: &Store, clock: &Clock) -> Result<Option<(M, Task)>, StoreError> {
    while is_due(store, M::TOPIC, clock.now()).await?
        && let Some(task) = take(store, M::TOPIC, clock.now(), 1).await?.pop()
    {
        match serde_json::from_str(&task.payload).map_err(unreadable(M::TOPIC)) {
            Ok(message) => return Ok(Some((message, task))),
            Err(unreadable) => postpone(store, &task, M::ATTEMPTS, clock.now(), &unreadable.to_string()).await?,
        }
    }
    Ok(None)
}

/// Whether a task of that kind is due: asked without the lock that taking one needs.
async fn is_due(store: &Store, topic: &str, at: Timestamp) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM outbox_task WHERE topic = $1 AND state = 'waiting' AND due_at <= $2 LIMIT 1";
    Ok(!sql::rows(store.reader(), sql, vec![topic.into(), to_micros(at).into()]).await?.is_empty())
}

/// Tells the outcome of a task that was taken: done, or to be tried again later.
pub async fn end<M: Message>(
    store: &Store,
    clock: &Clock,
    task: &Task,
    outcome: Result<(), String>,
) -> Result<(), StoreError> {
    match outcome {
        Ok(()) => finish(store, task).await,
        Err(error) => postpone(store, task, M::ATTEMPTS, clock.now(), &error).await,
    }
}

async fn take(store: &Store, topic: &str, at: Timestamp, limit: u32) -> Result<Vec<Task>, StoreError> {
    // SQLite's writing transaction holds the only lock there is; PostgreSQL passes over what another node is taking.
    let lock = if store.backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "UPDATE outbox_task SET attempts = attempts + 1, due_at = $1 WHERE id IN (
             SELECT id FROM outbox_task WHERE topic = $2 AND state = 'waiting' AND due_at <= $3
             ORDER BY due_at, id LIMIT $4 {lock}
         ) RETURNING {COLUMNS}"
    );
    let until = to_micros(later(at, TAKEN_FOR));
    let values = vec![until.into(), topic.into(), to_micros(at).into(), i64::from(limit).into()];
    let rows = store.write(async |tx| Ok::<_, StoreError>(sql::rows(tx, &sql, values).await?)).await?;
    let mut taken = rows.iter().map(task).collect::<Result<Vec<_>, _>>()?;
    taken.sort_by_key(|task| (task.at, task.id.0));
    Ok(taken)
}

async fn finish(store: &Store, task: &Task) -> Result<(), StoreError> {
    let sql = "DELETE FROM outbox_task WHERE id = $1";
    store.write(async |tx| Ok(sql::execute(tx, sql, vec![task.id.0.into()]).await.map(drop)?)).await
}

async fn postpone(store: &Store, task: &Task, most: i64, at: Timestamp, error: &str) -> Result<(), StoreError> {
    let state = if task.attempts < most { "waiting" } else { "dead" };
    tracing::warn!(topic = task.topic, attempts = task.attempts, state, error, "a task failed");
    let due = to_micros(later(at, wait_after(task.attempts)));
    // If its time ran out and another took it, the attempts have moved on and the outcome is the other's to say.
    let sql = "UPDATE outbox_task SET state = $1, due_at = $2, last_error = $3 WHERE id = $4 AND attempts = $5";
    let values = vec![state.into(), due.into(), error.into(), task.id.0.into(), task.attempts.into()];
    store.write(async |tx| Ok(sql::execute(tx, sql, values).await.map(drop)?)).await
}

/// The tasks set aside after too many failures, oldest first.
pub async fn dead_tasks(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<Task>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox_task WHERE state = 'dead' ORDER BY written_at, id LIMIT $1");
    sql::rows(db, &sql, vec![i64::from(limit).into()]).await?.iter().map(task).collect()
}

/// Gives a task set aside a new start.
pub async fn revive(tx: &crate::Transaction, id: TaskId, at: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE outbox_task SET state = 'waiting', attempts = 0, due_at = $1 WHERE id = $2 AND state = 'dead'";
    sql::execute(tx, sql, vec![to_micros(at).into(), id.0.into()]).await?;
    Ok(())
}

fn wait_after(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).expect("between 0 and 19");
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).expect("a signed duration is never a calendar span")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_six_hours() {
        assert_eq!(wait_after(1), SignedDuration::from_secs(10));
        assert_eq!(wait_after(4), SignedDuration::from_secs(80));
        assert_eq!(wait_after(i64::MAX), SignedDuration::from_hours(6));
    }
}
