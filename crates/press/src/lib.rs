//! The press: data in, PDF out.
//!
//! It knows no network, no file, no clock and no word of the bank's storage: a caller hands it a [`Document`] of text ready to be
//! set, with its date, and gets the bytes of a tagged PDF that conforms to PDF/UA-1, always the same for the same document.
//! Text is data: whatever an experience holds, nothing of it is ever read as Typst code.
//!
//! ```no_run
//! use essaim_press::{Entry, Leaflet, Press};
//!
//! let press = Press::new();
//! let leaflet = Leaflet { entry: Entry { title: "Un garage solidaire".into(), ..Entry::default() }, ..Leaflet::default() };
//! let pdf = press.print(&leaflet.into(), &|progress| println!("{:.0} %", progress.fraction * 100.0))?;
//! assert!(pdf.starts_with(b"%PDF-"));
//! # Ok::<(), essaim_press::PressError>(())
//! ```
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests"))]

mod blocks;
mod cover;
mod error;
mod model;
mod picture;
mod prepare;
mod press;
mod progress;
mod ruler;
mod text;
mod words;
mod world;

pub use error::PressError;
pub use model::{
    AccessLine, Book, Category, Cell, Classification, Colour, Contribution, Cover, Date, Document, Entry, Facts,
    Figure, Grid, GridRow, Image, Imprint, Language, Leaflet, Link, Listing, Logo, Map, Mark, Part, Partner, Pick,
    Picture, Place, Referent, Report, Role, Row, Section, Selection, Source,
};
pub use press::Press;
pub use progress::{Progress, Stage};
