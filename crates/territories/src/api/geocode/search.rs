//! `/api/v1/geocode/search`: a text to addresses.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_web::Frame;

use super::asked::{Filters, autocomplete, limit, point, text};
use super::feature::{Asked, Feature, FeatureCollection};
use super::finding::{Looking, find};
use crate::api::description::{Refused, SearchParameters};
use crate::api::refusal::Fault;
use crate::api::{missing, unkept};
use crate::panel::TerritoriesState;
use crate::tagging::Missing;

/// How many answers come where none is asked.
const LIMIT: usize = 5;

/// Finds addresses by a text.
#[utoipa::path(
    get,
    path = "/api/v1/geocode/search",
    tag = "geocode",
    params(SearchParameters),
    responses(
        (status = 200, description = "What the text may mean, the likeliest first", body = FeatureCollection),
        (status = 400, description = "A parameter that is missing or not understood", body = Refused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search(State(state): State<TerritoriesState>, frame: Frame) -> Result<Response, Fault> {
    Ok(unkept(Json(answer(&state, &frame)?).into_response()))
}

fn answer(state: &TerritoriesState, frame: &Frame) -> Result<FeatureCollection, Fault> {
    let query = frame.query();
    let (text, limit, near) = (text(query)?, limit(query, LIMIT)?, point(query)?);
    let filters = Filters::read(query)?;
    let looking = Looking { text, is_unfinished: autocomplete(query)?, near, filters: &filters };
    let holdings = state.node().holdings();
    let set = holdings.addresses().ok_or_else(|| missing(Missing::Addresses))?;
    let found = find(&mut set.finder(), set.addresses(), &looking, limit);
    let features = found.iter().map(|found| Feature::of(state.registry(), found, None)).collect();
    let asked = Asked { query: Some(text), center: near };
    Ok(FeatureCollection::new(features, &asked, &filters, limit))
}
