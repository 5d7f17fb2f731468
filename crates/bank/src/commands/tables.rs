//! The tables of the bank, brought in from files: all or nothing by file, and what says the same already changes nothing.

use essaim_accounts::{Actor, On, Permission, audit, may};
use essaim_store::{Store, Transaction};
use jiff::Timestamp;

use crate::error::BankError;
use crate::events;
use crate::file::{Fault, read_synonyms, read_vocabularies};
use crate::model::{Synonyms, Term, Vocabularies};
use crate::store;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableImport {
    /// It was taken.
    Taken(Tally),
    /// It has faults: nothing changed.
    Refused(Vec<Fault>),
}

/// How many entries of a file were new, changed, and already the same, and how many others it did away with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Tally {
    /// New ones.
    pub added: usize,
    /// Changed ones.
    pub updated: usize,
    /// Ones that say the same already.
    pub unchanged: usize,
    /// Ones that the bank had and the file has not, where a file replaces a table.
    pub removed: usize,
}

impl Tally {
    fn add<T: PartialEq>(&mut self, present: Option<T>, wanted: T) {
        match present {
            None => self.added += 1,
            Some(present) if present == wanted => self.unchanged += 1,
            Some(_) => self.updated += 1,
        }
    }

    /// Whether the file changed nothing.
    pub fn is_unchanged(self) -> bool {
        self.added == 0 && self.updated == 0 && self.removed == 0
    }
}

/// Imports `vocabularies.toml`: labels and order change, terms are added, none is removed, since experiences may hold it.
///
/// # Errors
/// Who may not, or the database's.
pub async fn import_vocabularies(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    bytes: &[u8],
) -> Result<TableImport, BankError> {
    may(who, Permission::WriteBank, On::Everything)?;
    let wanted = match read_vocabularies(bytes) {
        Ok(wanted) => wanted,
        Err(faults) => return Ok(TableImport::Refused(faults)),
    };
    db.write(async |tx| {
        let present = store::load_vocabularies(tx).await?;
        let merged = present.merged(&wanted);
        let tally = tally_terms(&present, &merged, &wanted);
        if merged != present {
            store::save_vocabularies(tx, &merged).await?;
            finish(tx, who, at, "vocabularies.written").await?;
        }
        Ok(TableImport::Taken(tally))
    })
    .await
}

/// The terms of the file, by what became of them: a term that only moved counts as changed.
fn tally_terms(present: &Vocabularies, merged: &Vocabularies, wanted: &Vocabularies) -> Tally {
    let find = |all: &Vocabularies, vocabulary: &str, key: &str| -> Option<(usize, Term)> {
        let terms = &all.get(vocabulary)?.terms;
        let place = terms.iter().position(|term| term.key == key)?;
        Some((place, terms[place].clone()))
    };
    let mut tally = Tally::default();
    for vocabulary in &wanted.all {
        for term in &vocabulary.terms {
            let after = find(merged, &vocabulary.key, &term.key).expect("what was merged holds every wanted term");
            tally.add(find(present, &vocabulary.key, &term.key), after);
        }
    }
    tally
}

/// Imports `synonyms.toml`, which replaces the synonyms of the search.
///
/// # Errors
/// Who may not, or the database's.
pub async fn import_synonyms(db: &Store, who: &Actor, at: Timestamp, bytes: &[u8]) -> Result<TableImport, BankError> {
    may(who, Permission::WriteBank, On::Everything)?;
    let wanted = match read_synonyms(bytes) {
        Ok(wanted) => wanted,
        Err(faults) => return Ok(TableImport::Refused(faults)),
    };
    db.write(async |tx| {
        let present = store::load_synonyms(tx).await?;
        if wanted != present {
            store::save_synonyms(tx, &wanted).await?;
            finish(tx, who, at, "synonyms.replaced").await?;
        }
        Ok(TableImport::Taken(tally_synonyms(&present, &wanted)))
    })
    .await
}

/// A line that changed cannot be told from one that replaced another: it is new.
fn tally_synonyms(present: &Synonyms, wanted: &Synonyms) -> Tally {
    let mut tally = Tally::default();
    for line in &wanted.lines {
        tally.add(present.lines.iter().find(|known| *known == line), line);
    }
    tally.removed = present.lines.iter().filter(|line| !wanted.lines.contains(line)).count();
    tally
}

async fn finish(tx: &Transaction, who: &Actor, at: Timestamp, action: &'static str) -> Result<(), BankError> {
    audit::record(tx, who, at, action, "bank").await?;
    events::everything_changed(tx, at).await
}
