//! The editable words of the compendium: cover, foreword, method, credits, logos. Kept in the store; our own until somebody
//! edits them.

use std::hash::{DefaultHasher, Hash, Hasher};

use essaim_accounts::{Actor, On, Permission, audit, may};
use essaim_network::reading::{LINE_LIMIT, Sheet, Table, control_characters, decode};
use essaim_press::Image;
use essaim_store::{Store, Transaction, setting};
use essaim_web::{Lang, markdown_excess};
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::BooksError;
use crate::commands::{TableImport, Tally};
use crate::error::BankError;
use crate::file::{Fault, FaultKind};

/// The largest file that is read, in bytes: it may hold drawings.
const FILE_LIMIT: usize = 16 * 1024 * 1024;

/// The longest text or drawing, in characters.
const TEXT_LIMIT: usize = 1_000_000;

/// The longest line of a cover, in bytes.
const LINE: usize = 1_000;
/// How many logos a page of credits holds, and the largest, in bytes.
const MOST_LOGOS: usize = 40;
const LARGEST_LOGO: usize = 500_000;

/// The words of the compendium in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// On the cover.
    pub title: String,
    /// Under it.
    #[serde(default)]
    pub subtitle: String,
    /// Who publishes it, in every foot of page.
    #[serde(default)]
    pub editor: String,
    /// Markdown; left out when empty, as the two that follow.
    #[serde(default)]
    pub foreword: String,
    /// How experiences were collected, checked, written. Markdown.
    #[serde(default)]
    pub method: String,
    /// Who made it. Markdown.
    #[serde(default)]
    pub credits: String,
    /// On the page of credits: SVG drawings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logos: Vec<Logo>,
}

/// A logo with its text equivalent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// The organisation's name.
    pub alt: String,
    /// The drawing, as SVG: a text, so that the file that holds it can be read and kept in git.
    pub svg: String,
}

impl Logo {
    fn read<'t>(sheet: &mut Sheet<'t>, mut table: Table<'t>) -> Self {
        let mut text = |key| sheet.text(&mut table, key, TEXT_LIMIT).map(|text| text.value).unwrap_or_default();
        let logo = Self { alt: text("alt"), svg: text("svg") };
        sheet.finish(table);
        logo
    }

    /// What the press prints; none where there is no drawing.
    pub(super) fn image(&self) -> Option<Image> {
        (!self.svg.trim().is_empty()).then(|| Image::Svg(self.svg.clone().into_bytes()))
    }
}

impl Logo {
    fn check(&self, number: usize) -> Result<(), BooksError> {
        let refused = |why: String| Err(BooksError::Unsound(format!("logo {number} « {} »: {why}", self.alt)));
        if self.svg.len() > LARGEST_LOGO {
            return refused(format!("{} bytes, {LARGEST_LOGO} at most", self.svg.len()));
        }
        match self.image().map_or(Ok(()), |image| image.check()) {
            Ok(()) => Ok(()),
            Err(why) => refused(why),
        }
    }
}

impl Texts {
    /// The words that a new bank begins with.
    pub fn own(lang: Lang) -> Self {
        let text = match lang {
            Lang::Fr => include_str!("../../../../data/compendium.fr.toml"),
            Lang::En => include_str!("../../../../data/compendium.en.toml"),
        };
        Self::read(text.as_bytes()).expect("a test reads the texts that come with the program")
    }

    /// Reads `compendium.fr.toml` or `compendium.en.toml`.
    ///
    /// # Errors
    /// Every fault, in the order of lines.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let text = decode(bytes, FILE_LIMIT).map_err(|flaw| vec![flaw.into()])?;
        let (mut sheet, mut root) = Sheet::open(&text, 1);
        let mut faults: Vec<Fault> = control_characters(&text).map(Fault::from).collect();
        let texts = Self {
            title: sheet.text(&mut root, "title", LINE_LIMIT).map(|title| title.value).unwrap_or_default(),
            subtitle: sheet.free_text(&mut root, "subtitle", LINE_LIMIT).value,
            editor: sheet.free_text(&mut root, "editor", LINE_LIMIT).value,
            foreword: told(&mut sheet, &mut root, "foreword", &mut faults),
            method: told(&mut sheet, &mut root, "method", &mut faults),
            credits: told(&mut sheet, &mut root, "credits", &mut faults),
            logos: sheet.tables(&mut root, "logos").into_iter().map(|table| Logo::read(&mut sheet, table)).collect(),
        };
        sheet.finish(root);
        faults.extend(sheet.close().into_iter().map(Fault::from));
        faults.sort_by_key(|fault| fault.line);
        if faults.is_empty() { Ok(texts) } else { Err(faults) }
    }

    /// The same file, canonical.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("plain strings serialise")
    }

    /// Refuses what no book can hold: texts beyond all measure, logos that are no drawing.
    ///
    /// # Errors
    /// Which one, and why.
    pub fn check(&self) -> Result<(), BooksError> {
        let lines = [("title", &self.title), ("subtitle", &self.subtitle), ("editor", &self.editor)];
        let texts = [("foreword", &self.foreword), ("method", &self.method), ("credits", &self.credits)];
        for (name, text) in lines {
            if text.len() > LINE {
                return Err(BooksError::Unsound(format!("`{name}` takes {} bytes, {LINE} at most", text.len())));
            }
        }
        for (name, text) in texts {
            if let Some(excess) = markdown_excess(text) {
                let why = FaultKind::Markdown(excess.kind).describe(true);
                return Err(BooksError::Unsound(format!("`{name}`, line {}: {why}", excess.line)));
            }
        }
        if self.logos.len() > MOST_LOGOS {
            return Err(BooksError::Unsound(format!("{} logos, {MOST_LOGOS} at most", self.logos.len())));
        }
        self.logos.iter().enumerate().try_for_each(|(place, logo)| logo.check(place + 1))
    }

    /// A number that changes with these words and with the bank's revision.
    pub(crate) fn state(&self, revision: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self, revision).hash(&mut hasher);
        hasher.finish()
    }
}

