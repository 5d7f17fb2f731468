//! `/api/v1/qpv`: which priority neighbourhood an address or a point lies in, alone or by many, with the names of a table's
//! columns as keys.

mod answer;
mod asked;
mod many;
mod one;

pub(super) use asked::AskedAddress;
pub(super) use many::{__path_many, many};
pub(super) use one::{__path_one, one};
