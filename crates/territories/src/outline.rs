//! Outlines: shared borders decoded from the embedded topologies, and what can be joined of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;
use std::sync::LazyLock;

use essaim_geo::{Level, TerritoryCode};
use serde::Deserialize;

use crate::{Point, Registry};

const FRANCE: &[u8] = include_bytes!("../../../data/territories/outlines-france.topojson.gz");
const GRAND_EST: &[u8] = include_bytes!("../../../data/territories/outlines-grand-est.topojson.gz");

static EMBEDDED: LazyLock<[Topology; 2]> = LazyLock::new(|| [Topology::read(GRAND_EST), Topology::read(FRANCE)]);

/// A closed line; the first and the last point are the same.
pub type Ring = Vec<Point>;

/// The outline of a territory: polygons, each with its outer ring first, then its holes; or rings
/// without that order, which an even-odd filling draws right.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// As the embedded topology has it.
    Polygons(Vec<Vec<Ring>>),
    /// Joined from communes.
    Rings(Vec<Ring>),
}

impl Shape {
    /// Every ring.
    pub fn rings(&self) -> Box<dyn Iterator<Item = &Ring> + '_> {
        match self {
            Shape::Polygons(polygons) => Box::new(polygons.iter().flatten()),
            Shape::Rings(rings) => Box::new(rings.iter()),
        }
    }
}

/// The outline of a territory, as fine as the embedded data allow: régions and départements of
/// France; communes of the Grand Est, and what is wholly made of them.
pub fn shape(registry: &Registry, code: &TerritoryCode) -> Option<Shape> {
    if let Some(shape) = drawn(code) {
        return Some(shape);
    }
    if !matches!(code.level(), Level::Epci | Level::Arrondissement | Level::Contrat) {
        return None;
    }
    let members: Vec<TerritoryCode> = registry.children(code, Level::Commune).map(|place| place.code()).collect();
    let [grand_est, _] = &*EMBEDDED;
    grand_est.joined(&members).map(Shape::Rings)
}

/// The outline that a topology itself holds, the finest first.
pub(crate) fn drawn(code: &TerritoryCode) -> Option<Shape> {
    EMBEDDED.iter().find_map(|topology| topology.shape(code))
}

/// The same for a drawing of the whole country: the coarsest first.
pub(crate) fn drawn_coarsely(code: &TerritoryCode) -> Option<Shape> {
    EMBEDDED.iter().rev().find_map(|topology| topology.shape(code))
}

/// Those of the same level that share a border with it in the topologies, in the order of codes.
pub(crate) fn neighbours(code: &TerritoryCode) -> BTreeSet<TerritoryCode> {
    EMBEDDED.iter().flat_map(|topology| topology.neighbours(code)).collect()
}

/// The communes that have an outline of their own.
pub(crate) fn communes() -> impl Iterator<Item = TerritoryCode> {
    EMBEDDED[0].objects.keys().copied().filter(|code| code.level() == Level::Commune)
}

/// Lines drawn once, and for each territory the lines around it: TopoJSON, decoded.
struct Topology {
    arcs: Vec<Vec<Point>>,
    objects: BTreeMap<TerritoryCode, Vec<Vec<Vec<i32>>>>,
}

