//! An index under construction: documents in their order, and for each term the documents that hold it.

use super::expressions::{groups, term_text};
use super::lexicon::{Lexicon, QuickMap};
use crate::analyser::segment;
use crate::codec::push_varint;
use crate::schema::{Document, Entry, Schema, Synonyms};

/// Every so many places, the byte offset of the word is written in full.
pub(crate) const ANCHOR_EVERY: usize = 16;

/// Where a document's data begin.
pub(crate) const ROW_STARTS: usize = 5;

/// How many numbers describe a document: where its text (2), deltas (2) and anchors (1) begin; for each field, where
/// its text ends and its first place; then how many places there are, and where what is stored with it ends.
pub(crate) fn row_length(fields: usize) -> usize {
    ROW_STARTS + 2 * fields + 2
}

/// The postings of a term: document (as a difference), length, places.
#[derive(Default, Clone)]
pub(crate) struct Stream {
    pub(crate) bytes: Vec<u8>,
    pub(crate) df: u32,
    last: u32,
}

impl Stream {
    pub(crate) fn push(&mut self, doc: u32, places: &[u8]) {
        push_varint(&mut self.bytes, doc - self.last);
        push_varint(&mut self.bytes, places.len() as u32);
        self.bytes.extend_from_slice(places);
        self.last = doc;
        self.df += 1;
    }
}

/// One facet: its values, and those of each document.
#[derive(Default)]
pub(crate) struct FacetLists {
    ids: QuickMap<String, u32>,
    pub(crate) values: Vec<String>,
    pub(crate) lists: Vec<u32>,
    pub(crate) ends: Vec<u32>,
}

impl FacetLists {
    pub(crate) fn push<'v>(&mut self, values: impl Iterator<Item = &'v str>) {
        let start = self.lists.len();
        for value in values {
            let id = match self.ids.get(value) {
                Some(&id) => id,
                None => {
                    let id = self.values.len() as u32;
                    self.values.push(value.to_owned());
                    self.ids.insert(value.to_owned(), id);
                    id
                }
            };
            if !self.lists[start..].contains(&id) {
                self.lists.push(id);
            }
        }
        self.ends.push(self.lists.len() as u32);
    }
}

/// What is known of each document, by its number.
#[derive(Default)]
pub(crate) struct Documents {
    pub(crate) text: String,
    pub(crate) rows: Vec<u32>,
    pub(crate) deltas: Vec<u8>,
    pub(crate) anchors: Vec<u32>,
    pub(crate) keys: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) dates: Vec<i64>,
    pub(crate) freshness: Vec<i64>,
    pub(crate) facets: Vec<FacetLists>,
}

impl Documents {
    pub(crate) fn push_starts(&mut self) {
        let (text, deltas) = (self.text.len() as u64, self.deltas.len() as u64);
        let anchors = self.anchors.len() as u32;
        self.rows.extend([text as u32, (text >> 32) as u32, deltas as u32, (deltas >> 32) as u32, anchors]);
    }
}

/// An expression to be found in the texts.
struct Expression {
    stems: Vec<u32>,
    term: u32,
}

/// An index under construction.
pub(crate) struct Raw {
    pub(crate) schema: Schema,
    pub(crate) synonyms: Synonyms,
    pub(crate) lexicon: Lexicon,
    pub(crate) streams: Vec<Stream>,
    pub(crate) documents: Documents,
    pub(crate) entries: Vec<Entry>,
    /// By the first stem.
    expressions: QuickMap<u32, Vec<Expression>>,
}

impl Raw {
    pub(crate) fn new(schema: Schema, synonyms: Synonyms) -> Self {
        let mut lexicon = Lexicon::default();
        let mut expressions: QuickMap<u32, Vec<Expression>> = QuickMap::default();
        for stems in groups(&synonyms).into_iter().flatten().filter(|stems| stems.len() > 1) {
            let term = lexicon.term(&term_text(&stems));
            let stems: Vec<u32> = stems.iter().map(|stem| lexicon.term(stem)).collect();
            let same_start = expressions.entry(stems[0]).or_default();
            if same_start.iter().all(|known| known.term != term) {
                same_start.push(Expression { stems, term });
            }
        }
        let facets = schema.facets.iter().map(|_| FacetLists::default()).collect();
        let documents = Documents { facets, ..Documents::default() };
        Self { schema, synonyms, lexicon, streams: Vec::new(), documents, entries: Vec::new(), expressions }
    }

