//! What became of the neighbourhoods of 2015 in 2024.

use essaim_geo::{Generation, Level, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::Table;
use super::cell::code;
use super::read::Record;
use super::sheet::Row;
use super::signature::{Names, Signature};

/// How the perimeter of a neighbourhood of 2024 came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeStatus {
    /// It is that of 2015.
    Unchanged,
    /// That of 2015 was redrawn.
    Changed,
    /// There was none in 2015.
    New,
}

impl ChangeStatus {
    /// Its key, in files and in the words of pages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::New => "new",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ChangeRow {
    /// The neighbourhood of 2024.
    pub(crate) code: TerritoryCode,
    pub(crate) status: ChangeStatus,
    /// Those of 2015 that it comes from.
    pub(crate) before: Vec<TerritoryCode>,
}

const NOW: Names = &["qp2024", "code_qp2024", "code_qp_2024", "code_qpv_2024"];
const STATUS: Names = &["statut"];
const BEFORE: [Names; 3] = [
    &["qp2015_1", "code_qp2015_1", "code_qpv2015_1", "qp2015", "code_qp_2015", "code_qpv_2015"],
    &["qp2015_2", "code_qp2015_2", "code_qpv2015_2"],
    &["qp2015_3", "code_qp2015_3", "code_qpv2015_3"],
];

pub(super) const SIGNATURES: [Signature; 1] =
    [Signature { table: Table::Correspondence, tells: &[NOW], needs: &[STATUS, BEFORE[0]], never: &[] }];

impl Record for ChangeRow {
    const TABLE: Table = Table::Correspondence;

    fn read(row: &Row<'_>) -> Option<Self> {
        let of = |names, generation| {
            let code = code(Level::Qpv, &row.text(names)?)?;
            (code.generation() == Some(generation)).then_some(code)
        };
        let status = match crate::suggest::fold(&row.text(STATUS)?).as_str() {
            "inchange" => ChangeStatus::Unchanged,
            "modifie" => ChangeStatus::Changed,
            "nouveau" => ChangeStatus::New,
            _ => return None,
        };
        let mut before: Vec<TerritoryCode> = BEFORE.iter().filter_map(|names| of(names, Generation::G2015)).collect();
        before.sort_unstable();
        before.dedup();
        Some(Self { code: of(NOW, Generation::G2024)?, status, before })
    }

    fn key(&self) -> Option<String> {
        Some(self.code.code().to_owned())
    }

    fn named(&self) -> Option<TerritoryCode> {
        Some(self.code)
    }
}
