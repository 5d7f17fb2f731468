//! Bringing experiences in from files: all or nothing by file, as often as one likes.

use essaim_accounts::{Actor, audit};
use essaim_geo::TerritoryCode;
use essaim_store::{Store, Transaction};
use jiff::Timestamp;

use crate::error::BankError;
use crate::events;
use crate::file::{Fault, FaultKind, Faults, Pictures, References, fingerprint, read, write_french};
use crate::model::{Experience, Vocabularies};
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
    /// The bank was edited since it was last imported: nothing changed. Both canonical forms, to be compared.
    Edited {
        /// The bank's.
        bank: String,
        /// The file's.
        file: String,
    },
    /// The bank was edited since, and its version was kept, as asked.
    Kept,
    /// The files have faults: nothing changed.
    Refused(Faults),
}

/// Imports experiences. Files with faults change nothing; the others are written, a hundred in one transaction.
///
/// # Errors
/// Only what has nothing to do with the files: the database.
pub async fn import(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    sources: &[Source],
    territory_exists: &(dyn Fn(&TerritoryCode) -> bool + Sync),
    take: Take,
) -> Result<Vec<Imported>, BankError> {
    let mut imported = Vec::with_capacity(sources.len());
    for batch in sources.chunks(BATCH) {
        let done = db
            .write(async |tx| {
                let vocabularies = store::load_vocabularies(tx).await?;
                let organisations = essaim_network::slugs(tx).await?;
                let references = Known { vocabularies, organisations };
                let mut done = Vec::with_capacity(batch.len());
                for source in batch {
                    let outcome = import_one(tx, who, at, source, &references, territory_exists, take).await?;
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
}

async fn import_one(
    tx: &Transaction,
    who: &Actor,
    at: Timestamp,
    source: &Source,
    known: &Known,
    territory_exists: &(dyn Fn(&TerritoryCode) -> bool + Sync),
    take: Take,
) -> Result<Outcome, BankError> {
    let references = References {
        vocabularies: &known.vocabularies,
        organisations: &known.organisations,
        territory_exists: &|code| territory_exists(code),
    };
    let experience = match read_source(source, &references) {
        Ok(experience) => experience,
        Err(faults) => return Ok(Outcome::Refused(faults)),
    };
    let mut slugs = vec![experience.slug.as_str()];
    slugs.extend(experience.former_slugs.iter().map(|slug| slug.as_str()));
    let revision = fingerprint(&experience, &source.pictures);
    let Some(present) = store::find_by_any_slug(tx, &slugs).await? else {
        let stored = Stored {
            id: ExperienceId::new(at),
            experience,
            file_revision: Some(revision.clone()),
            revision,
            created_at: at,
            updated_at: at,
        };
        store::insert(tx, &stored).await?;
        finish(tx, who, at, &stored, source, "import.added").await?;
        return Ok(Outcome::Added);
    };
    let says_the_same = present.revision == revision || present.file_revision.as_deref() == Some(&revision);
    let edited = present.file_revision.as_deref() != Some(&present.revision);
    match take {
        _ if says_the_same && (present.revision == revision || take != Take::File) => return Ok(Outcome::Unchanged),
        Take::Bank if edited => return Ok(Outcome::Kept),
        Take::Neither if edited => return Ok(both(&present, &experience)),
        _ => {}
    }
    let stored = Stored { experience, file_revision: Some(revision.clone()), revision, updated_at: at, ..present };
    store::update(tx, &stored).await?;
    finish(tx, who, at, &stored, source, "import.updated").await?;
    Ok(Outcome::Updated)
}

fn both(present: &Stored, experience: &Experience) -> Outcome {
    Outcome::Edited { bank: write_french(&present.experience), file: write_french(experience) }
}

/// Reads the files, and asks that each picture listed stands beside.
fn read_source(source: &Source, references: &References<'_>) -> Result<Experience, Faults> {
    let experience = read(&source.folder, &source.french, source.english.as_deref(), references)?;
    let absent: Vec<_> = experience
        .pictures
        .iter()
        .filter(|picture| !source.pictures.contains_key(&picture.file))
        .map(|picture| Fault { line: 1, kind: FaultKind::PictureAbsent(picture.file.clone()) })
        .collect();
    if absent.is_empty() { Ok(experience) } else { Err(Faults { french: absent, english: Vec::new() }) }
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
