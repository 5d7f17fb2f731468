//! What the perimeters of a node say otherwise than the tables.

use std::collections::HashMap;
use std::sync::Arc;

use essaim_geo::{Level, Perimeters, TerritoryCode};

use super::Registry;
use super::difference::{About, Differences, Said, Says};
use super::told::{Tables, table_of};
use crate::official::Layer;
use crate::official::tables::without_departement;
use crate::suggest::is_same_name;
use crate::territory::source_key;
use crate::{Source, Territory};

/// Nearer than this to an edge, in metres, the middle of a commune may be outside only because outlines are simplified.
const DOUBT: f64 = 1_000.0;

/// A layer beside the tables.
pub(super) struct Compared<'c> {
    pub(super) registry: &'c Registry,
    pub(super) tables: &'c Tables,
    pub(super) layer: Layer,
    pub(super) perimeters: &'c Perimeters,
    pub(super) source: &'c Arc<Source>,
}

impl Compared<'_> {
    /// Tells every difference of names, of existence, and of what lies in what.
    pub(super) fn tell(&self, differences: &mut Differences) {
        self.names(differences);
        if matches!(self.layer.level(), Level::Arrondissement | Level::Epci) {
            self.members(differences);
        }
    }

    fn names(&self, differences: &mut Differences) {
        for number in 0..self.perimeters.len() {
            let Ok(code) = TerritoryCode::new(self.layer.level(), self.perimeters.code(number)) else { continue };
            let name = without_departement(self.perimeters.name(number));
            if name.is_empty() {
                continue;
            }
            let (about, followed) = match self.registry.get(&code) {
                Some(place) if is_same_name(place.name(), name) => continue,
                Some(place) => (About::Name, Says::Name(place.name().into())),
                None => (About::Existence, Says::Nothing),
            };
            let followed = Said { says: followed, source: self.table_of(code) };
            differences.tell(code, about, followed, self.says(Says::Name(name.replace('\'', "’").into())));
        }
    }

    /// Each commune lies where its middle does. A territory of the tables that the layer lacks, though most of its communes
    /// lie in others of it, is none there.
    fn members(&self, differences: &mut Differences) {
        let lookup = self.perimeters.lookup();
        let mut held: HashMap<TerritoryCode, [usize; 2]> = HashMap::new();
        for commune in self.registry.all(Level::Commune).filter(|place| !place.is_municipal_arrondissement()) {
            let Some(stated) = self.stated(commune) else { continue };
            let counts = held.entry(stated.code()).or_default();
            counts[1] += 1;
            let Some(point) = commune.point() else { continue };
            let Some(number) = lookup.holding(point).next() else { continue };
            counts[0] += 1;
            let drawn = self.perimeters.code(number);
            let is_sure = || {
                let is_missing = self.perimeters.find(stated.code().code()).is_none();
                is_missing || self.perimeters.edge_distance(number, point) > DOUBT
            };
            if drawn != stated.code().code() && is_sure() {
                self.tell_member(commune, stated, number, differences);
            }
        }
        for (code, [held, all]) in held {
            if 2 * held > all && self.perimeters.find(code.code()).is_none() {
                let name = self.registry.get(&code).map(|place| Says::Name(place.name().into()));
                let followed = Said { says: name.unwrap_or(Says::Nothing), source: self.table_of(code) };
                differences.tell(code, About::Existence, followed, self.says(Says::Nothing));
            }
        }
    }

    fn tell_member(&self, commune: &Territory, stated: &Territory, number: usize, differences: &mut Differences) {
        let Ok(drawn) = TerritoryCode::new(self.layer.level(), self.perimeters.code(number)) else { return };
        let followed = Said {
            says: Says::Territory(stated.code(), Some(stated.name().into())),
            source: self.table_of(stated.code()),
        };
        let says = Says::Territory(drawn, Some(self.perimeters.name(number).into()));
        differences.tell(commune.code(), About::Within(self.layer.level()), followed, self.says(says));
    }

    /// Where the tables put a commune.
    fn stated(&self, commune: &Territory) -> Option<&Territory> {
        let above = self.registry.ancestors(&commune.code());
        above.iter().find(|code| code.level() == self.layer.level()).and_then(|code| self.registry.get(code))
    }

    /// The table that tells places of its level.
    fn table_of(&self, code: TerritoryCode) -> Arc<Source> {
        let embedded =
            || Arc::new(Source::of(source_key(code)).expect("a test finds the source of every level").clone());
        table_of(code.level()).and_then(|table| self.tables.get(&table)).cloned().unwrap_or_else(embedded)
    }

    fn says(&self, says: Says) -> Said {
        Said { says, source: Arc::clone(self.source) }
    }
}
