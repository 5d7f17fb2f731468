//! Official places: what exists, what contains what, where it lies, and the page of each.
//!
//! The [`Registry`] holds the official tables (régions, départements, arrondissements, EPCI,
//! communes, contrats de ville, neighbourhoods of 2015 and 2024), embedded in the binary and
//! parsed once. It answers by code, by text, upwards and downwards; it never knows what happens
//! in a place: the capabilities that do offer a panel, which the program gives to the pages.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

mod announcement;
pub mod api;
mod covering;
mod jobs;
pub mod map;
pub mod official;
mod outline;
mod pages;
mod panel;
mod registry;
mod source;
mod suggest;
mod table;
pub mod tagging;
mod territory;
#[cfg(test)]
mod testing;

pub use announcement::{Announcement, Measure};
pub use api::UPLOADS;
pub use covering::{Basis, Cover, Covering, covering};
pub use essaim_geo::{Generation, Level, Point, TerritoryCode, TerritoryCodeError};
pub use jobs::Jobs;
pub use outline::{Drawn, DrawnFrom, Outlines};
pub use pages::{
    BROUGHT, FILE_MESSAGES, MESSAGES, Printer, QPV_MESSAGES, Report, ReportLine, ReportPart, kind_key, routes,
};
pub use panel::{Panel, TerritoriesState, TerritoryPanel};
pub use registry::{
    About, Change, Contact, Difference, Figure, FigureMeasure, FormerKind, FormerName, Registry, Said, Says,
};
pub use source::Source;
pub use table::{TableError, Tables};
pub use territory::{PopulationBand, Territory};
