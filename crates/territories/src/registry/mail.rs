//! Which postal codes serve a commune, and the other way round.

use std::collections::{BTreeMap, HashMap};

use essaim_geo::{Level, Point, TerritoryCode};

use super::history::{History, insee};
use crate::official::Postcode;
use crate::official::tables::{CommuneRow, PostalRow};

/// How mail reaches communes.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    of_communes: HashMap<TerritoryCode, MailOf>,
    communes: BTreeMap<Postcode, Vec<TerritoryCode>>,
}

/// How mail reaches one commune.
#[derive(Debug, Default)]
pub(crate) struct MailOf {
    pub(crate) postcodes: Vec<Postcode>,
    /// The towns that mail names for it, in capitals.
    pub(crate) routings: Vec<Box<str>>,
    /// The former communes and hamlets that mail names in it, in capitals.
    pub(crate) localities: Vec<Box<str>>,
    /// Where the table puts it.
    pub(crate) point: Option<Point>,
}

impl Mail {
    /// `is_today` tells the communes of the registry; a code that is no more leads to those that took over.
    pub(super) fn of(
        rows: &[PostalRow],
        communes: &[CommuneRow],
        history: &History,
        is_today: impl Fn(&TerritoryCode) -> bool,
    ) -> Self {
        let mut mail = Self::default();
        for row in rows {
            let heirs = insee(&row.commune).map(|code| history.successors(code)).unwrap_or_default();
            let own = [row.commune];
            let served = if is_today(&row.commune) { &own[..] } else { heirs };
            served.iter().for_each(|commune| mail.of_communes.entry(*commune).or_default().add(row));
        }
        // Where La Poste says nothing, the table of communes may.
        for row in communes.iter().filter(|row| row.is_place() && is_today(&row.code)) {
            let of = mail.of_communes.entry(row.code).or_default();
            if of.postcodes.is_empty() {
                of.postcodes.clone_from(&row.postcodes);
            }
        }
        mail.sort();
        mail
    }

    /// Paris, Lyon and Marseille are served by the codes of their arrondissements.
    pub(super) fn gather(&mut self, city: TerritoryCode, parts: impl Iterator<Item = TerritoryCode>) {
        let parts = parts.filter_map(|part| self.of_communes.get(&part));
        let postcodes: Vec<Postcode> = parts.flat_map(|part| &part.postcodes).copied().collect();
        let of = self.of_communes.entry(city).or_default();
        if of.postcodes.is_empty() {
            of.postcodes = postcodes;
            self.sort();
        }
    }

    /// How mail reaches a commune.
    pub(crate) fn to(&self, commune: &TerritoryCode) -> Option<&MailOf> {
        debug_assert_eq!(commune.level(), Level::Commune);
        self.of_communes.get(commune)
    }

    /// The communes that a code serves.
    pub(super) fn communes(&self, code: Postcode) -> &[TerritoryCode] {
        self.communes.get(&code).map_or(&[], Vec::as_slice)
    }

    fn sort(&mut self) {
        self.communes.clear();
        for (commune, of) in &mut self.of_communes {
            of.postcodes.sort_unstable();
            of.postcodes.dedup();
            for code in &of.postcodes {
                self.communes.entry(*code).or_default().push(*commune);
            }
        }
        self.communes.values_mut().for_each(|communes| communes.sort_unstable());
    }
}

impl MailOf {
    fn add(&mut self, row: &PostalRow) {
        self.postcodes.push(row.postcode);
        self.point = self.point.or(row.point);
        for (names, name) in [(&mut self.routings, &row.routing), (&mut self.localities, &row.locality)] {
            if let Some(name) = name.as_deref().filter(|name| names.iter().all(|known| **known != **name)) {
                names.push(name.into());
            }
        }
    }
}
