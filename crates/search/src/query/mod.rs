//! Reads a query: clauses, then what in the dictionary may stand for each.

pub(crate) mod correct;
mod parse;
mod plan;

pub(crate) use parse::{Clause, Kind, parse};
pub(crate) use plan::{Choice, EXACT, Plan, Replaced, Slot, Wanted};
