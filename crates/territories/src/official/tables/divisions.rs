//! Arrondissements, départements and régions: a code, a name, and what it lies in.

use essaim_geo::{Level, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::Table;
use super::cell::code;
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};

/// A row of one of the three tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DivisionRow {
    pub(crate) code: TerritoryCode,
    pub(crate) name: String,
    /// The département of an arrondissement, the région of a département.
    pub(crate) within: Option<TerritoryCode>,
}

const NAME: Names = &["libelle", "nom"];
const SEAT: Names = &["cheflieu"];

pub(super) const SIGNATURES: [Signature; 6] = [
    division(Table::Arrondissements, &[&["arr"], SEAT], &[&["dep"], NAME], &["com", "can"]),
    division(Table::Departements, &[&["dep"], SEAT], &[&["reg"], NAME], &["arr", "can", "ctcd", "com"]),
    division(Table::Regions, &[&["reg"], SEAT], &[NAME], &["dep", "arr", "can", "ctcd", "com"]),
    division(Table::Arrondissements, &[&["code"], &["departement"], SEAT], &[NAME], &["type", "membres"]),
    division(Table::Departements, &[&["code"], &["region"], SEAT], &[NAME], &["type", "membres", "departement"]),
    division(Table::Regions, &[&["code"], SEAT], &[NAME], &["type", "membres", "departement", "region"]),
];

const fn division(table: Table, tells: &'static [Names], needs: &'static [Names], never: Names) -> Signature {
    Signature { table, tells, needs, never }
}

/// A row of the table of arrondissements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ArrondissementRow(pub(crate) DivisionRow);

/// A row of the table of départements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DepartementRow(pub(crate) DivisionRow);

/// A row of the table of régions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct RegionRow(pub(crate) DivisionRow);

impl Record for ArrondissementRow {
    const TABLE: Table = Table::Arrondissements;

    fn read(row: &Row<'_>) -> Option<Self> {
        let within = code(Level::Departement, &row.text(&["dep", "departement"])?)?;
        let (code, name) = (code(Level::Arrondissement, &row.text(&["arr", "code"])?)?, row.text(NAME)?);
        Some(Self(DivisionRow { code, name, within: Some(within) }))
    }

    fn key(&self) -> Option<String> {
        Some(self.0.code.code().to_owned())
    }
}

impl Record for DepartementRow {
    const TABLE: Table = Table::Departements;

    fn read(row: &Row<'_>) -> Option<Self> {
        let within = code(Level::Region, &row.text(&["reg", "region"])?)?;
        let (code, name) = (code(Level::Departement, &row.text(&["dep", "code"])?)?, row.text(NAME)?);
        Some(Self(DivisionRow { code, name, within: Some(within) }))
    }

    fn key(&self) -> Option<String> {
        Some(self.0.code.code().to_owned())
    }
}

impl Record for RegionRow {
    const TABLE: Table = Table::Regions;

    fn read(row: &Row<'_>) -> Option<Self> {
        let code = code(Level::Region, &row.text(&["reg", "code"])?)?;
        Some(Self(DivisionRow { code, name: row.text(NAME)?, within: None }))
    }

    fn key(&self) -> Option<String> {
        Some(self.0.code.code().to_owned())
    }
}
