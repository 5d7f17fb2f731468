//! The official files that each node holds: perimeters, dated, brought in by an operator.
//!
//! They are kept under the data folder, one file for each layer and vintage, outside the database and its backups: the
//! database holds codes. Two vintages of one layer live side by side.

mod addresses;
mod day;
pub mod fetch;
mod import;
mod layer;
mod recognise;
mod shelf;
#[cfg(test)]
mod tests;

pub use addresses::{
    ADDRESSES, AddressImportError, AddressSet, AddressSource, KeptAddresses, holds_addresses, import_addresses,
    known_towns,
};
pub use day::day_in_name;
pub use import::{Imported, Note, OfficialError, import};
pub use layer::Layer;
pub use shelf::{Kept, Shelf, ShelfError};
