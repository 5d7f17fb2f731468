//! Finding experiences: the search that an address describes, and what the index answers.

mod apart;
mod chips;
mod facets;
mod filters;
mod labels;
mod overview;
mod search;
mod territories;
mod ties;

pub use apart::{Apart, ApartKind, Told, apart, places_in};
pub use chips::{Chip, chips, known};
pub use facets::{Facet, Value, counted, facets, large_territories_counted};
pub use filters::Filter;
pub(crate) use labels::FacetItem;
pub use labels::{FacetWords, Labels, Term, Words, html, name_key};
pub use overview::{Overview, SmallMap};
pub use search::{Search, Sort, View};
pub use territories::{Unknown, spelt_out, unknown_territories, unknown_values};
pub use ties::{Tie, TieKind, organisations, takes_part_in, ties};
