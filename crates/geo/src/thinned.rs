//! Outlines with fewer vertices, for maps: the vertices that change least go first (Visvalingam, 1993).
//!
//! Neighbours stay neighbours: all shapes are thinned together. A vertex where borders meet or part stays; between two of
//! them lies a line, and a line is thinned the same way whichever side it is followed from, so what two shapes share they
//! still share. What is thinned is only drawn: whether a point is inside is asked of the perimeters themselves.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::{Ring, Scale, Shape, UNITS, Vertex};

/// The same shapes, in the same order, without the vertices that make a triangle smaller than a square of `metres` with
/// those beside them, and without islands and holes smaller than that. A shape keeps at least its largest ring.
pub fn thinned(shapes: &[Shape], metres: f64) -> Vec<Shape> {
    let corners = Corners::of(shapes);
    shapes.iter().map(|shape| corners.thin(shape, metres)).collect()
}

/// What is known of each vertex: where borders meet or part, and what only one ring has.
struct Corners(HashMap<Vertex, Known>);

#[derive(Clone, Copy)]
struct Known {
    beside: Beside,
    /// How many rings pass through it.
    rings: u32,
}

/// What lies beside a vertex, whichever ring is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Always(Vertex, Vertex),
    Several,
}

impl Corners {
    fn of(shapes: &[Shape]) -> Self {
        let mut all: HashMap<Vertex, Known> = HashMap::new();
        for ring in shapes.iter().flat_map(Shape::rings) {
            for (at, vertex) in ring.iter().enumerate() {
                let (one, other) = (ring[(at + ring.len() - 1) % ring.len()], ring[(at + 1) % ring.len()]);
                let beside = Beside::Always(one.min(other), one.max(other));
                let known = all.entry(*vertex).or_insert(Known { beside, rings: 0 });
                known.rings += 1;
                if known.beside != beside {
                    known.beside = Beside::Several;
                }
            }
        }
        Self(all)
    }

    fn is_corner(&self, vertex: Vertex) -> bool {
        self.0.get(&vertex).is_some_and(|known| known.beside == Beside::Several)
    }

    /// A ring of which nothing was left but two corners, with the vertex that makes the most of them and that no neighbour
    /// has: what is shared stays as it was thinned. Where every vertex is shared, the ring as it was drawn.
    fn opened(&self, ring: &Ring, thin: &Ring) -> Ring {
        let [one, other] = thin.as_slice() else { return ring.clone() };
        let own = ring.iter().filter(|vertex| self.0.get(vertex).is_some_and(|known| known.rings == 1));
        let widest = own.max_by_key(|vertex| (cross(*one, **vertex, *other).unsigned_abs(), **vertex));
        let Some(widest) = widest else { return ring.clone() };
        ring.iter().filter(|vertex| thin.contains(vertex) || *vertex == widest).copied().collect()
    }

    fn thin(&self, shape: &Shape, metres: f64) -> Shape {
        let Some(largest) = shape.rings().max_by_key(|ring| doubled_area(ring)) else { return Shape::default() };
        let is_kept = |ring: &Ring, thin: &Ring| thin.len() > 2 && doubled_area(ring) >= limit(ring[0], metres);
        let mut polygons = Vec::new();
        for polygon in &shape.polygons {
            let mut rings: Vec<Ring> = Vec::new();
            for ring in polygon {
                let thin = self.ring(ring, metres);
                if is_kept(ring, &thin) {
                    rings.push(thin);
                } else if std::ptr::eq(ring, largest) {
                    rings.push(if thin.len() > 2 { thin } else { self.opened(ring, &thin) });
                } else if rings.is_empty() {
                    // Without its outer ring, a polygon has no holes either.
                    break;
                }
            }
            polygons.extend((!rings.is_empty()).then_some(rings));
        }
        Shape { polygons }
    }

    fn ring(&self, ring: &Ring, metres: f64) -> Ring {
        let Some(first) = ring.iter().position(|vertex| self.is_corner(*vertex)) else { return alone(ring, metres) };
        let around = ring[first..].iter().chain(&ring[..=first]);
        let mut thin = Ring::new();
        let mut line = Ring::new();
        for vertex in around {
            line.push(*vertex);
            if line.len() > 1 && self.is_corner(*vertex) {
                thin.extend(same_either_way(&line, metres));
                // The corner is told once: by the line that begins there.
                thin.pop();
                line = vec![*vertex];
            }
        }
        thin
    }
}

