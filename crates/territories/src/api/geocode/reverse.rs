//! `/api/v1/geocode/reverse`: a point to addresses.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_web::Frame;

use super::asked::{Filters, limit, point};
use super::feature::{Asked, Feature, FeatureCollection};
use super::finding::near;
use crate::api::description::{Refused, ReverseParameters};
use crate::api::refusal::{Fault, Refusal};
use crate::api::{missing, unkept};
use crate::panel::TerritoriesState;
use crate::tagging::Missing;

/// Finds the addresses nearest to a point.
#[utoipa::path(
    get,
    path = "/api/v1/geocode/reverse",
    tag = "geocode",
    params(ReverseParameters),
    responses(
        (status = 200, description = "The nearest addresses within two kilometres, the nearest first", body = FeatureCollection),
        (status = 400, description = "A parameter that is missing or not understood", body = Refused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reverse(State(state): State<TerritoriesState>, frame: Frame) -> Result<Response, Fault> {
    Ok(unkept(Json(answer(&state, &frame)?).into_response()))
}

fn answer(state: &TerritoriesState, frame: &Frame) -> Result<FeatureCollection, Fault> {
    let query = frame.query();
    let (limit, filters) = (limit(query, 1)?, Filters::read(query)?);
    let has_lat = ["lat", "latitude"].iter().any(|name| query.get(name).is_some_and(|text| !text.is_empty()));
    let point = point(query)?.ok_or_else(|| Refusal::missing(if has_lat { "lon" } else { "lat" }))?;
    let holdings = state.node().holdings();
    let set = holdings.addresses().ok_or_else(|| missing(Missing::Addresses))?;
    let found = near(set.addresses(), point, &filters, limit);
    let features = found.iter().map(|(found, metres)| Feature::of(state.registry(), found, Some(*metres))).collect();
    Ok(FeatureCollection::new(features, &Asked::default(), &filters, limit))
}
