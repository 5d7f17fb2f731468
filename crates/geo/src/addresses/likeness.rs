//! How far one word is from another.

/// Words are compared within so many letters.
const LONGEST: usize = 40;

/// The number of letters to change, drop, add or swap with their neighbour to make one word of the other; none above
/// `most`.
pub(super) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > most || one.len().max(other.len()) > LONGEST {
        return None;
    }
    // Three rows of the usual table: the one under way and the two before it.
    let mut rows = [[0u8; LONGEST + 1]; 3];
    for (at, cost) in rows[0][..=other.len()].iter_mut().enumerate() {
        *cost = at as u8;
    }
    for (line, &letter) in one.iter().enumerate() {
        let (now, last, before) = ((line + 1) % 3, line % 3, (line + 2) % 3);
        rows[now][0] = line as u8 + 1;
        let mut least = rows[now][0];
        for (at, &theirs) in other.iter().enumerate() {
            let changed = rows[last][at] + u8::from(letter != theirs);
            let mut cost = changed.min(rows[last][at + 1] + 1).min(rows[now][at] + 1);
            if line > 0 && at > 0 && letter == other[at - 1] && one[line - 1] == theirs {
                cost = cost.min(rows[before][at - 1] + 1);
            }
            rows[now][at + 1] = cost;
            least = least.min(cost);
        }
        if usize::from(least) > most {
            return None;
        }
    }
    let found = usize::from(rows[one.len() % 3][other.len()]);
    (found <= most).then_some(found)
}

/// Whether a word is another of which some letters were lost: each `?` stands for one letter, or two at most.
pub(super) fn is_with_losses(pattern: &[u8], word: &[u8]) -> bool {
    match pattern {
        [] => word.is_empty(),
        [b'?', rest @ ..] => (0..=2.min(word.len())).any(|lost| is_with_losses(rest, &word[lost..])),
        [letter, rest @ ..] => word.first() == Some(letter) && is_with_losses(rest, &word[1..]),
    }
}

/// How many misspelled letters a word of this length may hold and still be looked for.
pub(super) const fn tolerance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_counted() {
        for (one, other, expected) in [
            ("carnot", "carnot", 0),
            ("carnot", "carnto", 1),
            ("carnot", "carno", 1),
            ("carnot", "karnot", 1),
            ("carnot", "acnot", 2),
            ("", "ab", 2),
        ] {
            assert_eq!(distance(one, other, 2), Some(expected), "{one} {other}");
            assert_eq!(distance(other, one, 2), Some(expected), "{other} {one}");
        }
        assert_eq!(distance("carnot", "cornet", 1), None);
    }

    #[test]
    fn lost_letters_are_seen_through() {
        let is = |pattern: &str, word: &str| is_with_losses(pattern.as_bytes(), word.as_bytes());
        assert!(is("jaur?s", "jaures") && is("?cole", "ecole") && is("c?ur", "coeur") && is("g?n?ral", "general"));
        assert!(!is("jaur?s", "jauressss") && !is("jaur?s", "jaurat"));
    }

    proptest! {
        #[test]
        fn a_word_is_as_far_as_the_changes_made(word in "[a-z]{3,12}", at in 0usize..12, letter in "[a-z]") {
            let at = at % word.len();
            let dropped = format!("{}{}", &word[..at], &word[at + 1..]);
            let added = format!("{}{letter}{}", &word[..at], &word[at..]);
            prop_assert!(distance(&word, &dropped, 2).unwrap() <= 1);
            prop_assert!(distance(&word, &added, 2).unwrap() <= 1);
            prop_assert!(distance(&dropped, &added, 2).unwrap() <= 2);
        }
    }
}
