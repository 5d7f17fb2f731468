//! Documents that resemble one another, and why.
//!
//! In two steps, so that it costs the same in a large index as in a small one: the rarest things that a document has
//! bring candidates, then the best of these are compared with it in full.

use std::cmp::Reverse;
use std::sync::OnceLock;

use crate::answer::{Reason, Similar};
use crate::index::Index;
use crate::layout::{Section, rarity};

/// Candidates are sought among so many documents, each counted once for each thing shared.
const MOST_LOOKED_AT: u32 = 2_000;
/// So many candidates are compared in full.
const MOST_COMPARED: usize = 24;

/// So many neighbours of a document are kept once they are known.
pub(crate) const NEIGHBOURS: usize = 4;

/// The documents that most resemble one, once somebody asked.
pub(crate) type Neighbours = OnceLock<Box<[Neighbour]>>;

/// A document that resembles another, and what both hold, what weighs most first.
pub(crate) struct Neighbour {
    doc: u32,
    score: u32,
    shared: Box<[Trait]>,
}

/// Something that a document has and others may share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trait {
    Value { facet: usize, value: u32 },
    Word { term: u32 },
}

/// A trait, how many documents have it, and what sharing it is worth.
#[derive(Clone, Copy)]
struct Weighed {
    held: Trait,
    df: u32,
    worth: u32,
}

impl Index {
    /// The `limit` documents that most resemble this one, with the reasons: values and telling words that both hold,
    /// each weighing the more the fewer documents hold it.
    pub fn similar(&self, doc: u32, limit: usize) -> Vec<Similar<'_>> {
        if doc as usize >= self.len() || limit == 0 {
            return Vec::new();
        }
        if limit > NEIGHBOURS {
            return self.nearest(doc, limit).iter().map(|one| self.explained(one)).collect();
        }
        // An index never changes: whom a document resembles is worked out once.
        let nearest = self.neighbours[doc as usize].get_or_init(|| self.nearest(doc, NEIGHBOURS));
        nearest.iter().take(limit).map(|one| self.explained(one)).collect()
    }

    /// The documents that share the most with this one.
    fn nearest(&self, doc: u32, limit: usize) -> Box<[Neighbour]> {
        let traits = self.traits(doc);
        let mut compared: Vec<(u32, u32)> = self
            .candidates(&traits, doc)
            .into_iter()
            .map(|other| (other, self.shared(&traits, other).map(|shared| shared.worth).sum()))
            .filter(|&(_, score)| score > 0)
            .collect();
        compared.sort_unstable_by_key(|&(other, score)| (Reverse(score), self.by_date.ranks[other as usize]));
        compared.truncate(limit);
        let neighbour = |(doc, score): (u32, u32)| {
            let mut shared: Vec<&Weighed> = self.shared(&traits, doc).collect();
            shared.sort_by_key(|one| Reverse(one.worth));
            Neighbour { doc, score, shared: shared.into_iter().map(|one| one.held).collect() }
        };
        compared.into_iter().map(neighbour).collect()
    }

    /// What a document has and others too, the rarest first.
    fn traits(&self, doc: u32) -> Vec<Weighed> {
        let mut traits = Vec::new();
        for (facet, sets) in self.facets.iter().enumerate() {
            for value in self.value_numbers(doc, facet).map(|at| self.value_at(facet, at)) {
                let df = sets.len_of(value);
                traits.push(Weighed { held: Trait::Value { facet, value }, df, worth: rarity(self.len(), df) });
            }
        }
        for term in self.telling(doc) {
            let df = self.df(term);
            // Two documents may share a word by chance: it weighs half as much as a value that someone chose.
            traits.push(Weighed { held: Trait::Word { term }, df, worth: rarity(self.len(), df) / 2 });
        }
        traits.retain(|held| held.df > 1);
        traits.sort_by_key(|held| held.df);
        traits
    }

    /// The documents that share the most of the rarest traits.
    fn candidates(&self, traits: &[Weighed], doc: u32) -> Vec<u32> {
        let mut best = with_worths(self.len(), |worths| {
            let mut looked_at = 0;
            let mut seen = Vec::new();
            for one in traits {
                looked_at += one.df;
                if looked_at > MOST_LOOKED_AT && !seen.is_empty() {
                    break;
                }
                let mut add = |other: u32| {
                    if worths[other as usize] == 0 {
                        seen.push(other);
                    }
                    worths[other as usize] += one.worth.max(1);
                };
                match one.held {
                    Trait::Value { facet, value } => self.facets[facet].for_each(value, add),
                    Trait::Word { term } => self.postings(term).for_each(|other, _| add(other)),
                }
            }
            // Each worth is taken and left at nothing for the next time.
            let found: Vec<(u32, u32)> =
                seen.into_iter().map(|other| (std::mem::take(&mut worths[other as usize]), other)).collect();
            found
        });
        best.retain(|&(_, other)| other != doc);
        let order = |&(worth, other): &(u32, u32)| (Reverse(worth), self.by_date.ranks[other as usize]);
        if best.len() > MOST_COMPARED {
            best.select_nth_unstable_by_key(MOST_COMPARED - 1, order);
            best.truncate(MOST_COMPARED);
        }
        best.into_iter().map(|(_, other)| other).collect()
    }

    fn shared<'t>(&self, traits: &'t [Weighed], other: u32) -> impl Iterator<Item = &'t Weighed> {
        traits.iter().filter(move |one| match one.held {
            Trait::Value { facet, value } => self.facets[facet].holds(value, other),
            Trait::Word { term } => self.telling(other).any(|own| own == term),
        })
    }

    fn explained(&self, neighbour: &Neighbour) -> Similar<'_> {
        let reason = |&held: &Trait| match held {
            Trait::Value { facet, value } => {
                Some(Reason::Value { facet, value: self.value_texts(facet).get(value as usize) })
            }
            Trait::Word { term } => self.best_word(term).map(|word| Reason::Word(self.word_shown(word))),
        };
        let Neighbour { doc, score, shared } = neighbour;
        let key = self.texts(Section::Keys).get(*doc as usize);
        Similar { doc: *doc, key, score: *score, reasons: shared.iter().filter_map(reason).collect() }
    }
}

/// Room for a worth by document, all at nothing, kept from one search to the next.
fn with_worths<T>(documents: usize, work: impl FnOnce(&mut [u32]) -> T) -> T {
    thread_local! {
        static WORTHS: std::cell::RefCell<Vec<u32>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    WORTHS.with_borrow_mut(|worths| {
        if worths.len() < documents {
            worths.resize(documents, 0);
        }
        work(worths)
    })
}