/// A ring that meets no other: it begins at its least vertex, wherever it was drawn from.
fn alone(ring: &Ring, metres: f64) -> Ring {
    let least = ring.iter().enumerate().min_by_key(|(_, vertex)| **vertex).map_or(0, |(at, _)| at);
    let line: Ring = ring[least..].iter().chain(&ring[..=least]).copied().collect();
    let mut thin = same_either_way(&line, metres);
    thin.pop();
    thin
}

/// A line thinned from its lesser end.
fn same_either_way(line: &[Vertex], metres: f64) -> Ring {
    if line.iter().le(line.iter().rev()) {
        return line_thinned(line, metres);
    }
    let reversed: Ring = line.iter().rev().copied().collect();
    let mut thin = line_thinned(&reversed, metres);
    thin.reverse();
    thin
}

/// The ends stay; of a line that comes back to where it began, two vertices more.
fn line_thinned(line: &[Vertex], metres: f64) -> Ring {
    let limit = limit(line[0], metres);
    let least = if line[0] == line[line.len() - 1] { 4 } else { 2 };
    let mut thinning = Thinning::of(line);
    while thinning.left > least && thinning.drop_one(limit) {}
    line.iter().zip(&thinning.area).filter(|(_, area)| area.is_some()).map(|(vertex, _)| *vertex).collect()
}

/// A line under thinning.
struct Thinning<'l> {
    line: &'l [Vertex],
    before: Vec<usize>,
    after: Vec<usize>,
    /// Twice the area that each vertex makes with those beside it; none once it is dropped.
    area: Vec<Option<u128>>,
    least: BinaryHeap<Reverse<(u128, usize)>>,
    left: usize,
}

impl<'l> Thinning<'l> {
    fn of(line: &'l [Vertex]) -> Self {
        let last = line.len() - 1;
        let before = (0..line.len()).map(|at| at.saturating_sub(1)).collect();
        let after = (0..line.len()).map(|at| (at + 1).min(last)).collect();
        let area = vec![Some(u128::MAX); line.len()];
        let mut thinning = Self { line, before, after, area, least: BinaryHeap::new(), left: line.len() };
        (1..last).for_each(|at| thinning.weigh(at, 0));
        thinning
    }

    /// An area that became smaller than the one dropped before it counts as that one: else what hung on a dropped vertex
    /// would go before its turn.
    fn weigh(&mut self, at: usize, dropped: u128) {
        if at == 0 || at + 1 == self.line.len() {
            return;
        }
        let [one, middle, other] = [self.before[at], at, self.after[at]].map(|at| self.line[at]);
        let area = cross(one, middle, other).unsigned_abs().max(dropped);
        self.area[at] = Some(area);
        self.least.push(Reverse((area, at)));
    }

    /// Drops the vertex that changes least, if that is less than the limit.
    fn drop_one(&mut self, limit: u128) -> bool {
        while let Some(Reverse((area, at))) = self.least.pop() {
            if self.area[at] != Some(area) {
                continue;
            }
            if area >= limit {
                return false;
            }
            let (one, other) = (self.before[at], self.after[at]);
            self.area[at] = None;
            self.left -= 1;
            self.after[one] = other;
            self.before[other] = one;
            self.weigh(one, area);
            self.weigh(other, area);
            return true;
        }
        false
    }
}

/// Twice the area of a triangle, in units of a vertex, positive when it turns anticlockwise.
fn cross(one: Vertex, middle: Vertex, other: Vertex) -> i128 {
    let step = |from: i32, to: i32| i128::from(to) - i128::from(from);
    step(one.x, middle.x) * step(one.y, other.y) - step(one.y, middle.y) * step(one.x, other.x)
}

/// Twice the area of a ring, in units of a vertex.
fn doubled_area(ring: &Ring) -> u128 {
    let Some(first) = ring.first() else { return 0 };
    ring.windows(2).map(|pair| cross(*first, pair[0], pair[1])).sum::<i128>().unsigned_abs()
}

