//! Accounts, their roles, and what is handed over.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame, Query, page};
use serde::Deserialize;

use super::PEOPLE;
use crate::commands::{end_all_sessions, give_role, hand_over, take_role};
use crate::pages::own::role_label;
use crate::pages::{AccountsState, moment, private, to};
use crate::{AccountId, AccountsError, Actor, Grant, On, Permission, Person, Role, may, store};

/// How many accounts a page shows.
const EACH: u64 = 50;

#[derive(Template)]
#[template(path = "admin_people.html")]
struct PeoplePage {
    frame: Frame,
    words: String,
    people: Vec<Person>,
    /// The address of those that follow.
    more: Option<String>,
}

impl PeoplePage {
    fn roles(&self, person: &&Person) -> String {
        let names: Vec<&str> = person.grants.iter().map(|grant| self.frame.t(role_label(grant.role()))).collect();
        if names.is_empty() { self.frame.t(role_label(Role::Contributor)).to_owned() } else { names.join(", ") }
    }
}

pub(in crate::pages) async fn people(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
) -> Result<Response, Failure> {
    may(&actor, Permission::ManageAccounts, On::Everything)?;
    let words: String = frame.query().get("q").unwrap_or_default().trim().chars().take(100).collect();
    let after = frame.query().get("apres");
    let mut people = store::account::people(state.store.reader(), &words, after, EACH + 1).await?;
    let more = (people.len() as u64 > EACH).then(|| {
        people.truncate(EACH as usize);
        let last = people.last().map(|one| one.mail.clone()).unwrap_or_default();
        frame.link(PEOPLE, Query::from_pairs([("q", words.as_str()), ("apres", &last)]).same()).to_string()
    });
    Ok(private(page(&PeoplePage { words, people, more, frame })).into_response())
}

/// A role of somebody, as it is shown.
struct Held {
    role: &'static str,
    scope: String,
    label: String,
}

/// What was just handed over.
struct Shown {
    link: String,
    code: String,
    until: String,
}

#[derive(Template)]
#[template(path = "admin_person.html")]
struct PersonPage {
    frame: Frame,
    person: Person,
    held: Vec<Held>,
    centres: Vec<(String, String)>,
    sessions: usize,
    handed: Option<Shown>,
    is_done: bool,
    /// The key of why nothing was done.
    fault: Option<&'static str>,
}

pub(in crate::pages) async fn person(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Path(account): Path<String>,
) -> Result<Response, Failure> {
    let account = parsed(&account)?;
    may(&actor, Permission::ManageAccounts, On::Account(account))?;
    shown(&state, frame, account, None, None).await
}

fn parsed(account: &str) -> Result<AccountId, Failure> {
    account.parse().map_err(|_| Failure::not_found())
}

async fn shown(
    state: &AccountsState,
    frame: Frame,
    account: AccountId,
    handed: Option<Shown>,
    fault: Option<&'static str>,
) -> Result<Response, Failure> {
    let on = state.store.reader();
    let person = store::account::person(on, account).await?.ok_or_else(Failure::not_found)?;
    let centres = store::centre::all(on).await?;
    let sessions = store::session::of(on, account, state.clock.now()).await?.len();
    let named = |slug: &str| centres.iter().find(|centre| centre.slug == slug).map(|centre| centre.name.clone());
    let held = person.grants.iter().map(|grant| {
        let role = frame.t(role_label(grant.role()));
        let scope = grant.scope();
        let label = match grant {
            Grant::Administrator => role.to_owned(),
            _ => format!("{role} – {}", named(scope).unwrap_or_else(|| scope.to_owned())),
        };
        Held { role: grant.role().key(), scope: scope.to_owned(), label }
    });
    let body = PersonPage {
        held: held.collect(),
        centres: centres.iter().map(|centre| (centre.slug.clone(), centre.name.clone())).collect(),
        sessions,
        handed,
        is_done: frame.query().get("fait").is_some(),
        fault,
        person,
        frame,
    };
    let status = if fault.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok(private(page(&body).status(status)).into_response())
}

#[derive(Deserialize)]
pub(in crate::pages) struct Act {
    #[serde(default)]
    acte: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    portee: String,
}

pub(in crate::pages) async fn act(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Path(account): Path<String>,
    Form(form): Form<Act>,
) -> Result<Response, Failure> {
    let (account, now) = (parsed(&account)?, state.clock.now());
    let done = match form.acte.as_str() {
        "donner" => give_role(&state.store, &actor, now, account, &granted(&form)?).await,
        "retirer" => {
            let grant = granted(&form)?;
            take_role(&state.store, &actor, now, account, grant.role(), grant.scope()).await
        }
        "fermer" => end_all_sessions(&state.store, &actor, now, account, None).await.map(drop),
        "remettre" => {
            let handed = hand_over(&state.store, &actor, now, account).await?;
            let link = frame.public_url(&handed.path);
            let handed = Shown { link, code: handed.code, until: moment(&frame, handed.ends) };
            return shown(&state, frame, account, Some(handed), None).await;
        }
        _ => return Err(Failure::bad_request()),
    };
    match done {
        Ok(()) => Ok(to(&[&frame.url(PEOPLE), "/", &account.to_string(), "?fait"].concat())),
        Err(AccountsError::LastAdministrator) => {
            shown(&state, frame, account, None, Some("accounts-last-administrator")).await
        }
        Err(error) => Err(error.into()),
    }
}

fn granted(form: &Act) -> Result<Grant, Failure> {
    let scope = form.portee.trim().to_owned();
    match form.role.as_str() {
        "administrator" => Ok(Grant::Administrator),
        "editor" if !scope.is_empty() => Ok(Grant::Editor { centre: scope, territories: [].into() }),
        "member" if !scope.is_empty() => Ok(Grant::Member { organisation: scope }),
        _ => Err(Failure::bad_request()),
    }
}
