//! The tables that were brought in, put in the place of those that the program carries.
//!
//! A table speaks for what it names. A place that it does not name stays where it may be outside its reach: a commune
//! whose département it does not cover, an EPCI that still has communes. What differs is kept, with both sources.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use essaim_geo::{Level, TerritoryCode};

use super::brought::{Brought, Rows};
use super::build::Line;
use super::difference::{About, Differences, Said, Says};
use super::history::{History, insee};
use crate::Source;
use crate::official::Insee;
use crate::official::tables::{CommuneKind, CommuneRow, DivisionRow, is_extract};
use crate::suggest::fold;
use crate::territory::{Detail, Origin, Territory, source_key};

/// The lines under composition.
pub(super) struct Composition<'b> {
    brought: &'b Brought,
    lines: BTreeMap<TerritoryCode, Line>,
    /// The communes that the table no longer has.
    gone: HashMap<TerritoryCode, Line>,
    /// Where each embedded table comes from.
    embedded: HashMap<&'static str, Arc<Source>>,
    differences: Differences,
}

impl<'b> Composition<'b> {
    pub(super) fn of(lines: Vec<Line>, brought: &'b Brought) -> Self {
        let lines = lines.into_iter().map(|line| (line.place.code, line)).collect();
        let embedded = Source::all().map(|(key, source)| (key, Arc::new(source.clone()))).collect();
        Self { brought, lines, gone: HashMap::new(), embedded, differences: Differences::default() }
    }

    /// Everything, and what became of the communes that are no more.
    pub(super) fn composed(mut self) -> (Vec<Line>, History, Differences) {
        let Brought { regions, departements, arrondissements, .. } = self.brought;
        regions.rows.iter().for_each(|row| self.division(&row.0, &regions.source));
        departements.rows.iter().for_each(|row| self.division(&row.0, &departements.source));
        arrondissements.rows.iter().for_each(|row| self.division(&row.0, &arrondissements.source));
        self.communes();
        let history = self.history();
        self.inherit(&history);
        self.epci(&history);
        self.contracts();
        self.neighbourhoods(&history);
        self.prune();
        (self.lines.into_values().collect(), history, self.differences)
    }

    fn embedded(&self, code: TerritoryCode) -> Arc<Source> {
        let key = source_key(code);
        Arc::clone(self.embedded.get(key).expect("a test finds the source of every level"))
    }

    /// The line of a place that a table names, under that name.
    fn named(&mut self, code: TerritoryCode, name: &str, source: &Arc<Source>) -> &mut Line {
        let name: Box<str> = name.replace('\'', "’").into();
        let followed = Said { says: Says::Name(name.clone()), source: Arc::clone(source) };
        let other = self.embedded(code);
        let known = self.lines.get(&code).map(|line| &line.place.name);
        match known {
            Some(known) if fold(known) == fold(&name) => {}
            Some(known) => {
                let other = Said { says: Says::Name(known.clone()), source: other };
                self.differences.tell(code, About::Name, followed, other);
            }
            None => {
                let other = Said { says: Says::Nothing, source: other };
                self.differences.tell(code, About::Existence, followed, other);
            }
        }
        let line = self.lines.entry(code).or_insert_with(|| Line::of(Territory::new(code, name.clone())));
        // The embedded spelling of the same name is that of a book.
        if fold(&line.place.name) != fold(&name) {
            line.place.name = name;
        }
        line.place.origin = line.place.origin.renewed();
        line
    }

    /// Puts a place into another of that level, instead of the one where it was.
    fn put(
        &mut self,
        code: TerritoryCode,
        level: Level,
        within: TerritoryCode,
        source: &Arc<Source>,
        other: Arc<Source>,
    ) {
        let Some(line) = self.lines.get_mut(&code) else { return };
        let is_new = line.place.origin == Origin::New;
        let before = line.named.iter().find(|named| named.level() == level).copied();
        line.named.retain(|named| named.level() != level);
        line.named.push(within);
        if is_new {
            return;
        }
        let name = |code: TerritoryCode| self.lines.get(&code).map(|line| line.place.name.clone());
        let followed = Said { says: Says::Territory(within, name(within)), source: Arc::clone(source) };
        let says = before.map_or(Says::Nothing, |before| Says::Territory(before, name(before)));
        self.differences.tell(code, About::Within(level), followed, Said { says, source: other });
    }

