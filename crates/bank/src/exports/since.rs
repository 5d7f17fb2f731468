//! `modifie_depuis`: a day or an instant; only what changed since is given.

use essaim_web::{Failure, Query, format};
use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;

/// The key of the address.
pub(super) const KEY: &str = "modifie_depuis";

/// What an address asks; none when it does not ask.
pub(super) fn since(query: &Query) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = query.get(KEY) else { return Ok(None) };
    if query.all(KEY).nth(1).is_some() {
        return Err(Failure::bad_request().field(KEY, "api-key-twice", vec![]));
    }
    // A plus sign in an address is a space: whoever forgot to write %2B meant a plus.
    let Some(at) = instant(&text.replace(' ', "+")) else {
        let shown = text.chars().take(60).collect::<String>();
        return Err(Failure::bad_request().field(KEY, "datasets-since-refused", vec![("value", shown.into())]));
    };
    Ok(Some(at))
}

/// `2026-01-31`, which begins at midnight in Europe/Paris, or an instant of RFC 3339. What is later than instants can be is
/// the last of them.
fn instant(text: &str) -> Option<Timestamp> {
    if !is_plain(text.as_bytes()) {
        return None;
    }
    let pieces = Pieces::parse(text).ok()?;
    if pieces.time_zone_annotation().is_some() {
        return None;
    }
    match (pieces.time(), pieces.to_numeric_offset()) {
        (None, None) => Some(format::start_of(pieces.date()).unwrap_or(Timestamp::MAX)),
        (Some(time), Some(offset)) => {
            Some(offset.to_timestamp(pieces.date().to_datetime(time)).unwrap_or(Timestamp::MAX))
        }
        _ => None,
    }
}

/// Whether a text is written as RFC 3339 writes: dashes and colons in their places, seconds told.
fn is_plain(text: &[u8]) -> bool {
    let at = |place: usize| text.get(place).copied();
    let is_date = text.first().is_some_and(u8::is_ascii_digit) && at(4) == Some(b'-') && at(7) == Some(b'-');
    let has_time = matches!(at(10), Some(b'T' | b't')) && at(13) == Some(b':') && at(16) == Some(b':');
    is_date && (text.len() == 10 || has_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Option<String>, Failure> {
        since(&Query::parse(query)).map(|at| at.map(|at| at.to_string()))
    }

    #[test]
    fn a_day_or_an_instant_is_read_however_its_plus_is_written() {
        for (text, at) in [
            ("2026-01-31", "2026-01-30T23:00:00Z"),
            ("2026-07-31", "2026-07-30T22:00:00Z"),
            ("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z"),
            ("2026-01-31t08:00:00.25z", "2026-01-31T08:00:00.25Z"),
            ("2026-01-31T08:00:00+02:00", "2026-01-31T06:00:00Z"),
            ("2026-01-31T08:00:00%2B02:00", "2026-01-31T06:00:00Z"),
            ("2026-01-31T08:00:00-05:00", "2026-01-31T13:00:00Z"),
            ("0001-01-01", "0000-12-31T23:50:39Z"),
        ] {
            assert_eq!(read(&["modifie_depuis=", text].concat()).unwrap().as_deref(), Some(at), "{text}");
        }
        for far in ["9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-02:00"] {
            assert_eq!(
                since(&Query::parse(&["modifie_depuis=", far].concat())).unwrap(),
                Some(Timestamp::MAX),
                "{far}"
            );
        }
        assert_eq!(read("").unwrap(), None);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "hier",
            "2026",
            "2026-02-30",
            "20260131",
            "2026-01-31T08:00:00",
            "2026-01-31T08",
            "2026-01-31T08:00Z",
            "2026-01-31T08:00:00Z[Europe/Paris]",
            "31/01/2026",
            "-002026-01-31",
            "10000-01-01",
            "2026-01-31+02:00",
        ] {
            assert!(read(&["modifie_depuis=", text].concat()).is_err(), "{text}");
        }
        assert!(read("modifie_depuis=2026-01-31&modifie_depuis=2026-01-31").is_err());
    }
}
