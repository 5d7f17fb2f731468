//! One table, from what was asked of it to what was decided.

use std::io::{self, BufReader, BufWriter};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::vault::Vault;
use super::{JobError, Token};
use crate::official::Holdings;
use crate::tagging::Decision;
use crate::tagging::cases::{Cases, Course, Reviewed, Settled, Wanting};
use crate::tagging::review::{Group, groups};

const TABLE: &str = "table";
const FORMER: &str = "former";
const ORDER: &str = super::vault::LAST;
const CASES: &str = "cases";
const SETTLED: &str = "settled";

/// What is asked of a table, and what it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The name of the file that was brought.
    pub(crate) file_name: String,
    /// When.
    pub(crate) made: Timestamp,
    /// The names of its columns.
    pub(crate) names: Vec<String>,
    /// A few of its lines, to tell the columns by.
    pub(crate) sample: Vec<Vec<String>>,
    /// What is asked; none until its columns are told.
    pub(crate) wanting: Option<Wanting>,
    /// Which of the whole table's columns were sent and what marks them, where the rest stayed in the browser.
    pub(crate) part: Option<Part>,
}

/// What a browser knows its table by: it kept the other columns.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    /// The places of the columns in the whole table.
    pub(crate) columns: Vec<usize>,
    /// A mark of what was sent.
    pub(crate) mark: String,
}

/// How far a job is.
#[derive(Clone)]
pub(crate) enum State {
    /// Its columns are to be told.
    Columns,
    /// It waits for its turn, or is worked through.
    Running(Arc<Course>),
    /// It cannot be worked through, and why.
    Failed(Arc<JobError>),
    /// It is answered.
    Worked(Arc<Worked>),
}

/// A table that was answered.
pub(crate) struct Worked {
    pub(crate) cases: Cases,
    pub(crate) groups: Vec<Group>,
    /// The days of the perimeters and of the addresses.
    pub(crate) addresses: Date,
    settled: RwLock<Arc<Settled>>,
}

/// What is kept of the answers.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) cases: Cases,
    pub(super) addresses: Date,
}

/// A job that is open.
pub(crate) struct Job {
    pub(crate) token: Token,
    pub(super) vault: Vault,
    order: RwLock<Order>,
    state: RwLock<State>,
    /// One decision is written at a time.
    writing: Mutex<()>,
}

impl Job {
    /// Keeps a table that was brought, with that of last time, whose decisions are taken.
    pub(super) fn keep(
        vault: Vault,
        token: Token,
        order: Order,
        table: Vec<u8>,
        former: Option<Vec<u8>>,
    ) -> io::Result<Self> {
        vault.write(TABLE, table)?;
        if let Some(former) = former {
            vault.write(FORMER, former)?;
        }
        vault.write(ORDER, json(&order)?)?;
        Ok(Self::with(vault, token, order, State::Columns))
    }

    fn with(vault: Vault, token: Token, order: Order, state: State) -> Self {
        Self { token, vault, order: RwLock::new(order), state: RwLock::new(state), writing: Mutex::default() }
    }

    /// Opens what is kept of a job. One that was being worked through is in [`State::Columns`] with its order whole: whoever
    /// opens it begins again.
    pub(super) fn open(vault: Vault, token: Token) -> io::Result<Option<Self>> {
        let Some(order) = vault.read(ORDER)? else { return Ok(None) };
        let order: Order = serde_json::from_slice(&order)?;
        let state = match vault.read(CASES)? {
            None => State::Columns,
            Some(kept) => {
                let kept = Kept::unpacked(&kept)?;
                let settled = vault.read(SETTLED)?.map_or(Ok(Settled::new()), |kept| serde_json::from_slice(&kept))?;
                State::Worked(Arc::new(Worked::of(kept, settled)))
            }
        };
        Ok(Some(Self::with(vault, token, order, state)))
    }

    /// What is asked.
    pub(crate) fn order(&self) -> Order {
        self.order.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far it is.
    pub(crate) fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Takes it to be worked through; nothing where somebody did already, or it is answered.
    pub(super) fn begin(&self) -> Option<Arc<Course>> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*state, State::Columns | State::Failed(_)) {
            return None;
        }
        let course = Arc::new(Course::default());
        *state = State::Running(Arc::clone(&course));
        Some(course)
    }

    /// How many addresses it holds in memory.
    pub(super) fn weight(&self) -> usize {
        match self.state() {
            State::Worked(worked) => worked.cases.all.len(),
            State::Running(course) => course.total.load(std::sync::atomic::Ordering::Relaxed),
            State::Columns | State::Failed(_) => 0,
        }
    }

    /// Tells its columns.
    pub(super) fn tell(&self, wanting: Wanting) -> io::Result<()> {
        let order = Order { wanting: Some(wanting), ..self.order() };
        self.vault.write(ORDER, json(&order)?)?;
        *self.order.write().unwrap_or_else(PoisonError::into_inner) = order;
        Ok(())
    }

    /// The table as it was brought.
    pub(crate) fn table(&self) -> io::Result<Vec<u8>> {
        self.vault.read(TABLE)?.ok_or_else(|| io::Error::other("the table of a job is gone"))
    }

    /// What was decided in the table of last time; nothing where none was brought.
    pub(super) fn former(&self) -> io::Result<Option<Vec<u8>>> {
        self.vault.read(FORMER)
    }

    /// Keeps the answers, as they are and packed.
    pub(super) fn answered(&self, kept: Kept, packed: Vec<u8>) -> io::Result<()> {
        self.vault.write(CASES, packed)?;
        self.set(State::Worked(Arc::new(Worked::of(kept, Settled::new()))));
        Ok(())
    }

    /// Keeps what was decided of some cases: a decision of each, or none any more. It is on the disk when this returns.
    pub(crate) fn settle(
        &self,
        worked: &Worked,
        decided: impl IntoIterator<Item = (u32, Option<Decision>)>,
    ) -> io::Result<()> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut settled = Settled::clone(&worked.settled());
        for (number, decision) in decided {
            match decision {
                Some(decision) => drop(settled.insert(number, decision)),
                None => drop(settled.remove(&number)),
            }
        }
        self.vault.write(SETTLED, json(&settled)?)?;
        *worked.settled.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settled);
        Ok(())
    }

    /// When it ends.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.vault.until()
    }
}

impl Worked {
    fn of(kept: Kept, settled: Settled) -> Self {
        let Kept { cases, addresses } = kept;
        Self { groups: groups(&cases), cases, addresses, settled: RwLock::new(Arc::new(settled)) }
    }

    /// What was decided so far.
    pub(crate) fn settled(&self) -> Arc<Settled> {
        Arc::clone(&self.settled.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The cases with what was decided.
    pub(crate) fn reviewed<'w>(&'w self, settled: &'w Settled, holdings: &'w Holdings) -> Reviewed<'w> {
        Reviewed { cases: &self.cases, settled, quarters: holdings.quarters() }
    }
}

impl Kept {
    /// As it lies on the disk: answers repeat much.
    pub(super) fn packed(&self) -> io::Result<Vec<u8>> {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
        serde_json::to_writer(BufWriter::with_capacity(1 << 16, &mut out), self)?;
        out.finish()
    }

    fn unpacked(packed: &[u8]) -> io::Result<Self> {
        Ok(serde_json::from_reader(BufReader::with_capacity(1 << 16, DeflateDecoder::new(packed)))?)
    }
}

fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(io::Error::other)
}
