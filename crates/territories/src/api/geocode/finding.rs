//! What the addresses answer, kept to what is wanted.

use std::collections::HashSet;

use essaim_geo::Point;
use essaim_geo::addresses::{Addresses, Finder, Found, Nature, Near, Question};

use super::asked::{Filters, Kind};

/// More than this are never weighed.
const WEIGHED: usize = 24;

/// A text that is looked for.
pub(super) struct Looking<'q> {
    pub(super) text: &'q str,
    /// Whether its last word may be only the beginning of one.
    pub(super) is_unfinished: bool,
    pub(super) near: Option<Point>,
    pub(super) filters: &'q Filters,
}

/// The addresses that a text may mean, the likeliest first.
pub(super) fn find<'a>(
    finder: &mut Finder<'a>,
    addresses: &'a Addresses,
    looking: &Looking<'_>,
    most: usize,
) -> Vec<Found<'a>> {
    let filters = looking.filters;
    let only = |codes: &[String]| codes.first().filter(|_| codes.len() == 1).cloned();
    let postcode = only(&filters.postcodes).filter(|code| !looking.text.contains(code.as_str())).unwrap_or_default();
    let citycode = only(&filters.citycodes);
    let question = Question {
        // Before the address: its last word stays the last one.
        number: &postcode,
        address: looking.text,
        insee: citycode.as_deref(),
        near: looking.near.map(Near),
        ..Question::default()
    };
    let answer =
        if looking.is_unfinished { finder.complete(&question, WEIGHED) } else { finder.find(&question, WEIGHED) };
    let mut known = HashSet::new();
    let found = answer.found.into_iter().filter(|found| filters.holds_place(found));
    let found = found.filter_map(|found| wanted(addresses, found, filters));
    found.filter(|found| known.insert((found.way, found.number, found.insee))).take(most).collect()
}

/// The addresses near a point, and how far each is, in metres.
pub(super) fn near<'a>(
    addresses: &'a Addresses,
    point: Point,
    filters: &Filters,
    most: usize,
) -> Vec<(Found<'a>, f64)> {
    let mut known = HashSet::new();
    let mut all = Vec::new();
    while all.len() < most {
        let is_new = |found: &Found<'_>| filters.holds_place(found) && !known.contains(&mark(found, filters));
        let Some((found, metres)) = addresses.nearest_where(point, is_new) else { break };
        known.insert(mark(&found, filters));
        let score = found.score;
        all.extend(wanted(addresses, found, filters).map(|found| (Found { score, ..found }, metres)));
    }
    all
}

/// What two answers must not share.
fn mark(found: &Found<'_>, filters: &Filters) -> (Option<u32>, Option<(u32, String)>, String) {
    let number = found.number.filter(|_| filters.wants(Kind::HouseNumber));
    let is_town = !filters.kinds.is_empty() && filters.kinds.iter().all(|kind| *kind == Kind::Municipality);
    let way = found.way.filter(|_| !is_town);
    let number = number.map(|(number, repetition)| (number, repetition.to_owned()));
    (way, number, found.insee.to_owned())
}

/// The answer as it is wanted: itself, its way or its commune; none where none of them is.
fn wanted<'a>(addresses: &'a Addresses, found: Found<'a>, filters: &Filters) -> Option<Found<'a>> {
    let kind = Kind::of(found.nature);
    if filters.wants(kind) {
        return Some(found);
    }
    let way = found.way.and_then(|way| addresses.way(way)).filter(|way| filters.wants(Kind::of(way.nature)));
    way.map(|way| Found { score: found.score, ..way })
}

/// Whether a number is one of its own.
pub(super) fn own_number<'a>(found: &Found<'a>) -> Option<(u32, &'a str)> {
    found.number.filter(|_| found.nature == Nature::Number)
}
