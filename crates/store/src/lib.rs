//! The database, and nothing of the domain.
//!
//! A [`Store`] is one database, SQLite or PostgreSQL, and hides which. It offers connections for reading
//! ([`Store::reader`]), the only way to write ([`Store::write`]), identifiers ([`define_id!`]), a [`Clock`] to hand
//! around, numbered migrations ([`Migrator`]), an [`outbox`] that tells the other nodes and the workers what changed,
//! small [`setting`]s, and [`backup`]s that either database can restore.
//!
//! It never knows a capability's tables, never reads the configuration, and reads the time only in [`Clock::system`].
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on stops"))]

pub mod backup;
mod check;
mod clock;
mod connect;
mod error;
mod id;
mod migrate;
mod migrations;
pub mod outbox;
pub mod setting;
mod sql;
pub mod testing;
mod write;

#[cfg(test)]
mod killed_tests;

pub use check::Health;
pub use clock::{Clock, from_micros, to_micros};
pub use connect::{Absent, Address, Settings, Store, without_password};
pub use error::StoreError;
pub use migrate::{MigrationList, Migrator, Version};
pub use write::{Transaction, exclude};

#[doc(hidden)]
pub use id::new_uuid;
#[doc(hidden)]
pub use {jiff, sea_orm, serde, uuid};
