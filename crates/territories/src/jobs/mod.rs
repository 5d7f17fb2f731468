//! Tables of people that are worked through on the site: kept for a day, sealed, then gone.
//!
//! A [`Job`] is a table that somebody brought, its answers, and what she decided of the doubtful ones. Its address is a
//! [`Token`] that nobody can guess and that is kept nowhere: what lies on the disk is named and sealed by what is drawn from
//! it, so that without the address nobody reads it, whoever holds the disk or a copy of it. Nothing of a job goes to the
//! database, to backups or to logs. [`Jobs`] finds them, works through them one after the other, and lets them end.

mod job;
mod shop;
#[cfg(test)]
mod tests;
mod token;
mod vault;

pub(crate) use job::{Job, Order, Part, State, Worked};
pub use shop::Jobs;
pub(crate) use shop::{JobError, LONGEST_DAYS};
pub(crate) use token::Token;
