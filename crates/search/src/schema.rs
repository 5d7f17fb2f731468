//! What an index is made of: fields, facets, documents, and the data that help to find them.

/// The shape of every document of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Texts that are searched, in the order of [`Document::fields`]. The first one is the title.
    pub fields: Vec<Field>,
    /// Names of the facets, in the order of [`Document::facets`].
    pub facets: Vec<String>,
}

/// A searched text.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name, for people who read the file.
    pub name: String,
    /// How much a word counts here: 1.0 for body text, more for a title.
    pub weight: f32,
    /// Whether snippets may be cut from it.
    pub snippet: bool,
}

impl Field {
    /// A field from which no snippet is cut.
    pub fn new(name: impl Into<String>, weight: f32) -> Self {
        Self { name: name.into(), weight, snippet: false }
    }

    /// The same field, from which snippets are cut.
    pub fn with_snippets(mut self) -> Self {
        self.snippet = true;
        self
    }
}

/// One thing to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Unique in the index.
    pub key: String,
    /// One text for each field of the schema; empty when absent.
    pub fields: Vec<String>,
    /// For each facet of the schema, the document's values.
    pub facets: Vec<Vec<String>>,
    /// For [`crate::Sort::Date`] (greatest first) and to part equal scores.
    pub date: i64,
    /// For [`crate::Sort::Freshness`] (greatest first).
    pub freshness: i64,
    /// For [`crate::Sort::Name`], and what suggestions show.
    pub name: String,
    /// Kept beside, as it is, and given back by [`crate::Index::stored`]; no search looks into it.
    pub stored: String,
}

/// Something else to suggest while typing: a place, an organisation…
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The caller's word for what it is; comes back in [`crate::Suggestion::kind`].
    pub kind: String,
    /// What is shown and matched.
    pub text: String,
    /// The caller's key; comes back in [`crate::Suggestion::key`].
    pub key: String,
    /// How useful it is: the greatest come first, say the number of documents behind it.
    pub weight: u32,
}

/// Words that mean the same. All of a group find each other; an exact word weighs a little more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    pub(crate) groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// `groups`: equivalent words or expressions of several words. `acronyms`: short form, long form; the same short
    /// form may come several times.
    pub fn new(groups: Vec<Vec<String>>, acronyms: Vec<(String, String)>) -> Self {
        let pairs = acronyms.into_iter().map(|(short, long)| vec![short, long]);
        Self { groups: groups.into_iter().chain(pairs).collect() }
    }

    /// No synonym at all.
    pub fn none() -> Self {
        Self::default()
    }
}

/// What changed since an index was built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Keys of documents to leave out; unknown ones are ignored.
    pub removed: Vec<String>,
    /// Each takes the place of the document that has its key, or comes after all others.
    pub added: Vec<Document>,
    /// The entries to suggest from now on; `None` keeps the former ones.
    pub entries: Option<Vec<Entry>>,
}
