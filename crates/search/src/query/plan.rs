//! From clauses to terms of the dictionary: synonyms, joined words, beginnings, corrections.
//!
//! The words of a query are slots, all wanted. An expression that stands for several words (*QPV* for *quartier
//! prioritaire*) is added to each of their slots: (a or x) and (b or x) is (a and b) or x.

use super::correct::{correct, misread};
use super::parse::{Clause, Kind, Parsed, Word};
use crate::analyser::stem;
use crate::answer::Correction;
use crate::index::Index;
use crate::layout::Section;

/// What a query wants.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// All wanted; without any, everything is.
    pub(crate) slots: Vec<Slot>,
    pub(crate) excluded: Vec<Slot>,
    pub(crate) corrections: Vec<Replaced>,
    pub(crate) unknown: Vec<String>,
}

/// A word, phrase or expression, with all that may stand for it.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    pub(crate) choices: Vec<Choice>,
    /// The place of its first word in the query.
    pub(crate) place: u32,
    /// Where it stands in the query, in bytes, when it is a single word.
    pub(crate) word: Option<(usize, usize)>,
    /// The terms of a compound: wanted apart where no document has them together.
    pub(crate) parts: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) wanted: Wanted,
    /// Out of [`EXACT`].
    pub(crate) weight: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    Term(u32),
    /// Terms one after the other.
    Sequence(Vec<u32>),
}

/// A part of the query that is read otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaced {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) read: String,
}

/// The weight of the very word.
pub(crate) const EXACT: u32 = 256;
const SYNONYM: u32 = 180;
const LONGER: u32 = 200;
const JOINED: u32 = 230;
/// A beginning of a word stands for at most so many words, the most frequent ones.
const MOST_LONGER: usize = 48;

impl Plan {
    pub(crate) fn new(index: &Index, query: &str, parsed: &Parsed, prefix_last: bool) -> Self {
        let mut plan = Self::default();
        let (excluded, wanted): (Vec<&Clause>, Vec<&Clause>) =
            parsed.clauses.iter().partition(|clause| clause.excluded);
        plan.excluded = excluded.into_iter().filter_map(|clause| exact_slot(index, clause)).collect();
        // Little words are wanted only where there is nothing else.
        let little: Vec<bool> = (0..wanted.len()).map(|at| is_little(&wanted, at)).collect();
        let only_little = little.iter().all(|&little| little);
        let is_kept: Vec<bool> = little.iter().map(|&little| only_little || !little).collect();
        let mut wanted: Vec<Clause> = wanted.into_iter().cloned().collect();
        let kept: Vec<usize> = (0..wanted.len()).filter(|&at| is_kept[at]).collect();
        let of_clause = |at: &usize| exact_slot(index, &wanted[*at]).unwrap_or_else(|| empty_slot(&wanted[*at]));
        plan.slots = kept.iter().map(of_clause).collect();
        let last = wanted.len().checked_sub(1).filter(|&last| prefix_last && parsed.open && is_kept[last]);
        let ends_open = last.is_some() && parsed.clauses.last().is_some_and(|last| !last.excluded);
        if let (Some(slot), Some(last), true) = (plan.slots.last_mut(), last, ends_open) {
            add_longer(index, slot, &wanted[last]);
        }
        add_joined(index, &mut plan.slots, &wanted, &kept);
        plan.correct(index, &mut wanted, &kept);
        add_synonyms(index, &mut plan.slots, &wanted, &kept);
        for (slot, &at) in plan.slots.iter().zip(&kept).filter(|(slot, _)| slot.choices.is_empty()) {
            debug_assert_eq!(slot.place, wanted[at].place);
            let words = &wanted[at].words;
            plan.unknown.push(query[words[0].start..words[words.len() - 1].end].to_owned());
        }
        plan
    }

    /// Reads what nobody wrote as what it most likely meant: before the synonyms, which are then those of what was
    /// meant.
    fn correct(&mut self, index: &Index, wanted: &mut [Clause], kept: &[usize]) {
        let before = self.corrections.len();
        for (slot, &at) in self.slots.iter_mut().zip(kept) {
            let clause = &mut wanted[at];
            let read = if slot.choices.is_empty() { correct(index, clause) } else { misread(index, clause) };
            let Some((meant, replaced)) = read else { continue };
            *clause = meant;
            *slot = exact_slot(index, clause).unwrap_or_else(|| empty_slot(clause));
            self.corrections.extend(replaced);
        }
        if self.corrections.len() > before {
            add_joined(index, &mut self.slots, wanted, kept);
        }
    }

    pub(crate) fn corrected(&self, query: &str) -> Vec<Correction> {
        let read = |replaced: &Replaced| Correction {
            typed: query[replaced.start..replaced.end].to_owned(),
            read: replaced.read.clone(),
        };
        self.corrections.iter().map(read).collect()
    }
}

/// Whether a clause is a little word. *Est* is none after *grand*, *nord* or *sud*: it is where the sun rises.
fn is_little(wanted: &[&Clause], at: usize) -> bool {
    let word = |clause: &Clause| (clause.kind == Kind::Word).then(|| clause.words[0].key.clone());
    let Some(key) = word(wanted[at]) else { return false };
    let before = at.checked_sub(1).and_then(|at| word(wanted[at]));
    let east = key == "est" && before.is_some_and(|before| ["grand", "nord", "sud"].contains(&before.as_str()));
    wanted[at].words[0].is_stop() && !east
}

