//! A search, as a document: what was asked, then its results in rows.

use std::sync::Arc;

use essaim_press::{Document, Listing, Row};
use essaim_web::Lang;

use super::{Publisher, language};
use crate::snapshot::{Entry, Snapshot};
use crate::words::Wording;

/// What was asked, in words.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The heading: « Expériences ».
    pub title: String,
    /// What was typed.
    pub query: String,
    /// The filters: « Leviers : Recrutement ».
    pub filters: Vec<String>,
    /// The order: « titre ».
    pub order: String,
    /// The address of the search.
    pub address: String,
}

/// The results of a search, of which `entries` may be the first only.
pub fn listing(
    snapshot: &Snapshot,
    publisher: &Publisher,
    asked: Asked,
    entries: &[Arc<Entry>],
    total: usize,
    lang: Lang,
) -> Document {
    let words = snapshot.words(lang);
    let at = snapshot.changed_at().unwrap_or_default();
    Listing {
        imprint: publisher.imprint(lang, at, ""),
        title: asked.title,
        query: asked.query,
        filters: asked.filters,
        order: asked.order,
        total,
        address: Some(asked.address),
        rows: entries.iter().map(|entry| row(entry, words, publisher)).collect(),
    }
    .into()
}

fn row(entry: &Entry, words: Wording<'_>, publisher: &Publisher) -> Row {
    let experience = &entry.experience;
    let text = experience.text_in(words.english());
    Row {
        title: text.title.clone(),
        summary: text.summary.clone(),
        language: (words.english() && experience.english.is_none()).then(|| language(Lang::Fr)),
        address: Some(publisher.page(words.lang, &format!("/experiences/{}", experience.slug))),
        place: words.where_it_is(experience),
        lead: words.lead(experience),
        figure: words.first_figure(experience).map(|figure| figure.line(words.lang)).unwrap_or_default(),
        situation: words.situation(&experience.situation),
    }
}
