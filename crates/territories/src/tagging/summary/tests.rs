//! What is masked cannot be worked out from what is told.

use proptest::prelude::*;

use super::Grid;
use super::grid::{Across, is_small};

/// A prime: counts are added up modulo it.
const PRIME: i64 = 1_000_003;

/// The equations that a reader knows, over the counts that are not told: each column adds up to its total, each row and each
/// group of it to theirs, and the neighbourhoods to all lines inside, which come last.
fn equations(grid: &Grid, across: Across) -> (Vec<(usize, usize)>, Vec<Vec<i64>>) {
    let (height, width) = (grid.height(), grid.width());
    let mut hidden: Vec<(usize, usize)> = (0..height)
        .flat_map(|row| (0..width).map(move |column| (row, column)))
        .filter(|(row, column)| grid.get(*row, *column).is_none())
        .collect();
    if grid.inside().is_none() {
        hidden.push((height, 0));
    }
    let over = |is_in: &dyn Fn(usize, usize) -> i64| -> Vec<i64> {
        hidden.iter().map(|(row, column)| is_in(*row, *column)).collect()
    };
    let total = |row: usize| {
        if row == height {
            0
        } else if row + 1 == height {
            -1
        } else {
            1
        }
    };
    let mut all: Vec<Vec<i64>> =
        (0..width).map(|column| over(&|row, own| if own == column { total(row) } else { 0 })).collect();
    // The columns that add up, and the one that they add up to.
    let sums: Vec<(Vec<usize>, usize)> = match across {
        Across::Nothing => Vec::new(),
        Across::Values => vec![((0..width - 1).collect(), width - 1)],
        Across::Groups(each) => {
            let totals: Vec<usize> = (each..width - 1).step_by(each + 1).collect();
            let groups = totals.iter().map(|total| ((total - each..*total).collect(), *total));
            groups.chain([(totals.clone(), width - 1)]).collect()
        }
    };
    for row in 0..height {
        all.extend(sums.iter().map(|(parts, total)| {
            over(&|own, column| match own == row {
                true if column == *total => -1,
                true if parts.contains(&column) => 1,
                _ => 0,
            })
        }));
    }
    all.push(over(&|row, column| match row {
        _ if row == height => -1,
        row => i64::from(row + 3 < height && column + 1 == width),
    }));
    (hidden, all)
}

/// The hidden counts that the equations give away, by elimination: an equation of one unknown is left.
fn given_away(grid: &Grid, across: Across) -> Vec<(usize, usize)> {
    let (hidden, mut all) = equations(grid, across);
    all.iter_mut().flatten().for_each(|part| *part = part.rem_euclid(PRIME));
    let mut rank = 0;
    for column in 0..hidden.len() {
        let Some(pivot) = (rank..all.len()).find(|row| all[*row][column] != 0) else { continue };
        all.swap(rank, pivot);
        let inverse = power(all[rank][column], PRIME - 2);
        all[rank].iter_mut().for_each(|cell| *cell = *cell * inverse % PRIME);
        let own = all[rank].clone();
        for (row, other) in all.iter_mut().enumerate() {
            let factor = other[column];
            if row != rank && factor != 0 {
                other.iter_mut().zip(&own).for_each(|(cell, own)| *cell = (*cell - factor * own).rem_euclid(PRIME));
            }
        }
        rank += 1;
    }
    let alone = all.iter().filter(|row| row.iter().filter(|cell| **cell != 0).count() == 1);
    alone.filter_map(|row| row.iter().position(|cell| *cell != 0)).map(|at| hidden[at]).collect()
}

