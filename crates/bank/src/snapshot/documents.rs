//! What the index holds of an experience: weighted texts, facets, points.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashSet};

use essaim_geo::{Level, TerritoryCode};
use essaim_network::Directory;
use essaim_search::{Document, Entry as Suggested, Field, Schema};
use essaim_territories::{PopulationBand, Registry};
use serde::{Deserialize, Serialize};

use super::{Card, Entry, story};
use crate::finding::{Filter, organisations};
use crate::model::{Axis, Experience, PlaceRelation, Section, Text, Vocabularies};

/// A point of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The territory that it stands for.
    pub territory: TerritoryCode,
    /// Longitude, in degrees.
    pub lon: f64,
    /// Latitude, in degrees.
    pub lat: f64,
}

impl Eq for Place {}

/// Weights found by trying the recueil's own words: a title says most, then what an editor put in a summary, then who and
/// where, then the labels, then the story.
const FIELDS: [(&str, f32, bool); 9] = [
    ("title", 8.0, false),
    ("summary", 4.0, true),
    ("in-brief", 3.0, true),
    ("organisations", 3.0, false),
    ("places", 3.0, false),
    ("labels", 2.0, false),
    ("story", 1.0, true),
    ("figures", 1.0, false),
    ("english", 1.0, false),
];

/// The shape of the index.
pub fn schema() -> Schema {
    let field = |(name, weight, snippet): (&str, f32, bool)| {
        let field = Field::new(name, weight);
        if snippet { field.with_snippets() } else { field }
    };
    let facets = Filter::ALL.map(|filter| filter.name().to_owned());
    Schema { fields: FIELDS.map(field).into(), facets: facets.into() }
}

/// What experiences refer to.
#[derive(Clone, Copy)]
pub(super) struct Lookups<'a> {
    pub(super) vocabularies: &'a Vocabularies,
    pub(super) directory: &'a Directory,
    pub(super) registry: &'a Registry,
}

/// The document of an experience, whose sections are still as they were written; their HTML is stored with it.
pub(super) fn document(entry: &Entry, written: &Experience, lookups: Lookups<'_>) -> Document {
    let experience = &entry.experience;
    let text = &written.text;
    Document {
        key: experience.slug.to_string(),
        fields: vec![
            text.title.clone(),
            text.summary.clone(),
            text.in_brief.join("\n"),
            organisation_names(experience, lookups.directory),
            place_names(experience, lookups.registry),
            labels(experience, lookups.vocabularies),
            story(text),
            figure_labels(experience, lookups.vocabularies),
            written.english.as_ref().map(english).unwrap_or_default(),
        ],
        facets: facets(experience, lookups),
        date: i64::from(experience.situation.year) * 100_000_000 + entry.created_at.as_second() / 1_000,
        freshness: freshness(entry),
        name: text.title.clone(),
        stored: story::stored(written),
    }
}

/// The later of the last check and the last change, in seconds; a check known to the year counts from its first day.
fn freshness(entry: &Entry) -> i64 {
    let checked = entry.experience.situation.checked_on.and_then(|date| {
        let day = jiff::civil::Date::new(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1)).ok()?;
        Some(jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?.as_second())
    });
    checked.unwrap_or(i64::MIN).max(entry.updated_at.as_second())
}

fn organisation_names(experience: &Experience, directory: &Directory) -> String {
    let slugs: BTreeSet<&str> = experience
        .partners
        .iter()
        .map(|partner| partner.organisation.as_str())
        .chain(experience.referents.iter().map(|referent| referent.organisation.as_str()))
        .collect();
    slugs.into_iter().flat_map(|slug| directory.names_of(slug)).collect::<Vec<_>>().join("\n")
}

fn place_names(experience: &Experience, registry: &Registry) -> String {
    let mut names: Vec<String> = Vec::new();
    for place in &experience.places {
        let around = registry.ancestors(&place.territory);
        for code in std::iter::once(&place.territory).chain(&around) {
            let Some(territory) = registry.get(code) else { continue };
            if !names.iter().any(|name| name == territory.name()) {
                names.push(territory.name().to_owned());
            }
        }
        names.extend(place.note.clone());
    }
    names.join("\n")
}

