//! The bank of experiences: found, read, compared, taken away.
//!
//! It owns the experience, its file on disk, its tables, its snapshot in memory and its index, its pages and its API.
//! It never holds a person: an experience names organisations and functions.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

pub mod api;
pub mod books;
mod commands;
mod error;
mod events;
pub mod exports;
pub mod file;
pub mod finding;
pub mod folder;
mod migrations;
pub mod model;
pub mod pages;
pub mod samples;
pub mod snapshot;
pub mod state;
mod store;
pub mod words;

pub use commands::{
    Imported, Outcome, Seed, Source, TableImport, Take, Tally, Versions, import, import_synonyms, import_vocabularies,
    sow,
};
pub use error::BankError;
pub use migrations::migrations;
pub use state::BankState;
pub use store::ExperienceId;

/// The words of the bank's pages, API and books.
pub fn messages() -> Vec<&'static essaim_web::Messages> {
    vec![&pages::MESSAGES, &pages::experience::MESSAGES, &books::MESSAGES, &exports::MESSAGES]
}

/// The paths below which everything is open data.
pub const OPEN: [&str; 1] = ["/donnees"];

/// Every route of the bank, without language: the shell around them adds it.
pub fn routes(state: &BankState) -> essaim_accounts::Doors {
    pages::routes(state.clone()).merge(api::routes(state.clone())).merge(exports::routes().with_state(state.clone()))
}

#[cfg(test)]
mod samples_tests;
#[cfg(test)]
mod testing;
