//! From a published file to what this node keeps of it.

use std::fs::File;
use std::io;
use std::path::Path;

use essaim_geo::PerimetersError;
use essaim_geo::reading::ReadingError;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::shelf::{Kept, Shelf};
use super::tables::{self, Dress, dress};
use super::{Holding, Table, perimeters};
use crate::Registry;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The vintage that was kept.
    pub kept: Kept,
    /// How many of its perimeters were drawn with rings that cross or touch themselves, and were made sound.
    pub repaired: usize,
    /// What the operator should know, in the order of the file.
    pub notes: Vec<Note>,
}

/// Something amiss in a file that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Note {
    /// Nobody published this one's perimeter: it is known and holds no point.
    Empty {
        /// Its code.
        code: String,
    },
    /// The tables do not know this code.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A thing or a row without a code of the layer or table was left out.
    NoCode {
        /// Its place in the file, from one.
        place: usize,
    },
    /// Another file of that very day was kept, of so many things: this one takes its place whole.
    Replaced {
        /// Its name.
        file: String,
        /// How many things it held.
        count: usize,
    },
    /// Of this département the table holds so few communes that it is an extract: those that it lacks stay.
    Extract {
        /// The département's code.
        code: String,
    },
}

/// Why a file was not taken. What was kept before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OfficialError {
    /// It cannot be read.
    #[error(transparent)]
    Reading(#[from] ReadingError),
    /// Its codes are those of no layer, its columns those of no table.
    #[error("no official codes are recognised in this file: its columns are {0}")]
    Unrecognised(String),
    /// A column of the table is missing.
    #[error("this looks like the table {table}, but has no column {column}")]
    NoColumn {
        /// The table.
        table: Table,
        /// The column's plain name.
        column: &'static str,
    },
    /// Most of its rows are none of the table's.
    #[error("this looks like the table {table}, but only {taken} of its first {rows} rows are rows of it")]
    NotRows {
        /// The table.
        table: Table,
        /// How many were.
        taken: usize,
        /// How many were read.
        rows: usize,
    },
    /// What comes once in a table comes twice.
    #[error("{code} comes twice in the table {table}")]
    Twice {
        /// The table.
        table: Table,
        /// The code.
        code: String,
    },
    /// Two of its perimeters have one code, or there are too many.
    #[error(transparent)]
    Perimeters(#[from] PerimetersError),
    /// The disk's.
    #[error("it cannot be written: {0}")]
    Io(#[from] io::Error),
}

impl OfficialError {
    /// Of so many columns a few are told, without what a screen would stumble on.
    pub(super) fn unrecognised(columns: &[String]) -> Self {
        const TOLD: usize = 300;
        let all = columns.join(", ");
        let told: String =
            all.chars().take(TOLD).map(|letter| if letter.is_control() { '?' } else { letter }).collect();
        let more = if all.chars().count() > TOLD { "…" } else { "" };
        Self::Unrecognised(format!("{told}{more}"))
    }
}

/// What was read of a file.
pub(super) struct Content {
    pub(super) holding: Holding,
    pub(super) bytes: Box<dyn AsRef<[u8]>>,
    pub(super) count: usize,
    pub(super) repaired: usize,
    pub(super) notes: Vec<Note>,
}

impl From<tables::Draft> for Content {
    fn from(draft: tables::Draft) -> Self {
        let tables::Draft { table, rows, count, notes } = draft;
        Self { holding: table.into(), bytes: Box::new(tables::encoded(table, &rows)), count, repaired: 0, notes }
    }
}

/// Reads a published file, recognises what it is, and keeps it as of a day. Perimeters are made sound.
///
/// # Errors
/// When the file is no official one, is damaged or is not whole; the disk's. What was kept before is then as it was.
pub fn import(
    shelf: &Shelf,
    registry: &Registry,
    path: &Path,
    vintage: Date,
    at: Timestamp,
) -> Result<Imported, OfficialError> {
    let content = match dress(path)? {
        Dress::Places => perimeters::read(path, registry)?,
        Dress::Sheet(sheet) => tables::read(sheet, registry)?.into(),
    };
    let Content { holding, bytes, count, repaired, mut notes } = content;
    let kept = Kept {
        holding,
        vintage,
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        checksum: checksum(path)?,
        imported_at: at,
        count,
    };
    let former = shelf.vintages(holding)?.into_iter().find(|former| former.vintage == vintage);
    if let Some(former) = former.filter(|former| former.checksum != kept.checksum) {
        notes.push(Note::Replaced { file: former.file, count: former.count });
    }
    shelf.keep(&kept, (*bytes).as_ref())?;
    Ok(Imported { kept, repaired, notes })
}

pub(super) fn checksum(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}
