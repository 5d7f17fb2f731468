//! Rings that cross or touch themselves, as many published perimeters do once their decimals are cut, made sound.
//!
//! What was enclosed stays enclosed: a point is inside when a line from it to far away crosses the rings an odd number of
//! times, before as after (the even-odd rule, which every point-in-polygon test of a broken ring amounts to).

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::{Precision, Solver};
use i_overlay::i_float::int::point::IntPoint;

use crate::{Ring, Shape, Vertex};

/// The shape with rings that neither cross nor overlap: outer ones anticlockwise, holes clockwise, as GeoJSON wants them.
/// Polygons that overlap are joined. New vertices stand where edges crossed, to the nearest centimetre; no other is moved.
/// A shape that encloses nothing becomes empty.
pub fn repaired(shape: &Shape) -> Shape {
    // Near their own corner all numbers are small, which is where the library is exact.
    let origin = shape.extent().least;
    let local = |vertex: &Vertex| IntPoint::new(vertex.x - origin.x, vertex.y - origin.y);
    let alone = |polygon: &Vec<Ring>| {
        let contours = polygon.iter().map(|ring| ring.iter().map(local).collect());
        overlaid(contours.collect(), FillRule::EvenOdd)
    };
    let mut shapes: Vec<Vec<Contour>> = shape.polygons.iter().flat_map(alone).collect();
    if shape.polygons.len() > 1 {
        // All outer rings turn the same way by now, and all holes the other.
        shapes = overlaid(shapes.into_iter().flatten().collect(), FillRule::NonZero);
    }
    let vertex = |point: IntPoint<i32>| Vertex { x: point.x + origin.x, y: point.y + origin.y };
    let ring = |contour: Contour| contour.into_iter().map(vertex).collect();
    Shape { polygons: shapes.into_iter().map(|polygon| polygon.into_iter().map(ring).collect()).collect() }
}

type Contour = Vec<IntPoint<i32>>;

fn overlaid(contours: Vec<Contour>, rule: FillRule) -> Vec<Vec<Contour>> {
    let options = IntOverlayOptions {
        preserve_input_collinear: true,
        output_direction: ContourDirection::CounterClockwise,
        preserve_output_collinear: true,
        min_output_area: 0,
        ogc: true,
    };
    let solver = Solver { precision: Precision::ABSOLUTE, ..Solver::default() };
    let count = contours.iter().map(Vec::len).sum();
    let mut overlay = Overlay::new_custom(count, options, solver);
    overlay.add_source(&contours, ShapeType::Subject);
    overlay.overlay(OverlayRule::Subject, rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(polygons: &[&[&[[i32; 2]]]]) -> Shape {
        let ring = |ring: &&[[i32; 2]]| ring.iter().map(|&[x, y]| Vertex { x, y }).collect();
        Shape { polygons: polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect() }
    }

    fn area(shape: &Shape) -> i64 {
        let cross = |[a, b]: [Vertex; 2]| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y);
        shape.edges().map(cross).sum::<i64>() / 2
    }

    #[test]
    fn a_sound_shape_keeps_its_vertices() {
        let sound = shape(&[&[&[[0, 0], [100, 0], [100, 100], [0, 100]], &[[20, 20], [20, 40], [40, 40], [40, 20]]]]);
        let same = repaired(&sound);
        assert_eq!((same.polygons.len(), same.rings().count(), area(&same)), (1, 2, 10_000 - 400));
        assert_eq!(same.edges().count(), 8);
    }

    #[test]
    fn a_bow_tie_becomes_two_triangles() {
        let tie = repaired(&shape(&[&[&[[0, 0], [100, 100], [100, 0], [0, 100]]]]));
        assert_eq!((tie.polygons.len(), area(&tie)), (2, 5_000));
    }

    #[test]
    fn polygons_that_overlap_are_joined() {
        let square = |at: i32| [[at, at], [at + 100, at], [at + 100, at + 100], [at, at + 100]];
        let joined = repaired(&shape(&[&[&square(0)], &[&square(50)]]));
        assert_eq!((joined.polygons.len(), area(&joined)), (1, 20_000 - 2_500));
    }

    #[test]
    fn a_line_that_comes_back_encloses_nothing() {
        assert!(repaired(&shape(&[&[&[[0, 0], [100, 0], [50, 0]]]])).is_empty());
        assert!(repaired(&Shape::default()).is_empty());
    }
}
