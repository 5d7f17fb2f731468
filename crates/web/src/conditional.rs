//! Conditional answers: nothing is sent again that the browser has.

use crate::{Cache, Frame, form::is_api};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use jiff::{Timestamp, tz::TimeZone};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What tells one state of an answer from another, with how long it may be kept and for which requests: all that the
/// answer and its 304 must say alike (RFC 9110, 15.4.5).
///
/// Tags are weak: the same page compressed or not is the same page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validators {
    etag: HeaderValue,
    modified: Option<Timestamp>,
    cache: Cache,
    vary: &'static str,
}

/// A page shows the theme and who is signed in, which cookies keep.
const PAGE: &str = "cookie, accept-encoding";
/// A file is the same for all.
const FILE: &str = "accept-encoding";
/// The API has one address for all languages.
const API: &str = "accept-language, accept-encoding";

impl Validators {
    /// A tag made of anything that the content depends on; prefer [`Frame::validators`] for pages.
    #[must_use]
    pub fn of(parts: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        parts.hash(&mut hasher);
        let etag = format!("W/\"{:016x}\"", hasher.finish());
        let etag = HeaderValue::try_from(etag).expect("hexadecimal digits are a valid header");
        Self { etag, modified: None, cache: Cache::Revalidate, vary: FILE }
    }

    /// Also says when the content last changed.
    #[must_use]
    pub const fn modified(mut self, at: Timestamp) -> Self {
        self.modified = Some(at);
        self
    }

    /// Another cache policy than asking again each time.
    #[must_use]
    pub const fn cache(mut self, cache: Cache) -> Self {
        self.cache = cache;
        self
    }

    /// Writes `ETag`, `Last-Modified`, `Cache-Control` and `Vary`.
    pub fn write(&self, headers: &mut HeaderMap) {
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, self.cache.header());
        headers.insert(header::VARY, HeaderValue::from_static(self.vary));
        if let Some(value) = self.modified.and_then(|at| HeaderValue::try_from(http_date(at)).ok()) {
            headers.insert(header::LAST_MODIFIED, value);
        }
    }

    fn match_request(&self, frame: &Frame) -> bool {
        if let Some(seen) = frame.if_none_match() {
            // If-None-Match wins over the date (RFC 9110, 13.2.2).
            return seen.to_str().is_ok_and(|tags| matches_any(tags, &self.etag));
        }
        let since = frame.if_modified_since().and_then(|value| value.to_str().ok()).and_then(parse_http_date);
        matches!((since, self.modified), (Some(since), Some(modified)) if modified.as_second() <= since.as_second())
    }
}

impl Frame {
    /// Validators of a page: the given parts (a revision, a list of keys) with all that the frame
    /// shows of itself: the build, the configuration, the language, the theme and who is signed in.
    #[must_use]
    pub fn validators(&self, parts: impl Hash) -> Validators {
        let validators = Validators::of((self.shell().mark(), self.lang(), self.theme(), self.guest(), parts));
        Validators { vary: PAGE, ..validators }
    }

    /// Validators of a file or of an answer of the API, which show nothing of the frame but its language.
    #[must_use]
    pub fn file_validators(&self, parts: impl Hash) -> Validators {
        let validators = Validators::of((self.shell().mark(), self.lang(), parts));
        Validators { vary: if is_api(self.path()) { API } else { FILE }, ..validators }
    }

    /// The answer 304 when the browser already has this state; ask before rendering.
    ///
    /// ```no_run
    /// # use essaim_web::{Frame, page, Failure};
    /// # use axum::response::{IntoResponse, Response};
    /// # #[derive(askama::Template)] #[template(source = "", ext = "html")] struct Book { frame: Frame }
    /// async fn book(frame: Frame) -> Response {
    ///     let revision = 12; // of what the page shows
    ///     let validators = frame.validators(revision);
    ///     if let Some(same) = frame.unchanged(&validators) {
    ///         return same;
    ///     }
    ///     page(&Book { frame }).validators(&validators).into_response()
    /// }
    /// ```
    #[must_use]
    pub fn unchanged(&self, validators: &Validators) -> Option<Response> {
        if !validators.match_request(self) {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        validators.write(response.headers_mut());
        Some(response)
    }
}

/// Weak comparison with each tag of the list.
pub(crate) fn matches_any(tags: &str, etag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    let own = etag.to_str().map(opaque).unwrap_or_default();
    tags.split(',').any(|tag| tag.trim() == "*" || opaque(tag) == own)
}

/// An instant as headers write it: `Sun, 06 Nov 1994 08:49:37 GMT`.
#[must_use]
pub fn http_date(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn parse_http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_compare_weakly_and_lists_are_read() {
        let tag = HeaderValue::from_static("W/\"abc\"");
        for seen in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(matches_any(seen, &tag), "{seen}");
        }
        assert!(!matches_any("\"abcd\"", &tag));
    }

    #[test]
    fn dates_go_out_and_come_back() {
        let at: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(parse_http_date(&http_date(at)), Some(at));
        assert_eq!(parse_http_date("yesterday"), None);
    }
}
