//! Finding experiences: the search that an address describes, and what the index answers.

mod filters;
mod search;

pub use filters::Filter;
pub use search::{Search, Sort, View};
