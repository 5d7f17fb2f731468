//! What a publisher says of a file: how long it is, which version, of what day.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use essaim_web::format;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;
use serde::{Deserialize, Serialize};
use ureq::http::HeaderMap;
use ureq::http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderName, LAST_MODIFIED};

use super::client::Answer;
use crate::official::day_in_name;

/// What a publisher says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Where it was in the end.
    pub address: String,
    /// How many bytes it has; none when that was not said.
    pub length: Option<u64>,
    /// The name of this version, as it was given (`ETag`).
    pub etag: Option<String>,
    /// When it was last changed, as it was given (`Last-Modified`).
    pub last_modified: Option<String>,
    /// Its SHA-256, hexadecimal (`Repr-Digest` or `Digest`).
    pub sha256: Option<String>,
}

impl Published {
    pub(super) fn of(answer: &Answer) -> Self {
        let headers = &answer.headers;
        let said = |name: HeaderName| text(headers, &name).map(str::to_owned);
        let length = match answer.status {
            206 => range(headers).and_then(|range| range.whole),
            _ => text(headers, &CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        };
        Self {
            address: answer.address.clone(),
            length,
            etag: said(ETAG),
            last_modified: said(LAST_MODIFIED),
            sha256: digest(headers),
        }
    }

    /// Whether it is the same version as another time; none where they do not say enough to tell.
    pub(super) fn is_same(&self, other: &Self) -> Option<bool> {
        let same = |one: &Option<String>, other: &Option<String>| Some(one.as_ref()? == other.as_ref()?);
        same(&self.etag, &other.etag).or_else(|| same(&self.last_modified, &other.last_modified))
    }

    /// What the rest of a file is asked for with: a version that is the same byte for byte (`If-Range`).
    pub(super) fn condition(&self) -> Option<&str> {
        let strong = self.etag.as_deref().filter(|etag| !etag.starts_with("W/"));
        strong.or_else(|| self.last_modified.as_deref().filter(|_| self.etag.is_none()))
    }

    /// The name of the file, where its address ends with one.
    pub(super) fn name(&self) -> Option<&str> {
        let path = self.address.split(['?', '#']).next().unwrap_or_default();
        let (_, name) = path.split_once("://")?.1.rsplit_once('/')?;
        let is_plain = |name: &&str| {
            let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
            fits && !name.starts_with('.') && name.contains('.') && name.len() <= 100
        };
        Some(name).filter(is_plain)
    }

    /// The day that its name tells.
    pub(super) fn day_of_name(&self) -> Option<Date> {
        self.name().and_then(day_in_name)
    }

    /// The day on which it was last changed.
    pub(super) fn day_of_change(&self) -> Option<Date> {
        let at = DateTimeParser::new().parse_timestamp(self.last_modified.as_deref()?).ok()?;
        Some(format::day_of(at))
    }
}

/// Which bytes of a file an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) from: u64,
    /// How many the file has.
    pub(super) whole: Option<u64>,
}

/// `bytes 5-99/100`.
pub(super) fn range(headers: &HeaderMap) -> Option<Range> {
    let (bytes, whole) = text(headers, &CONTENT_RANGE)?.strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = bytes.split_once('-')?;
    Some(Range { from: from.trim().parse().ok()?, whole: whole.trim().parse().ok() })
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}

