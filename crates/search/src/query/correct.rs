//! Reads a word that nobody wrote as one that somebody did.

use super::parse::{Clause, Kind, Word};
use super::plan::{Choice, EXACT, Replaced, choice_of, term_of};
use crate::index::Index;
use crate::layout::Section;

/// What an unknown clause most likely meant, and which of its words were read otherwise.
pub(crate) fn correct(index: &Index, clause: &Clause) -> Option<(Choice, Vec<Replaced>)> {
    let mut replaced = Vec::new();
    let mut terms = Vec::new();
    for word in &clause.words {
        if let Some(term) = term_of(index, &word.key) {
            terms.push(term);
            continue;
        }
        let meant = nearest(index, &word.key).into_iter().next().map(|word| vec![word]);
        let meant = meant.or_else(|| parted(index, &word.key)).or_else(|| longer(index, &word.key))?;
        let read: Vec<&str> = meant.iter().map(|&word| index.word_shown(word)).collect();
        replaced.push(replacing(word, read.join(" ")));
        terms.extend(meant.into_iter().map(|word| index.word_term(word)));
    }
    // A phrase keeps its words; only their spelling is forgiven.
    debug_assert!(clause.kind != Kind::Word || !replaced.is_empty());
    Some((choice_of(terms, EXACT), replaced))
}

fn replacing(word: &Word, read: String) -> Replaced {
    Replaced { start: word.start, end: word.end, read }
}

/// The words that a typed one may have meant, best first: few mistakes, then many documents; one of each family.
pub(crate) fn nearest(index: &Index, key: &str) -> Vec<usize> {
    let near = index.spellings.near(key, index.texts(Section::WordKeys));
    let mut ranked: Vec<(u32, std::cmp::Reverse<u32>, usize)> = near
        .into_iter()
        .map(|near| (near.cost, std::cmp::Reverse(index.df(index.word_term(near.word))), near.word))
        .collect();
    ranked.sort_unstable();
    let mut terms = Vec::new();
    let mut words = Vec::new();
    for (_, _, word) in ranked {
        let term = index.word_term(word);
        if !terms.contains(&term) {
            terms.push(term);
            words.push(word);
        }
        if words.len() == MOST_PROPOSED {
            break;
        }
    }
    words
}

const MOST_PROPOSED: usize = 3;
const SHORTEST_PART: usize = 3;

/// Two words written without a space.
fn parted(index: &Index, key: &str) -> Option<Vec<usize>> {
    let words = index.texts(Section::WordKeys);
    let known = |part: &str| words.find(part);
    let cuts = (SHORTEST_PART..=key.len().saturating_sub(SHORTEST_PART)).filter(|&cut| key.is_char_boundary(cut));
    let pairs = cuts.filter_map(|cut| Some((known(&key[..cut])?, known(&key[cut..])?)));
    let weakest = |&(one, other): &(usize, usize)| index.df(index.word_term(one)).min(index.df(index.word_term(other)));
    pairs.max_by_key(weakest).map(|(one, other)| vec![one, other])
}

/// The most frequent word that begins so.
fn longer(index: &Index, key: &str) -> Option<Vec<usize>> {
    if key.chars().count() <= SHORTEST_PART {
        return None;
    }
    let words = index.texts(Section::WordKeys).starting(key);
    words.max_by_key(|&word| (index.df(index.word_term(word)), std::cmp::Reverse(word))).map(|word| vec![word])
}
