//! How a table is set: on which pages, in which size, in how many pieces. All of it is decided from the texts, before they are
//! set, so that nothing runs off a page.

mod room;

use crate::{
    Grid, GridRow,
    ruler::{Fitted, Ruler},
};
use room::{GUTTER, Need, natural, shortened, text};
use serde::Serialize;
use std::{borrow::Cow, ops::Range};

/// Columns that an upright page holds, then a landscape one.
const UPRIGHT: usize = 8;
const LANDSCAPE: usize = 16;
/// First columns that are repeated when a table is cut: more would leave no room for the others.
const REPEATED: usize = 4;
/// The measure of the text, and the pages' width, in points. `report.typ` has the same margins.
const MEASURE: f64 = 354.0;
const UPRIGHT_WIDTH: f64 = 481.0;
const LANDSCAPE_WIDTH: f64 = 751.0;
/// Sizes of type, the largest that holds the table is taken.
const UPRIGHT_SIZES: [f64; 4] = [9.2, 8.8, 8.4, 8.0];
const LANDSCAPE_SIZES: [f64; 6] = [9.2, 8.6, 8.2, 7.8, 7.4, 7.0];
/// A table no higher than this, in points, less than half of a landscape page, is never cut between two pages.
const SHORT_TABLE: f64 = 200.0;
/// A row with a longer text may be cut between two pages.
const LONG_CELL: usize = 400;

/// A table as it is set.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) landscape: bool,
    /// Several where it was cut.
    pub(super) pieces: Vec<Piece>,
}

