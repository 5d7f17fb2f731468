//! The map of a search: a picture drawn by the server with its links, the list that says the same, the points for the
//! live map.

mod apart;
mod drawing;
mod places;

use axum::extract::State;
use axum::response::Response;
use essaim_geo::TerritoryCode;
use essaim_territories::Outlines;
use essaim_web::{Failure, Frame, Query, download};
use serde_json::json;

use crate::finding::{Filter, Search};
use crate::snapshot::Snapshot;
use crate::state::BankState;

use apart::Inset;
pub(crate) use drawing::small_map;
use places::{MapPlace, Places};

/// How many places the list names.
const LISTED: usize = 60;
/// How many experiences of the chosen place are named.
const NAMED: usize = 30;

/// What `_map.html` shows, as a variable named `map`.
pub(crate) struct MapView {
    /// The drawings, with a link on each mark: one for wide screens, one for phones.
    pub(super) drawing: String,
    /// Places far from the others, each drawn by itself.
    pub(super) insets: Vec<Inset>,
    /// The most frequent places.
    pub(super) places: Vec<PlaceLine>,
    /// How many places are not in the list.
    pub(super) more: usize,
    /// How many experiences have no place of their own.
    pub(super) without: usize,
    /// The place that the address chose.
    pub(super) chosen: Option<ChosenPlace>,
    /// Where the live map finds its points.
    pub(super) points: String,
    /// Who drew the outlines, and under which licence.
    pub(super) credit: String,
}

/// A place of the list.
pub(super) struct PlaceLine {
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) href: String,
    pub(super) here: bool,
}

/// The chosen place and what happens there.
pub(super) struct ChosenPlace {
    pub(super) name: String,
    pub(super) count: usize,
    /// Title, address, and the language of the title when it is not the page's.
    pub(super) experiences: Vec<(String, String, Option<&'static str>)>,
    /// Back to no place.
    pub(super) close: String,
    /// The search within this place.
    pub(super) list: String,
}

impl MapView {
    /// The map of all that a search finds. Its links go on from another: the same without what the bank does not have.
    pub(crate) fn of(
        snapshot: &Snapshot,
        ground: Outlines<'_>,
        (asked, search): (&Search, &Search),
        frame: &Frame,
        path: &'static str,
    ) -> Self {
        let found = Places::of(snapshot, asked);
        let query = search.to_query();
        let here = frame.query().get(super::search::PLACE).and_then(|code| code.parse::<TerritoryCode>().ok());
        let lines = found.places.iter().take(LISTED).map(|place| PlaceLine {
            name: name(snapshot, &place.territory),
            count: place.experiences.len(),
            href: place_link(frame, path, &query, &place.territory),
            here: here == Some(place.territory),
        });
        let chosen = here.and_then(|code| found.places.iter().find(|place| place.territory == code));
        let (drawing, apart) = drawing::draw(snapshot, ground, (search, &found.places), frame, path, here);
        Self {
            drawing,
            insets: apart::insets(snapshot, search, frame, path, &apart),
            places: lines.collect(),
            more: found.places.len().saturating_sub(LISTED),
            without: found.without,
            chosen: chosen.map(|place| ChosenPlace::of(snapshot, search, frame, path, place)),
            points: frame.link("/carte.geojson", query.remove("vue")).to_string(),
            credit: drawing::credits(ground, search),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many places the map shows, listed or not.
    pub(super) fn total(&self) -> usize {
        self.places.len() + self.more
    }
}

impl ChosenPlace {
    fn of(snapshot: &Snapshot, search: &Search, frame: &Frame, path: &str, place: &MapPlace) -> Self {
        let english = frame.lang() == essaim_web::Lang::En;
        let entries = place.experiences.iter().filter_map(|doc| snapshot.entries().get(*doc as usize));
        let experiences = entries.take(NAMED).map(|entry| {
            let experience = &entry.experience;
            let address = frame.url(&["/experiences/", experience.slug.as_str()].concat()).into_owned();
            let lang = (english && experience.english.is_none()).then_some("fr");
            (experience.text_in(english).title.clone(), address, lang)
        });
        let query = search.to_query();
        let inside = search.clone().without(Filter::Territory).within(Filter::Territory, &place.territory.to_string());
        Self {
            name: name(snapshot, &place.territory),
            count: place.experiences.len(),
            experiences: experiences.collect(),
            close: frame.link(path, query.same()).to_string(),
            list: frame.link("/experiences", inside.to_query().remove("vue")).to_string(),
        }
    }
}

/// How many experiences happen in some places: one that happens in several is one, as on the page that their link opens.
fn experiences(places: &[&MapPlace]) -> usize {
    let all = places.iter().flat_map(|place| &place.experiences);
    all.collect::<std::collections::BTreeSet<_>>().len()
}

/// A name that stands alone.
fn name(snapshot: &Snapshot, code: &TerritoryCode) -> String {
    snapshot.registry().label(code).unwrap_or_else(|| code.to_string())
}

/// The same map with a place chosen.
fn place_link(frame: &Frame, path: &str, query: &Query, code: &TerritoryCode) -> String {
    frame.link(path, query.set(super::search::PLACE, &code.to_string())).to_string()
}

/// `/carte.geojson`: the places of a search, a point each.
pub(crate) async fn points(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let search = Search::read(frame.query(), &[super::search::PLACE]);
    if let Some(key) = search.unknown.first() {
        return Err(Failure::bad_request().field(key.as_str(), "map-unknown-key", vec![("key", key.into())]));
    }
    let snapshot = state.snapshot()?;
    if let Some(refused) = crate::api::refuse_misunderstood(&frame, &snapshot, &search)? {
        return Ok(refused);
    }
    let validators = frame.file_validators((snapshot.revision(), frame.query()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let found = Places::of(&snapshot, &search);
    // One that happens in several places has the same number in each, so that a group of places counts it once.
    let feature = |place: &MapPlace| {
        let entries = place.experiences.iter().filter_map(|doc| snapshot.entries().get(*doc as usize));
        let experiences = entries.map(|entry| {
            let experience = &entry.experience;
            let english = frame.lang() == essaim_web::Lang::En;
            let lang = if english && experience.english.is_some() { "en" } else { "fr" };
            let url = frame.url(&["/experiences/", experience.slug.as_str()].concat()).into_owned();
            json!({ "title": &experience.text_in(english).title, "lang": lang, "url": url })
        });
        json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": [place.point.lon, place.point.lat] },
            "properties": {
                "territory": place.territory.to_string(),
                "name": name(&snapshot, &place.territory),
                "count": place.experiences.len(),
                "numbers": place.experiences,
                "experiences": experiences.take(NAMED).collect::<Vec<_>>(),
            },
        })
    };
    let features: Vec<_> = found.places.iter().map(feature).collect();
    let licence = json!({ "name": frame.licence().name, "url": frame.licence().url });
    let collection = json!({ "type": "FeatureCollection", "licence": licence, "features": features });
    let bytes = serde_json::to_vec(&collection).map_err(Failure::internal)?;
    let mut response = download(bytes, "application/geo+json", None);
    validators.write(response.headers_mut());
    Ok(response)
}
