//! Which priority neighbourhood each line of a table lies in.
//!
//! A table is read and given back line by line: what it holds stays byte for byte as it is, the answers are columns
//! added at its end, in its own separator and letters. [`locate`] takes points, [`geocode`] gives addresses their points,
//! [`tag`] does both. Batches of lines are shared between threads; nothing more than a batch is held, whatever the
//! table's size.

pub(crate) mod address;
pub(crate) mod cases;
mod columns;
mod decisions;
mod geocode;
mod locate;
pub(crate) mod quarters;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod standing;
pub(crate) mod summary;
pub(crate) mod table;
mod tag;
#[cfg(test)]
mod tests;
mod told;
mod verdict;
mod workbook;

use std::io;

pub use address::{Asked, SURE, Sought, label, seek};
pub use columns::AddressColumns;
pub(crate) use columns::Roles;
pub(crate) use decisions::Decision;
pub use decisions::Decisions;
pub use geocode::{NearColumns, geocode};
pub use locate::{Columns, Locating, locate};
pub use quarters::{Coverage, Quarters};
pub use run::Progress;
pub use tag::{Tagging, Wanted, tag};
pub(crate) use told::{Ask, Missing, Told, Wish, tell};
pub use verdict::{Reason, Tally, Verdict};

use self::table::TableFault;

/// Why a table was not tagged.
#[derive(Debug, thiserror::Error)]
pub enum TagError {
    /// The table is empty.
    #[error("the table is empty")]
    Empty,
    /// A column that was named is not there, or none could be guessed.
    #[error("there is no column {0}; the columns are: {1}")]
    NoColumn(String, String),
    /// The answers would hide a column of the table.
    #[error("the table has a column {0} already: rename it")]
    Taken(String),
    /// A record that does not end.
    #[error("{0}")]
    Table(String),
    /// The disk's, or the pipe's.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<TableFault> for TagError {
    fn from(fault: TableFault) -> Self {
        match fault {
            TableFault::Io(error) => Self::Io(error),
            fault @ TableFault::TooLong(_) => Self::Table(fault.to_string()),
        }
    }
}
