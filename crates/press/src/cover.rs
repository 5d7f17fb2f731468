//! The drawing at the head of an entry: one cell per partner, its shade by role, in the colour of the first category.
//!
//! Shades are told apart without colour too: they go from full to empty, and the leader's cell holds a ring.

use crate::{Cell, Colour, Role};
use std::fmt::Write;

/// The drawing's place, in millimetres.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Frame {
    /// Alone at the head of a page.
    pub(crate) const WIDE: Self = Self { width: 170.0, height: 42.0 };
    /// Beside a photograph.
    pub(crate) const BESIDE: Self = Self { width: 52.0, height: 62.0 };
    /// On the cover of a book.
    pub(crate) const SWARM: Self = Self { width: 170.0, height: 112.0 };
}

/// More cells than this would be dust: the rest are counted in the text equivalent only.
const MOST: usize = 120;
/// Rows tried for an arrangement: enough for ten thousand entries on a book's cover.
const MOST_ROWS: usize = 120;
/// The part of its place that a cell fills.
const FILLED: f64 = 0.93;
/// A lone cell does not fill the whole height.
const LARGEST: f64 = 19.0;

/// How the cells stand: rows, columns, and the radius of the circle around one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Comb {
    rows: usize,
    columns: usize,
    radius: f64,
}

