//! What people decided: it travels in the tables, from one year's to the next.

use std::collections::HashMap;

use essaim_geo::{Level, Perimeters, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::address::Asked;
use super::cases::each_record;
use super::columns::{AddressColumns, Places, Roles, find};
use super::standing::{Beside, Standing};
use super::{Reason, TagError, Verdict};

/// The columns of a decision: a neighbourhood's code or `hors`, and its day.
pub(crate) const DECIDED: [&str; 2] = ["qpv_decision", "qpv_decision_le"];

/// What people decided of addresses.
#[derive(Debug, Default)]
pub struct Decisions(HashMap<String, Decision>);

/// What somebody decided of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Decision {
    /// A neighbourhood's code, or `hors`.
    pub(crate) what: String,
    /// The day, as it was written.
    pub(crate) day: String,
}

impl Decisions {
    /// Reads the decisions of a table that was tagged before: those of the lines that have one. What is no decision (neither
    /// `hors` nor a neighbourhood's code) is left out.
    ///
    /// # Errors
    /// When the table has no column of decisions or of addresses, or cannot be read.
    pub fn read(table: &[u8], columns: &AddressColumns) -> Result<Self, TagError> {
        Self::read_by(table, |names| columns.places(names))
    }

    /// The same, of a table whose addresses stand in columns of the same names as another's: guessed where it has not all.
    ///
    /// # Errors
    /// As [`Decisions::read`].
    pub(crate) fn read_like(table: &[u8], names: &[String], roles: &Roles) -> Result<Self, TagError> {
        Self::read_by(table, |own| match roles.renamed(names, own) {
            Some(roles) => Ok(roles.places()),
            None => AddressColumns::default().places(own),
        })
    }

    fn read_by(table: &[u8], places: impl Fn(&[String]) -> Result<Places, TagError>) -> Result<Self, TagError> {
        let mut all = HashMap::new();
        let mut head: Option<Result<(Places, usize, usize), TagError>> = None;
        each_record(table, |cells| {
            let Some(Ok((places, what, day))) = &head else {
                let found = |names: &[String]| {
                    Ok((places(names)?, find(names, Some(DECIDED[0]), &[])?, find(names, Some(DECIDED[1]), &[])?))
                };
                let is_first = head.is_none();
                head.get_or_insert_with(|| found(&cells));
                return is_first && matches!(head, Some(Ok(_)));
            };
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
            if let Some(decision) = Decision::of(cell(*what), cell(*day)) {
                all.insert(Asked::of(&cells, places).key(), decision);
            }
            true
        })?;
        head.ok_or(TagError::Empty)??;
        Ok(Self(all))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn of(&self, asked: &Asked) -> Option<&Decision> {
        if self.0.is_empty() { None } else { self.0.get(&asked.key()) }
    }
}

impl Decision {
    /// As a table writes it; none where it says nothing that decides. Its day is kept where it is one.
    fn of(what: &str, day: &str) -> Option<Self> {
        let is_outside = what.eq_ignore_ascii_case(Verdict::Outside.key());
        let is_code = || TerritoryCode::new(Level::Qpv, &what.to_ascii_uppercase()).is_ok();
        let is_day = day.len() <= 20 && day.chars().all(|letter| letter.is_ascii_digit() || "-/.: TZ".contains(letter));
        let day = if is_day && !day.starts_with('-') { day.to_owned() } else { String::new() };
        (is_outside || is_code()).then(|| Self { what: what.to_owned(), day })
    }

    pub(crate) fn cells(&self) -> [String; 2] {
        [self.what.clone(), self.day.clone()]
    }

    /// What is said once it is decided; what was said before where the decision is of another generation.
    pub(crate) fn settle(&self, standing: Standing, perimeters: &Perimeters) -> Standing {
        let reason = Some(Reason::Decided);
        if self.what.eq_ignore_ascii_case(Verdict::Outside.key()) {
            return Standing { verdict: Verdict::Outside, reason, inside: None, ..standing };
        }
        let code = self.what.to_ascii_uppercase();
        let Some(number) = perimeters.find(&code) else { return standing };
        let metres = standing.inside.filter(|own| own.code == code).and_then(|own| own.metres);
        let inside = Some(Beside { code, name: perimeters.name(number).to_owned(), metres });
        Standing { verdict: Verdict::Inside, reason, inside, nearest: None, ..standing }
    }
}
