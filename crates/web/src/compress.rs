//! gzip for answers made on the spot, when the browser reads it and it pays.

use axum::{
    body::{Body, HttpBody},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Below this, the headers weigh as much as what is saved.
const LEAST: u64 = 1024;
/// Above this, the answer is a file on its way to a disk: compressing it would hold others up.
const MOST: u64 = 4 * 1024 * 1024;
/// From here on the work leaves the thread that answers others.
const LONG: u64 = 256 * 1024;

/// Whether `Accept-Encoding` names this coding and does not refuse it.
pub(crate) fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let Some(list) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else { return false };
    list.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}

/// Compresses the body where it pays; the rest goes as it is.
pub(crate) async fn gzip(response: Response) -> Response {
    let length = response.body().size_hint().exact().unwrap_or(0);
    if !(LEAST..=MOST).contains(&length) || !is_text(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The length is exact, so the body is whole already and this does not wait.
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let packed = if length < LONG {
        pack(&bytes)
    } else {
        let copy = bytes.clone();
        tokio::task::spawn_blocking(move || pack(&copy)).await.ok().flatten()
    };
    let Some(packed) = packed else { return Response::from_parts(parts, Body::from(bytes)) };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.remove(header::CONTENT_LENGTH);
    if !parts.headers.contains_key(header::VARY) {
        parts.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    Response::from_parts(parts, Body::from(packed))
}

fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(2));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn is_text(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let text = content_type.starts_with(b"text/")
        || [&b"json"[..], b"xml", b"javascript"]
            .iter()
            .any(|kind| content_type.windows(kind.len()).any(|w| w == *kind));
    // Office files are XML inside a zip: their type says xml, their bytes do not shrink.
    text && !content_type.windows(7).any(|w| w == b"openxml") && !headers.contains_key(header::CONTENT_ENCODING)
}
