//! What is asked of an index.

use crate::cursor::Cursor;

/// One search. `..Request::default()` asks for the twenty best of everything.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// As typed: words (all wanted), `"a phrase"`, `-excluded`, `-"an excluded phrase"`. Any text is accepted.
    pub query: &'a str,
    /// Take the last word as the beginning of a word: for results while typing.
    pub prefix_last: bool,
    /// Facet (by its place in the schema) and accepted values. The values of one facet add up, facets narrow together;
    /// a facet with no value is no filter; an unknown value finds nothing. A facet may come several times.
    pub filters: Vec<(usize, Vec<&'a str>)>,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits to skip (from the start, or from `after`).
    pub offset: usize,
    /// How many hits to return. Zero is the cheap way to a total: nothing is ranked, no spelling is sought.
    pub limit: usize,
    /// Start after this place, taken from [`crate::Answer::next`]; holds when documents come and go meanwhile.
    pub after: Option<Cursor>,
    /// The facets to count.
    pub counts: Vec<FacetCounts<'a>>,
    /// Whether hits carry their marked title and snippet.
    pub snippets: bool,
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self {
            query: "",
            prefix_last: false,
            filters: Vec::new(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 20,
            after: None,
            counts: Vec::new(),
            snippets: true,
        }
    }
}

/// The order of the hits. Equal ones are parted by the name, then by the key, so that every order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// Best score first, then the latest date. Without any word it is the order of dates.
    #[default]
    Relevance,
    /// Latest date first.
    Date,
    /// By name, from A to Z, whatever the accents and case.
    Name,
    /// Freshest first.
    Freshness,
}

/// Which values of a facet to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts<'a> {
    /// Its place in the schema.
    pub facet: usize,
    /// Only values that begin with one of these; empty: all values.
    pub prefixes: Vec<&'a str>,
}

impl FacetCounts<'_> {
    /// All values of a facet.
    pub fn all(facet: usize) -> Self {
        Self { facet, prefixes: Vec::new() }
    }
}