/// The SHA-256 of the whole file: `Repr-Digest: sha-256=:…:` (RFC 9530), or the older `Digest: SHA-256=…` (RFC 3230).
fn digest(headers: &HeaderMap) -> Option<String> {
    let names = [HeaderName::from_static("repr-digest"), HeaderName::from_static("digest")];
    let one = |member: &str| {
        let (algorithm, value) = member.trim().split_once('=')?;
        let bytes = STANDARD.decode(value.trim_matches(':')).ok().filter(|bytes| bytes.len() == 32)?;
        algorithm.eq_ignore_ascii_case("sha-256").then(|| bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    };
    names.iter().find_map(|name| text(headers, name)?.split(',').find_map(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(address: &str, etag: Option<&str>, last_modified: Option<&str>) -> Published {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let (etag, last_modified) = (own(etag), own(last_modified));
        Published { address: address.to_owned(), length: None, etag, last_modified, sha256: None }
    }

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn the_name_of_a_file_is_the_end_of_its_address_when_that_is_one() {
        for (address, name) in [
            ("https://a.org/20260115-204323/qpv-2024-geojson.zip", Some("qpv-2024-geojson.zip")),
            ("https://a.org/adresses-2A.csv.gz?x=../..#y", Some("adresses-2A.csv.gz")),
            ("https://a.org/datasets/laposte-hexasmal/raw", None),
            ("https://a.org/..", None),
            ("https://a.org/.hidden.csv", None),
            ("https://a.org/a%2Fb.csv", None),
            ("https://a.org", None),
        ] {
            assert_eq!(published(address, None, None).name(), name, "{address}");
        }
    }

    #[test]
    fn a_day_is_read_in_the_name_and_in_the_header() {
        let one = published("https://a.org/qpv-2026-01-15.zip", None, Some("Mon, 04 May 2026 22:30:00 GMT"));
        assert_eq!(one.day_of_name().unwrap().to_string(), "2026-01-15");
        assert_eq!(one.day_of_change().unwrap().to_string(), "2026-05-05", "in France it is tomorrow");
        assert_eq!(published("https://a.org/a", None, Some("soon")).day_of_change(), None);
    }

    #[test]
    fn only_a_version_that_is_the_same_byte_for_byte_is_continued() {
        let condition = |etag, modified| published("", etag, modified).condition().map(str::to_owned);
        assert_eq!(condition(Some("\"a\""), Some("d")).as_deref(), Some("\"a\""));
        assert_eq!(condition(Some("W/\"a\""), Some("d")), None);
        assert_eq!(condition(None, Some("d")).as_deref(), Some("d"));
        assert_eq!(condition(None, None), None);
    }

    #[test]
    fn versions_are_told_apart_by_what_is_said_of_them() {
        let (a, b) = (published("", Some("a"), Some("d")), published("", Some("b"), Some("d")));
        assert_eq!((a.is_same(&b), a.is_same(&a)), (Some(false), Some(true)));
        assert_eq!(published("", None, Some("d")).is_same(&a), Some(true));
        assert_eq!(published("", None, None).is_same(&a), None);
    }

    #[test]
    fn the_bytes_of_an_answer_are_read() {
        let read = |value| range(&headers("content-range", value)).map(|range| (range.from, range.whole));
        assert_eq!(read("bytes 5-99/100"), Some((5, Some(100))));
        assert_eq!(read("bytes 5-99/*"), Some((5, None)));
        for wrong in ["bytes */100", "5-99/100", "bytes five-99/100", "bytes 5"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_digest_is_read_in_both_its_forms() {
        let of_nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let hexadecimal = Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned());
        let new = headers("repr-digest", &format!("sha-512=:AA==:, sha-256=:{of_nothing}:"));
        assert_eq!(digest(&new), hexadecimal);
        assert_eq!(digest(&headers("digest", &format!("SHA-256={of_nothing}"))), hexadecimal);
        assert_eq!(digest(&headers("digest", "MD5=HUXZLQLMuI/KZ5KDcJPcOA==")), None);
        assert_eq!(digest(&headers("repr-digest", "sha-256=:AA==:")), None);
    }

    proptest::proptest! {
        #[test]
        fn no_header_makes_the_reader_panic(text in "[ -~]{0,60}") {
            for name in ["content-range", "repr-digest", "digest", "content-length", "etag", "last-modified"] {
                let (range, digest) = (range(&headers(name, &text)), digest(&headers(name, &text)));
                drop((range, digest, published(&text, None, Some(&text)).day_of_change(), published(&text, None, None).name().map(str::len)));
            }
        }
    }
}
