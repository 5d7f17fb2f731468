//! Who acts, what they may do, and the audit of what they did.
//!
//! One function, [`may`], decides every permission; every write leaves a line in the audit. For now there are visitors
//! and operators of the machine; people, sign-in and roles come to live here.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on stops"))]

mod actor;
pub mod audit;
mod error;
mod migrations;
mod permission;

pub use actor::Actor;
pub use error::AccountsError;
pub use migrations::migrations;
pub use permission::{Permission, may};
