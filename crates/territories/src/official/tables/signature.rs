//! Which table a sheet is, told by the names of its columns.

use super::sheet::Sheet;
use super::{Table, communes, contacts, correspondence, divisions, epci, movements, postal};

/// The plain names that one column goes by.
pub(super) type Names = &'static [&'static str];

/// What tells a table.
pub(super) struct Signature {
    pub(super) table: Table,
    /// A sheet with all of these is that table.
    pub(super) tells: &'static [Names],
    /// It must have these too.
    pub(super) needs: &'static [Names],
    /// One with any of these is another.
    pub(super) never: Names,
}

const SIGNATURES: [&[Signature]; 7] = [
    &movements::SIGNATURES,
    &communes::SIGNATURES,
    &divisions::SIGNATURES,
    &epci::SIGNATURES,
    &postal::SIGNATURES,
    &correspondence::SIGNATURES,
    &contacts::SIGNATURES,
];

/// A sheet that is no official table, or not the whole of one.
pub(super) enum Unknown {
    /// No table has these columns.
    Unrecognised,
    /// It is this table, without this column.
    NoColumn(Table, &'static str),
}

pub(super) fn recognise(sheet: &Sheet) -> Result<Table, Unknown> {
    let is_meant = |one: &&Signature| one.tells.iter().all(|names| sheet.has(names)) && !sheet.has(one.never);
    let found = SIGNATURES.into_iter().flatten().find(is_meant).ok_or(Unknown::Unrecognised)?;
    match found.needs.iter().find(|names| !sheet.has(names)) {
        Some(names) => Err(Unknown::NoColumn(found.table, names[0])),
        None => Ok(found.table),
    }
}
