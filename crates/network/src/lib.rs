//! Organisations: names, former names, successors, roles.
//!
//! It owns the directory that experiences refer to: its file on disk, its tables, its pages. It holds organisations
//! only, never a person. Needs, offers and introductions will live here too.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

mod commands;
mod date;
mod error;
pub mod file;
mod migrations;
mod model;
pub mod pages;
mod panel;
pub mod reading;
mod store;

pub use commands::{DirectoryChanged, DirectoryImport, import_directory};
pub use date::{DateFault, PartialDate};
pub use error::NetworkError;
pub use migrations::migrations;
pub use model::{Directory, FormerName, KindLabels, Organisation, OrganisationKind, Successor};
pub use panel::{NetworkState, OrganisationPanel, Panel, Present};
pub use store::{OrganisationId, directory, slugs};
