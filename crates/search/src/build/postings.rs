//! Writes the postings of a term, each with its impact: what the word is worth in that document.

use super::raw::{ROW_STARTS, Stream, row_length};
use crate::bits;
use crate::codec::{push_u32s, push_varint, take_varint};
use crate::layout::{SKIP_EVERY, is_dense};
use crate::schema::Schema;

/// BM25F: occurrences are weighed by field and by the field's length, added up, then saturate together.
/// <https://www.staff.city.ac.uk/~sbrp622/papers/foundations_bm25_review.pdf>
pub(crate) struct Weighing {
    fields: usize,
    documents: usize,
    /// For each document and field: its first place.
    first_places: Vec<u32>,
    /// For each document and field: what one occurrence is worth.
    worths: Vec<f32>,
}

const SATURATION: f32 = 1.2;
const LENGTH_SHARE: f32 = 0.5;

impl Weighing {
    pub(crate) fn new(schema: &Schema, rows: &[u32], documents: usize) -> Self {
        let fields = schema.fields.len();
        let row = |doc: usize| &rows[doc * row_length(fields)..][..row_length(fields)];
        let first_place = |doc: usize, field: usize| {
            row(doc)[if field == fields { ROW_STARTS + 2 * fields } else { ROW_STARTS + 2 * field + 1 }]
        };
        let length = |doc: usize, field: usize| first_place(doc, field + 1) - first_place(doc, field) - 1;
        let mut first_places = Vec::with_capacity(documents * fields);
        let mut worths = vec![0.0; documents * fields];
        for doc in 0..documents {
            first_places.extend((0..fields).map(|field| first_place(doc, field)));
        }
        for (field, described) in schema.fields.iter().enumerate() {
            let total: u64 = (0..documents).map(|doc| u64::from(length(doc, field))).sum();
            let average = (total as f32 / documents.max(1) as f32).max(1.0);
            for doc in 0..documents {
                let relative = length(doc, field) as f32 / average;
                worths[doc * fields + field] = described.weight / (1.0 - LENGTH_SHARE + LENGTH_SHARE * relative);
            }
        }
        Self { fields, documents, first_places, worths }
    }

    /// What a term held by so many documents is worth, see [`crate::layout::rarity`].
    pub(crate) fn rarity(&self, df: u32) -> u32 {
        crate::layout::rarity(self.documents, df)
    }

    fn impact(&self, doc: u32, mut places: &[u8]) -> u8 {
        let start = doc as usize * self.fields;
        let first_places = &self.first_places[start..start + self.fields];
        let worths = &self.worths[start..start + self.fields];
        let mut field = 0;
        let mut place = 0;
        let mut worth = 0.0;
        while !places.is_empty() {
            place += take_varint(&mut places);
            while first_places.get(field + 1).is_some_and(|&next| next <= place) {
                field += 1;
            }
            worth += worths[field];
        }
        ((worth / (SATURATION + worth) * 255.0) as u8).max(1)
    }
}

/// Appends the postings of a term; returns the length of the part that says which documents hold it.
///
/// Documents (bits and ranks when they are many, differences when they are few), impacts, the starts of every
/// eighth list of places, lists of places.
pub(crate) fn encode_postings(
    stream: &Stream,
    weighing: &Weighing,
    out: &mut Vec<u8>,
    mut each: impl FnMut(u32, u8),
) -> u32 {
    let mut docs = Vec::with_capacity(stream.df as usize);
    let mut impacts = Vec::with_capacity(stream.df as usize);
    let mut skips = Vec::new();
    let mut places = Vec::with_capacity(stream.bytes.len());
    let mut rest = stream.bytes.as_slice();
    let mut doc = 0;
    while !rest.is_empty() {
        doc += take_varint(&mut rest);
        let length = take_varint(&mut rest) as usize;
        let (held, after) = rest.split_at(length);
        rest = after;
        if !docs.is_empty() && docs.len() % SKIP_EVERY == 0 {
            skips.push(places.len() as u32);
        }
        let impact = weighing.impact(doc, held);
        each(doc, impact);
        docs.push(doc);
        impacts.push(impact);
        push_varint(&mut places, length as u32);
        places.extend_from_slice(held);
    }
    let start = out.len();
    encode_documents(&docs, weighing.documents, out);
    let length = out.len() - start;
    out.extend_from_slice(&impacts);
    push_u32s(out, skips);
    out.extend_from_slice(&places);
    length as u32
}

fn encode_documents(docs: &[u32], documents: usize, out: &mut Vec<u8>) {
    if !is_dense(docs.len() as u32, documents) {
        let mut last = 0;
        for &doc in docs {
            push_varint(out, doc - last);
            last = doc;
        }
        return;
    }
    let mut set = Vec::new();
    bits::clear(&mut set, documents);
    docs.iter().for_each(|&doc| bits::insert(&mut set, doc));
    set.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    let mut before = 0;
    for word in set {
        push_u32s(out, [before]);
        before += word.count_ones();
    }
}
