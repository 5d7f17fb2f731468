//! Tables read and written by commands: a file or a pipe, whole or not at all, gone on with after an interruption.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use essaim_territories::tagging::{AddressColumns, Progress, TagError};
use serde::{Deserialize, Serialize};

use crate::cli::AddressArgs;
use crate::folders;
use crate::outcome::Refused;

/// So much of a table is looked at to know it again.
const LOOKED_AT: u64 = 1 << 16;

/// What a run is told: where it goes on from, and what to tell after each batch.
pub(super) struct Going<'g> {
    pub(super) from: Progress,
    pub(super) step: &'g mut dyn FnMut(Progress) -> io::Result<()>,
}

/// A table to read and one to write.
pub(super) struct Tables<'t> {
    pub(super) input: Option<&'t Path>,
    pub(super) output: Option<&'t Path>,
    pub(super) resume: bool,
    /// What makes a run what it is: options, vintages.
    pub(super) identity: String,
}

/// What a run left behind, to be gone on with.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    identity: String,
    progress: Progress,
}

/// A path, unless it stands for the standard input or output.
pub(super) fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new("-"))
}

pub(super) fn refused(error: TagError) -> anyhow::Error {
    match error {
        TagError::Io(error) => error.into(),
        other => Refused(other.to_string()).into(),
    }
}

pub(super) fn columns(told: &AddressArgs, point: Option<[String; 2]>) -> AddressColumns {
    AddressColumns {
        number: told.number.clone(),
        street: told.street.clone(),
        complement: told.complement.clone(),
        postcode: told.postcode.clone(),
        city: told.city.clone(),
        address: told.address.clone(),
        insee: told.insee.clone(),
        point,
    }
}

impl Tables<'_> {
    /// Runs something from the one to the other.
    pub(super) fn through(
        &self,
        run: impl FnOnce(&mut dyn Read, &mut dyn Write, Going<'_>) -> Result<Progress, TagError>,
    ) -> anyhow::Result<Progress> {
        let mut input: Box<dyn Read> = match named(self.input) {
            Some(path) => Box::new(opened(path)?),
            None => Box::new(io::stdin().lock()),
        };
        match named(self.output) {
            Some(path) => self.to_file(path, &mut input, run),
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                let going = Going { from: Progress::default(), step: &mut |_| Ok(()) };
                run(&mut input, &mut out, going).map_err(refused)
            }
        }
    }

    /// Written beside, then renamed: a table is there whole or not at all.
    fn to_file(
        &self,
        path: &Path,
        input: &mut dyn Read,
        run: impl FnOnce(&mut dyn Read, &mut dyn Write, Going<'_>) -> Result<Progress, TagError>,
    ) -> anyhow::Result<Progress> {
        let (part, journal) = (folders::beside(path), journal(path));
        let cannot = || format!("{} cannot be written", path.display());
        let identity = self.whole_identity()?;
        let from = if self.resume { left(&part, &journal, &identity)? } else { Progress::default() };
        let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(&part).with_context(cannot)?;
        file.set_len(from.written).with_context(cannot)?;
        file.seek(SeekFrom::End(0)).with_context(cannot)?;
        let mut out = BufWriter::new(file);
        let mut step = |progress| match self.input.and_then(|input| named(Some(input))) {
            Some(_) => note(&journal, &Journal { identity: identity.clone(), progress }),
            None => Ok(()),
        };
        let done = run(input, &mut out, Going { from, step: &mut step });
        if done.is_err() {
            let _left_behind = (fs::remove_file(&part), fs::remove_file(&journal));
        }
        let done = done.map_err(refused)?;
        out.flush().and_then(|()| fs::rename(&part, path)).with_context(cannot)?;
        let _not_there_for_a_pipe = fs::remove_file(&journal);
        Ok(done)
    }

    /// The run's own identity with that of the table that it reads.
    fn whole_identity(&self) -> anyhow::Result<String> {
        let Some(path) = named(self.input) else { return Ok(self.identity.clone()) };
        let mut head = Vec::new();
        opened(path)?.take(LOOKED_AT).read_to_end(&mut head).with_context(|| path.display().to_string())?;
        let length = fs::metadata(path).map(|file| file.len()).unwrap_or_default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.identity.as_bytes()).update(&length.to_le_bytes()).update(&head);
        Ok(hasher.finalize().to_hex().to_string())
    }
}

fn opened(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn journal(path: &Path) -> PathBuf {
    let mut journal = folders::beside(path).into_os_string();
    journal.push(".json");
    journal.into()
}

/// Where an interrupted run came to; the beginning where none was left.
fn left(part: &Path, journal: &Path, identity: &str) -> anyhow::Result<Progress> {
    let Ok(bytes) = fs::read(journal) else { return Ok(Progress::default()) };
    let Ok(journal) = serde_json::from_slice::<Journal>(&bytes) else { return Ok(Progress::default()) };
    if journal.identity != identity {
        let told = format!(
            "{} is of another table, of other options or of other data: run again without --resume",
            part.display()
        );
        return Err(Refused(told).into());
    }
    let is_there = fs::metadata(part).is_ok_and(|file| file.len() >= journal.progress.written);
    Ok(if is_there { journal.progress } else { Progress::default() })
}

fn note(path: &Path, journal: &Journal) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, serde_json::to_vec(journal).map_err(io::Error::other)?)?;
    fs::rename(beside, path)
}