#[derive(Deserialize)]
struct Text {
    arcs: Vec<Vec<[i32; 2]>>,
    transform: Transform,
    objects: HashMap<String, Layer>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Layer {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    id: String,
    #[serde(flatten)]
    arcs: Arcs,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Arcs {
    Polygon(Vec<Vec<i32>>),
    MultiPolygon(Vec<Vec<Vec<i32>>>),
}

impl Topology {
    fn read(zipped: &[u8]) -> Self {
        let mut text = String::new();
        let read = flate2::read::GzDecoder::new(zipped).read_to_string(&mut text);
        read.expect("the embedded outlines are whole: a test reads them");
        let text: Text = serde_json::from_str(&text).expect("the embedded outlines are TopoJSON: a test reads them");
        let arcs = text.arcs.iter().map(|arc| decode(arc, &text.transform)).collect();
        let mut objects = BTreeMap::new();
        for (name, layer) in text.objects {
            let level = match name.as_str() {
                "regions" => Level::Region,
                "departements" => Level::Departement,
                _ => Level::Commune,
            };
            for geometry in layer.geometries {
                let polygons = match geometry.arcs {
                    Arcs::Polygon(rings) => vec![rings],
                    Arcs::MultiPolygon(polygons) => polygons,
                };
                let code = TerritoryCode::new(level, &geometry.id).expect("the embedded codes are official");
                objects.insert(code, polygons);
            }
        }
        Topology { arcs, objects }
    }

    fn shape(&self, code: &TerritoryCode) -> Option<Shape> {
        let polygons = self.objects.get(code)?;
        let rings = |rings: &Vec<Vec<i32>>| rings.iter().map(|ring| self.line(ring)).collect();
        Some(Shape::Polygons(polygons.iter().map(rings).collect()))
    }

    fn neighbours(&self, code: &TerritoryCode) -> Vec<TerritoryCode> {
        let arcs = |polygons: &Vec<Vec<Vec<i32>>>| -> HashSet<i32> {
            polygons.iter().flatten().flatten().map(|index| if *index >= 0 { *index } else { !*index }).collect()
        };
        let Some(own) = self.objects.get(code).map(arcs) else { return Vec::new() };
        let others = self.objects.iter().filter(|(other, _)| other.level() == code.level() && *other != code);
        others.filter(|(_, polygons)| !own.is_disjoint(&arcs(polygons))).map(|(other, _)| *other).collect()
    }

    fn arc(&self, index: i32) -> Box<dyn DoubleEndedIterator<Item = Point> + '_> {
        // A negative index is the complement of an arc followed backwards.
        if index >= 0 {
            Box::new(self.arcs[index as usize].iter().copied())
        } else {
            Box::new(self.arcs[!index as usize].iter().rev().copied())
        }
    }

    fn line(&self, indexes: &[i32]) -> Ring {
        let mut line: Ring = Vec::new();
        for index in indexes {
            line.extend(self.arc(*index).skip(usize::from(!line.is_empty())));
        }
        line
    }

    /// The outline of territories taken together: the arcs that border only one of them, put end
    /// to end. `None` when one of them has no outline here.
    fn joined(&self, members: &[TerritoryCode]) -> Option<Vec<Ring>> {
        let mut once: BTreeMap<i32, i32> = BTreeMap::new();
        for member in members {
            for index in self.objects.get(member)?.iter().flatten().flatten() {
                let arc = if *index >= 0 { *index } else { !*index };
                if once.remove(&arc).is_none() {
                    once.insert(arc, *index);
                }
            }
        }
        (!once.is_empty()).then(|| self.stitched(once.into_values().collect()))
    }

    fn stitched(&self, arcs: Vec<i32>) -> Vec<Ring> {
        let key = |point: Point| (point.lon.to_bits(), point.lat.to_bits());
        let mut starting: HashMap<(u64, u64), Vec<i32>> = HashMap::new();
        for index in arcs.iter().rev() {
            if let Some(first) = self.arc(*index).next() {
                starting.entry(key(first)).or_default().push(*index);
            }
        }
        let mut rings = Vec::new();
        for index in arcs {
            let mut ring = Vec::new();
            let mut next = Some(index);
            while let Some(index) = next {
                let Some(start) = self.arc(index).next() else { break };
                let Some(waiting) = starting.get_mut(&key(start)) else { break };
                let Some(place) = waiting.iter().position(|other| *other == index) else { break };
                waiting.remove(place);
                ring.push(index);
                let end = self.arc(index).next_back();
                next = end.and_then(|end| starting.get(&key(end))).and_then(|others| others.first()).copied();
            }
            if !ring.is_empty() {
                rings.push(self.line(&ring));
            }
        }
        rings
    }
}

/// Steps from the first point, in the units of the transform.
fn decode(arc: &[[i32; 2]], transform: &Transform) -> Vec<Point> {
    let (mut x, mut y) = (0, 0);
    arc.iter()
        .map(|step| {
            x += step[0];
            y += step[1];
            Point {
                lon: f64::from(x) * transform.scale[0] + transform.translate[0],
                lat: f64::from(y) * transform.scale[1] + transform.translate[1],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> TerritoryCode {
        text.parse().unwrap()
    }

    fn closed(shape: &Shape) -> bool {
        shape.rings().all(|ring| ring.len() > 3 && ring.first() == ring.last())
    }

    #[test]
    fn every_region_and_departement_of_today_is_drawn() {
        let registry = Registry::embedded();
        for level in [Level::Region, Level::Departement] {
            for place in registry.all(level).filter(|place| place.code().code() < "975") {
                assert!(closed(&drawn(&place.code()).unwrap()), "{}", place.code());
            }
        }
        assert_eq!(communes().count(), 5115);
    }

    #[test]
    fn what_is_made_of_drawn_communes_is_drawn_too() {
        let registry = Registry::embedded();
        for text in ["epci-200039865", "arrondissement-579", "contrat-CV185"] {
            assert!(closed(&shape(registry, &code(text)).unwrap()), "{text}");
        }
        assert_eq!(shape(registry, &code("epci-200054781")), None);
        assert_eq!(shape(registry, &code("qpv-QN05701M")), None);
        assert_eq!(shape(registry, &code("commune-75056")), None);
    }

    #[test]
    fn neighbours_share_their_border() {
        let [grand_est, _] = &*EMBEDDED;
        let around =
            |text: &str| grand_est.objects[&code(text)].iter().flatten().flatten().copied().collect::<Vec<_>>();
        let (metz, woippy) = (around("commune-57463"), around("commune-57751"));
        assert!(metz.iter().any(|arc| woippy.contains(&!*arc)));
    }

    #[test]
    fn all_outlines_take_less_than_a_megabyte() {
        let size = |zipped| std::io::copy(&mut flate2::read::GzDecoder::new(zipped), &mut std::io::sink()).unwrap();
        assert!(size(FRANCE) + size(GRAND_EST) <= 1_000_000);
    }
}
