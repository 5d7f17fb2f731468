//! The filters of a search as things to take away one by one.

use essaim_geo::TerritoryCode;

use super::{Filter, Search, Words};
use crate::snapshot::Snapshot;

/// A value that narrows the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip<'a> {
    /// Its filter.
    pub filter: Filter,
    /// The filter's key in addresses.
    pub key: &'static str,
    /// The filter's title, as HTML.
    pub title: &'a str,
    /// As the address writes it.
    pub value: &'a str,
    /// In words.
    pub label: String,
    /// Whether the bank has such a value at all.
    pub known: bool,
}

/// The chips of a search, in the order of the filters.
pub fn chips<'a>(snapshot: &Snapshot, words: &'a Words, search: &'a Search) -> Vec<Chip<'a>> {
    let mut chips = Vec::new();
    for (filter, values) in search.active() {
        let Some(key) = filter.parameter() else { continue };
        for value in values {
            let label = label(snapshot, words, filter, value);
            let known = label.is_some();
            let label = label.unwrap_or_else(|| value.chars().take(60).collect());
            chips.push(Chip { filter, key, title: &words.facet(filter).title, value, label, known });
        }
    }
    chips
}

/// The search that links go on from: what the bank does not have is not repeated in each of them. It finds the same as
/// long as anything is found, since values of one key add up.
pub fn known(snapshot: &Snapshot, words: &Words, search: &Search) -> Search {
    search.clone().with_values_that(|filter, value| label(snapshot, words, filter, value).is_some())
}

fn label(snapshot: &Snapshot, words: &Words, filter: Filter, value: &str) -> Option<String> {
    match filter {
        Filter::Organisation => snapshot.directory().get(value).map(|organisation| organisation.name.clone()),
        Filter::Territory => {
            let code: TerritoryCode = value.parse().ok()?;
            words
                .facet(filter)
                .term(value)
                .map(|term| term.label.to_string())
                .or_else(|| snapshot.registry().label(&code))
        }
        _ => words.facet(filter).term(value).map(|term| term.label.to_string()),
    }
}
