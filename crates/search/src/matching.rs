//! Which documents a plan finds, and what they are worth.

use crate::bits;
use crate::index::Index;
use crate::layout::rarity;
use crate::postings::Postings;
use crate::query::{Choice, EXACT, Plan, Slot, Wanted};

/// What a plan found before any filter.
pub(crate) struct Matched<'i> {
    pub(crate) set: Vec<u64>,
    pub(crate) slots: Vec<LiveSlot<'i>>,
    /// How many slots each document holds at least.
    pub(crate) required: u32,
}

/// A slot with its documents at hand.
pub(crate) struct LiveSlot<'i> {
    pub(crate) choices: Vec<LiveChoice<'i>>,
    pub(crate) place: u32,
    /// What finding it is worth.
    pub(crate) worth: u32,
}

/// A term, with its documents one by one when they are few.
pub(crate) struct LiveTerm<'i> {
    pub(crate) term: u32,
    pub(crate) postings: Postings<'i>,
    pub(crate) list: Vec<u32>,
}

pub(crate) enum LiveChoice<'i> {
    Term { term: LiveTerm<'i>, worth: u32 },
    Sequence { terms: Vec<LiveTerm<'i>>, docs: Vec<u32>, scores: Vec<u32> },
}

impl<'i> LiveTerm<'i> {
    fn new(index: &'i Index, term: u32) -> Self {
        let postings = index.postings(term);
        let mut list = Vec::new();
        postings.list(&mut list);
        Self { term, postings, list }
    }

    fn insert_into(&self, set: &mut [u64]) {
        self.list.iter().for_each(|&doc| bits::insert(set, doc));
        self.postings.insert_bits(set);
    }

    pub(crate) fn rank(&self, doc: u32) -> Option<usize> {
        self.postings.rank(doc, &self.list)
    }
}

impl<'i> LiveSlot<'i> {
    /// A slot, or those of its parts when no document has them together.
    fn all(index: &'i Index, slot: &Slot) -> Vec<Self> {
        let whole = Self::new(index, slot);
        if slot.parts.is_empty() || !whole.is_nowhere() {
            return vec![whole];
        }
        let part = |(&term, place)| {
            let choices = vec![Choice { wanted: Wanted::Term(term), weight: EXACT }];
            Self::new(index, &Slot { choices, place, ..Slot::default() })
        };
        slot.parts.iter().zip(slot.place..).map(part).collect()
    }

    /// Asks for what tells where it stands in a document.
    fn bring_places_near(&self, doc: u32) {
        for choice in &self.choices {
            let terms = match choice {
                LiveChoice::Term { term, .. } => std::slice::from_ref(term),
                LiveChoice::Sequence { terms, .. } => terms,
            };
            for term in terms {
                if let Some(rank) = term.rank(doc) {
                    term.postings.bring_places_near(rank);
                }
            }
        }
    }

    fn is_nowhere(&self) -> bool {
        let empty = |choice: &LiveChoice<'_>| matches!(choice, LiveChoice::Sequence { docs, .. } if docs.is_empty());
        self.choices.iter().all(empty)
    }

    fn new(index: &'i Index, slot: &Slot) -> Self {
        // A rare synonym must not be worth more than the very word.
        let exact = slot.choices.iter().find_map(|choice| match choice.wanted {
            Wanted::Term(term) if choice.weight == EXACT => Some(rarity(index.len(), index.df(term))),
            _ => None,
        });
        let live = |choice: &Choice| match &choice.wanted {
            Wanted::Term(term) => {
                let term = LiveTerm::new(index, *term);
                let own = rarity(index.len(), term.postings.df);
                let worth = own.min(exact.unwrap_or(own)) * choice.weight / EXACT;
                LiveChoice::Term { term, worth }
            }
            Wanted::Sequence(terms) => find_sequence(index, terms, choice.weight),
        };
        let choices: Vec<LiveChoice<'i>> = slot.choices.iter().map(live).collect();
        let worth = choices.iter().map(|choice| choice.worth(index)).max().unwrap_or(0);
        Self { choices, place: slot.place, worth }
    }

    fn insert_into(&self, set: &mut [u64]) {
        for choice in &self.choices {
            match choice {
                LiveChoice::Term { term, .. } => term.insert_into(set),
                LiveChoice::Sequence { docs, .. } => docs.iter().for_each(|&doc| bits::insert(set, doc)),
            }
        }
    }

    fn set(&self, documents: usize) -> Vec<u64> {
        let mut set = Vec::new();
        bits::clear(&mut set, documents);
        self.insert_into(&mut set);
        set
    }
}

impl LiveChoice<'_> {
    fn worth(&self, index: &Index) -> u32 {
        match self {
            Self::Term { worth, .. } => *worth,
            Self::Sequence { docs, .. } => rarity(index.len(), docs.len() as u32),
        }
    }
}

