//! The administration of accounts and of resource centres.

mod centres;
mod mail;
mod people;

pub(super) use centres::{centre, centres, change_centre, make_centre};
pub(super) use mail::{mail, send_again};
pub(super) use people::{act, people, person};

/// All accounts.
pub(super) const PEOPLE: &str = "/administration/comptes";
/// Letters that did not leave.
pub(super) const MAIL: &str = "/administration/courrier";
/// All resource centres.
pub(super) const CENTRES: &str = "/administration/centres";
