//! Which perimeters have a border in common.

use std::collections::HashSet;

use super::Perimeters;
use crate::{Extent, Shape, Vertex};

/// The vertices of a perimeter, to be compared with those of others.
#[derive(Debug)]
pub struct Border {
    vertices: HashSet<Vertex>,
    extent: Extent,
}

impl Border {
    /// Of a shape.
    pub fn of(shape: &Shape) -> Self {
        Self { vertices: shape.rings().flatten().copied().collect(), extent: shape.extent() }
    }

    /// Whether a shape that lies within `extent` has two vertices of it or more: one alone is a corner that touches.
    pub fn is_shared_with<'v>(&self, extent: Extent, vertices: impl IntoIterator<Item = &'v Vertex>) -> bool {
        let mut shared = HashSet::new();
        self.extent.meets(extent)
            && vertices
                .into_iter()
                .any(|vertex| self.vertices.contains(vertex) && shared.insert(*vertex) && shared.len() > 1)
    }
}

impl Extent {
    /// Whether two of them have a place in common.
    pub fn meets(self, other: Self) -> bool {
        self.least.x <= other.greatest.x
            && other.least.x <= self.greatest.x
            && self.least.y <= other.greatest.y
            && other.least.y <= self.greatest.y
    }
}

impl Perimeters {
    /// The perimeters that have a border in common with one, by their numbers, in the order of codes: as far as they were
    /// drawn with the same vertices.
    pub fn neighbours(&self, number: usize) -> Vec<usize> {
        let border = Border::of(&self.shape(number));
        let vertices = |other: usize| self.rings_of(other).flat_map(|at| self.ring(at).0);
        let is_beside =
            |other: &usize| *other != number && border.is_shared_with(self.extent(*other), vertices(*other));
        (0..self.len()).filter(is_beside).collect()
    }

    /// The perimeters that may have something within an extent, by their numbers, in the order of codes.
    pub fn near(&self, extent: Extent) -> impl Iterator<Item = usize> {
        self.extents().iter().enumerate().filter(move |(_, own)| own.meets(extent)).map(|(number, _)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Perimeter, PerimetersBuilder};

    fn squares(places: &[(&str, i32, i32)]) -> Perimeters {
        let mut builder = PerimetersBuilder::new(1_000.0);
        for (code, x, y) in places {
            let ring = [[0, 0], [1, 0], [1, 1], [0, 1]]
                .map(|[east, north]| Vertex { x: (x + east) * 100_000, y: (y + north) * 100_000 });
            let shape = Shape { polygons: vec![vec![ring.to_vec()]] };
            builder.add(Perimeter { code: (*code).into(), name: String::new(), shape }).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn those_beside_share_an_edge_and_not_only_a_corner() {
        let all = squares(&[("A", 0, 0), ("B", 1, 0), ("C", 1, 1), ("D", 5, 5)]);
        assert_eq!([all.neighbours(0), all.neighbours(1), all.neighbours(3)], [vec![1], vec![0, 2], vec![]]);
        let corner = all.extent(0);
        assert_eq!(all.near(corner).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
