//! Lambert-93, the projection of French official files (EPSG:2154), to degrees and back.
//!
//! RGF93 and WGS84 are taken as one, as every French publisher does: they differ by some decimetres that nobody measures
//! in a perimeter.

use std::f64::consts::FRAC_PI_2;

use crate::Point;
use crate::measure::{ECCENTRICITY2, LONG};

/// The constants of the cone, from its definition: parallels 44° and 49°, origin 46.5° N 3° E at (700,000; 6,600,000).
struct Cone {
    exponent: f64,
    radius: f64,
    /// The distance from the pole to the origin, in metres.
    origin: f64,
}

const MERIDIAN: f64 = 3.0;
const EAST: f64 = 700_000.0;
const NORTH: f64 = 6_600_000.0;
/// Where the projection is used: France in Europe and some margin, in metres.
const WITHIN: [std::ops::RangeInclusive<f64>; 2] = [-400_000.0..=1_700_000.0, 5_800_000.0..=7_400_000.0];

/// The isometric latitude of a latitude in radians.
fn isometric(lat: f64) -> f64 {
    let e = ECCENTRICITY2.sqrt();
    let sin = e * lat.sin();
    (FRAC_PI_2 / 2.0 + lat / 2.0).tan().ln() - e / 2.0 * ((1.0 + sin) / (1.0 - sin)).ln()
}

impl Cone {
    fn new() -> Self {
        let (south, north, middle) = (44.0_f64.to_radians(), 49.0_f64.to_radians(), 46.5_f64.to_radians());
        let width = |lat: f64| LONG * lat.cos() / (1.0 - ECCENTRICITY2 * lat.sin().powi(2)).sqrt();
        let exponent = (width(north) / width(south)).ln() / (isometric(south) - isometric(north));
        let radius = width(south) / exponent * (exponent * isometric(south)).exp();
        Self { exponent, radius, origin: radius * (-exponent * isometric(middle)).exp() }
    }
}

/// From metres of Lambert-93; none where these cannot be in France.
pub fn from_lambert93(x: f64, y: f64) -> Option<Point> {
    if !WITHIN[0].contains(&x) || !WITHIN[1].contains(&y) {
        return None;
    }
    let cone = Cone::new();
    let (east, north) = (x - EAST, NORTH + cone.origin - y);
    let lon = MERIDIAN + (east / north).atan().to_degrees() / cone.exponent;
    let wanted = -(east.hypot(north) / cone.radius).ln() / cone.exponent;
    let e = ECCENTRICITY2.sqrt();
    let mut lat = 2.0 * wanted.exp().atan() - FRAC_PI_2;
    // Each step gains two decimals and more: eight are enough for any latitude.
    for _ in 0..8 {
        let sin = e * lat.sin();
        lat = 2.0 * (((1.0 + sin) / (1.0 - sin)).powf(e / 2.0) * wanted.exp()).atan() - FRAC_PI_2;
    }
    Point::new(lon, lat.to_degrees())
}

/// To metres of Lambert-93: east, then north.
pub fn to_lambert93(point: Point) -> (f64, f64) {
    let cone = Cone::new();
    let radius = cone.radius * (-cone.exponent * isometric(point.lat.to_radians())).exp();
    let angle = cone.exponent * (point.lon - MERIDIAN).to_radians();
    (EAST + radius * angle.sin(), NORTH + cone.origin - radius * angle.cos())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_pairs_are_found_back() {
        // Addresses of Bondy and the origin, as their publishers give them in both systems.
        for (x, y, lon, lat) in [
            (662_524.1, 6_866_064.08, 2.488_881, 48.893_494),
            (662_514.51, 6_866_065.47, 2.488_75, 48.893_506),
            (700_000.0, 6_600_000.0, 3.0, 46.5),
        ] {
            let point = from_lambert93(x, y).unwrap();
            assert!((point.lon - lon).abs() < 1e-6 && (point.lat - lat).abs() < 1e-6, "{point:?}");
            let (east, north) = to_lambert93(Point { lon, lat });
            assert!((east - x).abs() < 0.1 && (north - y).abs() < 0.1, "{east} {north}");
        }
        assert_eq!(from_lambert93(2.48, 48.89), None, "degrees are no metres");
        assert_eq!(from_lambert93(f64::NAN, 6_600_000.0), None);
    }

    proptest! {
        #[test]
        fn there_and_back_is_less_than_a_tenth_of_a_millimetre(lon in -5.5..10.0f64, lat in 41.0..51.5f64) {
            let (x, y) = to_lambert93(Point { lon, lat });
            let back = from_lambert93(x, y).unwrap();
            prop_assert!((back.lon - lon).abs() < 1e-9 && (back.lat - lat).abs() < 1e-9);
        }
    }
}
