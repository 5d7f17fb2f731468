//! What goes wrong: one value with its status, its stable code and its message, told as a page in the
//! visitor's language or as problem+json.

use crate::{Arg, Frame};
use askama::Template;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{fmt::Display, sync::Arc};

/// Something to try instead, shown as a link on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it says, in the visitor's language.
    pub label: String,
    /// Where it leads, language included.
    pub href: String,
}

/// A fault of one field or parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldFault {
    /// The field's name, as sent.
    pub field: String,
    /// The key of what is wrong with it.
    pub message: &'static str,
    /// The variables of the message.
    pub args: Vec<(&'static str, Arg)>,
}

/// A refusal or a fault, on its way to whoever asked.
///
/// Its message key names two messages: `key-title` (what happened) and `key` (what to do now). A
/// handler returns `Result<_, Failure>`; the [`crate::Site`] writes it in the right language and form.
#[derive(Clone, Debug)]
pub struct Failure(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    args: Vec<(&'static str, Arg)>,
    fields: Vec<FieldFault>,
    suggestions: Vec<Suggestion>,
    retry_after: Option<u32>,
}

impl Failure {
    /// A failure with a status, a stable code and the key of its messages.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self(Arc::new(Inner {
            status,
            code,
            message,
            args: Vec::new(),
            fields: Vec::new(),
            suggestions: Vec::new(),
            retry_after: None,
        }))
    }

    /// 404: there is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "error-not-found")
    }

    /// 400: the request cannot be understood.
    #[must_use]
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "error-bad-request")
    }

    /// 429: too many requests; `seconds` says when to come back.
    #[must_use]
    pub fn too_many_requests(seconds: u32) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "error-too-many-requests").retry_after(seconds)
    }

    /// 503: not now, but in some seconds.
    #[must_use]
    pub fn unavailable(seconds: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "error-unavailable").retry_after(seconds)
    }

    /// 500: nobody outside can act on it. The cause is logged here, once, and never shown.
    #[must_use]
    pub fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "error-internal")
    }

    /// Any other status, with the shell's own messages.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let (code, message) = match status {
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "error-method-not-allowed"),
            StatusCode::REQUEST_TIMEOUT => ("request-timeout", "error-request-timeout"),
            StatusCode::PAYLOAD_TOO_LARGE => ("payload-too-large", "error-payload-too-large"),
            StatusCode::URI_TOO_LONG => ("uri-too-long", "error-uri-too-long"),
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => ("headers-too-large", "error-headers-too-large"),
            StatusCode::FORBIDDEN => ("forbidden", "error-forbidden"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported-media-type", "error-unsupported-media-type"),
            StatusCode::TOO_MANY_REQUESTS => return Self::too_many_requests(60),
            StatusCode::SERVICE_UNAVAILABLE => return Self::unavailable(30),
            status if status.is_server_error() => ("internal", "error-internal"),
            _ => ("bad-request", "error-bad-request"),
        };
        Self::new(status, code, message)
    }

    /// Gives a variable to the messages.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.inner().args.push((name, value.into()));
        self
    }

    /// Adds the fault of one field or parameter.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        self.inner().fields.push(FieldFault { field: field.into(), message, args });
        self
    }

    /// Adds something to try instead.
    #[must_use]
    pub fn suggest(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.inner().suggestions.push(Suggestion { label: label.into(), href: href.into() });
        self
    }

    /// Says in how many seconds to come back.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.inner().retry_after = Some(seconds);
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    fn inner(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.0)
    }

    fn title(&self, frame: &Frame) -> String {
        frame.tn(&[self.0.message, "-title"].concat(), &self.0.args)
    }

    fn detail(&self, frame: &Frame) -> String {
        frame.tn(self.0.message, &self.0.args)
    }

    /// Writes the failure for the one who asked.
    #[must_use]
    pub fn answer(&self, frame: &Frame) -> Response {
        let mut response = if frame.wants_json() { self.problem(frame) } else { self.page(frame) };
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn page(&self, frame: &Frame) -> Response {
        let lines = self.0.fields.iter().map(|fault| (fault.field.clone(), frame.tn(fault.message, &fault.args)));
        crate::page(&ErrorPage {
            title: self.title(frame),
            detail: self.detail(frame),
            status: self.0.status.as_u16(),
            fields: lines.collect(),
            suggestions: &self.0.suggestions,
            frame: frame.clone(),
        })
        .into_response()
    }

    /// RFC 9457.
    fn problem(&self, frame: &Frame) -> Response {
        let errors: Vec<_> = self
            .0
            .fields
            .iter()
            .map(|fault| serde_json::json!({ "field": fault.field, "message": frame.tn(fault.message, &fault.args) }))
            .collect();
        let mut problem = serde_json::json!({
            "type": "about:blank",
            "title": self.title(frame),
            "status": self.0.status.as_u16(),
            "detail": self.detail(frame),
            "code": self.0.code,
            "instance": frame.path(),
        });
        if !errors.is_empty() {
            problem["errors"] = errors.into();
        }
        let mut response = Json(problem).into_response();
        let content_type = HeaderValue::from_static("application/problem+json; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}

/// Not written yet: the [`crate::Site`] knows the language and the form, and writes it on the way out.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    title: String,
    detail: String,
    status: u16,
    fields: Vec<(String, String)>,
    suggestions: &'a [Suggestion],
}

impl ErrorPage<'_> {
    /// A comb whose middle cell is missing: what was asked for. The words beside it say so.
    fn cells(&self) -> String {
        let mut cells = ["cell--hosts"; 7];
        cells[0] = "cell--missing";
        crate::Comb::svg(&cells, 1.6)
    }
}
