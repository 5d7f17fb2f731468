//! Every job of a node: found by its address, worked through in its turn, ended in its time.

use std::collections::HashMap;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;

use super::Token;
use super::job::{Job, Kept, Order, State};
use super::vault::{self, Vault};
use crate::official::{Holdings, Node};
use crate::tagging::cases::{Course, Wanting, answered, read};
use crate::tagging::{Decisions, Missing, TagError, Tagging, Wish};

/// How long a job may be kept, in days.
pub(crate) const LONGEST_DAYS: i64 = 7;
/// So many tables are worked through at once: each takes half of the machine.
const AT_ONCE: usize = 1;
/// So many jobs are kept open in memory, with so many addresses together.
const OPEN: usize = 8;
const MOST_HELD: usize = 400_000;

/// Why a job cannot be made or found.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    /// No job has this address, or it has ended.
    #[error("there is no such job, or it has ended")]
    Gone,
    /// The disk that jobs may take is full.
    #[error("too many tables are kept at the moment")]
    Full,
    /// The table cannot be read.
    #[error(transparent)]
    Table(#[from] TagError),
    /// The table of last time cannot be read, or tells no decision.
    #[error("the table of last time: {0}")]
    Former(TagError),
    /// What the node lacks to answer.
    #[error("{0:?}")]
    Missing(Missing),
    /// The disk's.
    #[error(transparent)]
    Io(io::Error),
}

impl From<io::Error> for JobError {
    fn from(error: io::Error) -> Self {
        if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}

/// The jobs of a node.
pub struct Jobs {
    folder: PathBuf,
    /// How many bytes all of them may take.
    most: u64,
    open: Mutex<HashMap<Token, (u64, Arc<Job>)>>,
    /// Held while a job is made or opened, so that one address has one job.
    opening: Mutex<()>,
    turns: Arc<Semaphore>,
}

impl Jobs {
    /// Those of a folder, which may take so many bytes together.
    pub fn at(folder: PathBuf, most: u64) -> Self {
        Self {
            folder,
            most,
            open: Mutex::default(),
            opening: Mutex::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Takes away those that have ended; how many. Reads the disk.
    ///
    /// # Errors
    /// The disk's.
    pub fn sweep(&self, now: Timestamp) -> io::Result<usize> {
        let swept = vault::sweep(&self.folder, now)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, job)| {
            let lasts = job.until().is_some_and(|until| until > now);
            if !lasts {
                stop(job);
            }
            lasts
        });
        Ok(swept)
    }

    /// Keeps a table that was brought, for so many days. Writes the disk.
    pub(crate) fn make(
        &self,
        order: Order,
        table: Vec<u8>,
        former: Option<Vec<u8>>,
        days: i64,
    ) -> Result<Arc<Job>, JobError> {
        let _one = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        self.has_room(table.len() + former.as_ref().map_or(0, Vec::len))?;
        let token = Token::new()?;
        let vault = Vault::of(&self.folder, &token);
        let until = order.made + SignedDuration::from_hours(24 * days.clamp(1, LONGEST_DAYS));
        let made = vault.make(until).and_then(|()| Job::keep(vault, token, order, table, former));
        if made.is_err() {
            // Nobody has its address: it would lie there until its end.
            drop(Vault::of(&self.folder, &token).erase());
        }
        let job = Arc::new(made?);
        self.remember(&job);
        Ok(job)
    }

    /// The job of an address. One that was interrupted begins again. May read the disk.
    pub(crate) fn find(self: &Arc<Self>, token: Token, now: Timestamp, node: &Arc<Node>) -> Result<Arc<Job>, JobError> {
        let vault = Vault::of(&self.folder, &token);
        if vault.until().is_none_or(|until| until <= now) {
            return Err(JobError::Gone);
        }
        if let Some(job) = self.known(token) {
            self.remember(&job);
            return Ok(job);
        }
        let _one = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = self.known(token) {
            return Ok(job);
        }
        let job = Arc::new(Job::open(vault, token)?.ok_or(JobError::Gone)?);
        self.remember(&job);
        if matches!(job.state(), State::Columns)
            && job.order().wanting.is_some()
            && let Some(course) = job.begin()
        {
            self.run(&job, course, node);
        }
        Ok(job)
    }

