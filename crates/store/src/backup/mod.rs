//! Backups: one file that holds a whole instance, made while it runs, and restored into either database.
//!
//! A backup is a `tar.gz`: `manifest.json` (what it holds, with the number of rows and a checksum of each part), one
//! `tables/<name>.jsonl` for each table (a row a line, in the order of its key), and `files/…` (what the caller keeps
//! beside the database). All tables are read in one snapshot, so a backup is one instant of the instance; values are
//! written in a form that depends on neither database, so two backups of equal data hold equal tables.
//!
//! Nothing is held in memory but a few rows, and nothing is read of an archive beyond what its manifest announces and
//! its size makes plausible. The archive takes its name only once it is whole and on the disk: a
//! program killed in the middle leaves `<name>.part`, which nobody takes for a backup and the next one replaces.

mod archive;
mod bounds;
mod catalog;
mod dump;
mod load;
mod renew;
mod value;

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Store, StoreError, Version};

use archive::Content;

pub use archive::is_backup;
pub use load::{Existing, Restore, restore};
pub use renew::replace_damaged;

/// The form of the archive that this program writes; it reads this one and those before.
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// The version of the program that made it.
    pub program: String,
    /// The migrations that the database had been through, oldest first.
    pub migrations: Vec<String>,
    /// The tables, by name.
    pub tables: Vec<Table>,
    /// The files kept beside the database.
    pub files: Vec<Part>,
}

/// A table in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How many rows it holds.
    pub rows: u64,
    columns: Vec<catalog::Column>,
    /// Its rows, in the archive.
    pub part: Part,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its path: for the files beside the database, relative to their folder.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its BLAKE3 checksum, in hexadecimal.
    pub blake3: String,
}

impl Manifest {
    /// Which program and which schema the backup comes from.
    pub fn version(&self) -> Version {
        let schema = self.migrations.last().map_or("none", String::as_str).to_owned();
        Version { program: self.program.clone(), schema }
    }

    /// How many rows it holds in all.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// How far a backup goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent<'a> {
    /// The folder kept beside the database, if there is one.
    pub files: Option<&'a Path>,
    /// The tables whose rows hold for this running instance only, and are empty in one that is restored: who is signed
    /// in, what is on its way out.
    pub passing: &'a [&'a str],
}

/// Makes a backup of the running instance at `to`. A former backup is replaced; anything else that stands there is not,
/// and a database that was never migrated is none to back up.
pub async fn backup(store: &Store, to: &Path, extent: &Extent<'_>, at: Timestamp) -> Result<Manifest, StoreError> {
    if store.version().await?.is_none() {
        return Err(StoreError::absent(store.address()));
    }
    if to.symlink_metadata().is_ok() && !is_backup(to) {
        return Err(StoreError::Occupied { path: to.to_owned() });
    }
    let folder = archive::folder_of(to);
    std::fs::create_dir_all(&folder).map_err(StoreError::file(&folder))?;
    let dumped = dump::all_tables(store, &folder, extent.passing).await?;
    let (to, files) = (to.to_owned(), extent.files.map(Path::to_owned));
    archive::off_the_runtime(move || archive::write(&to, files.as_deref(), dumped, at)).await
}

/// Reads a backup through, and says what it holds; refuses one that was altered or cut.
pub async fn verify(from: &Path) -> Result<Manifest, StoreError> {
    let from = from.to_owned();
    archive::off_the_runtime(move || Ok(archive::unpack(&from, Content::Checked)?.manifest)).await
}

#[cfg(test)]
mod tests;
