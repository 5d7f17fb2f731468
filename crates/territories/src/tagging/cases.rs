//! A table whose addresses are each asked once, whatever the number of lines that bear them: what a person reviews.
//!
//! A table is read whole into [`Sheet`], its distinct addresses are answered by [`answered`] on a few threads, and
//! [`Cases`] gives the lines back: their answers alone, or the table itself with its answers.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use essaim_geo::addresses::{Finder, Found, Nature};
use essaim_geo::{Generation, Point};
use serde::{Deserialize, Serialize};

use super::address::{self, Asked, Sought, label, seek};
use super::columns::{Places, Roles};
use super::decisions::{DECIDED, Decision};
use super::quarters::Quarters;
use super::run::{Progress, Tagger, run};
use super::standing::{Standing, names_of, no_day};
use super::table::{self, Dress};
use super::tag::{answer, generation_on};
use super::{Reason, TagError, Tagging, Tally, Verdict, workbook};

/// No table has more lines.
pub(crate) const MOST_ROWS: usize = 1_000_000;
/// What may have been meant, at most.
const CANDIDATES: usize = 5;
/// What is so many times less likely than the best is not proposed.
const FAR_LESS: f64 = 20.0;
/// How many addresses a thread takes at a time.
const HANDFUL: usize = 256;

/// What is asked of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanting {
    /// Where its addresses are.
    pub(crate) roles: Roles,
    /// Which generations, the older first.
    pub(crate) generations: Vec<Generation>,
    /// The column of the day that chooses one of them.
    pub(crate) day: Option<usize>,
    /// Columns that the summary is crossed with.
    pub(crate) crossed: Vec<usize>,
}

/// A table that was read.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Its addresses, each once, with the generation that a day chooses.
    asked: Vec<(Asked, Option<Generation>)>,
    /// Which of them each line bears.
    of_row: Vec<u32>,
    crossed: Vec<Crossed>,
}

/// A column of the table that the summary is crossed with.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Crossed {
    pub(crate) name: String,
    /// Its values, each once, in the order of the table.
    pub(crate) values: Vec<String>,
    /// Which of them each line bears.
    pub(crate) of_row: Vec<u32>,
}

/// An address of the table, and what is said of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Case {
    /// As it is written.
    pub(crate) asked: Asked,
    /// How many lines bear it.
    pub(crate) rows: u32,
    /// For each generation, the older first; none where the day of its lines cannot be read.
    pub(crate) standings: Vec<Standing>,
    found: [String; address::ADDED.len()],
    /// Its house number: found, else as it is written.
    pub(crate) house: Option<u32>,
    /// The way that was found, where one was: INSEE code, name, commune.
    pub(crate) way: Option<Way>,
    /// Where the point is.
    pub(crate) point: Option<Point>,
    /// What may have been meant, where somebody must look.
    pub(crate) candidates: Vec<Candidate>,
    /// What was decided before, in the file of last time.
    pub(crate) decided: Option<Decision>,
}

/// A way of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Way {
    pub(crate) insee: String,
    pub(crate) name: String,
    pub(crate) town: String,
}

/// An address that may have been meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) way: Way,
    pub(crate) label: String,
    pub(crate) point: Point,
    /// What would be said of it.
    pub(crate) standing: Standing,
}

/// Every address of a table, answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Cases {
    /// Which generations are told, the older first; a day that chooses tells one at a time.
    pub(crate) generations: Vec<Generation>,
    has_day: bool,
    pub(crate) all: Vec<Case>,
    /// Which of them each line bears.
    pub(crate) of_row: Vec<u32>,
    pub(crate) crossed: Vec<Crossed>,
}

/// What people decided of the cases, by their numbers.
pub(crate) type Settled = HashMap<u32, Decision>;

/// The names of a table's columns.
///
/// # Errors
/// When it is empty, no table, or has a column that the answers would hide.
pub(crate) fn names(table: &[u8]) -> Result<Vec<String>, TagError> {
    let mut rows = head(table, 1)?;
    if rows.is_empty() { Err(TagError::Empty) } else { Ok(rows.swap_remove(0)) }
}

/// The column of a table that answers would hide, whatever is asked; none where there is none.
pub(crate) fn taken(names: &[String]) -> Option<&String> {
    let of = |is_alone| [Generation::G2015, Generation::G2024].into_iter().flat_map(move |one| names_of(one, is_alone));
    let added: HashSet<String> =
        of(true).chain(of(false)).chain(address::ADDED.into_iter().chain(DECIDED).map(str::to_owned)).collect();
    names.iter().find(|name| added.contains(*name))
}

