//! The press: data in, PDF out.
//!
//! `Press::new()` reads fonts and templates once; `press.print(&Document, &|progress: Progress| …) -> Result<Vec<u8>, PressError>`
//! prints one [`Document`]; `press.folder(&Document)` gives the same as a folder for Typst's own program.

mod error;
mod model;
mod progress;

pub use error::PressError;
pub use model::{
    AccessLine, Book, Category, Cell, Classification, Colour, Contribution, Cover, Date, Document, Entry, Facts, Figure, Image, Imprint, Language, Leaflet,
    Link, Listing, Logo, Map, Partner, Pick, Picture, Place, Referent, Role, Row, Section, Selection, Source,
};
pub use progress::{Progress, Stage};
