//! The machine forms of a territory.

use axum::response::{IntoResponse, Response};
use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Frame, download};
use serde_json::{Value, json};

use super::beside;
use crate::Territory;
use crate::map::contours_geojson;
use crate::panel::{Panel, TerritoriesState};

const GEOJSON: &str = "application/geo+json";

/// The outlines that a live map lies on.
pub(super) async fn contours(frame: Frame) -> Response {
    let validators = frame.file_validators("contours");
    if let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    let mut response = download(contours_geojson(), GEOJSON, None);
    validators.write(response.headers_mut());
    response
}

/// A territory as GeoJSON.
pub(super) fn geojson(text: String) -> Response {
    download(text, GEOJSON, None)
}

/// A territory with all that its page says.
pub(super) fn territory(state: &TerritoriesState, place: &Territory, panels: &[Panel]) -> Response {
    let (registry, code) = (state.registry(), place.code());
    let brief = |code: &TerritoryCode| json!({ "territory": code, "name": registry.get(code).map(Territory::name) });
    let told: Vec<Value> = registry
        .announcements(&code)
        .map(|told| {
            json!({
                "measure": match told.measure { crate::Measure::Qpv => "qpv", crate::Measure::Contrat => "contrat" },
                "part": (!told.part.is_empty()).then_some(&told.part),
                "announced": told.value, "source": told.source, "year": told.year,
                "counted": registry.counted(told),
            })
        })
        .collect();
    let contains: serde_json::Map<String, Value> = Level::ALL
        .into_iter()
        .map(|level| (level.to_string(), registry.children(&code, level).count().into()))
        .filter(|(_, count)| *count != 0)
        .collect();
    let panels: serde_json::Map<String, Value> = panels
        .iter()
        .map(|panel| (panel.key.to_owned(), json!({ "count": panel.count, "items": panel.json })))
        .collect();
    let mut body = json!({
        "territory": code,
        "level": place.level(),
        "code": code.code(),
        "name": place.name(),
        "generation": place.generation(),
        "point": place.point(),
        "population": place.population(),
        "population_band": registry.population_band(&code).map(|band| band.key()),
        "within": registry.ancestors(&code).iter().map(brief).collect::<Vec<_>>(),
        "contains": contains,
        "successors": place.successors(),
        "predecessors": place.predecessors(),
        "announcements": told,
        "source": registry.source(registry.source_key(place)),
        "panels": panels,
    });
    for (key, told) in beside::json(state, &code) {
        body[key] = told;
    }
    axum::Json(body).into_response()
}
