//! Who acts, what they may do, and the audit of what they did.
//!
//! [`identify`] recognises whoever comes with a request; [`Doors`] are routes that say whom they are for; one function,
//! [`may`], decides every permission; every write leaves a line in the [`audit`]. Signing in is by mail, without a
//! password. It never shows a person to another, and no page of the public bank names one.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on stops"))]

mod actor;
pub mod audit;
mod commands;
mod doors;
mod error;
mod identify;
mod letters;
mod migrations;
mod model;
pub mod pages;
mod permission;
mod provider;
mod store;

pub use actor::Actor;
pub use commands::{
    CentreRefusal, Handed, give_role, invite_administrator, open_account, save_centre, sweep, take_role,
};
pub use doors::{Access, Door, Doors, SIGN_IN, Way};
pub use error::AccountsError;
pub use identify::{Gate, Present, identify};
pub use migrations::{PASSING, migrations};
pub use model::{AccountId, Agent, CentreFault, Grant, Means, Person, ResourceCentre, Role, SessionId, SessionLine};
pub use permission::{On, Permission, Reach, may, reach};
pub use provider::ProviderSettings;
