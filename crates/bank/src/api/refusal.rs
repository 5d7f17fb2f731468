//! What the API and the files say of an address that they do not understand, instead of answering something else.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame};

use super::description::{Candidate, Problem, ProblemField};
use crate::finding::{Search, Unknown, unknown_territories, unknown_values};
use crate::snapshot::Snapshot;

/// The refusal of a search that is not understood; none when all of it is.
///
/// # Errors
/// The same, where a page or a plain problem says it all.
pub(crate) fn refuse_misunderstood(
    frame: &Frame,
    snapshot: &Snapshot,
    search: &Search,
) -> Result<Option<Response>, Failure> {
    let unknown = unknown_territories(snapshot.registry(), search);
    let understood = search.unknown.is_empty() && search.refused.is_empty() && search.crowded.is_empty();
    if understood && unknown.is_empty() && unknown_values(snapshot, search).next().is_none() {
        return Ok(None);
    }
    if frame.wants_json() && !unknown.is_empty() {
        return Ok(Some(problem(frame, snapshot, search, &unknown)));
    }
    let mut failure = Failure::bad_request();
    for (field, message, args) in faults(snapshot, search, &unknown) {
        failure = failure.field(field, message, args.into_iter().map(|(name, value)| (name, value.into())).collect());
    }
    for candidate in candidates(snapshot, &unknown) {
        let query = frame.query().remove(TERRITORY).into_query();
        let link = frame.link(frame.path(), query.with(TERRITORY, &candidate.territory.to_string())).to_string();
        failure = failure.suggest(format!("{} ({})", candidate.name, candidate.territory), link);
    }
    Err(failure)
}

const TERRITORY: &str = "territoire";

/// A parameter, the key of what is wrong with it, and what that names.
type Fault<'a> = (&'a str, &'static str, Vec<(&'static str, String)>);

fn faults<'a>(snapshot: &Snapshot, search: &'a Search, unknown: &[Unknown<'_>]) -> Vec<Fault<'a>> {
    let keys = search.unknown.iter().map(|key| (key.as_str(), "api-key-unknown", Vec::new()));
    let refused = search.refused.iter().map(|(key, value)| (*key, "api-value-refused", vec![("value", shown(value))]));
    let territories = unknown.iter().map(|unknown| {
        let value = ("value", shown(unknown.value));
        let names: Vec<String> = candidates(snapshot, std::slice::from_ref(unknown))
            .map(|candidate| format!("{} ({})", candidate.territory, candidate.name))
            .collect();
        match names.as_slice() {
            [] => (TERRITORY, "api-territory-unknown", vec![value]),
            _ => (TERRITORY, "api-territory-bare", vec![value, ("candidates", names.join(", "))]),
        }
    });
    let most = || vec![("most", Search::VALUES_OF_A_KEY.to_string()), ("all", Search::VALUES.to_string())];
    let crowded = search.crowded.iter().map(|key| (*key, "api-crowded", most()));
    let values =
        unknown_values(snapshot, search).map(|(key, value)| (key, "api-value-unknown", vec![("value", shown(value))]));
    keys.chain(refused).chain(crowded).chain(values).chain(territories).collect()
}

/// A piece of the address, short enough to be shown.
fn shown(value: &str) -> String {
    value.chars().take(60).collect()
}

fn candidates<'a>(snapshot: &'a Snapshot, unknown: &'a [Unknown<'_>]) -> impl Iterator<Item = Candidate> + 'a {
    unknown.iter().flat_map(move |unknown| {
        unknown.candidates.iter().map(move |code| Candidate {
            value: unknown.value.to_owned(),
            territory: *code,
            name: snapshot.territory_name(code),
        })
    })
}

fn problem(frame: &Frame, snapshot: &Snapshot, search: &Search, unknown: &[Unknown<'_>]) -> Response {
    let errors = faults(snapshot, search, unknown).into_iter().map(|(field, message, args)| ProblemField {
        field: field.to_owned(),
        message: frame.tn(message, &args.into_iter().map(|(name, value)| (name, value.into())).collect::<Vec<_>>()),
    });
    let body = Problem {
        r#type: "about:blank".to_owned(),
        title: frame.t("error-bad-request-title").to_owned(),
        status: StatusCode::BAD_REQUEST.as_u16(),
        detail: frame.t("error-bad-request").to_owned(),
        code: "bad-request".to_owned(),
        instance: frame.path().to_owned(),
        errors: Some(errors.collect()),
        candidates: Some(candidates(snapshot, unknown).collect()),
    };
    let mut response = (StatusCode::BAD_REQUEST, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
