//! The switch of themes, for those without scripts: a form, a cookie, back to the page.

use crate::{Failure, Frame, Theme, frame::THEME_COOKIE};
use axum::{
    Form, Router,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Choice {
    theme: String,
    #[serde(default)]
    retour: String,
}

/// Where the form leads: the one route of the shell itself.
pub const APPEARANCE: &str = "/apparence";

pub(crate) fn routes() -> Router {
    Router::new().route(APPEARANCE, post(choose))
}

async fn choose(frame: Frame, Form(choice): Form<Choice>) -> Result<Response, Failure> {
    let theme = Theme::from_key(&choice.theme).ok_or_else(Failure::bad_request)?;
    let days = if theme == Theme::Auto { 0 } else { 365 };
    let back = if is_local(&choice.retour) { choice.retour } else { frame.url("/").into_owned() };
    let mut response = Redirect::to(&back).into_response();
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().append(header::SET_COOKIE, frame.set_cookie(THEME_COOKIE, theme.key(), days));
    Ok(response)
}

/// Whether an address stays on this site: `/x`, and neither `//elsewhere` nor `/\elsewhere`.
#[must_use]
pub fn is_local(address: &str) -> bool {
    let mut chars = address.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}
