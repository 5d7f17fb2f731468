//! The columns of a table that lines are crossed with.

use std::cmp::Reverse;

use super::order::natural;
use crate::tagging::cases::Crossed;

/// A column with more values than this has its rarest told together.
const MOST_VALUES: usize = 12;
/// Two columns that are crossed make no more columns than this: nobody reads more.
const MOST_PAIRS: usize = 48;
/// What stands for the rarest values: no cell of a table is this.
pub(crate) const OTHERS: &str = "\u{1}";

/// The columns of a grid: the values of a column of the table, or the pairs of two.
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
        while most.iter().product::<usize>() > MOST_PAIRS
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

    /// The values that each column counts.
    pub(super) fn names(&self) -> Vec<Vec<String>> {
        let with = |all: Vec<Vec<String>>, column: &Column<'_>| {
            let longer = |begin: &Vec<String>| {
                column
                    .heads
                    .iter()
                    .map(|head| [begin.as_slice(), std::slice::from_ref(head)].concat())
                    .collect::<Vec<_>>()
            };
            all.iter().flat_map(longer).collect()
        };
        self.0.iter().fold(vec![Vec::new()], with)
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
