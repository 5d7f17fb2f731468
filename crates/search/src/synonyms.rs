//! The synonyms, ready to be found in a query.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analyser::{is_stop, key, segment, stem};
use crate::build::expressions::{groups, stems, term_text};
use crate::index::Index;
use crate::layout::Section;
use crate::schema::Synonyms;
use crate::spelling::{Near, Spellings};

/// Groups of equivalent words and expressions, by the stems of their members.
#[derive(Default)]
pub(crate) struct SynonymTable {
    groups: Vec<Vec<Member>>,
    /// First stem → (group, member).
    by_first: HashMap<String, Vec<(usize, usize)>>,
    /// The stems of every word in the table: right French, whether or not a document holds it.
    known: HashSet<String>,
    /// The members of one word that no document need hold, folded and sorted, as they are written.
    words: Vec<String>,
    shown: Vec<String>,
    spellings: Spellings,
}

struct Member {
    stems: Vec<String>,
    /// Its term, when some document holds it.
    term: Option<u32>,
}

/// Part of a query that has synonyms.
pub(crate) struct Equivalent {
    /// How many words of the query it takes.
    pub(crate) length: usize,
    /// The terms of the other members of its group.
    pub(crate) terms: Vec<u32>,
}

impl SynonymTable {
    pub(crate) fn new(index: &Index) -> Self {
        let texts = index.texts(Section::TermTexts);
        let member =
            |stems: Vec<String>| Member { term: texts.find(&term_text(&stems)).map(|term| term as u32), stems };
        let groups: Vec<Vec<Member>> =
            groups(&index.synonyms).into_iter().map(|group| group.into_iter().map(member).collect()).collect();
        let mut by_first: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (at, group) in groups.iter().enumerate() {
            for (number, member) in group.iter().enumerate() {
                by_first.entry(member.stems[0].clone()).or_default().push((at, number));
            }
        }
        let members = index.synonyms.groups.iter().flatten();
        let known = members.clone().flat_map(|member| stems(member)).collect();
        let single: BTreeMap<String, String> =
            members.filter_map(|member| Some((single_word(member)?, member.clone()))).collect();
        let (words, shown): (Vec<String>, Vec<String>) = single.into_iter().unzip();
        let spellings = Spellings::new(words.as_slice());
        Self { groups, by_first, known, words, shown, spellings }
    }

    /// Whether a word of this stem stands in the table, alone or within an expression.
    pub(crate) fn knows(&self, stem: &str) -> bool {
        self.known.contains(stem)
    }

    /// The words of the table that resemble a folded one, each with how far it is, and as it is written.
    pub(crate) fn near(&self, typed: &str) -> Vec<(Near, &str, &str)> {
        let near = self.spellings.near(typed, self.words.as_slice());
        near.into_iter().map(|near| (near, self.words[near.word].as_str(), self.shown[near.word].as_str())).collect()
    }

    /// The other members, as they are written, of the groups that hold this folded word.
    pub(crate) fn others<'s>(&self, synonyms: &'s Synonyms, word: &str) -> Vec<&'s str> {
        let is_it = |member: &&String| single_word(member).as_deref() == Some(word);
        let holding = synonyms.groups.iter().filter(|group| group.iter().any(|member| is_it(&member)));
        holding.flatten().filter(|member| !is_it(member)).map(String::as_str).collect()
    }

    /// In how many documents the best known equivalent of a word is.
    pub(crate) fn reach(&self, index: &Index, word: &str) -> u32 {
        let terms = self.starting(&[stem(word)]).flat_map(|equivalent| equivalent.terms).collect::<Vec<_>>();
        terms.into_iter().map(|term| index.df(term)).max().unwrap_or(0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// What begins with the first of these stems and has synonyms.
    pub(crate) fn starting(&self, stems: &[String]) -> impl Iterator<Item = Equivalent> {
        let found = stems.first().and_then(|first| self.by_first.get(first));
        found.into_iter().flatten().filter_map(move |&(group, number)| {
            let members = &self.groups[group];
            if !stems.starts_with(&members[number].stems) {
                return None;
            }
            let others = members.iter().enumerate().filter(|&(other, _)| other != number);
            let terms: Vec<u32> = others.filter_map(|(_, member)| member.term).collect();
            Some(Equivalent { length: members[number].stems.len(), terms })
        })
    }
}

/// The folded form of a member that is one word, worth correcting to.
fn single_word(member: &str) -> Option<String> {
    let mut words = Vec::new();
    segment(member, |token| words.push(key(token.spelling)));
    match words.as_slice() {
        [word] if !is_stop(word) => Some(word.clone()),
        _ => None,
    }
}
