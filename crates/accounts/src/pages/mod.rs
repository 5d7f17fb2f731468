//! Signing in, one's own account, and the administration of accounts.

mod administration;
mod link;
mod mailbox;
mod own;
mod provider;
mod sign_in;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_geo::TerritoryCode;
use essaim_store::{Clock, Store};
use essaim_web::{Budget, Cache, Failure, Frame, Lang, Messages, Page, format};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::commands::Browser;
use crate::identify::{COOKIE_DAYS, session_cookie, session_key};
use crate::model::Secret;
use crate::provider::{Provider, ProviderSettings};
use crate::{Access, AccountId, Agent, Doors, Permission};

pub use own::PATH as OWN;

/// The words of these pages.
pub static MESSAGES: Messages = Messages {
    owner: "accounts",
    fr: include_str!("../../messages/fr.ftl"),
    en: include_str!("../../messages/en.ftl"),
};

/// What is known of official places, which live above.
pub trait Places: Send + Sync {
    /// The place of a code, or of a name that only one has.
    fn find(&self, text: &str) -> Option<TerritoryCode>;
    /// What it is called; its code where it is unknown.
    fn name(&self, code: &TerritoryCode) -> String;
}

/// Somebody of the demo, whom one becomes in one click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Her account.
    pub account: AccountId,
    /// The key of the form: `editor`.
    pub key: &'static str,
    /// Her name.
    pub name: &'static str,
}

/// What the pages of accounts share.
#[derive(Clone)]
pub struct AccountsState {
    store: Store,
    clock: Clock,
    places: Arc<dyn Places>,
    /// Nobody outside the demo.
    personas: Arc<[Persona]>,
    /// Whether letters leave.
    sends: bool,
    /// By whom else than by mail one signs in.
    provider: Option<Arc<Provider>>,
}

impl AccountsState {
    /// Accounts in a store.
    #[must_use]
    pub fn new(store: Store, clock: Clock, places: Arc<dyn Places>) -> Self {
        Self { store, clock, places, personas: Arc::new([]), sends: false, provider: None }
    }

    /// The same where one also signs in by an identity provider.
    #[must_use]
    pub fn with_provider(self, settings: Option<ProviderSettings>) -> Self {
        Self { provider: settings.map(|settings| Arc::new(Provider::new(settings))), ..self }
    }

    /// The same where letters leave: a mail server is configured, or a demo keeps them.
    #[must_use]
    pub fn sending(self, sends: bool) -> Self {
        Self { sends, ..self }
    }

    /// The same in a demo, where one becomes each of these in one click.
    #[must_use]
    pub fn with_personas(self, personas: Vec<Persona>) -> Self {
        Self { personas: personas.into(), ..self }
    }
}

/// The pages of accounts.
pub fn routes(state: AccountsState) -> Doors {
    use Access::{Able, Everyone, Holder};
    let own = Able(Permission::HoldAccount);
    let accounts = Able(Permission::ManageAccounts);
    let centres = Able(Permission::ManageCentres);
    let mail = Able(Permission::ManageMail);
    Doors::new()
        .get(Everyone, crate::SIGN_IN, sign_in::ask)
        .post(Everyone, crate::SIGN_IN, sign_in::send)
        .get(Everyone, "/connexion/attente", sign_in::wait)
        .post(Everyone, "/connexion/code", sign_in::code)
        .post(Everyone, "/connexion/persona", sign_in::become_persona)
        .get(Everyone, provider::GO, provider::go)
        .get(Everyone, provider::BACK, provider::come_back)
        .get(Holder, "/connexion/lien/{key}", link::show)
        .post(Holder, "/connexion/lien/{key}", link::confirm)
        .post(Holder, "/connexion/lien/{key}/renouveler", link::renew)
        .get(Everyone, mailbox::PATH, mailbox::list)
        .get(Everyone, "/demo/courrier/{letter}", mailbox::one)
        .post(own, "/deconnexion", own::sign_out)
        .get(own, own::PATH, own::show)
        .post(own, own::PATH, own::describe)
        .post(own, "/compte/seances", own::end)
        .get(accounts, administration::PEOPLE, administration::people)
        .get(accounts, "/administration/comptes/{account}", administration::person)
        .post(accounts, "/administration/comptes/{account}", administration::act)
        .get(mail, administration::MAIL, administration::mail)
        .post(mail, administration::MAIL, administration::send_again)
        .get(centres, administration::CENTRES, administration::centres)
        .post(centres, administration::CENTRES, administration::make_centre)
        .get(centres, "/administration/centres/{centre}", administration::centre)
        .post(centres, "/administration/centres/{centre}", administration::change_centre)
        .with_state(state)
}

/// A page about somebody: kept nowhere.
fn private(page: Page) -> Page {
    page.cache(Cache::Never)
}

/// To another page of this site, by GET.
fn to(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::try_from(address) {
        headers.insert(header::LOCATION, location);
    }
    headers.insert(header::CACHE_CONTROL, Cache::Never.header());
    response
}

/// What the browser says of itself.
struct Brought {
    agent: String,
    session: Option<Secret>,
    asking: Secret,
}

impl Brought {
    fn of(frame: &Frame, headers: &axum::http::HeaderMap) -> Result<Self, Failure> {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asking = match sign_in::asking(frame) {
            Some(asking) => asking,
            None => Secret::new()?,
        };
        Ok(Self { agent: Agent::read(agent).to_string(), session: session_key(frame), asking })
    }

    fn browser(&self) -> Browser<'_> {
        Browser { agent: &self.agent, session: self.session.as_ref(), asking: Some(&self.asking) }
    }
}

/// Signed in: to where she was going, with the session's cookie. The browser is known again when it asks for a link.
fn signed_in(frame: &Frame, brought: &Brought, key: &Secret, next: &str) -> Response {
    let next = if essaim_web::is_local(next) { next.to_owned() } else { frame.url(own::PATH).into_owned() };
    let mut response = to(&next);
    let cookie = frame.set_cookie(session_cookie(frame), &key.to_string(), COOKIE_DAYS);
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, cookie);
    let known = frame.set_cookie(sign_in::ASKING, &brought.asking.to_string(), sign_in::KNOWN_DAYS);
    headers.append(header::SET_COOKIE, known);
    headers.append(header::SET_COOKIE, frame.set_cookie(sign_in::ASKED, "", 0));
    response
}

/// One try of signing in, off the budget of whoever asks.
fn spend(frame: &Frame) -> Result<(), Failure> {
    frame.spend(Budget::Attempt)
}

/// A day and an hour as people read them here.
fn moment(frame: &Frame, at: Timestamp) -> String {
    let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    let local = at.to_zoned_datetime(paris);
    let day = format::date(frame.lang(), local.date());
    match frame.lang() {
        Lang::Fr => format!("{day} à {}", local.strftime("%H h %M")),
        Lang::En => format!("{day} at {}", local.strftime("%H:%M")),
    }
}
