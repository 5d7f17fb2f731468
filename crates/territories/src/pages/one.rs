//! The page of one territory.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use essaim_geo::{Generation, Level, TerritoryCode};
use essaim_web::{Failure, Frame, page};

use super::beside::Beside;
use super::picture::Picture;
use super::{Line, href, json, kind_key, line};
use crate::map::feature_geojson;
use crate::panel::{Panel, TerritoriesState};
use crate::{Measure, Source, Territory};

/// How many children of a level are listed; a longer list is folded, and cut beyond the second.
const OPEN: usize = 24;
const LISTED: usize = 600;

/// What is listed of a territory, with the key of its title.
const CHILDREN: [(Level, Option<Generation>, &str); 7] = [
    (Level::Departement, None, "territory-count-departement"),
    (Level::Qpv, Some(Generation::G2024), "territory-count-qpv-2024"),
    (Level::Qpv, Some(Generation::G2015), "territory-count-qpv-2015"),
    (Level::Contrat, None, "territory-count-contrat"),
    (Level::Epci, None, "territory-count-epci"),
    (Level::Arrondissement, None, "territory-count-arrondissement"),
    (Level::Commune, None, "territory-count-commune"),
];

/// Children of one level, or neighbours.
struct Group {
    level: &'static str,
    total: usize,
    lines: Vec<Line>,
}

impl Group {
    fn is_long(&self) -> bool {
        self.lines.len() > OPEN
    }

    fn left_out(&self) -> usize {
        self.total - self.lines.len()
    }
}

/// A number announced beside the number counted.
struct Told {
    /// The part of the territory; empty for the whole.
    part: String,
    measure: &'static str,
    announced: u32,
    year: u16,
    source: &'static Source,
    counted: usize,
    counted_source: &'static Source,
}

#[derive(Template)]
#[template(path = "territory.html")]
struct TerritoryPage {
    frame: Frame,
    code: String,
    official: String,
    name: String,
    kind: &'static str,
    above: Vec<Line>,
    groups: Vec<Group>,
    picture: Option<Picture>,
    population: Option<u32>,
    population_source: Option<&'static Source>,
    source: Option<&'static Source>,
    before: Vec<Line>,
    after: Vec<Line>,
    point_is_the_successors: bool,
    told: Vec<Told>,
    beside: Beside,
    panels: Vec<Panel>,
}

#[derive(Template)]
#[template(path = "territory_candidates.html")]
struct CandidatesPage {
    frame: Frame,
    code: String,
    candidates: Vec<Line>,
}

/// The form asked for by the end of the address.
enum Form {
    Page,
    Json,
    GeoJson,
}

pub(super) async fn one(
    State(state): State<TerritoriesState>,
    Path(asked): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (text, form) = match (asked.strip_suffix(".json"), asked.strip_suffix(".geojson")) {
        (Some(text), _) => (text, Form::Json),
        (_, Some(text)) => (text, Form::GeoJson),
        _ => (asked.as_str(), Form::Page),
    };
    let Ok(code) = text.parse::<TerritoryCode>() else { return bare(&state, &frame, text) };
    let Some(place) = state.registry().get(&code) else { return past(&state, &frame, &code) };
    if code.to_string() != text {
        return Ok(Redirect::permanent(&href(&frame, &code)).into_response());
    }
    let validators = match form {
        Form::Page => frame.validators((state.revision(), &asked)),
        Form::Json | Form::GeoJson => frame.file_validators((state.revision(), &asked)),
    };
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let panels = || state.panels().iter().filter_map(|panel| panel.panel(&frame, &code)).collect::<Vec<Panel>>();
    let mut response = match form {
        Form::Page => page(&territory(&state, frame.clone(), place, panels())).into_response(),
        Form::Json => json::territory(&state, place, &panels()),
        Form::GeoJson => json::geojson(feature_geojson(state.registry(), &code).ok_or_else(|| unknown(&frame))?),
    };
    validators.write(response.headers_mut());
    Ok(response)
}

