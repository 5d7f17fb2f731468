//! Reads a word that nobody wrote as one that somebody did.

use std::cmp::Reverse;

use super::parse::{Clause, Kind, Word};
use super::plan::{Replaced, term_of};
use crate::analyser::{is_stop, stem};
use crate::index::Index;
use crate::layout::Section;
use crate::spelling::Near;

/// What a typed word may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant<'i> {
    /// Folded.
    pub(crate) key: &'i str,
    /// As most write it.
    pub(crate) shown: &'i str,
    /// Its term; none for a word that only the synonyms know.
    pub(crate) term: Option<u32>,
    /// In how many documents it is, or the best of its synonyms.
    pub(crate) df: u32,
    near: Near,
}

impl Meant<'_> {
    /// Whether it may be read instead of the typed word, and not only be proposed: it sounds the same, or the word is
    /// long enough for its mistakes to leave no doubt. A short word is as often another one, which nobody wrote.
    fn is_sure(&self, typed: &str) -> bool {
        self.near.alike
            || match self.near.mistakes {
                1 => typed.len() >= SURE_WITH_ONE,
                _ => typed.len() >= SURE_WITH_TWO,
            }
    }
}

const SURE_WITH_ONE: usize = 6;
const SURE_WITH_TWO: usize = 9;
const MOST_PROPOSED: usize = 3;
const SHORTEST_PART: usize = 3;

/// What an unknown clause most likely meant, and which of its words were read otherwise. None when nothing is sure.
pub(crate) fn correct(index: &Index, clause: &Clause) -> Option<(Clause, Vec<Replaced>)> {
    let mut replaced = Vec::new();
    let mut words = Vec::new();
    for word in &clause.words {
        if term_of(index, &word.key).is_some() {
            words.push(word.clone());
            continue;
        }
        // Right as it is: its synonyms answer for it.
        if index.table.knows(&stem(&word.key)) {
            return None;
        }
        let sure = nearest(index, &word.key).into_iter().find(|meant| meant.is_sure(&word.key));
        let meant = sure.map(|meant| vec![(meant.key, meant.shown)]);
        let meant = meant.or_else(|| parted(index, &word.key)).or_else(|| longer(index, &word.key))?;
        let shown: Vec<&str> = meant.iter().map(|&(_, shown)| shown).collect();
        replaced.push(Replaced { start: word.start, end: word.end, read: shown.join(" ") });
        words.extend(meant.iter().map(|&(key, _)| Word { key: key.to_owned(), ..word.clone() }));
    }
    Some((Clause { words, ..clause.clone() }, replaced))
}

/// What a form meant that nobody wrote, although another of its family is known: *habitents* is no form of
/// *habitation*, since *habitants* sounds the same and is more frequent.
pub(crate) fn misread(index: &Index, clause: &Clause) -> Option<(Clause, Vec<Replaced>)> {
    let [word] = clause.words.as_slice() else { return None };
    let written = index.texts(Section::WordKeys).find(&word.key).is_some();
    if clause.kind != Kind::Word || written || index.table.knows(&stem(&word.key)) {
        return None;
    }
    let family = term_of(index, &word.key)?;
    let better = |meant: &Meant<'_>| {
        meant.near.alike && meant.term.is_some_and(|term| term != family) && meant.df > index.df(family)
    };
    let meant = nearest(index, &word.key).into_iter().find(better)?;
    let replaced = Replaced { start: word.start, end: word.end, read: meant.shown.to_owned() };
    let words = vec![Word { key: meant.key.to_owned(), ..word.clone() }];
    Some((Clause { words, ..clause.clone() }, vec![replaced]))
}

/// The words that a typed one may have meant, best first: few mistakes, then many documents; one of each family. Never
/// a little word: it would find everything.
pub(crate) fn nearest<'i>(index: &'i Index, typed: &str) -> Vec<Meant<'i>> {
    let keys = index.texts(Section::WordKeys);
    let written = index.spellings.near(typed, &keys).into_iter().map(|near| {
        let term = index.word_term(near.word);
        let shown = index.word_shown(near.word);
        Meant { key: keys.get(near.word), shown, term: Some(term), df: index.df(term), near }
    });
    let unwritten = index.table.near(typed).into_iter().filter(|(_, key, _)| term_of(index, key).is_none());
    let unwritten =
        unwritten.map(|(near, key, shown)| Meant { key, shown, term: None, df: index.table.reach(index, key), near });
    let mut ranked: Vec<Meant<'i>> =
        written.chain(unwritten).filter(|meant| meant.df > 0 && !is_stop(meant.key)).collect();
    ranked.sort_by_key(|meant| (meant.near.cost, Reverse(meant.df)));
    let mut best: Vec<Meant<'i>> = Vec::new();
    for meant in ranked {
        if meant.term.is_none() || best.iter().all(|known| known.term != meant.term) {
            best.push(meant);
        }
        if best.len() == MOST_PROPOSED {
            break;
        }
    }
    best
}

/// A word's key, and how it is shown.
type Read<'i> = (&'i str, &'i str);

fn read(index: &Index, word: usize) -> Read<'_> {
    (index.texts(Section::WordKeys).get(word), index.word_shown(word))
}

/// Two words written without a space.
fn parted<'i>(index: &'i Index, key: &str) -> Option<Vec<Read<'i>>> {
    let words = index.texts(Section::WordKeys);
    let known = |part: &str| words.find(part);
    let cuts = (SHORTEST_PART..=key.len().saturating_sub(SHORTEST_PART)).filter(|&cut| key.is_char_boundary(cut));
    let pairs = cuts.filter_map(|cut| Some((known(&key[..cut])?, known(&key[cut..])?)));
    let weakest = |&(one, other): &(usize, usize)| index.df(index.word_term(one)).min(index.df(index.word_term(other)));
    pairs.max_by_key(weakest).map(|(one, other)| vec![read(index, one), read(index, other)])
}

/// The most frequent word that begins so.
fn longer<'i>(index: &'i Index, key: &str) -> Option<Vec<Read<'i>>> {
    if key.chars().count() <= SHORTEST_PART {
        return None;
    }
    let words = index.texts(Section::WordKeys).starting(key);
    words.max_by_key(|&word| (index.df(index.word_term(word)), Reverse(word))).map(|word| vec![read(index, word)])
}
