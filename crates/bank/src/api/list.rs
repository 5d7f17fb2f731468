//! `/api/v1/experiences`: a search, its counts, and where to go on.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_search::{Cursor, Request};
use essaim_web::{Failure, Frame, Validators};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{ExperienceItem, Writer};
use super::refusal::refuse_misunderstood;
use super::writer;
use crate::finding::{Filter, Search, counted};
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// How many items come when none is asked.
const LIMIT: usize = 20;
/// How many come at most.
const MOST: usize = 100;

/// A value of a facet, and how many experiences the same search finds with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetValue {
    /// Its key, as the address takes it.
    pub key: String,
    /// Its label.
    pub label: String,
    /// The total of the same search with this value added to those of its key.
    pub count: u32,
}

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExperienceList {
    /// The experiences.
    pub items: Vec<ExperienceItem>,
    /// How many there are in all.
    pub total: u32,
    /// For each key of the address, its values and what each would give.
    pub facets: BTreeMap<&'static str, Vec<FacetValue>>,
    /// To be sent as `after` for the following items; null on the last page.
    pub next: Option<String>,
}

/// Keys that pages understand and the API does not: it goes on with `after`, and has one form.
const PAGES_ONLY: [&str; 2] = ["page", "vue"];

/// What the API understands beside the filters.
struct Paging {
    limit: usize,
    after: Option<Cursor>,
}

/// Finds experiences.
#[utoipa::path(
    get,
    path = "/api/v1/experiences",
    tag = "experiences",
    params(super::description::SearchParameters, super::description::Headers),
    responses(
        (status = 200, description = "A page of the search", body = ExperienceList),
        (status = 304, description = "Nothing changed since the ETag sent"),
        (status = 400, description = "An unknown key, a value that is not understood or that the bank does not have, too many of them, or a territory that no table has: with those that bear its code", body = super::description::Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let mut search = Search::read(frame.query(), &["limit", "after"]);
    search.unknown.extend(PAGES_ONLY.into_iter().filter(|key| frame.query().get(key).is_some()).map(str::to_owned));
    let paging = paging(&frame, search.request(0).sort)?;
    if let Some(refused) = refuse_misunderstood(&frame, &snapshot, &search)? {
        return Ok(refused);
    }
    let validators = frame.file_validators((snapshot.revision(), frame.query().to_string()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let body = answer(&snapshot, &search, paging, &writer(&frame, &snapshot));
    Ok(with_validators(Json(body).into_response(), &validators))
}

fn with_validators(mut response: Response, validators: &Validators) -> Response {
    validators.write(response.headers_mut());
    response
}

fn answer(snapshot: &Snapshot, search: &Search, paging: Paging, writer: &Writer<'_>) -> ExperienceList {
    let base = search.request_after(paging.limit, paging.after);
    let request = Request { counts: Search::counted(), snippets: false, ..base };
    let found = snapshot.index().search(&request);
    let entries = found.hits.iter().filter_map(|hit| snapshot.entries().get(hit.doc as usize));
    let items = entries.map(|entry| writer.item(entry)).collect();
    let facets = counted().zip(&found.facets).filter_map(|(filter, values)| {
        let values = values.iter().filter(|value| value.count > 0).map(|value| FacetValue {
            key: value.value.to_owned(),
            label: label(snapshot, filter, value.value, writer.lang == essaim_web::Lang::En),
            count: value.count,
        });
        Some((filter.parameter()?, values.collect()))
    });
    let facets = facets.collect();
    ExperienceList { items, total: found.total, facets, next: found.next.map(|cursor| cursor.to_string()) }
}

fn label(snapshot: &Snapshot, filter: Filter, value: &str, english: bool) -> String {
    match filter.vocabulary() {
        Some(vocabulary) => snapshot.vocabularies().label(vocabulary, value, english).to_owned(),
        None => value.parse().map_or_else(|_| value.to_owned(), |code| snapshot.territory_name(&code)),
    }
}

/// `sort`: the order asked for; a place in another is no place in this one.
fn paging(frame: &Frame, sort: essaim_search::Sort) -> Result<Paging, Failure> {
    let query = frame.query();
    for key in ["q", "tri", "limit", "after"] {
        if query.all(key).nth(1).is_some() {
            return Err(Failure::bad_request().field(key, "api-key-twice", vec![]));
        }
    }
    let shown = |value: &str| ("value", value.chars().take(60).collect::<String>().into());
    let limit = match query.get("limit") {
        None => LIMIT,
        Some(text) => text.parse().ok().filter(|limit| (1..=MOST).contains(limit)).ok_or_else(|| {
            let range = vec![shown(text), ("least", 1.into()), ("most", MOST.into())];
            Failure::bad_request().field("limit", "api-limit-refused", range)
        })?,
    };
    let after = query.get("after").map(|text| {
        let refused = || Failure::bad_request().field("after", "api-value-refused", vec![shown(text)]);
        text.parse::<Cursor>().ok().filter(|cursor| cursor.sort() == sort).ok_or_else(refused)
    });
    let after = after.transpose()?;
    Ok(Paging { limit, after })
}
