//! The neighbourhoods of a generation, and how a point stands to them.

use std::collections::BTreeSet;

use essaim_geo::{Generation, Level, Perimeters, Point, TerritoryCode};

use super::standing::{Beside, Standing};
use super::{Reason, Verdict};
use crate::Registry;
use crate::official::{Kept, Layer, Shelf, ShelfError};

/// Farther than this from any neighbourhood, in metres, a point is not in France: it is more likely a mistake.
const FAR: f64 = 400_000.0;

/// The neighbourhoods of a generation, which vintage of them, and where all of them are at hand.
pub struct Quarters {
    /// Their generation.
    pub generation: Generation,
    /// The vintage, as the shelf tells it.
    pub kept: Kept,
    /// Their perimeters.
    pub perimeters: Perimeters,
    pub(super) coverage: Coverage,
    /// The communes that hold a neighbourhood.
    pub(super) communes: BTreeSet<TerritoryCode>,
}

/// Where the perimeters of every neighbourhood are at hand: only there is a point known to be outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// Everywhere.
    Whole,
    /// In these départements.
    Departements(BTreeSet<TerritoryCode>),
}

/// How a point stands to the neighbourhoods of a generation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Situation {
    /// The one that holds it, by its number, and how far its edge is, in metres.
    pub(crate) inside: Option<(usize, f64)>,
    /// The nearest, where none holds it.
    pub(crate) nearest: Option<(usize, f64)>,
}

impl Quarters {
    /// The latest vintage of a generation; none where none was brought in.
    ///
    /// # Errors
    /// The disk's, or a file that is damaged or of another version of the program.
    pub fn open(shelf: &Shelf, registry: &Registry, generation: Generation) -> Result<Option<Self>, ShelfError> {
        let opened = shelf.open(Layer::Qpv(generation))?;
        Ok(opened.map(|(kept, perimeters)| Self::of(registry, generation, kept, perimeters)))
    }

    /// Of perimeters at hand.
    pub fn of(registry: &Registry, generation: Generation, kept: Kept, perimeters: Perimeters) -> Self {
        let own = registry.all(Level::Qpv).filter(|quarter| quarter.generation() == Some(generation));
        let held = own.flat_map(|quarter| registry.ancestors(&quarter.code()));
        let communes = held.filter(|code| code.level() == Level::Commune).collect();
        let coverage = coverage(registry, generation, &perimeters);
        Self { generation, kept, perimeters, coverage, communes }
    }

    /// Where all of them are at hand.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Whether all those of a département are at hand.
    pub(crate) fn is_covered(&self, departement: Option<TerritoryCode>) -> bool {
        match &self.coverage {
            Coverage::Whole => true,
            Coverage::Departements(known) => departement.is_some_and(|departement| known.contains(&departement)),
        }
    }

    /// Whether the tables know a neighbourhood in a commune.
    pub(super) fn has_commune(&self, commune: &TerritoryCode) -> bool {
        self.communes.contains(commune)
    }

    /// How a point stands to them.
    pub(super) fn situation(&self, point: Point) -> Situation {
        let inside = self.perimeters.first_holding(point);
        let inside = inside.map(|number| (number, self.perimeters.edge_distance(number, point)));
        let nearest = match inside {
            Some(_) => None,
            None => self.perimeters.nearest(point, |_| true).map(|found| (found.number, found.metres)),
        };
        Situation { inside, nearest }
    }

    /// What is said of a point that is accurate to so many metres, of a département, with a margin to the edges.
    pub(super) fn judge(
        &self,
        point: Point,
        accuracy: f64,
        margin: f64,
        departement: Option<TerritoryCode>,
    ) -> Answer<'_> {
        let situation = self.situation(point);
        let edge = situation.edge().unwrap_or(f64::INFINITY);
        let doubt = match situation.inside {
            // Far from all of them, or from the few that are at hand.
            None if edge > FAR && departement.is_none() && self.coverage == Coverage::Whole => Some(Reason::Abroad),
            _ if edge < accuracy => Some(Reason::Accuracy),
            _ if edge < margin => Some(Reason::NearEdge),
            None if !self.is_covered(departement) => Some(Reason::PerimetersMissing),
            _ => None,
        };
        let verdict = match (doubt, situation.inside) {
            (Some(_), _) => Verdict::ToCheck,
            (None, Some(_)) => Verdict::Inside,
            (None, None) => Verdict::Outside,
        };
        let situation = if doubt == Some(Reason::Abroad) { Situation::default() } else { situation };
        Answer { quarters: self, verdict, reason: doubt, situation }
    }

    /// What is said where there is no point.
    pub(super) fn unknown(&self, reason: Reason) -> Answer<'_> {
        Answer { quarters: self, verdict: Verdict::ToCheck, reason: Some(reason), situation: Situation::default() }
    }
}

impl Situation {
    /// How far the edge of the neighbourhood that holds it, or of the nearest, is.
    pub(crate) fn edge(&self) -> Option<f64> {
        self.inside.or(self.nearest).map(|(_, metres)| metres)
    }
}

/// The tables of 2024 are whole: wherever each of its codes is drawn, all is at hand. Those of 2015 are not: a département
/// of which they know nothing is none of which all is at hand.
fn coverage(registry: &Registry, generation: Generation, perimeters: &Perimeters) -> Coverage {
    let own = || registry.all(Level::Qpv).filter(|quarter| quarter.generation() == Some(generation));
    let is_drawn =
        |code: &TerritoryCode| perimeters.find(code.code()).is_some_and(|number| !perimeters.shape(number).is_empty());
    let missing: BTreeSet<TerritoryCode> =
        own().filter(|quarter| !is_drawn(&quarter.code())).filter_map(|quarter| quarter.code().departement()).collect();
    match generation {
        Generation::G2024 if missing.is_empty() => Coverage::Whole,
        Generation::G2024 => {
            let all = registry.all(Level::Departement).map(|departement| departement.code());
            Coverage::Departements(all.filter(|departement| !missing.contains(departement)).collect())
        }
        Generation::G2015 => {
            let known = own().filter_map(|quarter| quarter.code().departement());
            Coverage::Departements(known.filter(|departement| !missing.contains(departement)).collect())
        }
    }
}

/// What is said of a line for one generation.
pub(crate) struct Answer<'q> {
    pub(crate) quarters: &'q Quarters,
    pub(crate) verdict: Verdict,
    pub(crate) reason: Option<Reason>,
    pub(crate) situation: Situation,
}

impl Answer<'_> {
    /// The same without what it was worked out from.
    pub(crate) fn standing(&self) -> Standing {
        let perimeters = &self.quarters.perimeters;
        let beside = |(number, metres): (usize, f64)| Beside {
            code: perimeters.code(number).to_owned(),
            name: perimeters.name(number).to_owned(),
            metres: Some(metres),
        };
        Standing {
            generation: self.quarters.generation,
            verdict: self.verdict,
            reason: self.reason,
            inside: self.situation.inside.map(beside),
            nearest: self.situation.nearest.map(beside),
            vintage: self.quarters.kept.vintage,
        }
    }
}