/// Asks for all that is read of some documents where slots are looked for: their texts, and the places of the slots.
pub(crate) fn bring_near(index: &Index, slots: &[LiveSlot<'_>], docs: impl Iterator<Item = u32> + Clone) {
    index.bring_near(docs.clone());
    for doc in docs {
        slots.iter().for_each(|slot| slot.bring_places_near(doc));
    }
}

/// The documents where terms follow each other.
fn find_sequence<'i>(index: &'i Index, terms: &[u32], weight: u32) -> LiveChoice<'i> {
    let terms: Vec<LiveTerm<'i>> = terms.iter().map(|&term| LiveTerm::new(index, term)).collect();
    let mut set = Vec::new();
    bits::fill(&mut set, index.len());
    let mut own = Vec::new();
    for term in &terms {
        bits::clear(&mut own, index.len());
        term.insert_into(&mut own);
        bits::keep_common(&mut set, &own);
    }
    let mut docs = Vec::new();
    let mut scores = Vec::new();
    let mut starts = Vec::new();
    bits::for_each(&set, |doc| {
        sequence_starts(&terms, doc, &mut starts);
        if starts.is_empty() {
            return;
        }
        let worth = |term: &LiveTerm<'_>| {
            let impact = term.rank(doc).map_or(0, |rank| term.postings.impact(rank));
            rarity(index.len(), term.postings.df) * u32::from(impact)
        };
        docs.push(doc);
        scores.push(terms.iter().map(worth).sum::<u32>() / EXACT * weight);
    });
    LiveChoice::Sequence { terms, docs, scores }
}

/// Where, in a document, the first of terms that follow each other stands.
pub(crate) fn sequence_starts(terms: &[LiveTerm<'_>], doc: u32, starts: &mut Vec<u32>) {
    starts.clear();
    for (at, term) in terms.iter().enumerate() {
        let Some(rank) = term.rank(doc) else { return starts.clear() };
        let mut places = term.postings.places(rank);
        if at == 0 {
            starts.extend(places);
            continue;
        }
        let mut place = places.next();
        starts.retain(|&start| {
            let wanted = start + at as u32;
            while place.is_some_and(|place| place < wanted) {
                place = places.next();
            }
            place == Some(wanted)
        });
        if starts.is_empty() {
            return;
        }
    }
}

impl<'i> Matched<'i> {
    pub(crate) fn new(index: &'i Index, plan: &Plan) -> Self {
        let slots: Vec<LiveSlot<'i>> = plan.slots.iter().flat_map(|slot| LiveSlot::all(index, slot)).collect();
        let mut set = Vec::new();
        bits::fill(&mut set, index.len());
        for slot in &plan.excluded {
            bits::remove_all(&mut set, &LiveSlot::new(index, slot).set(index.len()));
        }
        let known = slots.iter().filter(|slot| !slot.choices.is_empty()).count();
        let mut matched = Self { set, slots, required: known as u32 };
        matched.keep_wanted(index);
        matched
    }

    fn keep_wanted(&mut self, index: &Index) {
        let known: Vec<&LiveSlot<'_>> = self.slots.iter().filter(|slot| !slot.choices.is_empty()).collect();
        if known.is_empty() {
            if !self.slots.is_empty() {
                bits::clear(&mut self.set, index.len());
            }
            return;
        }
        let allowed = if known.len() > 1 { self.set.clone() } else { Vec::new() };
        let mut own = Vec::new();
        for slot in &known {
            bits::clear(&mut own, index.len());
            slot.insert_into(&mut own);
            bits::keep_common(&mut self.set, &own);
        }
        if known.len() == 1 || self.set.iter().any(|&word| word != 0) {
            return;
        }
        // No document holds them all: those that hold the most will do.
        let mut held = vec![0u8; index.len()];
        for slot in &known {
            bits::for_each(&slot.set(index.len()), |doc| held[doc as usize] += 1);
        }
        let mut most = 0;
        bits::for_each(&allowed, |doc| most = most.max(held[doc as usize]));
        if most == 0 {
            return;
        }
        bits::for_each(&allowed, |doc| {
            if held[doc as usize] == most {
                bits::insert(&mut self.set, doc);
            }
        });
        self.required = u32::from(most);
    }

    /// Writes the score of each of these documents; the others' are left as they are.
    pub(crate) fn score(&self, among: &[u64], scores: &mut Vec<u32>, spare: &mut Vec<u32>) {
        let documents = among.len() * 64;
        if scores.len() < documents {
            scores.resize(documents, 0);
            spare.resize(documents, 0);
        }
        let full = self.required as usize == self.slots.len();
        let mut first = true;
        for slot in &self.slots {
            match slot.choices.as_slice() {
                [] => {}
                // Each document holds the first slot: nothing to clear before.
                [LiveChoice::Term { term, worth }] if first && full => {
                    term.postings.for_each_among(among, &term.list, |doc, impact| {
                        scores[doc as usize] = worth * u32::from(impact);
                    });
                    first = false;
                }
                choices => {
                    if first {
                        bits::for_each(among, |doc| scores[doc as usize] = 0);
                        first = false;
                    }
                    add_best(choices, among, scores, spare);
                }
            }
        }
    }
}

/// Adds, to each document, the best that one of the choices gives it.
fn add_best(choices: &[LiveChoice<'_>], among: &[u64], scores: &mut [u32], spare: &mut [u32]) {
    if let [LiveChoice::Term { term, worth }] = choices {
        return term.postings.for_each_among(among, &term.list, |doc, impact| {
            scores[doc as usize] += worth * u32::from(impact);
        });
    }
    bits::for_each(among, |doc| spare[doc as usize] = 0);
    for choice in choices {
        match choice {
            LiveChoice::Term { term, worth } => term.postings.for_each_among(among, &term.list, |doc, impact| {
                let best = &mut spare[doc as usize];
                *best = (*best).max(worth * u32::from(impact));
            }),
            LiveChoice::Sequence { docs, scores, .. } => {
                for (&doc, &score) in docs.iter().zip(scores).filter(|&(&doc, _)| bits::contains(among, doc)) {
                    let best = &mut spare[doc as usize];
                    *best = (*best).max(score);
                }
            }
        }
    }
    bits::for_each(among, |doc| scores[doc as usize] += spare[doc as usize]);
}
