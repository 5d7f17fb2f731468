//! The index as one file: a head with version, lengths and checksum, then the numbers, then the texts.

use std::io::Write;
use std::path::Path;

use bytes::Bytes;

use crate::block::{Mapped, Text};
use crate::build::Encoded;
use crate::codec::Reader;
use crate::error::SearchError;
use crate::index::Index;

const MAGIC: &[u8; 8] = b"frindex\0";
/// Goes up with every change to what is written, or to how words are analysed.
const VERSION: u32 = 3;
const CHECKSUM: usize = 32;
/// Magic, version, revision, two lengths, checksum.
const HEAD: usize = 8 + 4 + 8 + 8 + 8 + CHECKSUM;

impl Index {
    /// Writes the whole index, with its version and a checksum.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, out: &mut impl Write) -> Result<(), SearchError> {
        let mut head = Vec::with_capacity(HEAD);
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&self.revision().to_le_bytes());
        head.extend_from_slice(&(self.data.len() as u64).to_le_bytes());
        head.extend_from_slice(&(self.text.len() as u64).to_le_bytes());
        let checksum = checksum(&head, &self.data, self.text.as_bytes());
        for part in [&head, checksum.as_slice(), &self.data, self.text.as_bytes()] {
            out.write_all(part)?;
        }
        Ok(out.flush()?)
    }

    /// Reads what [`Index::write_to`] wrote. Anything else is refused, never a panic.
    ///
    /// # Errors
    /// A file that is cut short, damaged or of another version.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Index, SearchError> {
        let bytes = bytes.into();
        let mut reader = Reader(&bytes);
        let magic: [u8; 8] = reader.array()?;
        if &magic != MAGIC {
            return Err(SearchError::Damaged);
        }
        let found = reader.u32()?;
        if found != VERSION {
            return Err(SearchError::OtherVersion { found, expected: VERSION });
        }
        let revision = reader.u64()?;
        let (data_length, text_length) = (reader.u64()?, reader.u64()?);
        let expected: [u8; CHECKSUM] = reader.array()?;
        let left = reader.0.len() as u64;
        let length = data_length.checked_add(text_length).ok_or(SearchError::Damaged)?;
        if length != left {
            return Err(if length > left { SearchError::Truncated } else { SearchError::Damaged });
        }
        let (data, text) = reader.0.split_at(data_length as usize);
        if checksum(&bytes[..HEAD - CHECKSUM], data, text) != expected {
            return Err(SearchError::Damaged);
        }
        let data = bytes.slice(HEAD..HEAD + data_length as usize);
        let text = Text::new(bytes.slice(HEAD + data_length as usize..)).ok_or(SearchError::Damaged)?;
        Index::from_encoded(Encoded { data, text }, revision)
    }

    /// Reads an index file. Its pages stay on the disk until they are looked at; where there is no room for the copy
    /// that this takes, the whole is read into memory.
    ///
    /// # Errors
    /// Those of [`Index::from_bytes`], and those of reading.
    pub fn open(path: &Path) -> Result<Index, SearchError> {
        let Ok(mapped) = Mapped::copy_of(path) else { return Self::from_bytes(std::fs::read(path)?) };
        let index = Self::from_bytes(mapped.bytes());
        mapped.let_go();
        index.map(Self::mapped)
    }

    /// How many bytes the file takes.
    pub fn file_size(&self) -> usize {
        HEAD + self.data.len() + self.text.len()
    }
}

fn checksum(head: &[u8], data: &[u8], text: &[u8]) -> [u8; CHECKSUM] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head).update(data).update(text);
    *hasher.finalize().as_bytes()
}