    fn division(&mut self, row: &DivisionRow, source: &Option<Arc<Source>>) {
        let Some(source) = source else { return };
        let other = self.embedded(row.code);
        self.named(row.code, &row.name, source);
        if let Some(within) = row.within {
            self.put(row.code, within.level(), within, source, other);
        }
    }

    fn communes(&mut self) {
        let Rows { rows, source: Some(source) } = &self.brought.communes else { return };
        let rows: Vec<&CommuneRow> = rows.iter().filter(|row| row.is_place()).collect();
        self.end_communes(&rows, source);
        let current = rows.iter().filter(|row| row.kind == CommuneKind::Current);
        let current: HashSet<TerritoryCode> = current.map(|row| row.code).collect();
        for row in rows {
            let other = self.embedded(row.code);
            let line = self.named(row.code, &row.name, source);
            if let Some(population) = row.population {
                line.place.population = Some(population);
                line.place.is_population_brought = true;
            }
            if row.kind == CommuneKind::Municipal {
                line.place.detail = Detail::MunicipalArrondissement;
                let parent = row.parent.filter(|parent| current.contains(parent) && !line.named.contains(parent));
                line.named.extend(parent);
            }
            if line.named.iter().all(|named| named.level() != Level::Departement) {
                line.named.extend(row.code.departement());
            }
            if let Some(arrondissement) = row.arrondissement {
                self.put(row.code, Level::Arrondissement, arrondissement, source, other);
            }
        }
    }

    /// Takes out the communes that the table lacks, in the départements that it covers.
    fn end_communes(&mut self, rows: &[&CommuneRow], source: &Arc<Source>) {
        let there: HashSet<TerritoryCode> = rows.iter().map(|row| row.code).collect();
        let mut counts: HashMap<TerritoryCode, [usize; 2]> = HashMap::new();
        let known = self.lines.keys().filter(|code| code.level() == Level::Commune);
        for code in known.clone() {
            code.departement().into_iter().for_each(|at| counts.entry(at).or_default()[1] += 1);
        }
        for code in &there {
            code.departement().into_iter().for_each(|at| counts.entry(at).or_default()[0] += 1);
        }
        let is_covered = |code: &TerritoryCode| {
            let counts = code.departement().and_then(|departement| counts.get(&departement));
            counts.is_some_and(|&[holds, known]| holds > 0 && !is_extract(holds, known))
        };
        let ended: Vec<TerritoryCode> =
            known.filter(|code| !there.contains(code) && is_covered(code)).copied().collect();
        for code in ended {
            self.end(code, source);
        }
    }

    /// Takes out a place that a table no longer has.
    fn end(&mut self, code: TerritoryCode, source: &Arc<Source>) {
        let Some(line) = self.lines.remove(&code) else { return };
        let other = Said { says: Says::Name(line.place.name.clone()), source: self.embedded(code) };
        let followed = Said { says: Says::Nothing, source: Arc::clone(source) };
        self.differences.tell(code, About::Existence, followed, other);
        self.gone.insert(code, line);
    }

    fn history(&self) -> History {
        let today = |code: Insee| {
            let code = TerritoryCode::new(Level::Commune, code.as_str()).ok()?;
            self.lines.get(&code).map(|line| (code, &*line.place.name))
        };
        History::of(&self.brought.movements.rows, &self.brought.communes.rows, today)
    }

    /// A new commune takes from those that it is made of what its own table does not say.
    fn inherit(&mut self, history: &History) {
        let new: Vec<TerritoryCode> =
            self.lines.values().filter(|line| line.place.origin == Origin::New).map(|line| line.place.code).collect();
        for code in new.into_iter().filter(|code| code.level() == Level::Commune) {
            let parts = history.former(&code).iter().filter_map(|former| {
                let code = TerritoryCode::new(Level::Commune, former.code.as_str()).ok()?;
                self.gone.get(&code)
            });
            let Some(part) = parts.max_by_key(|part| part.place.population) else { continue };
            let (point, named) = (part.place.point, part.named.clone());
            let Some(line) = self.lines.get_mut(&code) else { continue };
            line.place.point = point;
            for level in [Level::Epci, Level::Contrat, Level::Arrondissement] {
                if line.named.iter().all(|named| named.level() != level) {
                    line.named.extend(named.iter().find(|named| named.level() == level));
                }
            }
        }
    }

