//! Every word of the addresses, in alphabetical order; found as it is, or in spite of a misspelling.

use super::hashed::{Hashed, hash, table};
use super::likeness::{distance, tolerance};
use super::sounds::sound;
use super::texts::Texts;
use super::words::{is_small, is_way};

/// A word's number: its place in alphabetical order.
pub(super) type Word = u32;

/// What a word is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// It names something.
    Name,
    /// It says what kind of way this is.
    Way,
    /// It says next to nothing.
    Small,
    /// It is a number.
    Number,
}

impl Sort {
    pub(super) fn of(word: &str) -> Self {
        match word {
            _ if word.as_bytes().first().is_some_and(u8::is_ascii_digit) => Self::Number,
            _ if is_small(word) => Self::Small,
            _ if is_way(word) => Self::Way,
            _ => Self::Name,
        }
    }
}

const WHOLE: u64 = 1;
const LESS: u64 = 2;
const SOUND: u64 = 3;
/// So many letters of a word are looked at to find those near it.
const LOOKED_AT: usize = 8;

/// The words.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary<'d> {
    pub(super) texts: Texts<'d>,
    pub(super) whole: Hashed<'d>,
    pub(super) near: Hashed<'d>,
}

/// A word that may have been meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Near {
    pub(super) word: Word,
    /// How many letters differ.
    pub(super) letters: usize,
    /// Whether it sounds alike.
    pub(super) sounds: bool,
}

impl Vocabulary<'_> {
    /// No word.
    pub(super) const NONE: Self =
        Self { texts: Texts::of(&[], &[]), whole: Hashed::of(&[], &[]), near: Hashed::of(&[], &[]) };
}

impl<'d> Vocabulary<'d> {
    pub(super) fn text(&self, word: Word) -> &'d str {
        self.texts.get(word as usize)
    }

    /// The number of a word that is written so.
    pub(super) fn find(&self, text: &str) -> Option<Word> {
        self.whole.get(hash(WHOLE, text.as_bytes())).find(|word| self.text(*word) == text)
    }

    /// The words that begin so, in alphabetical order.
    pub(super) fn beginning(&self, text: &str) -> std::ops::Range<Word> {
        let (mut low, mut high) = (0, self.texts.len() as Word);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.text(middle) < text { low = middle + 1 } else { high = middle }
        }
        let start = low;
        high = self.texts.len() as Word;
        while low < high {
            let middle = low + (high - low) / 2;
            if self.text(middle).starts_with(text) { low = middle + 1 } else { high = middle }
        }
        start..low
    }

    /// The words that a misspelled one may stand for, itself left out; each once.
    pub(super) fn near(&self, text: &str, out: &mut Vec<Near>) {
        out.clear();
        let sounding = sound(text).map(|key| hash(SOUND, key.as_bytes()));
        for word in sounding.into_iter().flat_map(|key| self.near.get(key)) {
            let letters = distance(text, self.text(word), 3);
            if letters != Some(0) && is_sounding(text, self.text(word)) {
                out.push(Near { word, letters: letters.unwrap_or(4), sounds: true });
            }
        }
        let most = tolerance(text.len());
        if most == 0 || text.as_bytes()[0].is_ascii_digit() {
            return;
        }
        shortened(text, most, |less| {
            for word in self.near.get(hash(LESS, less)) {
                if out.iter().any(|near| near.word == word) {
                    continue;
                }
                let theirs = self.text(word);
                if let Some(letters @ 1..) = distance(text, theirs, most.min(tolerance(theirs.len()))) {
                    out.push(Near { word, letters, sounds: false });
                }
            }
        });
    }
}

fn is_sounding(one: &str, other: &str) -> bool {
    sound(one).is_some_and(|key| sound(other) == Some(key))
}