fn labels(experience: &Experience, vocabularies: &Vocabularies) -> String {
    let mut labels = Vec::new();
    for axis in Axis::ALL {
        for term in experience.classification.on(axis) {
            labels.push(vocabularies.label(axis.key(), term, false));
            labels.push(vocabularies.label(axis.key(), term, true));
        }
    }
    for contribution in &experience.contributions {
        labels.push(vocabularies.label("contribution", &contribution.kind, false));
        labels.push(&contribution.what);
    }
    labels.join("\n")
}

fn story(text: &Text) -> String {
    let mut story: Vec<String> = Section::ALL.into_iter().map(|section| super::plain(text.section(section))).collect();
    if let Some(access) = &text.access {
        story.extend([&access.audience, &access.place, &access.schedule, &access.cost].into_iter().flatten().cloned());
    }
    story.retain(|part| !part.is_empty());
    story.join("\n")
}

fn figure_labels(experience: &Experience, vocabularies: &Vocabularies) -> String {
    let label = |figure: &crate::model::KeyFigure| {
        format!("{} {}", figure.label, vocabularies.label("figure-unit", &figure.unit, false))
    };
    experience.figures.iter().map(label).collect::<Vec<_>>().join("\n")
}

fn english(text: &Text) -> String {
    format!("{}\n{}\n{}\n{}", text.title, text.summary, text.in_brief.join("\n"), story(text))
}

fn facets(experience: &Experience, lookups: Lookups<'_>) -> Vec<Vec<String>> {
    let registry = lookups.registry;
    let mut facets = vec![Vec::new(); Filter::COUNT];
    for filter in Filter::ALL {
        let axis = filter.vocabulary().and_then(Axis::from_key);
        facets[filter.facet()] = match (axis, filter) {
            (Some(axis), _) => experience.classification.on(axis).iter().map(ToString::to_string).collect(),
            (None, Filter::Contribution) => distinct(experience.contributions.iter().map(|c| c.kind.clone())),
            (None, Filter::KnownStatus) => vec![experience.situation.known.key().to_owned()],
            (None, Filter::TownSize) => town_sizes(experience, registry),
            (None, Filter::Organisation) => {
                organisations(experience, lookups.directory).into_iter().map(str::to_owned).collect()
            }
            (None, Filter::Territory) => {
                distinct(around(experience, registry, PlaceRelation::is_inside).iter().map(ToString::to_string))
            }
            (None, Filter::Planned) => {
                let is_planned = |relation| relation == PlaceRelation::Planned;
                distinct(around(experience, registry, is_planned).iter().map(ToString::to_string))
            }
            (None, Filter::Elsewhere) => {
                let is_elsewhere = |relation| relation == PlaceRelation::Elsewhere;
                distinct(around(experience, registry, is_elsewhere).iter().map(ToString::to_string))
            }
            (None, _) => distinct(covered(experience).map(|code| code.to_string())),
        };
    }
    facets
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    values.collect::<BTreeSet<_>>().into_iter().collect()
}

fn covered(experience: &Experience) -> impl Iterator<Item = &TerritoryCode> {
    experience.places.iter().filter(|place| place.relation == PlaceRelation::Covers).map(|place| &place.territory)
}

/// Every territory inside which it has a place of this relation: the place and all that lies around it.
fn around(
    experience: &Experience,
    registry: &Registry,
    wanted: impl Fn(PlaceRelation) -> bool,
) -> BTreeSet<TerritoryCode> {
    let mut codes = BTreeSet::new();
    for place in experience.places.iter().filter(|place| wanted(place.relation)) {
        codes.insert(place.territory);
        codes.extend(registry.ancestors(&place.territory));
    }
    codes
}

