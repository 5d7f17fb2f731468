//! How a command ends: its exit code, and what it says when it did not do what was asked.

use std::error::Error;
use std::process::ExitCode;

use essaim_bank::BankError;
use essaim_store::StoreError;

use crate::config::ConfigFaults;

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

/// Which code an error leaves with.
pub(crate) fn ending_of(error: &anyhow::Error) -> Ending {
    error.chain().find_map(ending_of_cause).unwrap_or(Ending::Failed)
}

fn ending_of_cause(cause: &(dyn Error + 'static)) -> Option<Ending> {
    if cause.is::<ConfigFaults>() {
        return Some(Ending::Configuration);
    }
    if cause.is::<Refused>() {
        return Some(Ending::Refused);
    }
    // Errors that pass the store's on as they are hide it from the chain.
    let store = match cause.downcast_ref::<BankError>() {
        Some(BankError::Store(error)) => Some(error),
        Some(BankError::Database(_) | BankError::Damaged { .. }) => return Some(Ending::Database),
        _ => cause.downcast_ref::<StoreError>(),
    };
    store.map(ending_of_store)
}

fn ending_of_store(error: &StoreError) -> Ending {
    match error {
        StoreError::NotEmpty { .. } | StoreError::Damaged { .. } => Ending::Refused,
        StoreError::File { .. } => Ending::Failed,
        _ => Ending::Database,
    }
}

/// The error and its causes, one a line, none told twice.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let mut lines: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        if lines.last().is_none_or(|last| !last.contains(&cause)) {
            lines.push(cause);
        }
    }
    lines.join("\n  ")
}
