//! What the bank gives to the press: one experience, a selection, the compendium; and the same as a text document.
//!
//! Nothing here decides how a page is set: that is the press's. Nothing here knows a request: pages and commands call it.

mod compendium;
mod docx;
mod edition;
mod entry;
mod error;
mod listing;
mod map;
mod printing;
mod texts;

use std::collections::HashMap;
use std::sync::Arc;

use essaim_press::{Date, Document, Imprint, Language, Leaflet, Link, Pick};
use essaim_web::{Contact, Lang, Messages, Shell};
use jiff::Timestamp;

pub(crate) use compendium::{category_rank, in_order};
pub use compendium::{compendium, compendium_document};
pub use docx::selection_docx;
pub use edition::{Edition, edition, editions, freeze};
pub use error::BooksError;
pub(crate) use error::COMMAND;
pub use listing::{Asked, listing};
pub use printing::Books;
pub(crate) use printing::MOST_ONLINE;
pub(crate) use texts::edited_texts;
pub use texts::{Logo, Texts, import_texts, read_texts, write_texts};

use crate::error::BankError;
use crate::model::Experience;
use crate::snapshot::{Bank, Entry, Snapshot};
use crate::store::{self, Which};

/// The words of the books that are not the press's.
pub static MESSAGES: Messages = Messages {
    owner: "bank/books",
    fr: include_str!("../../messages/books.fr.ftl"),
    en: include_str!("../../messages/books.en.ftl"),
};

/// Who publishes, as each document says.
#[derive(Debug, Clone, Default)]
pub struct Publisher {
    /// The bank's name.
    pub site: String,
    /// Its public address, without a slash at its end.
    pub address: String,
    /// The licence of the contents.
    pub licence: String,
    /// Where the licence's text is.
    pub licence_url: String,
    /// Where to write to the centre, where there is such a place.
    pub contact: Option<Contact>,
}

impl Publisher {
    /// What the site says of itself.
    pub fn of(shell: &Shell) -> Self {
        let config = shell.config();
        Self {
            site: config.site_name.clone(),
            address: config.public_url.clone(),
            licence: config.licence.name.clone(),
            licence_url: config.licence.url.clone(),
            contact: config.contact.clone(),
        }
    }

    /// The address of a page in a language.
    pub fn page(&self, lang: Lang, path: &str) -> String {
        [self.address.as_str(), lang.prefix(), path].concat()
    }

    /// What a document of a day says of itself.
    fn imprint(&self, lang: Lang, at: Timestamp, editor: &str) -> Imprint {
        Imprint {
            language: language(lang),
            date: day(at),
            site: self.site.clone(),
            editor: editor.to_owned(),
            address: self.page(lang, "/"),
            licence: self.licence.clone(),
            licence_url: Some(self.licence_url.clone()).filter(|url| !url.is_empty()),
            contact: self.contact.as_ref().map(|contact| Link { url: contact.href(), label: contact.to_string() }),
        }
    }
}

/// The press's language.
fn language(lang: Lang) -> Language {
    match lang {
        Lang::Fr => Language::Fr,
        Lang::En => Language::En,
    }
}

/// The day of an instant, in Europe/Paris as every date on screen.
fn day(at: Timestamp) -> Date {
    let day = essaim_web::format::day_of(at);
    Date {
        year: u16::try_from(day.year()).unwrap_or_default(),
        month: day.month().unsigned_abs(),
        day: day.day().unsigned_abs(),
    }
}

/// Experiences as they were written, by slug: the snapshot keeps their story as HTML only.
async fn written(bank: &Bank, entries: &[Arc<Entry>]) -> Result<HashMap<String, Experience>, BankError> {
    /// Few enough for any database's list of arguments.
    const BATCH: usize = 500;
    let mut found = HashMap::with_capacity(entries.len());
    for batch in entries.chunks(BATCH) {
        let ids: Vec<_> = batch.iter().map(|entry| entry.id).collect();
        for stored in store::load(bank.store().reader(), Which::These(&ids)).await? {
            found.insert(stored.experience.slug.to_string(), stored.experience);
        }
    }
    Ok(found)
}

/// The entries of a book, in the order asked; one that left the bank meanwhile is left out.
async fn book_entries(
    bank: &Bank,
    snapshot: &Snapshot,
    publisher: &Publisher,
    entries: &[Arc<Entry>],
    lang: Lang,
) -> Result<Vec<essaim_press::Entry>, BooksError> {
    let written = written(bank, entries).await?;
    let words = snapshot.words(lang);
    let mut set = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(experience) = written.get(entry.experience.slug.as_str()) else { continue };
        let photograph = entry::photograph(bank, entry).await?;
        set.push(entry::entry(experience, words, publisher, photograph));
    }
    Ok(set)
}

/// One experience, to hand over.
///
/// # Errors
/// The database's.
pub async fn leaflet(
    bank: &Bank,
    snapshot: &Snapshot,
    publisher: &Publisher,
    entry: &Arc<Entry>,
    lang: Lang,
) -> Result<Document, BooksError> {
    let mut set = book_entries(bank, snapshot, publisher, std::slice::from_ref(entry), lang).await?;
    let entry_set = set.pop().ok_or(BooksError::Gone)?;
    let imprint = publisher.imprint(lang, entry.updated_at, "");
    Ok(Leaflet { imprint, entry: entry_set }.into())
}

/// An experience that a reader picked, with the note that goes with it.
#[derive(Debug, Clone)]
pub struct Picked {
    /// Which.
    pub entry: Arc<Entry>,
    /// The reader's words; empty for none.
    pub note: String,
}

/// « Mon recueil »: the picks in their order, opened by a table of one page.
///
/// # Errors
/// The database's.
pub async fn selection(
    bank: &Bank,
    snapshot: &Snapshot,
    publisher: &Publisher,
    title: &str,
    address: String,
    picked: &[Picked],
    lang: Lang,
) -> Result<Document, BooksError> {
    let entries: Vec<_> = picked.iter().map(|pick| pick.entry.clone()).collect();
    let set = book_entries(bank, snapshot, publisher, &entries, lang).await?;
    let note = |slug: &str| {
        picked.iter().find(|pick| pick.entry.experience.slug.as_str() == slug).map(|pick| pick.note.clone())
    };
    let picks = set.into_iter().map(|entry| Pick { note: note(&entry.slug).unwrap_or_default(), entry });
    let at = entries.iter().map(|entry| entry.updated_at).max().or(snapshot.changed_at()).unwrap_or_default();
    Ok(essaim_press::Selection {
        imprint: publisher.imprint(lang, at, ""),
        title: title.to_owned(),
        address: Some(address),
        picks: picks.collect(),
    }
    .into())
}
