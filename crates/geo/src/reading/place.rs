//! Coordinates as files give them, in degrees or in metres of Lambert-93.

use super::{Place, ReadingError};
use crate::{Point, Shape, from_lambert93};

/// The system of a file's coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    /// Degrees of WGS84.
    Degrees,
    /// Metres of Lambert-93.
    Lambert93,
}

impl System {
    /// What a name or a description of a system means: `urn:ogc:def:crs:EPSG::2154`, `PROJCS["RGF_1993_Lambert_93"…`.
    pub(super) fn named(name: &str) -> Result<Self, ReadingError> {
        let plain = name.to_ascii_uppercase().replace(['_', ' ', '-'], "");
        // A projected system names the geographic one that it rests on, so it is looked for first.
        if plain.contains("2154") || plain.contains("LAMBERT93") {
            return Ok(Self::Lambert93);
        }
        let is_projected = plain.contains("PROJCS") || plain.contains("PROJCRS");
        let degrees = ["CRS84", "4326", "4171", "WGS84", "WGS1984", "RGF93", "RGF1993"];
        if !is_projected && degrees.iter().any(|known| plain.contains(known)) {
            return Ok(Self::Degrees);
        }
        Err(ReadingError::Projection(name.chars().take(80).collect()))
    }

    /// The system that a first pair can only be of.
    fn of([x, y]: [f64; 2]) -> Result<Self, ReadingError> {
        match (Point::new(x, y), from_lambert93(x, y)) {
            (Some(_), _) => Ok(Self::Degrees),
            (None, Some(_)) => Ok(Self::Lambert93),
            (None, None) => Err(ReadingError::Projection(format!("{x} {y}"))),
        }
    }

    fn point(self, [x, y]: [f64; 2]) -> Result<Point, ReadingError> {
        let point = match self {
            Self::Degrees => Point::new(x, y),
            Self::Lambert93 => from_lambert93(x, y),
        };
        point.ok_or_else(|| ReadingError::Projection(format!("{x} {y}")))
    }
}

/// Polygons, rings, pairs.
pub(super) type Polygons = Vec<Vec<Vec<[f64; 2]>>>;

/// A point, in the system that the file names or that its numbers can only be of.
pub(super) fn point(system: Option<System>, pair: [f64; 2]) -> Result<Place, ReadingError> {
    system.map_or_else(|| System::of(pair), Ok)?.point(pair).map(Place::Point)
}

/// A perimeter; none when it has no coordinates.
pub(super) fn shape(system: Option<System>, mut polygons: Polygons) -> Result<Place, ReadingError> {
    let Some(first) = polygons.iter().flatten().flatten().next() else { return Ok(Place::Nowhere) };
    let system = system.map_or_else(|| System::of(*first), Ok)?;
    for pair in polygons.iter_mut().flatten().flatten() {
        let Point { lon, lat } = system.point(*pair)?;
        *pair = [lon, lat];
    }
    let shape = Shape::from_degrees(polygons);
    Ok(if shape.is_empty() { Place::Nowhere } else { Place::Shape(shape) })
}
