//! What can go wrong: a document that does not fit, a file that is not one of ours.

/// Why an index could not be built, read or written.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A document has not as many fields or facets as the schema.
    #[error("document {key}: {found} {what} for {expected} in the schema")]
    WrongShape {
        /// The document's key.
        key: String,
        /// "fields" or "facets".
        what: &'static str,
        /// How many the document has.
        found: usize,
        /// How many the schema has.
        expected: usize,
    },
    /// Two documents have the same key.
    #[error("two documents have the key {0}")]
    DuplicateKey(String),
    /// More than the engine counts with: 2^24 documents, or a text of more than 16 MB.
    #[error("too much to index: {0}")]
    TooLarge(String),
    /// The file ends too early.
    #[error("the index file is cut short")]
    Truncated,
    /// The file is not an index, or was damaged.
    #[error("the index file is damaged")]
    Damaged,
    /// The file was written by another version of the engine.
    #[error("the index file has version {found}; this engine reads version {expected}")]
    OtherVersion {
        /// The file's.
        found: u32,
        /// Ours.
        expected: u32,
    },
    /// The file could not be read or written.
    #[error("the index file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
}
