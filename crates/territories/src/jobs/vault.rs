//! A job's folder: sealed files, and in clear only when it ends.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use super::Token;

/// When a job ends, in seconds since 1970: who sweeps has no key.
const UNTIL: &str = "until";
/// The file that makes a job whole: the last that is written when it is made.
pub(super) const LAST: &str = "order";

/// The folder of a job, with what seals it.
pub(super) struct Vault {
    folder: PathBuf,
    key: LessSafeKey,
}

impl Vault {
    /// The folder of a job among all; there or not.
    pub(super) fn of(all: &Path, token: &Token) -> Self {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &token.key()).expect("a key of 32 bytes");
        Self { folder: all.join(token.name()), key: LessSafeKey::new(key) }
    }

    /// Makes it, for its owner's eyes alone.
    pub(super) fn make(&self, until: Timestamp) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        self.last_until(until)
    }

    /// Sets when it ends.
    pub(super) fn last_until(&self, until: Timestamp) -> io::Result<()> {
        whole(&self.folder.join(UNTIL), until.as_second().to_string().as_bytes())
    }

    /// When it ends; none where there is no such job.
    pub(super) fn until(&self) -> Option<Timestamp> {
        until(&self.folder)
    }

    /// Seals a file: there whole or not at all.
    pub(super) fn write(&self, name: &str, mut bytes: Vec<u8>) -> io::Result<()> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| io::Error::other("no random bytes"))?;
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(name), &mut bytes)
            .map_err(|_| io::Error::other("a file of a job is too large to be sealed"))?;
        bytes.splice(0..0, nonce);
        whole(&self.folder.join(name), &bytes)
    }

    /// What a file held; none where it is not there.
    pub(super) fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = match fs::read(self.folder.join(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let damaged = || io::Error::new(ErrorKind::InvalidData, "a file of a job is damaged");
        let nonce: [u8; NONCE_LEN] =
            bytes.get(..NONCE_LEN).and_then(|head| head.try_into().ok()).ok_or_else(damaged)?;
        let nonce = Nonce::assume_unique_for_key(nonce);
        let opened = self.key.open_within(nonce, Aad::from(name), &mut bytes, NONCE_LEN..).map_err(|_| damaged())?;
        let length = opened.len();
        bytes.truncate(length);
        Ok(Some(bytes))
    }

    /// Nothing of it remains: its name goes at once, its files after it.
    pub(super) fn erase(&self) -> io::Result<()> {
        erase(&self.folder)
    }
}

/// Written beside, then renamed, then on the disk for good.
fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let written = || {
        let mut file = File::options().create(true).truncate(true).write(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    if let Err(error) = written() {
        drop(fs::remove_file(&beside));
        return Err(error);
    }
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// When the job of a folder ends.
fn until(folder: &Path) -> Option<Timestamp> {
    let text = fs::read_to_string(folder.join(UNTIL)).ok()?;
    Timestamp::from_second(text.trim().parse().ok()?).ok()
}

fn erase(folder: &Path) -> io::Result<()> {
    let gone = folder.with_extension("gone");
    match fs::rename(folder, &gone) {
        Ok(()) => fs::remove_dir_all(&gone),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes away the jobs that have ended, and what an interruption left of others; how many.
pub(super) fn sweep(all: &Path, now: Timestamp) -> io::Result<usize> {
    let mut swept = 0;
    for folder in folders(all)? {
        let is_gone = folder.extension().is_some();
        if is_gone {
            fs::remove_dir_all(&folder)?;
        } else if until(&folder).is_some_and(|until| until <= now) || is_abandoned(&folder, now) {
            erase(&folder)?;
        } else {
            continue;
        }
        swept += 1;
    }
    Ok(swept)
}

/// Whether whoever made it was stopped before it was whole: nobody has its address.
fn is_abandoned(folder: &Path, now: Timestamp) -> bool {
    let made = || Timestamp::try_from(fs::metadata(folder).ok()?.modified().ok()?).ok();
    !folder.join(LAST).exists() && made().is_some_and(|made| now.as_second() - made.as_second() > 3_600)
}

/// How many bytes all jobs take.
pub(super) fn size(all: &Path) -> io::Result<u64> {
    let files = folders(all)?.into_iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    Ok(files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum())
}

fn folders(all: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(all) {
        Ok(folders) => Ok(folders.flatten().map(|folder| folder.path()).filter(|path| path.is_dir()).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
