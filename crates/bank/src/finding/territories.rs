//! The territories of a search that the official tables do not have as they are written: a code without its level, a typo.

use essaim_geo::TerritoryCode;
use essaim_territories::Registry;
use essaim_web::Query;

use super::{Filter, Search};
use crate::snapshot::Snapshot;

/// A territory of a search that no table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown<'a> {
    /// As the address writes it.
    pub value: &'a str,
    /// The territories that bear this code without its level, the largest first.
    pub candidates: Vec<TerritoryCode>,
}

/// The territories of a search that no table has.
pub fn unknown_territories<'a>(registry: &Registry, search: &'a Search) -> Vec<Unknown<'a>> {
    let values = search.values(Filter::Territory).iter();
    let unknown = values.filter(|value| value.parse().ok().is_none_or(|code| registry.get(&code).is_none()));
    unknown.map(|value| Unknown { value, candidates: registry.resolve_bare(value) }).collect()
}

/// The other values of a search that the bank does not have, with their keys: terms of no vocabulary, unknown organisations.
pub fn unknown_values<'a>(snapshot: &'a Snapshot, search: &'a Search) -> impl Iterator<Item = (&'static str, &'a str)> {
    let is_known = |filter: Filter, value: &str| match filter.vocabulary() {
        Some(key) => snapshot.vocabularies().get(key).is_some_and(|all| all.terms.iter().any(|term| term.key == value)),
        None => filter != Filter::Organisation || snapshot.directory().get(value).is_some(),
    };
    search.active().flat_map(move |(filter, values)| {
        let unknown = values.iter().filter(move |value| !is_known(filter, value));
        unknown.filter_map(move |value| Some((filter.parameter()?, value.as_str())))
    })
}

/// The same address with each code that only one territory bears written in full; none when there is no such code.
pub fn spelt_out(registry: &Registry, search: &Search, query: &Query) -> Option<Query> {
    let only: Vec<(&str, String)> = unknown_territories(registry, search)
        .into_iter()
        .filter_map(|unknown| match unknown.candidates.as_slice() {
            [only] => Some((unknown.value, only.to_string())),
            _ => None,
        })
        .collect();
    let in_full = |value: &str| only.iter().find(|(bare, _)| *bare == value.trim()).map(|(_, full)| full.as_str());
    let key = Filter::Territory.parameter().expect("territories have a key");
    let pairs = query.iter().map(|(name, value)| match in_full(value) {
        Some(full) if name == key => (name, full),
        _ => (name, value),
    });
    (!only.is_empty()).then(|| Query::from_pairs(pairs))
}
