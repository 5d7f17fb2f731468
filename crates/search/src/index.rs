//! The index: one block of numbers, one of text, and what is worth unfolding when it is opened.

use std::ops::Range;

use bytes::Bytes;

use crate::block::Text;
use crate::build::{Encoded, shape};
use crate::codec::{Reader, u32_at, u32s, u64_at};
use crate::error::SearchError;
use crate::facets::Facet;
use crate::layout::{FACET_SECTIONS, Section, TELLING_WORDS, TERM_ROW};
use crate::near::bring_near;
use crate::postings::Postings;
use crate::schema::{Entry, Field, Schema, Synonyms};
use crate::similar::Neighbours;
use crate::spelling::Spellings;
use crate::synonyms::SynonymTable;
use crate::texts::Texts;

/// An immutable index, to be shared between threads.
pub struct Index {
    pub(crate) data: Bytes,
    pub(crate) text: Text,
    pub(crate) schema: Schema,
    pub(crate) synonyms: Synonyms,
    pub(crate) entries: Vec<Entry>,
    pub(crate) facets: Vec<Facet>,
    pub(crate) by_date: Order,
    pub(crate) by_freshness: Order,
    pub(crate) by_name: Order,
    pub(crate) table: SynonymTable,
    pub(crate) spellings: Spellings,
    pub(crate) neighbours: Vec<Neighbours>,
    revision: u64,
    count: usize,
    sections: Vec<Range<usize>>,
    is_mapped: bool,
}

/// All documents in some order, and the rank of each.
pub(crate) struct Order {
    pub(crate) docs: Vec<u32>,
    pub(crate) ranks: Vec<u32>,
}

impl Order {
    fn new(docs: Vec<u32>) -> Self {
        let mut ranks = vec![0; docs.len()];
        docs.iter().zip(0..).for_each(|(&doc, rank)| ranks[doc as usize] = rank);
        Self { docs, ranks }
    }
}

impl Index {
    /// How many documents it holds.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number given when it was built.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether it is read from its file as it is looked at, instead of lying in memory.
    pub fn is_mapped(&self) -> bool {
        self.is_mapped
    }

    /// The shape of its documents.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// A mark of the schema and synonyms: an index read from a file serves only if this is the caller's.
    pub fn fingerprint(&self) -> [u8; 32] {
        Self::fingerprint_of(&self.schema, &self.synonyms)
    }

    /// The mark that an index built with these bears.
    pub fn fingerprint_of(schema: &Schema, synonyms: &Synonyms) -> [u8; 32] {
        *blake3::hash(&shape(schema, synonyms)).as_bytes()
    }

    /// The number of the document that has this key.
    pub fn document(&self, key: &str) -> Option<u32> {
        let order = self.section(Section::KeyOrder);
        let keys = self.texts(Section::Keys);
        let at = partition_point(self.count, |at| keys.get(u32_at(order, at) as usize) < key);
        let doc = (at < self.count).then(|| u32_at(order, at))?;
        (keys.get(doc as usize) == key).then_some(doc)
    }

    /// The key of a document.
    pub fn key(&self, doc: u32) -> Option<&str> {
        self.has(doc).then(|| self.texts(Section::Keys).get(doc as usize))
    }

    /// The name of a document.
    pub fn name(&self, doc: u32) -> Option<&str> {
        self.has(doc).then(|| self.texts(Section::Names).get(doc as usize))
    }

    /// A document's text in a field of the schema, as it was given.
    pub fn text(&self, doc: u32, field: usize) -> Option<&str> {
        (self.has(doc) && field < self.schema.fields.len()).then(|| {
            let row = self.row(doc);
            &self.text[row.text_start + row.field_start(field)..row.text_start + row.field_end(field)]
        })
    }

