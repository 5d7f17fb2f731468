//! Tables of text as people have them: separators, quotes, letters; read a record at a time, kept as they are.

use std::io::{self, BufRead, BufReader, Read, Write};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::{TableFault, TagError};

/// A record longer than this is none: a quote was never closed, or the file is no table.
const LONGEST: usize = 1 << 20;
/// How much is looked at to tell the letters and the separator.
const LOOKED_AT: usize = 1 << 20;
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table under reading.
pub(crate) struct Table<R> {
    input: R,
    dress: Dress,
    /// How many records, and bytes, were read.
    count: u64,
    read: u64,
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dress {
    pub(super) separator: u8,
    encoding: &'static Encoding,
}

/// A table that begins with what the input gives first.
pub(crate) fn open(input: impl Read) -> io::Result<Table<impl BufRead>> {
    Table::open(looked_at(input)?)
}

/// The same bytes, of which the first are at hand all at once.
pub(crate) fn looked_at(mut input: impl Read) -> io::Result<impl BufRead> {
    let mut head = Vec::new();
    input.by_ref().take(LOOKED_AT as u64).read_to_end(&mut head)?;
    Ok(BufReader::with_capacity(LOOKED_AT, io::Cursor::new(head).chain(input)))
}

impl<R: BufRead> Table<R> {
    /// Looks at the beginning. `input` must hold as much of it as there is, up to a megabyte, in its buffer.
    pub(crate) fn open(mut input: R) -> io::Result<Self> {
        let head = input.fill_buf()?;
        let dress = Dress::of(&head[..head.len().min(LOOKED_AT)]);
        Ok(Self { input, dress, count: 0, read: 0 })
    }

    /// The cells of the next record; none at the end of the table.
    pub(crate) fn next_cells(&mut self) -> Result<Option<Vec<String>>, TagError> {
        let mut record = Vec::new();
        Ok(self.next(&mut record)?.then(|| self.dress.cells(&record)))
    }

    pub(crate) fn dress(&self) -> Dress {
        self.dress
    }

    /// How many bytes of it were read so far: all of whole records.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// Passes over records that were read before.
    pub(crate) fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.input.by_ref().take(bytes), &mut io::sink())?;
        self.read += passed;
        Ok(())
    }

    /// Adds the bytes of the next record, with its end of line; false at the end of the table.
    pub(crate) fn next(&mut self, record: &mut Vec<u8>) -> Result<bool, TagError> {
        let begin = record.len();
        let mut is_quoted = false;
        loop {
            let start = record.len();
            let read = Read::take(&mut self.input, LONGEST as u64).read_until(b'\n', record)?;
            if read == 0 {
                break;
            }
            // A doubled quote changes the state twice.
            is_quoted ^= record[start..].iter().filter(|byte| **byte == b'"').count() % 2 == 1;
            if record.len() - begin >= LONGEST {
                return Err(TableFault::LongRecord(self.count + 1).into());
            }
            if !is_quoted && record.ends_with(b"\n") {
                break;
            }
        }
        let is_one = record.len() > begin;
        self.count += u64::from(is_one);
        self.read += (record.len() - begin) as u64;
        Ok(is_one)
    }
}

impl Dress {
    /// How the letters of a table that begins so are written, as a header says it.
    pub(crate) fn charset(head: &[u8]) -> &'static str {
        Self::of(&head[..head.len().min(LOOKED_AT)]).encoding.name()
    }

    /// As this program writes tables of its own.
    pub(crate) const PLAIN: Self = Self { separator: b';', encoding: UTF_8 };

    fn of(head: &[u8]) -> Self {
        let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
        Self { separator: separator(head), encoding: if is_utf8 { UTF_8 } else { WINDOWS_1252 } }
    }

    /// The cells of a record, without quotes, as text.
    pub(crate) fn cells(self, record: &[u8]) -> Vec<String> {
        let (content, _) = split_end(record);
        let content = content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content);
        let mut cells = Vec::new();
        let mut cell = Vec::new();
        let mut is_quoted = false;
        let mut bytes = content.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if is_quoted && bytes.next_if_eq(&b'"').is_some() => cell.push(b'"'),
                b'"' => is_quoted = !is_quoted,
                byte if byte == self.separator && !is_quoted => cells.push(self.text(&std::mem::take(&mut cell))),
                byte => cell.push(byte),
            }
        }
        cells.push(self.text(&cell));
        cells
    }

    fn text(self, bytes: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// Writes a record back with more cells at its end.
    pub(crate) fn write(self, out: &mut impl Write, record: &[u8], added: &[String]) -> io::Result<()> {
        let (content, end) = split_end(record);
        out.write_all(content)?;
        for cell in added {
            out.write_all(&[self.separator])?;
            write_cell(out, &self.encoding.encode(cell).0, self.separator)?;
        }
        out.write_all(if end.is_empty() { b"\n" } else { end })
    }

    /// Writes a record of cells.
    pub(crate) fn record(self, out: &mut impl Write, cells: &[impl AsRef<str>]) -> io::Result<()> {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                out.write_all(&[self.separator])?;
            }
            write_cell(out, &self.encoding.encode(cell.as_ref()).0, self.separator)?;
        }
        out.write_all(b"\n")
    }
}

fn write_cell(out: &mut impl Write, cell: &[u8], separator: u8) -> io::Result<()> {
    if !cell.iter().any(|byte| matches!(*byte, b'"' | b'\n' | b'\r') || *byte == separator) {
        return out.write_all(cell);
    }
    out.write_all(b"\"")?;
    for part in cell.split_inclusive(|byte| *byte == b'"') {
        out.write_all(part)?;
        if part.ends_with(b"\"") {
            out.write_all(b"\"")?;
        }
    }
    out.write_all(b"\"")
}

fn split_end(record: &[u8]) -> (&[u8], &[u8]) {
    let end = if record.ends_with(b"\r\n") { 2 } else { usize::from(record.ends_with(b"\n")) };
    record.split_at(record.len() - end)
}

/// The separator of the first line: the most frequent of the usual ones, outside quotes.
fn separator(head: &[u8]) -> u8 {
    let mut counts = [(b';', 0), (b'\t', 0), (b',', 0), (b'|', 0)];
    let mut is_quoted = false;
    for &byte in head.iter().take_while(|byte| **byte != b'\n') {
        is_quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !is_quoted) {
            *count += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b';', |(separator, _)| *separator)
}