/// Twice the area of a square of `metres` there, in units of a vertex.
fn limit(there: Vertex, metres: f64) -> u128 {
    let Scale { lon, lat } = Scale::at(there.point().lat);
    // Near a pole the square has no end: nothing is drawn there.
    (2.0 * metres * metres * UNITS * UNITS / (lon * lat)).clamp(0.0, 1e30) as u128
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const PARIS: i32 = 488_000_000;

    fn shape(ring: &[[i32; 2]]) -> Shape {
        Shape { polygons: vec![vec![ring.iter().map(|[x, y]| Vertex { x: *x, y: PARIS + *y }).collect()]] }
    }

    fn edges(shape: &Shape) -> BTreeSet<(Vertex, Vertex)> {
        shape.edges().map(|[from, to]| (from.min(to), from.max(to))).collect()
    }

    /// Two shapes on both sides of a wavy border, the second drawn the other way round and from another place.
    fn neighbours(border: &[i32]) -> [Shape; 2] {
        let width = 1_000_000;
        let line: Vec<[i32; 2]> = border.iter().zip(0..).map(|(x, at)| [*x, at * 10_000]).collect();
        let top = (border.len() as i32 - 1) * 10_000;
        let west: Vec<[i32; 2]> = line.iter().copied().chain([[-width, top], [-width, 0]]).collect();
        let east = [[width, 0], [width, top]].into_iter().chain(line.iter().rev().copied());
        [shape(&west), shape(&east.collect::<Vec<_>>())]
    }

    proptest! {
        #[test]
        fn what_two_shapes_share_they_still_share(
            border in prop::collection::vec(-50_000..50_000i32, 2..60), metres in 1.0..2_000.0f64,
        ) {
            let both = neighbours(&border);
            let shared = |[one, other]: &[Shape; 2]| -> BTreeSet<Vertex> {
                edges(one).intersection(&edges(other)).flat_map(|(from, to)| [*from, *to]).collect()
            };
            let [one, other] = thinned(&both, metres).try_into().unwrap();
            let after = shared(&[one.clone(), other.clone()]);
            let along = |shape: &Shape| -> BTreeSet<Vertex> {
                shape.rings().flatten().filter(|vertex| vertex.x.abs() < 1_000_000).copied().collect()
            };
            prop_assert_eq!(along(&one), along(&other));
            prop_assert_eq!(&after, &along(&one));
            prop_assert!(after.is_subset(&shared(&both)));
        }

        #[test]
        fn no_vertex_is_new_and_every_ring_encloses_something(
            points in prop::collection::vec((0..400_000i32, 0..400_000i32), 3..40), metres in 0.0..5_000.0f64,
        ) {
            let mut ring: Vec<[i32; 2]> = points.into_iter().map(|(x, y)| [x, y]).collect();
            ring.dedup();
            prop_assume!(ring.len() > 3 && ring.first() != ring.last());
            let drawn = shape(&ring);
            let thin = thinned(std::slice::from_ref(&drawn), metres).remove(0);
            let known: BTreeSet<Vertex> = drawn.rings().flatten().copied().collect();
            prop_assert!(!thin.is_empty());
            prop_assert!(thin.rings().all(|ring| ring.len() > 2 && ring.iter().all(|vertex| known.contains(vertex))));
        }

        // Not fewer at every step: a ring of a few vertices, of which a coarse view would leave none, keeps more of them.
        #[test]
        fn no_edge_is_added(border in prop::collection::vec(-50_000..50_000i32, 2..60), metres in 0.0..5_000.0f64) {
            let drawn = neighbours(&border);
            let thin = thinned(&drawn, metres);
            prop_assert!(thin.iter().zip(&drawn).all(|(thin, drawn)| thin.edges().count() <= drawn.edges().count()));
        }
    }

    #[test]
    fn what_is_shared_stays_thin_where_nothing_else_is_left_of_a_shape() {
        let mut border = [0; 10];
        border[0] = 9_515;
        let thin = thinned(&neighbours(&border), 1_926.3);
        let along = |shape: &Shape| shape.rings().flatten().filter(|vertex| vertex.x.abs() < 1_000_000).count();
        assert_eq!(thin.iter().map(along).collect::<Vec<_>>(), [2, 2]);
        assert!(thin.iter().all(|shape| shape.edges().count() == 3), "{thin:?}");
    }

    #[test]
    fn a_vertex_on_a_straight_line_goes_and_a_corner_stays() {
        let thin = thinned(&[shape(&[[0, 0], [50_000, 0], [100_000, 0], [100_000, 100_000], [0, 100_000]])], 1.0);
        assert_eq!(thin[0].edges().count(), 4);
    }

    #[test]
    fn an_islet_goes_unless_it_is_all_there_is() {
        let islet = [[0, 0], [100, 0], [100, 100]];
        let land = [[500_000, 0], [900_000, 0], [900_000, 400_000]];
        let mut both = shape(&land);
        both.polygons.extend(shape(&islet).polygons);
        let thin = thinned(&[both, shape(&islet)], 50.0);
        assert_eq!(thin.iter().map(|shape| shape.polygons.len()).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(thin[1], shape(&islet));
    }
}
