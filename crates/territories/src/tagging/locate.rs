//! Points to neighbourhoods.

use std::io::{Read, Write};

use essaim_geo::{Perimeters, Point, from_lambert93};

use super::columns::{LATITUDES, LONGITUDES, find};
use super::quarters::{Answer, Quarters};
use super::run::{Progress, Tagger, run};
use super::standing::{Standing, names_of};
use super::{Reason, TagError, Tally};
use crate::TerritoryCode;

/// Where the points of a table are: names of columns, or none to be guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The column of longitudes, or of metres east.
    pub lon: Option<String>,
    /// The column of latitudes, or of metres north.
    pub lat: Option<String>,
}

/// Points to the neighbourhoods of one generation or more.
pub struct Locating<'q> {
    /// The generations, in the order of their columns.
    pub quarters: &'q [Quarters],
    /// The départements, to know where perimeters are missing.
    pub departements: Option<&'q Perimeters>,
    /// Nearer to an edge than this, in metres, a line is to be checked.
    pub margin: f64,
}

/// Reads a table and writes it back with the neighbourhood of each point, line by line.
///
/// # Errors
/// When there is no column of coordinates, a record does not end, or the disk's. What was written before stays.
pub fn locate(
    input: impl Read,
    mut output: impl Write,
    columns: &Columns,
    locating: &Locating<'_>,
) -> Result<Tally, TagError> {
    let prepare = |names: &[String]| {
        let at = [find(names, columns.lon.as_deref(), &LONGITUDES)?, find(names, columns.lat.as_deref(), &LATITUDES)?];
        let is_alone = locating.quarters.len() == 1;
        let added = locating.quarters.iter().flat_map(|one| names_of(one.generation, is_alone)).collect();
        Ok((added, Points { at, locating }))
    };
    let done = run(input, &mut output, prepare, Progress::default(), |_| Ok(()))?;
    Ok(done.tally)
}

/// Where the points stand, and what says where they lie.
struct Points<'q> {
    at: [usize; 2],
    locating: &'q Locating<'q>,
}

impl Tagger for Points<'_> {
    type Worker = ();

    fn worker(&self) {}

    fn line(&self, (): &mut (), cells: &[String], added: &mut Vec<String>, tally: &mut Tally) {
        let point = point(cells, self.at);
        let answers = self.locating.quarters.iter().map(|quarters| self.locating.answer(quarters, point));
        let answers: Vec<Answer<'_>> = answers.collect();
        if let Some(last) = answers.last() {
            tally.count(last.verdict, last.reason);
        }
        added.extend(answers.iter().map(Answer::standing).flat_map(Standing::into_cells));
    }
}

impl Locating<'_> {
    fn answer<'q>(&self, quarters: &'q Quarters, point: Result<Point, Reason>) -> Answer<'q> {
        match point {
            Ok(point) => quarters.judge(point, 0.0, self.margin, departement(self.departements, point)),
            Err(reason) => quarters.unknown(reason),
        }
    }
}

/// The département of a point, where perimeters tell.
pub(super) fn departement(departements: Option<&Perimeters>, point: Point) -> Option<TerritoryCode> {
    let departements = departements?;
    let number = departements.first_holding(point)?;
    TerritoryCode::new(crate::Level::Departement, departements.code(number)).ok()
}

/// The point of a line: degrees, or metres of Lambert-93; a comma may stand for the point.
pub(super) fn point(cells: &[String], at: [usize; 2]) -> Result<Point, Reason> {
    let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
    let [x, y] = at.map(cell);
    if x.is_empty() || y.is_empty() {
        return Err(Reason::Empty);
    }
    let number = |text: &str| text.replace(',', ".").parse::<f64>().map_err(|_| Reason::Unreadable);
    let (x, y) = (number(x)?, number(y)?);
    Point::new(x, y).or_else(|| from_lambert93(x, y)).ok_or(Reason::Unreadable)
}