/// The term of a word, if a document holds it.
pub(crate) fn term_of(index: &Index, key: &str) -> Option<u32> {
    match index.texts(Section::WordKeys).find(key) {
        Some(word) => Some(index.word_term(word)),
        // This very form was never written; another one of the same family may have been.
        None => index.texts(Section::TermTexts).find(&stem(key)).map(|term| term as u32),
    }
}

pub(crate) fn empty_slot(clause: &Clause) -> Slot {
    let word = match clause.words.as_slice() {
        [word] if clause.kind == Kind::Word => Some((word.start, word.end)),
        _ => None,
    };
    Slot { choices: Vec::new(), place: clause.place, word, parts: Vec::new() }
}

fn exact_slot(index: &Index, clause: &Clause) -> Option<Slot> {
    let mut slot = empty_slot(clause);
    let terms: Option<Vec<u32>> = clause.words.iter().map(|word| term_of(index, &word.key)).collect();
    if clause.kind != Kind::Phrase && clause.words.len() > 1 {
        slot.parts.extend(terms.iter().flatten());
    }
    slot.choices.extend(terms.map(|terms| choice_of(terms, EXACT)));
    if let Kind::Compound(joined) = &clause.kind {
        slot.add(term_of(index, joined), EXACT);
    }
    if let (Kind::Word, [word]) = (&clause.kind, clause.words.as_slice()) {
        slot.choices.extend(parted(index, &word.key));
    }
    (!slot.choices.is_empty()).then_some(slot)
}

pub(crate) fn choice_of(terms: Vec<u32>, weight: u32) -> Choice {
    let wanted = match terms.as_slice() {
        [term] => Wanted::Term(*term),
        _ => Wanted::Sequence(terms),
    };
    Choice { wanted, weight }
}

/// `minientreprise` also stands for `mini entreprise` when people mostly write it with a hyphen.
fn parted(index: &Index, key: &str) -> Option<Choice> {
    let word = index.texts(Section::WordKeys).find(key)?;
    let shown = index.word_shown(word);
    if !shown.contains('-') {
        return None;
    }
    let terms: Option<Vec<u32>> = shown.split('-').map(|part| term_of(index, &crate::analyser::key(part))).collect();
    terms.map(|terms| choice_of(terms, JOINED))
}

impl Slot {
    fn add(&mut self, term: Option<u32>, weight: u32) {
        let Some(term) = term else { return };
        match self.choices.iter_mut().find(|choice| choice.wanted == Wanted::Term(term)) {
            Some(known) => known.weight = known.weight.max(weight),
            None => self.choices.push(Choice { wanted: Wanted::Term(term), weight }),
        }
    }
}

fn add_longer(index: &Index, slot: &mut Slot, clause: &Clause) {
    let start = match (&clause.kind, clause.words.as_slice()) {
        (Kind::Compound(joined), _) => joined.as_str(),
        (Kind::Word, [Word { key, .. }]) => key.as_str(),
        _ => return,
    };
    let words = index.texts(Section::WordKeys).starting(start);
    let mut terms: Vec<(u32, u32)> =
        words.map(|word| index.word_term(word)).map(|term| (index.df(term), term)).collect();
    terms.sort_unstable_by(|one, other| other.cmp(one));
    terms.dedup();
    terms.truncate(MOST_LONGER);
    terms.into_iter().for_each(|(_, term)| slot.add(Some(term), LONGER));
}

/// Two words typed apart also stand for the one that they make together.
fn add_joined(index: &Index, slots: &mut [Slot], wanted: &[Clause], kept: &[usize]) {
    for at in 1..slots.len() {
        let (before, after) = (&wanted[kept[at - 1]], &wanted[kept[at]]);
        if before.kind != Kind::Word || after.kind != Kind::Word || before.place + 1 != after.place {
            continue;
        }
        let joined = format!("{}{}", before.words[0].key, after.words[0].key);
        if let Some(word) = index.texts(Section::WordKeys).find(&joined) {
            let term = index.word_term(word);
            slots[at - 1].add(Some(term), JOINED / 2);
            slots[at].add(Some(term), JOINED / 2);
        }
    }
}

fn add_synonyms(index: &Index, slots: &mut [Slot], wanted: &[Clause], kept: &[usize]) {
    if index.table.is_empty() {
        return;
    }
    // Phrases are wanted as they are.
    let plain: Vec<&Clause> = wanted.iter().filter(|clause| clause.kind != Kind::Phrase).collect();
    let words = plain.iter().flat_map(|clause| clause.words.iter().zip(clause.place..));
    let stems: Vec<(u32, String)> = words.map(|(word, place)| (place, stem(&word.key))).collect();
    let texts: Vec<String> = stems.iter().map(|(_, stem)| stem.clone()).collect();
    for (at, &(place, _)) in stems.iter().enumerate() {
        for equivalent in index.table.starting(&texts[at..]) {
            let last = stems[at + equivalent.length - 1].0;
            // The words must follow each other in the query as well.
            if (last - place) as usize != equivalent.length - 1 {
                continue;
            }
            let covered = |clause: &Clause| {
                clause.kind != Kind::Phrase
                    && clause.place >= place
                    && clause.place + clause.words.len() as u32 <= last + 1
            };
            let share = kept.iter().filter(|&&at| covered(&wanted[at])).count().max(1) as u32;
            for (slot, _) in slots.iter_mut().zip(kept).filter(|&(_, &at)| covered(&wanted[at])) {
                equivalent.terms.iter().for_each(|&term| slot.add(Some(term), SYNONYM / share));
            }
        }
    }
}
