//! Words that resemble one that nobody wrote.

use crate::texts::Texts;

/// A list of folded words.
pub(crate) trait Words {
    fn count(&self) -> usize;
    fn letters(&self, word: usize) -> &[u8];
}

impl Words for Texts<'_> {
    fn count(&self) -> usize {
        self.len()
    }

    fn letters(&self, word: usize) -> &[u8] {
        self.bytes(word)
    }
}

impl Words for [String] {
    fn count(&self) -> usize {
        self.len()
    }

    fn letters(&self, word: usize) -> &[u8] {
        self[word].as_bytes()
    }
}

/// The dictionary by length, with the letters of each word as bits: most words are ruled out without being read.
#[derive(Default)]
pub(crate) struct Spellings {
    /// Where the words of each length begin in the two lists; one more for the end.
    starts: Vec<u32>,
    letters: Vec<u32>,
    words: Vec<u32>,
}

/// A word of the dictionary and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Near {
    pub(crate) word: usize,
    pub(crate) cost: u32,
    pub(crate) mistakes: u32,
    /// Whether both sound the same, roughly.
    pub(crate) alike: bool,
}

const LONGEST: usize = 32;

impl Spellings {
    pub(crate) fn new(words: &(impl Words + ?Sized)) -> Self {
        let length = |word: usize| words.letters(word).len().min(LONGEST + 1);
        let mut starts = vec![0; LONGEST + 3];
        (0..words.count()).for_each(|word| starts[length(word) + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut by_length = vec![0; words.count()];
        let mut letters = vec![0; words.count()];
        for word in 0..words.count() {
            let at = &mut next[length(word)];
            by_length[*at as usize] = word as u32;
            letters[*at as usize] = letters_of(words.letters(word));
            *at += 1;
        }
        Self { starts, letters, words: by_length }
    }

    /// The words within reach of a folded word, nearest first: one mistake from four letters, two from eight; those
    /// that sound the same come before the others.
    pub(crate) fn near(&self, typed: &str, words: &(impl Words + ?Sized)) -> Vec<Near> {
        let length = typed.len();
        if !(4..=LONGEST).contains(&length) || typed.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let reach = if length < 8 { 1 } else { 2 };
        let sound = sound(typed.as_bytes());
        let letters = letters_of(typed.as_bytes());
        let (from, to) = (length - reach, (length + reach).min(LONGEST));
        let mut found = Vec::new();
        for at in self.starts[from] as usize..self.starts[to + 1] as usize {
            if (self.letters[at] ^ letters).count_ones() as usize > 2 * reach {
                continue;
            }
            let word = self.words[at] as usize;
            let text = words.letters(word);
            let Some(mistakes @ 1..) = mistakes(typed.as_bytes(), text, reach) else { continue };
            let mut cost = mistakes * 10;
            let alike = self::sound(text) == sound;
            if alike {
                cost -= 6;
            }
            if text[0] != typed.as_bytes()[0] {
                cost += 4;
            }
            found.push(Near { word, cost, mistakes, alike });
        }
        found.sort_unstable_by_key(|near| (near.cost, near.word));
        found
    }
}

/// Which letters a word has: twenty-six bits and some for all the rest.
fn letters_of(word: &[u8]) -> u32 {
    word.iter().fold(0, |letters, &byte| match byte {
        b'a'..=b'z' => letters | 1 << (byte - b'a'),
        _ => letters | 1 << (26 + byte % 6),
    })
}

/// How many letters to add, drop, change or swap with their neighbour, at most `reach`.
///
/// Only the diagonal band that `reach` allows is worked out; most words leave it after a few letters.
pub(crate) fn mistakes(one: &[u8], other: &[u8], reach: usize) -> Option<u32> {
    if one.len().abs_diff(other.len()) > reach || one.len().max(other.len()) > LONGEST + 2 {
        return None;
    }
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    const FAR: u8 = 100;
    let mut before = [FAR; LONGEST + 4];
    let mut last = [FAR; LONGEST + 4];
    (0..=reach.min(other.len())).for_each(|at| last[at] = at as u8);
    for (row, &a) in one.iter().enumerate() {
        let mut here = [FAR; LONGEST + 4];
        let from = (row + 1).saturating_sub(reach);
        let to = (row + 1 + reach).min(other.len());
        if from == 0 {
            here[0] = row as u8 + 1;
        }
        let mut least = here[0];
        for column in from.max(1)..=to {
            let b = other[column - 1];
            let mut cost = (last[column - 1] + u8::from(a != b)).min(last[column] + 1).min(here[column - 1] + 1);
            if row > 0 && column > 1 && a == other[column - 2] && one[row - 1] == b {
                cost = cost.min(before[column - 2] + 1);
            }
            here[column] = cost;
            least = least.min(cost);
        }
        if usize::from(least) > reach {
            return None;
        }
        before = last;
        last = here;
    }
    let mistakes = last[other.len()];
    (usize::from(mistakes) <= reach).then_some(u32::from(mistakes))
}

/// How a French word sounds, roughly: what is written in several ways becomes one letter.
fn sound(word: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some((&first, tail)) = rest.split_first() {
        let soft = tail.first().is_some_and(|next| b"eiy".contains(next));
        let (letter, length): (&[u8], usize) = match rest {
            [b'e', b'a', b'u', ..] => (b"o", 3),
            [b'a', b'u', ..] => (b"o", 2),
            [b'a', b'i', ..] | [b'e', b'i', ..] => (b"e", 2),
            [b'p', b'h', ..] => (b"f", 2),
            [b'q', b'u', ..] => (b"k", 2),
            [b'g', b'e', b'a' | b'o', ..] => (b"j", 2),
            [b'g', b'u', b'e' | b'i', ..] => (b"g", 2),
            [b's', b'c', b'e' | b'i', ..] => (b"s", 2),
            [b'e', b'n', ..] | [b'e', b'm', ..] | [b'a', b'm', b'b' | b'p', ..] => (b"an", 2),
            [b'c', b'h', ..] => (b"C", 2),
            [b'g', ..] if soft => (b"j", 1),
            [b'c', ..] if soft => (b"s", 1),
            [b'c', ..] => (b"k", 1),
            [b'z', ..] => (b"s", 1),
            [b'y', ..] => (b"i", 1),
            [b'h', ..] => (b"", 1),
            _ => (std::slice::from_ref(&first), 1),
        };
        if out.last() != letter.last() || letter.is_empty() {
            out.extend_from_slice(letter);
        }
        rest = &rest[length..];
    }
    while out.len() > 3 && matches!(out.last(), Some(b'e' | b's' | b't' | b'd' | b'x')) {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mistakes_are_counted() {
        for (one, other, expected) in [
            ("garaje", "garage", Some(1)),
            ("entrprise", "entreprise", Some(1)),
            ("enterprise", "entreprise", Some(1)),
            ("solidere", "solidaire", Some(2)),
            ("emplooi", "emploi", Some(1)),
            ("ville", "ville", Some(0)),
            ("ville", "cave", None),
        ] {
            assert_eq!(mistakes(one.as_bytes(), other.as_bytes(), 2), expected, "{one} {other}");
        }
    }

    #[test]
    fn words_that_sound_the_same() {
        for (one, other) in [
            ("garaje", "garage"),
            ("solidere", "solidaire"),
            ("telefone", "telephone"),
            ("kartier", "quartier"),
            ("comersse", "commerce"),
        ] {
            assert_eq!(sound(one.as_bytes()), sound(other.as_bytes()), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn mistakes_are_the_same_both_ways(one in "[a-d]{0,12}", other in "[a-d]{0,12}") {
            prop_assert_eq!(mistakes(one.as_bytes(), other.as_bytes(), 2), mistakes(other.as_bytes(), one.as_bytes(), 2));
        }
    }
}
