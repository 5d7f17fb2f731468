//! The cases with what people decided, and the lines that they make.

use std::collections::HashMap;
use std::io::{self, Write};

use essaim_geo::Generation;

use super::super::address::Asked;
use super::super::columns::Places;
use super::super::decisions::Decision;
use super::super::quarters::Quarters;
use super::super::run::{Progress, Tagger, run};
use super::super::standing::{Standing, no_day};
use super::super::table::{BYTE_ORDER_MARK, Dress};
use super::super::tag::generation_on;
use super::super::{Reason, TagError, Tally};
use super::{Case, Cases, Settled, Wanting};

/// The column of a line's number in its file.
pub(crate) const LINE: &str = "ligne";

/// The cases with what people decided of them.
#[derive(Clone, Copy)]
pub(crate) struct Reviewed<'c> {
    pub(crate) cases: &'c Cases,
    pub(crate) settled: &'c Settled,
    /// The neighbourhoods that decisions name.
    pub(crate) quarters: &'c [Quarters],
}

impl<'c> Reviewed<'c> {
    /// What somebody decided of a case: now, or in the file of last time.
    pub(crate) fn decision(&self, number: u32) -> Option<&'c Decision> {
        self.settled.get(&number).or(self.cases.all.get(number as usize)?.decided.as_ref())
    }

    /// Whether somebody decided it, in a way that holds: a neighbourhood of another list decides nothing.
    pub(crate) fn is_decided(&self, number: u32) -> bool {
        self.standing(number).is_some_and(|standing| standing.reason == Some(Reason::Decided))
    }

    /// What is said of a case for the last generation; none where the day of its lines cannot be read.
    pub(crate) fn standing(&self, number: u32) -> Option<Standing> {
        let case = self.cases.all.get(number as usize)?;
        case.standings.last().map(|standing| self.settle(number, standing))
    }

    fn settle(&self, number: u32, standing: &Standing) -> Standing {
        let quarters = self.quarters.iter().find(|one| one.generation == standing.generation);
        match (self.decision(number), quarters) {
            (Some(decision), Some(quarters)) => decision.settle(standing.clone(), &quarters.perimeters),
            _ => standing.clone(),
        }
    }

    /// The cells that a case adds to its lines.
    fn cells(&self, number: u32, case: &Case) -> Vec<String> {
        let mut cells = Vec::new();
        if case.standings.is_empty() {
            cells.extend(no_day());
        }
        cells.extend(case.standings.iter().flat_map(|standing| self.settle(number, standing).into_cells()));
        cells.extend(case.found.clone());
        cells.extend(self.decision(number).map_or_else(|| [String::new(), String::new()], Decision::cells));
        cells
    }

    fn all_cells(&self) -> Vec<Vec<String>> {
        self.cases.numbered().map(|(number, case)| self.cells(number, case)).collect()
    }

    /// Writes the answers alone: a record for each line of the table, in order, after that of their names. The line's number in
    /// its file comes first, that of the names being 1, so that they can be joined by hand; spreadsheets take the letters for
    /// theirs without a mark.
    ///
    /// # Errors
    /// The output's.
    pub(crate) fn write_answers(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut record = vec![LINE.to_owned()];
        record.extend(self.cases.added());
        Dress::PLAIN.record(out, &record)?;
        let cells = self.all_cells();
        self.cases.of_row.iter().zip(2_u32..).try_for_each(|(number, line)| {
            record.splice(.., std::iter::once(line.to_string()).chain(cells[*number as usize].iter().cloned()));
            Dress::PLAIN.record(out, &record)
        })
    }

    /// Writes the table that the cases were read from, with their answers.
    ///
    /// # Errors
    /// The output's, or a column of the table that the answers would hide.
    pub(crate) fn write_table(&self, table: &[u8], wanting: &Wanting, out: &mut impl Write) -> Result<(), TagError> {
        let known = self.cases.numbered().map(|(number, case)| {
            let generation = case.standings.last().filter(|_| self.cases.has_day).map(|one| one.generation);
            ((case.asked.key(), generation), number)
        });
        let lines = Given {
            places: wanting.roles.places(),
            day: wanting.day,
            known: &known.collect(),
            cells: &self.all_cells(),
        };
        run(table, out, |_| Ok((self.cases.added(), lines)), Progress::default(), |_| Ok(())).map(|_| ())
    }
}

/// Gives each line what was worked out of its address before.
struct Given<'c> {
    places: Places,
    day: Option<usize>,
    known: &'c HashMap<(String, Option<Generation>), u32>,
    cells: &'c [Vec<String>],
}

impl Tagger for Given<'_> {
    type Worker = ();

    fn worker(&self) {}

    fn line(&self, (): &mut (), cells: &[String], added: &mut Vec<String>, _: &mut Tally) {
        let asked = Asked::of(cells, &self.places);
        let day = self.day.and_then(|at| cells.get(at));
        let generation = day.and_then(|cell| generation_on(cell.trim(), asked.code()));
        if let Some(number) = self.known.get(&(asked.key(), generation)) {
            added.extend_from_slice(&self.cells[*number as usize]);
        }
    }
}
