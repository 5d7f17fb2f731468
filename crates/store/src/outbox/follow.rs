//! Notices: every node follows, from a cursor of its own, and skips none.
//!
//! Identifiers are given when a row is written, not when its transaction commits: a reader that remembers "the last
//! identifier seen" skips the row of a slower transaction. On PostgreSQL a row therefore carries the number of the
//! transaction that wrote it, and a reader stops before the oldest transaction still running: whatever is below is
//! settled for good, so the order (transaction, identifier) only ever grows at its end. SQLite has one writer at a
//! time; there the identifiers already have that property.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{DbBackend, QueryResult};
use tokio::sync::watch;
use uuid::Uuid;

use super::{Message, unreadable};
use crate::{Store, StoreError, Transaction, from_micros, sql, to_micros};

/// How often a follower looks by itself, for what other processes write.
const GLANCE: Duration = Duration::from_millis(400);
/// How many notices one reading brings at most.
const AT_ONCE: i64 = 500;

/// A place in the stream of notices. A node keeps it, as text, with what it derives from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Which life of the database: a restore begins another.
    epoch: Uuid,
    place: Place,
}

/// The order in which notices settle: the writing transaction (0 on SQLite), then the identifier.
type Place = (i64, i64);

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.epoch, self.place.0, self.place.1)
    }
}

impl FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let parts = text.trim().split_once(':').and_then(|(epoch, at)| Some((epoch.parse().ok()?, place(at)?)));
        let (epoch, place) = parts.ok_or(StoreError::CursorLost)?;
        Ok(Self { epoch, place })
    }
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What kind of message it is.
    pub topic: String,
    /// When it was written.
    pub at: Timestamp,
    payload: String,
    place: Place,
}

impl Notice {
    /// The message, if it is of that kind.
    pub fn message<M: Message>(&self) -> Result<Option<M>, StoreError> {
        if self.topic != M::TOPIC {
            return Ok(None);
        }
        serde_json::from_str(&self.payload).map(Some).map_err(unreadable(M::TOPIC))
    }
}

/// Notices in order, and the cursor that stands after them.
#[derive(Clone, Debug)]
pub struct Notices {
    /// The notices, oldest first.
    pub list: Vec<Notice>,
    /// Where to go on, once they are handled.
    pub cursor: Cursor,
}

