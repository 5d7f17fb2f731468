//! The order in which people expect the values of a column.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is written before the number that a value stays under.
const UNDER: [&str; 7] = ["moins de", "- de", "-de", "<", "under", "less than", "below"];
/// What is written before the number that a value is above.
const ABOVE: [&str; 7] = ["plus de", "+ de", "+de", ">", "over", "more than", "above"];

/// Digits as numbers, whatever the case and the accents, `moins de 18` before `18-25`; no value at all comes last.
pub(super) fn natural(one: &str, other: &str) -> Ordering {
    Key::of(one).cmp(&Key::of(other)).then_with(|| one.cmp(other))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    is_empty: bool,
    parts: Vec<Part>,
}

/// A run of digits or of letters; what stands between them orders nothing.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Of two numbers without noughts ahead, the one with more digits is the larger.
    Number {
        length: usize,
        digits: String,
        side: Side,
    },
    Word(String),
}

/// On which side of its number a value lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Under,
    At,
    Above,
}

impl Key {
    fn of(value: &str) -> Self {
        let folded: String =
            value.trim().nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
        let (mut side, folded) = sided(&folded);
        let mut parts = Vec::new();
        let mut rest = folded;
        while let Some(first) = rest.chars().next() {
            let is_same = |letter: char| {
                letter.is_alphanumeric() == first.is_alphanumeric() && letter.is_ascii_digit() == first.is_ascii_digit()
            };
            let (run, after) = rest.split_at(rest.find(|letter| !is_same(letter)).unwrap_or(rest.len()));
            rest = after;
            if first.is_ascii_digit() {
                let digits = run.trim_start_matches('0').to_owned();
                parts.push(Part::Number { length: digits.len(), digits, side });
                side = Side::At;
            } else if first.is_alphanumeric() {
                parts.push(Part::Word(run.to_owned()));
            }
        }
        Self { is_empty: value.trim().is_empty(), parts }
    }
}

/// On which side of the number that it begins with a value lies, and the value from there.
fn sided(value: &str) -> (Side, &str) {
    let after = |words: &[&str]| {
        let rest = words.iter().find_map(|word| value.strip_prefix(word))?.trim_start();
        rest.starts_with(|first: char| first.is_ascii_digit()).then_some(rest)
    };
    match (after(&UNDER), after(&ABOVE)) {
        (Some(rest), _) => (Side::Under, rest),
        (None, Some(rest)) => (Side::Above, rest),
        (None, None) => (Side::At, value),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_stand_as_people_expect_them() {
        for expected in [
            &["6-10", "11-17", "moins de 18", "18-25", "26-64", "65 et plus", ""][..],
            &["< 6", "6 à 10", "11 à 17", "18", "18-25", "Plus de 25"],
            &["Été", "hiver", "Printemps"],
            &["CP 9", "cp 010", "CP 57", "DP 1"],
            &["F", "f", "H", " "],
            &["99999999999999999999", "100000000000000000000"],
        ] {
            let mut values: Vec<&str> = expected.iter().rev().copied().collect();
            values.sort_by(|one, other| natural(one, other));
            assert_eq!(values, expected);
        }
    }

    proptest! {
        #[test]
        fn the_order_is_one(all in prop::collection::vec("[0-9aéÀB <-]{0,5}", 0..12)) {
            let mut once = all.clone();
            once.sort_by(|one, other| natural(one, other));
            let mut again: Vec<String> = all.into_iter().rev().collect();
            again.sort_by(|one, other| natural(one, other));
            prop_assert_eq!(once, again);
        }
    }
}
