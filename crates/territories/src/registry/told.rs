//! What the tables that were brought in tell beside the registry itself: former names, postal codes, changes of
//! neighbourhoods, figures, points of contact, and where official tables differ.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use essaim_geo::{Level, Perimeters, TerritoryCode};

use super::Registry;
use super::brought::{Brought, Rows};
use super::contact::{Contact, Contacts};
use super::difference::{Difference, Differences};
use super::history::{FormerName, History};
use super::layers::Compared;
use super::mail::{Mail, MailOf};
use crate::official::tables::{ChangeRow, ContractRow};
use crate::official::{ChangeStatus, Insee, Layer, Postcode, Shelf, Table};
use crate::territory::{Origin, source_key};
use crate::{Source, Territory};

/// Beside the registry.
#[derive(Debug, Default)]
pub(super) struct Told {
    history: History,
    mail: Mail,
    changes: Rows<ChangeRow>,
    /// What the program's own tables say of the same: each neighbourhood of 2024 with those of 2015.
    ties: Ties,
    figures: HashMap<TerritoryCode, Vec<Figure>>,
    contacts: Contacts,
    differences: Differences,
    /// What perimeters say otherwise, looked for when it is first asked.
    drawn: OnceLock<Differences>,
    shelf: Option<Shelf>,
    /// The tables that were brought in, by their keys, then the layers.
    tables: Tables,
    layers: Vec<Arc<Source>>,
    mark: u64,
}

/// Where each table that was brought in comes from.
pub(super) type Tables = BTreeMap<Table, Arc<Source>>;

/// The table that tells the places of a level; none of a level that only the program's own tables tell.
pub(super) const fn table_of(level: Level) -> Option<Table> {
    match level {
        Level::Region => Some(Table::Regions),
        Level::Departement => Some(Table::Departements),
        Level::Arrondissement => Some(Table::Arrondissements),
        Level::Epci => Some(Table::Epci),
        Level::Commune => Some(Table::Communes),
        Level::Contrat => Some(Table::Contracts),
        Level::Qpv => None,
    }
}

/// Neighbourhoods of 2024, each with those of 2015 that it took over from.
type Ties = BTreeMap<TerritoryCode, BTreeSet<TerritoryCode>>;

/// The ties of places as they name them.
pub(super) fn ties<'p>(places: impl Iterator<Item = &'p Territory>) -> Ties {
    let mut ties = Ties::new();
    for place in places {
        for after in place.successors() {
            ties.entry(*after).or_default().insert(place.code());
        }
    }
    ties
}

/// What became of neighbourhoods of 2015 in one of 2024.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The neighbourhood of 2024.
    pub code: TerritoryCode,
    /// How its perimeter came; none where the source does not say.
    pub status: Option<ChangeStatus>,
    /// Those of 2015 that it comes from. The registry may not have them.
    pub before: Vec<TerritoryCode>,
    /// Who says so.
    pub source: Arc<Source>,
}

/// What an official figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureMeasure {
    /// People who live in the neighbourhoods of a contrat.
    PopulationInQpv,
}

impl FigureMeasure {
    /// Its key, in files and in the words of pages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PopulationInQpv => "population-in-qpv",
        }
    }
}

/// An official figure of a territory.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub measure: FigureMeasure,
    /// How many.
    pub value: u32,
    /// Who says so, and of what day.
    pub source: Arc<Source>,
}

impl Told {
    pub(super) fn of(
        brought: Brought,
        history: History,
        mut differences: Differences,
        ties: Ties,
        registry: &Registry,
    ) -> Self {
        let is_today = |code: &TerritoryCode| registry.get(code).is_some();
        let tables = tables(&brought);
        differences.sort();
        let mut mail = Mail::of(&brought.postcodes.rows, &brought.communes.rows, &history, is_today);
        for city in registry.all(Level::Commune) {
            let mut parts = registry.children(&city.code(), Level::Commune).map(Territory::code).peekable();
            if parts.peek().is_some() {
                mail.gather(city.code(), parts);
            }
        }
        Self {
            mail,
            changes: brought.correspondence,
            ties,
            figures: figures(&brought.contracts),
            contacts: Contacts::of(brought.contacts, &history, is_today),
            differences,
            drawn: OnceLock::new(),
            shelf: brought.shelf,
            tables,
            layers: brought.layers,
            mark: brought.mark,
            history,
        }
    }
}

