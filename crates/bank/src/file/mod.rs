//! An experience on disk: one readable file, Markdown below a TOML head between `+++` lines.
//!
//! [`write_french`] and [`write_english`] give the one canonical form; [`read`] takes that form and any other that says
//! the same, so that reading what was written changes nothing, and writing what was read gives the canonical bytes.

mod body;
mod check;
mod fault;
mod fingerprint;
mod pictures;
mod read;
mod synonyms;
#[cfg(test)]
mod tests;
mod vocabularies;
mod write;

pub use fault::{Fault, FaultKind};
pub use fingerprint::{Pictures, fingerprint};
pub(crate) use pictures::is_kind as is_picture;
pub use read::{Faults, References, read};
pub use synonyms::read_synonyms;
pub use vocabularies::read_vocabularies;
pub use write::{write_english, write_french};

use body::heading_list;

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 256 * 1024;

/// The largest picture that is taken, in bytes.
pub const PICTURE_LIMIT: usize = 5 * 1024 * 1024;

/// The largest file of vocabularies or synonyms that is read, in bytes.
pub const TABLE_LIMIT: usize = 1024 * 1024;

/// The longest title, in characters.
const TITLE_LIMIT: usize = 200;
