//! Small indexes for the tests.

use essaim_search::{Document, Entry, Field, Index, IndexBuilder, Part, Request, Schema, Synonyms};

pub(crate) fn schema() -> Schema {
    Schema {
        fields: vec![
            Field::new("title", 6.0),
            Field::new("summary", 2.5).with_snippets(),
            Field::new("body", 1.0).with_snippets(),
        ],
        facets: vec!["theme".into(), "territory".into()],
    }
}

pub(crate) fn synonyms() -> Synonyms {
    let group = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let pair = |short: &str, long: &str| (short.to_owned(), long.to_owned());
    Synonyms::new(
        vec![group(&["mentorat", "parrainage"]), group(&["garage solidaire", "self-garage"])],
        vec![
            pair("QPV", "quartier prioritaire de la politique de la ville"),
            pair("QPV", "quartier prioritaire"),
            pair("CV", "curriculum vitae"),
            pair("CV", "contrat de ville"),
            pair("ESS", "économie sociale et solidaire"),
        ],
    )
}

pub(crate) fn document(key: &str, title: &str, body: &str) -> Document {
    Document {
        key: key.into(),
        fields: vec![title.into(), String::new(), body.into()],
        facets: vec![Vec::new(), Vec::new()],
        name: title.into(),
        ..Document::default()
    }
}

pub(crate) fn index(documents: impl IntoIterator<Item = Document>) -> Index {
    let mut builder = IndexBuilder::new(schema(), synonyms());
    for document in documents {
        builder.add(document).unwrap();
    }
    for (kind, text, key, weight) in [
        ("place", "Strasbourg", "commune-67482", 9),
        ("place", "Étival-Clairefontaine", "commune-88165", 1),
        ("organisation", "Union des garages", "union", 4),
    ] {
        builder.suggest_also(Entry { kind: kind.into(), text: text.into(), key: key.into(), weight });
    }
    builder.finish(7)
}

/// One document for each text, its body; the key is its number.
pub(crate) fn bodies(texts: &[&str]) -> Index {
    index(texts.iter().enumerate().map(|(at, text)| document(&at.to_string(), &format!("Fiche {at}"), text)))
}

pub(crate) fn keys<'i>(index: &'i Index, query: &str) -> Vec<&'i str> {
    let request = Request { query, limit: 100, ..Request::default() };
    index.search(&request).hits.iter().map(|hit| hit.key).collect()
}

pub(crate) fn sorted_keys<'i>(index: &'i Index, query: &str) -> Vec<&'i str> {
    let mut keys = keys(index, query);
    keys.sort_unstable();
    keys
}

pub(crate) fn marked(parts: &[Part<'_>]) -> String {
    parts.iter().map(|part| if part.marked { format!("[{}]", part.text) } else { part.text.to_owned() }).collect()
}
