//! Outlines as GeoJSON (RFC 7946), to 100 m.

use std::fmt::Write;
use std::sync::LazyLock;

use essaim_geo::{Level, TerritoryCode};
use serde_json::json;

use crate::outline::{self, Ring, Shape};
use crate::source::OUTLINES;
use crate::{Registry, Territory};

static CONTOURS: LazyLock<String> = LazyLock::new(|| {
    let registry = Registry::embedded();
    let drawn = registry.all(Level::Departement).filter_map(|place| {
        let shape = outline::drawn_coarsely(&place.code())?;
        Some(feature(registry, place, &shape))
    });
    collection(registry, drawn, &[OUTLINES])
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
        let features = [feature(registry, place, &shape)].into_iter();
        return Some(collection(registry, features, &[OUTLINES, registry.source_key(place)]));
    }
    let point = place.point()?;
    let geometry = format!("{{\"type\":\"Point\",\"coordinates\":[{:.3},{:.3}]}}", point.lon, point.lat);
    let source = point_source(registry, place);
    let features = [with_properties(registry, place, &geometry, source)].into_iter();
    Some(collection(registry, features, &[source, registry.source_key(place)]))
}

/// Where the point of a territory without an outline comes from.
fn point_source(registry: &Registry, place: &Territory) -> &'static str {
    match place.level() {
        Level::Qpv if place.point_is_the_successors() => "qpv-2024",
        Level::Qpv | Level::Contrat => registry.source_key(place),
        _ => OUTLINES,
    }
}

/// The features, with the sources to be named by who shows them.
fn collection(registry: &Registry, features: impl Iterator<Item = String>, sources: &[&'static str]) -> String {
    let sources: serde_json::Map<String, serde_json::Value> =
        sources.iter().filter_map(|key| Some(((*key).to_owned(), json!(registry.source(key)?)))).collect();
    let sources = serde_json::Value::Object(sources);
    let mut text = format!("{{\"type\":\"FeatureCollection\",\"sources\":{sources},\"features\":[");
    for (at, feature) in features.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&feature);
    }
    text.push_str("]}");
    text
}

fn feature(registry: &Registry, place: &Territory, shape: &Shape) -> String {
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
    with_properties(registry, place, &geometry, OUTLINES)
}

/// `source` is that of the geometry, `name_source` that of the code and the name.
fn with_properties(registry: &Registry, place: &Territory, geometry: &str, source: &str) -> String {
    let properties = json!({
        "code": place.code(), "name": place.name(), "level": place.level(),
        "source": source, "name_source": registry.source_key(place),
    });
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
    fn a_geometry_names_its_own_source_beside_that_of_the_code() {
        let registry = Registry::embedded();
        for (code, source, name_source) in [
            ("departement-57", "contours-2026", "cog-2026"),
            ("commune-57463", "contours-2026", "cog-2026"),
            ("epci-200039865", "contours-2026", "epci-2026"),
            ("qpv-QN05701M", "qpv-2024", "qpv-2024"),
            ("qpv-QP057018", "qpv-2024", "qpv-2015"),
        ] {
            let text = feature_geojson(registry, &code.parse().unwrap()).unwrap();
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
        let read: serde_json::Value = serde_json::from_str(contours_geojson()).unwrap();
        assert_eq!(read["features"][0]["properties"]["source"], "contours-2026");
        assert_eq!(read["sources"]["contours-2026"]["producer"], "IGN");
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
