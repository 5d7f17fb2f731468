//! A table through a tagger: batches of records, shared between threads, given back in their order. A workbook is one
//! sheet, in memory.

use std::io::{self, BufRead, Read, Write};
use std::num::NonZeroUsize;

use super::table::{self, Dress, Table};
use super::{TagError, Tally, workbook};

/// How many records make a batch: enough for threads to be worth it, few enough to weigh nothing.
const BATCH: usize = 4_096;

/// What adds answers to the lines of a table.
pub(crate) trait Tagger: Sync {
    /// What each thread works with.
    type Worker: Send;

    /// What a thread works with.
    fn worker(&self) -> Self::Worker;

    /// Adds the answers to a line.
    fn line(&self, worker: &mut Self::Worker, cells: &[String], added: &mut Vec<String>, tally: &mut Tally);
}

/// How far a table was read and written, in bytes, and what was found: all of whole records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Bytes of the table that were read.
    pub read: u64,
    /// Bytes that were written.
    pub written: u64,
    /// What was found in them.
    pub tally: Tally,
}

/// Reads a table, lets `prepare` look at the names of its columns, and writes it back with what the tagger adds. After each
/// batch `step` is told how far it came, once all of it was handed to `output` and flushed. A run that goes on from
/// `from` writes nothing of what came before.
pub(crate) fn run<T: Tagger>(
    input: impl Read,
    output: &mut impl Write,
    prepare: impl FnOnce(&[String]) -> Result<(Vec<String>, T), TagError>,
    from: Progress,
    mut step: impl FnMut(Progress) -> io::Result<()>,
) -> Result<Progress, TagError> {
    let mut input = table::looked_at(input)?;
    if input.fill_buf()?.starts_with(workbook::BEGINS) {
        return workbook::run(input, output, prepare);
    }
    let mut table = Table::open(input)?;
    let dress = table.dress();
    let mut head = Vec::new();
    if !table.next(&mut head)? {
        return Err(TagError::Empty);
    }
    let names = dress.cells(&head);
    let (added, tagger) = prepare(&names)?;
    if let Some(taken) = added.iter().find(|name| names.contains(name)) {
        return Err(TagError::Taken(taken.clone()));
    }
    let mut progress = from;
    if from.read == 0 {
        let mut line = Vec::new();
        dress.write(&mut line, &head, &added)?;
        output.write_all(&line)?;
        progress = Progress { read: table.read(), written: line.len() as u64, tally: Tally::default() };
    } else {
        table.skip(from.read.saturating_sub(table.read()))?;
    }
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut hands: Vec<Hand<T::Worker>> = (0..threads).map(|_| Hand::new(tagger.worker())).collect();
    while fill(&mut table, &mut hands)? {
        work(&tagger, dress, &mut hands);
        for hand in &mut hands {
            output.write_all(&hand.out)?;
            progress.written += hand.out.len() as u64;
            progress.tally.add(std::mem::take(&mut hand.tally));
        }
        output.flush()?;
        progress.read = table.read();
        step(progress)?;
    }
    output.flush()?;
    Ok(progress)
}

/// A thread's part of a batch.
struct Hand<W> {
    worker: W,
    records: Vec<u8>,
    ends: Vec<usize>,
    out: Vec<u8>,
    tally: Tally,
}

impl<W> Hand<W> {
    fn new(worker: W) -> Self {
        Self { worker, records: Vec::new(), ends: Vec::new(), out: Vec::new(), tally: Tally::default() }
    }

    fn work<T: Tagger<Worker = W>>(&mut self, tagger: &T, dress: Dress) {
        self.out.clear();
        let mut added = Vec::new();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        for (start, end) in starts.zip(&self.ends) {
            let record = &self.records[start..*end];
            added.clear();
            tagger.line(&mut self.worker, &dress.cells(record), &mut added, &mut self.tally);
            dress.write(&mut self.out, record, &added).expect("a vector takes whatever is written");
        }
    }
}

/// Hands out the next batch; false at the end of the table.
fn fill<W>(table: &mut Table<impl BufRead>, hands: &mut [Hand<W>]) -> Result<bool, TagError> {
    let each = BATCH / hands.len().max(1);
    let mut has_some = false;
    for hand in hands {
        hand.records.clear();
        hand.ends.clear();
        while hand.ends.len() < each && table.next(&mut hand.records)? {
            hand.ends.push(hand.records.len());
            has_some = true;
        }
    }
    Ok(has_some)
}

fn work<T: Tagger>(tagger: &T, dress: Dress, hands: &mut [Hand<T::Worker>]) {
    std::thread::scope(|scope| {
        for hand in hands {
            scope.spawn(|| hand.work(tagger, dress));
        }
    });
}
