//! A table in figures: how many of its lines lie in a neighbourhood, at the least and at the most, in which, and crossed with
//! columns of the table.

mod columns;
mod grid;
mod order;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::Verdict;
use super::cases::Reviewed;
use columns::Heads;

pub(crate) use columns::OTHERS;
pub(crate) use grid::Grid;

/// What a table holds, line by line, for the last generation asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Summary {
    /// The neighbourhoods that hold lines, by code and name; the fullest first.
    pub(crate) quarters: Vec<(String, String)>,
    /// The names of the columns of the table that lines are crossed with.
    pub(crate) crossed: Vec<String>,
    /// For each column of the grid but its last, a value of each of them, or of the first alone where it adds up a group;
    /// [`OTHERS`] stands for the rarest.
    pub(crate) heads: Vec<Vec<String>>,
    /// How many lines: a row for each neighbourhood, one outside, one to be checked, then all; the last column is all values.
    pub(crate) grid: Grid,
    /// Of the lines to be checked, those to be corrected where they come from.
    pub(crate) of_source: Option<u64>,
    /// Lines that somebody decided.
    pub(crate) decided: Option<u64>,
}

impl Summary {
    pub(crate) fn of(reviewed: &Reviewed<'_>) -> Self {
        let cases = reviewed.cases;
        let (mut of_source, mut decided) = (0, 0);
        let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (number, case) in cases.numbered() {
            let rows = u64::from(case.rows);
            decided += if reviewed.is_decided(number) { rows } else { 0 };
            let Some(standing) = reviewed.standing(number) else { continue };
            match (standing.verdict, standing.inside) {
                (Verdict::Inside, Some(own)) => *counts.entry((own.code, own.name)).or_default() += rows,
                (Verdict::ToCheck, _) if standing.reason.is_some_and(|one| one.is_of_source()) => of_source += rows,
                _ => {}
            }
        }
        let mut quarters: Vec<((String, String), u64)> = counts.into_iter().collect();
        quarters.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let quarters: Vec<(String, String)> = quarters.into_iter().map(|(quarter, _)| quarter).collect();
        let heads = Heads::of(&cases.crossed);
        let rows: Vec<usize> = cases.numbered().map(|(number, _)| row(reviewed, number, &quarters)).collect();
        let mut counts = vec![vec![0; heads.len()]; quarters.len() + 2];
        for (line, case) in cases.of_row.iter().enumerate() {
            counts[rows[*case as usize]][heads.place_of(line)] += 1;
        }
        Self {
            grid: Grid::of(counts, heads.across()),
            crossed: cases.crossed.iter().map(|column| column.name.clone()).collect(),
            heads: heads.names(),
            quarters,
            of_source: Some(of_source),
            decided: Some(decided),
        }
    }

    /// The same without its small counts, nor what gives them away.
    #[must_use]
    pub(crate) fn masked(&self) -> Self {
        // In the order of counts, the place of one that is not told would tell it.
        let mut order: Vec<usize> = (0..self.quarters.len()).collect();
        order.sort_by(|one, other| self.quarters[*one].cmp(&self.quarters[*other]));
        let grid = self.grid.in_order(&order).masked();
        // A part of a count is small, or leaves a small rest.
        let part = |part: Option<u64>, whole: Option<u64>| {
            let is_told =
                |part: &u64| whole.is_some_and(|whole| !grid::is_small(*part) && !grid::is_small(whole - *part));
            part.filter(is_told)
        };
        Self {
            of_source: part(self.of_source, grid.to_check()),
            decided: part(self.decided, grid.all()),
            quarters: order.iter().map(|at| self.quarters[*at].clone()).collect(),
            grid,
            ..self.clone()
        }
    }

    /// Whether a column of the grid adds others up.
    pub(crate) fn is_sum(&self, column: usize) -> bool {
        self.heads.get(column).is_none_or(|head| head.len() < self.crossed.len())
    }

    /// The share of lines in a neighbourhood, in hundredths: where no undecided line is in one, and where all are.
    pub(crate) fn share(&self) -> Option<(f64, f64)> {
        let (all, inside) = (self.grid.all()?, self.grid.inside()?);
        let most = inside + self.grid.to_check()?;
        let of = |rows: u64| if all == 0 { 0.0 } else { rows as f64 * 100.0 / all as f64 };
        Some((of(inside), of(most)))
    }
}

/// In which row of the grid the lines of a case are counted.
fn row(reviewed: &Reviewed<'_>, number: u32, quarters: &[(String, String)]) -> usize {
    let to_check = quarters.len() + 1;
    let Some(standing) = reviewed.standing(number) else { return to_check };
    match (standing.verdict, standing.inside) {
        (Verdict::Inside, Some(own)) => quarters.iter().position(|(code, _)| *code == own.code).unwrap_or(to_check),
        (Verdict::Outside, _) => quarters.len(),
        _ => to_check,
    }
}
