//! A place on the globe, and the grid on which perimeters are drawn.

use serde::{Deserialize, Serialize};

/// A place on the globe, in degrees (WGS84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Longitude, east positive.
    pub lon: f64,
    /// Latitude, north positive.
    pub lat: f64,
}

impl Point {
    /// A point, when both are finite and on the globe.
    pub fn new(lon: f64, lat: f64) -> Option<Self> {
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some(Self { lon, lat })
    }
}

/// A vertex of a perimeter, in ten-millionths of a degree: about a centimetre, finer than any published perimeter, and
/// whole numbers, so that nothing depends on rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Vertex {
    /// Longitude, east positive.
    pub x: i32,
    /// Latitude, north positive.
    pub y: i32,
}

/// How many units of a [`Vertex`] make a degree.
pub const UNITS: f64 = 1e7;

impl Vertex {
    /// The vertex nearest to a point.
    pub fn nearest(point: Point) -> Self {
        // Within the globe, which a `Point` is: 1.8 thousand million fits.
        Self { x: (point.lon * UNITS).round() as i32, y: (point.lat * UNITS).round() as i32 }
    }

    /// As a point: the number of degrees nearest to the vertex's decimals.
    pub fn point(self) -> Point {
        Point { lon: f64::from(self.x) / UNITS, lat: f64::from(self.y) / UNITS }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_vertex_survives_its_degrees(x in -1_800_000_000..=1_800_000_000i32, y in -900_000_000..=900_000_000i32) {
            let vertex = Vertex { x, y };
            prop_assert_eq!(Vertex::nearest(vertex.point()), vertex);
            let written = vertex.point().lon.to_string().parse::<f64>().unwrap();
            prop_assert_eq!(written, vertex.point().lon);
        }
    }

    #[test]
    fn what_is_not_on_the_globe_is_no_point() {
        assert!(Point::new(181.0, 0.0).is_none() && Point::new(0.0, -90.1).is_none());
        assert!(Point::new(f64::NAN, 0.0).is_none() && Point::new(f64::INFINITY, 0.0).is_none());
        assert!(Point::new(-180.0, 90.0).is_some());
    }
}
