//! From documents and postings gathered in any way to the one canonical form of an index: the same content always
//! gives the same bytes.

use bytes::Bytes;

use super::expressions::EXPRESSION;
use super::postings::{Weighing, encode_postings};
use super::raw::{FacetLists, Raw};
use crate::analyser::{fold, is_stop, key};
use crate::block::Text;
use crate::codec::{Writer, push_u32s};
use crate::layout::{FACET_SECTIONS, Section, TELLING_WORDS};
use crate::schema::{Entry, Schema, Synonyms};

/// The two halves of an index: numbers, and all its texts one after the other.
pub(crate) struct Encoded {
    pub(crate) data: Bytes,
    pub(crate) text: Text,
}

/// Section by section, in the order of [`Section`].
struct Sections {
    starts: Vec<(u64, u64)>,
    bytes: Vec<u8>,
    text: String,
}

impl Sections {
    fn put(&mut self, section: Section, bytes: &[u8]) {
        self.put_at(section as usize, bytes);
    }

    fn put_at(&mut self, section: usize, bytes: &[u8]) {
        debug_assert_eq!(section, self.starts.len(), "sections come in their order");
        self.starts.push((self.bytes.len() as u64, bytes.len() as u64));
        self.bytes.extend_from_slice(bytes);
    }

    fn put_u32s(&mut self, section: Section, numbers: impl IntoIterator<Item = u32>) {
        let mut bytes = Vec::new();
        push_u32s(&mut bytes, numbers);
        self.put(section, &bytes);
    }

    /// A table of texts: where the first begins, then where each ends.
    fn put_texts<'t>(&mut self, section: usize, texts: impl IntoIterator<Item = &'t str>) {
        let start = self.text.len();
        let mut bytes = (start as u64).to_le_bytes().to_vec();
        for text in texts {
            self.text.push_str(text);
            push_u32s(&mut bytes, [(self.text.len() - start) as u32]);
        }
        self.put_at(section, &bytes);
    }
}

/// The canonical form.
pub(crate) fn encode(raw: Raw) -> Encoded {
    let Raw { schema, synonyms, lexicon, streams, mut documents, entries, .. } = raw;
    let count = documents.keys.len();
    let (term_texts, mut spelled) = lexicon.into_parts();

    // Terms by their texts; those that no document holds any more are gone.
    let mut by_text: Vec<u32> = (0..streams.len() as u32).filter(|&term| streams[term as usize].df > 0).collect();
    by_text.sort_unstable_by_key(|&term| &term_texts[term as usize]);
    let mut rank = vec![u32::MAX; term_texts.len()];
    by_text.iter().zip(0..).for_each(|(&term, at)| rank[term as usize] = at);

    let weighing = Weighing::new(&schema, &documents.rows, count);
    let mut telling = Telling::new(count);
    let mut postings = Vec::new();
    let mut rows = Vec::new();
    for (&term, at) in by_text.iter().zip(0..) {
        let text = &term_texts[term as usize];
        let stream = &streams[term as usize];
        let useful = stream.df > 1 && stream.df as usize <= (count / 4).max(2) && tells(text);
        let start = postings.len() as u64;
        let rarity = weighing.rarity(stream.df);
        let docs_length = encode_postings(stream, &weighing, &mut postings, |doc, impact| {
            if useful {
                telling.offer(doc, at, u32::from(impact) * rarity);
            }
        });
        rows.extend([start as u32, (start >> 32) as u32, stream.df, docs_length]);
    }
    drop(streams);

    let mut out = Sections { starts: Vec::new(), bytes: Vec::new(), text: std::mem::take(&mut documents.text) };
    out.put(Section::Settings, &settings(&schema, &synonyms, &entries, count));
    out.put_u32s(Section::Rows, documents.rows);
    out.put(Section::Deltas, &documents.deltas);
    drop(documents.deltas);
    out.put_u32s(Section::Anchors, documents.anchors);
    let longs = |numbers: &[i64]| -> Vec<u8> { numbers.iter().flat_map(|number| number.to_le_bytes()).collect() };
    out.put(Section::Dates, &longs(&documents.dates));
    out.put(Section::Freshness, &longs(&documents.freshness));
    out.put_texts(Section::Keys as usize, documents.keys.iter().map(String::as_str));
    out.put_texts(Section::Names as usize, documents.names.iter().map(String::as_str));
    let keys = &documents.keys;
    let folded: Vec<String> = documents.names.iter().map(|name| fold(name)).collect();
    out.put_u32s(Section::KeyOrder, order(count, |doc| &keys[doc]));
    let named = |doc: usize| (&folded[doc], &documents.names[doc], &keys[doc]);
    let latest = |times: &[i64]| order(count, |doc| (std::cmp::Reverse(times[doc]), named(doc)));
    out.put_u32s(Section::DateOrder, latest(&documents.dates));
    out.put_u32s(Section::FreshnessOrder, latest(&documents.freshness));
    out.put_u32s(Section::NameOrder, order(count, named));

    out.put_texts(Section::TermTexts as usize, by_text.iter().map(|&term| term_texts[term as usize].as_str()));
    out.put_u32s(Section::TermRows, rows);
    out.put(Section::Postings, &postings);
    drop(postings);

    let mut words: Vec<(String, String, u32, i64)> = spelled
        .drain(..)
        .map(|spelled| (key(&spelled.shown), spelled.shown, rank[spelled.term as usize], spelled.count))
        .collect();
    words.sort_unstable();
    put_words(&mut out, &words, by_text.len());
    out.put_u32s(Section::Telling, telling.into_terms());
    put_starts(&mut out, &documents.names, &entries);
    for (facet, lists) in documents.facets.into_iter().enumerate() {
        put_facet(&mut out, Section::Facets as usize + facet * FACET_SECTIONS, lists);
    }
    finish(out)
}

