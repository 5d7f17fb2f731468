//! Resource centres and their territories.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame, page};
use serde::Deserialize;

use super::CENTRES;
use crate::commands::{CentreRefusal, save_centre};
use crate::pages::{AccountsState, private, to};
use crate::{Actor, CentreFault, On, Permission, ResourceCentre, may, store};

struct Line {
    slug: String,
    name: String,
    territories: String,
    editors: usize,
}

#[derive(Template)]
#[template(path = "admin_centres.html")]
struct CentresPage {
    frame: Frame,
    centres: Vec<Line>,
    form: CentreForm,
    fault: Option<Wrong>,
    is_done: bool,
}

#[derive(Template)]
#[template(path = "admin_centre.html")]
struct CentrePage {
    frame: Frame,
    slug: String,
    form: CentreForm,
    fault: Option<Wrong>,
}

/// What a form brings, given back whole where it is refused.
#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct CentreForm {
    #[serde(default)]
    nom: String,
    /// A place a line: a code, or a name.
    #[serde(default)]
    territoires: String,
}

/// What is wrong with a form, and in which field.
struct Wrong {
    field: &'static str,
    message: String,
}

/// What is wrong in a field.
fn wrong_in<'a>(fault: Option<&'a Wrong>, field: &str) -> Option<&'a str> {
    fault.filter(|wrong| wrong.field == field).map(|wrong| wrong.message.as_str())
}

impl CentresPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        wrong_in(self.fault.as_ref(), field)
    }
}

impl CentrePage {
    fn wrong(&self, field: &str) -> Option<&str> {
        wrong_in(self.fault.as_ref(), field)
    }
}

pub(in crate::pages) async fn centres(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
) -> Result<Response, Failure> {
    may(&actor, Permission::ManageCentres, On::Everything)?;
    list(&state, frame, CentreForm::default(), None).await
}

async fn list(
    state: &AccountsState,
    frame: Frame,
    form: CentreForm,
    fault: Option<Wrong>,
) -> Result<Response, Failure> {
    let on = state.store.reader();
    let (centres, editors) = (store::centre::all(on).await?, store::grant::editors(on).await?);
    let lines = centres.into_iter().map(|centre| {
        let names: Vec<String> = centre.territories.iter().map(|code| state.places.name(code)).collect();
        let editors = editors.get(&centre.slug).copied().unwrap_or(0);
        Line { territories: names.join(", "), editors, slug: centre.slug, name: centre.name }
    });
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let is_done = frame.query().get("fait").is_some();
    let body = CentresPage { centres: lines.collect(), form, fault, is_done, frame };
    Ok(private(page(&body).status(status)).into_response())
}

pub(in crate::pages) async fn make_centre(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Form(form): Form<CentreForm>,
) -> Result<Response, Failure> {
    match save(&state, &actor, &frame, &form, None).await? {
        Ok(()) => Ok(to(&[&frame.url(CENTRES), "?fait"].concat())),
        Err(fault) => list(&state, frame, form, Some(fault)).await,
    }
}

pub(in crate::pages) async fn centre(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    may(&actor, Permission::ManageCentres, On::Everything)?;
    let centre = store::centre::one(state.store.reader(), &slug).await?.ok_or_else(Failure::not_found)?;
    let names: Vec<String> = centre.territories.iter().map(ToString::to_string).collect();
    let form = CentreForm { nom: centre.name, territoires: names.join("\n") };
    Ok(private(page(&CentrePage { slug, form, fault: None, frame })).into_response())
}

pub(in crate::pages) async fn change_centre(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Path(slug): Path<String>,
    Form(form): Form<CentreForm>,
) -> Result<Response, Failure> {
    match save(&state, &actor, &frame, &form, Some(&slug)).await? {
        Ok(()) => Ok(to(&[&frame.url(CENTRES), "?fait"].concat())),
        Err(fault) => {
            let body = CentrePage { slug, form, fault: Some(fault), frame };
            Ok(private(page(&body).status(StatusCode::UNPROCESSABLE_ENTITY)).into_response())
        }
    }
}

async fn save(
    state: &AccountsState,
    actor: &Actor,
    frame: &Frame,
    form: &CentreForm,
    slug: Option<&str>,
) -> Result<Result<(), Wrong>, Failure> {
    let mut territories = Vec::new();
    for line in form.territoires.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match state.places.find(line) {
            Some(code) if territories.contains(&code) => {}
            Some(code) => territories.push(code),
            None => return Ok(Err(unknown(frame, line))),
        }
    }
    let named = ResourceCentre::named(&form.nom, territories);
    let centre = slug.map_or(named.clone(), |slug| ResourceCentre { slug: slug.to_owned(), ..named });
    let exists = |code: &_| state.places.find(&format!("{code}")).is_some();
    let saved = save_centre(&state.store, actor, state.clock.now(), &centre, slug.is_none(), &exists).await?;
    Ok(saved.map_err(|refusal| match refusal {
        CentreRefusal::Fault(CentreFault::Name) => {
            Wrong { field: "nom", message: frame.t("centre-no-name").to_owned() }
        }
        CentreRefusal::Taken => Wrong { field: "nom", message: frame.t("centre-taken").to_owned() },
        CentreRefusal::Fault(CentreFault::Territories) => {
            Wrong { field: "territoires", message: frame.t("centre-no-territory").to_owned() }
        }
        CentreRefusal::Nowhere(code) => unknown(frame, &code.to_string()),
    }))
}

fn unknown(frame: &Frame, what: &str) -> Wrong {
    let what: String = what.chars().take(80).collect();
    Wrong { field: "territoires", message: frame.tn("centre-unknown-territory", &[("what", what.into())]) }
}