/// A commune that is no more: the one that took over, or those among which to choose.
fn past(state: &TerritoriesState, frame: &Frame, code: &TerritoryCode) -> Result<Response, Failure> {
    let heirs = if code.level() == Level::Commune { state.registry().successors(code.code()) } else { Vec::new() };
    match heirs.as_slice() {
        [] => Err(unknown(frame)),
        // Not for ever: a commune may be re-established.
        [only] => Ok(Redirect::temporary(&href(frame, only)).into_response()),
        several => Ok(candidates(state, frame, code.code(), several)),
    }
}

/// A code without its level: the only territory that has it, or those among which to choose.
fn bare(state: &TerritoriesState, frame: &Frame, text: &str) -> Result<Response, Failure> {
    let registry = state.registry();
    match registry.resolve_bare(text).as_slice() {
        [] => Err(unknown(frame)),
        [only] => Ok(Redirect::permanent(&href(frame, only)).into_response()),
        several => Ok(candidates(state, frame, text, several)),
    }
}

fn candidates(state: &TerritoriesState, frame: &Frame, text: &str, several: &[TerritoryCode]) -> Response {
    let (registry, count) = (state.registry(), state.counter());
    let places = several.iter().filter_map(|code| registry.get(code));
    let candidates = places.map(|place| line(frame, registry, place, count(&place.code()))).collect();
    let body = CandidatesPage { code: text.to_uppercase(), candidates, frame: frame.clone() };
    page(&body).status(StatusCode::MULTIPLE_CHOICES).into_response()
}

fn unknown(frame: &Frame) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "unknown-territory", "territory-unknown")
        .suggest(frame.t("territories-title").to_owned(), frame.url("/territoires").into_owned())
}

fn territory(state: &TerritoriesState, frame: Frame, place: &Territory, panels: Vec<Panel>) -> TerritoryPage {
    let (registry, code, count) = (state.registry(), place.code(), state.counter());
    let tell = |code: &TerritoryCode| registry.get(code).map(|place| line(&frame, registry, place, count(code)));
    let listed = |key: &'static str, mut inside: Vec<&Territory>| {
        // Where something happens comes first; the order of codes stays otherwise.
        inside.sort_by_key(|place| std::cmp::Reverse(count(&place.code())));
        let lines = inside.iter().take(LISTED).map(|place| line(&frame, registry, place, count(&place.code())));
        Group { level: key, total: inside.len(), lines: lines.collect() }
    };
    let mut groups: Vec<Group> = CHILDREN
        .into_iter()
        .map(|(level, generation, key)| {
            let inside = registry.children(&code, level).filter(|place| place.generation() == generation);
            listed(key, inside.collect())
        })
        .collect();
    groups.push(listed("territory-count-neighbours", registry.neighbours(&code)));
    groups.retain(|group| group.total > 0);
    TerritoryPage {
        code: code.to_string(),
        official: code.code().to_owned(),
        name: place.name().to_owned(),
        kind: kind_key(place),
        above: registry.ancestors(&code).iter().rev().filter_map(tell).collect(),
        groups,
        picture: Picture::of(&frame, registry, &code),
        population: place.population(),
        population_source: registry.population_source(place),
        source: registry.source(registry.source_key(place)),
        before: place.predecessors().iter().filter_map(tell).collect(),
        after: place.successors().iter().filter_map(tell).collect(),
        point_is_the_successors: place.point_is_the_successors(),
        told: announced(state, &code),
        beside: Beside::of(&frame, state, &code),
        panels,
        frame,
    }
}

fn announced(state: &TerritoriesState, code: &TerritoryCode) -> Vec<Told> {
    let registry = state.registry();
    let told = registry.announcements(code).filter_map(|told| {
        let (measure, table) = match told.measure {
            Measure::Qpv => ("territory-measure-qpv", "qpv-2015"),
            Measure::Contrat => ("territory-measure-contrat", "contrats-2015"),
        };
        Some(Told {
            part: told.part.to_string(),
            measure,
            announced: told.value,
            year: told.year,
            source: Source::of(&told.source)?,
            counted: registry.counted(told),
            counted_source: Source::of(table)?,
        })
    });
    told.collect()
}
