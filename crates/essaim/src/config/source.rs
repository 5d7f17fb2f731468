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
    List(Vec<(Raw, Place)>),
    /// Something that no key takes: a date, a table in a list.
    Other(&'static str),
}

/// Every value of a file by its dotted key.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) values: BTreeMap<String, (Raw, Place)>,
    /// Sections in which nothing is written.
    pub(super) empty_sections: Vec<(String, Place)>,
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
            let place = lines.place(key.span().start);
            match value.get_ref() {
                DeValue::Table(inner) if inner.is_empty() => self.empty_sections.push((name, place)),
                DeValue::Table(inner) => self.add(&name, inner, lines),
                other => {
                    self.values.insert(name, (lines.raw(other), place));
                }
            }
        }
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

    fn raw(&self, value: &DeValue<'_>) -> Raw {
        match value {
            DeValue::String(text) => Raw::Text(text.to_string()),
            DeValue::Integer(number) => Raw::Number(number.to_string()),
            DeValue::Float(number) => Raw::Number(number.to_string()),
            DeValue::Boolean(flag) => Raw::Flag(*flag),
            DeValue::Array(items) => {
                let item =
                    |item: &toml::Spanned<DeValue<'_>>| (self.raw(item.get_ref()), self.place(item.span().start));
                Raw::List(items.iter().map(item).collect())
            }
            DeValue::Datetime(_) => Raw::Other("a date"),
            DeValue::Table(_) => Raw::Other("a section"),
        }
    }
}
