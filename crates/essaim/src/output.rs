//! What a command prints: sentences for people, JSON for scripts. Logs go elsewhere, to the standard error.

use std::env;
use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;

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

    /// One sentence, for people only.
    pub(crate) fn say(self, sentence: impl Display) {
        if !self.json {
            line(sentence);
        }
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

/// A line on the standard output. A reader that left, `head` for instance, is no fault.
pub(crate) fn line(text: impl Display) {
    let mut out = io::stdout().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// What went wrong, on the standard error.
pub(crate) fn complain(text: &str) {
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
