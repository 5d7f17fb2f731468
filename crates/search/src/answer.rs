//! What an index answers. Texts are borrowed from the index.

use crate::cursor::Cursor;

/// The answer to a [`crate::Request`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer<'i> {
    /// How many documents match, exactly.
    pub total: u32,
    /// The page asked for.
    pub hits: Vec<Hit<'i>>,
    /// Where the next page starts; none when this is the last one.
    pub next: Option<Cursor>,
    /// One list for each of [`crate::Request::counts`], in the same order; values sorted by their bytes.
    pub facets: Vec<Vec<ValueCount<'i>>>,
    /// How the query was understood.
    pub reading: Reading,
    /// Other spellings of the whole query that find something under the same filters, best first.
    pub did_you_mean: Vec<Spelling>,
    /// Only when nothing matches although there are filters: what dropping each filtered facet would give.
    pub without: Vec<Without>,
    /// Only when nothing matches although several facets are filtered: what the query gives without any filter.
    pub without_filters: Option<u32>,
    /// Only when nothing matches: how many documents the filters alone leave.
    pub without_query: Option<u32>,
}

/// A document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'i> {
    /// Its number: its place in the order of insertion.
    pub doc: u32,
    /// Its key.
    pub key: &'i str,
    /// The greater the better; comparable only within one answer. Zero when no word was asked.
    pub score: u32,
    /// The whole first field, matches marked.
    pub title: Vec<Part<'i>>,
    /// The best passage (about 200 characters), matches marked; the beginning of the text when the match is elsewhere.
    pub snippet: Vec<Part<'i>>,
}

/// A piece of text, in reading order; pieces follow each other without anything between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'i> {
    /// The text as it was given.
    pub text: &'i str,
    /// Whether it matches the query.
    pub marked: bool,
}

/// A value of a facet and the total of the same search with this value added to those selected in its own facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueCount<'i> {
    /// The value as it was given.
    pub value: &'i str,
    /// Its place among all of the facet's values, as [`crate::Index::all_values`] gives them.
    pub number: u32,
    /// The total that selecting it gives; for a selected value, the total of this very search.
    pub count: u32,
    /// Whether the request's filters hold it.
    pub selected: bool,
}

/// How a query was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// How many words, phrases or expressions were wanted, little words apart.
    pub wanted: u32,
    /// How many of them each hit holds at least. Less than `wanted` when no document holds all of them.
    pub required: u32,
    /// Unknown words that were read as known ones.
    pub corrected: Vec<Correction>,
    /// Words, as typed, that no document holds and that resemble none.
    pub unknown: Vec<String>,
    /// The query was too long: its end was left out.
    pub shortened: bool,
}

/// A word that was read as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// As read.
    pub read: String,
}

/// A query to propose instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The whole query, ready to be sent.
    pub query: String,
    /// What it gives under the same filters.
    pub total: u32,
}

/// What dropping a filtered facet would give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Without {
    /// The facet's place in the schema.
    pub facet: usize,
    /// The total without it.
    pub total: u32,
}

/// A document that resembles another.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar<'i> {
    /// Its number.
    pub doc: u32,
    /// Its key.
    pub key: &'i str,
    /// The greater the closer.
    pub score: u32,
    /// Why, the strongest first; never empty.
    pub reasons: Vec<Reason<'i>>,
}

/// Something that two documents share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'i> {
    /// A value of a facet.
    Value {
        /// The facet's place in the schema.
        facet: usize,
        /// The shared value.
        value: &'i str,
    },
    /// A word that few other documents hold, in its most frequent spelling.
    Word(&'i str),
}

/// Something to propose while typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion<'i> {
    /// A word.
    Word {
        /// In its most frequent spelling.
        text: &'i str,
        /// How many documents a search for it finds.
        count: u32,
    },
    /// A document.
    Document {
        /// Its name.
        text: &'i str,
        /// Its number.
        doc: u32,
        /// Its key.
        key: &'i str,
    },
    /// An [`crate::Entry`] handed to the builder.
    Entry {
        /// Its text.
        text: &'i str,
        /// Its kind.
        kind: &'i str,
        /// Its key.
        key: &'i str,
        /// Its weight.
        weight: u32,
    },
}

impl<'i> Suggestion<'i> {
    /// What to show.
    pub fn text(&self) -> &'i str {
        match *self {
            Self::Word { text, .. } | Self::Document { text, .. } | Self::Entry { text, .. } => text,
        }
    }
}
