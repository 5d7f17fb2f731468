//! Communes of the code officiel géographique, with those that are delegated, associated or municipal.

use std::collections::BTreeMap;

use essaim_geo::{Level, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::cell::{code, number};
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};
use super::{Postcode, Table};
use crate::Registry;
use crate::official::import::Note;

/// What a commune of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CommuneKind {
    Current,
    Delegated,
    Associated,
    Municipal,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CommuneRow {
    pub(crate) kind: CommuneKind,
    pub(crate) code: TerritoryCode,
    pub(crate) name: String,
    /// The commune that it is a part of; none for a commune of today.
    pub(crate) parent: Option<TerritoryCode>,
    pub(crate) arrondissement: Option<TerritoryCode>,
    pub(crate) population: Option<u32>,
    pub(crate) postcodes: Vec<Postcode>,
    /// Communes that were merged into it.
    pub(crate) merged: Vec<TerritoryCode>,
}

impl CommuneRow {
    /// Whether it is a place of its own, and no part of a commune.
    pub(crate) fn is_place(&self) -> bool {
        matches!(self.kind, CommuneKind::Current | CommuneKind::Municipal)
    }
}

/// Whether a table that holds so few of the communes known in a département is an extract.
pub(crate) const fn is_extract(holds: usize, known: usize) -> bool {
    2 * holds < known
}

const KIND: Names = &["typecom", "type"];
const CODE: Names = &["com", "code"];
const NAME: Names = &["libelle", "nom"];
const PARENT: Names = &["comparent", "cheflieu", "commune"];
const ARRONDISSEMENT: Names = &["arr", "arrondissement"];

pub(super) const SIGNATURES: [Signature; 2] = [
    Signature { table: Table::Communes, tells: &[&["typecom"], &["com"]], needs: &[NAME, PARENT], never: &[] },
    Signature {
        table: Table::Communes,
        tells: &[&["code"], &["type"], &["departement"]],
        needs: &[NAME],
        never: &["membres"],
    },
];

impl Record for CommuneRow {
    const TABLE: Table = Table::Communes;

    fn read(row: &Row<'_>) -> Option<Self> {
        let kind = match row.text(KIND)?.as_str() {
            "COM" | "commune-actuelle" => CommuneKind::Current,
            "COMD" | "commune-deleguee" => CommuneKind::Delegated,
            "COMA" | "commune-associee" => CommuneKind::Associated,
            "ARM" | "arrondissement-municipal" => CommuneKind::Municipal,
            _ => return None,
        };
        let of = |level, names| code(level, &row.text(names)?);
        let parent = (kind != CommuneKind::Current).then(|| of(Level::Commune, PARENT));
        Some(Self {
            kind,
            code: of(Level::Commune, CODE)?,
            name: row.text(NAME)?,
            parent: match parent {
                // Whatever is a part names what it is a part of.
                Some(None) => return None,
                parent => parent.flatten(),
            },
            arrondissement: of(Level::Arrondissement, ARRONDISSEMENT),
            population: row.text(&["population"]).and_then(|cell| number(&cell)),
            postcodes: row.texts(&["codespostaux"]).iter().filter_map(|text| text.parse().ok()).collect(),
            merged: row.texts(&["ancienscodes"]).iter().filter_map(|text| code(Level::Commune, text)).collect(),
        })
    }

    fn remarks(rows: &[Self], registry: &Registry) -> Vec<Note> {
        let mut holds: BTreeMap<TerritoryCode, usize> = BTreeMap::new();
        for departement in rows.iter().filter(|row| row.is_place()).filter_map(|row| row.code.departement()) {
            *holds.entry(departement).or_default() += 1;
        }
        let known = |departement| registry.children(departement, Level::Commune).count();
        let extracts = holds.iter().filter(|(departement, holds)| is_extract(**holds, known(departement)));
        extracts.map(|(departement, _)| Note::Extract { code: departement.code().to_owned() }).collect()
    }

    fn key(&self) -> Option<String> {
        // The seat of a commune has its code, and so has the delegated commune that was there before.
        Some(match self.kind {
            CommuneKind::Current | CommuneKind::Municipal => self.code.code().to_owned(),
            CommuneKind::Delegated | CommuneKind::Associated => format!("{} (part of a commune)", self.code.code()),
        })
    }
}
