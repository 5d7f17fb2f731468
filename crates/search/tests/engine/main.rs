//! The engine through its public face.
#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "tests")]

mod corpus;
mod facets;
mod files;
mod language;
mod order;
mod suggestions;
mod updates;
