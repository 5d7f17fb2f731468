//! The official tables: which there are, what a row of each says, and how a published file is read into them.
//!
//! A file is read record by record, each of bounded length, whatever its dress: CSV with its separators and letters, or a
//! list of JSON objects; compressed or not. Only what somebody reads is kept.

mod cell;
mod communes;
mod contacts;
mod contracts;
mod correspondence;
mod divisions;
mod epci;
mod file;
mod kinds;
mod list;
mod movements;
mod postal;
mod read;
mod sheet;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use cell::padded;
pub(crate) use communes::{CommuneKind, CommuneRow, is_extract};
pub(crate) use contacts::ContactRow;
pub use contacts::{ContactKind, Precision};
pub(crate) use contracts::{ContractRow, without_departement};
pub(crate) use correspondence::ChangeRow;
pub use correspondence::ChangeStatus;
pub(crate) use divisions::{ArrondissementRow, DepartementRow, DivisionRow, RegionRow};
pub(crate) use epci::EpciRow;
pub use file::KeptTableError;
pub(super) use file::{decoded, encoded, examined};
pub use kinds::Table;
pub use movements::Insee;
pub(crate) use movements::{MovementRow, Side, Standing};
pub(crate) use postal::PostalRow;
pub use postal::Postcode;
pub(crate) use read::Record;
pub(super) use read::{Draft, bring, read};
pub(super) use sheet::{Dress, dress};
