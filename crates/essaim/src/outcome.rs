//! How a command ends: its exit code, and what it says when it did not do what was asked.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use essaim_bank::BankError;
use essaim_store::{StoreError, Version};
use serde::Serialize;

use crate::config::ConfigFaults;
use crate::owner::NotTheOwner;

/// The documented exit codes; 2, a command line not understood, is the parser's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Done = 0,
    Failed = 1,
    Configuration = 3,
    Refused = 4,
    Database = 5,
    Conflict = 6,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}

/// Something given was refused: a file, a word. Carries what to tell.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(pub(crate) String);

/// Of several things, so many were taken before one was not. Context of the error that says why.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) what: &'static str,
    pub(crate) count: usize,
    /// What is told of them to scripts.
    pub(crate) told: serde_json::Value,
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} taken before this one: {}", self.what, self.count)
    }
}

/// The database is older than this program, and the command is not there to upgrade it.
#[derive(Debug, thiserror::Error)]
#[error("the database is older ({database}) than this program ({program})")]
pub(crate) struct TooOld {
    pub(crate) database: Version,
    pub(crate) program: Version,
}

/// What is told of a command that did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    pub(crate) error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remedy: Option<String>,
    exit_code: u8,
    /// What was done before it failed, where that was something.
    #[serde(flatten)]
    taken: Option<serde_json::Value>,
    #[serde(skip)]
    pub(crate) ending: Ending,
}

impl Failure {
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        let ending = ending_of(error);
        let taken = error.downcast_ref::<Taken>().map(|taken| taken.told.clone());
        Self { error: told(error), remedy: remedy_of(error), exit_code: ending as u8, taken, ending }
    }
}

/// What to do with a damaged database.
pub(crate) const RESTORE: &str = "stop the site, then put the last backup in its place: essaim restore FILE --replace";

/// What to do next, where that is known.
fn remedy_of(error: &anyhow::Error) -> Option<String> {
    if let Some(NotTheOwner { owner, .. }) = error.downcast_ref() {
        return Some(format!("run it as that user: sudo -u '{owner}' essaim …"));
    }
    if error.is::<TooOld>() {
        return Some("run essaim migrate, or start the site once: both back the database up before".to_owned());
    }
    error.chain().find_map(store_error).and_then(remedy_of_store)
}

fn remedy_of_store(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::Absent { .. } => {
            "give the bank's folder with --data; essaim migrate or essaim serve make a new one".to_owned()
        }
        StoreError::NoDatabase { database } => format!("make it: createdb --owner USER {database}"),
        StoreError::Unreachable { .. } => {
            "start the database, or correct database.url and the rights on its folder".to_owned()
        }
        StoreError::Malformed(_) => RESTORE.to_owned(),
        StoreError::NotEmpty { .. } => {
            "throw away what it holds with --replace, or restore into another folder with --data".to_owned()
        }
        StoreError::Busy => "try again, or raise database.patience_seconds".to_owned(),
        _ => return None,
    })
}

/// Which code an error leaves with.
fn ending_of(error: &anyhow::Error) -> Ending {
    error.chain().find_map(ending_of_cause).unwrap_or(Ending::Failed)
}

fn ending_of_cause(cause: &(dyn Error + 'static)) -> Option<Ending> {
    if cause.is::<ConfigFaults>() {
        return Some(Ending::Configuration);
    }
    if cause.is::<Refused>() {
        return Some(Ending::Refused);
    }
    let is_damaged = matches!(cause.downcast_ref(), Some(BankError::Database(_) | BankError::Damaged { .. }));
    if cause.is::<TooOld>() || is_damaged {
        return Some(Ending::Database);
    }
    store_error(cause).map(ending_of_store)
}

/// The store's error; those that pass it on as it is hide it from the chain.
pub(crate) fn store_error<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a StoreError> {
    match cause.downcast_ref::<BankError>() {
        Some(BankError::Store(error)) => Some(error),
        _ => cause.downcast_ref::<StoreError>(),
    }
}

fn ending_of_store(error: &StoreError) -> Ending {
    match error {
        StoreError::NotEmpty { .. } | StoreError::Damaged { .. } | StoreError::Occupied { .. } => Ending::Refused,
        StoreError::File { .. } => Ending::Failed,
        _ => Ending::Database,
    }
}

/// The error and its causes, one a line, none told twice.
fn told(error: &anyhow::Error) -> String {
    let mut lines: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        if lines.last().is_none_or(|last| !last.contains(&cause)) {
            lines.push(cause);
        }
    }
    lines.join("\n  ")
}
