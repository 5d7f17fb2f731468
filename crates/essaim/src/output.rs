//! What a command prints: sentences for people, JSON for scripts. Logs go elsewhere, to the standard error.

use std::env;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::outcome::{Ending, Failure};

/// How to answer whoever typed the command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
    /// Whether she reads French rather than English.
    french: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, french: reads_french(|name| env::var(name).ok()) }
    }

    /// Whether messages that exist in both languages are given in English.
    pub(crate) fn is_english(self) -> bool {
        !self.french
    }

    /// Whether the result is for scripts.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// One sentence, for people only.
    pub(crate) fn say(self, sentence: impl Display) {
        if !self.json {
            line(sentence);
        }
    }

    /// What went wrong and what to do, for people and for scripts.
    pub(crate) fn fail(self, failure: &Failure) -> Ending {
        complain(&failure.error);
        if let Some(remedy) = &failure.remedy {
            complain(&format!("→ {remedy}"));
        }
        self.give(failure);
        failure.ending
    }

    /// How the program ends: what was asked is not done as long as its result could not be printed.
    pub(crate) fn end(self, ending: Ending) -> Ending {
        if ending == Ending::Done && LOST.load(Ordering::Relaxed) {
            complain("the standard output cannot be written");
            return Ending::Failed;
        }
        ending
    }

    /// The result, for scripts only.
    pub(crate) fn give(self, result: &impl Serialize) {
        if self.json {
            line(serde_json::to_string_pretty(result).expect("results are made of texts and numbers"));
        }
    }
}

/// The first of these that is set decides, as everywhere else.
fn reads_french(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).is_some_and(|value| value.starts_with("fr"))
}

/// Whether something could not be printed.
static LOST: AtomicBool = AtomicBool::new(false);

/// A line on the standard output. A reader that left, `head` for instance, is no fault; a full disk is one.
fn line(text: impl Display) {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    if written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        LOST.store(true, Ordering::Relaxed);
    }
}

/// What went wrong, on the standard error.
fn complain(text: &str) {
    drop(writeln!(io::stderr().lock(), "essaim: {text}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_gives_the_language() {
        let with = |pairs: &'static [(&str, &str)]| {
            reads_french(move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(with(&[("LANG", "fr_FR.UTF-8")]));
        assert!(!with(&[("LC_ALL", "C.UTF-8"), ("LANG", "fr_FR.UTF-8")]));
        assert!(with(&[("LC_ALL", ""), ("LC_MESSAGES", "fr_BE")]));
        assert!(!with(&[]));
    }
}
