//! The data that a bank begins with: vocabularies and synonyms. Sown once, then the database is the truth.

use essaim_accounts::{Actor, audit};
use essaim_store::Store;
use jiff::Timestamp;

use crate::error::BankError;
use crate::events;
use crate::model::{Synonyms, Vocabularies, Vocabulary};
use crate::store;

/// What a new bank is sown with.
#[derive(Debug, Clone)]
pub struct Seed {
    /// Its vocabularies.
    pub vocabularies: Vocabularies,
    /// Its synonyms.
    pub synonyms: Synonyms,
}

impl Default for Seed {
    /// The ones that come with the program.
    fn default() -> Self {
        Self { vocabularies: Vocabularies::seed(), synonyms: Synonyms::seed() }
    }
}

/// Sows an empty bank, and brings to an older one the vocabularies that it has never heard of. Those that it has are its own:
/// they stay as they are. Says whether it sowed.
///
/// # Errors
/// The database's.
pub async fn sow(db: &Store, who: &Actor, at: Timestamp, seed: &Seed) -> Result<bool, BankError> {
    if unheard_of(&store::load_vocabularies(db.reader()).await?, seed).next().is_none() {
        return Ok(false);
    }
    db.write(async |tx| {
        let present = store::load_vocabularies(tx).await?;
        let all: Vec<Vocabulary> = present.all.iter().chain(unheard_of(&present, seed)).cloned().collect();
        if all.len() == present.all.len() {
            return Ok(false);
        }
        store::save_vocabularies(tx, &Vocabularies { all }).await?;
        if present.all.is_empty() {
            store::save_synonyms(tx, &seed.synonyms).await?;
        }
        audit::record(tx, who, at, "vocabularies.sown", "bank").await?;
        events::everything_changed(tx, at).await?;
        Ok(true)
    })
    .await
}

/// The vocabularies of the seed that a bank does not have.
fn unheard_of<'a>(present: &'a Vocabularies, seed: &'a Seed) -> impl Iterator<Item = &'a Vocabulary> {
    seed.vocabularies.all.iter().filter(|vocabulary| present.get(&vocabulary.key).is_none())
}