fn finish(sections: Sections) -> Encoded {
    let mut writer = Writer::default();
    writer.list(&sections.starts, |writer, &(start, length)| {
        writer.u64(start);
        writer.u64(length);
    });
    let mut data = writer.0;
    data.reserve_exact(sections.bytes.len());
    data.extend_from_slice(&sections.bytes);
    let mut text = sections.text;
    text.shrink_to_fit();
    Encoded { data: data.into(), text: text.into() }
}

/// What the index was made with; a part of it is the mark of [`crate::Index::fingerprint`].
pub(crate) fn shape(schema: &Schema, synonyms: &Synonyms) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.list(&schema.fields, |writer, field| {
        writer.text(&field.name);
        writer.u32(field.weight.to_bits());
        writer.u32(u32::from(field.snippet));
    });
    writer.list(&schema.facets, |writer, facet| writer.text(facet));
    writer.list(&synonyms.groups, |writer, group| writer.list(group, |writer, member| writer.text(member)));
    writer.0
}

fn settings(schema: &Schema, synonyms: &Synonyms, entries: &[Entry], count: usize) -> Vec<u8> {
    let mut writer = Writer(shape(schema, synonyms));
    writer.list(entries, |writer, entry| {
        writer.text(&entry.kind);
        writer.text(&entry.text);
        writer.text(&entry.key);
        writer.u32(entry.weight);
    });
    writer.u32(count as u32);
    writer.0
}

fn order<K: Ord>(count: usize, by: impl Fn(usize) -> K) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by_cached_key(|&doc| by(doc as usize));
    order
}

