//! Counts in rows and columns with their totals; small ones are not told on request, nor what gives them away.
//!
//! Every row and every column adds up to a total, so a single count that is not told is given back by a subtraction, and
//! several of them by a few. What is told is a set of equations, a count stands in two of them (its row's and its column's):
//! equations are the knots of a graph, counts that are not told its edges, and a count can be worked out exactly when its
//! edge is a bridge. So, for each small count whose edge is one, the cheapest way around it is not told either. Counts that
//! are not told look all alike, whether small or not.

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

    /// The counts that, once hidden too, join both knots of a hidden count another way: those that cost the reader least.
    /// Nothing where hidden ones join them already, and where nothing can.
    fn way_around(&self, cell: Cell) -> Vec<Cell> {
        let [begin, end] = self.knots(cell);
        let knots = self.height() + self.width() + 1;
        let mut costs = vec![u64::MAX; knots];
        let mut came: Vec<Option<(usize, Cell)>> = vec![None; knots];
        let mut is_done = vec![false; knots];
        costs[begin] = 0;
        // Dijkstra's, on a graph of which every row knows every column.
        while let Some(knot) = (0..knots).filter(|knot| !is_done[*knot]).min_by_key(|knot| costs[*knot]) {
            if knot == end || costs[knot] == u64::MAX {
                break;
            }
            is_done[knot] = true;
            for other in self.cells_at(knot).filter(|other| *other != cell) {
                let [one, second] = self.knots(other);
                let next = if one == knot { second } else { one };
                let cost = costs[knot].saturating_add(self.cost(other));
                if cost < costs[next] {
                    costs[next] = cost;
                    came[next] = Some((knot, other));
                }
            }
        }
        let mut way = Vec::new();
        let mut knot = end;
        while let Some((before, other)) = came[knot] {
            way.push(other);
            knot = before;
        }
        way
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
