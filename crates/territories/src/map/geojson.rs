//! Outlines as GeoJSON (RFC 7946), to 100 m.

use std::fmt::Write;
use std::sync::LazyLock;

use essaim_geo::{Level, TerritoryCode};
use serde_json::json;

use crate::outline::{self, Ring, Shape};
use crate::{Registry, Territory};

static CONTOURS: LazyLock<String> = LazyLock::new(|| {
    let registry = Registry::embedded();
    let drawn = registry.all(Level::Departement).filter_map(|place| {
        let shape = outline::drawn_coarsely(&place.code())?;
        Some(feature(place, &shape))
    });
    collection(drawn)
});

/// The départements of France with their code, name and level: what the live map lies on. Made
/// once, always the same.
pub fn contours_geojson() -> &'static str {
    &CONTOURS
}

/// One territory with its outline, or its point where it has no outline; `None` when the tables do
/// not say where it lies.
pub fn feature_geojson(registry: &Registry, code: &TerritoryCode) -> Option<String> {
    let place = registry.get(code)?;
    if let Some(shape) = outline::shape(registry, code) {
        return Some(collection([feature(place, &shape)].into_iter()));
    }
    let point = place.point()?;
    let geometry = format!("{{\"type\":\"Point\",\"coordinates\":[{:.3},{:.3}]}}", point.lon, point.lat);
    Some(collection([with_properties(place, &geometry)].into_iter()))
}

fn collection(features: impl Iterator<Item = String>) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (at, feature) in features.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&feature);
    }
    text.push_str("]}");
    text
}

fn feature(place: &Territory, shape: &Shape) -> String {
    let mut geometry = String::from("{\"type\":");
    match shape {
        Shape::Polygons(polygons) => {
            geometry.push_str("\"MultiPolygon\",\"coordinates\":[");
            for (at, polygon) in polygons.iter().enumerate() {
                geometry.push_str(if at > 0 { ",[" } else { "[" });
                write_rings(&mut geometry, polygon);
                geometry.push(']');
            }
        }
        // Which ring is a hole is not known once communes are joined: lines are told as lines.
        Shape::Rings(rings) => {
            geometry.push_str("\"MultiLineString\",\"coordinates\":[");
            write_rings(&mut geometry, rings);
        }
    }
    geometry.push_str("]}");
    with_properties(place, &geometry)
}

fn with_properties(place: &Territory, geometry: &str) -> String {
    let properties =
        json!({ "code": place.code(), "name": place.name(), "level": place.level(), "source": place.source_key() });
    format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{geometry}}}")
}

fn write_rings(text: &mut String, rings: &[Ring]) {
    for (at, ring) in rings.iter().enumerate() {
        text.push_str(if at > 0 { ",[" } else { "[" });
        for (at, point) in ring.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(text, "{comma}[{:.3},{:.3}]", point.lon, point.lat).expect("a string takes what is written");
        }
        text.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contours_are_small_geojson() {
        let text = contours_geojson();
        assert!(text.len() < 400_000, "{} bytes", text.len());
        let read: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(read["features"].as_array().unwrap().len(), 101);
        assert_eq!(read["features"][0]["properties"]["code"], "departement-01");
    }

    #[test]
    fn a_territory_is_an_outline_or_a_point() {
        let registry = Registry::embedded();
        let kind = |text: &str| {
            let text = feature_geojson(registry, &text.parse().unwrap())?;
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            Some(read["features"][0]["geometry"]["type"].as_str().unwrap().to_owned())
        };
        assert_eq!(kind("commune-57463").as_deref(), Some("MultiPolygon"));
        assert_eq!(kind("epci-200039865").as_deref(), Some("MultiLineString"));
        assert_eq!(kind("qpv-QN05701M").as_deref(), Some("Point"));
        assert_eq!(kind("departement-984"), None);
    }
}
