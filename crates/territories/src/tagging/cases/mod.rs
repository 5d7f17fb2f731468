//! A table whose addresses are each asked once, whatever the number of lines that bear them: what a person reviews.
//!
//! A table is read whole into [`Sheet`], its distinct addresses are answered by [`answered`] on a few threads into [`Cases`],
//! and [`Reviewed`] gives the lines back with what was decided: their answers alone, or the table itself.

mod answering;
mod given;
mod reading;

use std::collections::HashMap;

use essaim_geo::{Generation, Point};
use serde::{Deserialize, Serialize};

use super::address::{self, Asked};
use super::columns::Roles;
use super::decisions::{DECIDED, Decision};
use super::standing::{Standing, names_of};

pub(crate) use answering::{Course, answered};
pub(crate) use given::{LINE, Reviewed};
pub(crate) use reading::{Sheet, each_record, head, named, read, taken};

/// What is asked of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanting {
    /// Where its addresses are.
    pub(crate) roles: Roles,
    /// Which generations, the older first.
    pub(crate) generations: Vec<Generation>,
    /// The column of the day that chooses one of them.
    pub(crate) day: Option<usize>,
    /// Columns that the summary is crossed with.
    pub(crate) crossed: Vec<usize>,
}

/// A column of the table that the summary is crossed with.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Crossed {
    pub(crate) name: String,
    /// Its values, each once, in the order of the table.
    pub(crate) values: Vec<String>,
    /// Which of them each line bears.
    pub(crate) of_row: Vec<u32>,
}

/// An address of the table, and what is said of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Case {
    /// As it is written.
    pub(crate) asked: Asked,
    /// How many lines bear it.
    pub(crate) rows: u32,
    /// For each generation, the older first; none where the day of its lines cannot be read.
    pub(crate) standings: Vec<Standing>,
    found: [String; address::ADDED.len()],
    /// Its house number: found, else as it is written.
    pub(crate) house: Option<u32>,
    /// The way that was found, where one was: INSEE code, name, commune.
    pub(crate) way: Option<Way>,
    /// Where the point is.
    pub(crate) point: Option<Point>,
    /// What may have been meant, where somebody must look.
    pub(crate) candidates: Vec<Candidate>,
    /// What was decided before, in the file of last time.
    pub(crate) decided: Option<Decision>,
}

/// A way of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Way {
    pub(crate) insee: String,
    pub(crate) name: String,
    pub(crate) town: String,
}

/// An address that may have been meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) way: Way,
    pub(crate) label: String,
    pub(crate) point: Point,
    /// What would be said of it.
    pub(crate) standing: Standing,
}

/// Every address of a table, answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Cases {
    /// Which generations are told, the older first; a day that chooses tells one at a time.
    pub(crate) generations: Vec<Generation>,
    has_day: bool,
    pub(crate) all: Vec<Case>,
    /// Which of them each line bears.
    pub(crate) of_row: Vec<u32>,
    pub(crate) crossed: Vec<Crossed>,
}

/// What people decided of the cases, by their numbers.
pub(crate) type Settled = HashMap<u32, Decision>;

impl Case {
    /// The INSEE code of the commune that was found; empty where none was.
    pub(crate) fn insee(&self) -> &str {
        &self.found[3]
    }
}

impl Cases {
    /// The names of the columns that answers make.
    pub(crate) fn added(&self) -> Vec<String> {
        let is_alone = self.has_day || self.generations.len() == 1;
        let told = if self.has_day { &self.generations[..1] } else { &self.generations[..] };
        let mut added: Vec<String> = told.iter().flat_map(|one| names_of(*one, is_alone)).collect();
        added.extend(address::ADDED.into_iter().chain(DECIDED).map(str::to_owned));
        added
    }

    /// The cases and their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u32, &Case)> {
        (0..).zip(&self.all)
    }
}
