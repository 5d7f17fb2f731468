//! A former index and what changed, brought together as if all had been added anew.
//!
//! Nothing that stays is analysed again: its postings are copied under new numbers. Only the documents that go are read
//! once more, to take their words out of the dictionary's counts.

use std::collections::{HashMap, HashSet};

use super::IndexBuilder;
use super::encode::encode;
use super::raw::{ROW_STARTS, Raw, Stream, row_length};
use crate::analyser::segment;
use crate::error::SearchError;
use crate::index::Index;
use crate::layout::Section;
use crate::schema::Changes;

/// Where a document of the new index comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Former(u32),
    Added(u32),
}

const GONE: u32 = u32::MAX;

impl Index {
    /// A new index, the same as if it were built anew with these changes. The order of the others is kept.
    ///
    /// # Errors
    /// Those of [`IndexBuilder::add`].
    pub fn updated(&self, changes: Changes, revision: u64) -> Result<Index, SearchError> {
        let keys: Vec<String> = changes.added.iter().map(|document| document.key.clone()).collect();
        let mut builder = IndexBuilder::new(self.schema.clone(), self.synonyms.clone());
        for document in changes.added {
            builder.add(document)?;
        }
        let added = builder.finish(revision);
        let sources = self.sources(&changes.removed, &keys);
        let mut raw = Raw::new(self.schema.clone(), self.synonyms.clone());
        raw.entries = changes.entries.unwrap_or_else(|| self.entries.clone());
        copy_documents(&mut raw, self, &added, &sources);
        copy_words(&mut raw, self);
        copy_words(&mut raw, &added);
        let kept: HashSet<u32> = sources.iter().filter_map(|source| former(*source)).collect();
        for doc in (0..self.len() as u32).filter(|doc| !kept.contains(doc)) {
            forget_words(&mut raw, self, doc);
        }
        copy_postings(&mut raw, self, &added, &sources);
        Index::from_encoded(encode(raw), revision)
    }

    fn sources(&self, removed: &[String], added: &[String]) -> Vec<Source> {
        let removed: HashSet<&str> = removed.iter().map(String::as_str).collect();
        let mut places: HashMap<&str, u32> = added.iter().map(String::as_str).zip(0..).collect();
        let keys = self.texts(Section::Keys);
        let mut sources = Vec::with_capacity(self.len() + added.len());
        for (key, doc) in keys.iter().zip(0..) {
            // Removed and added at once: it leaves its place and comes back last.
            if removed.contains(key) {
                continue;
            }
            sources.push(places.remove(key).map_or(Source::Former(doc), Source::Added));
        }
        sources.extend(added.iter().filter_map(|key| places.get(key.as_str()).map(|&doc| Source::Added(doc))));
        sources
    }
}

fn former(source: Source) -> Option<u32> {
    match source {
        Source::Former(doc) => Some(doc),
        Source::Added(_) => None,
    }
}

fn copy_documents(raw: &mut Raw, old: &Index, added: &Index, sources: &[Source]) {
    let fields = raw.schema.fields.len();
    for &source in sources {
        let (index, doc) = match source {
            Source::Former(doc) => (old, doc),
            Source::Added(doc) => (added, doc),
        };
        let row = index.row(doc);
        let documents = &mut raw.documents;
        documents.push_starts();
        documents.text.push_str(&index.text[row.text_start..row.text_start + row.stored_end]);
        documents.deltas.extend_from_slice(row.deltas);
        let anchors = row.deltas.len().div_ceil(super::raw::ANCHOR_EVERY);
        documents.anchors.extend((0..anchors).map(|at| crate::codec::u32_at(row.anchors, at)));
        documents.rows.extend((ROW_STARTS..row_length(fields)).map(|at| row.number(at)));
        documents.keys.push(index.key(doc).unwrap_or_default().to_owned());
        documents.names.push(index.name(doc).unwrap_or_default().to_owned());
        documents.dates.push(index.date(doc));
        documents.freshness.push(index.freshness(doc));
        for (facet, lists) in documents.facets.iter_mut().enumerate() {
            lists.push(index.values(doc, facet));
        }
    }
}

fn copy_words(raw: &mut Raw, index: &Index) {
    let terms = index.texts(Section::TermTexts);
    let shown = index.texts(Section::Shown);
    let counts = index.section(Section::ShownCounts);
    for word in 0..index.texts(Section::WordKeys).len() {
        let term = raw.lexicon.term(terms.get(index.word_term(word) as usize));
        for at in index.word_spellings(word) {
            raw.lexicon.add_shown(shown.get(at), term, i64::from(crate::codec::u32_at(counts, at)));
        }
    }
}

fn forget_words(raw: &mut Raw, index: &Index, doc: u32) {
    for field in 0..index.schema.fields.len() {
        let text = index.text(doc, field).unwrap_or_default();
        segment(text, |token| raw.lexicon.discount(token.spelling));
    }
}

fn copy_postings(raw: &mut Raw, old: &Index, added: &Index, sources: &[Source]) {
    let mut from_old = vec![GONE; old.len()];
    let mut from_added = vec![GONE; added.len()];
    for (&source, doc) in sources.iter().zip(0..) {
        match source {
            Source::Former(from) => from_old[from as usize] = doc,
            Source::Added(from) => from_added[from as usize] = doc,
        }
    }
    // The few that come, by their new numbers; those that stay already are in order.
    let coming = |term: u32| {
        let mut postings: Vec<(u32, &[u8])> = Vec::new();
        added.postings(term).for_each_places(|doc, places| postings.push((from_added[doc as usize], places)));
        postings.sort_unstable_by_key(|&(doc, _)| doc);
        postings
    };
    let added_terms = added.texts(Section::TermTexts);
    let mut seen = vec![false; added_terms.len()];
    for (text, term) in old.texts(Section::TermTexts).iter().zip(0..) {
        let own = raw.lexicon.term(text);
        let stream = stream_of(raw, own);
        let other = added_terms.find(text);
        let new = other.map_or_else(Vec::new, |other| coming(other as u32));
        other.into_iter().for_each(|other| seen[other] = true);
        let mut next = new.iter().peekable();
        old.postings(term).for_each_places(|doc, places| {
            let doc = from_old[doc as usize];
            if doc == GONE {
                return;
            }
            while let Some((before, places)) = next.next_if(|(before, _)| *before < doc) {
                stream.push(*before, places);
            }
            stream.push(doc, places);
        });
        next.for_each(|(doc, places)| stream.push(*doc, places));
    }
    for (text, term) in added_terms.iter().zip(0..).filter(|&(_, term)| !seen[term as usize]) {
        let own = raw.lexicon.term(text);
        let stream = stream_of(raw, own);
        coming(term).iter().for_each(|(doc, places)| stream.push(*doc, places));
    }
    raw.streams.resize_with(raw.lexicon.term_count(), Stream::default);
}

fn stream_of(raw: &mut Raw, term: u32) -> &mut Stream {
    if raw.streams.len() <= term as usize {
        raw.streams.resize_with(term as usize + 1, Stream::default);
    }
    &mut raw.streams[term as usize]
}