/// The present place. Take it **before** reading what the notices keep fresh: a change made in between is then told
/// again, rather than lost.
pub async fn now(store: &Store) -> Result<Cursor, StoreError> {
    let db = store.reader();
    let place = match store.backend() {
        // Below the oldest running transaction everything is settled, and visible to whoever reads from now on.
        DbBackend::Postgres => (sql::one(db, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").await?, 0),
        _ => (0, sql::one(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'").await?),
    };
    Ok(Cursor { epoch: epoch(store).await?, place })
}

/// The settled notices after `cursor`, up to a few hundred, oldest first.
pub async fn read_after(store: &Store, cursor: &Cursor) -> Result<Notices, StoreError> {
    let db = store.reader();
    // Read first, and ask afterwards whether the cursor still holds: a purge in between is then seen.
    let sql = match store.backend() {
        DbBackend::Postgres => {
            "SELECT commit_order::text::bigint, id, topic, payload, written_at FROM outbox
             WHERE (commit_order, id) > ($1::text::xid8, $2) AND commit_order < pg_snapshot_xmin(pg_current_snapshot())
             ORDER BY commit_order, id LIMIT $3"
        }
        _ => {
            "SELECT commit_order, id, topic, payload, written_at FROM outbox
             WHERE (commit_order, id) > (CAST($1 AS integer), $2) ORDER BY commit_order, id LIMIT $3"
        }
    };
    let (order, id) = cursor.place;
    let values = vec![order.to_string().into(), id.into(), AT_ONCE.into()];
    let rows = sql::rows(db, sql, values).await?;
    let list = rows.iter().map(notice).collect::<Result<Vec<_>, _>>()?;
    refuse_lost(store, cursor).await?;
    let place = list.last().map_or(cursor.place, |last| last.place);
    Ok(Notices { list, cursor: Cursor { epoch: cursor.epoch, place } })
}

fn notice(row: &QueryResult) -> Result<Notice, StoreError> {
    Ok(Notice {
        place: (row.try_get_by_index(0)?, row.try_get_by_index(1)?),
        topic: row.try_get_by_index(2)?,
        payload: row.try_get_by_index(3)?,
        at: from_micros(row.try_get_by_index(4)?),
    })
}

/// Follows the notices for one node.
#[derive(Debug)]
pub struct Follower {
    store: Store,
    cursor: Cursor,
    commits: watch::Receiver<u64>,
}

impl Follower {
    /// Follows from `cursor`: what [`now`] gave before the first reading, or what the node kept.
    pub fn new(store: &Store, cursor: Cursor) -> Self {
        Self { store: store.clone(), cursor, commits: store.0.commits.subscribe() }
    }

    /// Waits for notices. They come again until they are [`Follower::handled`]. This process's own commits are seen at
    /// once, those of others within half a second.
    pub async fn next(&mut self) -> Result<Notices, StoreError> {
        loop {
            self.commits.mark_unchanged();
            let notices = read_after(&self.store, &self.cursor).await?;
            if !notices.list.is_empty() {
                return Ok(notices);
            }
            // The sender lives in the store that this follower holds: only the time may run out.
            let _woken = tokio::time::timeout(GLANCE, self.commits.changed()).await;
        }
    }

    /// Goes on after those notices; the node has kept `notices.cursor` if it keeps one.
    pub fn handled(&mut self, notices: &Notices) {
        self.cursor = notices.cursor;
    }
}

const EPOCH: &str = "epoch";
const PURGED: &str = "outbox.purged";

async fn epoch(store: &Store) -> Result<Uuid, StoreError> {
    let sql = "SELECT value FROM store_state WHERE name = $1";
    let found: Option<String> = sql::optional(store.reader(), sql, vec![EPOCH.into()]).await?;
    found.and_then(|text| text.parse().ok()).ok_or(StoreError::CursorLost)
}

/// Refuses a cursor of another life of the database, of another PostgreSQL cluster, or older than a purge.
async fn refuse_lost(store: &Store, cursor: &Cursor) -> Result<(), StoreError> {
    let db = store.reader();
    let sql = match store.backend() {
        DbBackend::Postgres => {
            "SELECT name, value FROM store_state
             UNION ALL SELECT 'end', pg_snapshot_xmax(pg_current_snapshot())::text"
        }
        _ => "SELECT name, value FROM store_state",
    };
    let mut holds = false;
    for row in sql::rows(db, sql, vec![]).await? {
        let (name, value): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        match name.as_str() {
            EPOCH => holds = value.parse() == Ok(cursor.epoch),
            PURGED if place(&value).is_none_or(|purged| cursor.place < purged) => return Err(StoreError::CursorLost),
            "end" if value.parse().is_ok_and(|end: i64| cursor.place.0 > end) => return Err(StoreError::CursorLost),
            _ => {}
        }
    }
    if holds { Ok(()) } else { Err(StoreError::CursorLost) }
}

/// Writes down the last place that the purge of what is older than `before` takes away.
pub(super) async fn remember_purge(tx: &Transaction, before: Timestamp) -> Result<(), StoreError> {
    let last = "SELECT CAST(CAST(commit_order AS text) AS bigint), id FROM outbox
        WHERE written_at < $1 ORDER BY commit_order DESC, id DESC LIMIT 1";
    let Some(row) = sql::rows(tx, last, vec![to_micros(before).into()]).await?.pop() else { return Ok(()) };
    let (order, id): Place = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let sql = "INSERT INTO store_state (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sql::execute(tx, sql, vec![PURGED.into(), format!("{order}:{id}").into()]).await?;
    Ok(())
}

fn place(text: &str) -> Option<Place> {
    let (order, id) = text.split_once(':')?;
    Some((order.parse().ok()?, id.parse().ok()?))
}
