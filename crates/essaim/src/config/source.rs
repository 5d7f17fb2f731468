//! The file as it was written: each value with the line where it stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::fault::{ConfigFault, ConfigFaults, Place};

/// A value as it was written, before anything is known of what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    Text(String),
    Number(String),
    Flag(bool),
    List(Vec<String>),
    /// Something that no key takes: a date, a table in a list.
    Other(&'static str),
}

/// Every value of a file by its dotted key.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) values: BTreeMap<String, (Raw, Place)>,
}

impl Source {
    pub(super) fn read(text: &str, path: &Path) -> Result<Self, ConfigFaults> {
        let lines = Lines { text, path };
        let table = DeTable::parse(text).map_err(|error| {
            let place = lines.place(error.span().map_or(0, |span| span.start));
            ConfigFaults(vec![ConfigFault::syntax(place, error.message())])
        })?;
        let mut source = Self::default();
        source.add("", table.get_ref(), &lines);
        Ok(source)
    }

    fn add(&mut self, prefix: &str, table: &DeTable<'_>, lines: &Lines<'_>) {
        for (key, value) in table {
            let name =
                if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
            match value.get_ref() {
                DeValue::Table(inner) => self.add(&name, inner, lines),
                other => {
                    self.values.insert(name, (raw(other), lines.place(key.span().start)));
                }
            }
        }
    }
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(number) => Raw::Number(number.to_string()),
        DeValue::Float(number) => Raw::Number(number.to_string()),
        DeValue::Boolean(flag) => Raw::Flag(*flag),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            });
            texts.collect::<Option<_>>().map_or(Raw::Other("a list of other things than texts"), Raw::List)
        }
        DeValue::Datetime(_) => Raw::Other("a date"),
        DeValue::Table(_) => Raw::Other("a section"),
    }
}

struct Lines<'a> {
    text: &'a str,
    path: &'a Path,
}

impl Lines<'_> {
    fn place(&self, offset: usize) -> Place {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Place::File(PathBuf::from(self.path), line)
    }
}
