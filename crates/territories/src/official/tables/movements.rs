//! What happened to communes since 1943: mergers, re-establishments, new names, new codes.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Table;
use super::cell::padded;
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};

/// The code of a commune as some table once wrote it, in force or not: Corsica's began with 20 until 1976.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Insee([u8; 5]);

impl Insee {
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of ASCII only")
    }
}

impl FromStr for Insee {
    type Err = ();

    /// Five characters, the last three of them digits; in any case.
    fn from_str(text: &str) -> Result<Self, ()> {
        let upper = padded(text, 5).to_ascii_uppercase();
        let code: [u8; 5] = upper.as_bytes().try_into().map_err(|_| ())?;
        let is_code =
            code[0].is_ascii_digit() && code[1].is_ascii_alphanumeric() && code[2..].iter().all(u8::is_ascii_digit);
        is_code.then_some(Self(code)).ok_or(())
    }
}

impl TryFrom<String> for Insee {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "not five characters of an INSEE code")
    }
}

impl From<Insee> for String {
    fn from(code: Insee) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for Insee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Insee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a commune was, or became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Standing {
    /// A commune, or an arrondissement of Paris, Lyon or Marseille.
    Whole,
    /// Delegated or associated: a part of one.
    Part,
}

/// One side of a movement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Side {
    pub(crate) standing: Standing,
    pub(crate) code: Insee,
    pub(crate) name: String,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovementRow {
    /// The day from which it is so.
    pub(crate) on: Date,
    /// Whether a commune was re-established.
    pub(crate) restores: bool,
    pub(crate) before: Side,
    /// None when the commune left the table.
    pub(crate) after: Option<Side>,
}

const KIND: Names = &["mod"];
const DAY: Names = &["date_eff"];
const BEFORE: [Names; 3] = [&["typecom_av"], &["com_av"], &["libelle_av"]];
const AFTER: [Names; 3] = [&["typecom_ap"], &["com_ap"], &["libelle_ap"]];

pub(super) const SIGNATURES: [Signature; 1] = [Signature {
    table: Table::Movements,
    tells: &[BEFORE[1], KIND],
    needs: &[DAY, BEFORE[0], BEFORE[2], AFTER[0], AFTER[1], AFTER[2]],
    never: &[],
}];

impl Record for MovementRow {
    const TABLE: Table = Table::Movements;

    fn read(row: &Row<'_>) -> Option<Self> {
        let kind = row.text(KIND)?;
        // A commune that begins follows nothing.
        let before = side(row, BEFORE);
        let after = side(row, AFTER);
        Some(Self { on: day(&row.text(DAY)?)?, restores: kind == "21", before: before?, after })
    }

    fn is_void(row: &Row<'_>) -> bool {
        row.text(BEFORE[1]).is_none() && row.text(AFTER[1]).is_some()
    }
}

fn side(row: &Row<'_>, [standing, code, name]: [Names; 3]) -> Option<Side> {
    let standing = match row.text(standing)?.as_str() {
        "COM" | "ARM" => Standing::Whole,
        "COMA" | "COMD" => Standing::Part,
        _ => return None,
    };
    Some(Side { standing, code: row.text(code)?.parse().ok()?, name: row.text(name)? })
}

/// A day as the table writes it, or as a French spreadsheet does.
fn day(written: &str) -> Option<Date> {
    if let Ok(day) = written.get(..10).unwrap_or(written).parse() {
        return Some(day);
    }
    let mut parts = written.split('/');
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_nobodys_any_more_is_still_one() {
        for (written, code) in [("20004", Some("20004")), ("2a004", Some("2A004")), ("1001", Some("01001"))] {
            assert_eq!(written.parse::<Insee>().ok().map(String::from).as_deref(), code);
        }
        for wrong in ["", "A2004", "20 04", "2A00", "2A0004", "é004"] {
            assert!(wrong.parse::<Insee>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_is_read_as_it_is_published_or_as_a_spreadsheet_gives_it_back() {
        let first = jiff::civil::date(2026, 1, 1);
        for written in ["2026-01-01", "01/01/2026", "1/1/2026", "2026-01-01T00:00:00"] {
            assert_eq!(day(written), Some(first), "{written}");
        }
        for wrong in ["", "2026", "31/02/2026", "été"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
