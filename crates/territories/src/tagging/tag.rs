//! Addresses to neighbourhoods.

use std::io::{self, Read, Write};

use essaim_geo::addresses::{Finder, Found, Nature};
use essaim_geo::{Perimeters, Point};
use jiff::civil::Date;

use super::address::{self, Asked, Sought, accuracy, commune, seek};
use super::columns::{AddressColumns, Places, find};
use super::decisions::{DECIDED, Decisions};
use super::locate::{departement, point};
use super::quarters::{Answer, Quarters};
use super::run::{Progress, Tagger, run};
use super::standing::{Standing, names_of, no_day};
use super::{Reason, TagError, Tally, Verdict};
use crate::Generation;
use crate::official::{AddressSet, Holdings, Layer};

/// Which generation a line is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Every generation at hand, side by side.
    All,
    /// The one in force on the day that this column gives.
    InForce(String),
}

/// What tells where addresses lie.
pub struct Tagging<'t> {
    /// The generations, in the order of their columns; for [`Wanted::InForce`], both.
    pub quarters: &'t [Quarters],
    /// The addresses.
    pub addresses: &'t AddressSet,
    /// The départements, to know where perimeters are missing.
    pub departements: Option<&'t Perimeters>,
    /// Which generation.
    pub wanted: Wanted,
    /// Nearer to an edge than this, in metres, a line is to be checked; none for what each point is accurate to.
    pub margin: Option<f64>,
    /// What people decided before.
    pub decisions: Decisions,
}

/// Reads a table and writes it back with the neighbourhood of each address, line by line, going on from `from`.
///
/// # Errors
/// When no column of addresses is recognised, a record does not end, or the disk's. What was written before stays.
pub fn tag(
    input: impl Read,
    output: &mut impl Write,
    columns: &AddressColumns,
    tagging: &Tagging<'_>,
    from: Progress,
    step: impl FnMut(Progress) -> io::Result<()>,
) -> Result<Progress, TagError> {
    let prepare = |names: &[String]| {
        let day = match &tagging.wanted {
            Wanted::All => None,
            Wanted::InForce(column) => Some(find(names, Some(column), &[])?),
        };
        let lines = Lines { places: columns.places(names)?, day, tagging };
        Ok((lines.added(), lines))
    };
    run(input, output, prepare, from, step)
}

/// A table's addresses, and what says where they lie.
struct Lines<'t> {
    places: Places,
    day: Option<usize>,
    tagging: &'t Tagging<'t>,
}

impl<'t> Tagger for Lines<'t> {
    type Worker = Finder<'t>;

    fn worker(&self) -> Finder<'t> {
        self.tagging.addresses.finder()
    }

    fn line(&self, finder: &mut Finder<'t>, cells: &[String], added: &mut Vec<String>, tally: &mut Tally) {
        let asked = Asked::of(cells, &self.places);
        let quarters = self.in_force(cells, &asked);
        if let Some(at) = self.places.point {
            let point = point(cells, at);
            let answers = quarters.iter().map(|one| match point {
                Ok(point) => one.judge(point, 0.0, self.margin(), departement(self.tagging.departements, point)),
                Err(reason) => one.unknown(reason),
            });
            return self.give(answers.collect(), std::array::from_fn(|_| String::new()), &asked, added, tally);
        }
        let sought = seek(finder, self.tagging.addresses.addresses(), &asked, None);
        let answers = quarters.iter().map(|one| self.tagging.answer(one, &sought)).collect();
        self.give(answers, address::cells(&sought, self.tagging.addresses), &asked, added, tally);
    }
}

impl Lines<'_> {
    fn added(&self) -> Vec<String> {
        let is_alone = self.day.is_some() || self.tagging.quarters.len() == 1;
        let told = if self.day.is_some() { &self.tagging.quarters[..1] } else { self.tagging.quarters };
        let mut added: Vec<String> = told.iter().flat_map(|one| names_of(one.generation, is_alone)).collect();
        added.extend(address::ADDED.map(str::to_owned));
        if !self.tagging.decisions.is_empty() {
            added.extend(DECIDED.map(str::to_owned));
        }
        added
    }

    fn margin(&self) -> f64 {
        self.tagging.margin.unwrap_or_default()
    }

    /// The generations that a line is told.
    fn in_force(&self, cells: &[String], asked: &Asked) -> Vec<&Quarters> {
        let all = self.tagging.quarters.iter();
        match self.day {
            None => all.collect(),
            Some(at) => {
                let generation = generation_on(cells.get(at).map_or("", |cell| cell.trim()), asked.code());
                all.filter(|one| Some(one.generation) == generation).collect()
            }
        }
    }

    fn give(
        &self,
        answers: Vec<Answer<'_>>,
        found: [String; address::ADDED.len()],
        asked: &Asked,
        added: &mut Vec<String>,
        tally: &mut Tally,
    ) {
        let decided = self.tagging.decisions.of(asked);
        let settled = |answer: &Answer<'_>| match decided {
            Some(decision) => decision.settle(answer.standing(), &answer.quarters.perimeters),
            None => answer.standing(),
        };
        let standings: Vec<Standing> = answers.iter().map(settled).collect();
        match standings.last() {
            Some(last) => tally.count(last.verdict, last.reason),
            None => tally.count(Verdict::ToCheck, Some(Reason::Unreadable)),
        }
        if standings.is_empty() {
            added.extend(no_day());
        }
        added.extend(standings.into_iter().flat_map(Standing::into_cells));
        added.extend(found);
        if !self.tagging.decisions.is_empty() {
            added.extend(decided.map_or_else(|| [String::new(), String::new()], |one| one.cells()));
        }
    }
}