    fn known(&self, token: Token) -> Option<Arc<Job>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&token).map(|(_, job)| Arc::clone(job))
    }

    /// Tells the columns of a job, and has it worked through, unless somebody did already. Writes the disk.
    pub(crate) fn start(self: &Arc<Self>, job: &Arc<Job>, wanting: Wanting, node: &Arc<Node>) -> Result<(), JobError> {
        let Some(course) = job.begin() else { return Ok(()) };
        if let Err(fault) = job.tell(wanting) {
            job.set(State::Columns);
            return Err(fault.into());
        }
        self.run(job, course, node);
        Ok(())
    }

    /// Has a job kept for as long as one may be. Writes the disk.
    pub(crate) fn prolong(&self, job: &Job) -> Result<(), JobError> {
        Ok(job.vault.last_until(job.order().made + SignedDuration::from_hours(24 * LONGEST_DAYS))?)
    }

    /// Nothing of a job remains.
    pub(crate) fn erase(&self, job: &Job) -> Result<(), JobError> {
        stop(job);
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&job.token);
        Ok(job.vault.erase()?)
    }

    /// Keeps a job open, and lets go of the one that was asked for the longest ago.
    fn remember(&self, job: &Arc<Job>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let last = open.values().map(|(turn, _)| *turn).max().unwrap_or_default();
        open.insert(job.token, (last + 1, Arc::clone(job)));
        let is_running = |job: &Job| matches!(job.state(), State::Running(_));
        let oldest = open.iter().filter(|(_, (_, job))| !is_running(job)).min_by_key(|(_, (turn, _))| *turn);
        let held: usize = open.values().map(|(_, job)| job.weight()).sum();
        if (open.len() > OPEN || held > MOST_HELD)
            && let Some(oldest) = oldest.map(|(token, _)| *token).filter(|oldest| *oldest != job.token)
        {
            open.remove(&oldest);
        }
    }

    fn run(self: &Arc<Self>, job: &Arc<Job>, course: Arc<Course>, node: &Arc<Node>) {
        let (jobs, job, node, turns) = (Arc::clone(self), Arc::clone(job), Arc::clone(node), Arc::clone(&self.turns));
        tokio::spawn(async move {
            let Ok(_turn) = turns.acquire_owned().await else { return };
            let worked = Arc::clone(&job);
            let done = tokio::task::spawn_blocking(move || jobs.work(&worked, &node.holdings(), &course)).await;
            let fault = match done {
                Ok(Ok(())) => return,
                Ok(Err(fault)) => fault,
                Err(fault) => JobError::Io(io::Error::other(fault)),
            };
            // Erased meanwhile, it has no folder any more: that is no fault, and nobody asks.
            if job.until().is_none() {
                return;
            }
            if let JobError::Io(fault) = &fault {
                tracing::error!(%fault, "a table could not be worked through");
            }
            job.set(State::Failed(Arc::new(fault)));
        });
    }

    /// Works through the table of a job.
    fn work(&self, job: &Job, holdings: &Holdings, course: &Course) -> Result<(), JobError> {
        let order = job.order();
        let wanting = order.wanting.ok_or(JobError::Gone)?;
        let addresses = holdings.addresses().ok_or(JobError::Missing(Missing::Addresses))?;
        let wish = match wanting.generations.as_slice() {
            [one] => Wish::Only(*one),
            _ => Wish::Both,
        };
        let quarters = wish.quarters(holdings).map_err(JobError::Missing)?;
        if quarters.len() < wanting.generations.len() {
            return Err(JobError::Missing(Missing::Perimeters));
        }
        let decisions = match job.former()? {
            Some(former) => Decisions::read_like(&former, &order.names, &wanting.roles).map_err(JobError::Former)?,
            None => Decisions::default(),
        };
        let sheet = read(&job.table()?, &wanting)?;
        let tagging = Tagging::by(holdings, quarters, addresses, decisions);
        // The other half answers visitors.
        let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).div_ceil(2);
        if let Some(cases) = answered(sheet, &wanting, &tagging, threads, course) {
            let kept = Kept { cases, addresses: addresses.vintage() };
            let packed = kept.packed()?;
            self.has_room(packed.len())?;
            job.answered(kept, packed)?;
        }
        Ok(())
    }

    /// Whether the folder may take so many bytes more.
    fn has_room(&self, bytes: usize) -> Result<(), JobError> {
        if vault::size(&self.folder)? + bytes as u64 > self.most { Err(JobError::Full) } else { Ok(()) }
    }
}

/// Lets go of a job that is being worked through.
fn stop(job: &Job) {
    if let State::Running(course) = job.state() {
        course.is_stopped.store(true, Ordering::Relaxed);
    }
}
