//! Tables of text as people have them: separators, quotes, letters; read a record at a time, kept as they are.

use std::io::{self, BufRead, Write};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A record longer than this is none: a quote was never closed, or the file is no table.
const LONGEST: usize = 1 << 20;
/// How much is looked at to tell the letters and the separator.
pub(crate) const LOOKED_AT: usize = 1 << 20;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table under reading.
pub(crate) struct Table<R> {
    input: R,
    separator: u8,
    encoding: &'static Encoding,
    record: Vec<u8>,
    /// How many records were read.
    count: u64,
}

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TableFault {
    #[error("line {0} begins a record longer than a megabyte: a quote is not closed, or this is no table")]
    TooLong(u64),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl<R: BufRead> Table<R> {
    /// Looks at the beginning. `input` must hold as much of it as there is, up to a megabyte, in its buffer.
    pub(crate) fn open(mut input: R) -> io::Result<Self> {
        let head = input.fill_buf()?;
        let head = &head[..head.len().min(LOOKED_AT)];
        let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
        let encoding = if is_utf8 { UTF_8 } else { WINDOWS_1252 };
        let separator = separator(head);
        Ok(Self { input, separator, encoding, record: Vec::new(), count: 0 })
    }

    /// The next record, with its end of line; none at the end of the table.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'_>>, TableFault> {
        self.record.clear();
        let mut is_quoted = false;
        loop {
            let start = self.record.len();
            let read = io::Read::take(&mut self.input, LONGEST as u64).read_until(b'\n', &mut self.record)?;
            if read == 0 {
                break;
            }
            // A doubled quote changes the state twice.
            is_quoted ^= self.record[start..].iter().filter(|byte| **byte == b'"').count() % 2 == 1;
            if self.record.len() >= LONGEST {
                return Err(TableFault::TooLong(self.count + 1));
            }
            if !is_quoted && self.record.ends_with(b"\n") {
                break;
            }
        }
        if self.record.is_empty() {
            return Ok(None);
        }
        self.count += 1;
        let (content, end) = split_end(&self.record);
        Ok(Some(Record { content, end, separator: self.separator, encoding: self.encoding }))
    }
}

/// A record as it stands in the table.
pub(crate) struct Record<'r> {
    content: &'r [u8],
    end: &'r [u8],
    separator: u8,
    encoding: &'static Encoding,
}

impl Record<'_> {
    /// Its cells, without quotes, as text.
    pub(crate) fn cells(&self) -> Vec<String> {
        let content = self.content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(self.content);
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

    fn text(&self, bytes: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// Writes it back with more cells at its end.
    pub(crate) fn write(&self, out: &mut impl Write, added: &[String]) -> io::Result<()> {
        out.write_all(self.content)?;
        for cell in added {
            out.write_all(&[self.separator])?;
            write_cell(out, &self.encoding.encode(cell).0, self.separator)?;
        }
        out.write_all(if self.end.is_empty() { b"\n" } else { self.end })
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
