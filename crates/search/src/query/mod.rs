//! Reads a query: clauses, then what in the dictionary may stand for each.

pub(crate) mod correct;
mod parse;
mod plan;

pub(crate) use parse::parse;
pub(crate) use plan::{EXACT, Plan, Replaced, Slot, Wanted};
