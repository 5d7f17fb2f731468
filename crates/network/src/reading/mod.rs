//! Reading what people write in TOML: typed values with their lines, and every flaw of the file in one pass.
//!
//! A [`Sheet`] hands out the values of a [`Table`] one key at a time and notes what is wrong with each; what was never
//! asked for is an unknown key. Nothing here stops at the first flaw, and nothing that a file says makes it panic.

mod flaw;
mod nearest;
mod syntax;
#[cfg(test)]
mod tests;
mod values;

pub use flaw::{Expected, Flaw, FlawKind};
pub use nearest::nearest;
pub use syntax::SyntaxFlaw;

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The longest line of a file, in characters.
pub const LINE_LIMIT: usize = 2_000;

/// How many entries a list may hold: no experience or organisation needs as many.
pub const LIST_LIMIT: usize = 200;

/// Decodes a file: UTF-8, at most `limit` bytes, without its byte-order mark, every line ended by a line feed.
///
/// # Errors
/// What is wrong with the bytes, before anything is read.
pub fn decode(bytes: &[u8], limit: usize) -> Result<String, Flaw> {
    if bytes.len() > limit {
        return Err(Flaw { line: 1, kind: FlawKind::TooLarge(limit / 1024) });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Flaw { line: line_at(bytes, error.valid_up_to()), kind: FlawKind::NotUtf8 })?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
}

/// The lines that hold a character that no text needs and no database keeps, such as NUL.
pub fn control_characters(text: &str) -> impl Iterator<Item = Flaw> {
    let bad = |line: &str| line.chars().any(is_forbidden);
    (1..).zip(text.lines()).filter(move |(_, line)| bad(line)).map(|(line, _)| Flaw { line, kind: FlawKind::Control })
}

/// Whether a letter leaves a mark: neither a space, nor one of the letters that only guide the others.
fn is_seen(letter: char) -> bool {
    let guides = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !letter.is_whitespace() && !guides
}

fn is_forbidden(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

fn line_at(bytes: &[u8], position: usize) -> usize {
    bytes[..position.min(bytes.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// Its first byte in the sheet.
    pub at: usize,
    /// The value.
    pub value: T,
}

/// A list of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// Where it stands.
    pub at: usize,
    /// How many were written.
    pub written: usize,
    /// Those without a flaw.
    pub sound: Vec<At<String>>,
}

/// A key and its texts.
pub type Listed = (At<String>, Texts);

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Without a point.
    Whole(i64),
    /// With one.
    Float(f64),
}

/// A TOML text being read.
#[derive(Debug)]
pub struct Sheet<'t> {
    text: &'t str,
    first_line: usize,
    /// Where each line ends, so that a file of nothing but flaws is told as quickly.
    ends: Vec<usize>,
    flaws: Vec<Flaw>,
    /// The lines that are no TOML: what was read around them may lack what they held.
    broken: BTreeSet<usize>,
}

/// A table being read: each key is taken once.
#[derive(Debug)]
pub struct Table<'t> {
    /// Where it stands.
    pub at: usize,
    entries: BTreeMap<String, (usize, Spanned<DeValue<'t>>)>,
    asked: Vec<&'static str>,
}

impl<'t> Table<'t> {
    fn new(at: usize, table: DeTable<'t>) -> Self {
        let entries = table.into_iter().map(|(key, value)| {
            let at = key.span().start;
            (key.into_inner().into_owned(), (at, value))
        });
        Self { at, entries: entries.collect(), asked: Vec::new() }
    }

    /// Whether a key stands there, taken or not yet.
    pub fn holds(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }
}

impl<'t> Sheet<'t> {
    /// Reads a text whose first line has this number in its file.
    pub fn open(text: &'t str, first_line: usize) -> (Self, Table<'t>) {
        let (root, errors) = DeTable::parse_recoverable(text);
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let mut sheet = Self { text, first_line, ends, flaws: Vec::new(), broken: BTreeSet::new() };
        for error in errors {
            let span = error.span().unwrap_or_default();
            let line = sheet.line(span.start);
            if error.message() == "duplicate key" {
                let key = sheet.text.get(span.clone()).unwrap_or_default().chars().take(80).collect();
                sheet.flaw(span.start, FlawKind::Twice(key));
            } else if sheet.broken.insert(line) {
                let syntax = SyntaxFlaw::of(error.message());
                // After a bracket that is not closed, every line seems to lack a comma.
                if !(syntax == SyntaxFlaw::Comma && sheet.broken.contains(&(line - 1))) {
                    sheet.flaw(span.start, FlawKind::Syntax(syntax));
                }
            }
        }
        (sheet, Table::new(0, root.into_inner()))
    }

    /// The line of a byte, in the file.
    pub fn line(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at) + self.first_line
    }

    /// Notes a flaw.
    pub fn flaw(&mut self, at: usize, kind: FlawKind) {
        let line = self.line(at);
        self.flaws.push(Flaw { line, kind });
    }

    /// Whether a line is no TOML. What seems absent or odd may then be its doing.
    pub fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether this line is one of those that are no TOML.
    pub fn is_broken_at(&self, line: usize) -> bool {
        self.broken.contains(&line)
    }

    /// Every flaw, in the order of lines.
    pub fn close(mut self) -> Vec<Flaw> {
        if self.is_broken() {
            let broken = self.broken;
            let own = |kind: &FlawKind| matches!(kind, FlawKind::Syntax(_));
            self.flaws.retain(|f| own(&f.kind) || !(f.kind.is_absence() || broken.contains(&f.line)));
        }
        self.flaws.sort_by_key(|flaw| flaw.line);
        self.flaws
    }

    /// Notes every key of a table that nobody asked for.
    pub fn finish(&mut self, table: Table<'t>) {
        for (key, (at, _)) in table.entries {
            if !table.asked.contains(&key.as_str()) {
                let near = nearest(&key, table.asked.iter().copied());
                self.flaw(at, FlawKind::UnknownKey(key.chars().take(80).collect(), near));
            }
        }
    }

    fn take(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        table.asked.push(key);
        let (_, value) = table.entries.remove(key)?;
        // What stands in for a value that could not be read: its line is told already.
        let nothing = matches!(value.get_ref(), DeValue::Integer(number) if number.as_str().is_empty());
        (!nothing).then_some(value)
    }

    fn need(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        let value = self.take(table, key);
        if value.is_none() {
            self.flaw(table.at, FlawKind::Missing(key.to_owned()));
        }
        value
    }

    fn wrong(&mut self, at: usize, key: &str, expected: Expected) {
        self.flaw(at, FlawKind::WrongType(key.to_owned(), expected));
    }

    /// Notes what is wrong with a text; says whether nothing is.
    pub fn check_text(&mut self, at: usize, key: &str, text: &str, limit: usize) -> bool {
        let kind = match () {
            () if !text.chars().any(is_seen) => FlawKind::Empty(key.to_owned()),
            () if text.chars().any(is_forbidden) => FlawKind::Control,
            () if text.chars().count() > limit => FlawKind::TooLong(key.to_owned(), limit),
            () => return true,
        };
        self.flaw(at, kind);
        false
    }

    /// Notes that an address is none.
    pub fn check_url(&mut self, at: usize, url: &str) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let fine = rest.is_some_and(|r| !r.is_empty() && !r.contains(|c: char| c.is_whitespace() || c.is_control()));
        if !fine {
            self.flaw(at, FlawKind::Url(url.chars().take(100).collect()));
        }
    }
}

/// Lower-case letters, digits and single hyphens; 2 to 80 characters; begins and ends with a letter or a digit.
pub fn is_slug(text: &str) -> bool {
    (2..=80).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}
