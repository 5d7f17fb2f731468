//! The official tables in memory: by code, upwards, downwards, by text.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use essaim_geo::{Level, TerritoryCode};

use crate::announcement::{Announcement, Measure};
use crate::official::{Shelf, ShelfError};
use crate::suggest::NameIndex;
use crate::table::with_embedded;
use crate::{Generation, PopulationBand, TableError, Tables, Territory};

mod brought;
mod build;
mod compose;
mod contact;
mod difference;
mod history;
mod layers;
mod mail;
mod told;

pub use contact::Contact;
pub use difference::{About, Difference, Said, Says};
pub use history::{FormerKind, FormerName};
pub use told::{Change, Figure, FigureMeasure};

use self::brought::Brought;
use self::told::Told;

/// Every official place of the tables.
///
/// Places are kept in the order of their codes; what contains a place and what it contains are
/// lists of positions in that order.
#[derive(Debug)]
pub struct Registry {
    places: Vec<Territory>,
    /// Where each stands: pages name dozens of them.
    positions: HashMap<TerritoryCode, u32>,
    ancestors: Vec<Box<[u32]>>,
    descendants: Vec<Box<[u32]>>,
    announcements: Vec<Announcement>,
    names: OnceLock<NameIndex>,
    told: Told,
}

static EMBEDDED: LazyLock<Registry> =
    LazyLock::new(|| with_embedded(|tables| Registry::from_tables(tables).expect("a test builds the embedded tables")));

