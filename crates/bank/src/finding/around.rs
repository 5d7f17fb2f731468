//! What covers the territories of a search from above: told apart, never mixed with what is inside.

use std::collections::BTreeSet;
use std::sync::Arc;

use essaim_geo::{Level, TerritoryCode};
use essaim_search::Request;

use super::{Filter, Search};
use crate::model::PlaceRelation;
use crate::snapshot::{Entry, Snapshot};

/// Experiences at work all over a larger territory, such as a whole région.
#[derive(Debug)]
pub struct Around<'a> {
    /// The best of them.
    pub entries: Vec<&'a Arc<Entry>>,
    /// How many there are.
    pub total: u32,
    /// The level of the territories that they cover, when it is the same for all.
    pub level: Option<Level>,
}

/// Beyond this many that are inside too, looking further for the others is not worth a visitor's time.
const LOOKED_AT: usize = 200;

/// What covers the search's territories and matches the rest of it, at most `limit`; none without a territory.
pub fn around<'a>(snapshot: &'a Snapshot, search: &Search, limit: usize) -> Option<Around<'a>> {
    let inside: Vec<TerritoryCode> =
        search.values(Filter::Territory).iter().filter_map(|value| value.parse().ok()).collect();
    let above: BTreeSet<TerritoryCode> = inside.iter().flat_map(|code| snapshot.registry().ancestors(code)).collect();
    if above.is_empty() {
        return None;
    }
    let covering = above.iter().fold(search.clone().without(Filter::Territory), |covering, code| {
        covering.within(Filter::Covers, &code.to_string())
    });
    let all = snapshot.total(&covering);
    if all == 0 {
        return None;
    }
    let both = inside.iter().fold(covering.clone(), |both, code| both.within(Filter::Territory, &code.to_string()));
    let both = snapshot.total(&both);
    let total = all.saturating_sub(both);
    let looked_at = (both as usize + limit).min(LOOKED_AT);
    let mut first = covering;
    first.page = 1;
    let answer = snapshot.index().search(&Request { snippets: false, ..first.request(looked_at) });
    let found = answer.hits.iter().filter_map(|hit| snapshot.entries().get(hit.doc as usize));
    let apart: Vec<_> = found.filter(|entry| !is_inside(snapshot, entry, &inside)).take(limit).collect();
    let level = common_level(&apart, &above);
    Some(Around { entries: apart, total, level }).filter(|around| around.total > 0)
}

fn common_level(entries: &[&Arc<Entry>], above: &BTreeSet<TerritoryCode>) -> Option<Level> {
    let places = entries.iter().flat_map(|entry| &entry.experience.places);
    let covered = places.filter(|place| place.relation == PlaceRelation::Covers && above.contains(&place.territory));
    let levels: BTreeSet<Level> = covered.map(|place| place.territory.level()).collect();
    levels.first().copied().filter(|_| levels.len() == 1)
}

fn is_inside(snapshot: &Snapshot, entry: &Entry, territories: &[TerritoryCode]) -> bool {
    let places = entry.experience.places.iter().filter(|place| place.relation.is_inside());
    places.map(|place| &place.territory).any(|place| {
        territories.iter().any(|territory| territory == place || snapshot.registry().contains(territory, place))
    })
}