/// The first records of a table, that of its names first.
pub(crate) fn head(table: &[u8], most: usize) -> Result<Vec<Vec<String>>, TagError> {
    let mut rows = Vec::new();
    if table.starts_with(workbook::BEGINS) {
        workbook::records(table, |row| {
            if rows.len() < most {
                rows.push(row);
            }
        })?;
        return Ok(rows);
    }
    let mut table = table::open(table)?;
    while rows.len() < most
        && let Some(row) = table.next_cells()?
    {
        rows.push(row);
    }
    Ok(rows)
}

/// Reads a table.
///
/// # Errors
/// When it is empty, no table, or holds more lines than are read.
pub(crate) fn read(table: &[u8], wanting: &Wanting) -> Result<Sheet, TagError> {
    let mut reading = Reading { places: wanting.roles.places(), ..Reading::default() };
    if table.starts_with(workbook::BEGINS) {
        workbook::records(table, |row| reading.record(&row, wanting))?;
    } else {
        let mut table = table::open(table)?;
        while let Some(row) = table.next_cells()? {
            if reading.sheet.of_row.len() > MOST_ROWS {
                break;
            }
            reading.record(&row, wanting);
        }
    }
    if !reading.has_names {
        return Err(TagError::Empty);
    }
    if reading.sheet.of_row.len() > MOST_ROWS {
        return Err(TagError::Table(format!("the table has more than {MOST_ROWS} lines: cut it in several")));
    }
    Ok(reading.sheet)
}

#[derive(Default)]
struct Reading {
    places: Places,
    has_names: bool,
    sheet: Sheet,
    known: HashMap<(String, Option<Generation>), u32>,
    values: Vec<HashMap<String, u32>>,
}

impl Reading {
    fn record(&mut self, cells: &[String], wanting: &Wanting) {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if !self.has_names {
            self.has_names = true;
            self.values = vec![HashMap::new(); wanting.crossed.len()];
            let named = |at: &usize| Crossed { name: cell(*at).to_owned(), ..Crossed::default() };
            self.sheet.crossed = wanting.crossed.iter().map(named).collect();
            return;
        }
        let asked = Asked::of(cells, &self.places);
        let generation = wanting.day.and_then(|at| generation_on(cell(at), asked.code()));
        let asked_once = &mut self.sheet.asked;
        let number = *self.known.entry((asked.key(), generation)).or_insert_with(|| {
            asked_once.push((asked, generation));
            number_of(asked_once.len() - 1)
        });
        self.sheet.of_row.push(number);
        for ((at, crossed), known) in wanting.crossed.iter().zip(&mut self.sheet.crossed).zip(&mut self.values) {
            let value = *known.entry(cell(*at).to_owned()).or_insert_with(|| {
                crossed.values.push(cell(*at).to_owned());
                number_of(crossed.values.len() - 1)
            });
            crossed.of_row.push(value);
        }
    }
}

fn number_of(place: usize) -> u32 {
    u32::try_from(place).expect("a table has fewer lines")
}

impl Sheet {
    /// How many addresses it has, each counted once.
    pub(crate) fn len(&self) -> usize {
        self.asked.len()
    }
}

/// How far the answering came, and whether it is to stop: shared with who watches.
#[derive(Debug, Default)]
pub(crate) struct Course {
    /// Addresses answered.
    pub(crate) done: AtomicUsize,
    /// Addresses in all; 0 until they are known.
    pub(crate) total: AtomicUsize,
    /// Set by who no longer wants the answers.
    pub(crate) is_stopped: AtomicBool,
}

/// Answers every address of a table, on so many threads; none where it was stopped.
pub(crate) fn answered(
    sheet: Sheet,
    wanting: &Wanting,
    tagging: &Tagging<'_>,
    threads: usize,
    course: &Course,
) -> Option<Cases> {
    course.total.store(sheet.len(), Ordering::Relaxed);
    let next = AtomicUsize::new(0);
    let handfuls: Vec<&[(Asked, Option<Generation>)]> = sheet.asked.chunks(HANDFUL).collect();
    let work = || {
        let mut finder = tagging.addresses.finder();
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(handful) = handfuls.get(at).filter(|_| !course.is_stopped.load(Ordering::Relaxed)) else {
                return own;
            };
            let answered = handful.iter().map(|(asked, day)| case(tagging, wanting, &mut finder, asked, *day));
            own.push((at, answered.collect::<Vec<Case>>()));
            course.done.fetch_add(handful.len(), Ordering::Relaxed);
        }
    };
    let mut parts: Vec<(usize, Vec<Case>)> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        hands.into_iter().flat_map(|hand| hand.join().expect("a finder does not panic")).collect()
    });
    if course.is_stopped.load(Ordering::Relaxed) {
        return None;
    }
    parts.sort_by_key(|(at, _)| *at);
    let mut all: Vec<Case> = parts.into_iter().flat_map(|(_, cases)| cases).collect();
    for number in &sheet.of_row {
        all[*number as usize].rows += 1;
    }
    Some(Cases {
        generations: wanting.generations.clone(),
        has_day: wanting.day.is_some(),
        all,
        of_row: sheet.of_row,
        crossed: sheet.crossed,
    })
}

