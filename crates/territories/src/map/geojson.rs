//! Outlines as GeoJSON (RFC 7946).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use essaim_geo::{Level, Ring, Shape, TerritoryCode};
use serde_json::json;

use crate::outline::{Drawn, DrawnFrom, Outlines};
use crate::source::OUTLINES;
use crate::{Registry, Source, Territory};

/// Decimals of a degree: to 100 m, as the program's outlines are, and to a decimetre, finer than any published perimeter.
const COARSE: usize = 3;
const FINE: usize = 6;

/// One territory with its outline, or its point where it has no outline; `None` when the tables do
/// not say where it lies.
pub fn feature_geojson(outlines: Outlines<'_>, code: &TerritoryCode) -> Option<String> {
    let registry = outlines.registry();
    let place = registry.get(code)?;
    let mut collection = Collection::of(registry);
    if let Some(Drawn { shape, from }) = outlines.drawn(code) {
        let decimals = if from == DrawnFrom::Program { COARSE } else { FINE };
        collection.add(place, &polygons(&shape, decimals), from.key(), from.source());
        return Some(collection.finish());
    }
    let point = place.point()?;
    let geometry = format!("{{\"type\":\"Point\",\"coordinates\":[{:.3},{:.3}]}}", point.lon, point.lat);
    let key = point_source(registry, place);
    collection.add(place, &geometry, key, Cow::Borrowed(registry.source(key)?));
    Some(collection.finish())
}

/// Where the point of a territory without an outline comes from.
fn point_source(registry: &Registry, place: &Territory) -> &'static str {
    match place.level() {
        Level::Qpv if place.point_is_the_successors() => "qpv-2024",
        Level::Qpv | Level::Contrat => registry.source_key(place),
        _ => OUTLINES,
    }
}

/// Features, with the sources to be named by who shows them.
pub(super) struct Collection<'r> {
    registry: &'r Registry,
    features: String,
    sources: BTreeMap<&'static str, serde_json::Value>,
}

impl<'r> Collection<'r> {
    pub(super) fn of(registry: &'r Registry) -> Self {
        Self { registry, features: String::new(), sources: BTreeMap::new() }
    }

    /// `key` and `source` are those of the geometry.
    pub(super) fn add(&mut self, place: &Territory, geometry: &str, key: &'static str, source: Cow<'_, Source>) {
        let name_source = self.registry.source_key(place);
        self.sources.entry(key).or_insert_with(|| json!(source));
        if let Some(named) = self.registry.source(name_source) {
            self.sources.entry(name_source).or_insert_with(|| json!(named));
        }
        let properties = json!({
            "code": place.code(), "name": place.name(), "level": place.level(), "vintage": source.vintage,
            "source": key, "name_source": name_source,
        });
        self.write(&properties, geometry);
    }

    /// With its code and its name alone: a map needs no more, and there may be a thousand.
    pub(super) fn add_briefly(&mut self, place: &Territory, geometry: &str, from: DrawnFrom<'_>) {
        self.sources.entry(from.key()).or_insert_with(|| json!(from.source()));
        let properties = json!({ "code": place.code(), "name": place.name() });
        self.write(&properties, geometry);
    }

    fn write(&mut self, properties: &serde_json::Value, geometry: &str) {
        if !self.features.is_empty() {
            self.features.push(',');
        }
        write!(self.features, "{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}")
            .expect("a string takes what is written");
    }

    pub(super) fn finish(self) -> String {
        let sources = json!(self.sources);
        format!("{{\"type\":\"FeatureCollection\",\"sources\":{sources},\"features\":[{}]}}", self.features)
    }
}

/// A shape with so many decimals of a degree. What falls on the same place is told once; a ring of which nothing is left
/// is left out.
pub(super) fn polygons(shape: &Shape, decimals: usize) -> String {
    let all: Vec<Rounded> = shape.polygons.iter().filter_map(|rings| rounded(rings, decimals)).collect();
    let mut text = String::new();
    match all.as_slice() {
        [only] => {
            text.push_str("{\"type\":\"Polygon\",\"coordinates\":");
            write_polygon(&mut text, only);
        }
        several => {
            text.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":");
            write_list(&mut text, several, write_polygon);
        }
    }
    text.push('}');
    text
}

/// The rings of a polygon, each of pairs as they are written.
type Rounded = Vec<Vec<[String; 2]>>;

fn write_polygon(text: &mut String, rings: &Rounded) {
    write_list(text, rings, |text, ring| {
        let closed: Vec<&[String; 2]> = ring.iter().chain(ring.first()).collect();
        write_list(text, &closed, |text, [lon, lat]| {
            write!(text, "[{lon},{lat}]").expect("a string takes what is written");
        });
    });
}

fn write_list<T>(text: &mut String, all: &[T], each: impl Fn(&mut String, &T)) {
    text.push('[');
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        each(text, one);
    }
    text.push(']');
}

/// The rings of a polygon as they are written; none when nothing is left of the outer one.
fn rounded(rings: &[Ring], decimals: usize) -> Option<Rounded> {
    let ring = |ring: &Ring| {
        let mut written: Vec<[String; 2]> = ring
            .iter()
            .map(|vertex| vertex.point())
            .map(|at| [short(at.lon, decimals), short(at.lat, decimals)])
            .collect();
        written.dedup();
        if written.len() > 1 && written.first() == written.last() {
            written.pop();
        }
        written
    };
    let mut all = rings.iter().map(ring);
    let outer = all.next().filter(|ring| ring.len() > 2)?;
    Some(std::iter::once(outer).chain(all.filter(|ring| ring.len() > 2)).collect())
}

/// A number without the zeros that say nothing.
fn short(degrees: f64, decimals: usize) -> String {
    let written = format!("{degrees:.decimals$}");
    match written.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        short => short.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometry_names_its_own_source_beside_that_of_the_code() {
        let registry = Registry::embedded();
        for (code, source, name_source) in [
            ("departement-57", "contours-2026", "cog-2026"),
            ("commune-57463", "contours-2026", "cog-2026"),
            ("epci-200039865", "contours-2026", "epci-2026"),
            ("qpv-QN05701M", "qpv-2024", "qpv-2024"),
            ("qpv-QP057018", "qpv-2024", "qpv-2015"),
        ] {
            let text = feature_geojson(registry.into(), &code.parse().unwrap()).unwrap();
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            let properties = &read["features"][0]["properties"];
            assert_eq!(
                (&properties["source"], &properties["name_source"]),
                (&json!(source), &json!(name_source)),
                "{code}"
            );
            for key in [source, name_source] {
                assert!(read["sources"][key]["licence"].as_str().unwrap().contains("Licence"), "{code}: {key}");
            }
        }
    }

    #[test]
    fn a_territory_is_an_outline_or_a_point() {
        let registry = Registry::embedded();
        let kind = |text: &str| {
            let text = feature_geojson(registry.into(), &text.parse().unwrap())?;
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            Some(read["features"][0]["geometry"]["type"].as_str().unwrap().to_owned())
        };
        assert_eq!(kind("commune-57463").as_deref(), Some("Polygon"));
        assert_eq!(kind("departement-29").as_deref(), Some("MultiPolygon"));
        assert_eq!(kind("qpv-QN05701M").as_deref(), Some("Point"));
        assert_eq!(kind("departement-984"), None);
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!([short(6.5, 3), short(-0.0001, 3), short(6.0, 3), short(48.12345, 4)], ["6.5", "0", "6", "48.1234"]);
    }
}