    /// What was stored with a document.
    pub fn stored(&self, doc: u32) -> Option<&str> {
        self.has(doc).then(|| {
            let row = self.row(doc);
            let fields = self.schema.fields.len();
            let start = if fields == 0 { 0 } else { row.field_end(fields - 1) };
            &self.text[row.text_start + start..row.text_start + row.stored_end]
        })
    }

    /// Every value of a facet of the schema, sorted by their bytes; a value's place is its number.
    pub fn all_values(&self, facet: usize) -> impl Iterator<Item = &str> {
        (facet < self.facets.len()).then(|| self.value_texts(facet).iter()).into_iter().flatten()
    }

    /// A document's values in a facet of the schema.
    pub fn values(&self, doc: u32, facet: usize) -> impl Iterator<Item = &str> {
        let held = if self.has(doc) && facet < self.facets.len() { self.value_numbers(doc, facet) } else { 0..0 };
        let numbers = self.sections.get(Section::Facets as usize + facet * FACET_SECTIONS + 2).cloned().unwrap_or(0..0);
        held.map(move |at| self.value_texts(facet).get(u32_at(&self.data[numbers.clone()], at) as usize))
    }

    fn has(&self, doc: u32) -> bool {
        (doc as usize) < self.count
    }
}

/// Inside, for the rooms that search.
impl Index {
    pub(crate) fn from_encoded(encoded: Encoded, revision: u64) -> Result<Self, SearchError> {
        let Encoded { data, text } = encoded;
        let sections = read_sections(&data)?;
        let section = |section: Section| &data[sections[section as usize].clone()];
        let mut reader = Reader(section(Section::Settings));
        let (schema, synonyms) = read_shape(&mut reader)?;
        let entries = reader.list(read_entry)?;
        let count = reader.u32()? as usize;
        if sections.len() != Section::Facets as usize + schema.facets.len() * FACET_SECTIONS {
            return Err(SearchError::Damaged);
        }
        let order = |from| Order::new(u32s(section(from)));
        let mut index = Self {
            by_date: order(Section::DateOrder),
            by_freshness: order(Section::FreshnessOrder),
            by_name: order(Section::NameOrder),
            facets: Vec::new(),
            table: SynonymTable::default(),
            spellings: Spellings::default(),
            neighbours: std::iter::repeat_with(Neighbours::default).take(count).collect(),
            revision,
            count,
            is_mapped: false,
            schema,
            synonyms,
            entries,
            sections,
            data,
            text,
        };
        index.facets = (0..index.schema.facets.len()).map(|facet| index.unfold_facet(facet)).collect();
        index.table = SynonymTable::new(&index);
        index.spellings = Spellings::new(&index.texts(Section::WordKeys));
        Ok(index)
    }

    fn unfold_facet(&self, facet: usize) -> Facet {
        let first = Section::Facets as usize + facet * FACET_SECTIONS;
        let ends = &self.data[self.sections[first + 1].clone()];
        let values = &self.data[self.sections[first + 2].clone()];
        Facet::new(self.value_texts(facet).len(), self.count, ends, values)
    }

    /// The same, knowing that it lies in a file.
    pub(crate) fn mapped(self) -> Self {
        Self { is_mapped: true, ..self }
    }

    pub(crate) fn section(&self, section: Section) -> &[u8] {
        &self.data[self.sections[section as usize].clone()]
    }

