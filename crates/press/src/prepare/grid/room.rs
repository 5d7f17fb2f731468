//! The room that columns share: what each needs, what it would like, what it gets. In ems, so that the size of the type is
//! decided from them.

use crate::{Grid, ruler::Ruler};
use std::borrow::Cow;

/// Between two columns.
pub(super) const GUTTER: f64 = 1.2;
/// The room that a word has before it is divided, as the head of a column of numbers, then among words.
const HEAD_LEAST: f64 = 5.0;
const WORD_LEAST: f64 = 7.0;
/// Beyond this, a number is cut.
const NUMBER_MOST: f64 = 20.0;
/// What names like to have, then the most that they are given before all others have enough.
const WORDS_FAIR: f64 = 12.0;
const WORDS_WANTED: f64 = 26.0;
/// Lines that are not full: what a text takes beyond its width divided by their number.
const UNEVEN: f64 = 0.8;
/// Lines of a head that are not too many where columns are narrow.
const FEW_LINES: f64 = 4.0;
/// A head has no more lines than this, and no more characters, so that it can stand on each page.
const HEAD_LINES: f64 = 14.0;
pub(super) const LONGEST_HEAD: usize = 400;

/// What a column takes, in ems.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    pub(super) number: bool,
    /// Less, and a number would be cut, or a head be a column of words.
    least: f64,
    /// With this, heads are whole, and names on few lines.
    fair: f64,
    /// With this, a row is on one line.
    wanted: f64,
}

impl Need {
    pub(super) fn of(grid: &Grid, column: usize, ruler: &Ruler) -> Self {
        let head = shortened(text(&grid.columns, column));
        let head = head.as_ref();
        let cells = || grid.rows.iter().filter_map(|row| row.cells.get(column)).map(String::as_str);
        let widest = |measure: &dyn Fn(&str) -> f64| cells().map(measure).fold(0.0, f64::max);
        let (run, line) = (widest(&|cell| ruler.widest_run(cell)), widest(&|cell| ruler.width(cell)));
        let (head_run, head_line) = (ruler.widest_run(head), ruler.width(head));
        let tall = (head_line / HEAD_LINES).max((head_line / FEW_LINES + UNEVEN).min(HEAD_LEAST)).max(1.0);
        let on_lines = |lines: f64| (head_line / lines + UNEVEN).min(WORDS_FAIR);
        if column >= grid.words {
            let least = run.min(NUMBER_MOST).max(head_run.min(HEAD_LEAST)).max(tall);
            let fair = least.max(head_run.min(WORDS_FAIR)).max(on_lines(3.0));
            return Self { number: true, least, fair, wanted: fair.max(line.min(WORDS_FAIR)).max(on_lines(2.0)) };
        }
        let least = run.max(head_run).min(WORD_LEAST).max(tall);
        let wanted = line.max(head_line).min(WORDS_WANTED).max(least);
        Self {
            number: false,
            least,
            fair: run.max(head_run).max(wanted.min(WORDS_FAIR)).min(WORDS_WANTED).max(least),
            wanted,
        }
    }
}

fn sum(needs: &[Need], columns: &[usize], of: impl Fn(&Need) -> f64) -> f64 {
    let gutters = GUTTER * columns.len().saturating_sub(1) as f64;
    columns.iter().map(|column| of(&needs[*column])).sum::<f64>() + gutters
}

/// The width that a table takes when nothing presses.
pub(super) fn natural(needs: &[Need], columns: &[usize]) -> f64 {
    sum(needs, columns, |need| need.wanted)
}

/// The largest size in which all pieces have a fair width; else the smallest, where it holds them at all.
pub(super) fn size(needs: &[Need], groups: &[Vec<usize>], width: f64, sizes: &[f64]) -> Option<f64> {
    let holds = |size: f64, of: fn(&Need) -> f64| groups.iter().all(|columns| sum(needs, columns, of) * size <= width);
    let fair = sizes.iter().copied().find(|size| holds(*size, |need| need.fair));
    fair.or_else(|| sizes.last().copied().filter(|size| holds(*size, |need| need.least)))
}

/// The widths of columns that share `room`: what they need first, then a fair width, for names before numbers, since a name on
/// two lines makes a row higher; then what they would like, and the rest to the numbers.
pub(super) fn widths(needs: &[Need], columns: &[usize], room: f64) -> Vec<f64> {
    let mut widths: Vec<f64> = columns.iter().map(|column| needs[*column].least).collect();
    let mut spare = room - sum(needs, columns, |need| need.least);
    let targets: [fn(&Need) -> f64; 3] =
        [|need| if need.number { 0.0 } else { need.fair }, |need| need.fair, |need| need.wanted];
    for target in targets {
        let mut missing: Vec<(usize, f64)> =
            columns.iter().zip(&widths).map(|(column, width)| target(&needs[*column]) - width).enumerate().collect();
        // A word that almost fits is divided all the same: the least is given first, so that most columns have enough.
        missing.sort_by(|(_, one), (_, other)| one.total_cmp(other));
        for (place, missing) in missing.into_iter().filter(|(_, missing)| *missing > 0.0) {
            let given = missing.min(spare.max(0.0));
            widths[place] += given;
            spare -= given;
        }
    }
    spread(&mut widths, needs, columns, 0, spare);
    widths
}

/// Gives what is left to the columns of numbers, or to all where there are none, from the column `first` of the piece on.
fn spread(widths: &mut [f64], needs: &[Need], columns: &[usize], first: usize, spare: f64) {
    let numbers = columns[first..].iter().filter(|column| needs[**column].number).count();
    let takers = if numbers == 0 { columns.len() - first } else { numbers };
    for (width, column) in widths[first..].iter_mut().zip(&columns[first..]) {
        if numbers == 0 || needs[*column].number {
            *width += spare.max(0.0) / takers as f64;
        }
    }
}

/// The columns that are repeated are as wide in all pieces.
pub(super) fn align(widths: &mut [Vec<f64>], needs: &[Need], groups: &[Vec<usize>], kept: usize) {
    if widths.len() < 2 {
        return;
    }
    for column in 0..kept {
        let narrowest = widths.iter().map(|piece| piece[column]).fold(f64::INFINITY, f64::min);
        for (piece, columns) in widths.iter_mut().zip(groups) {
            let spare = piece[column] - narrowest;
            piece[column] = narrowest;
            spread(piece, needs, columns, kept, spare);
        }
    }
}

pub(super) fn text(cells: &[String], column: usize) -> &str {
    cells.get(column).map_or("", String::as_str)
}

/// The beginning of a head that would fill a page.
pub(super) fn shortened(head: &str) -> Cow<'_, str> {
    match head.char_indices().nth(LONGEST_HEAD) {
        None => Cow::Borrowed(head),
        Some((end, _)) => Cow::Owned(format!("{}…", &head[..end])),
    }
}
