//! What counts as the same word in French: from a text to words, from a word to its key and its stem.

mod fold;
mod inclusive;
mod segment;
mod stem;
mod stop;

pub(crate) use fold::fold;
pub(crate) use segment::{ends_at, segment};
pub(crate) use stem::stem;
pub(crate) use stop::is_stop;

use fold::fold_into;

/// Longer keys are cut: nobody types them, and a page of code or of base64 must not fill the dictionary.
const LONGEST_KEY: usize = 40;

/// The folded form of a word, by which it is looked up: `Mini-Entreprise` → `minientreprise`, `2 700` → `2700`.
pub(crate) fn key_into(spelling: &str, key: &mut String) {
    key.clear();
    fold_into(spelling, key);
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let number = key.starts_with(|letter: char| letter.is_ascii_digit());
        let kept = |letter: char| match letter {
            ',' | '.' if number => Some('.'),
            '%' => Some('%'),
            _ => letter.is_alphanumeric().then_some(letter),
        };
        *key = key.chars().filter_map(kept).collect();
    }
    if key.len() > LONGEST_KEY {
        let end = (0..=LONGEST_KEY).rev().find(|&end| key.is_char_boundary(end)).unwrap_or(0);
        key.truncate(end);
    }
}

/// The folded form of a word, see [`key_into`].
pub(crate) fn key(spelling: &str) -> String {
    let mut out = String::new();
    key_into(spelling, &mut out);
    out
}

/// How a word is shown: as it is written, but for what is shouted: `HABITANTS`, unlike `QPV`.
pub(crate) fn shown(spelling: &str) -> String {
    let (mut letters, mut capitals) = (0, 0);
    for letter in spelling.chars().filter(|letter| letter.is_alphabetic()) {
        letters += 1;
        capitals += usize::from(letter.is_uppercase());
    }
    let shouted = spelling.len() > LONGEST_ACRONYM && capitals * 2 > letters;
    if shouted { spelling.to_lowercase() } else { spelling.to_owned() }
}

const LONGEST_ACRONYM: usize = 6;
