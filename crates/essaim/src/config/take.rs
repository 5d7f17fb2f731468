//! Taking values one by one: each asks for its key, says what it accepts, and notes a fault when it got something else.

use std::ffi::OsString;

use super::fault::{ConfigFault, ConfigFaults, Place};
use super::kind::Kind;
use super::nearest::{nearest, nearest_key};
use super::platform;
use super::source::{Raw, Source};

/// The variable of a key: `server.listen` is `ESSAIM_SERVER_LISTEN`.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

const PREFIX: &str = "ESSAIM_";

/// Variables of ours that are no key: flags of the command line, and what the tests are told.
const OTHER_VARIABLES: [&str; 2] = [crate::cli::DATA_VARIABLE, crate::cli::CONFIG_VARIABLE];
const TEST_VARIABLES: &str = "ESSAIM_TEST_";

/// What remains to be taken.
pub(super) struct Take {
    source: Source,
    environment: Vec<(String, String)>,
    known: Vec<&'static str>,
    faults: Vec<ConfigFault>,
}

impl Take {
    pub(super) fn new(source: Source) -> Self {
        Self { source, environment: Vec::new(), known: Vec::new(), faults: Vec::new() }
    }

    /// Variables win over the file.
    pub(super) fn environment(&mut self, variables: &[(String, OsString)]) {
        for (name, value) in variables.iter().filter(|(name, _)| is_ours(name)) {
            match value.to_str() {
                Some(value) => self.environment.push((name.clone(), value.to_owned())),
                None => self.faults.push(ConfigFault::not_text(Place::Variable(name.clone()))),
            }
        }
    }

    fn raw(&mut self, key: &'static str) -> Option<(Raw, Place)> {
        self.known.push(key);
        let written = self.source.values.remove(key);
        let name = variable(key);
        match self.environment.iter().find(|(variable, _)| *variable == name) {
            Some((_, value)) => Some((Raw::Text(value.clone()), Place::Variable(name))),
            None => written,
        }
    }

    fn refuse<T>(&mut self, place: Place, key: &str, raw: &Raw, kind: &Kind<T>) {
        let nearest = kind.nearest(raw);
        self.faults.push(ConfigFault::value(place, key, &kind.found(raw), &kind.expected, nearest.as_deref()));
    }

    /// The value of a key, or `default` where it is absent or refused.
    pub(super) fn one<T>(&mut self, key: &'static str, default: T, kind: Kind<T>) -> T {
        let Some((raw, place)) = self.raw(key) else { return default };
        kind.value(&raw).unwrap_or_else(|| {
            self.refuse(place, key, &raw, &kind);
            default
        })
    }

    /// The same, where an empty text is none, so that a variable can undo what the file says.
    pub(super) fn optional<T>(&mut self, key: &'static str, kind: Kind<T>) -> Option<T> {
        let (raw, place) = self.raw(key).filter(|(raw, _)| *raw != Raw::Text(String::new()))?;
        let value = kind.value(&raw);
        if value.is_none() {
            self.refuse(place, key, &raw, &kind);
        }
        value
    }

    /// A list of values; in a variable, separated by commas. Each that is refused is told at its own place.
    pub(super) fn list<T>(&mut self, key: &'static str, kind: Kind<T>) -> Vec<T> {
        let Some((raw, place)) = self.raw(key) else { return Vec::new() };
        let items = match raw {
            Raw::List(items) => items,
            Raw::Text(text) => items_of(&text, &place),
            other => vec![(other, place)],
        };
        let mut values = Vec::new();
        for (raw, place) in items {
            match kind.value(&raw) {
                Some(value) => values.push(value),
                None => self.faults.push(ConfigFault::item(
                    place,
                    key,
                    &kind.found(&raw),
                    &kind.expected,
                    kind.nearest(&raw).as_deref(),
                )),
            }
        }
        values
    }

    /// Refuses what nobody asked for, with all the other faults.
    pub(super) fn finish(mut self) -> Result<(), ConfigFaults> {
        for (key, (_, place)) in std::mem::take(&mut self.source.values) {
            self.faults.push(ConfigFault::unknown(place, &key, nearest_key(&key, &self.known)));
        }
        self.refuse_unknown_sections();
        self.refuse_unknown_variables();
        self.faults.sort();
        if self.faults.is_empty() { Ok(()) } else { Err(ConfigFaults(self.faults)) }
    }

    fn refuse_unknown_sections(&mut self) {
        let sections = || self.known.iter().filter_map(|key| key.split_once('.')).map(|(section, _)| section);
        let strangers = self.source.empty_sections.iter().filter(|(name, _)| !sections().any(|known| known == name));
        let faults =
            strangers.map(|(name, place)| ConfigFault::section(place.clone(), name, nearest(name, sections())));
        self.faults.extend(faults.collect::<Vec<_>>());
    }

    fn refuse_unknown_variables(&mut self) {
        let ours: Vec<String> = self.known.iter().map(|key| variable(key)).collect();
        let names = || ours.iter().map(String::as_str).chain(OTHER_VARIABLES);
        let strangers = self.environment.iter().filter(|(name, value)| {
            !names().any(|one| one == name) && !name.starts_with(TEST_VARIABLES) && !platform::sets(name, value)
        });
        let fault = |name: &str| ConfigFault::variable(Place::Variable(name.to_owned()), nearest(name, names()));
        self.faults.extend(strangers.map(|(name, _)| fault(name)));
    }

    #[cfg(test)]
    pub(super) fn known(&self) -> &[&'static str] {
        &self.known
    }
}

/// Whether a variable's name is one of this program's.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with(PREFIX)
}

fn items_of(text: &str, place: &Place) -> Vec<(Raw, Place)> {
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    items.map(|item| (Raw::Text(item.to_owned()), place.clone())).collect()
}
