//! A report of figures: numbers first, then tables, then what they rest on. Every string is text ready to be set, in the
//! document's language.

use super::Imprint;
use serde::{Deserialize, Serialize};

/// A report of figures, on A4: 40,000 cells at most, in all its tables.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// What the document says of itself.
    pub imprint: Imprint,
    /// What the figures are about.
    pub title: String,
    /// One sentence under it.
    pub lead: String,
    /// The key figures, set large: number and label.
    pub figures: Vec<(String, String)>,
    /// What the figures rest on, at the end: name and value.
    pub facts: Vec<(String, String)>,
    /// The body. A part with a wide table lies on landscape pages; one without a table stays where the others are.
    pub parts: Vec<Part>,
}

/// A part of a report: a title, a text, a table. Each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Paragraphs of plain text.
    pub text: Vec<String>,
    /// Its table.
    pub table: Option<Grid>,
}

/// A table of words and numbers, of any width: up to 8 columns are set upright where they fit, up to 16 on landscape pages, in
/// a smaller size; more are cut in several tables, one after the other, whose first columns are repeated.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grid {
    /// The head of each column. A column that rows alone have is given an empty one; past 400 characters a head is shortened.
    pub columns: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<GridRow>,
    /// How many of the first columns are words; the others are numbers, set flush right.
    pub words: usize,
}

/// A row of a [`Grid`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GridRow {
    /// One text a column; those that are missing are left empty.
    pub cells: Vec<String>,
    /// Whether it sums up others, and stands out.
    pub is_total: bool,
}
