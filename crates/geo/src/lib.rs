//! Official territories: their codes, their perimeters, and which perimeters hold a point.
//!
//! This crate knows how official codes are *written*; it holds no table and does no I/O, so a
//! valid code is one that could exist. Whether it does, its name and what contains it are
//! answered by the territories' registry.
//!
//! A territory is written level-code everywhere (address, filter, file, API), because some codes
//! are both a région's and a département's:
//!
//! ```
//! use essaim_geo::{Level, TerritoryCode};
//!
//! let metz: TerritoryCode = "commune-57463".parse()?;
//! assert_eq!(metz.level(), Level::Commune);
//! assert_eq!(metz.departement().unwrap().to_string(), "departement-57");
//!
//! let both = TerritoryCode::candidates("44");
//! assert_eq!(both.len(), 2); // the Grand Est and the Loire-Atlantique
//! # Ok::<(), essaim_geo::TerritoryCodeError>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

pub mod addresses;
mod code;
mod generation;
mod lambert;
mod level;
mod mapped;
mod measure;
mod perimeters;
mod point;
pub mod reading;
mod repair;
mod sections;
mod shape;
mod syntax;
mod thinned;

pub use code::{TerritoryCode, TerritoryCodeError};
pub use generation::Generation;
pub use lambert::{from_lambert93, to_lambert93};
pub use level::Level;
pub use mapped::mapped;
pub use measure::{Scale, distance};
pub use perimeters::{Border, Lookup, Nearest, Perimeter, Perimeters, PerimetersBuilder, PerimetersError};
pub use point::{Point, UNITS, Vertex};
pub use repair::repaired;
pub use shape::{Extent, Ring, Shape};
pub use thinned::thinned;
