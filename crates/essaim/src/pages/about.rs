//! What is said of the site itself: who answers for it, what was checked of its accessibility.

use askama::Template;
use axum::response::{IntoResponse, Response};
use essaim_web::{Frame, page};

#[derive(Template)]
#[template(path = "legal.html")]
struct LegalPage {
    frame: Frame,
    version: &'static str,
}

/// `/mentions`
pub(super) async fn legal(frame: Frame) -> Response {
    page(&LegalPage { frame, version: env!("CARGO_PKG_VERSION") }).into_response()
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    frame: Frame,
    version: &'static str,
}

/// `/accessibilite`
pub(super) async fn accessibility(frame: Frame) -> Response {
    page(&AccessibilityPage { frame, version: env!("CARGO_PKG_VERSION") }).into_response()
}
