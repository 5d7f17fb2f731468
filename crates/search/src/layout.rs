//! Where everything stands in an index: the sections of its data and a few measures that writer and readers share.

/// The parts of the data, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Settings,
    Rows,
    Deltas,
    Anchors,
    Dates,
    Freshness,
    Keys,
    Names,
    KeyOrder,
    DateOrder,
    FreshnessOrder,
    NameOrder,
    TermTexts,
    TermRows,
    Postings,
    WordKeys,
    WordRows,
    Shown,
    ShownCounts,
    BestWords,
    Telling,
    Matched,
    Starts,
    /// For each facet: its values, where each document's values end, the values.
    Facets,
}

/// How many sections a facet takes.
pub(crate) const FACET_SECTIONS: usize = 3;

/// How many telling words are kept for each document.
pub(crate) const TELLING_WORDS: usize = 12;

/// Numbers that describe a term: start of its postings (2), how many documents, length of the documents' part.
pub(crate) const TERM_ROW: usize = 4;

/// Every so many documents of a term, the start of its places is written in full.
pub(crate) const SKIP_EVERY: usize = 8;

/// Whether a term's documents are written as bits: from one in sixteen they take less room so.
pub(crate) fn is_dense(df: u32, documents: usize) -> bool {
    df as usize * 16 >= documents
}

/// The rarer a word, the more it weighs: the logarithm of BM25, times 256.
pub(crate) fn rarity(documents: usize, df: u32) -> u32 {
    let (all, df) = (documents as f32, df as f32);
    ((1.0 + (all - df + 0.5) / (df + 0.5)).ln() * 256.0) as u32
}
