//! The cases that somebody must look at: a list of their groups; [`one`] shows a group, [`deciding`] takes what is decided of it.

mod deciding;
mod one;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Failure, Frame, Pagination, page};

use super::{left, path, steps, worked};
use crate::api::unkept;
use crate::jobs::{Job, Worked};
use crate::official::Holdings;
use crate::panel::TerritoriesState;
use crate::tagging::Reason;
use crate::tagging::cases::Reviewed;
use crate::tagging::review::{Choice, Group};
use crate::tagging::standing::Beside;

pub(super) use deciding::decide;
pub(super) use one::show;

/// So many groups on a page of the list.
const ON_A_PAGE: usize = 50;
/// So many addresses of a group are shown one by one.
const SHOWN: usize = 300;

#[derive(Template)]
#[template(path = "file_cases.html")]
struct ListPage {
    frame: Frame,
    file_name: String,
    steps: [(String, &'static str, Option<usize>); 3],
    lines: Vec<Listed>,
    /// Lines that are left, their groups, and where the first of them is.
    left: u64,
    left_groups: usize,
    first: Option<String>,
    pagination: Pagination,
}

/// A group in the list.
struct Listed {
    href: String,
    title: String,
    place: String,
    reason: &'static str,
    rows: u64,
    /// What became of it, in words.
    state: String,
    is_decided: bool,
}

pub(super) async fn list(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (job, worked) = worked(&state, &frame, &token).await?;
    // Every group is counted: not on a thread that answers.
    let body = tokio::task::spawn_blocking(move || list_page(&state, frame, &job, &worked)).await;
    Ok(unkept(page(&body.map_err(Failure::internal)?).into_response()))
}

fn list_page(state: &TerritoriesState, frame: Frame, job: &Job, worked: &Worked) -> ListPage {
    let (holdings, settled) = (state.node().holdings(), worked.settled());
    let reviewed = worked.reviewed(&settled, &holdings);
    let pagination = Pagination::read(path(job, "/cas"), frame.query(), worked.groups.len(), ON_A_PAGE);
    let shown = worked.groups.iter().enumerate().skip(pagination.offset()).take(ON_A_PAGE);
    let lines = shown.map(|(at, group)| listed(&frame, job, &reviewed, at, group)).collect();
    let left: Vec<(usize, u64)> = left(worked, &reviewed).collect();
    ListPage {
        file_name: job.order().file_name,
        steps: steps(job, Some(left.len())),
        lines,
        left: left.iter().map(|(_, rows)| rows).sum(),
        left_groups: left.len(),
        first: left.first().map(|(at, _)| href(&frame, job, *at)),
        pagination,
        frame,
    }
}

fn href(frame: &Frame, job: &Job, at: usize) -> String {
    frame.url(&path(job, &format!("/cas/{}", at + 1))).into_owned()
}

fn listed(frame: &Frame, job: &Job, reviewed: &Reviewed<'_>, at: usize, group: &Group) -> Listed {
    let decided = group.decided(reviewed);
    let state = match decided {
        0 => frame.t("file-case-open").to_owned(),
        _ if decided == group.rows => frame.t("file-case-decided").to_owned(),
        _ => frame.tn("file-case-partly", &[("decided", decided.into()), ("rows", group.rows.into())]),
    };
    Listed {
        href: href(frame, job, at),
        title: title(group),
        place: place(frame, group, reviewed),
        reason: reason_key(group),
        rows: group.rows,
        is_decided: decided == group.rows,
        state,
    }
}

/// The short name of a reason.
fn reason_key(group: &Group) -> &'static str {
    match group.reason {
        _ if group.has_both => "file-reason-numeros",
        Reason::Ways => "file-reason-voie-ambigue",
        Reason::Towns => "file-reason-communes-homonymes",
        Reason::NotFound => "file-reason-introuvable",
        Reason::StreetMissing => "file-reason-commune-seule",
        Reason::NumberMissing => "file-reason-numero-absent",
        Reason::NumberUnknown => "file-reason-numero-inconnu",
        Reason::Accuracy => "file-reason-precision",
        Reason::NearEdge => "file-reason-bord",
        Reason::PerimetersMissing => "file-reason-perimetres-absents",
        Reason::AddressesMissing => "file-reason-adresses-absentes",
        Reason::Unreadable => "file-reason-illisible",
        // Somebody at the source, or nobody, has to look at these.
        Reason::Empty | Reason::Abroad | Reason::Lent | Reason::PostBox => "file-reason-source",
        Reason::PostcodeIgnored | Reason::InseeIgnored | Reason::Decided => "file-case-decided",
    }
}

fn title(group: &Group) -> String {
    match (group.title.is_empty(), group.town.is_empty()) {
        (true, _) => group.town.clone(),
        (false, true) => group.title.clone(),
        (false, false) => format!("{}, {}", group.title, group.town),
    }
}

/// The range of numbers, and how many addresses.
fn place(frame: &Frame, group: &Group, reviewed: &Reviewed<'_>) -> String {
    let count = ("count", group.cases.len().into());
    match group.numbers(reviewed.cases) {
        None => frame.tn("file-addresses", &[count]),
        Some((first, last)) if first == last && group.cases.len() == 1 => {
            frame.tn("file-number", &[("number", first.to_string().into())])
        }
        Some((first, last)) if group.cases.len() > group.houses(reviewed.cases) => {
            let (first, last) = (first.to_string(), last.to_string());
            frame.tn("file-some-numbers", &[("first", first.into()), ("last", last.into()), count])
        }
        Some((first, last)) => {
            let (first, last) = (first.to_string(), last.to_string());
            frame.tn("file-numbers", &[("first", first.into()), ("last", last.into()), count])
        }
    }
}

fn place_of(number: &str, worked: &Worked) -> Result<usize, Failure> {
    let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    at.filter(|at| *at < worked.groups.len()).ok_or_else(Failure::not_found)
}

/// What a group may be decided to be.
fn choices(state: &TerritoriesState, worked: &Worked, holdings: &Holdings, group: &Group) -> Vec<Choice> {
    let generation = worked.cases.generations.last().copied();
    let perimeters = generation.and_then(|generation| holdings.quarters_of(generation)).map(|one| &one.perimeters);
    group.choices(&worked.cases, |insee| {
        let Ok(commune) = TerritoryCode::new(Level::Commune, insee) else { return Vec::new() };
        let registry = state.registry();
        let own = registry.all(Level::Qpv).filter(|quarter| quarter.generation() == generation);
        let held = own.filter(|quarter| registry.ancestors(&quarter.code()).contains(&commune));
        // One that is not drawn here could not be decided.
        let drawn = held.filter_map(|quarter| {
            let perimeters = perimeters?;
            let number = perimeters.find(quarter.code().code())?;
            let (code, name) = (perimeters.code(number).to_owned(), perimeters.name(number).to_owned());
            Some(Beside { code, name, metres: None })
        });
        drawn.collect()
    })
}

impl ListPage {
    fn step_here(&self, step: &str) -> Option<&'static str> {
        self.frame.current(step).filter(|current| *current == "page")
    }
}
