//! Counts in rows and columns with their totals; small ones are not told on request, nor what gives them away.
//!
//! Every row and every column adds up to a total, so a single count that is not told is given back by a subtraction, and
//! several of them by a few; two that add up to 2 are 1 and 1, since what is not told is something. What is told is a set of
//! equations, a count stands in two of them (its row's and its column's; its group's and its row's for the total of a group):
//! equations are the knots of a graph, counts its edges. That holds as long as columns alone are gathered in groups: were all
//! lines inside told for each column too, a count would stand in more, and no way through a graph would say what to hide.
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

/// How the columns of a grid add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Across {
    /// There is one column.
    Nothing,
    /// To the last.
    Values,
    /// To one after each so many of them, and these to the last.
    Groups(usize),
}

/// Counts in rows and columns: neighbourhoods, outside, to be checked, then all; values, with the totals of their groups,
/// then all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    counts: Vec<Vec<u64>>,
    is_hidden: Vec<Vec<bool>>,
    across: Across,
    /// Whether the count of all lines inside is not told: it stands below the grid, and adds up the neighbourhoods.
    is_inside_hidden: bool,
}

/// A row and a column; a row beyond the last is the count of all lines inside.
type Cell = (usize, usize);

impl Grid {
    /// With the totals of its rows and columns. The rows are the neighbourhoods, then outside, then to be checked.
    pub(super) fn of(counts: Vec<Vec<u64>>, across: Across) -> Self {
        let width = counts.first().map_or(0, Vec::len);
        let totals: Vec<u64> = (0..width).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
        let with_totals = |row: Vec<u64>| {
            let total = [row.iter().sum()];
            match across {
                Across::Nothing => row,
                Across::Values => [row.as_slice(), &total].concat(),
                Across::Groups(each) => {
                    let groups = row.chunks(each).flat_map(|group| [group, &[group.iter().sum()]].concat());
                    groups.chain(total).collect()
                }
            }
        };
        let counts: Vec<Vec<u64>> = counts.into_iter().chain([totals]).map(with_totals).collect();
        let is_hidden = counts.iter().map(|row| vec![false; row.len()]).collect();
        Self { counts, is_hidden, across, is_inside_hidden: false }
    }

    /// How many rows there are, that of the totals included.
    pub(crate) fn height(&self) -> usize {
        self.counts.len()
    }

    /// How many columns there are, those of the totals included.
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

    /// The columns of a group, its total the last; none where there are no groups.
    fn group_width(&self) -> Option<usize> {
        if let Across::Groups(each) = self.across { Some(each + 1) } else { None }
    }

    /// How many equations a row has: that of each group, that of its total.
    fn row_knots(&self) -> usize {
        1 + self.group_width().map_or(0, |own| (self.width() - 1) / own)
    }

    /// The first equation of a column; they follow those of the rows.
    fn column_knots(&self) -> usize {
        self.height() * self.row_knots()
    }

    /// The two equations that a count stands in: its row's, its column's; for the total of a group, that of the group and that
    /// of its row. Where nothing is crossed rows are no equations, and one knot stands for what is free. The column of totals is
    /// two equations: the neighbourhoods add up to all lines inside; these, those outside and those to be checked add up to all.
    /// The column of a group's totals is none: its columns, and the row of all, say it already.
    fn knots(&self, (row, column): Cell) -> [usize; 2] {
        let (columns, last) = (self.column_knots(), self.width() - 1);
        let all = columns + last;
        if row == self.height() {
            return [all, all + 1];
        }
        let first = row * self.row_knots();
        let whole = first + self.row_knots() - 1;
        if column == last {
            let own_row = if self.across == Across::Nothing { 0 } else { whole };
            return [own_row, all + usize::from(row < self.quarters())];
        }
        match self.group_width() {
            None => [whole, columns + column],
            Some(own) if column % own == own - 1 => [first + column / own, whole],
            Some(own) => [first + column / own, columns + column],
        }
    }

    /// The counts that, once hidden too, let a small count be large for all that is told: those that cost the reader least.
    ///
    /// A way from one equation of the small count to the other, along which each equation is kept: where one count grows by
    /// so much, the next shrinks by as much, or grows where it is a total. What shrinks must stay something. Nothing where
    /// hidden counts make such a way already, and where nothing can.
    fn way_around(&self, cell: Cell) -> Vec<Cell> {
        let more = UNDER - self.count(cell);
        let [begin, end] = self.knots(cell);
        // A knot, and whether what came to it made it too much.
        let place = |knot: usize, is_more: bool| 2 * knot + usize::from(is_more);
        let start = place(begin, self.adds(cell, begin));
        let goal = place(end, !self.adds(cell, end));
        let places = 2 * (self.column_knots() + self.width() + 1);
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

    /// Whether a count is added in an equation, rather than being what the others add up to.
    fn adds(&self, (row, column): Cell, knot: usize) -> bool {
        let columns = self.column_knots();
        if row == self.height() {
            // All lines inside: the total of the neighbourhoods, a part of all.
            return knot == columns + self.width() - 1;
        }
        if knot >= columns || self.across == Across::Nothing {
            return row + 1 < self.height();
        }
        let is_whole = knot % self.row_knots() + 1 == self.row_knots();
        match self.group_width().filter(|_| !is_whole) {
            Some(own) => column % own < own - 1,
            None => column + 1 < self.width(),
        }
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

    /// The counts of an equation: those of a row, of a group in it, or of a column.
    fn cells_at(&self, knot: usize) -> impl Iterator<Item = Cell> + use<> {
        let (height, last, columns) = (self.height(), self.width() - 1, self.column_knots());
        let row = knot / self.row_knots();
        let (rows, across, step, beside) = match (knot.checked_sub(columns), self.group_width()) {
            (None, _) if self.across == Across::Nothing => (0..height, 0..1, 1, None),
            (None, None) => (row..row + 1, 0..last + 1, 1, None),
            (None, Some(own)) => match knot % self.row_knots() {
                // The totals of the groups, and that of the row.
                whole if whole + 1 == self.row_knots() => (row..row + 1, own - 1..last, own, Some((row, last))),
                group => (row..row + 1, group * own..(group + 1) * own, 1, None),
            },
            // Both equations of the column of totals: that of all lines inside stands in both.
            (Some(column), _) if column == last => (self.quarters()..height, last..last + 1, 1, Some((height, last))),
            (Some(column), _) if column > last => (0..self.quarters(), last..last + 1, 1, Some((height, last))),
            (Some(column), _) => (0..height, column..column + 1, 1, None),
        };
        rows.flat_map(move |row| across.clone().step_by(step).map(move |column| (row, column))).chain(beside)
    }
}