/// A table, or what is set at a time of a table that was cut.
#[derive(Debug, Serialize)]
pub(super) struct Piece {
    size: f64,
    /// In points.
    gutter: f64,
    /// Whether it stands on one page.
    whole: bool,
    columns: Vec<Column>,
    rows: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Column {
    head: Fitted,
    number: bool,
    /// In points, without the gutter before it.
    width: f64,
}

#[derive(Debug, Serialize)]
struct Line {
    cells: Vec<Fitted>,
    total: bool,
    long: bool,
}

/// How many columns a table has: those that have a head, and those that rows alone have.
pub(super) fn width(grid: &Grid) -> usize {
    grid.rows.iter().map(|row| row.cells.len()).chain([grid.columns.len()]).max().unwrap_or(0)
}

/// How many cells are set, over all the pieces that the number of columns alone asks for.
pub(super) fn cells_set(grid: &Grid) -> usize {
    let columns = width(grid);
    let repeated = repeated(columns, grid.words);
    let pieces = if columns <= LANDSCAPE { 1 } else { (columns - repeated).div_ceil(LANDSCAPE - repeated) };
    let across = columns + repeated * (pieces - 1);
    (grid.rows.len() + 1).saturating_mul(across)
}

/// Sets a table whose texts are clean.
pub(super) fn set(grid: &Grid, ruler: &Ruler) -> Setting {
    let needs: Vec<Need> = (0..width(grid)).map(|column| Need::of(grid, column, ruler)).collect();
    let all: Vec<usize> = (0..needs.len()).collect();
    let piece = |columns: &[usize], widths: &[f64], size: f64| piece(grid, ruler, columns, widths, size);
    if needs.len() <= UPRIGHT
        && let Some(size) = room::size(&needs, std::slice::from_ref(&all), UPRIGHT_WIDTH, &UPRIGHT_SIZES)
    {
        let across = if natural(&needs, &all) * size <= MEASURE { MEASURE } else { UPRIGHT_WIDTH };
        return Setting {
            landscape: false,
            pieces: vec![piece(&all, &room::widths(&needs, &all, across / size), size)],
        };
    }
    let (groups, size) = cut(&needs, grid.words);
    let mut widths: Vec<Vec<f64>> =
        groups.iter().map(|columns| room::widths(&needs, columns, LANDSCAPE_WIDTH / size)).collect();
    room::align(&mut widths, &needs, &groups, repeated(needs.len(), grid.words));
    let pieces = groups.iter().zip(&widths).map(|(columns, widths)| piece(columns, widths, size)).collect();
    Setting { landscape: true, pieces }
}

fn repeated(columns: usize, words: usize) -> usize {
    words.min(REPEATED).min(columns)
}

/// The columns of each piece, as few pieces as their number and their width allow, and the size of all.
fn cut(needs: &[Need], words: usize) -> (Vec<Vec<usize>>, f64) {
    let kept = repeated(needs.len(), words);
    let body = needs.len() - kept;
    let groups = |most: usize| -> Vec<Vec<usize>> {
        let shares = shares(body, body.div_ceil(most).max(1));
        shares.map(|share| (0..kept).chain(share.start + kept..share.end + kept).collect()).collect()
    };
    let fitting = (1..=LANDSCAPE - kept).rev().find_map(|most| {
        let groups = groups(most);
        let size = room::size(needs, &groups, LANDSCAPE_WIDTH, &LANDSCAPE_SIZES)?;
        Some((groups, size))
    });
    // One column beside those that are repeated always fits: the constants see to it, and a test.
    fitting.unwrap_or_else(|| (groups(1), LANDSCAPE_SIZES[LANDSCAPE_SIZES.len() - 1]))
}

/// `count` things in shares that differ by one at most.
fn shares(count: usize, shares: usize) -> impl Iterator<Item = Range<usize>> {
    (0..shares).map(move |share| share * count / shares..(share + 1) * count / shares)
}

fn piece(grid: &Grid, ruler: &Ruler, columns: &[usize], widths: &[f64], size: f64) -> Piece {
    let places = || columns.iter().copied().zip(widths.iter().copied());
    let heads: Vec<Cow<'_, str>> = columns.iter().map(|column| shortened(text(&grid.columns, *column))).collect();
    let head = |((column, width), head): ((usize, f64), &Cow<'_, str>)| Column {
        head: ruler.fitted(head, width),
        number: column >= grid.words,
        width: width * size,
    };
    let row = |row: &GridRow| Line {
        cells: places().map(|(column, width)| ruler.fitted(text(&row.cells, column), width)).collect(),
        total: row.is_total,
        long: columns.iter().any(|column| text(&row.cells, *column).chars().count() > LONG_CELL),
    };
    let head_height = height(ruler, heads.iter().map(AsRef::as_ref).zip(widths.iter().copied()));
    let heights =
        grid.rows.iter().map(|row| height(ruler, places().map(|(column, width)| (text(&row.cells, column), width))));
    Piece {
        size,
        gutter: GUTTER * size,
        whole: (head_height + heights.sum::<f64>()) * size <= SHORT_TABLE,
        columns: places().zip(&heads).map(head).collect(),
        rows: grid.rows.iter().map(row).collect(),
    }
}

/// About how high a row is, rather more than less, in ems.
fn height<'a>(ruler: &Ruler, cells: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let lines = cells.map(|(cell, width)| (1.3 * ruler.width(cell) / width).ceil()).fold(1.0, f64::max);
    1.2 * lines + 0.6
}

#[cfg(test)]
mod tests {
    use super::{room::LONGEST_HEAD, *};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static RULER: LazyLock<Ruler> = LazyLock::new(|| Ruler::new(&crate::Press::new().fonts));

    fn grid(columns: usize, rows: usize, words: usize, cell: &str) -> Grid {
        let row = GridRow { cells: vec![cell.to_owned(); columns], is_total: false };
        Grid { columns: vec![cell.to_owned(); columns], rows: vec![row; rows], words }
    }

    /// Columns and size of each piece.
    fn shape(grid: &Grid) -> (bool, Vec<(usize, f64)>) {
        let setting = set(grid, &RULER);
        (setting.landscape, setting.pieces.iter().map(|piece| (piece.columns.len(), piece.size)).collect())
    }

