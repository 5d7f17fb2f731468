//! Frozen editions: the compendium as it was, at an address of its own, for ever.

use essaim_accounts::{Actor, On, Permission, audit, may};
use essaim_press::Progress;
use essaim_web::Lang;
use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use super::compendium::{book, in_order};
use super::{Books, BooksError, Publisher, Texts, read_texts, texts};
use crate::snapshot::Bank;
use crate::store;

/// A frozen edition, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its name in addresses: `2026`.
    pub name: String,
    /// Since when it is frozen.
    pub frozen_at: Timestamp,
    /// How many experiences it holds.
    pub experiences: u32,
    /// How many bytes.
    pub size: u64,
}

/// The frozen editions, the latest first.
///
/// # Errors
/// The database's.
pub async fn editions(on: &impl ConnectionTrait) -> Result<Vec<Edition>, BooksError> {
    Ok(store::editions(on).await?)
}

/// The bytes of an edition.
///
/// # Errors
/// The database's.
pub async fn edition(on: &impl ConnectionTrait, name: &str) -> Result<Option<Vec<u8>>, BooksError> {
    Ok(store::edition(on, name).await?)
}

/// Prints the compendium in French as it is now and keeps it under this name. What is frozen stays: a name serves once.
/// Words that are handed in are printed, then kept with the edition, or not at all.
///
/// # Errors
/// Who may not, words that no book can hold, a name that serves already or is none, an empty bank, the press's or the database's.
pub async fn freeze(
    books: &Books,
    bank: &Bank,
    publisher: &Publisher,
    (who, at): (&Actor, Timestamp),
    name: &str,
    words: Option<&Texts>,
    report: impl Fn(Progress) + Send + Sync + 'static,
) -> Result<Edition, BooksError> {
    may(who, Permission::EditCompendium, On::Everything)?;
    if !is_name(name) {
        return Err(BooksError::EditionName(name.chars().take(80).collect()));
    }
    if store::editions(bank.store().reader()).await?.iter().any(|edition| edition.name == name) {
        return Err(BooksError::AlreadyFrozen(name.to_owned()));
    }
    let snapshot = bank.snapshot().filter(|snapshot| !snapshot.entries().is_empty()).ok_or(BooksError::Empty)?;
    let texts = match words {
        Some(words) => words.clone(),
        None => read_texts(bank.store().reader(), Lang::Fr).await?,
    };
    texts.check()?;
    let entries = in_order(&snapshot);
    let line = format!("Édition {name}");
    let document = book(bank, &snapshot, publisher, &texts, Lang::Fr, &entries, line, at).await?;
    let bytes = books.print_with(document, report).await?;
    let experiences = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let edition = Edition { name: name.to_owned(), frozen_at: at, experiences, size: bytes.len() as u64 };
    bank.store()
        .write(async |tx| {
            if store::edition_exists(tx, name).await? {
                return Err(BooksError::AlreadyFrozen(name.to_owned()));
            }
            if words.is_some() {
                texts::keep(tx, who, at, Lang::Fr, &texts).await?;
            }
            store::insert_edition(tx, &edition, &bytes).await?;
            audit::record(tx, who, at, "compendium.frozen", &format!("edition:{name}")).await?;
            Ok(())
        })
        .await?;
    Ok(edition)
}

/// Whether a text may name an edition: it stands in addresses.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=32).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_named_as_an_address_can_hold() {
        for good in ["2026", "2026-1", "printemps"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "-1", "2026-", "Édition", "a/b", "..", &"1".repeat(33)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
