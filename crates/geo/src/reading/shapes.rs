//! Shapefiles: shapes, the table of what is said of them, and the small files beside.

use std::io::{Cursor, Read, Seek};

use encoding_rs::Encoding;
use serde_json::{Map, Value};
use shapefile::dbase::encoding::EncodingRs;
use shapefile::dbase::{FieldValue, ReaderBuilder};
use shapefile::{PolygonRing, Shape as Drawn, ShapeReader};

use super::archive::Members;
use super::place::{Polygons, System, point, shape};
use super::{Feature, Place, Properties, ReadingError};

/// Reads the shapefile of that name, in memory.
pub(super) fn features<E: From<ReadingError>>(
    members: &mut Members<impl Read + Seek>,
    name: &str,
    each: &mut dyn FnMut(Feature) -> Result<(), E>,
) -> Result<(), E> {
    let shapes = members.whole(name)?;
    let table = members.beside(name, "dbf")?.ok_or_else(|| missing("dbf"))?;
    let system = match members.beside(name, "prj")? {
        Some(text) => Some(System::named(&String::from_utf8_lossy(&text))?),
        None => None,
    };
    let damaged = |error: &dyn std::fmt::Display| ReadingError::Damaged(error.to_string());
    let mut reader = ShapeReader::new(Cursor::new(shapes)).map_err(|e| damaged(&e))?;
    let encoding = match members.beside(name, "cpg")? {
        Some(page) => named(&page).unwrap_or_else(|| encoding_of(&table)),
        None => encoding_of(&table),
    };
    let table = ReaderBuilder::new().with_encoding(EncodingRs::from(encoding)).build(Cursor::new(table));
    let mut table = table.map_err(|e| damaged(&e))?;
    let mut records = table.iter_records();
    for drawn in reader.iter_shapes() {
        let drawn = drawn.map_err(|e| damaged(&e))?;
        let record = records.next().ok_or_else(|| damaged(&"the table has fewer lines than there are shapes"))?;
        let properties = record.map_err(|e| damaged(&e))?.into_iter().map(|(name, value)| (name, json(value)));
        let properties = Properties(properties.collect::<Map<_, _>>());
        each(Feature { object: None, properties, place: place(system, drawn)? })?;
    }
    Ok(())
}

fn missing(extension: &str) -> ReadingError {
    ReadingError::Unknown(format!("the archive holds no .{extension} file beside the shapes"))
}

/// What the file beside the table says of its letters.
fn named(page: &[u8]) -> Option<&'static Encoding> {
    let page = String::from_utf8_lossy(page);
    let page = page.trim_start_matches('\u{feff}').trim();
    match page {
        "65001" => Some(encoding_rs::UTF_8),
        "1252" | "88591" => Some(encoding_rs::WINDOWS_1252),
        label => Encoding::for_label(label.as_bytes()),
    }
}

/// What the table's own bytes can only be: what it says of itself is often wrong.
fn encoding_of(table: &[u8]) -> &'static Encoding {
    let start = table.get(8..10).map_or(0, |length| usize::from(u16::from_le_bytes([length[0], length[1]])));
    let is_utf8 = std::str::from_utf8(table.get(start..).unwrap_or_default()).is_ok();
    if is_utf8 { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 }
}

fn json(value: FieldValue) -> Value {
    match value {
        FieldValue::Character(text) => text.map_or(Value::Null, Value::String),
        FieldValue::Numeric(number) => number.map_or(Value::Null, number_as_json),
        FieldValue::Float(number) => number.map_or(Value::Null, |number| number_as_json(f64::from(number))),
        FieldValue::Double(number) => number_as_json(number),
        FieldValue::Integer(number) => Value::from(number),
        FieldValue::Logical(truth) => truth.map_or(Value::Null, Value::Bool),
        other => Value::String(other.to_string()),
    }
}

fn number_as_json(number: f64) -> Value {
    // Codes are often kept as numbers: 57463, not 57463.0.
    if number.fract() == 0.0 && number.abs() < 1e15 { Value::from(number as i64) } else { Value::from(number) }
}

fn place(system: Option<System>, drawn: Drawn) -> Result<Place, ReadingError> {
    match drawn {
        Drawn::Point(at) => point(system, [at.x, at.y]),
        Drawn::PointM(at) => point(system, [at.x, at.y]),
        Drawn::PointZ(at) => point(system, [at.x, at.y]),
        Drawn::Polygon(polygon) => shape(system, polygons(polygon.rings(), |at| [at.x, at.y])),
        Drawn::PolygonM(polygon) => shape(system, polygons(polygon.rings(), |at| [at.x, at.y])),
        Drawn::PolygonZ(polygon) => shape(system, polygons(polygon.rings(), |at| [at.x, at.y])),
        _ => Ok(Place::Nowhere),
    }
}

/// Rings in the order of the file: holes follow the outer ring that holds them.
fn polygons<P>(rings: &[PolygonRing<P>], pair: impl Fn(&P) -> [f64; 2]) -> Polygons {
    let mut polygons: Polygons = Vec::new();
    for ring in rings {
        let points = ring.points().iter().map(&pair).collect();
        match (ring, polygons.last_mut()) {
            (PolygonRing::Inner(_), Some(polygon)) => polygon.push(points),
            _ => polygons.push(vec![points]),
        }
    }
    polygons
}