fn power(base: i64, mut exponent: i64) -> i64 {
    let (mut result, mut base) = (1, base.rem_euclid(PRIME));
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

fn counts(most_rows: usize, most_columns: usize) -> impl Strategy<Value = (Vec<Vec<u64>>, Across)> {
    let count = prop_oneof![3 => Just(0_u64), 3 => 1..5_u64, 4 => 5..40_u64, 1 => 100..5_000_u64];
    let across = prop_oneof![
        1 => Just((1, Across::Nothing)),
        2 => (1..most_columns).prop_map(|width| (width, Across::Values)),
        3 => (1..most_columns / 2, 1..4_usize).prop_map(|(groups, each)| (groups * each, Across::Groups(each))),
    ];
    (2..most_rows, across).prop_flat_map(move |(height, (width, across))| {
        (prop::collection::vec(prop::collection::vec(count.clone(), width), height), Just(across))
    })
}

proptest! {
    #[test]
    fn no_small_count_can_be_worked_out((counts, across) in counts(9, 7)) {
        let plain = Grid::of(counts, across);
        let masked = plain.masked();
        for row in 0..plain.height() {
            for column in 0..plain.width() {
                let count = plain.get(row, column).unwrap();
                prop_assert!(!is_small(count) || masked.get(row, column).is_none(), "a small one is told");
                prop_assert!(masked.get(row, column).is_none_or(|told| told == count), "what is told is true");
            }
        }
        if let Some(inside) = masked.inside() {
            prop_assert!(!is_small(inside), "the small count of all inside is told");
        }
        for (row, column) in given_away(&masked, across) {
            let count = if row == plain.height() { plain.inside() } else { plain.get(row, column) }.unwrap();
            prop_assert!(!is_small(count), "{count} at {row}, {column} is given away by {masked:?}");
        }
    }
}

/// Every way to fill what is not told in one column of counts, each something, up to a bound: the values that a count takes.
fn possible(masked: &Grid, wanted: usize, bound: u64) -> std::collections::BTreeSet<u64> {
    let height = masked.height();
    let rows: Vec<Option<u64>> = (0..height - 1).map(|row| masked.get(row, 0)).collect();
    let mut found = std::collections::BTreeSet::new();
    let mut tried = vec![1; rows.len()];
    loop {
        let all: Vec<u64> = rows.iter().zip(&tried).map(|(told, tried)| told.unwrap_or(*tried)).collect();
        let (inside, sum) = (all[..height - 3].iter().sum::<u64>(), all.iter().sum::<u64>());
        if masked.inside().is_none_or(|told| told == inside) && masked.all().is_none_or(|told| told == sum) {
            found.insert(all[wanted]);
        }
        // The next filling, as an odometer turns; told ones do not.
        let Some(at) = (0..rows.len()).find(|at| rows[*at].is_none() && tried[*at] < bound) else { return found };
        tried[..at].iter_mut().for_each(|earlier| *earlier = 1);
        tried[at] += 1;
    }
}

proptest! {
    #[test]
    fn a_small_count_may_be_large_for_all_that_is_told(
        quarters in prop::collection::vec(1..9_u64, 1..4),
        rest in prop::collection::vec(0..9_u64, 2),
    ) {
        let counts: Vec<Vec<u64>> = quarters.into_iter().chain(rest).map(|count| vec![count]).collect();
        let masked = Grid::of(counts.clone(), Across::Nothing).masked();
        for (row, count) in counts.iter().enumerate().filter(|(_, count)| is_small(count[0])) {
            let possible = possible(&masked, row, 12);
            prop_assert!(possible.iter().any(|other| !is_small(*other)), "{} of {masked:?}: {possible:?}", count[0]);
        }
    }
}

/// Whether numbers of which each is nothing or more keep equations: those of `all`, each of which adds up to its last number.
/// The first phase of the simplex method, by Bland's rule.
fn has_solution(all: &[Vec<i64>], count: usize) -> bool {
    const LITTLE: f64 = 1e-7;
    let width = count + all.len() + 1;
    let mut table: Vec<Vec<f64>> = Vec::new();
    for (place, equation) in all.iter().enumerate() {
        let sign = if equation[count] < 0 { -1.0 } else { 1.0 };
        let mut row = vec![0.0; width];
        for (cell, part) in row.iter_mut().zip(&equation[..count]) {
            *cell = sign * *part as f64;
        }
        row[count + place] = 1.0;
        row[width - 1] = sign * equation[count] as f64;
        table.push(row);
    }
    let mut basis: Vec<usize> = (count..count + all.len()).collect();
    // What is left of the equations once numbers are found: it is to be nothing.
    let mut left: Vec<f64> = (0..width).map(|at| table.iter().map(|row| row[at]).sum()).collect();
    while let Some(enters) = (0..count).find(|at| left[*at] > LITTLE) {
        let bound = |row: &Vec<f64>| row[width - 1] / row[enters];
        let leaves = (0..table.len()).filter(|at| table[*at][enters] > LITTLE).min_by(|one, other| {
            bound(&table[*one]).total_cmp(&bound(&table[*other])).then(basis[*one].cmp(&basis[*other]))
        });
        let leaves = leaves.expect("what is left cannot grow for ever");
        let pivot = table[leaves][enters];
        table[leaves].iter_mut().for_each(|cell| *cell /= pivot);
        let own = table[leaves].clone();
        let others = table.iter_mut().enumerate().filter(|(at, _)| *at != leaves).map(|(_, row)| row);
        for row in others.chain([&mut left]) {
            let factor = row[enters];
            row.iter_mut().zip(&own).for_each(|(cell, own)| *cell -= factor * own);
        }
        basis[leaves] = enters;
    }
    left[width - 1] < 1e-4
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn a_small_count_of_a_crossing_may_be_large_for_all_that_is_told((counts, across) in counts(6, 5)) {
        let plain = Grid::of(counts, across);
        let masked = plain.masked();
        let (hidden, equations) = equations(&masked, across);
        let count_of = |(row, column): (usize, usize)| {
            if row == plain.height() { plain.inside() } else { plain.get(row, column) }.unwrap() as i64
        };
        for (place, cell) in hidden.iter().enumerate().filter(|(_, cell)| is_small(count_of(**cell) as u64)) {
            // Each count that is not told is something, or the nothing that it is; this one is 5 or more.
            let least: Vec<i64> = hidden.iter().map(|other| count_of(*other).min(1)).collect();
            let least = |at: usize| if at == place { 5 } else { least[at] };
            let all: Vec<Vec<i64>> = equations
                .iter()
                .map(|parts| {
                    let is = parts.iter().zip(&hidden).map(|(part, cell)| part * count_of(*cell)).sum::<i64>();
                    let at_least = parts.iter().enumerate().map(|(at, part)| part * least(at)).sum::<i64>();
                    parts.iter().copied().chain([is - at_least]).collect()
                })
                .collect();
            prop_assert!(has_solution(&all, hidden.len()), "{cell:?} of {masked:?}");
        }
    }
}

#[test]
fn counts_of_one_are_not_told_by_their_sum() {
    let masked = Grid::of(vec![vec![20], vec![1], vec![1], vec![30], vec![9]], Across::Nothing).masked();
    assert!((masked.inside(), masked.get(0, 0)) != (Some(22), Some(20)), "the rest would be one and one");
    let masked =
        Grid::of(vec![vec![11, 1, 1], vec![11, 1, 1], vec![40, 50, 60], vec![9, 9, 9]], Across::Values).masked();
    let row: Vec<Option<u64>> = (0..4).map(|column| masked.get(0, column)).collect();
    assert!(row[3].is_none() || row[0].is_none(), "{row:?}");
}

#[test]
fn what_has_no_small_count_is_told_whole() {
    let plain = Grid::of(vec![vec![5, 0], vec![12, 7], vec![0, 0]], Across::Values);
    assert_eq!(plain.masked(), plain);
}

#[test]
fn a_small_count_hides_the_cheapest_ones_beside_it() {
    let masked = Grid::of(vec![vec![3, 40], vec![20, 60], vec![100, 200], vec![30, 31]], Across::Values).masked();
    let hidden: Vec<(usize, usize)> = (0..5)
        .flat_map(|row| (0..3).map(move |column| (row, column)))
        .filter(|(row, column)| masked.get(*row, *column).is_none())
        .collect();
    assert_eq!(hidden, [(0, 0), (0, 1), (3, 0), (3, 1)]);
    assert_eq!([masked.inside(), masked.all()], [Some(123), Some(484)]);
}

#[test]
fn the_total_of_a_group_is_told_and_hidden_where_it_would_give_a_small_count_away() {
    let counts = vec![vec![3, 40, 20, 60], vec![100, 200, 30, 31], vec![7, 8, 9, 10], vec![0, 0, 0, 0]];
    let plain = Grid::of(counts, Across::Groups(2));
    let row = |grid: &Grid, row: usize| (0..7).map(|column| grid.get(row, column)).collect::<Vec<_>>();
    assert_eq!(row(&plain, 0), [3, 40, 43, 20, 60, 80, 123].map(Some));
    assert_eq!(row(&plain, 4), [110, 248, 358, 59, 101, 160, 518].map(Some));
    let masked = plain.masked();
    assert_eq!(row(&masked, 0)[..2], [None, None], "the total of the group and one count would give the other");
    assert_eq!(row(&masked, 0)[2..], [43, 20, 60, 80, 123].map(Some));
}
