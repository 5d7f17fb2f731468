//! Which state of the bank a file holds: when it was so, who publishes it, under which licence.

use essaim_web::{Cell, Frame, Table, format, workbook};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::snapshot::Snapshot;

/// When the bank last changed: what dates its files. None in an empty bank.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    at: Option<Timestamp>,
}

impl State {
    /// Of the bank at hand.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        Self { at: snapshot.changed_at() }
    }

    /// The instant.
    pub(super) fn at(self) -> Option<Timestamp> {
        self.at
    }

    /// The day.
    pub(super) fn day(self) -> Option<Date> {
        self.at.map(format::day_of)
    }

    /// The name of a file of this state: `lieux-2026-01-31.csv`.
    pub(super) fn name(self, key: &str, form: &str) -> String {
        self.day().map_or_else(|| format!("{key}.{form}"), |day| format!("{key}-{day}.{form}"))
    }
}

/// The licence as JSON files say it.
pub(super) fn licence(frame: &Frame) -> Value {
    json!({ "name": frame.licence().name, "url": frame.licence().url })
}

/// A table as a workbook: its sheet, then one that says where it comes from and under which licence.
pub(super) fn book(frame: &Frame, state: State, table: Table) -> Result<Vec<u8>, essaim_web::Failure> {
    let mut lines: Vec<(&str, Cell)> = vec![
        ("about-licence", frame.licence().name.as_str().into()),
        ("about-licence-url", frame.licence().url.as_str().into()),
        ("about-site", frame.site_name().into()),
        ("about-publisher", frame.publisher().into()),
        ("about-address", frame.public_url("/").into()),
    ];
    lines.extend(state.day().map(|day| ("about-state", day.into())));
    let about = Table {
        name: frame.t("about-title").to_owned(),
        columns: vec![frame.t("about-what").to_owned(), frame.t("about-value").to_owned()],
        rows: lines.into_iter().map(|(key, value)| vec![frame.t(key).into(), value]).collect(),
    };
    workbook(&[table, about], frame.licence()).map_err(essaim_web::Failure::internal)
}
