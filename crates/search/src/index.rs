//! A first, plain engine: every answer by reading every document.

use std::io::Write;
use std::path::Path;

use crate::answer::{Answer, Hit, Part, Reading, Similar, Suggestion, ValueCount};
use crate::error::SearchError;
use crate::request::{Request, Sort};
use crate::schema::{Changes, Document, Entry, Schema, Synonyms};

/// Gathers documents, then makes an [`Index`].
pub struct IndexBuilder {
    schema: Schema,
    documents: Vec<Document>,
}

impl IndexBuilder {
    /// An empty index of this shape.
    pub fn new(schema: Schema, _synonyms: Synonyms) -> Self {
        Self { schema, documents: Vec::new() }
    }

    /// Adds a document after the others.
    pub fn add(&mut self, document: Document) -> Result<(), SearchError> {
        self.documents.push(document);
        Ok(())
    }

    /// Also suggests this while typing.
    pub fn suggest_also(&mut self, _entry: Entry) {}

    /// The index. `revision` is the caller's number for the state of its source, kept in the file.
    pub fn finish(self, revision: u64) -> Index {
        Index { schema: self.schema, documents: self.documents, revision }
    }
}

/// An immutable index, to be shared between threads.
pub struct Index {
    schema: Schema,
    documents: Vec<Document>,
    revision: u64,
}

impl Index {
    /// How many documents it holds.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The number given when it was built.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A mark of the schema and synonyms: an index read from a file serves only if this is the caller's.
    pub fn fingerprint(&self) -> [u8; 32] {
        Self::fingerprint_of(&self.schema, &Synonyms::none())
    }

    /// The mark that an index built with these would bear.
    pub fn fingerprint_of(_schema: &Schema, _synonyms: &Synonyms) -> [u8; 32] {
        [0; 32]
    }

    /// The number of the document that has this key.
    pub fn document(&self, key: &str) -> Option<u32> {
        self.documents.iter().position(|document| document.key == key).map(|doc| doc as u32)
    }

    /// The key of a document.
    pub fn key(&self, doc: u32) -> Option<&str> {
        self.documents.get(doc as usize).map(|document| document.key.as_str())
    }

    /// A document's text in a field of the schema, as it was given.
    pub fn text(&self, doc: u32, field: usize) -> Option<&str> {
        self.documents.get(doc as usize)?.fields.get(field).map(String::as_str)
    }

    /// Answers a request. It cannot fail: any text is a query.
    pub fn search(&self, request: &Request<'_>) -> Answer<'_> {
        let words: Vec<String> = request.query.split_whitespace().map(str::to_lowercase).collect();
        let kept = |document: &Document, filters: &[(usize, Vec<&str>)]| {
            let text = document.fields.join(" ").to_lowercase();
            words.iter().all(|word| text.contains(word))
                && filters.iter().all(|(facet, values)| {
                    values.is_empty() || document.facets[*facet].iter().any(|value| values.contains(&value.as_str()))
                })
        };
        let mut found: Vec<u32> = (0..self.documents.len() as u32)
            .filter(|&doc| kept(&self.documents[doc as usize], &request.filters))
            .collect();
        let order = |&doc: &u32| &self.documents[doc as usize];
        match request.sort {
            Sort::Relevance | Sort::Date => found.sort_by_key(|doc| (-order(doc).date, order(doc).key.clone())),
            Sort::Freshness => found.sort_by_key(|doc| (-order(doc).freshness, order(doc).key.clone())),
            Sort::Name => found.sort_by_key(|doc| (order(doc).name.to_lowercase(), order(doc).key.clone())),
        }
        let facets = request.counts.iter().map(|wanted| {
            let selected: Vec<&str> = request.filters.iter().filter(|(facet, _)| *facet == wanted.facet)
                .flat_map(|(_, values)| values.iter().copied()).collect();
            let mut values: Vec<&str> = self.documents.iter()
                .flat_map(|document| document.facets[wanted.facet].iter().map(String::as_str))
                .filter(|value| wanted.prefixes.is_empty() || wanted.prefixes.iter().any(|start| value.starts_with(start)))
                .collect();
            values.sort_unstable();
            values.dedup();
            values.into_iter().map(|value| {
                let mut filters: Vec<(usize, Vec<&str>)> =
                    request.filters.iter().filter(|(facet, _)| *facet != wanted.facet).cloned().collect();
                filters.push((wanted.facet, selected.iter().copied().chain([value]).collect()));
                let count = self.documents.iter().filter(|document| kept(document, &filters)).count() as u32;
                ValueCount { value, count, selected: selected.contains(&value) }
            }).filter(|value| value.count > 0).collect()
        }).collect();
        let hits = found.iter().skip(request.offset).take(request.limit).map(|&doc| {
            let document = &self.documents[doc as usize];
            let whole = |text| vec![Part { text, marked: false }];
            let body = document.fields.last().map(String::as_str).unwrap_or_default();
            let end = body.char_indices().nth(200).map_or(body.len(), |(end, _)| end);
            Hit { doc, key: &document.key, score: 0, title: whole(&document.fields[0]), snippet: whole(&body[..end]) }
        }).collect();
        let wanted = words.len() as u32;
        Answer {
            total: found.len() as u32,
            hits,
            facets,
            reading: Reading { wanted, required: wanted, ..Reading::default() },
            ..Answer::default()
        }
    }

    /// What to propose to someone who typed this much, most useful first.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion<'_>> {
        let typed = typed.to_lowercase();
        self.documents.iter().enumerate()
            .filter(|(_, document)| document.name.to_lowercase().contains(&typed))
            .map(|(doc, document)| Suggestion::Document { text: &document.name, doc: doc as u32, key: &document.key })
            .take(limit)
            .collect()
    }

    /// The `limit` documents that most resemble this one, with the reasons.
    pub fn similar(&self, _doc: u32, _limit: usize) -> Vec<Similar<'_>> {
        Vec::new()
    }

    /// A new index, the same as if it were built anew with these changes. The order of the others is kept.
    pub fn updated(&self, changes: Changes, revision: u64) -> Result<Index, SearchError> {
        let mut documents = self.documents.clone();
        documents.retain(|document| !changes.removed.contains(&document.key));
        for document in changes.added {
            match documents.iter_mut().find(|old| old.key == document.key) {
                Some(old) => *old = document,
                None => documents.push(document),
            }
        }
        Ok(Index { schema: self.schema.clone(), documents, revision })
    }

    /// Writes the whole index, with its version and a checksum.
    pub fn write_to(&self, _out: &mut impl Write) -> Result<(), SearchError> {
        Ok(())
    }

    /// Reads what [`Index::write_to`] wrote. Anything else is refused, never a panic.
    pub fn from_bytes(_bytes: Vec<u8>) -> Result<Index, SearchError> {
        Err(SearchError::Damaged)
    }

    /// Reads an index file.
    pub fn open(path: &Path) -> Result<Index, SearchError> {
        Self::from_bytes(std::fs::read(path)?)
    }
}
