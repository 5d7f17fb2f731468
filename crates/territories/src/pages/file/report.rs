//! A summary as a document: what it holds, and who prints it.

use essaim_web::{Failure, Frame};
use futures::future::BoxFuture;
use jiff::civil::Date;

/// A document of figures: text ready to be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// What it says, in a sentence.
    pub lead: String,
    /// The day that it tells.
    pub day: Date,
    /// Key figures, each with its label.
    pub figures: Vec<(String, String)>,
    /// What the figures rest on: name and value.
    pub facts: Vec<(String, String)>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A part of a document: a few sentences, a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// Its sentences, a paragraph each.
    pub text: Vec<String>,
    /// The heads of the table's columns; none where there is no table.
    pub columns: Vec<String>,
    /// The lines of the table.
    pub lines: Vec<Line>,
    /// How many of the first columns are words; the others are numbers.
    pub words: usize,
}

/// A line of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// A cell for each column.
    pub cells: Vec<String>,
    /// Whether it adds the others up.
    pub is_total: bool,
}

/// Who prints documents: these pages know no press.
pub trait Printer: Send + Sync {
    /// Prints one as PDF, in the language of the page.
    fn print<'f>(&'f self, frame: &'f Frame, report: Report) -> BoxFuture<'f, Result<Vec<u8>, Failure>>;
}
