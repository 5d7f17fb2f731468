//! A job: its columns to be told, its course, its result, its end.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use essaim_web::{Failure, Frame, format, page};
use serde_json::json;

use super::columns::Choices;
use super::faults::job_fault;
use super::summary::Figures;
use super::{PATH, failure, found, left, path, steps};
use crate::api::unkept;
use crate::jobs::{Job, Part, State as JobState, Worked};
use crate::panel::TerritoriesState;
use crate::tagging::summary::Summary;

#[derive(Template)]
#[template(path = "file_job.html")]
struct JobPage {
    frame: Frame,
    file_name: String,
    /// Its path, in the page's language.
    href: String,
    until: String,
    /// Whether it may be kept longer.
    may_last: bool,
    shown: Shown,
}

/// What a job shows.
enum Shown {
    /// The columns to be told; the generation that was asked; whether the last answer told none.
    Columns(Choices, String, bool),
    /// How far it is: its state, done, in all, in words.
    Course(Course),
    /// Why it cannot be worked through, with its columns to be told again.
    Failed(String, Choices),
    Result(Box<Outcome>),
}

struct Course {
    done: usize,
    total: usize,
    text: String,
}

/// What is told of a job that is answered.
struct Outcome {
    steps: [(String, &'static str, Option<usize>); 3],
    figures: Figures,
    /// Lines that somebody can look at and that are not decided yet, and their groups.
    left: u64,
    left_groups: usize,
    /// Lines to be corrected where they come from.
    of_source: u64,
    rows: usize,
    part: Option<Sent>,
}

/// The part of a table that was sent, for the browser that kept the rest.
struct Sent {
    mark: String,
    /// The places of its columns in the whole table, as JSON.
    columns: String,
}

impl JobPage {
    fn is_running(&self) -> bool {
        matches!(self.shown, Shown::Course(_))
    }

    fn step_here(&self, step: &str) -> Option<&'static str> {
        self.frame.current(step).filter(|current| *current == "page")
    }

    /// The generations that may be asked, and how each is called.
    fn generations(&self) -> [(&'static str, &'static str); 3] {
        [("2024", "file-generation-2024"), ("2015", "file-generation-2015"), ("both", "file-generation-both")]
    }
}

pub(super) async fn show(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let job = found(&state, &frame, &token).await?;
    let order = job.order();
    let shown = match job.state() {
        JobState::Columns => {
            let asked = frame.query().get("generation").filter(|one| matches!(*one, "2015" | "both"));
            let asked = asked.unwrap_or("2024").to_owned();
            let is_missing = frame.query().get("colonnes").is_some();
            Shown::Columns(choices(&job), asked, is_missing)
        }
        JobState::Running(_) => Shown::Course(course_of(&frame, &job)),
        JobState::Failed(fault) => Shown::Failed(job_fault(&frame, &fault), choices(&job)),
        JobState::Worked(worked) => {
            // Every line is counted: not on a thread that answers.
            let (state, frame, job) = (state.clone(), frame.clone(), Arc::clone(&job));
            let counted = tokio::task::spawn_blocking(move || outcome(&state, &frame, &job, &worked));
            Shown::Result(Box::new(counted.await.map_err(Failure::internal)?))
        }
    };
    let until = job.until().unwrap_or(order.made);
    let longest = order.made + jiff::SignedDuration::from_hours(24 * crate::jobs::LONGEST_DAYS);
    let body = JobPage {
        file_name: order.file_name,
        href: frame.url(&path(&job, "")).into_owned(),
        until: format::moment(frame.lang(), until),
        may_last: until.as_second() + 60 < longest.as_second(),
        shown,
        frame,
    };
    Ok(unkept(page(&body).into_response()))
}

fn choices(job: &Job) -> Choices {
    let order = job.order();
    Choices::of(order.names, order.sample)
}

fn outcome(state: &TerritoriesState, frame: &Frame, job: &Job, worked: &Worked) -> Outcome {
    let holdings = state.node().holdings();
    let settled = worked.settled();
    let reviewed = worked.reviewed(&settled, &holdings);
    let summary = Summary::of(&reviewed);
    let left: Vec<u64> = left(worked, &reviewed).map(|(_, rows)| rows).collect();
    let order = job.order();
    Outcome {
        steps: steps(job, Some(left.len())),
        left: left.iter().sum(),
        left_groups: left.len(),
        of_source: summary.of_source.unwrap_or_default(),
        figures: Figures::of(frame, &summary),
        rows: worked.cases.of_row.len(),
        part: order.part.map(|Part { columns, mark }| Sent { mark, columns: json!(columns).to_string() }),
    }
}

fn course_of(frame: &Frame, job: &Job) -> Course {
    let JobState::Running(course) = job.state() else { return Course { done: 0, total: 0, text: String::new() } };
    let (done, total) = (course.done.load(Ordering::Relaxed), course.total.load(Ordering::Relaxed));
    let text = match total {
        0 => frame.t("file-waiting").to_owned(),
        _ => frame.tn("file-course", &[("done", done.into()), ("total", total.into())]),
    };
    Course { done, total, text }
}

/// How far a job is, for a page that waits.
pub(super) async fn course(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let job = found(&state, &frame, &token).await?;
    let Course { done, total, text } = course_of(&frame, &job);
    let key = match job.state() {
        JobState::Columns => "columns",
        JobState::Running(_) if total == 0 => "waiting",
        JobState::Running(_) => "running",
        JobState::Failed(_) => "failed",
        JobState::Worked(_) => "done",
    };
    Ok(unkept(Json(json!({ "state": key, "done": done, "total": total, "text": text })).into_response()))
}

/// Keeps it for as long as a job may be kept.
pub(super) async fn prolong(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let job = found(&state, &frame, &token).await?;
    state.jobs().prolong(&job).map_err(|fault| failure(&frame, &fault))?;
    Ok(unkept(Redirect::to(&frame.url(&path(&job, ""))).into_response()))
}

/// Erases it, now.
pub(super) async fn erase(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let job = found(&state, &frame, &token).await?;
    let jobs = Arc::clone(state.jobs());
    let done = tokio::task::spawn_blocking(move || jobs.erase(&job)).await.map_err(Failure::internal)?;
    done.map_err(|fault| failure(&frame, &fault))?;
    Ok(unkept(Redirect::to(&frame.url(&format!("{PATH}?efface=1"))).into_response()))
}
