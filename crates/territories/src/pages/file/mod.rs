//! `/qpv/fichier`: a table of people, its answers, the cases that somebody must look at, and a summary. What is brought is
//! kept sealed, under an address that nobody can guess, for a day or a few.

mod asked;
mod cases;
mod columns;
mod faults;
mod given;
mod job;
mod report;
mod start;
mod summary;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use essaim_accounts::{
    Access::{Everyone, Holder},
    Doors,
};
use essaim_web::{Arg, Failure, Frame, Upload};

use crate::api::missing;
use crate::jobs::{Job, JobError, State as JobState, Token, Worked};
use crate::panel::TerritoriesState;
use crate::tagging::cases::Reviewed;

pub use report::{Line, Part, Printer, Report};

/// Where all of it begins.
pub(super) const PATH: &str = "/qpv/fichier";
/// What stands below this is opened by its address: it goes into no log.
pub const BROUGHT: &str = "/qpv/fichier/";
/// The largest table that is brought, in bytes.
const MOST: usize = 50 * 1024 * 1024;
/// What takes a table. It changes nothing but what its sender alone knows of; other sites' pages have no business there.
pub(crate) const BRINGS: Upload = Upload { path: PATH, most: MOST + 1024 * 1024, is_open: false };

pub(super) fn routes() -> Doors<TerritoriesState> {
    let one = |rest: &str| format!("{PATH}/{{job}}{rest}");
    Doors::new()
        .get(Everyone, PATH, start::start)
        .post(Everyone, PATH, start::bring)
        .post(Everyone, format!("{PATH}/colonnes"), columns::guess)
        .get(Holder, one(""), job::show)
        .post(Holder, one(""), columns::tell)
        .get(Holder, one("/avancement"), job::course)
        .post(Holder, one("/prolonger"), job::prolong)
        .post(Holder, one("/effacer"), job::erase)
        .get(Holder, one("/cas"), cases::list)
        .get(Holder, one("/cas/{number}"), cases::show)
        .post(Holder, one("/cas/{number}"), cases::decide)
        .get(Holder, one("/synthese"), summary::show)
        .get(Holder, one("/synthese/tableau"), summary::table)
        .get(Holder, one("/synthese/document"), summary::document)
        .get(Holder, one("/fichier"), given::whole)
        .get(Holder, one("/reponses"), given::answers)
        .get(Holder, one("/a-corriger"), given::to_correct)
        // The shell holds bodies to their limits.
        .map(|router| router.layer(DefaultBodyLimit::disable()))
}

/// The job of an address; opened on a thread that may read the disk.
async fn found(state: &TerritoriesState, frame: &Frame, token: &str) -> Result<Arc<Job>, Failure> {
    let token: Token = token.parse().map_err(|()| gone(frame))?;
    let (jobs, node, now) = (Arc::clone(state.jobs()), Arc::clone(state.node()), state.now());
    let found = tokio::task::spawn_blocking(move || jobs.find(token, now, &node)).await;
    found.map_err(Failure::internal)?.map_err(|fault| failure(frame, &fault))
}

/// A job that was answered; whoever asks for what it has not yet is told so.
async fn worked(state: &TerritoriesState, frame: &Frame, token: &str) -> Result<(Arc<Job>, Arc<Worked>), Failure> {
    let job = found(state, frame, token).await?;
    match job.state() {
        JobState::Worked(worked) => Ok((job, worked)),
        _ => {
            let path = frame.url(&path(&job, "")).into_owned();
            let early = Failure::new(StatusCode::CONFLICT, "job-not-answered", "file-early");
            Err(early.suggest(frame.t("file-early-link"), path))
        }
    }
}

/// The path of a part of a job.
fn path(job: &Job, rest: &str) -> String {
    format!("{PATH}/{}{rest}", job.token)
}

fn gone(frame: &Frame) -> Failure {
    let failure = Failure::new(StatusCode::NOT_FOUND, "job-gone", "file-gone");
    failure.suggest(frame.t("file-again"), frame.url(PATH).into_owned())
}

/// What a visitor is told of a fault.
fn failure(frame: &Frame, fault: &JobError) -> Failure {
    match fault {
        JobError::Gone => gone(frame),
        JobError::Full => Failure::new(StatusCode::SERVICE_UNAVAILABLE, "jobs-full", "file-full").retry_after(3_600),
        JobError::Missing(lack) => missing(*lack),
        JobError::Table(_) | JobError::Former(_) => Failure::bad_request(),
        JobError::Io(fault) => Failure::internal(fault),
    }
}

/// The groups that have undecided lines, by their numbers, and how many.
fn left<'w>(worked: &'w Worked, reviewed: &'w Reviewed<'_>) -> impl Iterator<Item = (usize, u64)> + 'w {
    let rows = worked.groups.iter().map(|group| group.rows - group.decided(reviewed));
    rows.enumerate().filter(|(_, rows)| *rows > 0)
}

/// The parts of a job, for the steps at its head: path, key of its name, how many groups are left, where that may be told.
fn steps(job: &Job, left: Option<usize>) -> [(String, &'static str, Option<usize>); 3] {
    [
        (path(job, ""), "file-step-result", None),
        (path(job, "/cas"), "file-step-cases", left),
        (path(job, "/synthese"), "file-step-summary", None),
    ]
}

/// The name of a file that is given back: `people.csv` comes back as `people.qpv.csv`.
fn named(file_name: &str, what: &str, ending: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    format!("{stem}.{what}.{ending}")
}

/// How many lines, in words.
fn lines(frame: &Frame, count: u64) -> String {
    frame.tn("file-lines", &[("count", Arg::from(count))])
}
