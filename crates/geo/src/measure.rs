//! Distances in metres.
//!
//! Near a place the globe is flat enough: degrees are turned into metres with the two radii of curvature of the
//! ellipsoid there (GRS80, whose axes are those of WGS84 to a tenth of a millimetre).

use crate::Point;

/// The half of the ellipsoid's long axis, in metres (GRS80).
pub(crate) const LONG: f64 = 6_378_137.0;
/// The square of its eccentricity (GRS80).
pub(crate) const ECCENTRICITY2: f64 = 0.006_694_380_022_903_416;

/// How many metres a degree makes at some latitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Of longitude.
    pub lon: f64,
    /// Of latitude.
    pub lat: f64,
}

impl Scale {
    /// At a latitude in degrees.
    pub fn at(lat: f64) -> Self {
        let (sin, cos) = lat.to_radians().sin_cos();
        let flattening = 1.0 - ECCENTRICITY2 * sin * sin;
        let transverse = LONG / flattening.sqrt();
        let meridian = transverse * (1.0 - ECCENTRICITY2) / flattening;
        Self { lon: (transverse * cos).to_radians(), lat: meridian.to_radians() }
    }
}

/// The distance between two points, in metres: within one part in a hundred thousand of the geodesic up to 50 km, one in
/// two hundred anywhere (tested against Karney's method).
pub fn distance(one: Point, other: Point) -> f64 {
    let (lon, lat) = (other.lon - one.lon, other.lat - one.lat);
    if lon.abs() < 1.0 && lat.abs() < 1.0 {
        let scale = Scale::at((one.lat + other.lat) / 2.0);
        return (lon * scale.lon).hypot(lat * scale.lat);
    }
    // On a sphere of the mean radius (haversine).
    const MEAN: f64 = 6_371_008.8;
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord = half(lat) + one.lat.to_radians().cos() * other.lat.to_radians().cos() * half(lon);
    2.0 * MEAN * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(one: (f64, f64), other: (f64, f64)) -> f64 {
        distance(Point { lon: one.0, lat: one.1 }, Point { lon: other.0, lat: other.1 })
    }

    #[test]
    fn known_distances_are_found_back() {
        // Geodesics of GRS80 (Karney's method).
        for (one, other, metres) in [
            ((6.1757, 49.1193), (6.1767, 49.1193), 72.996_874),
            ((6.1757, 49.1193), (6.1757, 49.1203), 111.212_058),
            ((6.1757, 49.1193), (6.2757, 49.2193), 13_298.932_214),
            ((6.1757, 49.1193), (6.6757, 49.4193), 49_368.746_472),
        ] {
            let found = between(one, other);
            assert!((found - metres).abs() < metres * 1e-5, "{one:?} {other:?}: {found} m, not {metres}");
        }
        let far = between((2.3522, 48.8566), (55.4481, -20.8789));
        assert!((far - 9_343_664.5).abs() < 47_000.0, "{far}");
        assert_eq!(between((6.0, 49.0), (6.0, 49.0)), 0.0);
    }
}
