//! What writes in the bank: one function per thing that a person can do, each in one transaction.

mod import;
mod sow;

pub use import::{Imported, Outcome, Source, Take, import};
pub use sow::{Seed, replace_synonyms, sow, write_vocabularies};
