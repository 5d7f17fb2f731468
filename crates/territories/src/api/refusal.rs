//! Refusals in the words of the national address service, as problem+json.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_web::Failure;
use serde_json::json;

use crate::tagging::TagError;

/// What is wrong with a request.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    title: String,
    detail: String,
}

impl Refusal {
    /// A request that is not understood.
    pub(super) fn new(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, title: title.into(), detail: detail.into() }
    }

    /// A parameter that is not there.
    pub(super) fn missing(name: &str) -> Self {
        Self::new("Missing parameter", format!("The \"{name}\" parameter is required."))
    }

    /// A parameter that means nothing.
    pub(super) fn invalid(name: &str, why: &str) -> Self {
        Self::new("Invalid parameter", format!("The \"{name}\" parameter is invalid. {why}"))
    }
}

/// Why there is no answer: in the words of that service, or in this program's.
#[derive(Debug)]
pub(super) enum Fault {
    /// What is asked is not understood.
    Refused(Refusal),
    /// Anything else.
    Failed(Failure),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<TagError> for Fault {
    fn from(fault: TagError) -> Self {
        match fault {
            TagError::Io(fault) => Self::Failed(Failure::internal(fault)),
            TagError::Empty => Self::Refused(Refusal::new("Empty file", "The table is empty.")),
            fault => Self::Refused(Refusal::new("Invalid file", fault.to_string())),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::Failed(failure) => failure.into_response(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, title, detail } = self;
        let mut response = Json(json!({
            "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail,
            // What clients of that service read.
            "description": detail, "code": "bad-request",
        }))
        .into_response();
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
