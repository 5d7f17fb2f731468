//! The editable words of the compendium: cover, foreword, method, credits, logos. Kept in the store; our own until somebody
//! edits them.

use std::hash::{DefaultHasher, Hash, Hasher};

use essaim_accounts::{Actor, Permission, audit, may};
use essaim_press::Image;
use essaim_store::{Store, setting};
use essaim_web::Lang;
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::BooksError;

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
    /// What the press prints; none where there is no drawing.
    pub(super) fn image(&self) -> Option<Image> {
        (!self.svg.trim().is_empty()).then(|| Image::Svg(self.svg.clone().into_bytes()))
    }
}

impl Texts {
    /// The words that a new bank begins with.
    pub fn own(lang: Lang) -> Self {
        let text = match lang {
            Lang::Fr => include_str!("../../../../data/compendium.fr.toml"),
            Lang::En => include_str!("../../../../data/compendium.en.toml"),
        };
        Self::from_toml(text).expect("a test reads the texts that come with the program")
    }

    /// Reads `compendium.fr.toml` or `compendium.en.toml`.
    ///
    /// # Errors
    /// The reader's words, with their place.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The same file, canonical.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("plain strings serialise")
    }

    /// A number that changes with these words and with the bank's revision.
    pub(crate) fn state(&self, revision: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self, revision).hash(&mut hasher);
        hasher.finish()
    }
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

/// Writes the words of the compendium.
///
/// # Errors
/// Who may not, or the database's.
pub async fn write_texts(db: &Store, who: &Actor, at: Timestamp, lang: Lang, texts: &Texts) -> Result<(), BooksError> {
    may(who, Permission::EditCompendium)?;
    db.write(async |tx| {
        setting::set(tx, name(lang), texts).await?;
        audit::record(tx, who, at, "compendium.written", lang.code()).await?;
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_that_come_with_the_program_are_whole() {
        for lang in Lang::ALL {
            let texts = Texts::own(lang);
            for part in [&texts.title, &texts.subtitle, &texts.foreword, &texts.method, &texts.credits] {
                assert!(!part.trim().is_empty(), "{lang:?}");
            }
            assert_eq!(Texts::from_toml(&texts.to_toml()).unwrap(), texts);
        }
    }
}
