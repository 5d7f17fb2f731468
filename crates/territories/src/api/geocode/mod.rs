//! `/api/v1/geocode`: addresses to points and back, with the parameters, the answers and the columns of the national address
//! service, so that its clients work by changing the base address.

mod asked;
mod feature;
mod finding;
mod form;
mod reverse;
mod search;
mod tables;

pub(super) use feature::{Feature, FeatureCollection, Geometry, Properties};
pub(super) use form::{ReverseTable, SearchTable};
pub(super) use reverse::{__path_reverse, reverse};
pub(super) use search::{__path_search, search};
pub(super) use tables::{__path_reverse_table, __path_search_table, reverse_table, search_table};
