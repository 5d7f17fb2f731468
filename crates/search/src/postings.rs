//! Reads the documents that hold a term: which, how much, and where in each.

use crate::bits;
use crate::codec::{take_varint, u32_at};
use crate::layout::{SKIP_EVERY, is_dense};
use crate::near::bring_near;

/// The documents of a term, by increasing number.
#[derive(Clone, Copy)]
pub(crate) struct Postings<'i> {
    pub(crate) df: u32,
    docs: Docs<'i>,
    impacts: &'i [u8],
    skips: &'i [u8],
    places: &'i [u8],
}

#[derive(Clone, Copy)]
enum Docs<'i> {
    /// A bit for each document; how many are set before each word.
    Bits { words: &'i [u8], ranks: &'i [u8] },
    /// Differences.
    List(&'i [u8]),
}

impl<'i> Postings<'i> {
    pub(crate) fn new(bytes: &'i [u8], df: u32, docs_length: usize, documents: usize) -> Self {
        let (docs, rest) = bytes.split_at(docs_length);
        let (impacts, rest) = rest.split_at(df as usize);
        let (skips, places) = rest.split_at((df as usize - 1) / SKIP_EVERY * 4);
        let docs = if is_dense(df, documents) {
            let (words, ranks) = docs.split_at(bits::words_for(documents) * 8);
            Docs::Bits { words, ranks }
        } else {
            Docs::List(docs)
        };
        Self { df, docs, impacts, skips, places }
    }

    /// Its documents one by one, unless they are kept as bits.
    pub(crate) fn list(&self, out: &mut Vec<u32>) -> bool {
        let Docs::List(mut bytes) = self.docs else { return false };
        out.reserve(self.df as usize);
        let mut doc = 0;
        while !bytes.is_empty() {
            doc += take_varint(&mut bytes);
            out.push(doc);
        }
        true
    }

    /// Adds its documents to a set, when they are kept as bits.
    pub(crate) fn insert_bits(&self, set: &mut [u64]) {
        if let Docs::Bits { words, .. } = self.docs {
            set.iter_mut().zip(words_of(words)).for_each(|(word, own)| *word |= own);
        }
    }

    /// Every document with its rank.
    pub(crate) fn for_each(&self, mut each: impl FnMut(u32, usize)) {
        match self.docs {
            Docs::List(mut bytes) => {
                let mut doc = 0;
                let mut rank = 0;
                while !bytes.is_empty() {
                    doc += take_varint(&mut bytes);
                    each(doc, rank);
                    rank += 1;
                }
            }
            Docs::Bits { words, .. } => {
                let mut rank = 0;
                for (at, mut word) in words_of(words).enumerate() {
                    while word != 0 {
                        each(at as u32 * 64 + word.trailing_zeros(), rank);
                        word &= word - 1;
                        rank += 1;
                    }
                }
            }
        }
    }

    /// The rank of a document among those of the term. `list` is what [`Postings::list`] gave.
    pub(crate) fn rank(&self, doc: u32, list: &[u32]) -> Option<usize> {
        match self.docs {
            Docs::List(_) => list.binary_search(&doc).ok(),
            Docs::Bits { words, ranks } => {
                let at = doc as usize / 64;
                let word = words_of(&words[at * 8..]).next()?;
                let bit = 1 << (doc % 64);
                (word & bit != 0).then(|| u32_at(ranks, at) as usize + (word & (bit - 1)).count_ones() as usize)
            }
        }
    }

    #[inline]
    pub(crate) fn impact(&self, rank: usize) -> u8 {
        self.impacts[rank]
    }

    /// Calls `score` with the document and impact of every document that is also in `among`.
    #[inline]
    pub(crate) fn for_each_among(&self, among: &[u64], list: &[u32], mut score: impl FnMut(u32, u8)) {
        match self.docs {
            Docs::List(_) => {
                for (&doc, &impact) in list.iter().zip(self.impacts) {
                    if bits::contains(among, doc) {
                        score(doc, impact);
                    }
                }
            }
            Docs::Bits { words, ranks } => score_bits(words, ranks, self.impacts, among, score),
        }
    }

    /// Where the places begin of the documents that share a skip with this rank's.
    #[inline]
    fn block(&self, rank: usize) -> &'i [u8] {
        let block = rank / SKIP_EVERY;
        let start = if block == 0 { 0 } else { u32_at(self.skips, block - 1) as usize };
        &self.places[start..]
    }

    /// Asks for what [`Self::places`] will read.
    pub(crate) fn bring_places_near(&self, rank: usize) {
        bring_near(self.block(rank));
    }

    /// The places of the term in the document of this rank, still as differences.
    pub(crate) fn places(&self, rank: usize) -> Places<'i> {
        let mut bytes = self.block(rank);
        for _ in rank / SKIP_EVERY * SKIP_EVERY..rank {
            let length = take_varint(&mut bytes) as usize;
            bytes = &bytes[length..];
        }
        let length = take_varint(&mut bytes) as usize;
        Places { bytes: &bytes[..length], last: 0 }
    }

    /// Every document with the bytes of its places.
    pub(crate) fn for_each_places(&self, mut each: impl FnMut(u32, &'i [u8])) {
        let mut bytes = self.places;
        self.for_each(|doc, _| {
            let length = take_varint(&mut bytes) as usize;
            let (held, rest) = bytes.split_at(length);
            bytes = rest;
            each(doc, held);
        });
    }
}

/// Counts bits to find each document's impact: asks for the processor's instruction, as [`bits::count_common`] does.
#[inline]
fn score_bits(words: &[u8], ranks: &[u8], impacts: &[u8], among: &[u64], score: impl FnMut(u32, u8)) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") && std::arch::is_x86_feature_detected!("bmi1") {
        #[expect(unsafe_code, reason = "the line above made sure that the processor has these instructions")]
        return unsafe { score_bits_popcnt(words, ranks, impacts, among, score) };
    }
    score_bits_plain(words, ranks, impacts, among, score);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt,bmi1")]
fn score_bits_popcnt(words: &[u8], ranks: &[u8], impacts: &[u8], among: &[u64], score: impl FnMut(u32, u8)) {
    score_bits_plain(words, ranks, impacts, among, score);
}

#[inline(always)]
fn score_bits_plain(words: &[u8], ranks: &[u8], impacts: &[u8], among: &[u64], mut score: impl FnMut(u32, u8)) {
    let ranks = ranks.chunks_exact(4).map(|rank| u32::from_le_bytes([rank[0], rank[1], rank[2], rank[3]]));
    for (at, ((word, rank), &among)) in words_of(words).zip(ranks).zip(among).enumerate() {
        let mut left = word & among;
        while left != 0 {
            let lowest = left & left.wrapping_neg();
            let rank = rank + (word & (lowest - 1)).count_ones();
            score(at as u32 * 64 + lowest.trailing_zeros(), impacts[rank as usize]);
            left ^= lowest;
        }
    }
}

fn words_of(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().expect("eight bytes")))
}

/// The places of a term in a document, in order.
#[derive(Clone, Copy)]
pub(crate) struct Places<'i> {
    bytes: &'i [u8],
    last: u32,
}

impl Iterator for Places<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.bytes.is_empty() {
            return None;
        }
        self.last += take_varint(&mut self.bytes);
        Some(self.last)
    }
}
