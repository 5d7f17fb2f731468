//! Answers: an HTML page or a file, each saying how long it may be kept.

use crate::{Failure, Validators, buffer::Buffer};
use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// How long an answer may be kept, and by whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cache {
    /// Kept, but asked again each time (a validator makes that cheap). The default of pages.
    #[default]
    Revalidate,
    /// Kept by anyone for some seconds.
    Seconds(u32),
    /// Kept for ever: the address changes with the content.
    Forever,
    /// Never kept.
    Never,
}

impl Cache {
    /// The value of `Cache-Control`.
    #[must_use]
    pub fn header(self) -> HeaderValue {
        match self {
            Self::Revalidate => HeaderValue::from_static("no-cache"),
            Self::Seconds(seconds) => {
                HeaderValue::try_from(format!("public, max-age={seconds}")).expect("digits are a valid header")
            }
            Self::Forever => HeaderValue::from_static("public, max-age=31536000, immutable"),
            Self::Never => HeaderValue::from_static("no-store"),
        }
    }
}

/// Renders a page: status 200, revalidated. Ask for more with the methods of [`Page`].
pub fn page(template: &impl Template) -> Page {
    let mut html = Buffer::new();
    let response = match template.render_into(html.text()) {
        Ok(()) => Response::new(Body::from(html.into_bytes())),
        Err(fault) => return Page(Failure::internal(fault).into_response()),
    };
    let mut page = Page(response);
    let headers = page.0.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-encoding"));
    page.cache(Cache::Revalidate)
}

/// A rendered page.
#[derive(Debug)]
#[must_use]
pub struct Page(Response);

/// Marks an answer that other sites may frame, where the operator allows them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framable;

/// Marks a page that draws an interactive map: workers and tiles are allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WithMap;

/// Marks a page that may ask where the visitor is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WithPosition;

impl Page {
    /// Another status than 200: `page(&form).status(StatusCode::UNPROCESSABLE_ENTITY)`.
    pub fn status(mut self, status: StatusCode) -> Self {
        *self.0.status_mut() = status;
        self
    }

    /// Another cache policy.
    pub fn cache(mut self, cache: Cache) -> Self {
        self.0.headers_mut().insert(header::CACHE_CONTROL, cache.header());
        self
    }

    /// Lets a browser that has this page ask whether it changed; see [`crate::Frame::unchanged`].
    pub fn validators(mut self, validators: &Validators) -> Self {
        validators.write(self.0.headers_mut());
        self
    }

    /// Other sites may frame this page, where the operator allows them; no other page may be.
    pub fn framable(mut self) -> Self {
        self.0.extensions_mut().insert(Framable);
        self
    }

    /// The page may draw an interactive map (workers, configured tiles).
    pub fn with_map(mut self) -> Self {
        self.0.extensions_mut().insert(WithMap);
        self
    }

    /// The page may ask the browser where the visitor is, who decides.
    pub fn with_position(mut self) -> Self {
        self.0.extensions_mut().insert(WithPosition);
        self
    }

    /// Sends a cookie.
    pub fn cookie(mut self, cookie: HeaderValue) -> Self {
        self.0.headers_mut().append(header::SET_COOKIE, cookie);
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        self.0
    }
}

/// A file to show or to keep. With a `file_name` the browser saves it under that name.
#[must_use]
pub fn download(bytes: impl Into<Body>, content_type: &'static str, file_name: Option<&str>) -> Response {
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, Cache::Revalidate.header());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = file_name
        && let Ok(value) = HeaderValue::try_from(attachment(name))
    {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// `attachment` with a name any browser reads (RFC 6266): accents go percent-encoded.
fn attachment(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let exact = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}
