//! What killed programs leave behind: files that never got their name. Nobody reads them; they only take room.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::Duration;

use essaim_store::{Absent, Address};
use essaim_territories::official::{self, Holding};
use jiff::civil::Date;

use crate::ground::Ground;

/// A file that nobody wrote to for so long is nobody's.
const SILENCE: Duration = Duration::from_secs(60 * 60);

/// The unfinished files of programs that are gone, in the folders of a bank.
pub(crate) fn list(ground: &Ground) -> Vec<PathBuf> {
    let mut found = unfinished(&ground.backup_folder(), |name| name.ends_with(".tar.gz.part").then_some(None));
    found.extend(unfinished(&ground.index_folder(), |name| {
        let (kept, writer) = name.split_once(".new-")?;
        let writer = writer.parse().ok()?;
        ["bank", "bank.entries", "bank.index"].contains(&kept).then_some(Some(writer))
    }));
    let kept = Holding::all().map(Holding::key).chain([official::ADDRESSES]);
    for kept in kept {
        found.extend(unfinished(&ground.territories_folder().join(kept), |name| {
            let (vintage, writer) = name.split_once(".new-")?;
            let writer = writer.parse().ok()?;
            vintage.parse::<Date>().is_ok().then_some(Some(writer))
        }));
    }
    for folder in folders(&ground.downloads_folder()) {
        found.extend(unfinished(&folder, |name| {
            let (kept, writer) = name.split_once(".new-")?;
            let writer = writer.parse().ok()?;
            [".part", ".label"].contains(&kept).then_some(Some(writer))
        }));
    }
    if let Address::Sqlite(file) = ground.database(Absent::Refuse).address
        && let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str()))
    {
        let beginning = format!("{name}.restoring");
        found.extend(unfinished(folder, |name| name.starts_with(&beginning).then_some(None)));
    }
    found.sort();
    found
}

/// Removes them. What cannot be removed harms nobody, and is told again by `check`.
pub(crate) fn clean(ground: &Ground) {
    for path in list(ground) {
        match fs::remove_file(&path) {
            Ok(()) => tracing::info!(file = %path.display(), "removed what a killed program left"),
            Err(error) => tracing::warn!(file = %path.display(), %error, "what a killed program left stays"),
        }
    }
}

/// The folders of a folder.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// The files of a folder that `is_unfinished` knows by their name, with the process that writes them where the name
/// tells it, save those that may still be written.
fn unfinished(folder: &Path, is_unfinished: impl Fn(&str) -> Option<Option<u32>>) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let left = entries.flatten().filter(|entry| {
        let Some(writer) = entry.file_name().to_str().and_then(&is_unfinished) else { return false };
        writer.is_some_and(is_gone) || entry.metadata().is_ok_and(|file| file.is_file() && is_silent(&file))
    });
    left.map(|entry| entry.path()).collect()
}

/// Whether no other process has this number. This very one has only begun: a former one had its number.
fn is_gone(process: u32) -> bool {
    process == std::process::id() || !Path::new("/proc").join(process.to_string()).exists()
}

fn is_silent(file: &Metadata) -> bool {
    file.modified().ok().and_then(|at| at.elapsed().ok()).is_some_and(|silence| silence > SILENCE)
}
