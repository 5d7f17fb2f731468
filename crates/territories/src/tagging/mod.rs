//! Which priority neighbourhood each line of a table lies in.
//!
//! A table is read and given back line by line: what it holds stays byte for byte as it is, the answers are columns
//! added at its end, in its own separator and letters. [`locate`] takes points, [`geocode`] gives addresses their points,
//! [`tag`] does both. Batches of lines are shared between threads; nothing more than a batch is held, whatever the
//! table's size.

pub(crate) mod address;
pub(crate) mod cases;
mod columns;
mod decisions;
mod fault;
mod geocode;
mod locate;
pub(crate) mod quarters;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod standing;
pub(crate) mod summary;
pub(crate) mod table;
mod tag;
#[cfg(test)]
mod tests;
mod told;
mod verdict;
mod workbook;

pub use address::{Asked, SURE, Sought, label, seek};
pub use columns::AddressColumns;
pub(crate) use columns::Roles;
pub use decisions::Decisions;
pub(crate) use decisions::{DECIDED, Decision};
pub use fault::{TableFault, TagError};
pub use geocode::{NearColumns, geocode};
pub use locate::{Columns, Locating, locate};
pub use quarters::{Coverage, Quarters};
pub use run::Progress;
pub use tag::{Tagging, Wanted, tag};
pub(crate) use told::{Ask, Missing, Told, Wish, tell};
pub use verdict::{Reason, Tally, Verdict};