    fn epci(&mut self, history: &History) {
        let Rows { rows, source: Some(source) } = &self.brought.epci else { return };
        for row in rows {
            let members: Vec<TerritoryCode> =
                row.members.iter().flat_map(|member| self.today(*member, history)).collect();
            if members.is_empty() {
                continue;
            }
            let other = self.embedded(row.code);
            let line = self.named(row.code, &row.name, source);
            let former = match &line.place.detail {
                Detail::Epci(kind) => Some(kind.clone()),
                _ => None,
            };
            let kind = row.kind.as_deref().map(Into::into).or(former);
            line.place.detail = Detail::Epci(kind.unwrap_or_default());
            for commune in members {
                self.put(commune, Level::Epci, row.code, source, Arc::clone(&other));
            }
        }
    }

    /// A commune, or those that took over from it.
    fn today(&self, code: TerritoryCode, history: &History) -> Vec<TerritoryCode> {
        if self.lines.contains_key(&code) {
            return vec![code];
        }
        insee(&code).map(|code| history.successors(code).to_vec()).unwrap_or_default()
    }

    fn contracts(&mut self) {
        let Some(Rows { rows, source: Some(source) }) = self.brought.contracts.first() else { return };
        for row in rows {
            let line = self.named(row.code, &row.name, source);
            let is_new = line.place.origin == Origin::New;
            line.place.point = row.point.or(line.place.point);
            let departements =
                row.departements.iter().filter(|code| !line.named.contains(code)).copied().collect::<Vec<_>>();
            line.named.extend(departements);
            if is_new {
                self.enlist(row.code, &row.signed_for);
            }
        }
    }

    /// The communes of a new contrat: those of the EPCI that signed it, and those that signed it themselves.
    fn enlist(&mut self, contract: TerritoryCode, signed_for: &[TerritoryCode]) {
        for line in self.lines.values_mut().filter(|line| line.place.code.level() == Level::Commune) {
            let is_one = signed_for.contains(&line.place.code) || signed_for.iter().any(|one| line.named.contains(one));
            if is_one && line.named.iter().all(|named| named.level() != Level::Contrat) {
                line.named.push(contract);
            }
        }
    }

    /// Neighbourhoods name communes of their time, and the table says what became of them in 2024.
    fn neighbourhoods(&mut self, history: &History) {
        let all: Vec<TerritoryCode> = self.lines.keys().filter(|code| code.level() == Level::Qpv).copied().collect();
        let mut after: HashMap<TerritoryCode, Vec<TerritoryCode>> = HashMap::new();
        for row in self.brought.correspondence.rows.iter().filter(|row| self.lines.contains_key(&row.code)) {
            row.before.iter().for_each(|before| after.entry(*before).or_default().push(row.code));
        }
        for code in all {
            let named = self.lines.get(&code).map(|line| line.named.clone()).unwrap_or_default();
            let today: BTreeSet<TerritoryCode> =
                named.into_iter().flat_map(|commune| self.today(commune, history)).collect();
            let Some(line) = self.lines.get_mut(&code) else { continue };
            line.named = today.into_iter().collect();
            if line.named.is_empty() {
                line.named.extend(code.departement());
            }
            if let (Detail::Qpv { successors, .. }, Some(told)) = (&mut line.place.detail, after.remove(&code)) {
                *successors = told.into();
            }
        }
    }

    /// Takes out what nothing names any more, where its table was brought in; and what is named and is no more.
    fn prune(&mut self) {
        let Brought { epci, arrondissements, departements, regions, .. } = self.brought;
        for (level, source) in [
            (Level::Epci, &epci.source),
            (Level::Arrondissement, &arrondissements.source),
            (Level::Departement, &departements.source),
            (Level::Region, &regions.source),
        ] {
            let Some(source) = source else { continue };
            let named: HashSet<TerritoryCode> = self.lines.values().flat_map(|line| &line.named).copied().collect();
            let is_left = |line: &&Line| line.place.code.level() == level && line.place.origin == Origin::Embedded;
            let left = self.lines.values().filter(is_left).map(|line| line.place.code);
            let ended: Vec<TerritoryCode> = left.filter(|code| !named.contains(code)).collect();
            ended.into_iter().for_each(|code| self.end(code, source));
        }
        let there: HashSet<TerritoryCode> = self.lines.keys().copied().collect();
        self.lines.values_mut().for_each(|line| line.named.retain(|named| there.contains(named)));
    }
}