/// A text in Markdown, which must not cost too much to set.
fn told<'t>(sheet: &mut Sheet<'t>, root: &mut Table<'t>, key: &'static str, faults: &mut Vec<Fault>) -> String {
    let text = sheet.free_text(root, key, TEXT_LIMIT);
    let excess = markdown_excess(&text.value);
    faults.extend(excess.map(|excess| Fault::at(sheet.line(text.at), FaultKind::Markdown(excess.kind))));
    text.value
}

fn name(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "bank.compendium-fr",
        Lang::En => "bank.compendium-en",
    }
}

/// The words of the compendium: those of the store, else our own.
///
/// # Errors
/// The database's.
pub async fn read_texts(on: &impl ConnectionTrait, lang: Lang) -> Result<Texts, BooksError> {
    Ok(setting::get(on, name(lang)).await?.unwrap_or_else(|| Texts::own(lang)))
}

/// The words that somebody wrote over our own, where somebody did: those that leave the bank as files.
pub(crate) async fn edited_texts(on: &impl ConnectionTrait, lang: Lang) -> Result<Option<Texts>, BankError> {
    Ok(setting::get(on, name(lang)).await?)
}

/// Imports `compendium.fr.toml` or `compendium.en.toml`; the same words change nothing.
///
/// # Errors
/// Who may not, or the database's.
pub async fn import_texts(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    lang: Lang,
    bytes: &[u8],
) -> Result<TableImport, BooksError> {
    let texts = match Texts::read(bytes) {
        Ok(texts) => texts,
        Err(faults) => return Ok(TableImport::Refused(faults)),
    };
    if read_texts(db.reader(), lang).await? == texts {
        return Ok(TableImport::Taken(Tally { unchanged: 1, ..Tally::default() }));
    }
    write_texts(db, who, at, lang, &texts).await?;
    Ok(TableImport::Taken(Tally { updated: 1, ..Tally::default() }))
}

/// Writes the words of the compendium.
///
/// # Errors
/// Who may not, words that no book can hold, or the database's.
pub async fn write_texts(db: &Store, who: &Actor, at: Timestamp, lang: Lang, texts: &Texts) -> Result<(), BooksError> {
    may(who, Permission::EditCompendium, On::Everything)?;
    texts.check()?;
    db.write(async |tx| keep(tx, who, at, lang, texts).await).await
}

/// Keeps them, in the transaction at hand.
pub(super) async fn keep(
    tx: &Transaction,
    who: &Actor,
    at: Timestamp,
    lang: Lang,
    texts: &Texts,
) -> Result<(), BooksError> {
    setting::set(tx, name(lang), texts).await?;
    audit::record(tx, who, at, "compendium.written", lang.code()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use essaim_web::MARKDOWN_LIMIT;

    use super::*;

    #[test]
    fn each_fault_of_a_file_is_told_with_its_line() {
        let file = "titre = \"x\"\neditor = 3\ncredits = \"a\\u0000\"\n\n[[logos]]\nalt = \"\"\n";
        let lines: Vec<_> = Texts::read(file.as_bytes()).unwrap_err().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 1, 2, 3, 5, 6]);
        let deep = format!("title = \"x\"\nmethod = \"{}\"\n", ">".repeat(100));
        assert_eq!(Texts::read(deep.as_bytes()).unwrap_err()[0].line, 2);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let _any_answer = Texts::read(&bytes);
        }
    }

    #[test]
    fn the_texts_that_come_with_the_program_are_whole() {
        for lang in Lang::ALL {
            let texts = Texts::own(lang);
            for part in [&texts.title, &texts.subtitle, &texts.foreword, &texts.method, &texts.credits] {
                assert!(!part.trim().is_empty(), "{lang:?}");
            }
            assert_eq!(Texts::read(texts.to_toml().as_bytes()).unwrap(), texts);
        }
    }

    #[test]
    fn words_that_no_book_can_hold_are_refused_by_name() {
        let own = Texts::own(Lang::Fr);
        let logo = |svg: &str| vec![Logo { alt: "Ville".into(), svg: svg.into() }];
        let cases = [
            (Texts { foreword: "a".repeat(MARKDOWN_LIMIT + 1), ..own.clone() }, "foreword"),
            (Texts { credits: ">".repeat(100), ..own.clone() }, "credits"),
            (Texts { title: "a".repeat(LINE + 1), ..own.clone() }, "title"),
            (Texts { logos: logo("<svg xmlns=\"http://www.w3.org/2000/svg\"><path"), ..own.clone() }, "logo 1"),
            (Texts { logos: logo(&"a".repeat(LARGEST_LOGO + 1)), ..own.clone() }, "Ville"),
        ];
        for (texts, named) in cases {
            let refused = texts.check().unwrap_err().to_string();
            assert!(refused.contains(named), "{refused}");
        }
        let sound = logo("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>");
        assert!(Texts { logos: sound, ..own }.check().is_ok());
    }
}
