//! Bringing experiences in from files: all or nothing by file, as often as one likes.

use essaim_accounts::{Actor, On, Permission, audit, may};
use essaim_geo::TerritoryCode;
use essaim_store::{Store, Transaction};
use jiff::Timestamp;

use super::versions::{Versions, differing};
use crate::error::BankError;
use crate::events;
use crate::file::{Faults, Pictures, References, fingerprint, read};
use crate::model::{Addresses, Experience, Vocabularies};
use crate::store::{self, ExperienceId, Stored};

/// How many files one transaction takes: what is acknowledged is on disk, and disks are slow to say so.
const BATCH: usize = 100;

/// The files of one experience.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The name of its folder: the slug.
    pub folder: String,
    /// `experience.md`.
    pub french: Vec<u8>,
    /// `experience.en.md`.
    pub english: Option<Vec<u8>>,
    /// The pictures beside it.
    pub pictures: Pictures,
}

/// Which version to take where the bank was edited since the file was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Take {
    /// Neither: change nothing, show both.
    #[default]
    Neither,
    /// The file's.
    File,
    /// The bank's.
    Bank,
}

/// What became of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The name of the folder.
    pub folder: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an experience's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new experience.
    Added,
    /// The bank's experience took the file's state.
    Updated,
    /// The bank says the same already.
    Unchanged,
    /// The bank was edited since it was last imported: nothing changed. Each file on which they disagree, both versions.
    Edited(Vec<Versions>),
    /// The bank was edited since, and its version was kept, as asked.
    Kept,
    /// The files have faults: nothing changed.
    Refused(Faults),
}

/// Imports experiences. Files with faults change nothing; the others are written, a hundred in one transaction.
///
/// # Errors
/// Only what has nothing to do with the files: who may not, or the database.
pub async fn import(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    sources: &[Source],
    territory_exists: &(dyn Fn(&TerritoryCode) -> bool + Sync),
    take: Take,
) -> Result<Vec<Imported>, BankError> {
    may(who, Permission::WriteBank, On::Everything)?;
    let folders: Vec<&str> = sources.iter().map(|source| source.folder.as_str()).collect();
    let mut imported = Vec::with_capacity(sources.len());
    for batch in sources.chunks(BATCH) {
        let done = db
            .write(async |tx| {
                let mut known = Known::load(tx, &folders).await?;
                let mut done = Vec::with_capacity(batch.len());
                for source in batch {
                    let outcome = import_one(tx, (who, at), source, &mut known, territory_exists, take).await?;
                    done.push(Imported { folder: source.folder.clone(), outcome });
                }
                Ok::<_, BankError>(done)
            })
            .await?;
        imported.extend(done);
    }
    Ok(imported)
}

/// What the database knows, read inside the transaction.
struct Known {
    vocabularies: Vocabularies,
    organisations: Vec<String>,
    addresses: Addresses,
}

impl Known {
    async fn load(tx: &Transaction, folders: &[&str]) -> Result<Self, BankError> {
        let (present, former) = store::slugs(tx).await?;
        let folders = folders.iter().map(|folder| (*folder).to_owned());
        Ok(Self {
            vocabularies: store::load_vocabularies(tx).await?,
            organisations: essaim_network::slugs(tx).await?,
            addresses: Addresses::new(present, former, folders),
        })
    }
}

async fn import_one(
    tx: &Transaction,
    (who, at): (&Actor, Timestamp),
    source: &Source,
    known: &mut Known,
    territory_exists: &(dyn Fn(&TerritoryCode) -> bool + Sync),
    take: Take,
) -> Result<Outcome, BankError> {
    let references = References {
        vocabularies: &known.vocabularies,
        organisations: &known.organisations,
        territory_exists: &|code| territory_exists(code),
        addresses: &known.addresses,
        pictures: &source.pictures,
    };
    let experience = match read(&source.folder, &source.french, source.english.as_deref(), &references) {
        Ok(experience) => experience,
        Err(faults) => return Ok(Outcome::Refused(faults)),
    };
    let revision = fingerprint(&experience, &source.pictures);
    let (slug, former) = (experience.slug.clone(), experience.former_slugs.clone());
    let bearer = known.addresses.bearer(slug.as_str(), &former).map(str::to_owned);
    let present = match &bearer {
        Some(bearer) => store::find(tx, bearer).await?,
        None => None,
    };
    let (stored, action, outcome) = match present {
        None => {
            let id = ExperienceId::new(at);
            let file_revision = Some(revision.clone());
            let stored = Stored { id, experience, file_revision, revision, created_at: at, updated_at: at };
            store::insert(tx, &stored).await?;
            (stored, "import.added", Outcome::Added)
        }
        Some(present) => {
            if let Some(outcome) = kept(tx, (who, at), &present, &experience, &revision, source, take).await? {
                return Ok(outcome);
            }
            let file_revision = Some(revision.clone());
            let stored = Stored { experience, file_revision, revision, updated_at: at, ..present };
            store::update(tx, &stored).await?;
            (stored, "import.updated", Outcome::Updated)
        }
    };
    known.addresses.settle(bearer.as_deref(), &slug, &former);
    finish(tx, who, at, &stored, source, action).await?;
    Ok(outcome)
}

/// What becomes of files that do not change the bank; `None` where they do.
async fn kept(
    tx: &Transaction,
    (who, at): (&Actor, Timestamp),
    present: &Stored,
    experience: &Experience,
    revision: &str,
    source: &Source,
    take: Take,
) -> Result<Option<Outcome>, BankError> {
    let seen = present.file_revision.as_deref();
    if present.revision == revision {
        // Both came to say the same: what the files say next is news again.
        if seen != Some(revision) {
            store::set_file_revision(tx, present.id, revision).await?;
        }
        return Ok(Some(Outcome::Unchanged));
    }
    if seen == Some(revision) && take != Take::File {
        return Ok(Some(Outcome::Unchanged));
    }
    if seen == Some(present.revision.as_str()) || take == Take::File {
        return Ok(None);
    }
    if take == Take::Neither {
        return Ok(Some(Outcome::Edited(differing(tx, present, experience, source).await?)));
    }
    // The refused state is remembered: it is not asked about twice.
    store::set_file_revision(tx, present.id, revision).await?;
    audit::record(tx, who, at, "import.kept", &format!("experience:{}", present.experience.slug)).await?;
    Ok(Some(Outcome::Kept))
}

/// Pictures, audit line and outbox entry of a saved experience.
async fn finish(
    tx: &Transaction,
    who: &Actor,
    at: Timestamp,
    stored: &Stored,
    source: &Source,
    action: &'static str,
) -> Result<(), BankError> {
    store::save_pictures(tx, stored, &source.pictures).await?;
    audit::record(tx, who, at, action, &format!("experience:{}", stored.experience.slug)).await?;
    events::experience_changed(tx, at, stored.id).await
}
