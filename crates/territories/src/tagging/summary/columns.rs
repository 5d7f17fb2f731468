//! The columns of a table that lines are crossed with.

use std::cmp::Reverse;

use super::grid::Across;
use super::order::natural;
use crate::tagging::cases::Crossed;

/// A column with more values than this has its rarest told together.
const MOST_VALUES: usize = 12;
/// Two columns that are crossed make no more columns than this, totals included: nobody reads more.
const MOST_CROSSED: usize = 48;
/// What stands for the rarest values: no cell of a table is this.
pub(crate) const OTHERS: &str = "\u{1}";

/// The columns of a grid: the values of a column of the table, or the pairs of two; never more.
pub(super) struct Heads<'c>(Vec<Column<'c>>);

/// A column of the table, its rarest values told together.
struct Column<'c> {
    heads: Vec<String>,
    /// In which of the heads each value is counted.
    places: Vec<usize>,
    of_row: &'c [u32],
}

impl<'c> Heads<'c> {
    pub(super) fn of(crossed: &'c [Crossed]) -> Self {
        let mut most: Vec<usize> = crossed.iter().map(|column| column.values.len().clamp(1, MOST_VALUES)).collect();
        let told = |most: &[usize]| match most {
            [first, second] => first * (second + 1),
            others => others.iter().product(),
        };
        while told(&most) > MOST_CROSSED
            && let Some(largest) = most.iter_mut().max()
        {
            *largest -= 1;
        }
        Self(crossed.iter().zip(most).map(|(column, most)| Column::of(column, most)).collect())
    }

    /// How many columns there are: one where nothing is crossed.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|column| column.heads.len()).product()
    }

    /// In which column a line of the table is counted.
    pub(super) fn place_of(&self, line: usize) -> usize {
        self.0.iter().fold(0, |place, own| place * own.heads.len() + own.places[own.of_row[line] as usize])
    }

    /// How the columns add up.
    pub(super) fn across(&self) -> Across {
        match self.0.as_slice() {
            [] => Across::Nothing,
            [_] => Across::Values,
            [_, rest @ ..] => Across::Groups(rest.iter().map(|column| column.heads.len()).product()),
        }
    }

    /// The values that each column of the grid counts, but for that of all: the pairs of a value of the first, then that value
    /// alone.
    pub(super) fn names(&self) -> Vec<Vec<String>> {
        let [first, rest @ ..] = self.0.as_slice() else { return Vec::new() };
        let mut names = Vec::new();
        for head in &first.heads {
            let seconds = rest.iter().flat_map(|column| &column.heads);
            names.extend(seconds.map(|second| vec![head.clone(), second.clone()]));
            names.push(vec![head.clone()]);
        }
        names
    }
}

impl<'c> Column<'c> {
    /// With so many heads at the most.
    fn of(column: &'c Crossed, most: usize) -> Self {
        let mut counts = vec![0_u64; column.values.len()];
        for value in &column.of_row {
            counts[*value as usize] += 1;
        }
        let mut kept: Vec<usize> = (0..counts.len()).collect();
        kept.sort_by_key(|at| (Reverse(counts[*at]), *at));
        let has_others = kept.len() > most;
        kept.truncate(if has_others { most - 1 } else { most });
        kept.sort_by(|one, other| natural(&column.values[*one], &column.values[*other]));
        let mut heads: Vec<String> = kept.iter().map(|at| column.values[*at].clone()).collect();
        if has_others {
            heads.push(OTHERS.to_owned());
        }
        let last = heads.len().saturating_sub(1);
        let place = |value| kept.iter().position(|at| *at == value).unwrap_or(last);
        Self { places: (0..counts.len()).map(place).collect(), heads, of_row: &column.of_row }
    }
}
