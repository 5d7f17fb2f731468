//! The machine forms of a territory.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Failure, Frame, download};
use serde_json::{Value, json};

use super::beside;
use super::one::unknown;
use crate::Territory;
use crate::map::{country_geojson, view_geojson};
use crate::outline::Outlines;
use crate::panel::{Panel, TerritoriesState};

const GEOJSON: &str = "application/geo+json";

/// The régions and départements that a live map lies on.
pub(super) async fn country(State(state): State<TerritoriesState>, frame: Frame) -> Result<Response, Failure> {
    view(&state, &frame, "", |outlines| Some(country_geojson(outlines))).await
}

/// What a live map of a territory shows first.
pub(super) async fn first_view(
    State(state): State<TerritoriesState>,
    Path(asked): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let code: TerritoryCode = asked.parse().map_err(|_| unknown(&frame))?;
    view(&state, &frame, &code.to_string(), move |outlines| view_geojson(outlines, &code)).await
}

async fn view(
    state: &TerritoriesState,
    frame: &Frame,
    of: &str,
    make: impl FnOnce(Outlines<'_>) -> Option<String> + Send + 'static,
) -> Result<Response, Failure> {
    let validators = frame.file_validators((state.ground_revision(), "contours", of));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let text = state.views().made(state, of, make).await.ok_or_else(|| unknown(frame))?;
    let mut response = download(text, GEOJSON, None);
    validators.write(response.headers_mut());
    Ok(response)
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
