//! The bank of experiences: found, read, compared, taken away.
//!
//! It owns the experience, its file on disk, its tables, its snapshot in memory and its index, its pages and its API.
//! It never holds a person: an experience names organisations and functions.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

mod commands;
mod error;
mod events;
pub mod file;
pub mod finding;
pub mod folder;
mod migrations;
pub mod model;
pub mod samples;
pub mod snapshot;
mod store;

pub use commands::{Imported, Outcome, Seed, Source, Take, import, replace_synonyms, sow, write_vocabularies};
pub use error::BankError;
pub use migrations::migrations;
pub use store::ExperienceId;