fn case<'a>(
    tagging: &Tagging<'a>,
    wanting: &Wanting,
    finder: &mut Finder<'a>,
    asked: &Asked,
    in_force: Option<Generation>,
) -> Case {
    let set = tagging.addresses;
    let sought = seek(finder, set.addresses(), asked, None);
    let is_told = |generation| wanting.day.is_none() || Some(generation) == in_force;
    let told = tagging.quarters.iter().filter(|one| is_told(one.generation));
    let standings: Vec<Standing> =
        told.clone().map(|one| answer(one, &sought, set, tagging.margin).standing()).collect();
    let must_look = standings.last().is_some_and(|last| last.verdict == Verdict::ToCheck);
    let candidates = match told.last() {
        Some(quarters) if must_look => {
            candidates(&sought, |sought| answer(quarters, sought, set, tagging.margin).standing())
        }
        _ => Vec::new(),
    };
    let best = sought.found.first();
    Case {
        rows: 0,
        found: address::cells(&sought, set),
        house: best.and_then(|best| best.number).map(|(number, _)| number).or_else(|| asked.house()),
        way: best.filter(|best| !best.street.is_empty()).map(way),
        point: best.map(|best| best.point),
        candidates,
        decided: tagging.decisions.of(asked).cloned(),
        standings,
        asked: asked.clone(),
    }
}

fn way(found: &Found<'_>) -> Way {
    Way { insee: found.insee.to_owned(), name: found.street.to_owned(), town: found.town.to_owned() }
}

/// What may have been meant, each as if it were known to be so.
fn candidates<'a>(sought: &Sought<'a>, judge: impl Fn(&Sought<'a>) -> Standing) -> Vec<Candidate> {
    let best = sought.found.first().map_or(0.0, |best| best.score);
    let mut all: Vec<Candidate> = Vec::new();
    for found in sought.found.iter().filter(|found| found.score * FAR_LESS >= best).take(CANDIDATES) {
        let label = label(found);
        if all.iter().any(|known| known.label == label) {
            continue;
        }
        let number = (found.nature == Nature::Way).then_some(Reason::NumberMissing);
        let meant = Sought { found: vec![found.clone()], reason: None, ignored: None, number };
        all.push(Candidate { way: way(found), label, point: found.point, standing: judge(&meant) });
    }
    all
}

/// The cases with what people decided of them.
#[derive(Clone, Copy)]
pub(crate) struct Reviewed<'c> {
    pub(crate) cases: &'c Cases,
    pub(crate) settled: &'c Settled,
    /// The neighbourhoods that decisions name.
    pub(crate) quarters: &'c [Quarters],
}

impl Case {
    /// The INSEE code of the commune that was found; empty where none was.
    pub(crate) fn insee(&self) -> &str {
        &self.found[3]
    }
}

impl Cases {
    /// The names of the columns that answers make.
    pub(crate) fn added(&self) -> Vec<String> {
        let is_alone = self.has_day || self.generations.len() == 1;
        let told = if self.has_day { &self.generations[..1] } else { &self.generations[..] };
        let mut added: Vec<String> = told.iter().flat_map(|one| names_of(*one, is_alone)).collect();
        added.extend(address::ADDED.into_iter().chain(DECIDED).map(str::to_owned));
        added
    }

    /// The cases and their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u32, &Case)> {
        (0..).zip(&self.all)
    }
}

impl<'c> Reviewed<'c> {
    /// What somebody decided of a case: now, or in the file of last time.
    pub(crate) fn decision(&self, number: u32) -> Option<&'c Decision> {
        self.settled.get(&number).or(self.cases.all.get(number as usize)?.decided.as_ref())
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

    /// Writes the answers alone: a record for each line of the table, in order, after that of their names.
    ///
    /// # Errors
    /// The output's.
    pub(crate) fn write_answers(&self, out: &mut impl Write) -> io::Result<()> {
        Dress::PLAIN.record(out, &self.cases.added())?;
        let cells = self.all_cells();
        self.cases.of_row.iter().try_for_each(|number| Dress::PLAIN.record(out, &cells[*number as usize]))
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
