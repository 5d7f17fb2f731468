//! La Poste's points of contact. Telephone numbers are not kept.

use essaim_geo::{Level, Point, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::cell::{code, point};
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};
use super::{Postcode, Table};
use crate::suggest::fold;

/// Who keeps a point of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// La Poste itself.
    PostOffice,
    /// A commune, or several.
    Municipal,
    /// A shop.
    Shop,
    /// Somebody else.
    Other,
}

impl ContactKind {
    /// Its key, in files and in the words of pages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PostOffice => "post_office",
            Self::Municipal => "municipal",
            Self::Shop => "shop",
            Self::Other => "other",
        }
    }
}

/// How well the place of a point of contact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// At its number.
    Number,
    /// Somewhere in its street or its block.
    Street,
    /// Somewhere in its commune.
    Commune,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ContactRow {
    pub(crate) name: String,
    pub(crate) kind: ContactKind,
    /// Its lines but the last.
    pub(crate) address: Vec<String>,
    pub(crate) postcode: Option<Postcode>,
    pub(crate) town: Option<String>,
    pub(crate) commune: TerritoryCode,
    pub(crate) point: Option<Point>,
    pub(crate) precision: Precision,
}

const NAME: Names = &["libelle_du_site"];
const KIND: Names = &["caracteristique_du_site"];
const COMMUNE: Names = &["code_insee"];
const LINES: [Names; 3] = [&["complement_d_adresse"], &["adresse"], &["lieu_dit"]];

pub(super) const SIGNATURES: [Signature; 1] = [Signature {
    table: Table::Contacts,
    tells: &[KIND],
    needs: &[NAME, COMMUNE, &["latitude"], &["longitude"]],
    never: &[],
}];

impl Record for ContactRow {
    const TABLE: Table = Table::Contacts;

    fn read(row: &Row<'_>) -> Option<Self> {
        let [latitude, longitude] = [&["latitude"], &["longitude"]].map(|names| row.text(names));
        Some(Self {
            name: row.text(NAME)?,
            kind: kind(&row.text(KIND)?),
            address: LINES.iter().filter_map(|names| row.text(names)).collect(),
            postcode: row.text(&["code_postal"]).and_then(|cell| cell.parse().ok()),
            town: row.text(&["localite"]),
            commune: code(Level::Commune, &row.text(COMMUNE)?)?,
            point: point(latitude.as_deref(), longitude.as_deref(), None),
            precision: precision(&row.text(&["precision_du_geocodage"]).unwrap_or_default()),
        })
    }

    fn named(&self) -> Option<TerritoryCode> {
        Some(self.commune)
    }
}

fn kind(written: &str) -> ContactKind {
    let plain = fold(written);
    if plain.starts_with("bureau") || plain.starts_with("carre") {
        ContactKind::PostOffice
    } else if plain.contains("communale") {
        ContactKind::Municipal
    } else if plain.contains("relais") || plain.contains("commercant") {
        ContactKind::Shop
    } else {
        ContactKind::Other
    }
}

fn precision(written: &str) -> Precision {
    let plain = fold(written);
    if plain.contains("numero") {
        Precision::Number
    } else if plain.contains("rue") || plain.contains("ilot") {
        Precision::Street
    } else {
        Precision::Commune
    }
}
