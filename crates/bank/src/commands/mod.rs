//! What writes in the bank: one function per thing that a person can do, each in one transaction.

mod import;
mod sow;
mod tables;
#[cfg(test)]
mod tests;
mod versions;

pub use import::{Imported, Outcome, Source, Take, import};
pub use sow::{Seed, sow};
pub use tables::{TableImport, Tally, import_synonyms, import_vocabularies};
pub use versions::Versions;