/// The beginning of a word, and all that it becomes with up to `most` of its letters dropped.
fn shortened(word: &str, most: usize, mut each: impl FnMut(&[u8])) {
    let word = &word.as_bytes()[..word.len().min(LOOKED_AT)];
    each(word);
    let without = |word: &[u8], at: usize, room: &mut [u8; LOOKED_AT]| {
        room[..at].copy_from_slice(&word[..at]);
        room[at..word.len() - 1].copy_from_slice(&word[at + 1..]);
        word.len() - 1
    };
    for first in 0..word.len() {
        let mut once = [0; LOOKED_AT];
        let length = without(word, first, &mut once);
        // A letter like the one before it leaves the same word.
        if first > 0 && word[first] == word[first - 1] {
            continue;
        }
        each(&once[..length]);
        for second in (first..length).filter(|_| most > 1 && length > 1) {
            let mut twice = [0; LOOKED_AT];
            let length = without(&once[..length], second, &mut twice);
            each(&twice[..length]);
        }
    }
}

/// The tables that find words, as bytes: directory and entries of whole words, then of near ones.
pub(super) fn tables<'w>(words: impl Iterator<Item = &'w str> + Clone) -> [Vec<u8>; 4] {
    let whole = words.clone().zip(0..).map(|(word, number)| (hash(WHOLE, word.as_bytes()), number)).collect();
    let mut near = Vec::new();
    for (word, number) in words.zip(0..) {
        if Sort::of(word) == Sort::Number {
            continue;
        }
        if let Some(key) = sound(word) {
            near.push((hash(SOUND, key.as_bytes()), number));
        }
        let most = tolerance(word.len());
        if most > 0 {
            shortened(word, most, |less| near.push((hash(LESS, less), number)));
        }
    }
    let ((one, two), (three, four)) = (table(whole), table(near));
    [one, two, three, four]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::texts;
    use super::*;

    fn with<T>(words: &[&str], test: impl FnOnce(Vocabulary<'_>) -> T) -> T {
        let [whole_directory, whole, near_directory, near] = tables(words.iter().copied());
        let (bytes, ends) = texts::tables(words.iter().copied());
        let numbers = |bytes: &[u8]| bytemuck::pod_collect_to_vec::<u8, u32>(bytes);
        let entries = |bytes: &[u8]| bytemuck::pod_collect_to_vec::<u8, u64>(bytes);
        let (ends, one, two, three, four) =
            (numbers(&ends), numbers(&whole_directory), entries(&whole), numbers(&near_directory), entries(&near));
        test(Vocabulary {
            texts: Texts::of(&bytes, &ends),
            whole: Hashed::of(&one, &two),
            near: Hashed::of(&three, &four),
        })
    }

    #[test]
    fn words_are_found_whole_and_misspelled() {
        with(&["carnot", "carre", "gaulle", "republique", "rue", "tourberie"], |words| {
            assert_eq!(words.find("gaulle"), Some(2));
            assert_eq!(words.find("gaule"), None);
            let near = |text: &str| {
                let mut found = Vec::new();
                words.near(text, &mut found);
                found.into_iter().map(|near| (words.text(near.word), near.letters)).collect::<Vec<_>>()
            };
            assert_eq!(near("gaule"), [("gaulle", 1)]);
            assert_eq!(near("rpublique"), [("republique", 1)]);
            assert_eq!(near("fourberie"), [("tourberie", 1)]);
            assert_eq!(near("carnto"), [("carnot", 1)]);
            assert!(near("xx").is_empty() && near("12").is_empty());
        });
    }

    proptest! {
        #[test]
        fn two_letters_amiss_in_a_long_word_are_seen_through(word in "[a-z]{6,12}", one in 0usize..12, two in 0usize..12) {
            let mut typed = word.clone().into_bytes();
            typed[one % word.len()] = b'k';
            typed.remove(two % word.len());
            let typed = String::from_utf8(typed).unwrap();
            let found = with(&[&word], |words| {
                let mut found = Vec::new();
                words.near(&typed, &mut found);
                found.len()
            });
            prop_assert!(found == 1 || typed.len() < 6 || typed == word, "{} {}", word, typed);
        }
    }
}
