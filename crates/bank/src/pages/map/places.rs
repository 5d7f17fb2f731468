//! The places of a search: where its experiences happen or began, grouped by territory.

use std::collections::HashMap;

use essaim_geo::TerritoryCode;
use essaim_search::Request;
use essaim_territories::Point;

use crate::finding::{Filter, Search};
use crate::snapshot::Snapshot;

/// A place and the experiences that happen there.
#[derive(Debug)]
pub(super) struct MapPlace {
    pub(super) territory: TerritoryCode,
    pub(super) point: Point,
    /// Their numbers, in the order of the results.
    pub(super) experiences: Vec<u32>,
}

/// All the places of a search, the most frequent first.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) places: Vec<MapPlace>,
    /// How many experiences have no place of their own: they cover a territory.
    pub(super) without: usize,
}

impl Places {
    /// The places of all that a search finds, whatever its page.
    pub(super) fn of(snapshot: &Snapshot, search: &Search) -> Self {
        let request = Request { offset: 0, limit: usize::MAX, snippets: false, ..search.request(0) };
        let answer = snapshot.index().search(&request);
        let mut places: Vec<MapPlace> = Vec::new();
        let mut known: HashMap<TerritoryCode, usize> = HashMap::new();
        let mut without = 0;
        let territories: Vec<TerritoryCode> =
            search.values(Filter::Territory).iter().filter_map(|value| value.parse().ok()).collect();
        // A search narrowed to a territory shows what is inside, not the other places of the same experiences.
        let is_inside = |place: &TerritoryCode| {
            territories.is_empty() || territories.iter().any(|outer| snapshot.registry().contains(outer, place))
        };
        for hit in &answer.hits {
            let Some(entry) = snapshot.entries().get(hit.doc as usize) else { continue };
            let points = || entry.card.points.iter().filter(|point| is_inside(&point.territory));
            without += usize::from(points().next().is_none());
            for point in points() {
                let place = *known.entry(point.territory).or_insert_with(|| {
                    let (territory, point) = (point.territory, Point { lon: point.lon, lat: point.lat });
                    places.push(MapPlace { territory, point, experiences: Vec::new() });
                    places.len() - 1
                });
                places[place].experiences.push(hit.doc);
            }
        }
        places.sort_by(|a, b| b.experiences.len().cmp(&a.experiences.len()).then(a.territory.cmp(&b.territory)));
        Self { places, without }
    }
}
