//! Which column of a table holds what: guessed by their names, told by whoever brought it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use essaim_web::{Failure, Frame, Query, page};

use super::asked::{OTHERS, ROLES, role, wanting};
use super::faults::table_fault;
use super::{failure, found, path};
use crate::api::unkept;
use crate::jobs::State as JobState;
use crate::panel::TerritoriesState;
use crate::tagging::cases::{named, taken};
use crate::tagging::{Roles, TagError};

/// A choice among the columns of a table.
pub(super) struct Choice {
    pub(super) field: &'static str,
    pub(super) label: &'static str,
    /// The column that is chosen.
    pub(super) chosen: Option<usize>,
}

/// The choices that a table of these columns leaves.
pub(super) struct Choices {
    pub(super) names: Vec<String>,
    /// Those that nearly every table has.
    pub(super) usual: Vec<Choice>,
    /// The other parts of an address.
    pub(super) rare: Vec<Choice>,
    /// What is no part of an address.
    pub(super) others: Vec<Choice>,
    /// A few lines of the table, where it is here.
    pub(super) sample: Vec<Vec<String>>,
}

/// How many of the roles nearly every table has.
const USUAL: usize = 4;

impl Choices {
    pub(super) fn of(names: Vec<String>, sample: Vec<Vec<String>>) -> Self {
        let guessed = Roles::guessed(&names);
        let choice =
            |(field, label): &(&'static str, &'static str)| Choice { field, label, chosen: role(&guessed, field) };
        let (usual, rare) = ROLES.split_at(USUAL);
        Self {
            usual: usual.iter().map(choice).collect(),
            rare: rare.iter().map(choice).collect(),
            others: OTHERS.iter().map(choice).collect(),
            names,
            sample,
        }
    }

    /// Whether a rare part of an address was found: then it shows.
    pub(super) fn has_rare(&self) -> bool {
        self.rare.iter().any(|choice| choice.chosen.is_some())
    }

    /// The names of the columns with their places; one without a name is told by its place.
    pub(super) fn columns(&self, frame: &Frame) -> Vec<(usize, String)> {
        let nameless = |at: usize| frame.tn("file-column", &[("number", (at + 1).into())]);
        let named =
            |(at, name): (usize, &String)| (at, if name.trim().is_empty() { nameless(at) } else { name.clone() });
        self.names.iter().enumerate().map(named).collect()
    }
}

#[derive(Template)]
#[template(path = "_file_guess.html")]
struct Fragment {
    frame: Frame,
    choices: Choices,
    /// Why the table cannot be taken.
    fault: Option<String>,
}

/// The choices of a table of which only the names of its columns are told.
pub(super) async fn guess(frame: Frame, body: String) -> Result<Response, Failure> {
    let form = Query::parse(&body);
    let names: Vec<String> = form.all("nom").map(str::to_owned).collect();
    if names.is_empty() {
        return Err(Failure::bad_request().field("nom", "file-fault-empty", Vec::new()));
    }
    // A table of last time has the columns of its answers.
    let is_former = form.get("anterieur").is_some();
    let fault = match named(names.clone()) {
        Err(fault) => Some(table_fault(&frame, &fault)),
        Ok(_) => taken(&names).filter(|_| !is_former).map(|taken| table_fault(&frame, &TagError::Taken(taken.clone()))),
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let names = if fault.is_some() { Vec::new() } else { names };
    let body = Fragment { frame, choices: Choices::of(names, Vec::new()), fault };
    Ok(unkept(page(&body).status(status).into_response()))
}

/// Tells the columns of a table that was brought whole.
pub(super) async fn tell(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
    body: String,
) -> Result<Response, Failure> {
    let job = found(&state, &frame, &token).await?;
    let target = frame.url(&path(&job, "")).into_owned();
    if !matches!(job.state(), JobState::Columns | JobState::Failed(_)) {
        return Ok(unkept(Redirect::to(&target).into_response()));
    }
    let Some(wanting) = wanting(&Query::parse(&body), job.order().names.len()) else {
        return Ok(unkept(Redirect::to(&format!("{target}?colonnes=manquent")).into_response()));
    };
    state.jobs().start(&job, wanting, state.node()).map_err(|fault| failure(&frame, &fault))?;
    Ok(unkept(Redirect::to(&target).into_response()))
}
