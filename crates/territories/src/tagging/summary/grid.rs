//! Counts in rows and columns with their totals; small ones are not told on request, nor what gives them away.
//!
//! Every row and every column adds up to a total, so a single count that is not told is given back by a subtraction, and
//! several of them by a few; two that add up to 2 are 1 and 1, since what is not told is something. What is told is a set of
//! equations, a count stands in two of them (its row's and its column's): equations are the knots of a graph, counts its edges.
//! For each small count, other counts are hidden along the cheapest way between its two equations on which all of them are
//! kept while the small one becomes [`UNDER`] or more and the others stay something: for all that is told, it may be large.
//! Counts that are not told look all alike.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Counts under this, and above nothing, are small.
const UNDER: u64 = 5;

/// Whether a count is so small that it may point at people.
pub(super) fn is_small(count: u64) -> bool {
    (1..UNDER).contains(&count)
}

/// Counts in rows and columns: neighbourhoods, outside, to be checked, then all; values, then all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    counts: Vec<Vec<u64>>,
    is_hidden: Vec<Vec<bool>>,
    /// Whether there are columns beside that of the totals.
    is_crossed: bool,
    /// Whether the count of all lines inside is not told: it stands below the grid, and adds up the neighbourhoods.
    is_inside_hidden: bool,
}

/// A row and a column; a row beyond the last is the count of all lines inside.
type Cell = (usize, usize);

impl Grid {
    /// With the totals of its rows and columns. The rows are the neighbourhoods, then outside, then to be checked; all have
    /// one column where nothing is crossed.
    pub(super) fn of(counts: Vec<Vec<u64>>, is_crossed: bool) -> Self {
        let width = counts.first().map_or(0, Vec::len);
        let totals: Vec<u64> = (0..width).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
        let with_total = |row: Vec<u64>| {
            let total = row.iter().sum();
            if is_crossed { row.into_iter().chain([total]).collect() } else { row }
        };
        let counts: Vec<Vec<u64>> = counts.into_iter().chain([totals]).map(with_total).collect();
        let is_hidden = counts.iter().map(|row| vec![false; row.len()]).collect();
        Self { counts, is_hidden, is_crossed, is_inside_hidden: false }
    }

    /// How many rows there are, that of the totals included.
    pub(crate) fn height(&self) -> usize {
        self.counts.len()
    }

    /// How many columns there are, that of the totals included.
    pub(crate) fn width(&self) -> usize {
        self.counts.first().map_or(0, Vec::len)
    }

    /// A count; none where it is not told.
    pub(crate) fn get(&self, row: usize, column: usize) -> Option<u64> {
        (!self.is_hidden[row][column]).then(|| self.counts[row][column])
    }

    /// The total of a row.
    pub(crate) fn total(&self, row: usize) -> Option<u64> {
        self.get(row, self.width() - 1)
    }

    /// Lines inside a neighbourhood.
    pub(crate) fn inside(&self) -> Option<u64> {
        (!self.is_inside_hidden).then(|| self.all_inside())
    }

    /// Lines outside.
    pub(crate) fn outside(&self) -> Option<u64> {
        self.total(self.quarters())
    }

    /// Lines to be checked.
    pub(crate) fn to_check(&self) -> Option<u64> {
        self.total(self.quarters() + 1)
    }

    /// All lines.
    pub(crate) fn all(&self) -> Option<u64> {
        self.total(self.height() - 1)
    }

    fn quarters(&self) -> usize {
        self.height() - 3
    }

    fn all_inside(&self) -> u64 {
        self.counts[..self.quarters()].iter().filter_map(|row| row.last()).sum()
    }

    /// Every count, that of all lines inside at the end.
    fn cells(&self) -> impl Iterator<Item = Cell> + use<> {
        let (height, width) = (self.height(), self.width());
        (0..height).flat_map(move |row| (0..width).map(move |column| (row, column))).chain([(height, width - 1)])
    }

    fn count(&self, (row, column): Cell) -> u64 {
        self.counts.get(row).map_or_else(|| self.all_inside(), |row| row[column])
    }

    fn is_hidden(&self, (row, column): Cell) -> bool {
        self.is_hidden.get(row).map_or(self.is_inside_hidden, |row| row[column])
    }

    fn hide(&mut self, (row, column): Cell) {
        match self.is_hidden.get_mut(row) {
            Some(row) => row[column] = true,
            None => self.is_inside_hidden = true,
        }
    }

    /// The same with its neighbourhoods in another order.
    #[must_use]
    pub(super) fn in_order(&self, order: &[usize]) -> Self {
        let rest = self.counts[self.quarters()..].iter();
        let counts = order.iter().map(|at| &self.counts[*at]).chain(rest).cloned().collect();
        Self { counts, ..self.clone() }
    }

    /// The same without its small counts, nor what gives them away.
    #[must_use]
    pub(crate) fn masked(&self) -> Self {
        let mut masked = self.clone();
        let small: Vec<Cell> = self.cells().filter(|cell| is_small(self.count(*cell))).collect();
        small.iter().for_each(|cell| masked.hide(*cell));
        for cell in small {
            masked.way_around(cell).into_iter().for_each(|other| masked.hide(other));
        }
        masked
    }

