//! Counts in rows and columns with their totals; small ones are not told on request, nor what gives them away.
//!
//! Every row and every column adds up to a total, so a single count that is not told is given back by a subtraction, and
//! several of them by a few. What is told is a set of equations, a count stands in two of them (its row's and its column's):
//! equations are the knots of a graph, counts that are not told its edges, and a count can be worked out exactly when its
//! edge is a bridge. So, for each small count whose edge is one, the cheapest count that joins both sides again is not told
//! either. Counts that are not told look all alike, whether small or not.

use std::collections::VecDeque;

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
    /// Whether the count of all lines inside is told.
    tells_inside: bool,
}

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
        Self { counts, is_hidden, is_crossed, tells_inside: true }
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
        self.tells_inside.then(|| self.counts[..self.quarters()].iter().filter_map(|row| row.last()).sum())
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

    fn cells(&self) -> impl Iterator<Item = Cell> + use<> {
        let (height, width) = (self.height(), self.width());
        (0..height).flat_map(move |row| (0..width).map(move |column| (row, column)))
    }

    /// The same without its small counts, nor what gives them away.
    #[must_use]
    pub(crate) fn masked(&self) -> Self {
        let mut masked = self.clone();
        masked.tells_inside = masked.may_tell_inside();
        let is_small = |(row, column): &Cell| is_small(self.counts[*row][*column]);
        let small: Vec<Cell> = self.cells().filter(is_small).collect();
        for (row, column) in &small {
            masked.is_hidden[*row][*column] = true;
        }
        for cell in small {
            if let Some(side) = masked.side(cell)
                && let Some((row, column)) = masked.cheapest(&side)
            {
                masked.is_hidden[row][column] = true;
            }
        }
        masked
    }

    /// Whether the count of all lines inside can be told: two neighbourhoods that are something hide each other.
    fn may_tell_inside(&self) -> bool {
        let last = self.width() - 1;
        let some = self.counts[..self.quarters()].iter().filter(|row| row[last] > 0).count();
        let is_small = (0..self.quarters()).any(|row| is_small(self.counts[row][last]));
        let rest = [self.quarters(), self.quarters() + 1].map(|row| self.counts[row][last]);
        let splits = rest.iter().any(|count| self::is_small(*count)) && rest.contains(&0);
        (some > 1 || !is_small) && !splits
    }

    /// The two equations that a count stands in: its row's, its column's. Where nothing is crossed rows are no equations, and
    /// one knot stands for what is free. Where all lines inside are told, the column of totals is two equations.
    fn knots(&self, (row, column): Cell) -> [usize; 2] {
        let own_row = if self.is_crossed { row } else { 0 };
        let is_total = column + 1 == self.width();
        let is_inside = self.tells_inside && is_total && row < self.quarters();
        [own_row, self.height() + column + usize::from(is_inside)]
    }

    /// For a hidden count that can be worked out, which knots lie on one side of it.
    fn side(&self, cell: Cell) -> Option<Vec<bool>> {
        let mut edges: Vec<Vec<usize>> = vec![Vec::new(); self.height() + self.width() + 1];
        for other in self.cells().filter(|other| *other != cell && self.is_hidden[other.0][other.1]) {
            let [one, end] = self.knots(other);
            edges[one].push(end);
            edges[end].push(one);
        }
        let [begin, end] = self.knots(cell);
        let mut is_seen = vec![false; edges.len()];
        let mut queue = VecDeque::from([begin]);
        is_seen[begin] = true;
        while let Some(knot) = queue.pop_front() {
            for &next in &edges[knot] {
                if !std::mem::replace(&mut is_seen[next], true) {
                    queue.push_back(next);
                }
            }
        }
        (!is_seen[end]).then_some(is_seen)
    }

    /// What joins the two sides of a count at the least cost: the smallest that is something.
    fn cheapest(&self, side: &[bool]) -> Option<Cell> {
        let joins = |cell: &Cell| {
            let [one, other] = self.knots(*cell).map(|knot| side[knot]);
            !self.is_hidden[cell.0][cell.1] && one != other
        };
        let cost = |(row, column): &Cell| (self.counts[*row][*column] == 0, self.counts[*row][*column]);
        self.cells().filter(joins).min_by_key(cost)
    }
}
