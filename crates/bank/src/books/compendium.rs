//! The compendium: every published experience, or some, as one book.

use std::sync::Arc;

use essaim_press::{Book, Document, Logo as PressLogo, Progress};
use essaim_web::{Lang, tamed};
use jiff::Timestamp;

use super::{Books, BooksError, Publisher, Texts, book_entries, read_texts};
use crate::model::{Axis, Vocabularies};
use crate::snapshot::{Bank, Entry, Snapshot};

/// The experiences in the book's order: by first category as the vocabulary orders them, then by title.
pub(crate) fn in_order(snapshot: &Snapshot) -> Vec<Arc<Entry>> {
    let mut entries = snapshot.entries().to_vec();
    entries.sort_by_cached_key(|entry| {
        let rank = category_rank(snapshot.vocabularies(), entry);
        (rank, crate::finding::name_key(&entry.experience.text.title), entry.experience.slug.to_string())
    });
    entries
}

/// The place of an experience's first category in the vocabulary; after all of them where it has none.
pub(crate) fn category_rank(vocabularies: &Vocabularies, entry: &Entry) -> usize {
    let category = entry.experience.classification.on(Axis::Category).first();
    let terms = vocabularies.get(Axis::Category.key()).map_or(&[][..], |vocabulary| &vocabulary.terms);
    category.and_then(|key| terms.iter().position(|term| *term.key == **key)).unwrap_or(terms.len())
}

/// What is printed for an edition, or for the bank as it is: all of it, or the entries given.
///
/// # Errors
/// The database's.
pub async fn compendium_document(
    bank: &Bank,
    snapshot: &Snapshot,
    publisher: &Publisher,
    texts: &Texts,
    lang: Lang,
    some: Option<&[Arc<Entry>]>,
) -> Result<Document, BooksError> {
    let at = snapshot.changed_at().unwrap_or_default();
    let entries = some.map_or_else(|| in_order(snapshot), <[_]>::to_vec);
    // The press counts and dates what is no edition by itself.
    book(bank, snapshot, publisher, texts, lang, &entries, String::new(), at).await
}

#[expect(clippy::too_many_arguments, reason = "a book is made of all of them, and both callers are in this room")]
pub(super) async fn book(
    bank: &Bank,
    snapshot: &Snapshot,
    publisher: &Publisher,
    texts: &Texts,
    lang: Lang,
    entries: &[Arc<Entry>],
    edition: String,
    at: Timestamp,
) -> Result<Document, BooksError> {
    let set = book_entries(bank, snapshot, publisher, entries, lang).await?;
    Ok(Book {
        imprint: publisher.imprint(lang, at, &texts.editor),
        title: texts.title.clone(),
        subtitle: texts.subtitle.clone(),
        edition,
        foreword: tamed(&texts.foreword).into_owned(),
        method: tamed(&texts.method).into_owned(),
        credits: tamed(&texts.credits).into_owned(),
        logos: texts
            .logos
            .iter()
            .filter_map(|logo| Some(PressLogo { image: logo.image()?, alt: logo.alt.clone() }))
            .collect(),
        map: super::map::map(entries, snapshot.words(lang)),
        entries: set,
        index: true,
    }
    .into())
}

/// The whole compendium as a PDF, for the command line: tells how far it is.
///
/// # Errors
/// An empty bank, the database's or the press's.
pub async fn compendium(
    books: &Books,
    bank: &Bank,
    publisher: &Publisher,
    lang: Lang,
    report: impl Fn(Progress) + Send + Sync + 'static,
) -> Result<Vec<u8>, BooksError> {
    let snapshot = bank.snapshot().filter(|snapshot| !snapshot.entries().is_empty()).ok_or(BooksError::Empty)?;
    let texts = read_texts(bank.store().reader(), lang).await?;
    let document = compendium_document(bank, &snapshot, publisher, &texts, lang, None).await?;
    books.print_with(document, report).await
}
