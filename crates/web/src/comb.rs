//! Cells in a comb: the one motif of the site, where each cell stands for one thing.
//!
//! The first cell is the middle one and the others wind around it, so the same list always gives
//! the same drawing, and one more thing adds one cell without moving the rest.

use std::fmt::Write as _;

/// From the middle of a cell to a corner.
const RADIUS: f32 = 10.0;
/// Between two rows, and between two cells of a row: a hair more than the cells need.
const ROW: f32 = 16.0;
const COLUMN: f32 = 18.475;
/// The six ways around a ring, as steps of column and row in skewed axes.
const WAYS: [(i16, i16); 6] = [(-1, 1), (-1, 0), (0, -1), (1, -1), (1, 0), (0, 1)];

/// The middle of one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CombCell {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

impl CombCell {
    /// The outline, as the `d` of an SVG path, and as what a PDF can draw.
    #[must_use]
    pub fn path(&self) -> String {
        // A regular hexagon standing on a corner: half its width is 8.66 for a radius of 10.
        format!("M{:.1} {:.1}l8.66 5v10l-8.66 5-8.66-5v-10z", self.x, self.y - RADIUS)
    }
}

/// Where each of some cells stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Comb {
    /// The cells, from the middle outwards.
    pub cells: Vec<CombCell>,
    left: f32,
    top: f32,
    /// The width of the whole.
    pub width: f32,
    /// The height of the whole.
    pub height: f32,
}

impl Comb {
    /// A comb of `count` cells.
    #[must_use]
    pub fn of(count: usize) -> Self {
        let cells: Vec<CombCell> = spiral(count).into_iter().map(place).collect();
        let edge =
            |of: fn(&CombCell) -> f32, pick: fn(f32, f32) -> f32| cells.iter().map(of).reduce(pick).unwrap_or(0.0);
        let (left, right) = (edge(|c| c.x, f32::min) - RADIUS, edge(|c| c.x, f32::max) + RADIUS);
        let (top, bottom) = (edge(|c| c.y, f32::min) - 11.0, edge(|c| c.y, f32::max) + 11.0);
        Self { cells, left, top, width: right - left, height: bottom - top }
    }

    /// The `viewBox` that holds them all.
    #[must_use]
    pub fn view_box(&self) -> String {
        format!("{:.1} {:.1} {:.1} {:.1}", self.left, self.top, self.width, self.height)
    }

    /// The whole drawing as SVG, one class per cell; silent for screen readers, since the page says
    /// the same in words. At scale 1 a cell is 20 px high.
    ///
    /// ```
    /// # use essaim_web::Comb;
    /// let svg = Comb::svg(&["cell--leads", "cell--funds"], 1.0);
    /// assert_eq!(svg.matches("<path").count(), 2);
    /// ```
    #[must_use]
    pub fn svg(classes: &[&str], scale: f32) -> String {
        let comb = Self::of(classes.len());
        let (width, height) = (comb.width * scale, comb.height * scale);
        let mut svg = format!(
            "<svg class=\"cells__drawing\" viewBox=\"{}\" width=\"{width:.0}\" height=\"{height:.0}\" aria-hidden=\"true\" focusable=\"false\">",
            comb.view_box(),
        );
        for (cell, class) in comb.cells.iter().zip(classes) {
            write!(svg, "<path class=\"cell {class}\" d=\"{}\"/>", cell.path())
                .expect("writing to a string cannot fail");
        }
        svg.push_str("</svg>");
        svg
    }
}

fn spiral(count: usize) -> Vec<(i16, i16)> {
    let mut found = vec![(0, 0)];
    let mut ring: i16 = 1;
    while found.len() < count {
        let (mut column, mut row) = (ring, 0);
        for (right, down) in WAYS {
            for _ in 0..ring {
                found.push((column, row));
                column += right;
                row += down;
            }
        }
        ring += 1;
    }
    found.truncate(count);
    found
}

fn place((column, row): (i16, i16)) -> CombCell {
    let (column, row) = (f32::from(column), f32::from(row));
    CombCell { x: COLUMN * (column + row / 2.0), y: ROW * row }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_cells_stand_in_one_place_and_one_more_moves_none() {
        let many = spiral(200);
        assert_eq!(many.iter().collect::<std::collections::BTreeSet<_>>().len(), 200);
        assert_eq!(spiral(37), many[..37]);
        assert_eq!(many[0], (0, 0));
    }

    #[test]
    fn an_empty_comb_is_drawn_too() {
        assert!(Comb::svg(&[], 1.0).starts_with("<svg"));
    }
}
