//! La Poste's points of contact, by commune and by perimeter.

use std::sync::Arc;

use essaim_geo::{Perimeters, Point, TerritoryCode};

use super::brought::Rows;
use super::history::{History, insee};
use crate::Source;
use crate::official::tables::ContactRow;
use crate::official::{ContactKind, Postcode, Precision};

/// A point of contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Its name, in capitals.
    pub name: Box<str>,
    /// Who keeps it.
    pub kind: ContactKind,
    /// The lines of its address but the last.
    pub address: Box<[String]>,
    /// The last line: its postal code.
    pub postcode: Option<Postcode>,
    /// The last line: its town, in capitals.
    pub town: Option<Box<str>>,
    /// The commune of today where it is.
    pub commune: TerritoryCode,
    /// Where it is.
    pub point: Option<Point>,
    /// How well that is known.
    pub precision: Precision,
}

/// Every point of contact, in the order of communes.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    all: Vec<Contact>,
    pub(super) source: Option<Arc<Source>>,
}

impl Contacts {
    pub(super) fn of(rows: Rows<ContactRow>, history: &History, is_today: impl Fn(&TerritoryCode) -> bool) -> Self {
        let today = |code: TerritoryCode| {
            let heirs = insee(&code).map(|code| history.successors(code)).unwrap_or_default();
            if is_today(&code) { code } else { heirs.first().copied().unwrap_or(code) }
        };
        let contact = |row: ContactRow| Contact {
            name: row.name.into(),
            kind: row.kind,
            address: row.address.into(),
            postcode: row.postcode,
            town: row.town.map(Into::into),
            commune: today(row.commune),
            point: row.point,
            precision: row.precision,
        };
        let mut all: Vec<Contact> = rows.rows.into_iter().map(contact).collect();
        all.sort_by(|one, other| (one.commune, &one.name).cmp(&(other.commune, &other.name)));
        Self { all, source: rows.source }
    }

    /// Those of a commune.
    pub(super) fn in_commune(&self, commune: TerritoryCode) -> &[Contact] {
        let start = self.all.partition_point(|contact| contact.commune < commune);
        let end = self.all.partition_point(|contact| contact.commune <= commune);
        &self.all[start..end]
    }

    /// Those inside a perimeter: only where the place is known better than by its commune.
    pub(super) fn within(&self, perimeters: &Perimeters, number: usize) -> impl Iterator<Item = &Contact> {
        let lookup = perimeters.lookup();
        self.all.iter().filter(move |contact| {
            let point = contact.point.filter(|_| contact.precision < Precision::Commune);
            point.is_some_and(|point| lookup.holding(point).any(|held| held == number))
        })
    }
}
