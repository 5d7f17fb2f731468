//! The official files, taken from their publishers when an operator asks for it, and never otherwise.
//!
//! [`look`] asks what a file weighs and whether it changed; [`bring`] takes it. What has come of a file is kept beside it
//! as it comes: a download that was cut, by the network or by a kill, goes on from there where the publisher can tell
//! that the file is still the same, and begins again where it cannot. A file takes its name once it is whole and is what
//! was announced; until then the former one stays.

mod client;
mod copy;
mod download;
mod error;
mod folder;
mod label;
mod part;
mod published;
mod take;
#[cfg(test)]
mod tests;

pub use client::{Client, Patience};
pub use download::{Download, Kind, UnknownDepartements, Wanted, departements};
pub use error::FetchError;
pub use folder::Folder;
pub use label::Label;
pub use published::Published;
pub use take::{Held, Seen, bring, look};
