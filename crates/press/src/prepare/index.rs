//! The indexes of a book: each term with the numbers of its entries.

use crate::Entry;
use serde::Serialize;
use std::collections::BTreeMap;

/// A term and the entries that have it, by number.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Term {
    term: String,
    /// Its first letter, under which it is printed.
    letter: String,
    entries: Vec<usize>,
}

/// Terms in the order of a French dictionary, each entry once under a term.
pub(super) fn index(entries: &[Entry], terms: impl Fn(&Entry) -> &Vec<String>) -> Vec<Term> {
    let mut found: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for term in terms(entry).iter().map(|term| term.trim()).filter(|term| !term.is_empty()) {
            let numbers = found.entry((sort_key(term), term)).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
    let term = |((key, term), entries): ((String, &str), Vec<usize>)| Term {
        letter: letter(&key),
        term: term.to_owned(),
        entries,
    };
    found.into_iter().map(term).collect()
}

fn letter(key: &str) -> String {
    key.chars().next().filter(|c| c.is_alphabetic()).map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect())
}

/// Without accents, case nor punctuation: « École » stands among the E.
fn sort_key(term: &str) -> String {
    term.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(bare).collect()
}

fn bare(c: char) -> impl Iterator<Item = char> {
    let letters = match c {
        'à' | 'â' | 'ä' | 'á' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' | 'í' => "i",
        'ô' | 'ö' | 'ó' => "o",
        'ù' | 'û' | 'ü' | 'ú' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        _ => return Either::One(Some(c)),
    };
    Either::Many(letters.chars())
}

enum Either {
    One(Option<char>),
    Many(std::str::Chars<'static>),
}

impl Iterator for Either {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Many(letters) => letters.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(themes: &[&str]) -> Entry {
        Entry { themes: themes.iter().map(|&theme| theme.to_owned()).collect(), ..Entry::default() }
    }

    #[test]
    fn terms_stand_in_the_order_of_a_french_dictionary() {
        let entries = [entry(&["Emploi", "Œuvres", "École"]), entry(&["Zone", "Emploi", "Emploi", " "])];
        let told: Vec<_> = index(&entries, |entry| &entry.themes)
            .into_iter()
            .map(|term| (term.letter, term.term, term.entries))
            .collect();
        let wanted =
            [("E", "École", vec![0]), ("E", "Emploi", vec![0, 1]), ("O", "Œuvres", vec![0]), ("Z", "Zone", vec![1])];
        assert_eq!(told, wanted.map(|(letter, term, entries)| (letter.to_owned(), term.to_owned(), entries)));
    }
}