fn tables(brought: &Brought) -> Tables {
    let all = [
        (Table::Communes, &brought.communes.source),
        (Table::Movements, &brought.movements.source),
        (Table::Arrondissements, &brought.arrondissements.source),
        (Table::Departements, &brought.departements.source),
        (Table::Regions, &brought.regions.source),
        (Table::Epci, &brought.epci.source),
        (Table::Postcodes, &brought.postcodes.source),
        (Table::Correspondence, &brought.correspondence.source),
        (Table::Contacts, &brought.contacts.source),
    ];
    let contracts = brought.contracts.first().and_then(|rows| rows.source.clone());
    let contracts = contracts.map(|source| (Table::Contracts, source));
    all.into_iter().filter_map(|(table, source)| Some((table, source.clone()?))).chain(contracts).collect()
}

fn figures(contracts: &[Rows<ContractRow>]) -> HashMap<TerritoryCode, Vec<Figure>> {
    let mut figures: HashMap<TerritoryCode, Vec<Figure>> = HashMap::new();
    for Rows { rows, source } in contracts {
        let Some(source) = source else { continue };
        for (code, value) in rows.iter().filter_map(|row| Some((row.code, row.population?))) {
            let figure = Figure { measure: FigureMeasure::PopulationInQpv, value, source: Arc::clone(source) };
            figures.entry(code).or_default().push(figure);
        }
    }
    figures
}

impl Registry {
    /// The communes of today that took over from the one of that INSEE code, in force or not: itself when it is one of
    /// today, several when it was shared out, none when nobody knows it.
    pub fn successors(&self, insee: &str) -> Vec<TerritoryCode> {
        let Ok(code) = insee.parse::<Insee>() else { return Vec::new() };
        match TerritoryCode::new(Level::Commune, code.as_str()) {
            Ok(own) if self.get(&own).is_some() => vec![own],
            _ => self.told.history.successors(code).to_vec(),
        }
    }

    /// Whether the tables have it, or know what became of it.
    pub(crate) fn has_known(&self, code: &TerritoryCode) -> bool {
        self.get(code).is_some() || (code.level() == Level::Commune && !self.successors(code.code()).is_empty())
    }

    /// The names and codes under which a commune of today, or a part of it, was known.
    pub fn former_names(&self, commune: &TerritoryCode) -> &[FormerName] {
        self.told.history.former(commune)
    }

    /// The postal codes that serve a commune, in order.
    pub fn postcodes(&self, commune: &TerritoryCode) -> &[Postcode] {
        self.told.mail.to(commune).map_or(&[], |mail| &mail.postcodes)
    }

    /// How mail reaches a commune; none when nobody says.
    pub(crate) fn mail_to(&self, commune: &TerritoryCode) -> Option<&MailOf> {
        self.told.mail.to(commune)
    }

    /// The communes that a postal code serves, in order.
    pub fn communes_of(&self, postcode: Postcode) -> &[TerritoryCode] {
        self.told.mail.communes(postcode)
    }

