//! Telling others, in the transaction that makes the change, what has changed or is to be done.
//!
//! A [`Message`] says how it is delivered. [`Delivery::EachNode`]: every node learns of it once, through its own
//! [`Follower`], to refresh what it keeps in memory or on its disk. [`Delivery::Once`]: one node [`work`]s on it, for
//! all of them. Either way at least once: a handler may see the same message again, and must not mind.

mod follow;
mod task;

pub use follow::{Cursor, Follower, Notice, Notices, now, read_after};
pub use task::{Task, TaskId, dead_tasks, end, next, revive, work};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{StoreError, Transaction, sql, to_micros};

/// What a change says to others. Its text is kept for days and read by later programs: add fields, never rename them.
///
/// ```
/// use essaim_store::outbox::{Delivery, Message};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct ExperienceChanged { slug: String }
///
/// impl Message for ExperienceChanged {
///     const TOPIC: &'static str = "bank.experience-changed";
///     const DELIVERY: Delivery = Delivery::EachNode;
/// }
/// ```
pub trait Message: Serialize + DeserializeOwned {
    /// Its name, beginning with the capability's.
    const TOPIC: &'static str;
    /// Who receives it.
    const DELIVERY: Delivery;
    /// How often a task is tried before it is set aside for a person to look at. The waits between double up to six
    /// hours: ten take about three hours, thirty about five days.
    const ATTEMPTS: i64 = 10;
}

/// Who receives a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Every node, each with its own cursor: what it keeps beside the database must follow.
    EachNode,
    /// One node, whichever takes it first: something is to be done in the world.
    Once,
}

/// Says it to whom it concerns, once `tx` is committed.
pub async fn push<M: Message>(tx: &Transaction, at: Timestamp, message: &M) -> Result<(), StoreError> {
    let payload = serde_json::to_string(message).map_err(unreadable(M::TOPIC))?;
    let at = to_micros(at);
    let (sql, values) = match M::DELIVERY {
        Delivery::EachNode => (
            "INSERT INTO outbox (topic, payload, written_at) VALUES ($1, $2, $3)",
            vec![M::TOPIC.into(), payload.into(), at.into()],
        ),
        Delivery::Once => (
            "INSERT INTO outbox_task (topic, payload, written_at, due_at) VALUES ($1, $2, $3, $4)",
            vec![M::TOPIC.into(), payload.into(), at.into(), at.into()],
        ),
    };
    sql::execute(tx, sql, values).await?;
    Ok(())
}

/// Forgets the notices written before `before`, and returns how many. A node whose cursor is older learns it
/// ([`StoreError::CursorLost`]) and reads everything again. Tasks wait for as long as it takes.
pub async fn purge(tx: &Transaction, before: Timestamp) -> Result<u64, StoreError> {
    follow::remember_purge(tx, before).await?;
    let sql = "DELETE FROM outbox WHERE written_at < $1";
    Ok(sql::execute(tx, sql, vec![to_micros(before).into()]).await?)
}

fn unreadable(topic: &str) -> impl FnOnce(serde_json::Error) -> StoreError {
    let what = format!("the message {topic}");
    move |source| StoreError::Unreadable { what, source }
}

#[cfg(test)]
mod tests;
