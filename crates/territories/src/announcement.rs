//! Counts that a document announces, kept beside what the tables count.

use essaim_geo::{Level, TerritoryCode};

use crate::TableError;
use crate::table::rows;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Neighbourhoods of 2015.
    Qpv,
    /// Contrats de ville of 2015–2023.
    Contrat,
}

/// A count that a document gives for a territory, or for a part of it.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// The territory that the document speaks of.
    pub territory: TerritoryCode,
    /// The part of it, such as a former région; empty for the whole.
    pub part: Box<str>,
    /// The départements of that part; empty for the whole.
    pub departements: Vec<TerritoryCode>,
    /// What is counted.
    pub measure: Measure,
    /// The count.
    pub value: u32,
    /// The key of the document among the [`Source`](crate::Source)s.
    pub source: Box<str>,
    /// When the document said it.
    pub year: u16,
}

pub(crate) fn read(text: &str) -> Result<Vec<Announcement>, TableError> {
    rows::<7>("announcements.tsv", text)
        .map(|row| {
            let row = row?;
            Ok(Announcement {
                territory: row.cells[0].parse().map_err(|_| row.unexpected(0))?,
                part: row.cells[1].into(),
                departements: row.list(Level::Departement, 2)?,
                measure: match row.cells[3] {
                    "qpv" => Measure::Qpv,
                    "contrat" => Measure::Contrat,
                    _ => return Err(row.unexpected(3)),
                },
                value: row.number(4)?.ok_or_else(|| row.unexpected(4))?,
                source: row.cells[5].into(),
                year: row.cells[6].parse().map_err(|_| row.unexpected(6))?,
            })
        })
        .collect()
}
