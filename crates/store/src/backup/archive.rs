//! The archive's file: written whole or not at all, verified before anything is taken from it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, bufread};
use jiff::Timestamp;

use super::bounds::{self, Allowance};
use super::dump::Dump;
use super::{FORMAT, Manifest, Part};
use crate::StoreError;

const MANIFEST: &str = "manifest.json";
const FILES: &str = "files/";

/// Runs blocking work beside the runtime's threads.
pub(super) async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(failure) => std::panic::resume_unwind(failure.into_panic()),
    }
}

/// The folder that holds `path`.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Writes the archive at `to`: under another name first, then on the disk, then under its name.
pub(super) fn write(to: &Path, folder: Option<&Path>, dump: Dump, at: Timestamp) -> Result<Manifest, StoreError> {
    let files = match folder {
        Some(folder) => list(folder).map_err(StoreError::file(folder))?,
        None => Vec::new(),
    };
    let program = dump.history.last().map_or(env!("CARGO_PKG_VERSION"), |last| &last.program).to_owned();
    let migrations = dump.history.into_iter().map(|one| one.name).collect();
    let (tables, rows): (Vec<_>, Vec<_>) = dump.tables.into_iter().unzip();
    let manifest = Manifest { format: FORMAT, made_at: at, program, migrations, tables, files };
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    write_part(&part, &manifest, rows, folder).map_err(StoreError::file(&part))?;
    fs::rename(&part, to).map_err(StoreError::file(to))?;
    // The new name must be on the disk too.
    let parent = folder_of(to);
    File::open(&parent).and_then(|parent| parent.sync_all()).map_err(StoreError::file(&parent))?;
    Ok(manifest)
}

