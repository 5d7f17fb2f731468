//! GeoJSON, thing by thing, and TopoJSON, whose lines are drawn once and shared.

use std::fmt;
use std::io::BufRead;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de::Error as _};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::place::{Polygons, System, point, shape};
use super::{BYTE_ORDER_MARK, Feature, Place, Properties, ReadingError};

/// How deep collections of geometries may be in each other.
const DEEPEST: usize = 4;

pub(super) fn features<E: From<ReadingError>>(
    mut file: impl BufRead,
    each: &mut dyn FnMut(Feature) -> Result<(), E>,
) -> Result<(), E> {
    if file.fill_buf().map_err(ReadingError::of_text)?.starts_with(BYTE_ORDER_MARK) {
        file.consume(BYTE_ORDER_MARK.len());
    }
    let mut document = Document {
        each,
        refused: None,
        system: None,
        kind: None,
        arcs: None,
        transform: None,
        objects: None,
        count: 0,
    };
    let mut deserializer = serde_json::Deserializer::from_reader(file);
    let read = (&mut document).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    if let Some(refused) = document.refused.take() {
        return Err(refused);
    }
    read.map_err(|error| match error.classify() {
        serde_json::error::Category::Io => ReadingError::of_text(error.into()),
        _ => ReadingError::Damaged(error.to_string()),
    })?;
    document.finish()
}

/// What was read so far of a document.
struct Document<'f, E> {
    each: &'f mut dyn FnMut(Feature) -> Result<(), E>,
    refused: Option<E>,
    system: Option<System>,
    kind: Option<String>,
    arcs: Option<Vec<Vec<Pair>>>,
    transform: Option<Transform>,
    objects: Option<Map<String, Value>>,
    count: usize,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// A feature whose geometry is not looked at yet: what it is may be said after it.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    geometries: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Coordinates<T> {
    coordinates: T,
}

/// The first two numbers of a position; a height may follow.
#[derive(Clone, Copy)]
struct Pair([f64; 2]);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Pair;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position: two numbers or three")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Pair, A::Error> {
                let mut next =
                    || all.next_element::<f64>()?.ok_or_else(|| A::Error::custom("a position has two numbers"));
                let pair = Pair([next()?, next()?]);
                while all.next_element::<IgnoredAny>()?.is_some() {}
                Ok(pair)
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

fn pairs(polygons: Vec<Vec<Vec<Pair>>>) -> Polygons {
    let ring = |ring: Vec<Pair>| ring.into_iter().map(|Pair(pair)| pair).collect();
    polygons.into_iter().map(|rings| rings.into_iter().map(ring).collect()).collect()
}

fn damaged(error: &serde_json::Error) -> ReadingError {
    ReadingError::Damaged(error.to_string())
}

fn place(geometry: &RawValue, system: Option<System>, depth: usize) -> Result<Place, ReadingError> {
    fn coordinates<T: for<'de> Deserialize<'de>>(geometry: &RawValue) -> Result<T, ReadingError> {
        serde_json::from_str::<Coordinates<T>>(geometry.get()).map(|read| read.coordinates).map_err(|e| damaged(&e))
    }
    let Kind { kind, geometries } = serde_json::from_str(geometry.get()).map_err(|e| damaged(&e))?;
    match kind.as_str() {
        "Point" => match coordinates::<Vec<f64>>(geometry)?[..] {
            [x, y, ..] => point(system, [x, y]),
            _ => Ok(Place::Nowhere),
        },
        "Polygon" => shape(system, pairs(vec![coordinates(geometry)?])),
        "MultiPolygon" => shape(system, pairs(coordinates(geometry)?)),
        "GeometryCollection" if depth < DEEPEST => {
            let mut all = crate::Shape::default();
            for geometry in &geometries {
                if let Place::Shape(shape) = place(geometry, system, depth + 1)? {
                    all.polygons.extend(shape.polygons);
                }
            }
            Ok(if all.is_empty() { Place::Nowhere } else { Place::Shape(all) })
        }
        _ => Ok(Place::Nowhere),
    }
}

