//! An address as the national address service tells it.

use essaim_geo::addresses::Found;
use essaim_geo::{Level, TerritoryCode, to_lambert93};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Filters, Kind};
use super::finding::own_number;
use crate::map::is_on_mainland;
use crate::tagging::label;
use crate::{Point, Registry};

/// The answers to a question, the likeliest first (GeoCodeJSON).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeatureCollection {
    r#type: &'static str,
    version: &'static str,
    features: Vec<Feature>,
    attribution: &'static str,
    licence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    filters: Option<serde_json::Value>,
    /// Longitude and latitude near which places are preferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    center: Option<[f64; 2]>,
    limit: usize,
}

/// An address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Feature {
    r#type: &'static str,
    geometry: Geometry,
    properties: Properties,
}

/// Where it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Geometry {
    r#type: &'static str,
    /// Longitude and latitude.
    coordinates: [f64; 2],
}

/// What it is called.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Properties {
    /// The whole address on a line.
    pub(super) label: String,
    /// How likely it is that this is what was meant: 0 to 1.
    pub(super) score: f64,
    /// House number and what follows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) housenumber: Option<String>,
    /// Identifier in the Base Adresse Nationale.
    pub(super) id: String,
    /// House number and way, way, place or commune.
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) postcode: Option<String>,
    /// INSEE code of the commune.
    pub(super) citycode: String,
    /// The INSEE code of the commune that it was part of before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) oldcitycode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) oldcity: Option<String>,
    /// Metres east, in Lambert-93; on the mainland only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) x: Option<f64>,
    /// Metres north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) y: Option<f64>,
    pub(super) city: String,
    /// Municipal arrondissement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) district: Option<String>,
    /// Département and région.
    pub(super) context: String,
    /// `housenumber`, `street`, `locality` or `municipality`.
    pub(super) r#type: &'static str,
    /// 0 to 1, by the commune's population.
    pub(super) importance: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) population: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) municipality: Option<String>,
    /// Metres to the point asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) distance: Option<u32>,
}

/// What a collection repeats of its question.
#[derive(Default)]
pub(super) struct Asked<'q> {
    pub(super) query: Option<&'q str>,
    pub(super) center: Option<Point>,
}

impl FeatureCollection {
    pub(super) fn new(features: Vec<Feature>, asked: &Asked<'_>, filters: &Filters, limit: usize) -> Self {
        let keys: Vec<&str> = filters.kinds.iter().map(|kind| kind.key()).collect();
        let all = [
            ("type", serde_json::json!(keys)),
            ("postcode", serde_json::json!(filters.postcodes)),
            ("citycode", serde_json::json!(filters.citycodes)),
        ];
        let told = all.into_iter().filter(|(_, values)| values.as_array().is_some_and(|values| !values.is_empty()));
        Self {
            r#type: "FeatureCollection",
            version: "draft",
            features,
            attribution: "BAN",
            licence: "ETALAB-2.0",
            query: asked.query.map(str::to_owned),
            filters: (!filters.is_empty()).then(|| told.map(|(name, values)| (name.to_owned(), values)).collect()),
            center: asked.center.map(|Point { lon, lat }| [lon, lat]),
            limit,
        }
    }
}

impl Feature {
    pub(super) fn of(registry: &Registry, found: &Found<'_>, metres: Option<f64>) -> Self {
        let Point { lon, lat } = found.point;
        Self {
            r#type: "Feature",
            geometry: Geometry { r#type: "Point", coordinates: [lon, lat] },
            properties: Properties::of(registry, found, metres),
        }
    }
}

impl Properties {
    pub(super) fn of(registry: &Registry, found: &Found<'_>, metres: Option<f64>) -> Self {
        let kind = Kind::of(found.nature);
        let number = own_number(found).map(|(number, repetition)| format!("{number} {repetition}").trim().to_owned());
        let told = Found { number: own_number(found), ..found.clone() };
        let (city, district) = city(found.town);
        let (x, y) = to_lambert93(found.point);
        let is_mainland = is_on_mainland(found.point);
        let hundredths = |metres: f64| Some((metres * 100.0).round() / 100.0).filter(|_| is_mainland);
        let own = |wanted: &[Kind], name: &str| wanted.contains(&kind).then(|| name.to_owned());
        let name = match (&number, kind) {
            (Some(number), _) => format!("{number} {}", found.street),
            (None, Kind::Municipality) => city.to_owned(),
            (None, _) => found.street.to_owned(),
        };
        Self {
            label: if kind == Kind::Municipality { city.to_owned() } else { label(&told) },
            score: (found.score * 1e5).round() / 1e5,
            id: identifier(&told),
            name,
            postcode: (found.postcode != 0).then(|| format!("{:05}", found.postcode)),
            citycode: found.insee.to_owned(),
            oldcitycode: found.former_insee.map(str::to_owned),
            oldcity: found.former_town.map(str::to_owned),
            x: hundredths(x),
            y: hundredths(y),
            city: city.to_owned(),
            district: district.map(str::to_owned),
            context: context(registry, found.insee),
            r#type: kind.key(),
            importance: importance(found.population),
            population: Some(found.population).filter(|_| kind == Kind::Municipality && found.population > 0),
            street: own(&[Kind::HouseNumber, Kind::Street], found.street),
            locality: own(&[Kind::Locality], found.street),
            municipality: own(&[Kind::Municipality], city),
            distance: metres.map(|metres| metres as u32),
            housenumber: number,
        }
    }
}

/// As the Base Adresse Nationale writes it: commune, way, number, what follows it.
fn identifier(found: &Found<'_>) -> String {
    let mut identifier = found.insee.to_owned();
    if !found.mark.is_empty() {
        identifier.push_str(&format!("_{}", found.mark));
    }
    if let Some((number, repetition)) = found.number {
        identifier.push_str(&format!("_{number:05}"));
        if !repetition.is_empty() {
            identifier.push_str(&format!("_{repetition}"));
        }
    }
    identifier
}

/// A commune's name, and that of its municipal arrondissement.
fn city(town: &str) -> (&str, Option<&str>) {
    match town.split_once(' ') {
        Some((city, rest)) if rest.ends_with("Arrondissement") => (city, Some(town)),
        _ => (town, None),
    }
}

/// `57, Moselle, Grand Est`.
fn context(registry: &Registry, insee: &str) -> String {
    let departement = TerritoryCode::new(Level::Commune, insee).ok().and_then(|commune| commune.departement());
    let Some(departement) = departement else { return String::new() };
    let name = |code: &TerritoryCode| registry.get(code).map(|place| place.name().to_owned());
    let region = registry.ancestors(&departement).into_iter().find(|code| code.level() == Level::Region);
    let names = name(&departement).into_iter().chain(region.as_ref().and_then(name));
    std::iter::once(departement.code().to_owned()).chain(names).collect::<Vec<_>>().join(", ")
}

/// From 0, for a commune of nobody, to 1, for the largest.
fn importance(population: u32) -> f64 {
    /// Paris, more or less.
    const LARGEST: f64 = 2_200_000.0;
    let share = (1.0 + f64::from(population)).ln() / (1.0 + LARGEST).ln();
    (share.min(1.0) * 1e5).round() / 1e5
}
