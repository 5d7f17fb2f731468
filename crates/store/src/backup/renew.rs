//! Putting a backup in the place of a SQLite file that is too damaged to be written.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::Manifest;
use super::archive;
use super::load::{Restore, restore};
use crate::{Address, Migrator, Settings, Store, StoreError};

/// Restores a backup into a new file, then puts it in the place of `file`. Returns what the backup holds, and where
/// the damaged file is kept. Nobody else may have the file open.
pub async fn replace_damaged(
    file: &Path,
    migrator: &Migrator,
    what: &Restore,
    at: Timestamp,
) -> Result<(Manifest, PathBuf), StoreError> {
    let beside = beside(file, ".restoring");
    remove(&beside);
    let restored = restore_into(&beside, migrator, what, at).await.inspect_err(|_| remove(&beside))?;
    let kept = put_in_place(file, &beside).map_err(StoreError::file(file))?;
    Ok((restored, kept))
}

async fn restore_into(file: &Path, migrator: &Migrator, what: &Restore, at: Timestamp) -> Result<Manifest, StoreError> {
    let store = Store::open(&Settings::new(Address::Sqlite(file.to_owned()))).await?;
    let restored = restore(&store, migrator, what, at).await;
    store.close().await?;
    restored
}

/// The damaged file gets a second name before it loses its own, so that a power cut leaves one or the other in place.
fn put_in_place(file: &Path, new: &Path) -> io::Result<PathBuf> {
    fs::set_permissions(new, fs::metadata(file)?.permissions())?;
    let kept = free_name(file);
    fs::hard_link(file, &kept).or_else(|_| fs::rename(file, &kept))?;
    // A journal left beside the new file would be taken for its own.
    rename_if_present(&beside(file, "-wal"), &beside(&kept, "-wal"))?;
    remove_if_present(&beside(file, "-shm"))?;
    fs::rename(new, file)?;
    File::open(archive::folder_of(file))?.sync_all()?;
    Ok(kept)
}

/// `essaim.db.damaged`, or the next that is free: what was kept before may still be wanted.
fn free_name(file: &Path) -> PathBuf {
    let suffixes = std::iter::once(".damaged".to_owned()).chain((2..).map(|number| format!(".damaged-{number}")));
    suffixes.map(|suffix| beside(file, &suffix)).find(|path| !path.exists()).expect("numbers do not end")
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Removes what an interrupted restore may have left.
fn remove(file: &Path) {
    for path in [file.to_owned(), beside(file, "-wal"), beside(file, "-shm")] {
        // What cannot be removed is met again, and told, when the file is opened.
        drop(remove_if_present(&path));
    }
}

fn remove_if_present(path: &Path) -> io::Result<()> {
    if path.exists() { fs::remove_file(path) } else { Ok(()) }
}

fn rename_if_present(from: &Path, to: &Path) -> io::Result<()> {
    if from.exists() { fs::rename(from, to) } else { Ok(()) }
}