/// The generation in force on a day, as tables write days: 2024's since 1 January 2024, overseas since 1 January 2025
/// (decrees 2023-1314 and 2024-806).
pub(super) fn generation_on(day: &str, postcode: &str) -> Option<Generation> {
    let is_overseas = postcode.starts_with("97") || postcode.starts_with("98");
    let first = if is_overseas { jiff::civil::date(2025, 1, 1) } else { jiff::civil::date(2024, 1, 1) };
    let day = day_of(day)?;
    Some(if day < first { Generation::G2015 } else { Generation::G2024 })
}

/// `2024-01-31`, `31/01/2024`, with an hour or not.
fn day_of(text: &str) -> Option<Date> {
    let text = text.split([' ', 'T']).next()?;
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

impl<'t> Tagging<'t> {
    /// By what a node holds: these generations, with no margin but what each point is accurate to.
    pub(crate) fn by(
        holdings: &'t Holdings,
        quarters: &'t [Quarters],
        addresses: &'t AddressSet,
        decisions: Decisions,
    ) -> Self {
        let departements = holdings.layer(Layer::Departement).map(|(_, perimeters)| perimeters);
        Self { quarters, addresses, departements, wanted: Wanted::All, margin: None, decisions }
    }
}

impl Tagging<'_> {
    /// What is said of an address that was sought, for one generation.
    fn answer<'q>(&self, quarters: &'q Quarters, sought: &Sought<'_>) -> Answer<'q> {
        answer(quarters, sought, self.addresses, self.margin)
    }
}

/// What is said of an address that was sought, for one generation.
pub(super) fn answer<'q>(
    quarters: &'q Quarters,
    sought: &Sought<'_>,
    addresses: &AddressSet,
    margin: Option<f64>,
) -> Answer<'q> {
    let Some(found) = sought.found.first() else { return quarters.unknown(sought.reason.unwrap_or(Reason::NotFound)) };
    let mut answer = match sought.reason {
        Some(Reason::StreetMissing | Reason::NotFound) if is_town_outside(quarters, found) => {
            Answer { quarters, verdict: Verdict::Outside, reason: None, situation: quarters.situation(found.point) }
        }
        Some(reason) if reason.is_of_source() => quarters.unknown(reason),
        Some(reason) => Answer { verdict: Verdict::ToCheck, reason: Some(reason), ..at(quarters, found, 0.0, 0.0) },
        None => match (sought.number, found.way) {
            (Some(number), Some(way)) => {
                whole_way(quarters, found, addresses.addresses().points_of(way), number, margin)
            }
            _ => at(quarters, found, accuracy(found), margin.unwrap_or_default()),
        },
    };
    if answer.verdict != Verdict::ToCheck {
        answer.reason = sought.ignored;
    }
    answer
}

fn at<'q>(quarters: &'q Quarters, found: &Found<'_>, accuracy: f64, margin: f64) -> Answer<'q> {
    quarters.judge(found.point, accuracy, margin, commune(found).and_then(|commune| commune.departement()))
}

/// Whether a commune holds no neighbourhood: whatever is in it is outside.
fn is_town_outside(quarters: &Quarters, found: &Found<'_>) -> bool {
    let is_sure = found.nature == Nature::Town && found.score >= address::SURE;
    let commune = commune(found).filter(|_| is_sure);
    commune.is_some_and(|commune| !quarters.has_commune(&commune) && quarters.is_covered(commune.departement()))
}

/// A way whose number is not known: the verdict is that of all its points, where they agree.
fn whole_way<'q>(
    quarters: &'q Quarters,
    found: &Found<'_>,
    points: impl Iterator<Item = Point>,
    number: Reason,
    margin: Option<f64>,
) -> Answer<'q> {
    let margin = margin.unwrap_or_default();
    let points: Vec<Point> = points.collect();
    let [first, others @ ..] = points.as_slice() else { return at(quarters, found, accuracy(found), margin) };
    if others.is_empty() {
        return at(quarters, found, accuracy(found), margin);
    }
    let held = |point: &Point| quarters.perimeters.first_holding(*point);
    let answer = at(quarters, found, 0.0, margin);
    if others.iter().any(|point| held(point) != held(first)) {
        return Answer { verdict: Verdict::ToCheck, reason: Some(number), ..answer };
    }
    // Without a margin, no distance is worked out but the one that is told.
    let is_near = |point: &Point| quarters.situation(*point).edge().is_some_and(|edge| edge < margin);
    let near_edge = margin > 0.0 && answer.verdict != Verdict::ToCheck && points.iter().any(is_near);
    if near_edge { Answer { verdict: Verdict::ToCheck, reason: Some(Reason::NearEdge), ..answer } } else { answer }
}
