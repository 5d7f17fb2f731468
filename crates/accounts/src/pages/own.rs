//! One's own account.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame, Lang, page};
use serde::Deserialize;

use super::{AccountsState, moment, private, to};
use crate::commands::{LONGEST_NAME, describe_oneself, end_all_sessions, end_session};
use crate::identify::session_cookie;
use crate::{AccountsError, Actor, On, Permission, Person, Present, Role, may, store};

/// Where it is.
pub const PATH: &str = "/compte";

/// A session as it is shown.
struct Line {
    id: String,
    agent: String,
    began: String,
    seen: String,
    means: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "own_account.html")]
struct OwnPage {
    frame: Frame,
    person: Person,
    sessions: Vec<Line>,
    is_saved: bool,
    longest: usize,
    administers: Vec<(&'static str, &'static str)>,
}

impl OwnPage {
    fn roles(&self) -> Vec<&str> {
        let has = |role: &&Role| **role != Role::Contributor && self.person.is(**role);
        Role::ALL.iter().filter(has).map(|role| self.frame.t(role_label(*role))).collect()
    }
}

/// The key of a role's name.
pub(super) const fn role_label(role: Role) -> &'static str {
    match role {
        Role::Visitor => "role-visitor",
        Role::Contributor => "role-contributor",
        Role::Member => "role-member",
        Role::Editor => "role-editor",
        Role::Administrator => "role-administrator",
    }
}

/// Whoever is signed in; the door has let nobody else in.
fn person(actor: &Actor) -> Result<&Person, Failure> {
    Ok(actor.person().ok_or(AccountsError::SignedOut)?)
}

pub(super) async fn show(
    State(state): State<AccountsState>,
    actor: Actor,
    present: Present,
    frame: Frame,
) -> Result<Response, Failure> {
    let person = person(&actor)?.clone();
    let lines = store::session::of(state.store.reader(), person.account, state.clock.now()).await?;
    let sessions = lines.into_iter().map(|line| Line {
        is_this: line.id == present.0,
        id: line.id.to_string(),
        began: moment(&frame, line.began),
        seen: moment(&frame, line.seen),
        means: frame.t(&["means-", line.means.key()].concat()).to_owned(),
        agent: if line.agent.is_empty() { frame.t("session-unknown-agent").to_owned() } else { line.agent },
    });
    let sessions = sessions.collect();
    let able = |permission| may(&actor, permission, On::Something).is_ok();
    let mut administers = Vec::new();
    if able(Permission::ManageAccounts) {
        administers.push((super::administration::PEOPLE, "administration-people"));
    }
    if able(Permission::ManageCentres) {
        administers.push((super::administration::CENTRES, "administration-centres"));
    }
    if able(Permission::ManageMail) {
        administers.push((super::administration::MAIL, "administration-mail"));
    }
    let is_saved = frame.query().get("fait").is_some();
    let body = OwnPage { person, sessions, is_saved, longest: LONGEST_NAME, administers, frame };
    Ok(private(page(&body)).into_response())
}

#[derive(Deserialize)]
pub(super) struct Described {
    #[serde(default)]
    nom: String,
    #[serde(default)]
    langue: String,
}

pub(super) async fn describe(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Form(form): Form<Described>,
) -> Result<Response, Failure> {
    let account = person(&actor)?.account;
    let lang = if form.langue == Lang::En.code() { Lang::En } else { Lang::Fr };
    describe_oneself(&state.store, &actor, state.clock.now(), account, &form.nom, lang).await?;
    Ok(to(&[&frame.url(PATH), "?fait"].concat()))
}

#[derive(Deserialize)]
pub(super) struct Ended {
    /// A session, or `autres`.
    #[serde(default)]
    fin: String,
}

pub(super) async fn end(
    State(state): State<AccountsState>,
    actor: Actor,
    present: Present,
    frame: Frame,
    Form(form): Form<Ended>,
) -> Result<Response, Failure> {
    let (account, now) = (person(&actor)?.account, state.clock.now());
    if form.fin == "autres" {
        end_all_sessions(&state.store, &actor, now, account, Some(present.0)).await?;
    } else {
        let session = form.fin.parse().map_err(|_| Failure::bad_request())?;
        end_session(&state.store, &actor, now, account, session).await?;
    }
    Ok(to(&[&frame.url(PATH), "?fait#seances"].concat()))
}

/// Who came by a provider may sign out there too: on a shared computer it would let the next one in.
#[derive(Template)]
#[template(path = "signed_out.html")]
struct SignedOutPage {
    frame: Frame,
    name: String,
    way_out: String,
}

/// What the provider is called, and where one signs out of it.
async fn way_out(
    state: &AccountsState,
    frame: &Frame,
    token: Option<String>,
) -> Result<Option<(String, String)>, Failure> {
    let (Some(provider), Some(token)) = (state.provider.clone(), token) else { return Ok(None) };
    let (now, back, name) = (state.clock.now(), frame.public_url("/"), provider.settings.name.clone());
    let found = tokio::task::spawn_blocking(move || provider.way_out(now, &token, &back)).await;
    Ok(found.map_err(Failure::internal)?.map(|address| (name, address)))
}

pub(super) async fn sign_out(
    State(state): State<AccountsState>,
    actor: Actor,
    present: Present,
    frame: Frame,
) -> Result<Response, Failure> {
    let account = person(&actor)?.account;
    let token = store::session::token(state.store.reader(), present.0).await?;
    match end_session(&state.store, &actor, state.clock.now(), account, present.0).await {
        // In two tabs at once, the second has nothing left to end.
        Ok(()) | Err(AccountsError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    let mut response = match way_out(&state, &frame, token).await? {
        Some((name, way_out)) => private(page(&SignedOutPage { name, way_out, frame: frame.clone() })).into_response(),
        None => to(&frame.url("/")),
    };
    let gone = frame.set_cookie(session_cookie(&frame), "", 0);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}
