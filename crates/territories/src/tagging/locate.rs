//! Points to neighbourhoods.

use std::io::{self, BufRead, BufReader, Read, Write};

use essaim_geo::{Generation, Perimeters, Point, from_lambert93};

use super::table::{LOOKED_AT, Table, TableFault};
use super::{Reason, Verdict};
use crate::official::Kept;

/// Where the points of a table are: names of columns, or none to be guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The column of longitudes, or of metres east.
    pub lon: Option<String>,
    /// The column of latitudes, or of metres north.
    pub lat: Option<String>,
}

/// The neighbourhoods of a generation, and which vintage of them.
pub struct Quarters {
    /// Their generation.
    pub generation: Generation,
    /// The vintage, as the shelf tells it.
    pub kept: Kept,
    /// Their perimeters.
    pub perimeters: Perimeters,
}

/// What was done of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Located {
    /// Lines inside a neighbourhood of the first generation asked.
    pub inside: u64,
    /// Lines outside.
    pub outside: u64,
    /// Lines that somebody must look at.
    pub to_check: u64,
}

/// Why a table was not located.
#[derive(Debug, thiserror::Error)]
pub enum LocateError {
    /// The table is empty.
    #[error("the table is empty")]
    Empty,
    /// A column that was named is not there, or none could be guessed.
    #[error("there is no column {0}; the columns are: {1}")]
    NoColumn(String, String),
    /// The answers would hide a column of the table.
    #[error("the table has a column {0} already: rename it")]
    Taken(String),
    /// A record that does not end.
    #[error("{0}")]
    Table(String),
    /// The disk's, or the pipe's.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<TableFault> for LocateError {
    fn from(fault: TableFault) -> Self {
        match fault {
            TableFault::Io(error) => Self::Io(error),
            fault @ TableFault::TooLong(_) => Self::Table(fault.to_string()),
        }
    }
}

/// What a table gets, in order; with two generations each name ends with its year.
const ADDED: [&str; 8] = [
    "qpv_verdict",
    "qpv_code",
    "qpv_nom",
    "qpv_motif",
    "qpv_distance_m",
    "qpv_proche_code",
    "qpv_proche_m",
    "qpv_millesime",
];

const LONGITUDES: [&str; 7] = ["lon", "longitude", "long", "lng", "x", "coord_x", "x_longitude"];
const LATITUDES: [&str; 6] = ["lat", "latitude", "y", "coord_y", "y_latitude", "lati"];

/// Farther than this from any neighbourhood, in metres, a point is not in France: it is more likely a mistake.
const FAR: f64 = 400_000.0;

/// Reads a table and writes it back with the neighbourhood of each point, line by line. Nearer to an edge than `margin`
/// metres, a line is to be checked.
///
/// # Errors
/// When there is no column of coordinates, a record does not end, or the disk's. What was written before stays.
pub fn locate(
    input: impl Read,
    mut output: impl Write,
    columns: &Columns,
    quarters: &[Quarters],
    margin: f64,
) -> Result<Located, LocateError> {
    let mut table = Table::open(looked_at(input)?)?;
    let mut located = Located::default();
    let head = table.next()?.ok_or(LocateError::Empty)?;
    let names = head.cells();
    let at = [find(&names, columns.lon.as_deref(), &LONGITUDES)?, find(&names, columns.lat.as_deref(), &LATITUDES)?];
    let added = added_names(quarters);
    if let Some(taken) = added.iter().find(|name| names.contains(name)) {
        return Err(LocateError::Taken(taken.clone()));
    }
    head.write(&mut output, &added)?;
    while let Some(record) = table.next()? {
        let cells = record.cells();
        let point = point(&cells, at);
        let answers: Vec<Answer<'_>> = quarters.iter().map(|one| Answer::of(one, point, margin)).collect();
        located.count(&answers);
        record.write(&mut output, &answers.iter().flat_map(Answer::cells).collect::<Vec<_>>())?;
    }
    output.flush()?;
    Ok(located)
}

