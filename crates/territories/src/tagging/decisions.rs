//! What people decided: it travels in the tables, from one year's to the next.

use std::collections::HashMap;
use std::io::Read;

use essaim_geo::Perimeters;
use serde::{Deserialize, Serialize};

use super::address::Asked;
use super::columns::{AddressColumns, find};
use super::standing::{Beside, Standing};
use super::table;
use super::{Reason, TagError, Verdict};

/// The columns of a decision: a neighbourhood's code or `hors`, and its day.
pub(super) const DECIDED: [&str; 2] = ["qpv_decision", "qpv_decision_le"];

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
    /// Reads the decisions of a table that was tagged before: those of the lines that have one.
    ///
    /// # Errors
    /// When the table has no column of decisions or of addresses, or cannot be read.
    pub fn read(input: impl Read, columns: &AddressColumns) -> Result<Self, TagError> {
        let mut table = table::open(input)?;
        let dress = table.dress();
        let mut record = Vec::new();
        if !table.next(&mut record)? {
            return Err(TagError::Empty);
        }
        let names = dress.cells(&record);
        let places = columns.places(&names)?;
        let (what, day) = (find(&names, Some(DECIDED[0]), &[])?, find(&names, Some(DECIDED[1]), &[])?);
        let mut all = HashMap::new();
        record.clear();
        while table.next(&mut record)? {
            let cells = dress.cells(&record);
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
            if !cell(what).is_empty() {
                all.insert(Asked::of(&cells, &places).key(), Decision { what: cell(what), day: cell(day) });
            }
            record.clear();
        }
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
