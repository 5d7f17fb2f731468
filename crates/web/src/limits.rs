//! Budgets on costly answers and on tries, each visitor having its own.

use crate::{
    Failure,
    client::{CEILING, Caller, Key},
};
use governor::{Quota, RateLimiter, clock::Clock, state::keyed::DashMapStateStore};
use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// What a request costs to answer, or could win; ask with [`crate::Frame::spend`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// A file computed for one visitor, such as a table of results.
    File,
    /// A document set for one visitor, such as a PDF.
    Document,
    /// A try of something that only one should know.
    Attempt,
}

/// How many costly answers and tries one visitor may have a minute; a third of that at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files a minute; 0 is no limit.
    pub files: u32,
    /// Documents a minute; 0 is no limit.
    pub documents: u32,
    /// Tries a minute of what only one should know; 0 is no limit.
    pub attempts: u32,
    /// The largest body a request may carry, in bytes.
    pub body: usize,
    /// The longest address, in bytes.
    pub address: usize,
    /// The most that all headers may hold, in bytes.
    pub headers: usize,
    /// How long an answer may take, the coming of the body included.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            files: 120,
            documents: 30,
            attempts: 20,
            body: 1024 * 1024,
            address: 8 * 1024,
            headers: 16 * 1024,
            patience: Duration::from_secs(60),
        }
    }
}

type Store = RateLimiter<Key, DashMapStateStore<Key>, governor::clock::DefaultClock>;

/// One kind of budget: the visitors', and that of peers that may hide many.
struct Meter {
    visitors: Store,
    crowds: Store,
    spent: AtomicU32,
}

impl Meter {
    fn new(per_minute: u32) -> Option<Self> {
        let visitors = store(NonZeroU32::new(per_minute)?);
        let crowds = store(NonZeroU32::new(per_minute.saturating_mul(CEILING))?);
        Some(Self { visitors, crowds, spent: AtomicU32::new(0) })
    }

    fn spend(&self, caller: Caller) -> Result<(), Failure> {
        // Those who left are forgotten now and then, so that addresses do not pile up.
        if self.spent.fetch_add(1, Ordering::Relaxed) % 1024 == 1023 {
            self.visitors.retain_recent();
            self.crowds.retain_recent();
        }
        check(&self.visitors, caller.own)?;
        check(&self.crowds, caller.crowd)
    }
}

fn store(per_minute: NonZeroU32) -> Store {
    let burst = NonZeroU32::new(per_minute.get().div_ceil(3)).unwrap_or(per_minute);
    RateLimiter::dashmap(Quota::per_minute(per_minute).allow_burst(burst))
}

fn check(store: &Store, key: Option<Key>) -> Result<(), Failure> {
    let Some(key) = key else { return Ok(()) };
    store.check_key(&key).map_err(|refused| {
        let wait = refused.wait_time_from(store.clock().now()).as_secs() + 1;
        Failure::too_many_requests(u32::try_from(wait).unwrap_or(60))
    })
}

/// All budgets.
pub(crate) struct Meters {
    files: Option<Meter>,
    documents: Option<Meter>,
    attempts: Option<Meter>,
}

impl Meters {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            files: Meter::new(limits.files),
            documents: Meter::new(limits.documents),
            attempts: Meter::new(limits.attempts),
        }
    }

    pub(crate) fn spend(&self, budget: Budget, caller: Caller) -> Result<(), Failure> {
        let meter = match budget {
            Budget::File => &self.files,
            Budget::Document => &self.documents,
            Budget::Attempt => &self.attempts,
        };
        meter.as_ref().map_or(Ok(()), |meter| meter.spend(caller))
    }
}
