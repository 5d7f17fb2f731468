//! What is wrong with a configuration, where, and the nearest valid thing.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    File(PathBuf, usize),
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, 0) => write!(f, "{}", path.display()),
            Self::File(path, line) => write!(f, "{}, line {line}", path.display()),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConfigFault {
    pub(crate) place: Place,
    pub(crate) message: String,
}

impl ConfigFault {
    pub(super) fn syntax(place: Place, message: &str) -> Self {
        Self { place, message: format!("not TOML: {message}") }
    }

    pub(super) fn unknown(place: Place, key: &str, nearest: Option<&str>) -> Self {
        let remedy = nearest.map_or_else(
            || "docs/essaim.example.toml lists the keys".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        );
        Self { place, message: format!("`{key}` is no key of the configuration: {remedy}") }
    }

    pub(super) fn section(place: Place, name: &str, nearest: Option<&str>) -> Self {
        let remedy = nearest.map_or_else(
            || "docs/essaim.example.toml lists them".to_owned(),
            |nearest| format!("did you mean `[{nearest}]`?"),
        );
        Self { place, message: format!("`[{name}]` is no section of the configuration: {remedy}") }
    }

    pub(super) fn variable(place: Place, nearest: Option<&str>) -> Self {
        let remedy = nearest.map_or_else(|| "remove it".to_owned(), |nearest| format!("did you mean {nearest}?"));
        Self { place, message: format!("this variable sets no key: {remedy}") }
    }

    pub(super) fn not_text(place: Place) -> Self {
        Self { place, message: "this variable is not text in UTF-8".to_owned() }
    }

    pub(super) fn item(place: Place, key: &str, found: &str, expected: &str, nearest: Option<&str>) -> Self {
        Self { place, message: format!("`{key}` holds {found}, where {expected} is expected{}", meant(nearest)) }
    }

    pub(super) fn value(place: Place, key: &str, found: &str, expected: &str, nearest: Option<&str>) -> Self {
        Self { place, message: format!("`{key}` is {found}, where {expected} is expected{}", meant(nearest)) }
    }
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(": did you mean `{nearest}`?")).unwrap_or_default()
}

/// Every fault of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigFaults(pub(crate) Vec<ConfigFault>);

impl ConfigFaults {
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let message = format!("the configuration cannot be read: {error}");
        Self(vec![ConfigFault { place: Place::File(path.to_owned(), 0), message }])
    }
}

impl fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}: {}", fault.place, fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigFaults {}
