//! The query string: read once, in order, with several values per key; changed without copying.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;

/// What stays as it is in a written query: readable, and safe between quotes.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b',').remove(b':').remove(b'/');

/// The key that holds a page's number: any other change goes back to the first page.
pub(crate) const PAGE_KEY: &str = "page";

/// A parsed query string, its pairs in their order.
///
/// Any bytes are read without fault: a stray `%` stays, what is not UTF-8 becomes U+FFFD.
///
/// ```
/// # use essaim_web::Query;
/// let query = Query::parse("q=pain+bio&public=jeunes&public=femmes&page=3");
/// assert_eq!(query.get("q"), Some("pain bio"));
/// assert_eq!(query.all("public").collect::<Vec<_>>(), ["jeunes", "femmes"]);
/// assert_eq!(query.without("public", "jeunes").to_string(), "q=pain+bio&public=femmes");
/// assert_eq!(query.with("levier", "rse").to_string(), "q=pain+bio&public=jeunes&public=femmes&levier=rse");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    pairs: Vec<Pair>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pair {
    key: String,
    value: String,
    /// `key=value`, encoded: links are written far more often than queries are read.
    written: String,
}

impl Pair {
    fn new(key: String, value: String) -> Self {
        let mut written = String::with_capacity(key.len() + value.len() + 1);
        write_pair(&mut written, &key, &value).expect("writing to a string cannot fail");
        Self { key, value, written }
    }
}

impl Query {
    /// Reads the part of an address after `?`.
    #[must_use]
    pub fn parse(raw: &str) -> Self {
        let pairs = raw.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            Pair::new(decode(key), decode(value))
        });
        Self { pairs: pairs.collect() }
    }

    /// Makes a query from pairs.
    pub fn from_pairs<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { pairs: pairs.into_iter().map(|(key, value)| Pair::new(key.into(), value.into())).collect() }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The first value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| pair.value.as_str())
    }

    /// Every value of a key, in order.
    pub fn all<'q, 'k>(&'q self, key: &'k str) -> impl Iterator<Item = &'q str> + use<'q, 'k> {
        self.pairs.iter().filter(move |pair| pair.key == key).map(|pair| pair.value.as_str())
    }

    /// Whether this key has this value.
    #[must_use]
    pub fn has(&self, key: &str, value: &str) -> bool {
        self.all(key).any(|one| one == value)
    }

    /// Every pair, in order: what a form repeats as hidden fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (pair.key.as_str(), pair.value.as_str()))
    }

    /// The keys that are not among those known, each once, in order.
    #[must_use]
    pub fn unknown(&self, known: &[&str]) -> Vec<&str> {
        let mut unknown = Vec::new();
        for (key, _) in self.iter() {
            if !known.contains(&key) && !unknown.contains(&key) {
                unknown.push(key);
            }
        }
        unknown
    }

    /// The same with one more value for a key, unless it is there; back to the first page.
    #[must_use]
    pub const fn with<'q>(&'q self, key: &'q str, value: &'q str) -> Change<'q> {
        Change { query: self, key, value: Some(value), kind: Kind::With }
    }

    /// The same without this value of a key; back to the first page.
    #[must_use]
    pub const fn without<'q>(&'q self, key: &'q str, value: &'q str) -> Change<'q> {
        Change { query: self, key, value: Some(value), kind: Kind::Without }
    }

    /// The same with this as the only value of a key; back to the first page, unless it is the page.
    #[must_use]
    pub const fn set<'q>(&'q self, key: &'q str, value: &'q str) -> Change<'q> {
        Change { query: self, key, value: Some(value), kind: Kind::Set }
    }

    /// The same without a key; back to the first page.
    #[must_use]
    pub const fn remove<'q>(&'q self, key: &'q str) -> Change<'q> {
        Change { query: self, key, value: None, kind: Kind::Remove }
    }

    /// The same, unchanged, as something to link to.
    #[must_use]
    pub const fn same(&self) -> Change<'_> {
        Change { query: self, key: "", value: None, kind: Kind::Same }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.same().write_to(out)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Same,
    With,
    Without,
    Set,
    Remove,
}