impl Located {
    fn count(&mut self, answers: &[Answer<'_>]) {
        match answers.first().map(|first| first.verdict) {
            Some(Verdict::Inside) => self.inside += 1,
            Some(Verdict::Outside) => self.outside += 1,
            Some(Verdict::ToCheck) => self.to_check += 1,
            None => {}
        }
    }
}

/// The same bytes, of which the first are at hand all at once.
pub(crate) fn looked_at(mut input: impl Read) -> io::Result<impl BufRead> {
    let mut head = Vec::new();
    input.by_ref().take(LOOKED_AT as u64).read_to_end(&mut head)?;
    Ok(BufReader::with_capacity(LOOKED_AT, io::Cursor::new(head).chain(input)))
}

/// The names of the answers' columns; with several generations each ends with its year.
fn added_names(quarters: &[Quarters]) -> Vec<String> {
    let name = |one: &Quarters, name: &str| match quarters.len() {
        1 => name.to_owned(),
        _ => format!("{name}_{}", one.generation),
    };
    quarters.iter().flat_map(|one| ADDED.map(|added| name(one, added))).collect()
}

/// The place of a column: the one that was named, else the first that bears a usual name.
fn find(names: &[String], wanted: Option<&str>, usual: &[&str]) -> Result<usize, LocateError> {
    let place = |name: &str| names.iter().position(|own| own.trim().eq_ignore_ascii_case(name));
    let found = match wanted {
        Some(name) => place(name),
        None => usual.iter().find_map(|name| place(name)),
    };
    found
        .ok_or_else(|| LocateError::NoColumn(wanted.map_or_else(|| usual.join(" / "), str::to_owned), names.join(", ")))
}

/// The point of a line: degrees, or metres of Lambert-93; a comma may stand for the point.
fn point(cells: &[String], at: [usize; 2]) -> Result<Point, Reason> {
    let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
    let [x, y] = at.map(cell);
    if x.is_empty() || y.is_empty() {
        return Err(Reason::Empty);
    }
    let number = |text: &str| text.replace(',', ".").parse::<f64>().map_err(|_| Reason::Unreadable);
    let (x, y) = (number(x)?, number(y)?);
    Point::new(x, y).or_else(|| from_lambert93(x, y)).ok_or(Reason::Unreadable)
}

/// What is said of a line for one generation.
struct Answer<'q> {
    verdict: Verdict,
    reason: Option<Reason>,
    quarters: &'q Quarters,
    /// The neighbourhood that holds the point, and how far its edge is.
    inside: Option<(usize, f64)>,
    /// The nearest one, where none holds it.
    nearest: Option<(usize, f64)>,
}

impl<'q> Answer<'q> {
    fn of(quarters: &'q Quarters, point: Result<Point, Reason>, margin: f64) -> Self {
        let unknown =
            |reason| Self { verdict: Verdict::ToCheck, reason: Some(reason), quarters, inside: None, nearest: None };
        let point = match point {
            Ok(point) => point,
            Err(reason) => return unknown(reason),
        };
        let perimeters = &quarters.perimeters;
        let inside = perimeters.first_holding(point).map(|number| (number, perimeters.edge_distance(number, point)));
        let nearest = match inside {
            Some(_) => None,
            None => perimeters.nearest(point, |_| true).map(|found| (found.number, found.metres)),
        };
        if nearest.is_some_and(|(_, metres)| metres > FAR) {
            return unknown(Reason::Abroad);
        }
        let near_edge = inside.or(nearest).is_some_and(|(_, metres)| metres < margin);
        let verdict = match inside {
            _ if near_edge => Verdict::ToCheck,
            Some(_) => Verdict::Inside,
            None => Verdict::Outside,
        };
        Self { verdict, reason: near_edge.then_some(Reason::NearEdge), quarters, inside, nearest }
    }

    fn cells(&self) -> [String; ADDED.len()] {
        let perimeters = &self.quarters.perimeters;
        let metres = |metres: f64| format!("{metres:.1}");
        let code = |found: Option<(usize, f64)>| {
            found.map(|(number, _)| perimeters.code(number).to_owned()).unwrap_or_default()
        };
        let distance = self.inside.map(|(_, edge)| -edge).or(self.nearest.map(|(_, edge)| edge));
        [
            self.verdict.key().to_owned(),
            code(self.inside),
            self.inside.map(|(number, _)| perimeters.name(number).to_owned()).unwrap_or_default(),
            self.reason.map(Reason::key).unwrap_or_default().to_owned(),
            distance.map(metres).unwrap_or_default(),
            code(self.nearest),
            self.nearest.map(|(_, edge)| metres(edge)).unwrap_or_default(),
            self.quarters.kept.vintage.to_string(),
        ]
    }
}