    /// What became of neighbourhoods between 2015 and 2024: of one of 2024, where it comes from; of one of 2015, all that
    /// come from it. What the program's own tables say otherwise than the table that was brought in comes after it.
    pub fn changes(&self, code: &TerritoryCode) -> Vec<Change> {
        let is_meant = |now: &TerritoryCode, before: &[TerritoryCode]| now == code || before.contains(code);
        let Told { changes, ties, .. } = &self.told;
        let brought = changes.rows.iter().filter(|row| is_meant(&row.code, &row.before));
        let mut told: Vec<Change> = brought
            .filter_map(|row| {
                let (status, source) = (Some(row.status), changes.source.clone()?);
                Some(Change { code: row.code, status, before: row.before.clone(), source })
            })
            .collect();
        let source = Arc::new(Source::of("qpv-2015").expect("a test finds every source").clone());
        for (now, before) in ties {
            let before: Vec<TerritoryCode> = before.iter().copied().collect();
            let is_told = told.iter().any(|change| change.code == *now && change.before == before);
            if is_meant(now, &before) && !is_told {
                told.push(Change { code: *now, status: None, before, source: Arc::clone(&source) });
            }
        }
        told
    }

    /// The official figures of a territory, the latest vintage first.
    pub fn figures(&self, code: &TerritoryCode) -> &[Figure] {
        self.told.figures.get(code).map_or(&[], Vec::as_slice)
    }

    /// La Poste's points of contact in a commune, or in the communes of anything larger.
    pub fn contacts_in(&self, code: &TerritoryCode) -> impl Iterator<Item = &Contact> + use<'_> {
        let parts = self.children(code, Level::Commune).map(Territory::code);
        let own = (code.level() == Level::Commune).then_some(*code);
        own.into_iter().chain(parts).flat_map(|commune| self.told.contacts.in_commune(commune))
    }

    /// La Poste's points of contact inside a perimeter: those whose place is known at least by its street.
    pub fn contacts_within(&self, perimeters: &Perimeters, number: usize) -> impl Iterator<Item = &Contact> {
        self.told.contacts.within(perimeters, number)
    }

    /// Where the points of contact come from; none when they were not brought in.
    pub fn contacts_source(&self) -> Option<&Source> {
        self.told.contacts.source.as_deref()
    }

    /// What official tables and perimeters say otherwise than each other of a territory, also of one that only one of
    /// them has. Perimeters are compared once, at the first call.
    pub fn differences(&self, code: &TerritoryCode) -> impl Iterator<Item = &Difference> + use<'_> {
        let drawn = self.told.drawn.get_or_init(|| self.drawn());
        self.told.differences.of(code).iter().chain(drawn.of(code))
    }

    /// What the layers of the shelf say otherwise. One that cannot be read says nothing: `check` tells it.
    fn drawn(&self) -> Differences {
        let mut differences = Differences::default();
        let shelf = self.told.shelf.iter();
        for (shelf, layer) in shelf.flat_map(|shelf| Layer::ALL.map(|layer| (shelf, layer))) {
            if let Ok(Some((kept, perimeters))) = shelf.open(layer) {
                let (tables, source) = (&self.told.tables, &Arc::new(kept.source()));
                let compared = Compared { registry: self, tables, layer, perimeters: &perimeters, source };
                compared.tell(&mut differences);
            }
        }
        differences.sort();
        differences
    }

    /// The key of the source that tells a place: of the table that was brought in, else of the program's own.
    pub fn source_key(&self, place: &Territory) -> &'static str {
        let table = table_of(place.level()).filter(|table| self.told.tables.contains_key(table));
        match table.filter(|_| place.origin != Origin::Embedded) {
            Some(table) => table.key(),
            None => source_key(place.code()),
        }
    }

    /// The source of that key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        let brought = self.told.tables.iter().find(|(table, _)| table.key() == key);
        brought.map(|(_, source)| &**source).or_else(|| Source::of(key))
    }

    /// The source that tells a population.
    pub fn population_source(&self, place: &Territory) -> Option<&Source> {
        self.source(if place.is_population_brought { Table::Communes.key() } else { "population" })
    }

    /// The files that were brought in, as pages name them.
    pub fn brought(&self) -> impl Iterator<Item = &Source> {
        self.told.tables.values().chain(&self.told.layers).map(|source| &**source)
    }

    /// A number that changes with what was brought in: 0 for nothing, the same on every node that was brought the same.
    pub fn mark(&self) -> u64 {
        self.told.mark
    }
}