/// A query with one change, written without copying the query: a page of results holds hundreds.
#[derive(Clone, Copy, Debug)]
pub struct Change<'q> {
    query: &'q Query,
    key: &'q str,
    value: Option<&'q str>,
    kind: Kind,
}

impl Change<'_> {
    /// The changed query, on its own.
    #[must_use]
    pub fn into_query(self) -> Query {
        Query::parse(&self.to_string())
    }

    fn keeps(&self, pair: &Pair) -> bool {
        match self.kind {
            Kind::Same => true,
            _ if pair.key == PAGE_KEY => false,
            Kind::With => true,
            Kind::Without => !(pair.key == self.key && Some(pair.value.as_str()) == self.value),
            Kind::Set | Kind::Remove => pair.key != self.key,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.adds() && !self.query.pairs.iter().any(|pair| self.keeps(pair))
    }

    fn adds(&self) -> bool {
        match self.kind {
            Kind::With => !self.query.has(self.key, self.value.unwrap_or_default()),
            Kind::Set => true,
            Kind::Same | Kind::Without | Kind::Remove => false,
        }
    }

    pub(crate) fn write_to<W: fmt::Write + ?Sized>(&self, out: &mut W) -> fmt::Result {
        let mut first = true;
        for pair in self.query.pairs.iter().filter(|pair| self.keeps(pair)) {
            if !std::mem::take(&mut first) {
                out.write_char('&')?;
            }
            out.write_str(&pair.written)?;
        }
        if self.adds() {
            if !first {
                out.write_char('&')?;
            }
            write_pair(out, self.key, self.value.unwrap_or_default())?;
        }
        Ok(())
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(out)
    }
}

fn write_pair<W: fmt::Write + ?Sized>(out: &mut W, key: &str, value: &str) -> fmt::Result {
    write_encoded(out, key)?;
    out.write_char('=')?;
    write_encoded(out, value)
}

fn write_encoded<W: fmt::Write + ?Sized>(out: &mut W, text: &str) -> fmt::Result {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.write_char('+')?;
        }
        for piece in utf8_percent_encode(word, PLAIN) {
            out.write_str(piece)?;
        }
    }
    Ok(())
}

fn decode(text: &str) -> String {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    if text.contains('+') { decoded(&text.replace('+', " ")) } else { decoded(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_change_goes_back_to_the_first_page_and_the_page_itself_does_not() {
        let query = Query::parse("q=a&page=4");
        assert_eq!(query.set("tri", "nom").to_string(), "q=a&tri=nom");
        assert_eq!(query.set("page", "5").to_string(), "q=a&page=5");
        assert_eq!(query.remove("q").to_string(), "");
        assert!(query.remove("q").is_empty());
    }

    #[test]
    fn a_value_already_there_is_not_added_twice() {
        let query = Query::parse("public=a");
        assert_eq!(query.with("public", "a").to_string(), "public=a");
        assert_eq!(query.with("public", "b").to_string(), "public=a&public=b");
    }

    #[test]
    fn unknown_keys_are_named_once() {
        assert_eq!(Query::parse("q=1&x=1&x=2&y").unknown(&["q"]), ["x", "y"]);
    }

    #[test]
    fn broken_encodings_are_read_as_they_come() {
        assert_eq!(Query::parse("q=100%&r=%E9t%e9").get("q"), Some("100%"));
        assert_eq!(Query::parse("q=%ff").get("q"), Some("\u{fffd}"));
        assert_eq!(Query::parse("=&&==").iter().collect::<Vec<_>>(), [("", ""), ("", "=")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_what_is_written_reads_the_same(raw in ".*") {
            let query = Query::parse(&raw);
            prop_assert_eq!(&Query::parse(&query.to_string()), &query);
        }
    }
}
