//! The tables of accounts: every query on them is here.

pub(crate) mod account;
pub(crate) mod centre;
pub(crate) mod grant;
pub(crate) mod identity;
pub(crate) mod link;
pub(crate) mod session;
