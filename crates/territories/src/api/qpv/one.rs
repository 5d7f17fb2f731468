//! One address, or one point.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame};

use super::answer::body;
use super::asked::{QpvParameters, ask, wish};
use crate::api::description::{QpvAnswer, Refused};
use crate::api::{missing, unkept};
use crate::panel::TerritoriesState;
use crate::tagging::tell;

/// Says which priority neighbourhood an address or a point lies in.
#[utoipa::path(
    get,
    path = "/api/v1/qpv",
    tag = "qpv",
    params(QpvParameters),
    responses(
        (status = 200, description = "The verdict, its reason, the distance to the edge, the address found and the vintages; with `generation=both`, the keys `qpv_…` twice, with `_2015` and `_2024`", body = QpvAnswer),
        (status = 400, description = "Neither an address nor a point, or a generation that does not exist", body = Refused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(State(state): State<TerritoriesState>, frame: Frame) -> Result<Response, Failure> {
    let (ask, wish) = (ask(frame.query())?, wish(frame.query())?);
    let holdings = state.node().holdings();
    let told = tell(&holdings, None, wish, &ask).map_err(missing)?;
    Ok(unkept(Json(body(&told)).into_response()))
}