/// The drawing as SVG, in millimetres; the same cells always give the same bytes. No cell, no drawing.
pub(crate) fn draw(cells: &[Cell], colour: Colour, frame: Frame) -> Option<String> {
    let mut roles: Vec<Role> = cells.iter().take(MOST).map(|cell| cell.role).collect();
    if roles.is_empty() {
        return None;
    }
    roles.sort_unstable();
    let comb = comb(roles.len(), frame);
    let mut svg = open(extent(&comb, roles.len()));
    for (index, role) in roles.iter().enumerate() {
        let (x, y) = centre(&comb, index);
        hexagon(&mut svg, x, y, comb.radius * FILLED, &paint(*role, colour));
        if *role == Role::Leads {
            hexagon(&mut svg, x, y, comb.radius * 0.62, r##"fill="none" stroke="#ffffff" stroke-width="0.7""##);
        }
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// The cover of a book: one cell per entry, in the colour of its category. Neighbours share their category.
pub(crate) fn swarm(colours: &[Colour]) -> Option<String> {
    if colours.is_empty() {
        return None;
    }
    let comb = comb(colours.len(), Frame::SWARM);
    let mut svg = open(extent(&comb, colours.len()));
    for (index, colour) in colours.iter().enumerate() {
        let (x, y) = centre(&comb, index);
        hexagon(&mut svg, x, y, comb.radius * FILLED, &format!(r#"fill="{}""#, hex(*colour)));
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn open((width, height): (f64, f64)) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2}mm" height="{height:.2}mm" viewBox="0 0 {width:.2} {height:.2}">"#
    )
}

/// One cell alone, as the key beside a role's name.
pub(crate) fn key(role: Role, colour: Colour) -> String {
    let mut svg =
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="3.4mm" height="3.6mm" viewBox="0 0 3.4 3.6">"#.to_owned();
    hexagon(&mut svg, 1.7, 1.8, 1.6, &paint(role, colour));
    if role == Role::Leads {
        hexagon(&mut svg, 1.7, 1.8, 0.95, r##"fill="none" stroke="#ffffff" stroke-width="0.35""##);
    }
    svg.push_str("</svg>");
    svg
}

/// The arrangement with the largest cells.
fn comb(count: usize, frame: Frame) -> Comb {
    let candidates = (1..=count.min(MOST_ROWS)).map(|rows| {
        let columns = count.div_ceil(rows);
        let by_height = frame.height / (1.5 * (rows as f64 - 1.0) + 2.0);
        let half = if rows > 1 { 0.5 } else { 0.0 };
        let by_width = frame.width / (3_f64.sqrt() * (columns as f64 + half));
        Comb { rows, columns, radius: by_height.min(by_width).min(LARGEST) }
    });
    candidates
        .max_by(|a, b| a.radius.total_cmp(&b.radius).then(b.rows.cmp(&a.rows)))
        .expect("a drawing has at least one cell")
}

fn extent(comb: &Comb, count: usize) -> (f64, f64) {
    let half = if comb.rows > 1 && count > 1 { 0.5 } else { 0.0 };
    (3_f64.sqrt() * comb.radius * (comb.columns as f64 + half), comb.radius * (1.5 * (comb.rows as f64 - 1.0) + 2.0))
}

/// Cells fill column after column, so that shades go from left to right.
fn centre(comb: &Comb, index: usize) -> (f64, f64) {
    let (column, row) = (index / comb.rows, index % comb.rows);
    let shift = if row % 2 == 1 { 1.0 } else { 0.5 };
    (3_f64.sqrt() * comb.radius * (column as f64 + shift), comb.radius * (1.0 + 1.5 * row as f64))
}

fn hexagon(svg: &mut String, x: f64, y: f64, radius: f64, paint: &str) {
    let half = radius * 3_f64.sqrt() / 2.0;
    write!(
        svg,
        r#"<path d="M{:.2} {:.2}L{:.2} {:.2}V{:.2}L{:.2} {:.2}L{:.2} {:.2}V{:.2}Z" {paint}/>"#,
        x,
        y - radius,
        x + half,
        y - radius / 2.0,
        y + radius / 2.0,
        x,
        y + radius,
        x - half,
        y + radius / 2.0,
        y - radius / 2.0,
    )
    .expect("a string takes all that is written");
}

/// The shade of a role: full, three quarters, half, a breath, nothing; the last two outlined.
fn paint(role: Role, colour: Colour) -> String {
    let fill = hex(tint(colour, [1.0, 0.78, 0.48, 0.22, 0.0][role as usize]));
    match role {
        Role::Leads | Role::Runs | Role::Funds => format!(r#"fill="{fill}""#),
        Role::Hosts | Role::Supports => {
            format!(r#"fill="{fill}" stroke="{}" stroke-width="0.35""#, hex(tint(colour, 0.78)))
        }
    }
}

/// The colour mixed with white.
pub(crate) fn tint(Colour(rgb): Colour, share: f64) -> Colour {
    Colour(rgb.map(|part| (255.0 - (255.0 - f64::from(part)) * share).round() as u8))
}

/// `#075458`.
pub(crate) fn hex(Colour([red, green, blue]): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(count: usize) -> Vec<Cell> {
        let roles = [Role::Supports, Role::Leads, Role::Funds, Role::Runs, Role::Hosts];
        (0..count).map(|index| Cell { role: roles[index % 5], organisation: format!("Structure {index}") }).collect()
    }

    #[test]
    fn no_partner_gives_no_drawing() {
        assert_eq!(draw(&[], Colour::default(), Frame::WIDE), None);
    }

    #[test]
    fn every_number_of_cells_stays_in_its_frame() {
        for frame in [Frame::WIDE, Frame::BESIDE] {
            for count in 1..=MOST {
                let (width, height) = extent(&comb(count, frame), count);
                assert!(
                    width <= frame.width + 0.01 && height <= frame.height + 0.01,
                    "{count} cells: {width} × {height}"
                );
            }
        }
    }

    #[test]
    fn the_order_of_partners_does_not_change_the_drawing() {
        let mut turned = cells(7);
        turned.reverse();
        assert_eq!(draw(&cells(7), Colour::default(), Frame::WIDE), draw(&turned, Colour::default(), Frame::WIDE));
    }

    #[test]
    fn there_is_one_cell_per_partner_and_a_ring_for_each_that_leads() {
        let svg = draw(&cells(10), Colour::default(), Frame::WIDE).unwrap();
        assert_eq!(svg.matches("<path").count(), 10 + 2);
    }
}
