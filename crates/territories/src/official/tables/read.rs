//! From the rows of a published table to those that are kept.

use std::collections::{BTreeSet, HashSet};

use essaim_geo::TerritoryCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sheet::{Row, Sheet};
use super::signature::{Unknown, recognise};
use super::{
    ArrondissementRow, ChangeRow, CommuneRow, ContactRow, DepartementRow, EpciRow, MovementRow, PostalRow, RegionRow,
    Table,
};
use crate::Registry;
use crate::official::import::{Note, OfficialError};

/// No official table has more rows.
const MOST: usize = 2_000_000;

/// What a row of a table says.
pub(crate) trait Record: Serialize + DeserializeOwned + Sized {
    /// Its table.
    const TABLE: Table;

    /// What a row of a file says; none when it has no official code, or says nothing of this table.
    fn read(row: &Row<'_>) -> Option<Self>;

    /// Whether a row says nothing, as it should.
    fn is_void(_: &Row<'_>) -> bool {
        false
    }

    /// What comes once in the table; none where anything may come again.
    fn key(&self) -> Option<String> {
        None
    }

    /// What comes once in all rows together.
    fn parts(&self) -> Vec<String> {
        Vec::new()
    }

    /// The territory that it speaks of and that should be known before.
    fn named(&self) -> Option<TerritoryCode> {
        None
    }

    /// What the operator should know of them all.
    fn remarks(_: &[Self], _: &Registry) -> Vec<Note> {
        Vec::new()
    }

    /// Rows that tell one thing together, as one.
    fn gathered(rows: Vec<Self>) -> Vec<Self> {
        rows
    }
}

/// A table under import.
pub(in crate::official) struct Draft {
    pub(in crate::official) table: Table,
    pub(in crate::official) rows: Vec<u8>,
    pub(in crate::official) count: usize,
    pub(in crate::official) notes: Vec<Note>,
}

/// Recognises a sheet and reads it.
pub(in crate::official) fn read(mut sheet: Sheet, registry: &Registry) -> Result<Draft, OfficialError> {
    let table = recognise(&sheet).map_err(|unknown| match unknown {
        Unknown::Unrecognised => OfficialError::unrecognised(sheet.names()),
        Unknown::NoColumn(table, column) => OfficialError::NoColumn { table, column },
    })?;
    match table {
        Table::Communes => rows::<CommuneRow>(&mut sheet, registry),
        Table::Movements => rows::<MovementRow>(&mut sheet, registry),
        Table::Arrondissements => rows::<ArrondissementRow>(&mut sheet, registry),
        Table::Departements => rows::<DepartementRow>(&mut sheet, registry),
        Table::Regions => rows::<RegionRow>(&mut sheet, registry),
        Table::Epci => rows::<EpciRow>(&mut sheet, registry),
        Table::Postcodes => rows::<PostalRow>(&mut sheet, registry),
        Table::Correspondence => rows::<ChangeRow>(&mut sheet, registry),
        Table::Contacts => rows::<ContactRow>(&mut sheet, registry),
        Table::Contracts => unreachable!("contrats come as points: no sheet is recognised as theirs"),
    }
}

fn rows<R: Record>(sheet: &mut Sheet, registry: &Registry) -> Result<Draft, OfficialError> {
    let (mut taken, mut notes, mut place) = (Vec::new(), Vec::new(), 0);
    while let Some(row) = sheet.next()? {
        place = row.place;
        match R::read(&row) {
            Some(record) => taken.push(record),
            None if R::is_void(&row) => {}
            None => notes.push(Note::NoCode { place }),
        }
        if place > MOST || notes.len() > MOST / 100 + taken.len() {
            break;
        }
    }
    if taken.len() <= notes.len() || place > MOST {
        return Err(OfficialError::NotRows { table: R::TABLE, taken: taken.len(), rows: place });
    }
    bring(taken, notes, registry)
}

/// Rows as they are kept, when nothing comes twice.
pub(in crate::official) fn bring<R: Record>(
    taken: Vec<R>,
    mut notes: Vec<Note>,
    registry: &Registry,
) -> Result<Draft, OfficialError> {
    let taken = R::gathered(taken);
    let mut seen = HashSet::new();
    for key in taken.iter().flat_map(|row| row.key().into_iter().chain(row.parts())) {
        if let Some(code) = seen.replace(key) {
            return Err(OfficialError::Twice { table: R::TABLE, code });
        }
    }
    let unknown: BTreeSet<TerritoryCode> =
        taken.iter().filter_map(Record::named).filter(|code| !registry.has_known(code)).collect();
    notes.extend(unknown.into_iter().map(|code| Note::UnknownCode { code: code.code().to_owned() }));
    notes.extend(R::remarks(&taken, registry));
    let rows = serde_json::to_vec(&taken).expect("rows are made of texts and numbers");
    Ok(Draft { table: R::TABLE, rows, count: taken.len(), notes })
}
