//! Many addresses: a list as JSON, or a table as CSV, given back while it is worked through.

use std::io::Write;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use essaim_web::{Budget, Failure, Frame};

use super::answer::body;
use super::asked::{AskedAddress, wish};
use crate::api::description::{QpvAnswer, Refused};
use crate::api::refusal::{Fault, Refusal};
use crate::api::{MOST, missing, streamed::streamed, unkept};
use crate::official::Holdings;
use crate::panel::TerritoriesState;
use crate::tagging::table::Dress;
use crate::tagging::{AddressColumns, Decisions, Missing, Progress, TagError, Tagging, Wish, tag, tell};

/// The most addresses that a list holds; a table may hold more.
const LISTED: usize = 10_000;

/// Says which priority neighbourhood each address of a list or of a table lies in.
#[utoipa::path(
    post,
    path = "/api/v1/qpv",
    tag = "qpv",
    params(("generation" = Option<String>, Query, description = "Which list of neighbourhoods: `2024`, `2015` or `both`; 2024 where none is told", pattern = "^(2024|2015|both)$")),
    request_body(content((Vec<AskedAddress> = "application/json"), (String = "text/csv")), description = "A list of 10,000 addresses or points at most, or a table in any usual dress, of 50 MB at most, whose columns are guessed by their names"),
    responses(
        (status = 200, description = "The answers in the order of the list, or the table with the columns `qpv_…` and `adresse_…`", content((Vec<QpvAnswer> = "application/json"), (String = "text/csv"))),
        (status = 400, description = "No list and no table, or one that is not understood", body = Refused, content_type = "application/problem+json"),
        (status = 415, description = "Neither JSON nor CSV", body = Refused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn many(
    State(state): State<TerritoriesState>,
    frame: Frame,
    request: Request,
) -> Result<Response, Fault> {
    frame.spend(Budget::File)?;
    let (wish, dress) = (wish(frame.query())?, dress(request.headers())?);
    let bytes = axum::body::to_bytes(request.into_body(), MOST).await.map_err(|fault| too_large(&fault))?;
    let holdings = state.node().holdings();
    match dress {
        Given::List => listed(holdings, wish, bytes).await,
        Given::Table => table(holdings, wish, bytes).await,
    }
}

/// What is given.
enum Given {
    List,
    Table,
}

fn dress(headers: &HeaderMap) -> Result<Given, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/json" => Ok(Given::List),
        "text/csv" | "text/plain" | "application/csv" | "text/tab-separated-values" => Ok(Given::Table),
        _ => Err(Failure::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
    }
}

fn too_large(_: &axum::Error) -> Failure {
    Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE)
}

async fn listed(holdings: Arc<Holdings>, wish: Wish, bytes: Bytes) -> Result<Response, Fault> {
    let invalid = |why: String| Refusal::new("Invalid list", why);
    let asked: Vec<AskedAddress> = serde_json::from_slice(&bytes).map_err(|fault| invalid(fault.to_string()))?;
    if asked.len() > LISTED {
        return Err(invalid(format!("A list holds {LISTED} at most: send a table.")).into());
    }
    let answers = tokio::task::spawn_blocking(move || answers(&holdings, wish, asked));
    Ok(unkept(Json(answers.await.map_err(Failure::internal)??).into_response()))
}

type Answers = Vec<serde_json::Map<String, serde_json::Value>>;

fn answers(holdings: &Holdings, wish: Wish, asked: Vec<AskedAddress>) -> Result<Answers, Fault> {
    wish.quarters(holdings).map_err(missing)?;
    let mut finder = holdings.addresses().map(|set| set.finder());
    let mut answers = Vec::with_capacity(asked.len());
    for (at, one) in asked.into_iter().enumerate() {
        let no_point = || Refusal::new("Invalid list", format!("Item {at} has no point on the globe."));
        let ask = one.ask().ok_or_else(no_point)?;
        let told = tell(holdings, finder.as_mut(), wish, &ask).map_err(missing)?;
        answers.push(body(&told));
    }
    Ok(answers)
}

async fn table(holdings: Arc<Holdings>, wish: Wish, bytes: Bytes) -> Result<Response, Fault> {
    wish.quarters(&holdings).map_err(missing)?;
    holdings.addresses().ok_or_else(|| missing(Missing::Addresses))?;
    let charset = Dress::charset(&bytes);
    Ok(unkept(streamed(None, charset, move |out| tagged(&holdings, wish, &bytes, out)).await?))
}

fn tagged(holdings: &Holdings, wish: Wish, table: &[u8], mut out: &mut dyn Write) -> Result<(), TagError> {
    let (Ok(quarters), Some(addresses)) = (wish.quarters(holdings), holdings.addresses()) else {
        return Err(TagError::Empty);
    };
    let tagging = Tagging::by(holdings, quarters, addresses, Decisions::default());
    tag(table, &mut out, &AddressColumns::default(), &tagging, Progress::default(), |_| Ok(())).map(|_| ())
}
