//! Types and rules, pure.

mod agent;
mod centre;
mod link;
mod person;
mod role;
mod secret;
mod session;

pub use agent::Agent;
pub use centre::{CentreFault, ResourceCentre};
pub use person::{AccountId, Person};
pub use role::{Grant, Role};
pub use session::{Means, SessionId, SessionLine};

pub(crate) use link::{
    CODE_DIGITS, HANDED, KEPT, Link, LinkId, LinkKind, MAILED, MOST_SENDINGS, shown_code, typed_code,
};
pub(crate) use secret::{Secret, code};
pub(crate) use session::{Keeping, Session};
