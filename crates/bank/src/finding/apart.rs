//! What concerns the territories of a search without being at work inside: told apart, never mixed with what is inside.

use std::collections::BTreeSet;
use std::sync::Arc;

use essaim_geo::{Level, TerritoryCode};
use essaim_search::Request;

use super::{Filter, Search};
use crate::model::{Place, PlaceRelation};
use crate::snapshot::{Entry, Snapshot, a_few};

/// How experiences that are not inside concern a territory, in the order in which pages tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApartKind {
    /// At work in the neighbourhoods of 2015 that those of the search took over from.
    Former,
    /// At work in the neighbourhoods of 2024 that took over from those of the search.
    Following,
    /// Planned inside.
    Planned,
    /// The same action exists inside too.
    Elsewhere,
    /// At work all over a larger territory: of this level, when it is the same for all.
    Covering(Option<Level>),
}

/// Experiences that concern the territories of a search in one of these ways. An experience is told once.
#[derive(Debug)]
pub struct Apart<'a> {
    /// In which.
    pub kind: ApartKind,
    /// The best of them.
    pub told: Vec<Told<'a>>,
    /// How many there are.
    pub total: u32,
}

/// An experience and where it meets the search.
#[derive(Debug)]
pub struct Told<'a> {
    /// The experience.
    pub entry: &'a Arc<Entry>,
    /// In words, those of its places for which it is told here.
    pub place: String,
}

/// Beyond this many that are inside too, looking further for the others is not worth a visitor's time.
const LOOKED_AT: usize = 200;

/// What concerns the search's territories and matches the rest of it, at most `limit` of each kind; nothing without a
/// territory.
pub fn apart<'a>(snapshot: &'a Snapshot, search: &Search, limit: usize) -> Vec<Apart<'a>> {
    let within = Within { snapshot, search, codes: search.territories() };
    let mut known: Vec<&Arc<Entry>> = Vec::new();
    let mut all = Vec::new();
    for kind in [ApartKind::Former, ApartKind::Following, ApartKind::Planned, ApartKind::Elsewhere] {
        let found = within.named(kind, &known);
        let told = found.iter().take(limit).map(|entry| Told { entry, place: within.place(kind, entry) });
        all.push(Apart { kind, told: told.collect(), total: found.len() as u32 });
        known.extend(found);
    }
    all.extend(within.covering(&known, limit));
    all.retain(|apart| apart.total > 0);
    all
}

/// In words, those of an experience's places that lie in one of these territories; none when it has no place there.
pub fn places_in(snapshot: &Snapshot, entry: &Entry, territories: &[TerritoryCode]) -> Option<String> {
    let registry = snapshot.registry();
    let places = entry.experience.places.iter().filter(|place| place.relation.is_inside());
    let inside = places.filter(|place| territories.iter().any(|one| registry.contains(one, &place.territory)));
    let words = names(snapshot, inside.map(|place| place.territory));
    (!words.is_empty()).then_some(words)
}

/// The territories of a search.
struct Within<'a, 's> {
    snapshot: &'a Snapshot,
    search: &'s Search,
    codes: Vec<TerritoryCode>,
}

