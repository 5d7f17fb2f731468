//! What a document is made of. Plain data, of text ready to be set: numbers, dates and periods are already
//! formatted in the document's language by whoever hands them over. Every struct has a `Default`, so that
//! `..Default::default()` keeps callers compiling when a field is added.

mod documents;
mod entry;
mod report;

pub use documents::{Book, Document, Imprint, Leaflet, Listing, Logo, Map, Mark, Pick, Row, Selection};
pub use entry::{
    AccessLine, Category, Cell, Classification, Contribution, Cover, Entry, Facts, Figure, Link, Partner, Picture,
    Place, Referent, Section, Source,
};
pub use report::{Grid, GridRow, Part, Report};

use serde::{Deserialize, Serialize};

/// The language of a document's own words, and its hyphenation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

/// A day of the calendar. The press has no clock: the date is handed to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// The year, such as 2026.
    pub year: u16,
    /// From 1 to 12; anything else is brought back inside.
    pub month: u8,
    /// From 1 to 31; anything else is brought back inside.
    pub day: u8,
}

impl Default for Date {
    fn default() -> Self {
        Self { year: 2000, month: 1, day: 1 }
    }
}

/// What an organisation does in an experience, from the most to the least engaged; it gives the cell its shade.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Carries the action.
    Leads,
    /// Takes part in running it.
    Runs,
    /// Pays.
    Funds,
    /// Lends premises or receives people.
    Hosts,
    /// Helps in any other way.
    #[default]
    Supports,
}

/// A colour of the screen's and printer's red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour(
    /// Red, green, blue.
    pub [u8; 3],
);

impl Default for Colour {
    /// The deep green-blue of the house, where no category gives another.
    fn default() -> Self {
        Self([0x07, 0x54, 0x58])
    }
}

/// A picture's bytes, as they were uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Image {
    /// A drawing. Its text, if any, is set in the document's fonts.
    Svg(Vec<u8>),
    /// A bitmap without loss.
    Png(Vec<u8>),
    /// A photograph.
    Jpeg(Vec<u8>),
    /// A photograph or a bitmap.
    Webp(Vec<u8>),
}

impl Default for Image {
    /// An empty drawing.
    fn default() -> Self {
        Self::Svg(br#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#.to_vec())
    }
}
