//! Where the tables come from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

const SOURCES: &str = include_str!("../../../data/territories/sources.toml");

/// The key of the source of outlines, and of the centres of what has one.
pub(crate) const OUTLINES: &str = "contours-2026";

static PARSED: LazyLock<BTreeMap<String, Source>> =
    LazyLock::new(|| toml::from_str(SOURCES).expect("a test reads the embedded list of sources"));

/// A published table or document that the registry rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Source {
    /// What it is.
    pub title: String,
    /// Who made it.
    pub producer: String,
    /// The date of the data.
    pub vintage: String,
    /// Under which licence it is published.
    pub licence: String,
    /// The published package or file that it was read from, if any.
    pub via: Option<String>,
    /// The files of `data/territories/` made of it; none when an operator brought it in.
    pub files: Vec<String>,
}

impl Source {
    /// The source of that key among those of the tables that the program carries.
    pub fn of(key: &str) -> Option<&'static Source> {
        PARSED.get(key)
    }

    /// That of every outline that a map draws.
    pub fn outlines() -> &'static Source {
        Source::of(OUTLINES).expect("a test finds the source of outlines")
    }

    /// Who made it and under which licence, in a few words: what stands under a map.
    pub fn credit(&self) -> String {
        format!("{} ({})", self.producer, self.licence)
    }

    /// The same with what it is and of what day: the one file among those that a map is drawn from.
    pub fn credit_and_vintage(&self) -> String {
        format!("{}, {}, {} ({})", self.title, self.producer, self.vintage, self.licence)
    }

    /// Every source with its key.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static Source)> {
        PARSED.iter().map(|(key, source)| (key.as_str(), source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_names_who_drew_its_outlines_and_under_which_licence() {
        assert_eq!(Source::outlines().credit(), "IGN (Licence Ouverte 2.0)");
    }
}
