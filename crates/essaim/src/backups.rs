//! The backup folder: how its files are named, and which are old enough to go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;

const STAMP: &str = "%Y-%m-%dT%H%M%SZ";
const USUAL: &str = "essaim-";
const BEFORE_UPGRADE: &str = "before-upgrade-";
const END: &str = ".tar.gz";

/// The name of a backup made now.
pub(crate) fn dated(folder: &Path, at: Timestamp) -> PathBuf {
    free_name(folder, USUAL, at)
}

/// The name of a backup made before an upgrade; [`old`] leaves it alone.
pub(crate) fn before_upgrade(folder: &Path, at: Timestamp) -> PathBuf {
    free_name(folder, BEFORE_UPGRADE, at)
}

/// Two backups in one second do not overwrite each other.
fn free_name(folder: &Path, kind: &str, at: Timestamp) -> PathBuf {
    let stem = format!("{kind}{}", at.strftime(STAMP));
    let names = std::iter::once(format!("{stem}{END}")).chain((2..).map(|number| format!("{stem}-{number}{END}")));
    names.map(|name| folder.join(name)).find(|path| !path.exists()).expect("numbers do not end")
}

/// The dated backups of a folder, save the `keep` latest.
pub(crate) fn old(folder: &Path, keep: usize) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(age) = path.file_name().and_then(|name| name.to_str()).and_then(moment) {
            all.push((age, path));
        }
    }
    all.sort();
    let surplus = all.len().saturating_sub(keep);
    Ok(all.into_iter().take(surplus).map(|(_, path)| path).collect())
}

/// When a dated backup was made, and which of that second it is; nothing for any other file.
fn moment(name: &str) -> Option<(DateTime, u32)> {
    let stem = name.strip_prefix(USUAL)?.strip_suffix(END)?;
    let (stamp, rest) = stem.split_at_checked(stem.find('Z')? + 1)?;
    let number = if rest.is_empty() { 1 } else { rest.strip_prefix('-')?.parse().ok()? };
    Some((DateTime::strptime(STAMP, stamp).ok()?, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_oldest_dated_backups_go() {
        let folder = tempfile::tempdir().unwrap();
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        let make = |path: PathBuf| fs::write(&path, "").map(|()| path).unwrap();
        let others = [make(before_upgrade(folder.path(), at(0))), make(folder.path().join("essaim-mine.tar.gz"))];
        let made: Vec<_> = [0, 0, 7, 9].map(|second| make(dated(folder.path(), at(second)))).into();
        assert_eq!(old(folder.path(), 2).unwrap(), made[..2]);
        assert!(old(folder.path(), 9).unwrap().is_empty());
        assert!(others.iter().all(|other| !old(folder.path(), 0).unwrap().contains(other)));
    }
}