    pub(crate) fn texts(&self, section: Section) -> Texts<'_> {
        Texts::new(self.section(section), &self.text)
    }

    pub(crate) fn value_texts(&self, facet: usize) -> Texts<'_> {
        let at = Section::Facets as usize + facet * FACET_SECTIONS;
        Texts::new(&self.data[self.sections[at].clone()], &self.text)
    }

    /// Where a document's values stand in the facet's list of values.
    pub(crate) fn value_numbers(&self, doc: u32, facet: usize) -> Range<usize> {
        let ends = &self.data[self.sections[Section::Facets as usize + facet * FACET_SECTIONS + 1].clone()];
        let start = if doc == 0 { 0 } else { u32_at(ends, doc as usize - 1) };
        start as usize..u32_at(ends, doc as usize) as usize
    }

    /// A value by its place in the facet's list of values.
    pub(crate) fn value_at(&self, facet: usize, at: usize) -> u32 {
        u32_at(&self.data[self.sections[Section::Facets as usize + facet * FACET_SECTIONS + 2].clone()], at)
    }

    #[inline]
    fn row_numbers(&self, doc: u32) -> &[u8] {
        let length = crate::build::raw::row_length(self.schema.fields.len()) * 4;
        &self.section(Section::Rows)[doc as usize * length..][..length]
    }

    /// Asks for what tells where the texts of some documents are, then for the beginning of these.
    pub(crate) fn bring_near(&self, docs: impl Iterator<Item = u32> + Clone) {
        for doc in docs.clone() {
            let numbers = self.row_numbers(doc);
            bring_near(numbers);
            bring_near(&numbers[numbers.len() - 4..]);
        }
        for doc in docs {
            let row = self.row(doc);
            bring_near(&self.text.as_bytes()[row.text_start..]);
            bring_near(row.deltas);
            bring_near(row.anchors);
        }
    }

    pub(crate) fn row(&self, doc: u32) -> Row<'_> {
        let fields = self.schema.fields.len();
        let numbers = self.row_numbers(doc);
        let long = |at| u64::from(u32_at(numbers, at)) | u64::from(u32_at(numbers, at + 1)) << 32;
        let deltas = long(2) as usize;
        let places = u32_at(numbers, Row::FIELDS + 2 * fields);
        Row {
            text_start: long(0) as usize,
            deltas: &self.section(Section::Deltas)[deltas..deltas + places as usize],
            anchors: &self.section(Section::Anchors)[u32_at(numbers, 4) as usize * 4..],
            stored_end: u32_at(numbers, Row::FIELDS + 2 * fields + 1) as usize,
            numbers,
            places,
        }
    }

    pub(crate) fn date(&self, doc: u32) -> i64 {
        u64_at(self.section(Section::Dates), doc as usize).cast_signed()
    }

    pub(crate) fn freshness(&self, doc: u32) -> i64 {
        u64_at(self.section(Section::Freshness), doc as usize).cast_signed()
    }

    pub(crate) fn term_count(&self) -> usize {
        self.section(Section::TermRows).len() / (4 * TERM_ROW)
    }

    pub(crate) fn df(&self, term: u32) -> u32 {
        u32_at(self.section(Section::TermRows), term as usize * TERM_ROW + 2)
    }

    pub(crate) fn postings(&self, term: u32) -> Postings<'_> {
        let rows = self.section(Section::TermRows);
        let start = |term: usize| {
            let at = term * TERM_ROW;
            u64::from(u32_at(rows, at)) | u64::from(u32_at(rows, at + 1)) << 32
        };
        let all = self.section(Section::Postings);
        let term = term as usize;
        let end = if term + 1 < self.term_count() { start(term + 1) as usize } else { all.len() };
        let (df, length) = (u32_at(rows, term * TERM_ROW + 2), u32_at(rows, term * TERM_ROW + 3));
        Postings::new(&all[start(term) as usize..end], df, length as usize, self.count)
    }

    /// A word's term, by the word's place in the dictionary.
    pub(crate) fn word_term(&self, word: usize) -> u32 {
        u32_at(self.section(Section::WordRows), word * 2)
    }

    /// A word's most frequent spelling.
    pub(crate) fn word_shown(&self, word: usize) -> &str {
        self.texts(Section::Shown).get(u32_at(self.section(Section::WordRows), word * 2 + 1) as usize)
    }

    /// Where a word's spellings stand.
    pub(crate) fn word_spellings(&self, word: usize) -> Range<usize> {
        let rows = self.section(Section::WordRows);
        let end = if rows.len() / 8 > word + 1 {
            u32_at(rows, word * 2 + 3) as usize
        } else {
            self.texts(Section::Shown).len()
        };
        u32_at(rows, word * 2 + 1) as usize..end
    }

    /// The most frequent word of a term; none for an expression.
    pub(crate) fn best_word(&self, term: u32) -> Option<usize> {
        Some(u32_at(self.section(Section::BestWords), term as usize))
            .filter(|&word| word != u32::MAX)
            .map(|word| word as usize)
    }

    /// The words that say what a document is about, the strongest first.
    pub(crate) fn telling(&self, doc: u32) -> impl Iterator<Item = u32> {
        let start = doc as usize * TELLING_WORDS;
        let terms = self.section(Section::Telling);
        (start..start + TELLING_WORDS).map(move |at| u32_at(terms, at)).filter(|&term| term != u32::MAX)
    }
}