    #[test]
    fn pages_turn_then_letters_shrink_then_the_table_is_cut() {
        assert_eq!(shape(&grid(3, 2, 1, "1234")), (false, vec![(3, 9.2)]));
        assert_eq!(shape(&grid(8, 2, 1, "1234")), (false, vec![(8, 9.2)]));
        assert_eq!(shape(&grid(9, 2, 1, "1234")), (true, vec![(9, 9.2)]));
        assert_eq!(shape(&grid(16, 2, 1, "Habitantes")), (true, vec![(16, 7.4)]));
        assert_eq!(shape(&grid(17, 2, 1, "1234")), (true, vec![(9, 9.2), (9, 9.2)]));
        assert_eq!(shape(&grid(8, 2, 0, "123456789012345678")), (true, vec![(8, 7.0)]));
        let (_, pieces) = shape(&grid(16, 2, 0, "123456789012345678"));
        assert!(pieces.len() > 1, "{pieces:?}");
    }

    #[test]
    fn words_beyond_a_few_are_not_repeated() {
        assert_eq!(shape(&grid(40, 1, 40, "mot")).1.iter().map(|(columns, _)| columns - REPEATED).sum::<usize>(), 36);
        let (_, pieces) = shape(&grid(33, 1, 2, "12"));
        assert_eq!(pieces.iter().map(|(columns, _)| columns - 2).sum::<usize>(), 31);
    }

    #[test]
    fn columns_that_are_repeated_are_as_wide_in_all_pieces() {
        let mut uneven = grid(30, 2, 1, "12");
        uneven.columns[29] = "Un titre nettement plus long que les autres".into();
        let pieces = set(&uneven, &RULER).pieces;
        let widths: Vec<f64> = pieces.iter().map(|piece| piece.columns[0].width).collect();
        assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-9), "{widths:?}");
    }

    #[test]
    fn what_is_repeated_in_a_cut_table_counts_each_time() {
        assert_eq!(cells_set(&grid(16, 10, 1, "")), 11 * 16);
        assert_eq!(cells_set(&grid(17, 10, 1, "")), 11 * 18);
        assert_eq!(cells_set(&Grid::default()), 0);
    }

    #[test]
    fn a_head_that_would_fill_a_page_is_shortened() {
        assert_eq!(shortened("court"), "court");
        assert_eq!(shortened(&"é".repeat(500)).chars().count(), LONGEST_HEAD + 1);
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9\u{202f}]{1,9}",
            "[0-9]{10,40}",
            "[a-zé]{1,30}( [a-z]{1,12}){0,6}",
            "[A-Zx]{1,60}",
            "\\PC{0,40}",
            Just("Intercommunalisation de la petite enfance ".repeat(12)),
        ]
    }

    proptest! {
        #[test]
        fn no_table_is_wider_than_its_page_and_no_number_than_its_column(
            texts in prop::collection::vec(texts(), 1..60), rows in 1_usize..4, words in 0_usize..20,
        ) {
            let columns = texts.len();
            let cells = |turn: usize| texts.iter().cycle().skip(turn).take(columns).cloned().collect::<Vec<_>>();
            let rows = (1..=rows).map(|turn| GridRow { cells: cells(turn), is_total: false }).collect();
            let grid = Grid { columns: cells(0), rows, words };
            let setting = set(&grid, &RULER);
            let page = if setting.landscape { LANDSCAPE_WIDTH } else { UPRIGHT_WIDTH };
            let mut numbers = 0;
            for piece in &setting.pieces {
                prop_assert!(piece.columns.len() <= LANDSCAPE && piece.size >= 7.0);
                let gutters = piece.gutter * (piece.columns.len() - 1) as f64;
                let width = piece.columns.iter().map(|column| column.width).sum::<f64>() + gutters;
                prop_assert!(width <= page + 1e-6, "{} of {}", width, page);
                numbers += piece.columns.iter().filter(|column| column.number).count();
                for (column, cell) in piece.rows.iter().flat_map(|row| piece.columns.iter().zip(&row.cells)) {
                    if let Fitted::Whole(cell) = cell {
                        prop_assert!(RULER.widest_run(cell) * piece.size <= column.width + 1e-6, "{}", cell);
                    }
                }
            }
            prop_assert_eq!(numbers, columns.saturating_sub(words));
        }
    }
}
