//! Documents that resemble one another, and why.

use std::cmp::Reverse;

use crate::answer::{Reason, Similar};
use crate::index::Index;
use crate::layout::{Section, rarity};

/// A reason that so many documents share says little, and costs much to follow.
const MOST_SHARING: usize = 4;

/// The strongest ones decide; the others would only cost.
const MOST_TRAITS: usize = 20;

/// Something that a document has and others may share.
#[derive(Clone, Copy)]
enum Trait {
    Value { facet: usize, value: u32 },
    Word { term: u32 },
}

impl Index {
    /// The `limit` documents that most resemble this one, with the reasons: values and telling words that both hold,
    /// each weighing the more the fewer documents share it.
    pub fn similar(&self, doc: u32, limit: usize) -> Vec<Similar<'_>> {
        if doc as usize >= self.len() {
            return Vec::new();
        }
        let traits = self.traits(doc);
        let mut scores = vec![0; self.len()];
        for &(held, worth) in &traits {
            self.for_each_with(held, |other| scores[other as usize] += worth);
        }
        scores[doc as usize] = 0;
        let close = scores.into_iter().zip(0..).filter(|&(score, _)| score > 0);
        let mut ranked: Vec<(u32, u32)> = close.collect();
        let order = |&(score, other): &(u32, u32)| (Reverse(score), self.by_date.ranks[other as usize]);
        if ranked.len() > limit && limit > 0 {
            ranked.select_nth_unstable_by_key(limit - 1, order);
        }
        ranked.truncate(limit);
        ranked.sort_unstable_by_key(order);
        ranked.into_iter().map(|(score, other)| self.explained(&traits, other, score)).collect()
    }

    fn traits(&self, doc: u32) -> Vec<(Trait, u32)> {
        let shared = |df: u32| df > 1 && (df as usize * MOST_SHARING <= self.len() * 3 || self.len() < 50);
        let mut traits: Vec<(Trait, u32)> = Vec::new();
        for (facet, sets) in self.facets.iter().enumerate() {
            let values = self.value_numbers(doc, facet).map(|at| self.value_at(facet, at));
            let common = values.filter(|&value| shared(sets.len_of(value)));
            traits.extend(common.map(|value| (Trait::Value { facet, value }, rarity(self.len(), sets.len_of(value)))));
        }
        let words = self.telling(doc).filter(|&term| shared(self.df(term)));
        // Two documents may share a word by chance: it weighs half as much as a value that someone chose.
        traits.extend(words.map(|term| (Trait::Word { term }, rarity(self.len(), self.df(term)) / 2)));
        traits.sort_by_key(|&(_, worth)| Reverse(worth));
        traits.truncate(MOST_TRAITS);
        traits
    }

    fn for_each_with(&self, held: Trait, mut each: impl FnMut(u32)) {
        match held {
            Trait::Value { facet, value } => self.facets[facet].for_each(value, each),
            Trait::Word { term } => self.postings(term).for_each(|doc, _| each(doc)),
        }
    }

    fn explained(&self, traits: &[(Trait, u32)], other: u32, score: u32) -> Similar<'_> {
        let reason = |&(held, _): &(Trait, u32)| match held {
            Trait::Value { facet, value } => {
                let holds = self.value_numbers(other, facet).any(|at| self.value_at(facet, at) == value);
                holds.then(|| Reason::Value { facet, value: self.value_texts(facet).get(value as usize) })
            }
            Trait::Word { term } => {
                let mut list = Vec::new();
                let postings = self.postings(term);
                postings.list(&mut list);
                postings.rank(other, &list)?;
                self.best_word(term).map(|word| Reason::Word(self.word_shown(word)))
            }
        };
        let key = self.texts(Section::Keys).get(other as usize);
        Similar { doc: other, key, score, reasons: traits.iter().filter_map(reason).collect() }
    }
}
