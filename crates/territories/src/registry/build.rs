//! From the tables to the registry: read, sort, then tie each place to what contains it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use essaim_geo::{Generation, Level, Point, TerritoryCode};

use super::brought::Brought;
use super::compose::Composition;
use super::{Registry, Told, told};
use crate::table::{Row, rows};
use crate::territory::{Detail, Origin, Territory};
use crate::{Announcement, TableError, Tables, announcement};

/// A place with the territories that its own line names.
pub(super) struct Line {
    pub(super) place: Territory,
    pub(super) named: Vec<TerritoryCode>,
}

impl Line {
    /// The line of a place that names no other yet.
    pub(super) fn of(place: Territory) -> Self {
        Self { place, named: Vec::new() }
    }
}

/// The registry of tables as they are.
pub(super) fn registry(tables: Tables<'_>) -> Result<Registry, TableError> {
    tied(read(tables)?, announcement::read(tables.announcements)?, Told::default())
}

/// The registry of tables into which others were brought.
pub(super) fn composed(tables: Tables<'_>, brought: Brought) -> Result<Registry, TableError> {
    let lines = read(tables)?;
    let ties = told::ties(lines.iter().map(|line| &line.place));
    let (lines, history, differences) = Composition::of(lines, &brought).composed();
    let mut registry = tied(lines, announcement::read(tables.announcements)?, Told::default())?;
    registry.told = Told::of(brought, history, differences, ties, &registry);
    Ok(registry)
}

fn tied(mut lines: Vec<Line>, announcements: Vec<Announcement>, told: Told) -> Result<Registry, TableError> {
    lines.sort_unstable_by_key(|line| line.place.code);
    if let Some(pair) = lines.windows(2).find(|pair| pair[0].place.code == pair[1].place.code) {
        return Err(TableError::Twice(pair[0].place.code));
    }
    let named = positions(&lines)?;
    let mut places: Vec<Territory> = lines.into_iter().map(|line| line.place).collect();

    let ancestors = Containment { places: &places, named: &named }.all();
    let descendants = invert(&ancestors);
    fill_larger(&mut places, &descendants);
    tie_generations(&mut places);
    Ok(Registry {
        positions: places.iter().zip(0..).map(|(place, position)| (place.code, position)).collect(),
        places,
        ancestors,
        descendants,
        announcements,
        names: OnceLock::new(),
        told,
    })
}

fn read(tables: Tables<'_>) -> Result<Vec<Line>, TableError> {
    let mut lines = Vec::with_capacity(40_000);
    for row in rows::<2>("regions.tsv", tables.regions) {
        lines.push(line(&row?, Level::Region, Vec::new())?);
    }
    for row in rows::<3>("departements.tsv", tables.departements) {
        let row = row?;
        lines.push(line(&row, Level::Departement, row.list(Level::Region, 2)?)?);
    }
    for row in rows::<3>("arrondissements.tsv", tables.arrondissements) {
        let row = row?;
        lines.push(line(&row, Level::Arrondissement, row.list(Level::Departement, 2)?)?);
    }
    for row in rows::<3>("epci.tsv", tables.epci) {
        let row = row?;
        let mut read = line(&row, Level::Epci, Vec::new())?;
        read.place.detail = Detail::Epci(row.cells[2].into());
        lines.push(read);
    }
    for row in rows::<6>("contrats.tsv", tables.contrats) {
        let row = row?;
        let mut read = line(&row, Level::Contrat, row.list(Level::Departement, 2)?)?;
        read.place.point = row.point(4)?;
        lines.push(read);
    }
    for row in rows::<9>("communes.tsv", tables.communes) {
        lines.push(commune(&row?)?);
    }
    for row in rows::<7>("qpv.tsv", tables.qpv) {
        lines.push(neighbourhood(&row?)?);
    }
    Ok(lines)
}

/// The code and the name, which every table begins with.
fn line<const N: usize>(row: &Row<'_, N>, level: Level, named: Vec<TerritoryCode>) -> Result<Line, TableError> {
    let place = Territory::new(row.code(level, 0)?, row.cells[1].into());
    Ok(Line { place: Territory { origin: Origin::Embedded, ..place }, named })
}

fn commune(row: &Row<'_, 9>) -> Result<Line, TableError> {
    let mut named = Vec::with_capacity(5);
    named.extend(row.optional(Level::Commune, 5)?);
    let municipal = !named.is_empty();
    named.extend(row.optional(Level::Contrat, 4)?);
    named.extend(row.optional(Level::Epci, 3)?);
    named.extend(row.optional(Level::Arrondissement, 2)?);
    let mut read = line(row, Level::Commune, named)?;
    read.named.extend(read.place.code.departement());
    read.place.population = row.number(6)?;
    read.place.point = row.point(7)?;
    if municipal {
        read.place.detail = Detail::MunicipalArrondissement;
    }
    Ok(read)
}

fn neighbourhood(row: &Row<'_, 7>) -> Result<Line, TableError> {
    let mut read = line(row, Level::Qpv, row.list(Level::Commune, 2)?)?;
    read.place.point = row.point(3)?;
    read.place.detail = Detail::Qpv {
        point_from: row.cells[5].parse::<Generation>().map_err(|()| row.unexpected(5))?,
        successors: row.list(Level::Qpv, 6)?.into(),
        predecessors: Vec::new(),
    };
    Ok(read)
}

