//! Which priority neighbourhood each line of a table lies in.
//!
//! A table is read and given back line by line: what it holds stays byte for byte as it is, the answers are columns
//! added at its end, in its own separator and letters.

mod locate;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod verdict;

pub(crate) use locate::looked_at;
pub use locate::{Columns, LocateError, Located, Quarters, locate};
pub use verdict::{Reason, Verdict};
