//! Postal codes, with the localities that mail names.

use std::fmt;
use std::str::FromStr;

use essaim_geo::{Level, Point, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::Table;
use super::cell::{code, padded, point};
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};

/// A French postal code: five digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode([u8; 5]);

impl Postcode {
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of digits only")
    }
}

impl FromStr for Postcode {
    type Err = ();

    /// Five digits; four, of which a spreadsheet ate the first nought.
    fn from_str(text: &str) -> Result<Self, ()> {
        let code: [u8; 5] = padded(text.trim(), 5).as_bytes().try_into().map_err(|_| ())?;
        let is_code = code.iter().all(u8::is_ascii_digit) && text.trim().len() > 3;
        is_code.then_some(Self(code)).ok_or(())
    }
}

impl TryFrom<String> for Postcode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "not five digits of a postal code")
    }
}

impl From<Postcode> for String {
    fn from(code: Postcode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PostalRow {
    pub(crate) commune: TerritoryCode,
    pub(crate) postcode: Postcode,
    /// The town that mail names, in capitals.
    pub(crate) routing: Option<String>,
    /// A former commune or a hamlet that mail names above the town, in capitals.
    pub(crate) locality: Option<String>,
    pub(crate) point: Option<Point>,
}

const COMMUNE: Names = &["code_commune_insee"];
const POSTCODE: Names = &["code_postal"];
const ROUTING: Names = &["libelle_d_acheminement", "libelle_acheminement"];

pub(super) const SIGNATURES: [Signature; 2] = [
    Signature { table: Table::Postcodes, tells: &[COMMUNE, ROUTING], needs: &[POSTCODE], never: &["numero"] },
    Signature { table: Table::Postcodes, tells: &[COMMUNE, POSTCODE], needs: &[ROUTING], never: &["numero"] },
];

impl Record for PostalRow {
    const TABLE: Table = Table::Postcodes;

    fn read(row: &Row<'_>) -> Option<Self> {
        let [latitude, longitude] = [&["latitude"], &["longitude"]].map(|names| row.text(names));
        let both = row.text(&["geopoint", "coordonnees_gps", "coordonnees_geographiques"]);
        Some(Self {
            commune: code(Level::Commune, &row.text(COMMUNE)?)?,
            postcode: row.text(POSTCODE)?.parse().ok()?,
            routing: row.text(ROUTING),
            locality: row.text(&["ligne_5"]),
            point: point(latitude.as_deref(), longitude.as_deref(), both.as_deref()),
        })
    }

    fn named(&self) -> Option<TerritoryCode> {
        Some(self.commune)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postal_code_has_five_digits_of_which_the_first_may_be_lost() {
        assert_eq!("01400".parse::<Postcode>().unwrap().to_string(), "01400");
        assert_eq!("1400".parse::<Postcode>().unwrap().to_string(), "01400");
        for wrong in ["", "140", "014000", "2A004", "01 400"] {
            assert!(wrong.parse::<Postcode>().is_err(), "{wrong}");
        }
    }
}
