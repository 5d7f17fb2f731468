//! A report, as its template reads it: parts that follow each other on pages of the same kind are together.

use super::{Desk, entry::shortened, grid};
use crate::{Grid, GridRow, Part, Report, ruler::Ruler, words};
use serde_json::{Value, json};

/// Key figures that a row holds, on an upright page, then on a landscape one; and the room that they share, in points.
const FIGURES: [usize; 2] = [4, 6];
const ROOM: [f64; 2] = [481.0, 751.0];
/// Between two of them.
const FIGURE_GUTTER: f64 = 17.0;
/// The size of the number, and of its label.
const FIGURE_SIZES: [f64; 2] = [18.0, 34.0];
const LABEL_SIZE: f64 = 9.4;
/// Bold is wider than what is measured.
const BOLD: f64 = 1.06;
/// A name beside a fact, in ems of its size.
const NAME_ROOM: f64 = 12.4;

/// How many texts a report makes the press set, cells for the most part.
pub(super) fn count(report: &Report) -> usize {
    let cells = report.parts.iter().filter_map(|part| part.table.as_ref()).map(grid::cells_set);
    let texts = report.parts.iter().map(|part| 1 + part.text.len());
    cells.chain(texts).fold(report.figures.len() + report.facts.len(), usize::saturating_add)
}

impl Desk<'_> {
    pub(super) fn report(&self, report: &Report) -> Value {
        let clean = |text: &String| self.cleaner.clean(text.trim(), self.language);
        let pairs = |pairs: &[(String, String)]| -> Vec<(String, String)> {
            let clean = pairs.iter().map(|(one, other)| (clean(one), clean(other)));
            clean.filter(|(one, other)| !one.is_empty() || !other.is_empty()).collect()
        };
        let parts = report.parts.iter().map(|part| self.part(part, &clean)).filter(|part| !part.empty);
        let runs = runs(parts.collect());
        let landscape = runs.first().is_some_and(|run| run.landscape);
        let facts = pairs(&report.facts);
        let facts: Vec<Value> = facts
            .iter()
            .map(|(name, value)| json!({ "name": self.ruler.fitted(name, NAME_ROOM), "value": value }))
            .collect();
        let runs = runs.into_iter().map(|run| json!({ "landscape": run.landscape, "parts": run.parts }));
        json!({
            "kind": "report", "title": clean(&report.title), "lead": clean(&report.lead),
            "key": key(&pairs(&report.figures), landscape, self.ruler), "facts": facts, "runs": runs.collect::<Vec<_>>(),
        })
    }

    fn part(&self, part: &Part, clean: &dyn Fn(&String) -> String) -> Set {
        let title = clean(&part.title);
        let text: Vec<String> = part.text.iter().map(clean).filter(|text| !text.is_empty()).collect();
        let setting = part.table.as_ref().map(|table| cleaned(table, clean)).map(|table| {
            let filled = !table.rows.is_empty() && grid::width(&table) > 0;
            filled.then(|| grid::set(&table, self.ruler))
        });
        let empty = title.is_empty() && text.is_empty() && setting.is_none();
        let (landscape, pieces) = match setting {
            None => (None, None),
            Some(None) => (None, Some(Vec::new())),
            Some(Some(setting)) => (Some(setting.landscape), Some(setting.pieces)),
        };
        let total = pieces.as_ref().map_or(0, Vec::len);
        let tables: Option<Vec<Value>> = pieces.map(|pieces| {
            let titled = |(number, piece)| {
                let title = (total > 1).then(|| words::cut_title(&shortened(&title), number + 1, total, self.language));
                json!({ "title": title, "piece": piece })
            };
            pieces.into_iter().enumerate().map(titled).collect()
        });
        Set { landscape, empty, data: json!({ "title": title, "text": text, "tables": tables }) }
    }
}

/// A part, and the kind of pages that it asks for.
struct Set {
    landscape: Option<bool>,
    empty: bool,
    data: Value,
}

/// Parts on pages of the same kind.
#[derive(Debug, Default, PartialEq)]
struct Run {
    landscape: bool,
    parts: Vec<Value>,
}

/// Pages turn for a table only: what has none stays where the others are, and what opens the report where its first table is.
fn runs(parts: Vec<Set>) -> Vec<Run> {
    let first = parts.iter().find_map(|part| part.landscape).unwrap_or_default();
    let mut runs = vec![Run { landscape: first, parts: Vec::new() }];
    for part in parts {
        let run = runs.last_mut().expect("there is one from the start");
        match part.landscape.filter(|landscape| *landscape != run.landscape) {
            None => run.parts.push(part.data),
            Some(landscape) => runs.push(Run { landscape, parts: vec![part.data] }),
        }
    }
    runs
}

fn cleaned(table: &Grid, clean: &dyn Fn(&String) -> String) -> Grid {
    let row = |row: &GridRow| GridRow { cells: row.cells.iter().map(clean).collect(), is_total: row.is_total };
    Grid {
        columns: table.columns.iter().map(clean).collect(),
        rows: table.rows.iter().map(row).collect(),
        words: table.words,
    }
}

/// The key figures, in rows of about the same number; the widest number gives the size of all.
fn key(figures: &[(String, String)], landscape: bool, ruler: &Ruler) -> Value {
    let kind = usize::from(landscape);
    let rows = figures.len().div_ceil(FIGURES[kind]).max(1);
    let columns = figures.len().div_ceil(rows).max(2);
    let room = (ROOM[kind] - FIGURE_GUTTER * (columns - 1) as f64) / columns as f64;
    let widest = figures.iter().map(|(number, _)| ruler.width(number) * BOLD).fold(1.0, f64::max);
    let size = (room / widest).clamp(FIGURE_SIZES[0], FIGURE_SIZES[1]);
    let set = |(number, label): &(String, String)| {
        let long = number.len() + label.len() > 400;
        json!({ "number": ruler.fitted(number, room / size / BOLD), "label": ruler.fitted(label, room / LABEL_SIZE), "long": long })
    };
    json!({ "columns": columns, "size": size, "gutter": FIGURE_GUTTER, "figures": figures.iter().map(set).collect::<Vec<_>>() })
}
