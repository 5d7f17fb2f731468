//! The edge: one service around the program's router, and one pass over each request.
//!
//! It reads the language from the path, hands a [`Frame`] on, serves the embedded files, writes
//! failures in the visitor's language, ends what takes too long, and catches panics. No layer but
//! this one: the whole shell costs a few microseconds.

use crate::{
    Asset, Cache, Failure, Frame, Lang, Shell, appearance, compress, conditional::matches_any, deadline, form::is_api,
    is_local, security,
};
use axum::{
    Router,
    body::{Body, HttpBody},
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery},
    response::{IntoResponse, Redirect, Response},
};
use futures::{FutureExt, future::BoxFuture};
use http_body_util::Limited;
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
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
        Self { shell, router: router.merge(appearance::routes()) }
    }

    async fn answer(self, request: Request) -> Response {
        if let Some(asset) = self.shell.config().assets.at(request.uri().path()) {
            let mut response = asset_answer(asset, request.method(), request.headers());
            self.shell.headers().write(&mut response);
            return response;
        }
        let pack = compress::accepts(request.headers(), "gzip");
        let shell = Arc::clone(&self.shell);
        let mut response = self.page(request).await;
        shell.headers().write(&mut response);
        if pack { compress::gzip(response).await } else { response }
    }

    async fn page(mut self, mut request: Request) -> Response {
        let Some(lang) = take_language(&mut request) else { return Redirect::permanent("/en/").into_response() };
        let names_another_site = keep_on_this_site(&mut request);
        let shell = Arc::clone(&self.shell);
        let frame = Frame::new(self.shell, lang, request.uri().clone(), request.headers(), peer(&request));
        if names_another_site {
            return Failure::not_found().answer(&frame);
        }
        let response = match admit(&request, &frame) {
            Ok(()) if frame.is_open() && request.method() == Method::OPTIONS => {
                security::preflight(frame.upload().is_some())
            }
            Ok(()) => ask(&mut self.router, request, &frame).await,
            Err(refusal) => refusal.answer(&frame),
        };
        if frame.is_open() { shell.headers().open_to_all(response) } else { response }
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

/// The router's answer within its patience, or what it failed at in the visitor's language.
async fn ask(router: &mut Router, mut request: Request, frame: &Frame) -> Response {
    request.extensions_mut().insert(frame.clone());
    let limits = frame.shell().config().limits;
    // The cap is outermost: extractors look no deeper for its refusal.
    let call = |request| AssertUnwindSafe(router.call(capped(request, frame.body_limit()))).catch_unwind();
    match deadline::keep(limits.patience, request, call).await {
        Ok(Ok(Ok(response))) => finish(response, frame),
        Ok(Err(_)) => Failure::internal("a handler panicked").answer(frame),
        Err(failure) => failure.answer(frame),
    }
}

/// Refuses what is too large or comes from another site's page.
fn admit(request: &Request, frame: &Frame) -> Result<(), Failure> {
    let limits = &frame.shell().config().limits;
    let headers = request.headers();
    if request.uri().path_and_query().is_some_and(|whole| whole.as_str().len() > limits.address) {
        return Err(Failure::of_status(StatusCode::URI_TOO_LONG));
    }
    if headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > limits.headers {
        return Err(Failure::of_status(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
    }
    if !frame.upload().is_some_and(|upload| upload.is_open) && security::comes_from_elsewhere(request.method(), headers)
    {
        return Err(Failure::new(StatusCode::FORBIDDEN, "cross-site", "error-cross-site"));
    }
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if announced.and_then(|text| text.parse::<u64>().ok()).is_some_and(|length| length > frame.body_limit() as u64) {
        return Err(Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    Ok(())
}

/// Ends a body that goes past its limit, whatever length it announced.
fn capped(request: Request, limit: usize) -> Request {
    if request.body().is_end_stream() { request } else { request.map(|body| Body::new(Limited::new(body, limit))) }
}

fn peer(request: &Request) -> Option<IpAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
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

/// Takes off what a browser would read as another site's name in a link to this path: all but one of
/// the slashes, forward or backward, that it begins with. Says whether there was any.
fn keep_on_this_site(request: &mut Request) -> bool {
    let whole = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let inner = whole.trim_start_matches(['/', '\\']);
    if whole.len() - inner.len() < 2 {
        return false;
    }
    *request.uri_mut() = Uri::try_from(format!("/{inner}")).unwrap_or_default();
    true
}

/// The API has one address for all languages and asks the header.
fn language_of_api(request: &Request) -> Lang {
    if !is_api(request.uri().path()) {
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
        let target = frame.link(if trimmed.is_empty() { "/" } else { trimmed }, frame.query().same()).to_string();
        if is_local(&target) {
            return Redirect::permanent(&target).into_response();
        }
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
    let accepts = |coding| compress::accepts(headers, coding);
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
