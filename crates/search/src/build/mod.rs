//! Makes indexes: from documents, or from a former index and what changed.

mod encode;
pub(crate) mod expressions;
mod gather;
pub(crate) mod lexicon;
mod postings;
pub(crate) mod raw;

use std::collections::HashSet;

use crate::error::SearchError;
use crate::index::Index;
use crate::schema::{Document, Entry, Schema, Synonyms};
use raw::Raw;

pub(crate) use encode::{Encoded, shape};

/// Gathers documents, then makes an [`Index`].
pub struct IndexBuilder {
    raw: Raw,
    keys: HashSet<String>,
}

/// The engine counts documents with 24 bits where it must be small.
const MOST_DOCUMENTS: usize = 1 << 24;
/// Offsets in a document stay far from 32 bits.
const LONGEST_TEXT: usize = 1 << 24;

impl IndexBuilder {
    /// An empty index of this shape.
    pub fn new(schema: Schema, synonyms: Synonyms) -> Self {
        Self { raw: Raw::new(schema, synonyms), keys: HashSet::new() }
    }

    /// Adds a document after the others.
    ///
    /// # Errors
    /// Refuses a document that has not the shape of the schema, whose key is taken, or that is too long.
    pub fn add(&mut self, document: Document) -> Result<(), SearchError> {
        check_shape(&self.raw.schema, &document)?;
        if self.keys.len() >= MOST_DOCUMENTS {
            return Err(SearchError::TooLarge("more documents than 2^24".to_owned()));
        }
        if !self.keys.insert(document.key.clone()) {
            return Err(SearchError::DuplicateKey(document.key));
        }
        self.raw.add(document);
        Ok(())
    }

    /// Also suggests this while typing.
    pub fn suggest_also(&mut self, entry: Entry) {
        self.raw.entries.push(entry);
    }

    /// The index. `revision` is the caller's number for the state of its source, kept in the file.
    pub fn finish(self, revision: u64) -> Index {
        Index::from_encoded(encode::encode(self.raw), revision).expect("what was just written is whole")
    }
}

fn check_shape(schema: &Schema, document: &Document) -> Result<(), SearchError> {
    let shapes = [
        ("fields", document.fields.len(), schema.fields.len()),
        ("facets", document.facets.len(), schema.facets.len()),
    ];
    for (what, found, expected) in shapes {
        if found != expected {
            return Err(SearchError::WrongShape { key: document.key.clone(), what, found, expected });
        }
    }
    let length: usize = document.fields.iter().map(String::len).sum::<usize>() + document.stored.len();
    if length > LONGEST_TEXT {
        return Err(SearchError::TooLarge(format!("the document {} has {length} bytes", document.key)));
    }
    Ok(())
}
