//! An experience on disk: one readable file, Markdown below a TOML head between `+++` lines.
//!
//! [`write_french`] and [`write_english`] give the one canonical form; [`read`] takes that form and any other that says
//! the same, so that reading what was written changes nothing, and writing what was read gives the canonical bytes.

mod body;
mod fault;
mod fingerprint;
mod head;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use fault::{Fault, FaultKind};
pub use fingerprint::{Pictures, fingerprint};
pub use read::{Faults, References, read};
pub use write::{write_english, write_french};

use body::heading_list;

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 256 * 1024;

/// The longest text of a head's line, in characters.
const LINE_LIMIT: usize = 2_000;

/// The longest title, in characters.
const TITLE_LIMIT: usize = 200;
