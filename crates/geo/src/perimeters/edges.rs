//! The edges of a perimeter that lie near a latitude, and on which side of them a spot is.

use super::Spot;
use crate::Vertex;

/// Nearer than this, in units, a spot is on an edge: a hundred-millionth of a degree's millionth. Decimals that mean a
/// place on an edge are not exact once they are binary numbers.
pub(super) const ON: f64 = 1e-5;

/// An edge: where it begins, where it ends.
pub(super) type Edge = [Vertex; 2];

/// Some edges of a perimeter: all those that come near a row of cells.
#[derive(Clone, Copy)]
pub(super) struct Edges<'p>(pub(super) &'p [Edge]);

impl Edges<'_> {
    /// Whether the perimeter of these edges, all that come near the spot's latitude, holds it.
    #[inline]
    pub(super) fn hold(self, spot: Spot) -> bool {
        let mut inside = false;
        // Whole numbers first: most edges lie above or below.
        let (low, high) = ((spot.y - ON).ceil() as i32, (spot.y + ON).floor() as i32);
        for &[from, to] in self.0 {
            if from.y.max(to.y) < low || from.y.min(to.y) > high {
                continue;
            }
            let (ax, ay) = (f64::from(from.x), f64::from(from.y));
            let (bx, by) = (f64::from(to.x), f64::from(to.y));
            let (east, north) = (bx - ax, by - ay);
            // Positive when the spot is on the left of the edge.
            let side = east * (spot.y - ay) - north * (spot.x - ax);
            let is_on_line = side.abs() <= ON * (east.abs() + north.abs());
            if is_on_line && spot.x >= ax.min(bx) - ON && spot.x <= ax.max(bx) + ON {
                return true;
            }
            // An end belongs to the edge above it, so that a vertex is crossed once.
            if (ay > spot.y) != (by > spot.y) {
                inside ^= (side > 0.0) == (by > ay);
            }
        }
        inside
    }
}
