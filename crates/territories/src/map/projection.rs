//! From degrees to metres.

use essaim_geo::from_lambert93;

use crate::Point;
use crate::map::is_on_mainland;

/// How a part of the globe is laid flat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Projection {
    /// The official conic projection of mainland France (RGF93 / Lambert-93, EPSG:2154).
    Lambert93,
    /// Degrees as they are, longitudes shortened as at this latitude: for one overseas territory.
    Local { lon: f64, lat: f64 },
}

// The constants of Lambert-93 that its definition derives from the ellipsoid GRS80 and the standard
// parallels 44° and 49° (IGN, note NT/G 71).
const EXPONENT: f64 = 0.725_607_765_053_267;
const CONSTANT: f64 = 11_754_255.426_1;
const FALSE_EAST: f64 = 700_000.0;
const FALSE_NORTH: f64 = 12_655_612.049_9;
const ECCENTRICITY: f64 = 0.081_819_191_042_816;
const CENTRAL_MERIDIAN: f64 = 3.0;

/// Metres in a degree of latitude.
const DEGREE: f64 = 111_195.0;
/// How far, in degrees, a local projection reaches.
const REACH: f64 = 6.0;

impl Projection {
    /// The projection that suits a place.
    pub(super) fn at(point: Point) -> Self {
        if is_on_mainland(point) { Self::Lambert93 } else { Self::Local { lon: point.lon, lat: point.lat } }
    }

    /// Whether a point belongs on a picture in this projection.
    pub(super) fn holds(&self, point: Point) -> bool {
        match self {
            // Some margin, for islands and for borders rounded outwards.
            Self::Lambert93 => (-8.0..=12.0).contains(&point.lon) && (39.0..=53.0).contains(&point.lat),
            Self::Local { lon, lat } => (point.lon - lon).abs() < REACH && (point.lat - lat).abs() < REACH,
        }
    }

    /// East and north, in metres.
    pub(super) fn metres(&self, point: Point) -> (f64, f64) {
        match self {
            Self::Lambert93 => lambert93(point),
            Self::Local { lat, .. } => (point.lon * DEGREE * lat.to_radians().cos(), point.lat * DEGREE),
        }
    }

    /// Back from metres; none where that is far from France.
    pub(super) fn point(&self, x: f64, y: f64) -> Option<Point> {
        match self {
            Self::Lambert93 => from_lambert93(x, y),
            Self::Local { lat, .. } => Point::new(x / (DEGREE * lat.to_radians().cos()), y / DEGREE),
        }
    }
}

fn lambert93(point: Point) -> (f64, f64) {
    let sine = point.lat.to_radians().sin();
    let isometric = sine.atanh() - ECCENTRICITY * (ECCENTRICITY * sine).atanh();
    let radius = CONSTANT * (-EXPONENT * isometric).exp();
    let angle = EXPONENT * (point.lon - CENTRAL_MERIDIAN).to_radians();
    (FALSE_EAST + radius * angle.sin(), FALSE_NORTH - radius * angle.cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lambert_93_falls_on_its_known_points() {
        let near = |(x, y): (f64, f64), (east, north): (f64, f64)| (x - east).abs() < 1.0 && (y - north).abs() < 1.0;
        // The origin, by definition.
        assert!(near(lambert93(Point { lon: 3.0, lat: 46.5 }), (700_000.0, 6_600_000.0)));
        // On the central meridian the easting never moves; east and west mirror each other.
        assert!((lambert93(Point { lon: 3.0, lat: 49.0 }).0 - 700_000.0).abs() < 1e-6);
        let (west, east) = (lambert93(Point { lon: 1.0, lat: 48.0 }), lambert93(Point { lon: 5.0, lat: 48.0 }));
        assert!((west.0 + east.0 - 1_400_000.0).abs() < 1e-3 && (west.1 - east.1).abs() < 1e-3);
    }

    #[test]
    fn an_overseas_place_has_its_own_projection() {
        let reunion = Point { lon: 55.5, lat: -21.1 };
        let projection = Projection::at(reunion);
        assert_ne!(projection, Projection::Lambert93);
        assert!(projection.holds(reunion));
        assert!(!projection.holds(Point { lon: 6.2, lat: 49.1 }));
    }
}