fn town_sizes(experience: &Experience, registry: &Registry) -> Vec<String> {
    let mut sizes = BTreeSet::new();
    for place in experience.places.iter().filter(|place| place.relation.is_point()) {
        let communes = std::iter::once(place.territory)
            .chain(registry.ancestors(&place.territory))
            .filter(|code| code.level() == Level::Commune);
        sizes.extend(
            communes.filter_map(|code| Some(PopulationBand::of(registry.get(&code)?.population()?).key().to_owned())),
        );
    }
    sizes.into_iter().collect()
}

/// What a card shows of an experience.
pub(super) fn card(experience: &Experience, lookups: Lookups<'_>) -> Card {
    let lead: Vec<_> = experience
        .leaders()
        .filter_map(|partner| lookups.directory.get(&partner.organisation))
        .map(|organisation| organisation.name.as_str())
        .collect();
    Card {
        place: place_words(experience, lookups.registry).into(),
        lead: lead.join(", ").into(),
        cells: experience.cells().into_iter().map(|(_, role)| role).collect(),
        points: points(experience, lookups.registry),
    }
}

fn place_words(experience: &Experience, registry: &Registry) -> String {
    let named = |wanted: fn(PlaceRelation) -> bool| {
        let places = experience.places.iter().filter(|place| wanted(place.relation));
        a_few(places.filter_map(|place| Some(registry.get(&place.territory)?.name())))
    };
    let happens = named(|relation| relation == PlaceRelation::HappensIn);
    if happens.is_empty() { named(PlaceRelation::is_inside) } else { happens }
}

/// Names, each once: three at most, then how many more.
pub(crate) fn a_few<N: PartialEq + Borrow<str>>(all: impl Iterator<Item = N>) -> String {
    let mut names: Vec<N> = Vec::new();
    for name in all {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let rest = names.len().saturating_sub(3);
    names.truncate(3);
    let words = names.join(", ");
    if rest == 0 { words } else { format!("{words} (+ {rest})") }
}

fn points(experience: &Experience, registry: &Registry) -> Box<[Place]> {
    let mut points: Vec<Place> = Vec::new();
    for place in experience.places.iter().filter(|place| place.relation.is_point()) {
        let known = points.iter().any(|point| point.territory == place.territory);
        let position = registry.get(&place.territory).and_then(|territory| territory.point());
        let precise = matches!(place.territory.level(), Level::Commune | Level::Qpv);
        if let Some(point) = position.filter(|_| precise && !known) {
            points.push(Place { territory: place.territory, lon: point.lon, lat: point.lat });
        }
    }
    points.into()
}

/// What to propose while typing besides words and titles: the places and organisations of the bank, the most used first.
pub(super) fn suggested<'a>(entries: impl Iterator<Item = &'a Entry>, lookups: Lookups<'_>) -> Vec<Suggested> {
    let mut places = std::collections::BTreeMap::<TerritoryCode, u32>::new();
    let mut named = std::collections::BTreeMap::<&str, u32>::new();
    for entry in entries {
        for code in around(&entry.experience, lookups.registry, PlaceRelation::is_inside) {
            *places.entry(code).or_default() += 1;
        }
        for slug in organisations(&entry.experience, lookups.directory) {
            *named.entry(slug).or_default() += 1;
        }
    }
    let places = places.into_iter().filter_map(|(code, weight)| {
        let text = lookups.registry.get(&code)?.name().to_owned();
        Some(Suggested { kind: "territory".into(), text, key: code.to_string(), weight })
    });
    // A name that is another organisation's own leads to that one alone.
    let own: HashSet<&str> = named.keys().flat_map(|slug| lookups.directory.own_names(slug)).collect();
    let organisations = named.iter().flat_map(|(slug, weight)| {
        let its_own = lookups.directory.own_names(slug);
        let names = lookups.directory.names_of(slug).into_iter();
        let names = names.filter(|name| its_own.contains(name) || !own.contains(name)).collect::<Vec<_>>().into_iter();
        names.map(|name| Suggested {
            kind: "organisation".into(),
            text: name.to_owned(),
            key: (*slug).to_owned(),
            weight: *weight,
        })
    });
    places.chain(organisations).collect()
}
