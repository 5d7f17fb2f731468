//! The snapshot kept on this node's disk, so that a start does not read the whole database.
//!
//! Two files, each written whole under another name, flushed, then renamed: the entries (a head line and one line of JSON
//! each) and the search index. Both bear the same revision. Whatever is missing, damaged or foreign is thrown away: the
//! database is the truth.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use essaim_network::Organisation;
use essaim_search::{Index, SearchError};
use serde::{Deserialize, Serialize};

use super::{Entry, Tombstone};
use crate::model::Vocabularies;

/// Changes with every change of what the files hold.
const VERSION: u32 = 3;

/// Why a cache was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CacheFault {
    /// Nothing was kept yet.
    #[error("nothing was kept yet")]
    Absent,
    /// They cannot be read or written.
    #[error("the files cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// It was cut or damaged, or another version wrote it.
    #[error("the entries are damaged or of another version")]
    Entries,
    /// The index was cut or damaged, or another version wrote it.
    #[error("the index is damaged or of another version: {0}")]
    Index(SearchError),
    /// The two files are not of the same moment, or the synonyms or the official tables changed since.
    #[error("the entries and the index are not of the same moment")]
    Mismatch,
}

impl From<SearchError> for CacheFault {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Io(error) => Self::Io(error),
            other => Self::Index(other),
        }
    }
}

/// The first line of the entries' file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) version: u32,
    /// Of the lines that follow: BLAKE3, hexadecimal.
    pub(super) checksum: String,
    pub(super) revision: u64,
    pub(super) cursor: String,
    pub(super) fingerprint: [u8; 32],
    /// Of the official tables: names and places come from them.
    pub(super) registry: u64,
    pub(super) vocabularies: Vocabularies,
    pub(super) organisations: Vec<Organisation>,
    pub(super) former_slugs: Vec<(Box<str>, Box<str>)>,
    pub(super) tombstones: Vec<Tombstone>,
}

impl Head {
    pub(super) fn new(revision: u64, cursor: String, fingerprint: [u8; 32]) -> Self {
        Self {
            version: VERSION,
            checksum: String::new(),
            revision,
            cursor,
            fingerprint,
            registry: 0,
            vocabularies: Vocabularies::default(),
            organisations: Vec::new(),
            former_slugs: Vec::new(),
            tombstones: Vec::new(),
        }
    }
}

/// What the files held.
pub(super) struct Kept {
    pub(super) head: Head,
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) index: Index,
}

fn entries_path(folder: &Path) -> PathBuf {
    folder.join("bank.entries")
}

fn index_path(folder: &Path) -> PathBuf {
    folder.join("bank.index")
}

/// Writes both files. A kill at any moment leaves either the former ones or a pair that [`read`] refuses.
pub(super) fn write(folder: &Path, mut head: Head, entries: &[Arc<Entry>], index: &Index) -> Result<(), CacheFault> {
    fs::create_dir_all(folder)?;
    let mut lines = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut lines, &**entry).map_err(io::Error::other)?;
        lines.push(b'\n');
    }
    head.checksum = blake3::hash(&lines).to_hex().to_string();
    let mut first = serde_json::to_vec(&head).map_err(io::Error::other)?;
    first.push(b'\n');
    replace(&index_path(folder), |out| Ok(index.write_to(out)?))?;
    replace(&entries_path(folder), |out| {
        out.write_all(&first)?;
        Ok(out.write_all(&lines)?)
    })
}

fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Result<(), CacheFault>) -> Result<(), CacheFault> {
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let mut out = BufWriter::new(File::create(&beside)?);
    let written = write(&mut out).and_then(|()| {
        out.flush()?;
        Ok(out.get_ref().sync_all()?)
    });
    if let Err(fault) = written {
        let _left_behind = fs::remove_file(&beside);
        return Err(fault);
    }
    fs::rename(&beside, path)?;
    Ok(())
}

/// Reads both files, if they are whole and of the same moment.
pub(super) fn read(folder: &Path) -> Result<Kept, CacheFault> {
    if is_absent(folder) {
        return Err(CacheFault::Absent);
    }
    let (head, entries) = read_entries(BufReader::with_capacity(1 << 16, File::open(entries_path(folder))?))?;
    let index = read_index(folder)?;
    let same =
        index.revision() == head.revision && index.fingerprint() == head.fingerprint && index.len() == entries.len();
    if same { Ok(Kept { head, entries, index }) } else { Err(CacheFault::Mismatch) }
}

/// Reads the index alone.
pub(super) fn read_index(folder: &Path) -> Result<Index, CacheFault> {
    Ok(Index::open(&index_path(folder))?)
}

/// Reads line by line: a bank is never twice in memory.
fn read_entries(mut lines: impl BufRead) -> Result<(Head, Vec<Arc<Entry>>), CacheFault> {
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>| {
        line.clear();
        lines.read_until(b'\n', line)
    };
    next(&mut line)?;
    let head: Head = serde_json::from_slice(&line).map_err(|_| CacheFault::Entries)?;
    if head.version != VERSION {
        return Err(CacheFault::Entries);
    }
    let (mut entries, mut hasher) = (Vec::new(), blake3::Hasher::new());
    while next(&mut line)? > 0 {
        hasher.update(&line);
        let entry: Entry = serde_json::from_slice(&line).map_err(|_| CacheFault::Entries)?;
        // What was read has room to grow; a clone has none to spare, and a bank is kept for long.
        entries.push(Arc::new(entry.clone()));
    }
    let sound = head.checksum == hasher.finalize().to_hex().as_str();
    if sound { Ok((head, entries)) } else { Err(CacheFault::Entries) }
}

/// Whether neither file is there, as before the first start.
pub(super) fn is_absent(folder: &Path) -> bool {
    !entries_path(folder).exists() && !index_path(folder).exists()
}

/// Throws the files away: the next start reads the database.
pub(super) fn forget(folder: &Path) -> io::Result<()> {
    for path in [entries_path(folder), index_path(folder)] {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