    /// Adds a document of the right shape.
    pub(crate) fn add(&mut self, document: Document) {
        let doc = self.documents.keys.len() as u32;
        let mut occurrences = self.read_texts(&document.fields, &document.stored);
        occurrences.sort_unstable();
        occurrences.dedup();
        self.streams.resize_with(self.lexicon.term_count(), Stream::default);
        let mut places = Vec::new();
        for same_term in occurrences.chunk_by(|(one, _), (other, _)| one == other) {
            places.clear();
            let mut last = 0;
            for &(_, place) in same_term {
                push_varint(&mut places, place - last);
                last = place;
            }
            self.streams[same_term[0].0 as usize].push(doc, &places);
        }
        let documents = &mut self.documents;
        for (lists, values) in documents.facets.iter_mut().zip(&document.facets) {
            lists.push(values.iter().map(String::as_str));
        }
        documents.keys.push(document.key);
        documents.names.push(document.name);
        documents.dates.push(document.date);
        documents.freshness.push(document.freshness);
    }

    /// Keeps the texts and says which term stands at which place.
    fn read_texts(&mut self, fields: &[String], stored: &str) -> Vec<(u32, u32)> {
        let mut occurrences = Vec::new();
        let mut by_place = Vec::new();
        self.documents.push_starts();
        let Self { documents, lexicon, .. } = self;
        let text_start = documents.text.len();
        let mut places = Places { deltas: &mut documents.deltas, anchors: &mut documents.anchors, count: 0, offset: 0 };
        for field in fields {
            let start = documents.text.len() - text_start;
            documents.text.push_str(field);
            documents.rows.extend([(start + field.len()) as u32, places.count]);
            let mut last = None;
            segment(field, |token| {
                if last != Some(token.place) {
                    places.push(start + token.start);
                    last = Some(token.place);
                }
                let place = places.count - 1;
                if let Some(term) = lexicon.count(token.spelling) {
                    occurrences.push((term, place));
                    by_place.resize(place as usize, NO_TERM);
                    by_place.push(term);
                }
            });
            // An empty place parts the fields: no phrase runs from one into the next.
            places.push_delta(0);
        }
        documents.text.push_str(stored);
        documents.rows.extend([places.count, (documents.text.len() - text_start) as u32]);
        self.find_expressions(&by_place, &mut occurrences);
        occurrences
    }

    fn find_expressions(&self, by_place: &[u32], occurrences: &mut Vec<(u32, u32)>) {
        if self.expressions.is_empty() {
            return;
        }
        for (place, first) in by_place.iter().enumerate() {
            let Some(expressions) = self.expressions.get(first) else { continue };
            let here = expressions.iter().filter(|expression| by_place[place..].starts_with(&expression.stems));
            occurrences.extend(here.map(|expression| (expression.term, place as u32)));
        }
    }
}

const NO_TERM: u32 = u32::MAX;

/// The words' offsets in a document, one small difference for each place.
struct Places<'d> {
    deltas: &'d mut Vec<u8>,
    anchors: &'d mut Vec<u32>,
    count: u32,
    offset: usize,
}

impl Places<'_> {
    fn push(&mut self, offset: usize) {
        while offset - self.offset > usize::from(u8::MAX) {
            self.push_delta(u8::MAX);
        }
        self.push_delta((offset - self.offset) as u8);
    }

    fn push_delta(&mut self, delta: u8) {
        self.offset += usize::from(delta);
        self.deltas.push(delta);
        if (self.count as usize).is_multiple_of(ANCHOR_EVERY) {
            self.anchors.push(self.offset as u32);
        }
        self.count += 1;
    }
}
