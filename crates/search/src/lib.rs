//! The French search engine: analyser, index, facets, suggestions.
//!
//! It is handed a [`Schema`] and [`Document`]s, keeps them in memory or maps their file, and answers a [`Request`] in a few tens of
//! microseconds: ranked hits with marked snippets, exact totals, facet counts, spellings, ways out of an empty page.
//! It reads and writes the bytes or the file that it is handed; it knows no database, no clock, no network and no
//! word of any trade.
//!
//! * [`IndexBuilder`] → [`Index`]: built once, then [`Index::updated`] for each change, [`Index::write_to`] and
//!   [`Index::open`] for the file.
//! * [`Index::search`], [`Index::suggest`], [`Index::similar`].
//!
//! ```
//! use essaim_search::{Document, Field, IndexBuilder, Request, Schema, SearchError, Synonyms};
//!
//! let schema = Schema { fields: vec![Field::new("title", 6.0).with_snippets()], facets: Vec::new() };
//! let mut builder = IndexBuilder::new(schema, Synonyms::none());
//! let title = "Une mini-entreprise pour les habitants-es".to_owned();
//! builder.add(Document { key: "mini".into(), fields: vec![title], ..Document::default() })?;
//! let index = builder.finish(1);
//!
//! let answer = index.search(&Request { query: "mini entrprise habitant·e", ..Request::default() });
//! assert_eq!(answer.hits[0].key, "mini");
//! assert_eq!(answer.did_you_mean[0].query, "mini entreprise habitant·e");
//! # Ok::<(), SearchError>(())
//! ```
//!
//! Documents keep the order in which they were added: `doc` 0 is the first. Whoever holds an array in the same order
//! finds each hit at once.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

mod analyser;
mod answer;
mod bits;
mod block;
mod build;
mod codec;
mod cursor;
mod error;
mod facets;
mod file;
mod index;
mod layout;
mod matching;
mod near;
mod postings;
mod query;
mod ranking;
mod request;
mod schema;
mod search;
mod similar;
mod snippet;
mod spelling;
mod suggest;
mod synonyms;
mod texts;

pub use answer::{Answer, Correction, Hit, Part, Reading, Reason, Similar, Spelling, Suggestion, ValueCount, Without};
pub use build::IndexBuilder;
pub use cursor::{BadCursor, Cursor};
pub use error::SearchError;
pub use index::Index;
pub use request::{FacetCounts, Request, Sort};
pub use schema::{Changes, Document, Entry, Field, Schema, Synonyms};
