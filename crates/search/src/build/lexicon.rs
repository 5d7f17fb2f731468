//! Every spelling met, and the term that it stands for.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::analyser::{key_into, shown, stem};

/// A plain, fast hash: the keys come from our own texts and five million of them are looked up.
#[derive(Default, Clone, Copy)]
pub(crate) struct QuickHasher(u64);

impl QuickHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.mix(u64::from_le_bytes(chunk.try_into().expect("eight bytes")));
        }
        chunks.remainder().iter().for_each(|&byte| self.mix(u64::from(byte)));
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn finish(&self) -> u64 {
        // The table uses the highest bits and the lowest ones: spread what multiplication left at the top.
        self.0 ^ (self.0 >> 29)
    }
}

pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// A word as shown to people, with what it stands for.
pub(crate) struct Spelled {
    pub(crate) shown: String,
    pub(crate) term: u32,
    pub(crate) count: i64,
}

/// The dictionary under construction. Terms are numbered as they come; sorting waits for the end.
#[derive(Default)]
pub(crate) struct Lexicon {
    terms: QuickMap<String, u32>,
    term_texts: Vec<String>,
    as_written: QuickMap<Box<str>, u32>,
    by_shown: QuickMap<String, u32>,
    spelled: Vec<Spelled>,
    key: String,
}

impl Lexicon {
    /// The number of a term.
    pub(crate) fn term(&mut self, text: &str) -> u32 {
        if let Some(&term) = self.terms.get(text) {
            return term;
        }
        let term = self.term_texts.len() as u32;
        self.term_texts.push(text.to_owned());
        self.terms.insert(text.to_owned(), term);
        term
    }

    /// Counts one more occurrence of a word, as written; none for what has no letter left once folded.
    pub(crate) fn count(&mut self, spelling: &str) -> Option<u32> {
        if let Some(&at) = self.as_written.get(spelling) {
            let spelled = &mut self.spelled[at as usize];
            spelled.count += 1;
            return Some(spelled.term);
        }
        let mut key = std::mem::take(&mut self.key);
        key_into(spelling, &mut key);
        let term = (!key.is_empty()).then(|| self.term(&stem(&key)));
        self.key = key;
        let at = self.add_shown(&shown(spelling), term?, 1);
        self.as_written.insert(spelling.into(), at);
        term
    }

    /// Adds occurrences (or takes some away) of a word already in its shown form.
    pub(crate) fn add_shown(&mut self, shown: &str, term: u32, count: i64) -> u32 {
        if let Some(&at) = self.by_shown.get(shown) {
            self.spelled[at as usize].count += count;
            return at;
        }
        let at = self.spelled.len() as u32;
        self.spelled.push(Spelled { shown: shown.to_owned(), term, count });
        self.by_shown.insert(shown.to_owned(), at);
        at
    }

    /// Takes one occurrence away.
    pub(crate) fn discount(&mut self, spelling: &str) {
        if let Some(&at) = self.by_shown.get(shown(spelling).as_str()) {
            self.spelled[at as usize].count -= 1;
        }
    }

    pub(crate) fn term_count(&self) -> usize {
        self.term_texts.len()
    }

    /// The texts of the terms, and the words that still occur.
    pub(crate) fn into_parts(self) -> (Vec<String>, Vec<Spelled>) {
        (self.term_texts, self.spelled.into_iter().filter(|spelled| spelled.count > 0).collect())
    }
}
