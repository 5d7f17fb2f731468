//! Groups of communes that levy taxes of their own, with their communes.

use std::collections::BTreeMap;

use essaim_geo::{Level, TerritoryCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Table;
use super::cell::{clean, code};
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};

/// A group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EpciRow {
    pub(crate) code: TerritoryCode,
    pub(crate) name: String,
    /// `CC`, `CA`, `CU`, `METRO` or `MET69`; none where the table does not say.
    pub(crate) kind: Option<String>,
    pub(crate) members: Vec<TerritoryCode>,
}

const CODE: Names = &["epci", "siren_epci", "code_epci", "siren", "code"];
const NAME: Names = &["libepci", "lib_epci", "libelle_epci", "nom_epci", "raison_sociale", "nom"];
const KIND: Names = &["nature_juridique", "nature_epci", "type"];
const MEMBER: Names = &["codgeo", "insee", "code_insee", "insee_com", "code_commune", "com"];
/// Addresses and neighbourhoods name an EPCI too.
const NEVER: Names = &["numero", "adresse", "code_qp", "code_cv", "siret"];

pub(super) const SIGNATURES: [Signature; 3] = [
    Signature { table: Table::Epci, tells: &[&["membres"], &["code"]], needs: &[&["nom"]], never: &[] },
    Signature {
        table: Table::Epci,
        tells: &[&["siren"], &["nature_juridique"], &["raison_sociale"]],
        needs: &[MEMBER],
        never: NEVER,
    },
    Signature {
        table: Table::Epci,
        tells: &[MEMBER, &["epci", "siren_epci", "code_epci"]],
        needs: &[NAME],
        never: NEVER,
    },
];

/// The kinds that levy taxes of their own, as tables write them, and as they are kept.
const KINDS: [(&str, &str); 6] =
    [("CC", "CC"), ("CA", "CA"), ("CU", "CU"), ("METRO", "METRO"), ("ME", "METRO"), ("MET69", "MET69")];

impl Record for EpciRow {
    const TABLE: Table = Table::Epci;

    fn read(row: &Row<'_>) -> Option<Self> {
        let name = row.text(NAME)?;
        let kind = match row.text(KIND) {
            // Of any other kind it levies no taxes of its own: it lies in one that does.
            Some(written) => Some(KINDS.iter().find(|(as_written, _)| *as_written == written)?.1.to_owned()),
            None => {
                name.split(' ').next().filter(|first| KINDS.iter().any(|(known, _)| known == first)).map(str::to_owned)
            }
        };
        let in_a_cell = row.text(MEMBER).and_then(|cell| code(Level::Commune, &cell));
        let in_a_list = row.objects(&["membres"]).filter_map(|member| {
            let written = member.get("code").and_then(Value::as_str)?;
            code(Level::Commune, &clean(written))
        });
        let members: Vec<TerritoryCode> = in_a_cell.into_iter().chain(in_a_list).collect();
        let code = code(Level::Epci, &row.text(CODE)?)?;
        (!members.is_empty()).then_some(Self { code, name, kind, members })
    }

    fn key(&self) -> Option<String> {
        Some(self.code.code().to_owned())
    }

    /// One row for each commune makes one group of them all.
    fn gathered(rows: Vec<Self>) -> Vec<Self> {
        let mut groups: BTreeMap<TerritoryCode, Self> = BTreeMap::new();
        for row in rows {
            match groups.get_mut(&row.code) {
                Some(group) => group.members.extend(row.members),
                None => {
                    groups.insert(row.code, row);
                }
            }
        }
        groups.into_values().collect()
    }

    /// A commune is in one group at most.
    fn parts(&self) -> Vec<String> {
        self.members.iter().map(|member| member.code().to_owned()).collect()
    }
}
