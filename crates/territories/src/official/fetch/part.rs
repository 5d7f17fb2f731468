//! What came of a file so far, on the disk as it comes: a kill loses nothing of it.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::client::Rest;
use super::folder::present;
use super::published::Range;
use super::{Folder, Published, Wanted};
use crate::official::shelf::replace;

/// What a part is of.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Memo {
    /// Where it was asked for.
    address: String,
    published: Published,
}

/// The beginning of a file.
pub(super) struct Part<'f> {
    folder: &'f Folder,
    file: File,
    memo: Option<Memo>,
    pub(super) length: u64,
}

/// The checksums of a file, hexadecimal.
pub(super) struct Checksums {
    pub(super) blake3: String,
    pub(super) sha256: String,
}

impl<'f> Part<'f> {
    /// What came earlier, where it is of the file that is wanted and can be continued; else nothing.
    pub(super) fn open(folder: &'f Folder, wanted: &Wanted, published: &Published) -> io::Result<Self> {
        let file = File::options().read(true).append(true).create(true).open(folder.part())?;
        let mut part = Self { folder, file, memo: None, length: 0 };
        match begun(folder, wanted, published)? {
            Some((memo, length)) => (part.memo, part.length) = (Some(memo), length),
            None => part.clear()?,
        }
        Ok(part)
    }

    /// What the rest is to be asked for with; none where all is to be asked for.
    pub(super) fn rest(&self) -> Option<Rest<'_>> {
        let condition = self.memo.as_ref()?.published.condition()?;
        (self.length > 0).then_some(Rest { from: self.length, condition })
    }

    /// How long the file is to be, where that is known.
    pub(super) fn announced(&self) -> Option<u64> {
        self.memo.as_ref()?.published.length
    }

    pub(super) fn is_whole(&self) -> bool {
        self.announced() == Some(self.length)
    }

    /// Whether an answer goes on where this ends, in the same version of the file. What it says of the length is noted.
    pub(super) fn is_continued_by(&mut self, published: &Published, range: Option<Range>) -> bool {
        let (Some(memo), Some(range)) = (&mut self.memo, range) else { return false };
        let is_as_long = memo.published.length.zip(range.whole).is_none_or(|(one, other)| one == other);
        let is_same = memo.published.is_same(published) != Some(false);
        memo.published.length = memo.published.length.or(range.whole);
        range.from == self.length && is_as_long && is_same
    }

    /// Forgets all that came.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        (self.memo, self.length) = (None, 0);
        present(fs::remove_file(self.folder.memo())).map(drop)
    }

    /// Begins again, with the file that is described so.
    pub(super) fn begin(&mut self, wanted: &Wanted, published: Published) -> io::Result<()> {
        self.clear()?;
        let memo = Memo { address: wanted.address.clone(), published };
        replace(&self.folder.memo(), &serde_json::to_vec_pretty(&memo).map_err(io::Error::other)?)?;
        self.memo = Some(memo);
        Ok(())
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// What its publisher says of the file that came.
    pub(super) fn published(&self) -> Option<&Published> {
        self.memo.as_ref().map(|memo| &memo.published)
    }

    /// The first bytes.
    pub(super) fn head(&mut self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.file.rewind()?;
        Read::by_ref(&mut self.file).take(512).read_to_end(&mut head)?;
        Ok(head)
    }

    /// Reads it all, once it is on the disk for good.
    pub(super) fn checksums(&mut self) -> io::Result<Checksums> {
        self.file.sync_all()?;
        self.file.rewind()?;
        let (mut blake3, mut sha256) = (blake3::Hasher::new(), Sha256::new());
        let mut buffer = vec![0; 1 << 16];
        loop {
            match self.file.read(&mut buffer)? {
                0 => break,
                read => {
                    blake3.update(&buffer[..read]);
                    sha256.update(&buffer[..read]);
                }
            }
        }
        let sha256 = sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Checksums { blake3: blake3.finalize().to_hex().to_string(), sha256 })
    }
}

/// How much came earlier of the file that is wanted, where it can be continued.
pub(super) fn begun_of(folder: &Folder, wanted: &Wanted, published: &Published) -> io::Result<Option<u64>> {
    Ok(begun(folder, wanted, published)?.map(|(_, length)| length))
}

fn begun(folder: &Folder, wanted: &Wanted, published: &Published) -> io::Result<Option<(Memo, u64)>> {
    let Some(text) = present(fs::read(folder.memo()))? else { return Ok(None) };
    let Some(part) = present(fs::metadata(folder.part()))? else { return Ok(None) };
    let Ok(memo) = serde_json::from_slice::<Memo>(&text) else { return Ok(None) };
    let is_of_it = memo.address == wanted.address && memo.published.is_same(published) != Some(false);
    let can_go_on = memo.published.condition().is_some() && part.len() > 0;
    let is_too_long = memo.published.length.is_some_and(|length| part.len() > length);
    Ok((is_of_it && can_go_on && !is_too_long).then_some((memo, part.len())))
}
