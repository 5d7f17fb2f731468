//! Why a document was not printed.

/// Why a document was not printed. Every variant is about what was handed in, but the last.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PressError {
    /// More entries or rows than one document may hold, or more cells than a report.
    #[error("{count} entries or cells in one document, {limit} at most")]
    TooLong {
        /// How many were handed in.
        count: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Typst refused the document, or its exporter refused to call it PDF/UA-1.
    #[error("the document could not be set: {0}")]
    Refused(String),
}
