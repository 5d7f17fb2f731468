//! Who comes with a request: the session of its cookie, before any handler sees it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use essaim_store::{Clock, Store};
use essaim_web::{Failure, Frame, Guest};

use crate::commands::{Recognised, recognise};
use crate::model::Secret;
use crate::{Actor, SessionId};

/// What recognising needs.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Where sessions are.
    pub store: Store,
    /// The time.
    pub clock: Clock,
}

/// The cookie that holds a session's key. Over HTTPS its name forbids that another site of the same domain sets it.
pub(crate) fn session_cookie(frame: &Frame) -> &'static str {
    if frame.is_secure() { "__Host-seance" } else { "seance" }
}

/// How long the browser keeps it, in days; the session itself ends sooner where nobody comes.
pub(crate) const COOKIE_DAYS: u32 = 30;

/// The key that a request's cookie holds.
pub(crate) fn session_key(frame: &Frame) -> Option<Secret> {
    frame.cookie(session_cookie(frame))?.parse().ok()
}

/// The session of a request, for handlers that need to know which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present(pub SessionId);

impl<S: Sync> FromRequestParts<S> for Present {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().copied().ok_or_else(|| crate::AccountsError::SignedOut.into())
    }
}

/// Recognises whoever comes, for all that lies within: a layer of the router.
///
/// A request with effects that comes with a session must show by its headers that a page of this site sent it: all
/// browsers do, and without it there would be no telling.
pub async fn identify(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let Some(frame) = request.extensions().get::<Frame>().cloned() else {
        return Failure::internal("this router is not inside a Site").into_response();
    };
    let is_sure = request.method().is_safe() || shows_its_origin(request.headers());
    if !is_sure && frame.path().starts_with(crate::SIGN_IN) {
        // Otherwise another site could sign somebody in under a name that is not hers.
        return Failure::new(StatusCode::FORBIDDEN, "cross-site", "error-cross-site").into_response();
    }
    let Some(key) = session_key(&frame) else { return next.run(request).await };
    let recognised = match recognise(&gate.store, gate.clock.now(), &key).await {
        Ok(recognised) => recognised,
        Err(error) => return Failure::from(error).into_response(),
    };
    let Some(Recognised { person, session, turned }) = recognised else {
        let mut response = next.run(request).await;
        // What is the same for all, and kept by others, says nothing of one browser.
        if response.status() != StatusCode::NOT_MODIFIED && !frame.is_open() {
            keep_private(&mut response);
            set(&frame, &mut response, "", 0);
        }
        return response;
    };
    if !is_sure {
        return Failure::new(StatusCode::FORBIDDEN, "cross-site", "error-cross-site").into_response();
    }
    frame.receive(Guest { name: person.called().to_owned() });
    request.extensions_mut().insert(Actor::Person(Arc::clone(&person)));
    request.extensions_mut().insert(Present(session));
    let mut response = next.run(request).await;
    keep_private(&mut response);
    if let Some(key) = turned {
        set(&frame, &mut response, &key.to_string(), COOKIE_DAYS);
    }
    response
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the headers say where a request comes from; the shell has already refused those that come from elsewhere.
fn shows_its_origin(headers: &HeaderMap) -> bool {
    headers.contains_key(FETCH_SITE) || headers.contains_key(header::ORIGIN)
}

/// Sets the session's cookie, unless the handler did: signing in or out says the last word.
fn set(frame: &Frame, response: &mut Response, key: &str, days: u32) {
    let name = session_cookie(frame);
    let is_set = |value: &HeaderValue| value.as_bytes().starts_with(name.as_bytes());
    if !response.headers().get_all(header::SET_COOKIE).iter().any(is_set) {
        response.headers_mut().append(header::SET_COOKIE, frame.set_cookie(name, key, days));
    }
}

/// A page that names somebody is nobody else's: no shared cache may hold it.
fn keep_private(response: &mut Response) {
    let headers = response.headers_mut();
    let is_public = headers.get(header::CACHE_CONTROL).is_none_or(|value| value != "no-store");
    if is_public {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}
