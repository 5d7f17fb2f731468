//! What is masked cannot be worked out from what is told.

use proptest::prelude::*;

use super::Grid;
use super::grid::is_small;

/// A prime: counts are added up modulo it.
const PRIME: i64 = 1_000_003;

/// The equations that a reader knows, over the counts that are not told: each row and column adds up to its total, and the
/// neighbourhoods to all lines inside, which come last.
fn equations(grid: &Grid, is_crossed: bool) -> (Vec<(usize, usize)>, Vec<Vec<i64>>) {
    let (height, width) = (grid.height(), grid.width());
    let mut hidden: Vec<(usize, usize)> = (0..height)
        .flat_map(|row| (0..width).map(move |column| (row, column)))
        .filter(|(row, column)| grid.get(*row, *column).is_none())
        .collect();
    if grid.inside().is_none() {
        hidden.push((height, 0));
    }
    let over = |is_in: &dyn Fn(usize, usize) -> i64| -> Vec<i64> {
        hidden.iter().map(|(row, column)| is_in(*row, *column).rem_euclid(PRIME)).collect()
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
    if is_crossed {
        all.extend((0..height).map(|row| {
            over(&|own, column| {
                if own != row {
                    0
                } else if column + 1 == width {
                    -1
                } else {
                    1
                }
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
fn given_away(grid: &Grid, is_crossed: bool) -> Vec<(usize, usize)> {
    let (hidden, mut all) = equations(grid, is_crossed);
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

fn counts() -> impl Strategy<Value = (Vec<Vec<u64>>, bool)> {
    let count = prop_oneof![3 => Just(0_u64), 3 => 1..5_u64, 4 => 5..40_u64, 1 => 100..5_000_u64];
    (2..9_usize, 1..7_usize, any::<bool>()).prop_flat_map(move |(height, width, is_crossed)| {
        let width = if is_crossed { width } else { 1 };
        (prop::collection::vec(prop::collection::vec(count.clone(), width), height), Just(is_crossed))
    })
}

proptest! {
    #[test]
    fn no_small_count_can_be_worked_out((counts, is_crossed) in counts()) {
        let plain = Grid::of(counts, is_crossed);
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
        for (row, column) in given_away(&masked, is_crossed) {
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
        let masked = Grid::of(counts.clone(), false).masked();
        for (row, count) in counts.iter().enumerate().filter(|(_, count)| is_small(count[0])) {
            let possible = possible(&masked, row, 12);
            prop_assert!(possible.iter().any(|other| !is_small(*other)), "{} of {masked:?}: {possible:?}", count[0]);
        }
    }
}

#[test]
fn counts_of_one_are_not_told_by_their_sum() {
    let masked = Grid::of(vec![vec![20], vec![1], vec![1], vec![30], vec![9]], false).masked();
    assert!((masked.inside(), masked.get(0, 0)) != (Some(22), Some(20)), "the rest would be one and one");
    let masked = Grid::of(vec![vec![11, 1, 1], vec![11, 1, 1], vec![40, 50, 60], vec![9, 9, 9]], true).masked();
    let row: Vec<Option<u64>> = (0..4).map(|column| masked.get(0, column)).collect();
    assert!(row[3].is_none() || row[0].is_none(), "{row:?}");
}

#[test]
fn what_has_no_small_count_is_told_whole() {
    let plain = Grid::of(vec![vec![5, 0], vec![12, 7], vec![0, 0]], true);
    assert_eq!(plain.masked(), plain);
}

#[test]
fn a_small_count_hides_the_cheapest_ones_beside_it() {
    let masked = Grid::of(vec![vec![3, 40], vec![20, 60], vec![100, 200], vec![30, 31]], true).masked();
    let hidden: Vec<(usize, usize)> = (0..5)
        .flat_map(|row| (0..3).map(move |column| (row, column)))
        .filter(|(row, column)| masked.get(*row, *column).is_none())
        .collect();
    assert_eq!(hidden, [(0, 0), (0, 1), (3, 0), (3, 1)]);
    assert_eq!([masked.inside(), masked.all()], [Some(123), Some(484)]);
}
