//! The index: régions and their départements, a search by name, the map of the country.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_geo::{Generation, Level, TerritoryCode};
use essaim_web::{Frame, page};

use super::picture::Picture;
use super::{Line, line};
use crate::Registry;
use crate::map::{View, is_on_mainland};
use crate::outline::Outlines;
use crate::panel::TerritoriesState;
use crate::suggest::fold;

/// How many places a search shows.
const FOUND: usize = 30;

#[derive(Template)]
#[template(path = "territories.html")]
struct IndexPage {
    frame: Frame,
    words: String,
    found: Vec<Line>,
    /// How many neighbourhoods of 2015 the tables hold, and for each région that has some.
    former: usize,
    former_regions: String,
    regions: Vec<(Line, Vec<Line>)>,
    picture: Picture,
}

pub(super) async fn index(State(state): State<TerritoriesState>, frame: Frame) -> Response {
    let validators = frame.validators((state.revision(), frame.query().to_string()));
    if let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    let (registry, count) = (state.registry(), state.counter());
    let words = frame.query().get("q").unwrap_or_default().trim().to_owned();
    let tell = |place| line(&frame, registry, place, count(&place.code()));
    let found = registry.search(&words, FOUND).into_iter().map(tell).collect();
    let mut regions: Vec<_> = registry.all(Level::Region).collect();
    regions.sort_by_key(|region| (region.point().is_none_or(|at| !is_on_mainland(at)), fold(region.name())));
    let regions = regions.into_iter().map(|region| {
        let mut inside: Vec<Line> = registry.children(&region.code(), Level::Departement).map(tell).collect();
        // An overseas collectivity stands for both levels: once is enough.
        inside.retain(|departement| departement.label != region.name());
        (tell(region), inside)
    });
    let regions = regions.collect();
    let picture = {
        let holdings = state.node().holdings();
        let ground = (Outlines::of(registry, &holdings), &*holdings);
        Picture::of_links(&frame, ground, View::france(), registry.all(Level::Departement))
    };
    let (former, former_regions) = former_neighbourhoods(&frame, registry);
    page(&IndexPage { words, found, former, former_regions, regions, picture, frame })
        .with_map()
        .validators(&validators)
        .into_response()
}

/// The neighbourhoods of 2015: the tables do not hold them all, and say so with what they hold.
fn former_neighbourhoods(frame: &Frame, registry: &Registry) -> (usize, String) {
    let of_2015 = |code: &TerritoryCode| {
        let inside = registry.children(code, Level::Qpv);
        inside.filter(|place| place.generation() == Some(Generation::G2015)).count()
    };
    let all = registry.all(Level::Qpv).filter(|place| place.generation() == Some(Generation::G2015)).count();
    let counted = registry.all(Level::Region).map(|region| (region.name(), of_2015(&region.code())));
    let regions = counted.filter(|(_, count)| *count > 0);
    (all, regions.map(|(name, count)| format!("{name} {}", frame.number(count))).collect::<Vec<_>>().join(", "))
}