impl<E: From<ReadingError>> Document<'_, E> {
    fn take(&mut self, written: Written) -> Result<(), E> {
        let place = match written.geometry.as_deref().filter(|geometry| geometry.get() != "null") {
            Some(geometry) => place(geometry, self.system, 0)?,
            None => Place::Nowhere,
        };
        let properties = Properties(written.properties.unwrap_or_default());
        self.hand_over(Feature { object: None, properties, place })
    }

    fn hand_over(&mut self, feature: Feature) -> Result<(), E> {
        self.count += 1;
        (self.each)(feature)
    }

    fn finish(mut self) -> Result<(), E> {
        match (self.kind.as_deref(), self.arcs.take(), self.objects.take()) {
            (Some("Topology"), Some(arcs), Some(objects)) => self.topology(&arcs, objects),
            (Some("FeatureCollection"), ..) => Ok(()),
            (kind, ..) => {
                let said = kind.map_or("no type".to_owned(), |kind| format!("type {kind}"));
                Err(ReadingError::Unknown(said).into())
            }
        }
    }

    fn topology(&mut self, arcs: &[Vec<Pair>], objects: Map<String, Value>) -> Result<(), E> {
        let lines: Vec<Vec<[f64; 2]>> = arcs.iter().map(|arc| unfolded(arc, self.transform.as_ref())).collect();
        for (name, object) in objects {
            let geometries = match object.get("geometries").and_then(Value::as_array) {
                Some(all) => all.clone(),
                None => vec![object],
            };
            for geometry in geometries {
                let polygons =
                    arcs_of(&geometry).ok_or_else(|| ReadingError::Damaged("a geometry has no arcs".into()))?;
                let place = shape(self.system, drawn(&lines, &polygons)?)?;
                let mut said = geometry.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
                if let (Some(id), false) = (geometry.get("id"), said.contains_key("id")) {
                    said.insert("id".into(), id.clone());
                }
                self.hand_over(Feature { object: Some(name.clone()), properties: Properties(said), place })?;
            }
        }
        Ok(())
    }
}

/// The points of a line: steps from the first one where a transform says so.
fn unfolded(arc: &[Pair], transform: Option<&Transform>) -> Vec<[f64; 2]> {
    let Some(Transform { scale, translate }) = transform else { return arc.iter().map(|Pair(pair)| *pair).collect() };
    let mut at = [0.0; 2];
    let step = |Pair(step): &Pair| {
        at = [at[0] + step[0], at[1] + step[1]];
        [at[0] * scale[0] + translate[0], at[1] * scale[1] + translate[1]]
    };
    arc.iter().map(step).collect()
}

/// The numbers of the lines around a geometry: polygons, rings, lines.
fn arcs_of(geometry: &Value) -> Option<Vec<Vec<Vec<i64>>>> {
    let arcs = geometry.get("arcs").cloned().unwrap_or(Value::Array(Vec::new()));
    match geometry.get("type").and_then(Value::as_str)? {
        "Polygon" => serde_json::from_value(arcs).ok().map(|rings| vec![rings]),
        "MultiPolygon" => serde_json::from_value(arcs).ok(),
        _ => Some(Vec::new()),
    }
}

fn drawn(lines: &[Vec<[f64; 2]>], polygons: &[Vec<Vec<i64>>]) -> Result<Polygons, ReadingError> {
    // A negative number is the complement of a line followed backwards.
    let line = |number: i64| {
        let at = usize::try_from(if number < 0 { !number } else { number }).ok();
        at.and_then(|at| lines.get(at)).ok_or_else(|| ReadingError::Damaged(format!("there is no arc {number}")))
    };
    let ring = |numbers: &Vec<i64>| {
        let mut ring: Vec<[f64; 2]> = Vec::new();
        for &number in numbers {
            // Each line begins where the former ended.
            let skipped = usize::from(!ring.is_empty());
            match number {
                0.. => ring.extend(line(number)?.iter().skip(skipped)),
                _ => ring.extend(line(number)?.iter().rev().skip(skipped)),
            }
        }
        Ok(ring)
    };
    polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect()
}

impl<'de, E: From<ReadingError>> DeserializeSeed<'de> for &mut Document<'_, E> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, E: From<ReadingError>> Visitor<'de> for &mut Document<'_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON or TopoJSON document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => self.kind = map.next_value()?,
                "crs" => {
                    let crs: Value = map.next_value()?;
                    if let Some(name) = crs.pointer("/properties/name").and_then(Value::as_str) {
                        match System::named(name) {
                            Ok(system) => self.system = Some(system),
                            Err(error) => return Err(self.refuse(error.into())),
                        }
                    }
                }
                "features" => map.next_value_seed(Features(self))?,
                "arcs" => self.arcs = map.next_value()?,
                "transform" => self.transform = map.next_value()?,
                "objects" => self.objects = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

impl<E> Document<'_, E> {
    /// Ends the reading for a reason of ours, which is kept aside.
    fn refuse<D: serde::de::Error>(&mut self, reason: E) -> D {
        self.refused = Some(reason);
        D::custom("refused")
    }
}

struct Features<'d, 'f, E>(&'d mut Document<'f, E>);

impl<'de, E: From<ReadingError>> DeserializeSeed<'de> for Features<'_, '_, E> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, E: From<ReadingError>> Visitor<'de> for Features<'_, '_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while let Some(written) = all.next_element::<Written>()? {
            if let Err(reason) = self.0.take(written) {
                return Err(self.0.refuse(reason));
            }
        }
        Ok(())
    }
}