/// Words as people write them, by key: each with its term and its spellings, the most frequent one first.
fn put_words(out: &mut Sections, words: &[(String, String, u32, i64)], terms: usize) {
    let surfaces: Vec<&[(String, String, u32, i64)]> = words.chunk_by(|one, other| one.0 == other.0).collect();
    out.put_texts(Section::WordKeys as usize, surfaces.iter().map(|same| same[0].0.as_str()));
    let mut rows = Vec::new();
    let mut shown: Vec<(&str, u32)> = Vec::with_capacity(words.len());
    let mut best = vec![(0, u32::MAX); terms];
    for (at, same) in surfaces.iter().enumerate() {
        rows.extend([same[0].2, shown.len() as u32]);
        let first = shown.len();
        shown.extend(same.iter().map(|word| (word.1.as_str(), word.3 as u32)));
        // As often with as without a capital: a word that happened to begin a sentence.
        let capital = |text: &str| text.starts_with(char::is_uppercase);
        shown[first..].sort_by_key(|&(text, count)| (std::cmp::Reverse(count), capital(text)));
        let total: i64 = same.iter().map(|word| word.3).sum();
        let best = &mut best[same[0].2 as usize];
        if total > best.0 {
            *best = (total, at as u32);
        }
    }
    out.put_u32s(Section::WordRows, rows);
    out.put_texts(Section::Shown as usize, shown.iter().map(|(text, _)| *text));
    out.put_u32s(Section::ShownCounts, shown.iter().map(|&(_, count)| count));
    out.put_u32s(Section::BestWords, best.into_iter().map(|(_, at)| at));
}

/// Names and entries by the beginning of each of their words, for suggestions.
fn put_starts(out: &mut Sections, names: &[String], entries: &[Entry]) {
    let texts = names.iter().map(String::as_str).chain(entries.iter().map(|entry| entry.text.as_str()));
    let folded: Vec<String> = texts.map(crate::suggest::matched_form).collect();
    let mut starts: Vec<(u32, u32)> = Vec::new();
    for (item, text) in folded.iter().enumerate() {
        starts.extend(crate::suggest::word_starts(text).map(|at| (item as u32, at as u32)));
    }
    starts.sort_unstable_by_key(|&(item, at)| (&folded[item as usize][at as usize..], item, at));
    out.put_texts(Section::Matched as usize, folded.iter().map(String::as_str));
    out.put_u32s(Section::Starts, starts.into_iter().flat_map(|(item, at)| [item, at]));
}

fn put_facet(out: &mut Sections, first: usize, lists: FacetLists) {
    let mut sorted: Vec<u32> = (0..lists.values.len() as u32).collect();
    sorted.sort_unstable_by_key(|&value| &lists.values[value as usize]);
    let mut rank = vec![0; sorted.len()];
    sorted.iter().zip(0..).for_each(|(&value, at)| rank[value as usize] = at);
    out.put_texts(first, sorted.iter().map(|&value| lists.values[value as usize].as_str()));
    let mut ends = Vec::new();
    push_u32s(&mut ends, lists.ends.iter().copied());
    out.put_at(first + 1, &ends);
    let mut values = Vec::new();
    let mut start = 0;
    for end in lists.ends {
        let mut held: Vec<u32> = lists.lists[start..end as usize].iter().map(|&value| rank[value as usize]).collect();
        held.sort_unstable();
        push_u32s(&mut values, held);
        start = end as usize;
    }
    out.put_at(first + 2, &values);
}

/// Whether a word says what a document is about.
fn tells(term: &str) -> bool {
    term.len() >= 4
        && !term.starts_with(EXPRESSION)
        && !is_stop(term)
        && !term.bytes().any(|byte| byte.is_ascii_digit())
}

/// The most telling words of each document.
struct Telling {
    /// Weight and term, for each document the greatest weight first.
    best: Vec<(u32, u32)>,
    /// For each document the weight to exceed: looked at for every posting.
    least: Vec<u32>,
}

impl Telling {
    fn new(documents: usize) -> Self {
        Self { best: vec![(0, u32::MAX); documents * TELLING_WORDS], least: vec![0; documents] }
    }

    fn offer(&mut self, doc: u32, term: u32, weight: u32) {
        let least = &mut self.least[doc as usize];
        if weight <= *least {
            return;
        }
        let start = doc as usize * TELLING_WORDS;
        let best = &mut self.best[start..start + TELLING_WORDS];
        let at = best.partition_point(|&(other, _)| other >= weight);
        best[at..].rotate_right(1);
        best[at] = (weight, term);
        *least = best[TELLING_WORDS - 1].0;
    }

    fn into_terms(self) -> impl Iterator<Item = u32> {
        self.best.into_iter().map(|(_, term)| term)
    }
}
