//! Why a table is not tagged. What is displayed is for who operates; pages have words of their own for each.

use std::io;

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
    /// It cannot be read, or given back, as a table.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// The disk's, or the pipe's.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why bytes cannot be read, or given back, as a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// A record that does not end, by its place among all.
    #[error("line {0} begins a record longer than a megabyte: a quote is not closed, or this is no table")]
    LongRecord(u64),
    /// Letters of two bytes each, or no text.
    #[error("its letters are written in two bytes each, or it is no text")]
    NoText,
    /// More columns than these.
    #[error("it has more than {0} columns")]
    ManyColumns(usize),
    /// More lines than these.
    #[error("the table has more than {0} lines: cut it in several")]
    ManyLines(usize),
    /// A workbook larger than so many megabytes.
    #[error("the workbook cannot be read: it is larger than {0} megabytes; give it as CSV")]
    LargeWorkbook(u64),
    /// A workbook that unfolds to more than so many megabytes.
    #[error("the workbook cannot be read: it unfolds to more than {0} megabytes")]
    LargeUnfolded(u64),
    /// A workbook with more cells than these.
    #[error("the workbook cannot be read: it has more than {0} cells; give it as CSV")]
    ManyCells(usize),
    /// A cell of a workbook in a place that no sheet has.
    #[error("the workbook cannot be read: a cell has a name that no sheet has")]
    NoSuchCell,
    /// What begins as a workbook and is none, in the words of who tried to read it.
    #[error("the workbook cannot be read: {0}")]
    NoWorkbook(String),
    /// A cell with more letters than a workbook takes.
    #[error("the workbook cannot be written: a cell holds more than 32,767 letters")]
    LongCell,
    /// More rows or columns than a sheet takes.
    #[error("the workbook cannot be written: it has more rows or columns than a sheet can have")]
    LargeSheet,
    /// Anything else that a sheet does not take.
    #[error("the workbook cannot be written: a sheet cannot hold it")]
    Unwritable,
}
