//! How far a point is from the edge of a perimeter, and which perimeter is the nearest.

use super::Perimeters;
use crate::measure::{Scale, distance};
use crate::{Extent, Point, UNITS, Vertex};

/// A perimeter and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// Its number.
    pub number: usize,
    /// How far, in metres: from the point to the nearest place of its edge.
    pub metres: f64,
}

/// A point and the plane that touches the globe there, in metres.
#[derive(Clone, Copy)]
struct Plane {
    point: Point,
    /// Metres of a unit of longitude and of latitude.
    unit: [f64; 2],
}

impl Plane {
    fn at(point: Point) -> Self {
        let scale = Scale::at(point.lat);
        Self { point, unit: [scale.lon / UNITS, scale.lat / UNITS] }
    }

    /// Metres east and north of the point.
    #[inline]
    fn place(&self, vertex: Vertex) -> [f64; 2] {
        let east = (f64::from(vertex.x) - self.point.lon * UNITS) * self.unit[0];
        [east, (f64::from(vertex.y) - self.point.lat * UNITS) * self.unit[1]]
    }

    /// The square of the distance to an extent.
    #[inline]
    fn to_extent(self, extent: &Extent) -> f64 {
        let ([west, south], [east, north]) = (self.place(extent.least), self.place(extent.greatest));
        let (x, y) = (west.max(-east).max(0.0), south.max(-north).max(0.0));
        x * x + y * y
    }

    /// The nearest place of an edge, in metres east and north.
    #[inline]
    fn on_edge(&self, from: Vertex, to: Vertex) -> [f64; 2] {
        let ([ax, ay], [bx, by]) = (self.place(from), self.place(to));
        let (east, north) = (bx - ax, by - ay);
        let length = east * east + north * north;
        let along = if length == 0.0 { 0.0 } else { (-(ax * east + ay * north) / length).clamp(0.0, 1.0) };
        [ax + along * east, ay + along * north]
    }
}

impl Perimeters {
    /// How far a point is from the edge of a perimeter, in metres, whether it is inside or not.
    pub fn edge_distance(&self, number: usize, point: Point) -> f64 {
        self.to_edge(number, Plane::at(point)).1
    }

    /// The perimeter whose edge is the nearest to a point, as the plane that touches the globe there has it: beyond some
    /// tens of kilometres another place of the edge may be a little nearer. Looked for among those that `among` accepts; of equally near ones, that of
    /// the smaller code.
    pub fn nearest(&self, point: Point, among: impl Fn(usize) -> bool) -> Option<Nearest> {
        let plane = Plane::at(point);
        let accepted = self.extents().iter().enumerate().filter(|&(number, _)| among(number));
        let mut all: Vec<(f64, usize)> = accepted.map(|(number, extent)| (plane.to_extent(extent), number)).collect();
        // Only the first few are looked at: the others need no order.
        let mut best: Option<(f64, usize)> = None;
        while !all.is_empty() {
            let few = all.len().min(8);
            if few < all.len() {
                all.select_nth_unstable_by(few, |one, other| {
                    one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal)
                });
            }
            for (least, number) in all.drain(..few) {
                if best.is_none_or(|(square, _)| least <= square) {
                    let found = (self.to_edge(number, plane).0, number);
                    if best.is_none_or(|known| found < known) {
                        best = Some(found);
                    }
                }
            }
            let Some((square, _)) = best else { break };
            all.retain(|(least, _)| *least <= square);
        }
        best.map(|(_, number)| Nearest { number, metres: self.to_edge(number, plane).1 })
    }

    /// The square of the distance to the edge on the plane, and the distance itself on the globe.
    fn to_edge(&self, number: usize, plane: Plane) -> (f64, f64) {
        let mut best = (f64::INFINITY, [0.0; 2]);
        for at in self.rings_of(number) {
            let (vertices, _) = self.ring(at);
            let ends = vertices.iter().skip(1).chain(vertices.first());
            for (&from, &to) in vertices.iter().zip(ends) {
                let place = plane.on_edge(from, to);
                let square = place[0] * place[0] + place[1] * place[1];
                if square < best.0 {
                    best = (square, place);
                }
            }
        }
        let (square, [east, north]) = best;
        let point = plane.point;
        let edge =
            Point { lon: point.lon + east / plane.unit[0] / UNITS, lat: point.lat + north / plane.unit[1] / UNITS };
        (square, if square.is_finite() { distance(point, edge) } else { f64::INFINITY })
    }
}
