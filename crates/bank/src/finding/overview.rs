//! The whole bank in a few numbers: what the home page shows, each number being the total of the page that it opens.

use essaim_geo::{Level, TerritoryCode};
use essaim_search::{FacetCounts, Request};
use essaim_territories::map::View;

use super::Filter;
use crate::snapshot::Snapshot;

/// How many experiences are new enough for the home page.
const NEWEST: usize = 6;

/// A door of the home page: how many experiences each of its values gives.
type Door = (Filter, Vec<(Box<str>, u32)>);

/// A territory on a small picture: its outline, and where its middle falls.
type Shape = (TerritoryCode, String, Option<(f64, f64)>);

/// The figures of a snapshot.
#[derive(Debug, Default)]
pub struct Overview {
    /// How many experiences each value of a door gives, the most frequent first.
    doors: Vec<Door>,
    /// How many places the map shows.
    pub places: usize,
    /// How many organisations the directory holds.
    pub organisations: usize,
    /// How many typed figures experiences hold.
    pub figures: usize,
    /// The départements around the experiences, ready to be drawn small.
    pub map: SmallMap,
    /// The places in the snapshot of those that entered the bank last.
    pub newest: Vec<usize>,
}

/// Outlines on a small picture.
#[derive(Debug, Default)]
pub struct SmallMap {
    /// The picture's `viewBox`.
    pub view_box: String,
    /// Each département: its outline, and where its middle falls.
    pub departements: Vec<Shape>,
}

impl SmallMap {
    /// The région that holds most experiences when it holds nearly all, else the mainland.
    fn of(snapshot: &Snapshot, counts: &[(Box<str>, u32)]) -> Self {
        let most = counts.iter().find_map(|(value, count)| {
            let code = value.parse::<TerritoryCode>().ok().filter(|code| code.level() == Level::Region)?;
            (*count as usize * 10 >= snapshot.entries().len() * 9).then_some(code)
        });
        let view = most.and_then(|code| View::of(snapshot.registry(), &code)).unwrap_or_else(View::france);
        let drawn =
            view.outlines(snapshot.registry()).into_iter().filter(|outline| outline.code.level() == Level::Departement);
        let departements = drawn.map(|outline| {
            let middle = snapshot.registry().get(&outline.code).and_then(|territory| view.project(territory.point()?));
            (outline.code, outline.d, middle)
        });
        Self { view_box: view.view_box(), departements: departements.collect() }
    }
}

impl Overview {
    /// Counts a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let doors = [Filter::Contribution, Filter::Category, Filter::Lever, Filter::Theme];
        let mut counts: Vec<FacetCounts<'_>> = doors.iter().map(|door| FacetCounts::all(door.facet())).collect();
        counts.push(super::large_territories_counted());
        let request = Request { limit: 0, snippets: false, counts, ..Request::default() };
        let answer = snapshot.index().search(&request);
        let found = doors.into_iter().chain([Filter::Territory]).zip(&answer.facets);
        let by_door = found.map(|(door, values)| {
            let mut values: Vec<(Box<str>, u32)> =
                values.iter().filter(|value| value.count > 0).map(|value| (value.value.into(), value.count)).collect();
            values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            (door, values)
        });
        let points = snapshot.entries().iter().flat_map(|entry| &entry.card.points);
        let doors: Vec<Door> = by_door.collect();
        Self {
            map: SmallMap::of(snapshot, doors.last().map_or(&[], |(_, values)| values)),
            doors,
            places: points.map(|point| point.territory).collect::<std::collections::BTreeSet<_>>().len(),
            organisations: snapshot.directory().all().len(),
            figures: snapshot.entries().iter().map(|entry| entry.experience.figures.len()).sum(),
            newest: newest(snapshot),
        }
    }

    /// The values of a door with their counts, the most frequent first.
    pub fn door(&self, filter: Filter) -> &[(Box<str>, u32)] {
        self.doors.iter().find(|(door, _)| *door == filter).map_or(&[], |(_, values)| values)
    }
}

fn newest(snapshot: &Snapshot) -> Vec<usize> {
    let entries = snapshot.entries();
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let key = |place: &usize| (std::cmp::Reverse(entries[*place].created_at), *place);
    if order.len() > NEWEST {
        order.select_nth_unstable_by_key(NEWEST, key);
        order.truncate(NEWEST);
    }
    order.sort_by_key(key);
    order
}
