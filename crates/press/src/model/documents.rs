//! The documents that the press can print.

use super::{Date, Entry, Image, Language, Link, Report};
use serde::{Deserialize, Serialize};

/// One of the five documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "document")]
pub enum Document {
    /// One experience, on one to three pages.
    Leaflet(Box<Leaflet>),
    /// A search's results.
    Listing(Listing),
    /// « Mon recueil ».
    Selection(Selection),
    /// The whole compendium.
    Book(Box<Book>),
    /// Figures, in tables.
    Report(Report),
}

/// What every document says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Imprint {
    /// The language of headings and small words.
    pub language: Language,
    /// The date printed, and the only one in the file.
    pub date: Date,
    /// The bank's name, in running heads.
    pub site: String,
    /// Who edits it.
    pub editor: String,
    /// The bank's public address.
    pub address: String,
    /// The licence of the content, in one line.
    pub licence: String,
    /// The licence's address.
    pub licence_url: Option<String>,
    /// Whom to write to: the centre's configured address.
    pub contact: Option<Link>,
}

/// One experience, to hand over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Leaflet {
    /// What the document says of itself.
    pub imprint: Imprint,
    /// The experience.
    pub entry: Entry,
}

/// A search's results, in rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Listing {
    /// What the document says of itself.
    pub imprint: Imprint,
    /// « Expériences », or what the reader called it.
    pub title: String,
    /// What was typed; empty when only filters were used.
    pub query: String,
    /// The filters in words, one each: « Levier : Recrutement ».
    pub filters: Vec<String>,
    /// The order in words: « par pertinence ».
    pub order: String,
    /// How many the search found, where the rows do not hold them all.
    pub total: usize,
    /// The address of the search.
    pub address: Option<String>,
    /// The results.
    pub rows: Vec<Row>,
}

/// One result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// The experience's title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The language of title and summary, where it is not the document's.
    pub language: Option<Language>,
    /// The address of its page.
    pub address: Option<String>,
    /// Where.
    pub place: String,
    /// Who leads.
    pub lead: String,
    /// One figure with its unit, label and period, in one line.
    pub figure: String,
    /// « Situation de 2018, non revérifiée ».
    pub situation: String,
}

/// « Mon recueil »: a hand-picked selection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// What the document says of itself.
    pub imprint: Imprint,
    /// The title its reader gave it; empty gives « Mon recueil ».
    pub title: String,
    /// The address that opens the same selection on screen.
    pub address: Option<String>,
    /// The picks, in the reader's order.
    pub picks: Vec<Pick>,
}

/// One pick.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pick {
    /// The experience.
    pub entry: Entry,
    /// The reader's own note: plain text, a line break begins a paragraph.
    pub note: String,
}

/// The whole compendium.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Book {
    /// What the document says of itself.
    pub imprint: Imprint,
    /// On the cover.
    pub title: String,
    /// Under it.
    pub subtitle: String,
    /// « Édition 2026 ».
    pub edition: String,
    /// Markdown; left out when empty, like the two that follow.
    pub foreword: String,
    /// How the experiences were collected, checked, written. Markdown.
    pub method: String,
    /// Who made it. Markdown.
    pub credits: String,
    /// On the page of credits.
    pub logos: Vec<Logo>,
    /// Where the experiences are.
    pub map: Option<Map>,
    /// The experiences, in the book's order.
    pub entries: Vec<Entry>,
    /// Whether it ends with the indexes by theme and by territory.
    pub index: bool,
}

/// A logo with its text equivalent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Logo {
    /// The bytes.
    pub image: Image,
    /// The organisation's name.
    pub alt: String,
}

/// The map of a book.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Map {
    /// The drawing.
    pub image: Image,
    /// What it shows, in words.
    pub alt: String,
    /// Its source and licence.
    pub credit: String,
    /// Its legend: what each number on the drawing marks, from 1.
    pub places: Vec<Mark>,
}

/// A numbered place of a map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// What is there.
    pub name: String,
    /// The slugs of the entries that happen there: their pages are given.
    pub entries: Vec<String>,
}

impl From<Leaflet> for Document {
    fn from(leaflet: Leaflet) -> Self {
        Self::Leaflet(Box::new(leaflet))
    }
}

impl From<Listing> for Document {
    fn from(listing: Listing) -> Self {
        Self::Listing(listing)
    }
}

impl From<Selection> for Document {
    fn from(selection: Selection) -> Self {
        Self::Selection(selection)
    }
}

impl From<Book> for Document {
    fn from(book: Book) -> Self {
        Self::Book(Box::new(book))
    }
}

impl From<Report> for Document {
    fn from(report: Report) -> Self {
        Self::Report(report)
    }
}
