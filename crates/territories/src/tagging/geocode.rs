//! Addresses to points.

use std::io::{self, Read, Write};

use essaim_geo::Point;
use essaim_geo::addresses::{Finder, Near};

use super::address::{ADDED, Asked, Sought, cells, seek};
use super::columns::{AddressColumns, Places, find};
use super::locate::point;
use super::run::{Progress, Tagger, run};
use super::{Reason, TagError, Tally};
use crate::official::AddressSet;

/// Where the points near which addresses are meant stand: names of columns of longitudes and latitudes.
pub type NearColumns = Option<[String; 2]>;

/// Reads a table and writes it back with the point of each address, line by line. What is counted as inside is found, as
/// to be checked is not sure.
///
/// # Errors
/// When no column of addresses is recognised, a record does not end, or the disk's. What was written before stays.
pub fn geocode(
    input: impl Read,
    output: &mut impl Write,
    columns: &AddressColumns,
    near: &NearColumns,
    addresses: &AddressSet,
    from: Progress,
    step: impl FnMut(Progress) -> io::Result<()>,
) -> Result<Progress, TagError> {
    let prepare = |names: &[String]| {
        let near = match near {
            Some([lon, lat]) => Some([find(names, Some(lon), &[])?, find(names, Some(lat), &[])?]),
            None => None,
        };
        let lines = Lines { places: columns.places(names)?, near, addresses };
        Ok((ADDED.into_iter().chain(["adresse_motif"]).map(str::to_owned).collect(), lines))
    };
    run(input, output, prepare, from, step)
}

struct Lines<'t> {
    places: Places,
    near: Option<[usize; 2]>,
    addresses: &'t AddressSet,
}

impl<'t> Tagger for Lines<'t> {
    type Worker = Finder<'t>;

    fn worker(&self) -> Finder<'t> {
        self.addresses.finder()
    }

    fn line(&self, finder: &mut Finder<'t>, line: &[String], added: &mut Vec<String>, tally: &mut Tally) {
        let near: Option<Point> = self.near.and_then(|at| point(line, at).ok());
        let asked = Asked::of(line, &self.places);
        let sought = seek(finder, self.addresses.addresses(), &asked, near.map(Near));
        tally.to_check += u64::from(sought.reason.is_some());
        tally.inside += u64::from(sought.reason.is_none());
        tally.of_source += u64::from(sought.reason.is_some_and(Reason::is_of_source));
        added.extend(cells(&sought, self.addresses));
        added.push(said(&sought).map(Reason::key).unwrap_or_default().to_owned());
    }
}

fn said(sought: &Sought<'_>) -> Option<Reason> {
    sought.reason.or(sought.number).or(sought.ignored)
}
