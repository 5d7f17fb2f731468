//! The data that a bank begins with: vocabularies and synonyms. Sown once, then the database is the truth.

use essaim_accounts::{Actor, audit};
use essaim_store::Store;
use jiff::Timestamp;

use crate::error::BankError;
use crate::events;
use crate::model::{Synonyms, Vocabularies};
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

/// Sows an empty bank; does nothing in one that has vocabularies already. Says whether it sowed.
///
/// # Errors
/// The database's.
pub async fn sow(db: &Store, who: &Actor, at: Timestamp, seed: &Seed) -> Result<bool, BankError> {
    if !store::load_vocabularies(db.reader()).await?.all.is_empty() {
        return Ok(false);
    }
    db.write(async |tx| {
        if !store::load_vocabularies(tx).await?.all.is_empty() {
            return Ok(false);
        }
        store::save_vocabularies(tx, &seed.vocabularies).await?;
        store::save_synonyms(tx, &seed.synonyms).await?;
        audit::record(tx, who, at, "vocabularies.sown", "bank").await?;
        events::everything_changed(tx, at).await?;
        Ok(true)
    })
    .await
}
