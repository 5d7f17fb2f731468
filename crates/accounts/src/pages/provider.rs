//! Going to the identity provider, and coming back.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame, page};

use super::{AccountsState, Brought, private, signed_in, spend, to};
use crate::commands::{Unproved, sign_in_by_provider};
use crate::provider::{Journey, Provider, ProviderFault};

/// From here one goes there.
pub(super) const GO: &str = "/connexion/fournisseur";
/// Here one comes back.
pub(super) const BACK: &str = "/connexion/fournisseur/retour";
/// What the browser keeps meanwhile.
const JOURNEY: &str = "fournisseur";

fn provider(state: &AccountsState) -> Result<Arc<Provider>, Failure> {
    state.provider.clone().ok_or_else(Failure::not_found)
}

/// The one address that the provider knows, whatever the language.
fn back(frame: &Frame) -> String {
    frame.shell().public_url(essaim_web::Lang::Fr, BACK)
}

/// A provider that does not answer is no fault of ours, nor of hers: mail remains.
fn unreachable(fault: &ProviderFault) -> Failure {
    tracing::warn!(%fault, "an identity provider let nobody in");
    Failure::new(StatusCode::BAD_GATEWAY, "provider-unreachable", "provider-unreachable")
}

pub(super) async fn go(State(state): State<AccountsState>, frame: Frame) -> Result<Response, Failure> {
    let provider = provider(&state)?;
    spend(&frame)?;
    let (now, address, next) = (state.clock.now(), back(&frame), super::sign_in::next(frame.query().get("suite")));
    let started = tokio::task::spawn_blocking(move || provider.start(now, &address, &next)).await;
    let (url, journey) = started.map_err(Failure::internal)?.map_err(|fault| unreachable(&fault))?;
    let mut response = to(&url);
    response.headers_mut().append(header::SET_COOKIE, frame.set_cookie(JOURNEY, &journey.write(), 1));
    Ok(response)
}

#[derive(Template)]
#[template(path = "provider_refused.html")]
struct RefusedPage {
    frame: Frame,
    /// The key of why.
    why: &'static str,
    name: String,
}

fn refusal(frame: Frame, name: &str, why: &'static str) -> Response {
    let forgotten = frame.set_cookie(JOURNEY, "", 0);
    let body = RefusedPage { frame, why, name: name.to_owned() };
    let mut response = private(page(&body).status(StatusCode::FORBIDDEN)).into_response();
    response.headers_mut().append(header::SET_COOKIE, forgotten);
    response
}

pub(super) async fn come_back(
    State(state): State<AccountsState>,
    frame: Frame,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let provider = provider(&state)?;
    spend(&frame)?;
    let name = provider.settings.name.clone();
    let journey = frame.cookie(JOURNEY).and_then(|kept| Journey::read(&kept));
    let query = frame.query();
    let (code, came) = (query.get("code").map(str::to_owned), query.get("state").unwrap_or_default());
    // Without the state of this very browser, somebody else's answer would sign her in as another.
    let Some(journey) = journey.filter(|journey| journey.state == came && !came.is_empty()) else {
        return Ok(refusal(frame, &name, "provider-lost"));
    };
    let Some(code) = code else { return Ok(refusal(frame, &name, "provider-declined")) };
    let (now, address) = (state.clock.now(), back(&frame));
    let (asked, kept) = (Arc::clone(&provider), journey.clone());
    let finished = tokio::task::spawn_blocking(move || asked.finish(now, &address, code, &kept)).await;
    let proved = match finished.map_err(Failure::internal)? {
        Ok(proved) => proved,
        Err(fault @ ProviderFault::Unreachable(_)) => return Err(unreachable(&fault)),
        Err(fault) => {
            tracing::warn!(%fault, "an identity provider let nobody in");
            return Ok(refusal(frame, &name, "provider-refused"));
        }
    };
    let brought = Brought::of(&frame, &headers)?;
    let settings = &provider.settings;
    let signed = sign_in_by_provider(&state.store, now, settings, &proved, frame.lang(), &brought.browser()).await?;
    match signed {
        Ok(key) => {
            let mut response = signed_in(&frame, &brought, &key, &journey.next);
            response.headers_mut().append(header::SET_COOKIE, frame.set_cookie(JOURNEY, "", 0));
            Ok(response)
        }
        Err(Unproved::NoMail) => Ok(refusal(frame, &name, "provider-no-mail")),
        Err(Unproved::Unchecked) => Ok(refusal(frame, &name, "provider-unchecked")),
    }
}
