//! What writes: one function for each thing that a person can do.

mod account;
mod centres;
mod grants;
mod identities;
mod links;
mod sessions;
#[cfg(test)]
mod tests;

pub use centres::{CentreRefusal, save_centre};
pub use grants::{give_role, take_role};
pub use links::{Handed, invite_administrator, open_account};
pub use sessions::sweep;

pub(crate) use account::{LONGEST_NAME, describe_oneself};
pub(crate) use identities::{Unproved, sign_in_by_provider};
pub(crate) use links::{
    Asked, Opened, Refusal, ask_again, ask_link, confirm_by_code, confirm_by_link, hand_over, opened,
};
pub(crate) use sessions::{Browser, Recognised, begin, end_all_sessions, end_session, recognise};
