//! How much is taken from an archive, whoever made it: a few bytes can unfold without end.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::Manifest;

/// The largest manifest, in bytes.
pub(super) const MANIFEST: u64 = 64 * 1024 * 1024;
/// What stands between the contents of two entries, or after the last: a header, a long name, blanks.
pub(super) const BETWEEN_ENTRIES: u64 = 128 * 1024;
/// The longest row, in bytes: a document of 256 megabytes, in hexadecimal.
pub(super) const ROW: usize = 512 * 1024 * 1024;
/// How many bytes of rows are read before they are written.
pub(super) const ROWS_AT_ONCE: usize = 8 * 1024 * 1024;

const TABLES: usize = 1_000;
const FILES: usize = 200_000;
/// How many times its own size an archive may unfold to. Rows of text come to some ten times, zeros to a thousand.
const UNFOLDING: u64 = 200;
/// What any archive may unfold to, in bytes.
const LEAST: u64 = 16 * 1024 * 1024;

/// Refuses a manifest that announces more than its archive, of so many bytes, can honestly hold.
pub(super) fn check(manifest: &Manifest, size: u64) -> Result<(), String> {
    if manifest.tables.len() > TABLES {
        return Err(format!("it announces {} tables, {TABLES} at most", manifest.tables.len()));
    }
    if manifest.files.len() > FILES {
        return Err(format!("it announces {} files, {FILES} at most", manifest.files.len()));
    }
    let parts = manifest.tables.iter().map(|table| &table.part).chain(&manifest.files);
    let announced = parts.fold(0_u64, |sum, part| sum.saturating_add(part.bytes));
    let most = size.saturating_mul(UNFOLDING).max(LEAST);
    if announced > most {
        return Err(format!("it would unfold to {announced} bytes, {most} at most for its size"));
    }
    Ok(())
}

/// How many bytes may still be read, set anew before each thing that is expected.
#[derive(Clone, Default)]
pub(super) struct Allowance(Rc<Cell<u64>>);

impl Allowance {
    pub(super) fn set(&self, bytes: u64) {
        self.0.set(bytes);
    }

    /// Keeps a reader within it.
    pub(super) fn on<R: Read>(&self, inner: R) -> impl Read + use<R> {
        Allowed { inner, left: self.clone() }
    }
}

struct Allowed<R> {
    inner: R,
    left: Allowance,
}

impl<R: Read> Read for Allowed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let left = self.left.0.get().checked_sub(count as u64);
        self.left.0.set(left.ok_or_else(|| io::Error::other("it holds more than it announces"))?);
        Ok(count)
    }
}

/// The next line of `source`, without its end; none after the last. Refuses one longer than `most` before it fills the
/// memory.
pub(super) fn line(source: &mut impl BufRead, most: usize) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    source.take(most as u64 + 1).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    if line.len() > most {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a row is too long"));
    }
    String::from_utf8(line).map(Some).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a row is no text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_up_to_a_length() {
        let read = |text: &str| -> Vec<_> {
            let mut source = text.as_bytes();
            std::iter::from_fn(|| line(&mut source, 3).transpose()).map(|line| line.map_err(|_| ())).take(4).collect()
        };
        assert_eq!(read("a\n\nabc\nb"), [Ok("a".into()), Ok(String::new()), Ok("abc".into()), Ok("b".into())]);
        assert_eq!(read("abcd\n")[0], Err(()));
        assert_eq!(read(""), []);
    }

    #[test]
    fn a_reader_gives_no_more_than_it_is_allowed() {
        let allowance = Allowance::default();
        let mut reader = allowance.on(&[0_u8; 10][..]);
        allowance.set(4);
        assert_eq!(reader.read(&mut [0; 4]).unwrap(), 4);
        assert!(reader.read(&mut [0; 1]).is_err());
        allowance.set(6);
        assert_eq!(reader.read(&mut [0; 8]).unwrap(), 5);
    }
}
