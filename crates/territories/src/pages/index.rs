//! The index: régions and their départements, a search by name, the map of the country.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_geo::Level;
use essaim_web::{Frame, page};

use super::picture::Picture;
use super::{Line, line};
use crate::map::{View, is_on_mainland};
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
    let picture = Picture::of_links(&frame, registry, View::france(), registry.all(Level::Departement));
    page(&IndexPage { words, found, regions, picture, frame }).validators(&validators).into_response()
}
