//! The link of a mail. Opening it changes nothing, since programs that scan mails do so too: a button signs in.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame, page};

use super::sign_in::{address, asking, waiting};
use super::{AccountsState, Brought, private, signed_in, spend};
use crate::commands::{Opened, Refusal, ask_again, confirm_by_link, opened};
use crate::model::Secret;

#[derive(Template)]
#[template(path = "sign_in_link.html")]
struct LinkPage {
    frame: Frame,
    key: String,
    state: Opened,
    sign_in: String,
}

pub(super) async fn show(
    State(state): State<AccountsState>,
    frame: Frame,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    shown(&state, frame, &key, StatusCode::OK).await
}

async fn shown(state: &AccountsState, frame: Frame, key: &str, status: StatusCode) -> Result<Response, Failure> {
    let found = match key.parse::<Secret>() {
        Ok(secret) => opened(&state.store, state.clock.now(), &secret, asking(&frame).as_ref()).await?,
        Err(()) => Opened::Unknown,
    };
    let status = match found {
        Opened::Unknown => StatusCode::NOT_FOUND,
        Opened::Over { .. } => StatusCode::GONE,
        Opened::Here { .. } | Opened::Elsewhere { .. } => status,
    };
    let sign_in = address(&frame, "");
    let body = LinkPage { key: key.chars().take(60).collect(), state: found, sign_in, frame };
    Ok(private(page(&body).status(status)).into_response())
}

pub(super) async fn confirm(
    State(state): State<AccountsState>,
    frame: Frame,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    spend(&frame)?;
    let Ok(secret) = key.parse::<Secret>() else { return shown(&state, frame, &key, StatusCode::NOT_FOUND).await };
    let brought = Brought::of(&frame, &headers)?;
    let now = state.clock.now();
    match confirm_by_link(&state.store, now, &secret, &brought.browser()).await? {
        Ok(confirmed) => Ok(signed_in(&frame, &brought, &confirmed.key, &confirmed.next)),
        Err(Refusal::Over) => shown(&state, frame, &key, StatusCode::GONE).await,
        Err(_) => shown(&state, frame, &key, StatusCode::FORBIDDEN).await,
    }
}

pub(super) async fn renew(
    State(state): State<AccountsState>,
    frame: Frame,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    spend(&frame)?;
    let key: Secret = key.parse().map_err(|()| Failure::not_found())?;
    let browser = match asking(&frame) {
        Some(browser) => browser,
        None => Secret::new()?,
    };
    let mail = ask_again(&state.store, state.clock.now(), frame.shell(), &key, &browser).await?;
    Ok(waiting(&frame, &mail, &browser))
}