/// Where a document's texts and words are.
pub(crate) struct Row<'i> {
    pub(crate) text_start: usize,
    /// Where what is stored ends, after the fields.
    pub(crate) stored_end: usize,
    pub(crate) places: u32,
    pub(crate) deltas: &'i [u8],
    pub(crate) anchors: &'i [u8],
    numbers: &'i [u8],
}

impl Row<'_> {
    const FIELDS: usize = crate::build::raw::ROW_STARTS;

    pub(crate) fn field_start(&self, field: usize) -> usize {
        if field == 0 { 0 } else { self.field_end(field - 1) }
    }

    pub(crate) fn field_end(&self, field: usize) -> usize {
        u32_at(self.numbers, Self::FIELDS + 2 * field) as usize
    }

    pub(crate) fn first_place(&self, field: usize) -> u32 {
        u32_at(self.numbers, Self::FIELDS + 2 * field + 1)
    }

    pub(crate) fn number(&self, at: usize) -> u32 {
        u32_at(self.numbers, at)
    }

    /// The byte, counted from the start of the document's text, where the word of a place starts.
    #[inline]
    pub(crate) fn offset(&self, place: u32) -> usize {
        let every = crate::build::raw::ANCHOR_EVERY;
        let place = (place as usize).min(self.deltas.len().saturating_sub(1));
        let anchor = place / every;
        let since = &self.deltas[anchor * every + 1..=place.max(anchor * every)];
        u32_at(self.anchors, anchor) as usize + since.iter().map(|&delta| usize::from(delta)).sum::<usize>()
    }
}

/// The first of `0..count` for which `before` is false.
pub(crate) fn partition_point(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

fn read_sections(data: &[u8]) -> Result<Vec<Range<usize>>, SearchError> {
    let mut reader = Reader(data);
    let sections = reader.list(|reader| Ok((reader.u64()? as usize, reader.u64()? as usize)))?;
    let start = data.len() - reader.0.len();
    sections
        .into_iter()
        .map(|(from, length)| {
            let from = from.checked_add(start).ok_or(SearchError::Damaged)?;
            let end = from.checked_add(length).filter(|&end| end <= data.len()).ok_or(SearchError::Damaged)?;
            Ok(from..end)
        })
        .collect()
}

fn read_shape(reader: &mut Reader<'_>) -> Result<(Schema, Synonyms), SearchError> {
    let fields = reader.list(|reader| {
        let name = reader.text()?;
        Ok(Field { name, weight: f32::from_bits(reader.u32()?), snippet: reader.u32()? == 1 })
    })?;
    let facets = reader.list(Reader::text)?;
    let groups = reader.list(|reader| reader.list(Reader::text))?;
    Ok((Schema { fields, facets }, Synonyms { groups }))
}

fn read_entry(reader: &mut Reader<'_>) -> Result<Entry, SearchError> {
    Ok(Entry { kind: reader.text()?, text: reader.text()?, key: reader.text()?, weight: reader.u32()? })
}