impl Registry {
    /// The tables that the program carries, parsed at the first call.
    pub fn embedded() -> &'static Registry {
        &EMBEDDED
    }

    /// A registry of other tables, such as a test's.
    pub fn from_tables(tables: Tables<'_>) -> Result<Registry, TableError> {
        build::registry(tables)
    }

    /// The tables that the program carries, with those of a node's shelf in their place, and what these tell beside. A
    /// table that cannot be read is left out: the program's own answers, and the fault is given back.
    pub fn of(shelf: &Shelf) -> (Registry, Vec<ShelfError>) {
        let (brought, faults) = Brought::of(shelf);
        let registry = with_embedded(|tables| build::composed(tables, brought));
        (registry.expect("what is named and is not there was taken out"), faults)
    }

    /// The territory of that code, if the tables have it.
    pub fn get(&self, code: &TerritoryCode) -> Option<&Territory> {
        self.position(*code).map(|position| &self.places[position])
    }

    /// Everything that contains it, the nearest first: for a neighbourhood its communes, their
    /// contrat de ville, EPCI, arrondissement, département and région.
    ///
    /// An EPCI or a contrat that straddles two départements lies in both. A contrat lies in an
    /// EPCI when all of its communes do.
    pub fn ancestors(&self, code: &TerritoryCode) -> Vec<TerritoryCode> {
        match self.position(*code) {
            Some(position) => self.ancestors[position].iter().map(|at| self.places[*at as usize].code).collect(),
            None => Vec::new(),
        }
    }

    /// Whether `inner` lies in `outer`; a territory contains itself.
    pub fn contains(&self, outer: &TerritoryCode, inner: &TerritoryCode) -> bool {
        if outer == inner {
            return true;
        }
        match (self.position(*outer), self.position(*inner)) {
            (Some(outer), Some(inner)) => self.ancestors[inner].contains(&(outer as u32)),
            _ => false,
        }
    }

    /// What it contains at that level, in the order of codes. The arrondissements of Paris, Lyon
    /// and Marseille are children of their commune only.
    pub fn children(&self, code: &TerritoryCode, level: Level) -> impl Iterator<Item = &Territory> + use<'_> {
        let inside: &[u32] = self.position(*code).map_or(&[], |position| &self.descendants[position]);
        let of_a_commune = code.level() == Level::Commune;
        inside
            .iter()
            .map(|at| &self.places[*at as usize])
            .filter(move |place| place.level() == level && (of_a_commune || !place.is_municipal_arrondissement()))
    }

    /// Every territory of a level, in the order of codes.
    pub fn all(&self, level: Level) -> impl Iterator<Item = &Territory> {
        let start = self.places.partition_point(|place| place.level() < level);
        self.places[start..].iter().take_while(move |place| place.level() == level)
    }

    /// The territories that have this code, the largest first: two for `44`, one for `57463`.
    pub fn resolve_bare(&self, bare: &str) -> Vec<TerritoryCode> {
        let mut found = TerritoryCode::candidates(bare.trim());
        found.retain(|code| self.get(code).is_some());
        found
    }

    /// The territories whose name has words beginning with the text, or whose code it is; accents,
    /// case and dashes do not count. Codes first, then names beginning with it, the largest first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Territory> {
        let mut found = self.resolve_bare(text);
        if let Ok(code) = text.trim().parse() {
            found.extend(self.get(&code).map(Territory::code));
        }
        let names = self.names.get_or_init(|| NameIndex::new(&self.places));
        let mut places: Vec<&Territory> = found.iter().filter_map(|code| self.get(code)).collect();
        places.extend(names.search(text, &self.places, limit));
        places.truncate(limit);
        places
    }

    /// The size of the town: a commune's, or the largest of a neighbourhood's communes (the whole
    /// city for an arrondissement of Paris, Lyon or Marseille); none for larger territories.
    pub fn population_band(&self, code: &TerritoryCode) -> Option<PopulationBand> {
        let place = self.get(code)?;
        let population = match place.level() {
            Level::Commune | Level::Qpv => self
                .communes_above(code)
                .filter_map(Territory::population)
                .chain(place.population.filter(|_| !place.is_municipal_arrondissement()))
                .max()?,
            _ => return None,
        };
        Some(PopulationBand::of(population))
    }

    /// A name that stands alone: a neighbourhood with its communes, a commune with its département,
    /// an arrondissement or a contrat with what it is (both bear a town's name), the others as they are.
    pub fn label(&self, code: &TerritoryCode) -> Option<String> {
        let place = self.get(code)?;
        let within = match place.level() {
            Level::Qpv => self.communes_above(code).map(Territory::name).collect::<Vec<_>>().join(", "),
            Level::Commune => place.code.departement().map_or(String::new(), |above| above.code().to_owned()),
            Level::Arrondissement => "arrondissement".to_owned(),
            Level::Contrat => "contrat de ville".to_owned(),
            _ => String::new(),
        };
        Some(if within.is_empty() { place.name().to_owned() } else { format!("{} ({within})", place.name()) })
    }

    /// What documents announce for this territory.
    pub fn announcements(&self, code: &TerritoryCode) -> impl Iterator<Item = &Announcement> + use<'_> {
        let code = *code;
        self.announcements.iter().filter(move |announcement| announcement.territory == code)
    }

    /// What the tables count where a document announces a number.
    pub fn counted(&self, announcement: &Announcement) -> usize {
        let whole = [announcement.territory];
        let parts: &[TerritoryCode] =
            if announcement.departements.is_empty() { &whole } else { &announcement.departements };
        let inside = |place: &&Territory| parts.iter().any(|part| self.contains(part, &place.code));
        match announcement.measure {
            Measure::Contrat => self.all(Level::Contrat).filter(inside).count(),
            Measure::Qpv => self
                .all(Level::Qpv)
                .filter(|place| place.generation() == Some(Generation::G2015))
                .filter(inside)
                .count(),
        }
    }

    fn communes_above(&self, code: &TerritoryCode) -> impl Iterator<Item = &Territory> + use<'_> {
        let above: &[u32] = self.position(*code).map_or(&[], |position| &self.ancestors[position]);
        above.iter().map(|at| &self.places[*at as usize]).filter(|place| place.level() == Level::Commune)
    }

    fn position(&self, code: TerritoryCode) -> Option<usize> {
        self.positions.get(&code).map(|position| *position as usize)
    }
}

#[cfg(test)]
mod composed_tests;
#[cfg(test)]
mod official_tests;
#[cfg(test)]
mod tests;
