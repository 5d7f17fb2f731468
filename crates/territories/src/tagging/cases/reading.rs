//! Reading a table: its distinct addresses, and which of them each line bears.

use std::collections::{HashMap, HashSet};

use essaim_geo::Generation;

use super::super::address::{self, Asked};
use super::super::columns::Places;
use super::super::decisions::DECIDED;
use super::super::standing::names_of;
use super::super::tag::generation_on;
use super::super::workbook::{self, Bounds};
use super::super::{TableFault, TagError, table};
use super::{Crossed, Wanting};

/// No table has more lines.
const MOST_ROWS: usize = 300_000;
/// Nor more columns.
const MOST_COLUMNS: usize = 1_000;

/// A table that was read.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Its addresses, each once, with the generation that a day chooses.
    pub(super) asked: Vec<(Asked, Option<Generation>)>,
    /// Which of them each line bears.
    pub(super) of_row: Vec<u32>,
    pub(super) crossed: Vec<Crossed>,
}

/// Names of columns, unless there are more than are read.
pub(crate) fn named(names: Vec<String>) -> Result<Vec<String>, TagError> {
    if names.len() > MOST_COLUMNS {
        return Err(TableFault::ManyColumns(MOST_COLUMNS).into());
    }
    Ok(names)
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
        workbook::records(table, Bounds::VISITOR.first(most), |row| rows.push(row))?;
        rows.truncate(most);
        return Ok(rows);
    }
    if table.iter().take(1 << 16).any(|byte| *byte == 0) {
        return Err(TableFault::NoText.into());
    }
    let mut table = table::open(table)?;
    while rows.len() < most
        && let Some(row) = table.next_cells()?
    {
        rows.push(row);
    }
    Ok(rows)
}

/// Hands the records of a table of text or of a workbook, that of its names first, as long as it is asked to go on.
pub(crate) fn each_record(table: &[u8], mut each: impl FnMut(Vec<String>) -> bool) -> Result<(), TagError> {
    if table.starts_with(workbook::BEGINS) {
        let mut goes_on = true;
        return workbook::records(table, Bounds::VISITOR, |row| goes_on = goes_on && each(row));
    }
    let mut table = table::open(table)?;
    while let Some(row) = table.next_cells()? {
        if !each(row) {
            break;
        }
    }
    Ok(())
}

/// Reads a table.
///
/// # Errors
/// When it is empty, no table, or holds more lines than are read.
pub(crate) fn read(table: &[u8], wanting: &Wanting) -> Result<Sheet, TagError> {
    let mut reading = Reading { places: wanting.roles.places(), ..Reading::default() };
    each_record(table, |row| {
        reading.record(&row, wanting);
        reading.sheet.of_row.len() <= MOST_ROWS
    })?;
    if !reading.has_names {
        return Err(TagError::Empty);
    }
    if reading.sheet.of_row.len() > MOST_ROWS {
        return Err(TableFault::ManyLines(MOST_ROWS).into());
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