impl<'a> Within<'a, '_> {
    /// The territories whose experiences are of this kind.
    fn territories(&self, kind: ApartKind) -> BTreeSet<TerritoryCode> {
        let registry = self.snapshot.registry();
        let places = self.codes.iter().filter_map(|code| registry.get(code));
        match kind {
            ApartKind::Former => places.flat_map(|place| place.predecessors()).copied().collect(),
            ApartKind::Following => places.flat_map(|place| place.successors()).copied().collect(),
            ApartKind::Planned | ApartKind::Elsewhere => self.codes.iter().copied().collect(),
            ApartKind::Covering(_) => self.codes.iter().flat_map(|code| registry.ancestors(code)).collect(),
        }
    }

    /// The rest of the search, in these territories instead.
    fn instead<'t>(&self, filter: Filter, codes: impl IntoIterator<Item = &'t TerritoryCode>) -> Search {
        let mut rest = self.search.clone().without(Filter::Territory);
        rest.page = 1;
        codes.into_iter().fold(rest, |search, code| search.within(filter, &code.to_string()))
    }

    fn found(&self, search: &Search, limit: usize) -> impl Iterator<Item = &'a Arc<Entry>> + use<'a> {
        let answer = self.snapshot.index().search(&Request { snippets: false, ..search.request(limit) });
        let snapshot = self.snapshot;
        let entries = answer.hits.into_iter().filter_map(|hit| snapshot.entries().get(hit.doc as usize));
        entries.collect::<Vec<_>>().into_iter()
    }

    /// All that is named by its own places: few experiences, so that each is looked at.
    fn named(&self, kind: ApartKind, known: &[&Arc<Entry>]) -> Vec<&'a Arc<Entry>> {
        let filter = match kind {
            ApartKind::Planned => Filter::Planned,
            ApartKind::Elsewhere => Filter::Elsewhere,
            _ => Filter::Territory,
        };
        let territories = self.territories(kind);
        if territories.is_empty() {
            return Vec::new();
        }
        let found = self.found(&self.instead(filter, &territories), usize::MAX);
        found.filter(|entry| !self.is_inside(entry) && !is_known(known, entry)).collect()
    }

    /// What covers them from above. There may be thousands, most of them inside too: they are counted, not looked at.
    fn covering(&self, known: &[&'a Arc<Entry>], limit: usize) -> Option<Apart<'a>> {
        let above = self.territories(ApartKind::Covering(None));
        let (all, both) = self.covering_and_inside(&above)?;
        let told_before = known.iter().filter(|entry| covers(entry, &above).next().is_some()).count();
        let total = all.saturating_sub(both).saturating_sub(told_before as u32);
        let looked_at = (both as usize + told_before + limit).min(LOOKED_AT);
        let found = self.found(&self.instead(Filter::Covers, &above), looked_at);
        let apart = found.filter(|entry| !self.is_inside(entry) && !is_known(known, entry)).take(limit);
        let kind = |level| ApartKind::Covering(level);
        let told = apart.map(|entry| Told { entry, place: self.place(kind(None), entry) }).collect::<Vec<_>>();
        Some(Apart { kind: kind(self.common_level(&told, &above)), told, total })
    }

    /// How many cover one of these, and how many of them are inside too; none when there is nothing to count.
    fn covering_and_inside(&self, above: &BTreeSet<TerritoryCode>) -> Option<(u32, u32)> {
        if above.is_empty() {
            return None;
        }
        let covering = self.instead(Filter::Covers, above);
        let all = self.snapshot.total(&covering);
        let both = self.codes.iter().fold(covering, |both, code| both.within(Filter::Territory, &code.to_string()));
        (all > 0).then(|| (all, self.snapshot.total(&both)))
    }

    /// The level of what the first one covers, where nothing else covers them from another.
    fn common_level(&self, told: &[Told<'_>], above: &BTreeSet<TerritoryCode>) -> Option<Level> {
        let level = covers(told.first()?.entry, above).next()?.level();
        let others = above.iter().copied().filter(|code| code.level() != level).collect();
        let (all, both) = self.covering_and_inside(&others).unwrap_or_default();
        (all == both).then_some(level)
    }

    fn is_inside(&self, entry: &Entry) -> bool {
        let places = entry.experience.places.iter().filter(|place| place.relation.is_inside());
        places.map(|place| &place.territory).any(|place| self.holds(&self.codes, place))
    }

    fn holds<'t>(&self, territories: impl IntoIterator<Item = &'t TerritoryCode>, place: &TerritoryCode) -> bool {
        territories.into_iter().any(|territory| self.snapshot.registry().contains(territory, place))
    }

    /// In words, those of its places for which an experience is told.
    fn place(&self, kind: ApartKind, entry: &Entry) -> String {
        let territories = self.territories(kind);
        let is_meant = |place: &&Place| match kind {
            _ if !has_relation(kind, place.relation) => false,
            ApartKind::Covering(_) => territories.contains(&place.territory),
            _ => self.holds(&territories, &place.territory),
        };
        names(self.snapshot, entry.experience.places.iter().filter(is_meant).map(|place| place.territory))
    }
}

/// Whether a place in this relation is one for which an experience is told.
fn has_relation(kind: ApartKind, relation: PlaceRelation) -> bool {
    match kind {
        ApartKind::Former | ApartKind::Following => relation.is_inside(),
        ApartKind::Planned => relation == PlaceRelation::Planned,
        ApartKind::Elsewhere => relation == PlaceRelation::Elsewhere,
        ApartKind::Covering(_) => relation == PlaceRelation::Covers,
    }
}

fn is_known(known: &[&Arc<Entry>], entry: &Arc<Entry>) -> bool {
    known.iter().any(|one| Arc::ptr_eq(one, entry))
}

fn covers<'e>(entry: &'e Entry, above: &'e BTreeSet<TerritoryCode>) -> impl Iterator<Item = &'e TerritoryCode> {
    let covered = entry.experience.places.iter().filter(|place| place.relation == PlaceRelation::Covers);
    covered.map(|place| &place.territory).filter(|code| above.contains(code))
}

fn names(snapshot: &Snapshot, codes: impl Iterator<Item = TerritoryCode>) -> String {
    a_few(codes.map(|code| snapshot.territory_name(&code)))
}
