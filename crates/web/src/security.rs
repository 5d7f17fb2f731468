//! The headers that keep a page from doing what it should not, made once at start.

use crate::{
    ShellConfig, Tiles,
    page::{Framable, WithMap, WithPosition},
};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
/// What open data is asked with.
const METHODS: &str = "GET, HEAD, OPTIONS";
/// The same, where it also takes a table.
const UPLOAD_METHODS: &str = "GET, HEAD, POST, OPTIONS";
/// The headers that another site's script may send along.
const ASKED: &str = "accept, accept-language, content-type, if-modified-since, if-none-match";
/// The headers of an answer that it may read.
const EXPOSED: &str = "content-disposition, content-location, etag, last-modified, link, retry-after";
const WITHOUT_POSITION: &str = "camera=(), microphone=(), geolocation=(), payment=()";
/// Of a page that asks where the visitor is, when she wishes so.
const WITH_POSITION: &str = "camera=(), microphone=(), geolocation=(self), payment=()";
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// One content security policy for each kind of page.
pub(crate) struct Headers {
    plain: HeaderValue,
    map: HeaderValue,
    framed: HeaderValue,
    framed_map: HeaderValue,
    /// Where the licence of the contents is, as a header says it.
    licence: Option<HeaderValue>,
    https: bool,
}

impl Headers {
    /// `None` when a configured origin cannot stand in a header.
    pub(crate) fn new(config: &ShellConfig) -> Option<Self> {
        let tiles = config.tiles.as_ref().map(Tiles::origin).unwrap_or_default();
        let ancestors = ["'self'", &config.framed_by.join(" ")].join(" ");
        let policy = |map: bool, framed: bool| {
            let tiles = if map { tiles.as_str() } else { "" };
            let blob = if map { "blob:" } else { "" };
            let ancestors = if framed { ancestors.as_str() } else { "'none'" };
            let worker = if map { "'self' blob:" } else { "'none'" };
            let text = format!(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {blob} {tiles}; \
                 font-src 'self'; connect-src 'self' {tiles}; worker-src {worker}; frame-src 'self'; \
                 form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
            );
            let tidy: Vec<&str> = text.split_whitespace().collect();
            HeaderValue::try_from(tidy.join(" ").replace(" ;", ";")).ok()
        };
        Some(Self {
            plain: policy(false, false)?,
            map: policy(true, false)?,
            framed: policy(false, true)?,
            framed_map: policy(true, true)?,
            licence: HeaderValue::try_from(format!("<{}>; rel=\"license\"", config.licence.url)).ok(),
            https: config.public_url.starts_with("https://"),
        })
    }

    /// Lets any other site's scripts read an answer, which is open data, and names the licence that it comes under.
    pub(crate) fn open_to_all(&self, mut response: Response) -> Response {
        let is_content = matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        if let Some(licence) = self.licence.as_ref().filter(|_| is_content) {
            headers.append(header::LINK, licence.clone());
        }
        response
    }

    /// Writes the headers that every answer bears, but one: a browser puts those of a 304 in place of those of the page
    /// that it keeps, and the answer knows no more which policy that page needs.
    pub(crate) fn write(&self, response: &mut Response) {
        if response.status() == StatusCode::NOT_MODIFIED {
            return;
        }
        let framed = response.extensions().get::<Framable>().is_some();
        let map = response.extensions().get::<WithMap>().is_some();
        let position = response.extensions().get::<WithPosition>().is_some();
        let policy = match (framed, map) {
            (false, false) => &self.plain,
            (false, true) => &self.map,
            (true, false) => &self.framed,
            (true, true) => &self.framed_map,
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
        headers.insert(PERMISSIONS, HeaderValue::from_static(if position { WITH_POSITION } else { WITHOUT_POSITION }));
        if !framed {
            headers.insert(OPENER, HeaderValue::from_static("same-origin"));
            headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        }
        if self.https {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
        }
    }
}

/// Whether another site's page sends this request with effects. Browsers say so by themselves
/// (`Sec-Fetch-Site`, else `Origin`); programs send neither and are let through.
pub(crate) fn comes_from_elsewhere(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return false;
    }
    if let Some(site) = headers.get(FETCH_SITE) {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, authority)| authority != host),
        (origin, _) => origin.is_some(),
    }
}

/// The answer to a browser that asks whether another site's script may read what is open.
pub(crate) fn preflight(is_upload: bool) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    let methods = HeaderValue::from_static(if is_upload { UPLOAD_METHODS } else { METHODS });
    headers.insert(header::ALLOW, methods.clone());
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ASKED));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}
