//! A place in a list of hits that holds when documents come and go.

use std::fmt;
use std::str::FromStr;

use crate::request::Sort;

/// The place just after a hit. Written and read as text that needs no escaping in an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    pub(crate) sort: Sort,
    pub(crate) score: u32,
    /// The date or the freshness, according to the sort.
    pub(crate) number: i64,
    /// The name: it parts those of one date.
    pub(crate) name: String,
    pub(crate) key: String,
}

impl Cursor {
    /// The order in which it is a place.
    pub fn sort(&self) -> Sort {
        self.sort
    }
}

/// The text is not a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list of results")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sort = match self.sort {
            Sort::Relevance => 'r',
            Sort::Date => 'd',
            Sort::Name => 'n',
            Sort::Freshness => 'f',
        };
        write!(f, "{sort}{:x}.{:x}.", self.score, self.number)?;
        escape(&self.name, f)?;
        f.write_str(".")?;
        escape(&self.key, f)
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let mut letters = text.chars();
        let sort = match letters.next().ok_or(BadCursor)? {
            'r' => Sort::Relevance,
            'd' => Sort::Date,
            'n' => Sort::Name,
            'f' => Sort::Freshness,
            _ => return Err(BadCursor),
        };
        let mut pieces = letters.as_str().split('.');
        let mut next = || pieces.next().ok_or(BadCursor);
        let cursor = Self {
            sort,
            score: u32::from_str_radix(next()?, 16).map_err(|_| BadCursor)?,
            number: u64::from_str_radix(next()?, 16).map_err(|_| BadCursor)?.cast_signed(),
            name: unescape(next()?)?,
            key: unescape(next()?)?,
        };
        if pieces.next().is_some() { Err(BadCursor) } else { Ok(cursor) }
    }
}

fn escape(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
            write!(f, "{}", char::from(byte))?;
        } else {
            write!(f, "~{byte:02x}")?;
        }
    }
    Ok(())
}

fn unescape(text: &str) -> Result<String, BadCursor> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first != b'~' {
            bytes.push(first);
            rest = tail;
            continue;
        }
        let digits = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).ok_or(BadCursor)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| BadCursor)?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).map_err(|_| BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_survives_its_text(score: u32, number: i64, name: String, key: String) {
            let cursor = Cursor { sort: Sort::Name, score, number, name, key };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        }

        #[test]
        fn any_text_is_read_without_panic(text: String) {
            let _ = text.parse::<Cursor>();
        }
    }
}