fn write_part(path: &Path, manifest: &Manifest, rows: Vec<File>, folder: Option<&Path>) -> io::Result<()> {
    let mut tar = tar::Builder::new(GzEncoder::new(BufWriter::new(create(path)?), Compression::fast()));
    let text = serde_json::to_vec_pretty(manifest)?;
    append(&mut tar, MANIFEST, text.len() as u64, manifest.made_at, text.as_slice())?;
    for (table, mut file) in manifest.tables.iter().zip(rows) {
        file.rewind()?;
        append(&mut tar, &table.part.path, table.part.bytes, manifest.made_at, BufReader::new(file))?;
    }
    for part in &manifest.files {
        let source = folder.expect("files were listed from a folder").join(&part.path);
        let mut read = Hashed::new(BufReader::new(File::open(&source)?));
        append(&mut tar, &format!("{FILES}{}", part.path), part.bytes, manifest.made_at, &mut read)?;
        if read.sum() != (part.bytes, part.blake3.clone()) {
            return Err(io::Error::other(format!("{} changed while it was read", source.display())));
        }
    }
    let file = tar.into_inner()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

/// A new file that only its owner reads: it holds all that the database holds.
fn create(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn append(
    tar: &mut tar::Builder<impl Write>,
    path: &str,
    bytes: u64,
    at: Timestamp,
    content: impl Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(at.as_second()).unwrap_or(0));
    // A file that grew since it was listed must not run over into the next entry.
    tar.append_data(&mut header, path, content.take(bytes))
}

/// The files of a folder, sorted by path, each read once for its checksum.
fn list(folder: &Path) -> io::Result<Vec<Part>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        if !current.exists() {
            continue;
        }
        for entry in fs::read_dir(&current)? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => found.push(part(folder, &entry.path())?),
                _ => {}
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn part(folder: &Path, file: &Path) -> io::Result<Part> {
    let inside = file.strip_prefix(folder).expect("it was listed from this folder");
    let path = inside.to_str().ok_or_else(|| io::Error::other(format!("{} has no readable name", file.display())))?;
    let mut read = Hashed::new(File::open(file)?);
    io::copy(&mut read, &mut io::sink())?;
    let (bytes, blake3) = read.sum();
    Ok(Part { path: path.to_owned(), bytes, blake3 })
}

/// Whether a file begins as backups do. Its content is not verified.
pub fn is_backup(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let Ok(file) = File::open(path) else { return false };
    let allowance = Allowance::default();
    allowance.set(bounds::BETWEEN_ENTRIES);
    let mut archive = tar::Archive::new(allowance.on(GzDecoder::new(BufReader::new(file))));
    let first = archive.entries().ok().and_then(|mut entries| entries.next()).and_then(Result::ok);
    first.is_some_and(|entry| entry.path_bytes().as_ref() == MANIFEST.as_bytes())
}

/// A verified archive, laid out: the rows of each table in a nameless file, the files in the folder asked for.
pub(super) struct Unpacked {
    pub(super) manifest: Manifest,
    pub(super) rows: HashMap<String, File>,
}

/// What becomes of the content of an archive that is read through.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    /// Checked, and not kept.
    Checked,
    /// Rows go to nameless files of the system's temporary folder; files to this folder, or nowhere.
    LaidOut(Option<&'a Path>),
}

/// Reads the archive through, checking every part against the manifest. Nothing of it is read further, or kept, than
/// its manifest announces and [`bounds`] allows.
pub(super) fn unpack(from: &Path, content: Content<'_>) -> Result<Unpacked, StoreError> {
    let file = File::open(from).map_err(StoreError::file(from))?;
    let size = file.metadata().map_err(StoreError::file(from))?.len();
    let allowance = Allowance::default();
    let mut packed = BufReader::new(file);
    let mut archive = tar::Archive::new(allowance.on(bufread::GzDecoder::new(&mut packed)));
    let damaged = |what| StoreError::Damaged { path: from.to_owned(), what };
    let unpacked = lay_out(&mut archive, size, &allowance, content).map_err(|fault| match fault {
        Fault::Archive(what) => damaged(what),
        Fault::Disk(path, error) => StoreError::file(path)(error),
    })?;
    // What follows the last entry ends with the checksum of the whole.
    allowance.set(bounds::BETWEEN_ENTRIES);
    io::copy(&mut archive.into_inner(), &mut io::sink())
        .map_err(|error| damaged(format!("it does not end as it should ({error})")))?;
    match packed.fill_buf() {
        Ok([]) => Ok(unpacked),
        Ok(_) => Err(damaged("something follows its end".to_owned())),
        Err(error) => Err(StoreError::file(from)(error)),
    }
}

/// Why an archive is not laid out: its own fault, or that of the disk that should take its content.
enum Fault {
    Archive(String),
    Disk(PathBuf, io::Error),
}

impl<T: Into<String>> From<T> for Fault {
    fn from(what: T) -> Self {
        Self::Archive(what.into())
    }
}

fn lay_out(
    archive: &mut tar::Archive<impl Read>,
    size: u64,
    allowance: &Allowance,
    content: Content<'_>,
) -> Result<Unpacked, Fault> {
    allowance.set(bounds::BETWEEN_ENTRIES + bounds::MANIFEST);
    let mut entries = archive.entries().map_err(|_| "it is no archive")?;
    let manifest = match entries.next() {
        Some(Ok(entry)) => manifest(entry)?,
        _ => return Err("it is no archive".into()),
    };
    bounds::check(&manifest, size)?;
    let mut awaited = awaited(&manifest)?;
    let mut rows = HashMap::new();
    loop {
        allowance.set(bounds::BETWEEN_ENTRIES);
        let Some(entry) = entries.next() else { break };
        let mut entry = entry.map_err(|error| format!("it cannot be read to its end ({error})"))?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let part = awaited.remove(&path).ok_or_else(|| format!("{path} is not in its manifest"))?;
        if !entry.header().entry_type().is_file() || entry.size() != part.bytes {
            return Err(format!("{path} is not the file that its manifest announces").into());
        }
        allowance.set(bounds::BETWEEN_ENTRIES + part.bytes);
        let sum = match (path.strip_prefix(FILES), content) {
            (None, Content::LaidOut(_)) => {
                let (file, sum) = nameless(&mut entry, &path)?;
                rows.insert(path.clone(), file);
                sum
            }
            (Some(inside), Content::LaidOut(Some(folder))) => named(&mut entry, &path, &folder.join(inside))?,
            _ => copy(&mut entry, io::sink(), &path, Path::new(""))?.1,
        };
        if sum != (part.bytes, part.blake3) {
            return Err(format!("{path} does not have its checksum").into());
        }
    }
    match awaited.into_keys().next() {
        Some(path) => Err(format!("{path} is missing").into()),
        None if manifest.tables.is_empty() => Err("it holds no table".into()),
        None => Ok(Unpacked { manifest, rows }),
    }
}

fn manifest(entry: tar::Entry<'_, impl Read>) -> Result<Manifest, String> {
    if entry.path_bytes().as_ref() != MANIFEST.as_bytes() {
        return Err("it does not begin with a manifest".to_owned());
    }
    let manifest: Manifest = serde_json::from_reader(BufReader::new(entry.take(bounds::MANIFEST)))
        .map_err(|error| format!("its manifest cannot be read ({error})"))?;
    match manifest.format {
        1..=FORMAT => Ok(manifest),
        later => Err(format!("it was made by a later program (form {later}, this one reads {FORMAT})")),
    }
}

/// The entries that must follow the manifest; refuses a path that leaves its folder.
fn awaited(manifest: &Manifest) -> Result<HashMap<String, Part>, String> {
    let leaves = |part: &&Part| !Path::new(&part.path).components().all(|step| matches!(step, Component::Normal(_)));
    let tables = manifest.tables.iter().map(|table| &table.part);
    if let Some(astray) = tables.clone().chain(&manifest.files).find(leaves) {
        return Err(format!("{} leaves its folder", astray.path));
    }
    let tables = tables.map(|part| (part.path.clone(), part.clone()));
    let files = manifest.files.iter().map(|part| (format!("{FILES}{}", part.path), part.clone()));
    let mut awaited = HashMap::new();
    for (path, part) in tables.chain(files) {
        if awaited.insert(path.clone(), part).is_some() {
            return Err(format!("{path} is announced twice"));
        }
    }
    Ok(awaited)
}

/// The rows of a table, in a file that vanishes with the program.
fn nameless(entry: &mut impl Read, path: &str) -> Result<(File, (u64, String)), Fault> {
    let folder = std::env::temp_dir();
    let file = tempfile::tempfile_in(&folder).map_err(|error| Fault::Disk(folder.clone(), error))?;
    let (mut file, sum) = copy(entry, file, path, &folder)?;
    file.rewind().map_err(|error| Fault::Disk(folder, error))?;
    Ok((file, sum))
}

fn named(entry: &mut impl Read, path: &str, to: &Path) -> Result<(u64, String), Fault> {
    let disk = |error| Fault::Disk(to.to_owned(), error);
    fs::create_dir_all(folder_of(to)).map_err(disk)?;
    let (file, sum) = copy(entry, File::create(to).map_err(disk)?, path, to)?;
    file.sync_all().map_err(disk)?;
    Ok(sum)
}

/// Copies an entry to `to`, which stands at `place`. Tells an archive that ends too soon from a disk that is full.
fn copy<W: Write>(from: &mut impl Read, to: W, path: &str, place: &Path) -> Result<(W, (u64, String)), Fault> {
    let mut to = Hashed::new(to);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(format!("{path} cannot be read ({error})").into()),
        };
        to.write_all(&buffer[..count]).map_err(|error| Fault::Disk(place.to_owned(), error))?;
    }
    let sum = to.sum();
    Ok((to.inner, sum))
}

/// Counts and hashes what passes.
pub(super) struct Hashed<T> {
    pub(super) inner: T,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<T> Hashed<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    /// How many bytes passed, and their checksum.
    pub(super) fn sum(&self) -> (u64, String) {
        (self.bytes, self.hasher.finalize().to_hex().to_string())
    }

    fn passed(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.passed(&buffer[..count]);
        Ok(count)
    }
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.passed(&buffer[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