fn positions(lines: &[Line]) -> Result<Vec<Vec<u32>>, TableError> {
    let position = |of: TerritoryCode, code: &TerritoryCode| {
        let found = lines.binary_search_by_key(code, |line| line.place.code);
        found.map(|at| at as u32).map_err(|_| TableError::Dangling { of, missing: *code })
    };
    lines.iter().map(|line| line.named.iter().map(|code| position(line.place.code, code)).collect()).collect()
}

struct Containment<'a> {
    places: &'a [Territory],
    named: &'a [Vec<u32>],
}

impl Containment<'_> {
    fn all(&self) -> Vec<Box<[u32]>> {
        let members = self.members();
        (0..self.places.len()).map(|at| self.nearest_first(at, &members)).collect()
    }

    /// The communes that name each EPCI and each contrat.
    fn members(&self) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.places.len()];
        for (at, named) in self.named.iter().enumerate() {
            if self.places[at].level() == Level::Commune {
                for group in named {
                    if matches!(self.level(*group), Level::Epci | Level::Contrat) {
                        members[*group as usize].push(at as u32);
                    }
                }
            }
        }
        members
    }

    fn nearest_first(&self, at: usize, members: &[Vec<u32>]) -> Box<[u32]> {
        let mut above = BTreeSet::new();
        match self.places[at].level() {
            Level::Epci => self.reach_through(&members[at], &[Level::Departement], &mut above),
            Level::Contrat => {
                self.climb(at, &mut above);
                self.reach_through(&members[at], &[Level::Departement], &mut above);
                above.extend(self.shared_epci(&members[at]));
            }
            _ => self.climb(at, &mut above),
        }
        let mut above: Vec<u32> = above.into_iter().collect();
        above.sort_by_key(|position| (nearness(self.level(*position)), *position));
        above.into()
    }

    /// What the line names, and what those name in turn; membership of an EPCI or a contrat is
    /// told by the communes, so nothing is climbed through those.
    fn climb(&self, at: usize, above: &mut BTreeSet<u32>) {
        for position in &self.named[at] {
            if above.insert(*position) && !matches!(self.level(*position), Level::Epci | Level::Contrat) {
                self.climb(*position as usize, above);
            }
        }
    }

    /// What the members name at these levels, and above.
    fn reach_through(&self, members: &[u32], levels: &[Level], above: &mut BTreeSet<u32>) {
        for position in members.iter().flat_map(|member| &self.named[*member as usize]) {
            if levels.contains(&self.level(*position)) && above.insert(*position) {
                self.climb(*position as usize, above);
            }
        }
    }

    /// The EPCI that every member is in, if there is one.
    fn shared_epci(&self, members: &[u32]) -> Option<u32> {
        let epci = |member: &u32| {
            self.named[*member as usize].iter().copied().find(|position| self.level(*position) == Level::Epci)
        };
        let first = epci(members.first()?)?;
        members.iter().all(|member| epci(member) == Some(first)).then_some(first)
    }

    fn level(&self, position: u32) -> Level {
        self.places[position as usize].level()
    }
}

/// The order in which what contains a place is told.
fn nearness(level: Level) -> u8 {
    match level {
        Level::Qpv => 0,
        Level::Commune => 1,
        Level::Contrat => 2,
        Level::Epci => 3,
        Level::Arrondissement => 4,
        Level::Departement => 5,
        Level::Region => 6,
    }
}

fn invert(ancestors: &[Box<[u32]>]) -> Vec<Box<[u32]>> {
    let mut inside = vec![Vec::new(); ancestors.len()];
    for (at, above) in ancestors.iter().enumerate() {
        for position in above {
            inside[*position as usize].push(at as u32);
        }
    }
    inside.into_iter().map(Vec::into_boxed_slice).collect()
}

/// Gives each larger territory the population and the middle of its communes.
fn fill_larger(places: &mut [Territory], descendants: &[Box<[u32]>]) {
    for at in 0..places.len() {
        if matches!(places[at].level(), Level::Commune | Level::Qpv) {
            continue;
        }
        let communes = || {
            let inside = descendants[at].iter().map(|position| &places[*position as usize]);
            inside.filter(|place| place.level() == Level::Commune && !place.is_municipal_arrondissement())
        };
        let population = communes().filter_map(|place| place.population).reduce(|sum, more| sum + more);
        let middle = middle(communes().filter_map(|place| place.point));
        let is_brought = communes().any(|place| place.is_population_brought);
        places[at].is_population_brought = is_brought;
        places[at].population = population;
        places[at].point = places[at].point.or(middle);
    }
}

fn middle(points: impl Iterator<Item = Point>) -> Option<Point> {
    let (mut lon, mut lat, mut count) = (0.0, 0.0, 0.0);
    for point in points {
        lon += point.lon;
        lat += point.lat;
        count += 1.0;
    }
    (count > 0.0).then(|| Point { lon: lon / count, lat: lat / count })
}

/// Tells each neighbourhood of 2024 those of 2015 that name it as their successor.
fn tie_generations(places: &mut [Territory]) {
    let pairs: Vec<(TerritoryCode, TerritoryCode)> =
        places.iter().flat_map(|place| place.successors().iter().map(|after| (*after, place.code))).collect();
    for (after, before) in pairs {
        if let Ok(at) = places.binary_search_by_key(&after, |place| place.code)
            && let Detail::Qpv { predecessors, .. } = &mut places[at].detail
        {
            predecessors.push(before);
        }
    }
}
