//! A perimeter as it is drawn: polygons, each an outer ring and its holes.

use crate::{Point, Vertex};

/// A closed line; the last vertex is joined to the first and does not repeat it.
pub type Ring = Vec<Vertex>;

/// Polygons, of which the first ring is the outer one and the others are holes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// The polygons.
    pub polygons: Vec<Vec<Ring>>,
}

/// The least and the greatest longitude and latitude of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Extent {
    /// South-west.
    pub least: Vertex,
    /// North-east.
    pub greatest: Vertex,
}

impl Extent {
    /// Of nothing: any vertex makes it larger.
    pub const NOTHING: Self =
        Self { least: Vertex { x: i32::MAX, y: i32::MAX }, greatest: Vertex { x: i32::MIN, y: i32::MIN } };

    /// The same, holding one more vertex.
    pub fn with(self, vertex: Vertex) -> Self {
        let Self { least, greatest } = self;
        Self {
            least: Vertex { x: least.x.min(vertex.x), y: least.y.min(vertex.y) },
            greatest: Vertex { x: greatest.x.max(vertex.x), y: greatest.y.max(vertex.y) },
        }
    }
}

impl Shape {
    /// From polygons in degrees. What is no point of the globe is left out, as are repeated vertices and rings that
    /// enclose nothing.
    pub fn from_degrees(polygons: impl IntoIterator<Item = Vec<Vec<[f64; 2]>>>) -> Self {
        let ring = |points: Vec<[f64; 2]>| {
            let points = points.into_iter().filter_map(|[lon, lat]| Point::new(lon, lat));
            let mut ring: Ring = points.map(Vertex::nearest).collect();
            ring.dedup();
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            ring
        };
        let polygon = |rings: Vec<Vec<[f64; 2]>>| {
            let rings: Vec<Ring> = rings.into_iter().map(ring).filter(|ring| ring.len() > 2).collect();
            (!rings.is_empty()).then_some(rings)
        };
        Self { polygons: polygons.into_iter().filter_map(polygon).collect() }
    }

    /// Whether it encloses nothing.
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty()
    }

    /// Every ring, outer ones and holes.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> + Clone {
        self.polygons.iter().flatten()
    }

    /// Every edge: where it begins, where it ends.
    pub fn edges(&self) -> impl Iterator<Item = [Vertex; 2]> + Clone {
        self.rings().flat_map(|ring| {
            let ends = ring.iter().skip(1).chain(ring.first());
            ring.iter().zip(ends).map(|(from, to)| [*from, *to])
        })
    }

    /// What it lies within.
    pub fn extent(&self) -> Extent {
        self.rings().flatten().fold(Extent::NOTHING, |extent, vertex| extent.with(*vertex))
    }
}
