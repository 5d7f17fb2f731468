//! The edge: one service around the program's router, and one pass over each request.
//!
//! It reads the language from the path, hands a [`Frame`] on, serves the embedded files, writes
//! failures in the visitor's language, and catches panics. No layer but this one: the whole shell
//! costs a few microseconds.

use crate::{Asset, Cache, Failure, Frame, Lang, Shell, conditional::matches_any};
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery},
    response::{IntoResponse, Redirect, Response},
};
use futures::{FutureExt, future::BoxFuture};
use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    sync::Arc,
    task::{Context, Poll},
};
use tower::Service;

/// The program's router inside its shell: what the server serves and the tests call.
#[derive(Clone, Debug)]
pub struct Site {
    shell: Arc<Shell>,
    router: Router,
}

impl Site {
    /// Wraps a router whose routes are written without language: `/experiences` also answers at
    /// `/en/experiences`.
    #[must_use]
    pub fn new(shell: Arc<Shell>, router: Router) -> Self {
        Self { shell, router }
    }

    async fn answer(mut self, mut request: Request) -> Response {
        if let Some(asset) = self.shell.config().assets.at(request.uri().path()) {
            return asset_answer(asset, request.method(), request.headers());
        }
        let lang = match take_language(&mut request) {
            Some(lang) => lang,
            None => return Redirect::permanent("/en/").into_response(),
        };
        let frame = Frame::new(Arc::clone(&self.shell), lang, request.uri().clone(), request.headers());
        request.extensions_mut().insert(frame.clone());
        let answer = AssertUnwindSafe(self.router.call(request)).catch_unwind().await;
        match answer {
            Ok(Ok(response)) => finish(response, &frame),
            Err(_) => Failure::internal("a handler panicked").answer(&frame),
        }
    }
}

impl Service<Request> for Site {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        Box::pin(self.clone().answer(request).map(Ok))
    }
}

/// Takes `/en` off the path; `None` for `/en` itself, which moves to `/en/`.
fn take_language(request: &mut Request) -> Option<Lang> {
    let Some(rest) = request.uri().path().strip_prefix("/en") else {
        return Some(language_of_api(request));
    };
    if rest.is_empty() {
        return None;
    }
    if !rest.starts_with('/') {
        return Some(Lang::Fr);
    }
    let whole = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let Ok(inner) = Uri::try_from(&whole[3..]) else {
        return Some(Lang::Fr);
    };
    *request.uri_mut() = inner;
    Some(Lang::En)
}

/// The API has one address for all languages and asks the header.
fn language_of_api(request: &Request) -> Lang {
    if !request.uri().path().starts_with("/api/") {
        return Lang::Fr;
    }
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map_or(Lang::Fr, Lang::negotiate)
}

/// Writes a failure that a handler returned, or that the router made by itself.
fn finish(mut response: Response, frame: &Frame) -> Response {
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        return failure.answer(frame);
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_written(&response) {
        return response;
    }
    let path = frame.path();
    if status == StatusCode::NOT_FOUND && path.len() > 1 && path.ends_with('/') {
        let trimmed = path.trim_end_matches('/');
        let query = frame.link(if trimmed.is_empty() { "/" } else { trimmed }, frame.query().same());
        return Redirect::permanent(&query.to_string()).into_response();
    }
    let mut written = Failure::of_status(status).answer(frame);
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        written.headers_mut().insert(header::ALLOW, allow);
    }
    written
}

/// Whether a handler wrote this error answer itself; the router's own are empty or plain text.
fn is_written(response: &Response) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    content_type.is_some_and(|value| !value.as_bytes().starts_with(b"text/plain"))
}

fn asset_answer(asset: &Asset, method: &Method, headers: &HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let accepts = |coding| headers.get(header::ACCEPT_ENCODING).is_some_and(|value| accepts_coding(value, coding));
    let (bytes, coding) = match (asset.brotli, asset.gzip) {
        (Some(bytes), _) if accepts("br") => (bytes, Some("br")),
        (_, Some(bytes)) if accepts("gzip") => (bytes, Some("gzip")),
        _ => (asset.bytes, None),
    };
    let etag = format!("\"{}{}\"", asset.etag, coding.map(|coding| format!("-{coding}")).unwrap_or_default());
    let Ok(etag) = HeaderValue::try_from(etag) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = seen.is_some_and(|tags| matches_any(tags, &etag));
    let mut response = Response::new(if same { Body::empty() } else { Body::from(bytes) });
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let cache = if asset.is_fingerprinted() { Cache::Forever } else { Cache::Seconds(86_400) };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::CACHE_CONTROL, cache.header());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// Whether `Accept-Encoding` names this coding and does not refuse it.
fn accepts_coding(header: &HeaderValue, coding: &str) -> bool {
    let Ok(list) = header.to_str() else {
        return false;
    };
    list.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}
