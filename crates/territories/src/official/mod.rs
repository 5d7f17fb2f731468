//! The official files that each node holds: perimeters and tables, dated, brought in by an operator.
//!
//! They are kept under the data folder, one file for each layer or table and each vintage, outside the database and its
//! backups: the database holds codes. Two vintages live side by side.

mod addresses;
#[cfg(test)]
mod at_hand;
mod day;
pub mod fetch;
mod holding;
mod holdings;
mod import;
mod layer;
mod perimeters;
mod publication;
mod recognise;
mod shelf;
pub(crate) mod tables;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod towns;

pub use addresses::{
    ADDRESSES, AddressImportError, AddressSet, AddressSource, KeptAddresses, holds_addresses, import_addresses,
};
#[cfg(test)]
pub(crate) use at_hand::official_folder;
pub use day::day_in_name;
pub use holding::Holding;
pub use holdings::{Holdings, Node};
pub use import::{Imported, Note, OfficialError, import};
pub use layer::Layer;
pub use shelf::{Kept, Shelf, ShelfError};
pub use tables::{ChangeStatus, ContactKind, Insee, KeptTableError, Postcode, Precision, Table};
pub use towns::{OtherName, OtherNameKind, Town, towns};