    /// The two equations that a count stands in: its row's, its column's. Where nothing is crossed rows are no equations, and
    /// one knot stands for what is free. The column of totals is two equations: the neighbourhoods add up to all lines
    /// inside; these, those outside and those to be checked add up to all.
    fn knots(&self, (row, column): Cell) -> [usize; 2] {
        let last = self.height() + self.width() - 1;
        if row == self.height() {
            return [last, last + 1];
        }
        let is_quarters_total = column + 1 == self.width() && row < self.quarters();
        let own_row = if self.is_crossed { row } else { 0 };
        [own_row, self.height() + column + usize::from(is_quarters_total)]
    }

    /// The counts that, once hidden too, let a small count be large for all that is told: those that cost the reader least.
    ///
    /// A way from one equation of the small count to the other, along which each equation is kept: where one count grows by
    /// so much, the next shrinks by as much, or grows where it is a total. What shrinks must stay something. Nothing where
    /// hidden counts make such a way already, and where nothing can.
    fn way_around(&self, cell: Cell) -> Vec<Cell> {
        if self.has_hidden_totals(cell) {
            return Vec::new();
        }
        let more = UNDER - self.count(cell);
        let [begin, end] = self.knots(cell);
        // A knot, and whether what came to it made it too much.
        let place = |knot: usize, is_more: bool| 2 * knot + usize::from(is_more);
        let start = place(begin, self.adds(cell, begin));
        let goal = place(end, !self.adds(cell, end));
        let places = 2 * (self.height() + self.width() + 1);
        let mut costs = vec![u64::MAX; places];
        let mut came: Vec<Option<(usize, Cell)>> = vec![None; places];
        costs[start] = 0;
        let mut next = BinaryHeap::from([Reverse((0, start))]);
        while let Some(Reverse((cost, at))) = next.pop() {
            if at == goal {
                break;
            }
            if cost > costs[at] {
                continue;
            }
            let (knot, is_more) = (at / 2, at % 2 == 1);
            for other in self.cells_at(knot).filter(|other| *other != cell) {
                let grows = self.adds(other, knot) != is_more;
                if !grows && self.count(other) <= more {
                    continue;
                }
                let [one, second] = self.knots(other);
                let far = if one == knot { second } else { one };
                let there = place(far, self.adds(other, far) == grows);
                let whole = cost.saturating_add(self.cost(other));
                if whole < costs[there] {
                    costs[there] = whole;
                    came[there] = Some((at, other));
                    next.push(Reverse((whole, there)));
                }
            }
        }
        let mut way = Vec::new();
        let mut at = goal;
        while at != start
            && let Some((before, other)) = came[at]
        {
            way.push(other);
            at = before;
        }
        way
    }

    /// Whether all that a count adds up to is hidden: they may all be larger.
    fn has_hidden_totals(&self, (row, column): Cell) -> bool {
        let (last_row, last_column) = (self.height() - 1, self.width() - 1);
        let is_quarter = row < self.quarters();
        self.is_crossed
            && row < last_row
            && column < last_column
            && (!is_quarter || self.is_inside_hidden)
            && [(row, last_column), (last_row, column), (last_row, last_column)]
                .iter()
                .all(|cell| self.is_hidden(*cell))
    }

    /// Whether a count is added in an equation, rather than being what the others add up to.
    fn adds(&self, (row, column): Cell, knot: usize) -> bool {
        let last = self.height() + self.width() - 1;
        if row == self.height() {
            // All lines inside: the total of the neighbourhoods, a part of all.
            return knot == last;
        }
        if knot < self.height() && self.is_crossed { column + 1 < self.width() } else { row + 1 < self.height() }
    }

    /// What hiding a count costs: what it counts. Nothing is the dearest: that nobody is there is worth knowing, and hides
    /// little.
    fn cost(&self, cell: Cell) -> u64 {
        let all = self.counts.last().and_then(|row| row.last()).copied().unwrap_or_default();
        match self.count(cell) {
            _ if self.is_hidden(cell) => 0,
            0 => 2 * all + 1,
            count => count,
        }
    }

    /// The counts of an equation: those of a row, or of a column.
    fn cells_at(&self, knot: usize) -> impl Iterator<Item = Cell> + use<> {
        let (height, width) = (self.height(), self.width());
        let (rows, columns) = match knot {
            0 if !self.is_crossed => (0..height, 0..1),
            knot if knot < height => (knot..knot + 1, 0..width),
            knot => {
                // Both equations of the column of totals: that of all lines inside stands in both.
                let column = (knot - height).min(width - 1);
                let is_inside = knot == height + width;
                let quarters = height - 3;
                let rows = match column + 1 == width {
                    false => 0..height,
                    true if is_inside => 0..quarters,
                    true => quarters..height,
                };
                (rows, column..column + 1)
            }
        };
        let inside = (knot + 1 >= height + width).then_some((height, width - 1));
        rows.flat_map(move |row| columns.clone().map(move |column| (row, column))).chain(inside)
    }
}
