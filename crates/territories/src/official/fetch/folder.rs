//! Where a file stands, with its label and what is coming of the next one.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{FetchError, Label, Wanted};
use crate::official::shelf::replace;

/// The folder of one file. No publisher's name begins with a dot: those that do are the folder's own.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// That of a file, among the downloads of a node; it need not be there yet.
    pub fn of(downloads: &Path, wanted: &Wanted) -> Self {
        Self { path: downloads.join(wanted.name()) }
    }

    /// What is known of the file that is there, if one is, as long as it came.
    ///
    /// # Errors
    /// The disk's.
    pub fn label(&self) -> io::Result<Option<Label>> {
        let Some(text) = present(fs::read(self.path.join(".label.json")))? else { return Ok(None) };
        let label = serde_json::from_slice::<Label>(&text).ok();
        let is_there = |label: &Label| fs::metadata(self.file(label)).is_ok_and(|file| file.len() == label.length);
        Ok(label.filter(is_there))
    }

    /// The file itself.
    pub fn file(&self, label: &Label) -> PathBuf {
        self.path.join(&label.file)
    }

    /// Gives the part that came its name and its label, and takes the former file away. A kill at any moment leaves a
    /// file that is whole; one whose label is not its own is asked for again.
    pub(super) fn settle(&self, label: &Label) -> io::Result<()> {
        let former = self.label()?;
        fs::rename(self.part(), self.file(label))?;
        let text = serde_json::to_vec_pretty(label).map_err(io::Error::other)?;
        replace(&self.path.join(".label.json"), &text)?;
        present(fs::remove_file(self.memo()))?;
        match former.filter(|former| former.file != label.file) {
            Some(former) => present(fs::remove_file(self.file(&former))).map(drop),
            None => Ok(()),
        }
    }

    /// What came of the next one.
    pub(super) fn part(&self) -> PathBuf {
        self.path.join(".part")
    }

    /// What that part is of.
    pub(super) fn memo(&self) -> PathBuf {
        self.path.join(".part.json")
    }

    /// Keeps other commands away from the file for as long as it is held.
    pub(super) fn lock(&self) -> Result<File, FetchError> {
        fs::create_dir_all(&self.path)?;
        let lock = File::options().create(true).truncate(false).write(true).open(self.path.join(".lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(FetchError::Busy),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// None for what is not there.
pub(super) fn present<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
