//! Asking for a link, waiting for it, and typing its code.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_mail::Address;
use essaim_web::{Failure, Frame, Query, is_local, page};
use serde::Deserialize;

use super::{AccountsState, Brought, private, signed_in, spend, to};
use crate::commands::{Asked, Refusal, ask_link, begin, confirm_by_code};
use crate::model::Secret;
use crate::{Actor, Means, SIGN_IN};

/// The cookie by which a link knows the browser that asked for it.
pub(super) const ASKING: &str = "demande";
/// How long a browser in which somebody signed in is known, in days.
pub(super) const KNOWN_DAYS: u32 = 90;
/// No path of this site is longer.
const LONGEST_NEXT: usize = 2000;
/// Where one waits for the mail.
const WAITING: &str = "/connexion/attente";

/// The secret of the browser that asks, where it has one.
pub(super) fn asking(frame: &Frame) -> Option<Secret> {
    frame.cookie(ASKING)?.parse().ok()
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    mail: String,
    next: String,
    /// The key of what is wrong with the address.
    fault: Option<&'static str>,
    personas: Vec<(&'static str, &'static str, String)>,
    /// What the identity provider is called, and where one goes to it.
    provider: Option<(String, String)>,
}

/// Where to go once signed in, where the address says it.
pub(super) fn next(asked: Option<&str>) -> String {
    asked.filter(|path| path.len() <= LONGEST_NEXT && is_local(path)).unwrap_or_default().to_owned()
}

pub(super) async fn ask(State(state): State<AccountsState>, actor: Actor, frame: Frame) -> Response {
    let next = next(frame.query().get("suite"));
    if actor.person().is_some() {
        let target = if next.is_empty() { frame.url(super::own::PATH).into_owned() } else { next };
        return to(&target);
    }
    shown(&state, frame, String::new(), next, None)
}

fn shown(state: &AccountsState, frame: Frame, mail: String, next: String, fault: Option<&'static str>) -> Response {
    let label = |key: &str| frame.t(&["persona-", key].concat()).to_owned();
    let personas = state.personas.iter().map(|one| (one.key, one.name, label(one.key))).collect();
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let asking = Query::from_pairs([("suite", next.as_str())]);
    let go = frame.link(super::provider::GO, asking.same()).to_string();
    let provider = state.provider.as_ref().map(|provider| (provider.settings.name.clone(), go));
    private(page(&SignInPage { mail, next, fault, personas, provider, frame }).status(status)).into_response()
}

#[derive(Deserialize)]
pub(super) struct Asking {
    #[serde(default)]
    adresse: String,
    #[serde(default)]
    suite: String,
}

pub(super) async fn send(
    State(state): State<AccountsState>,
    frame: Frame,
    Form(form): Form<Asking>,
) -> Result<Response, Failure> {
    let next = next(Some(&form.suite));
    let Ok(mail) = form.adresse.parse::<Address>() else {
        let fault = if form.adresse.trim().is_empty() { "sign-in-no-mail" } else { "sign-in-wrong-mail" };
        return Ok(shown(&state, frame, form.adresse, next, Some(fault)));
    };
    spend(&frame)?;
    let browser = match asking(&frame) {
        Some(browser) => browser,
        None => Secret::new()?,
    };
    let asked = Asked { mail, lang: frame.lang(), next };
    ask_link(&state.store, state.clock.now(), frame.shell(), &asked, &browser).await?;
    Ok(waiting(&frame, asked.mail.canonical(), &browser))
}

/// To the page where one waits. The address goes with the reader, in a cookie of hers: the addresses of pages are seen
/// by others.
pub(super) fn waiting(frame: &Frame, mail: &str, browser: &Secret) -> Response {
    let mut response = to(&frame.url(WAITING));
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, frame.set_cookie(ASKING, &browser.to_string(), 1));
    headers.append(header::SET_COOKIE, frame.set_cookie(ASKED, mail, 1));
    response
}

/// The cookie that keeps the address that was asked for.
pub(super) const ASKED: &str = "demandee";

#[derive(Template)]
#[template(path = "sign_in_wait.html")]
struct WaitPage {
    frame: Frame,
    /// Empty where this browser did not ask.
    mail: String,
    code: String,
    /// The key of what is wrong with the code.
    fault: Option<&'static str>,
    is_demo: bool,
}

pub(super) async fn wait(State(state): State<AccountsState>, frame: Frame) -> Response {
    let mail = frame.cookie(ASKED).map(|mail| mail.into_owned()).filter(|mail| mail.parse::<Address>().is_ok());
    let mail = mail.unwrap_or_default();
    let is_demo = !state.personas.is_empty();
    private(page(&WaitPage { mail, code: String::new(), fault: None, is_demo, frame })).into_response()
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    adresse: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn code(
    State(state): State<AccountsState>,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<Typed>,
) -> Result<Response, Failure> {
    spend(&frame)?;
    let refused = |fault: &'static str| {
        let is_demo = !state.personas.is_empty();
        let (mail, code) = (form.adresse.clone(), form.code.chars().take(20).collect());
        let body = WaitPage { mail, code, fault: Some(fault), is_demo, frame: frame.clone() };
        Ok(private(page(&body).status(StatusCode::UNPROCESSABLE_ENTITY)).into_response())
    };
    let Ok(mail) = form.adresse.parse::<Address>() else { return refused("sign-in-wrong-mail") };
    let brought = Brought::of(&frame, &headers)?;
    match confirm_by_code(&state.store, state.clock.now(), &mail, &form.code, &brought.browser()).await? {
        Ok(confirmed) => Ok(signed_in(&frame, &brought, &confirmed.key, &confirmed.next)),
        Err(Refusal::WrongCode | Refusal::Over | Refusal::Elsewhere) => refused("sign-in-wrong-code"),
    }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    persona: String,
    #[serde(default)]
    suite: String,
}

/// In the demo only: elsewhere there is nobody to become.
pub(super) async fn become_persona(
    State(state): State<AccountsState>,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<Chosen>,
) -> Result<Response, Failure> {
    let chosen = state.personas.iter().find(|one| one.key == form.persona).ok_or_else(Failure::not_found)?;
    spend(&frame)?;
    let brought = Brought::of(&frame, &headers)?;
    let key = begin(&state.store, state.clock.now(), chosen.account, Means::Demo, &brought.browser()).await?;
    Ok(signed_in(&frame, &brought, &key, &next(Some(&form.suite))))
}

/// The address of the page that asks for a link, and comes back to `next`.
pub(super) fn address(frame: &Frame, next: &str) -> String {
    if next.is_empty() {
        return frame.url(SIGN_IN).into_owned();
    }
    frame.link(SIGN_IN, Query::from_pairs([("suite", next)]).same()).to_string()
}
