//! A table as it is kept: a line that says what it is, with the checksum of what follows, then its rows as JSON.

use std::fs;
use std::io;
use std::path::Path;

use super::Table;
use super::read::Record;

/// Changes with every change of what a row holds.
const VERSION: u32 = 1;

/// The bytes of a kept table.
pub(in crate::official) fn encoded(table: Table, rows: &[u8]) -> Vec<u8> {
    let mut bytes = format!("essaim-table {VERSION} {table} {}\n", blake3::hash(rows).to_hex()).into_bytes();
    bytes.extend_from_slice(rows);
    bytes
}

/// Why a kept table is not taken.
#[derive(Debug, thiserror::Error)]
pub enum KeptTableError {
    /// It was cut or damaged.
    #[error("the table is damaged")]
    Damaged,
    /// It was written by another version of the program.
    #[error("the table was written by another version of the program")]
    Version,
    /// The disk's.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The rows of a kept table.
pub(in crate::official) fn decoded<R: Record>(path: &Path) -> Result<Vec<R>, KeptTableError> {
    let bytes = fs::read(path)?;
    serde_json::from_slice(rows(&bytes, R::TABLE)?).map_err(|_| KeptTableError::Version)
}

/// Whether a kept table is whole.
pub(in crate::official) fn examined(path: &Path, table: Table) -> Result<(), KeptTableError> {
    rows(&fs::read(path)?, table).map(drop)
}

fn rows(bytes: &[u8], table: Table) -> Result<&[u8], KeptTableError> {
    let end = bytes.iter().take(200).position(|byte| *byte == b'\n').ok_or(KeptTableError::Damaged)?;
    let (head, rows) = (std::str::from_utf8(&bytes[..end]).unwrap_or_default(), &bytes[end + 1..]);
    let mut words = head.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some("essaim-table"), Some(version), Some(_), Some(_)) if version != VERSION.to_string() => {
            Err(KeptTableError::Version)
        }
        (Some("essaim-table"), Some(_), Some(key), Some(checksum))
            if key == table.key() && blake3::hash(rows).to_hex().as_str() == checksum =>
        {
            Ok(rows)
        }
        _ => Err(KeptTableError::Damaged),
    }
}
