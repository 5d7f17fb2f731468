//! Which addresses are near a point: house numbers, and the points of ways and places without numbers, by cells of some
//! two hundred metres.

use super::records::{StreetRecord, View};
use crate::{Point, Scale, UNITS, Vertex};

/// A cell is `1 << SHIFT` units wide.
const SHIFT: u32 = 14;
/// How far an address is looked for, in cells.
const FARTHEST: i32 = 12;

/// What lies near: a house number by its place in the tables, or a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Number(usize),
    Street(u32),
}

/// The nearest address of those that are wanted, and how far it is in metres.
pub(super) fn nearest(view: &View<'_>, point: Point, is_wanted: impl Fn(Spot) -> bool) -> Option<(Spot, f64)> {
    let (column, row) = cell(Vertex::nearest(point));
    let scale = Scale::at(point.lat);
    // What is less than so many rings of cells away cannot be nearer than what lies within.
    let width = f64::from(1u32 << SHIFT) / UNITS * scale.lon.min(scale.lat);
    let mut best: Option<(Spot, f64)> = None;
    for ring in 0..=FARTHEST {
        if best.is_some_and(|(_, metres)| metres <= f64::from(ring - 1) * width) {
            break;
        }
        for (x, y) in around(ring) {
            for entry in entries(view, key(column + x, row + y)) {
                let (spot, vertex) = spot(view, *entry);
                let metres = ((f64::from(vertex.x) / UNITS - point.lon) * scale.lon)
                    .hypot((f64::from(vertex.y) / UNITS - point.lat) * scale.lat);
                if best.is_none_or(|(_, least)| metres < least) && is_wanted(spot) {
                    best = Some((spot, metres));
                }
            }
        }
    }
    best
}

/// The cells at so many steps.
fn around(ring: i32) -> impl Iterator<Item = (i32, i32)> {
    (-ring..=ring).flat_map(move |x| {
        let step = if x.abs() == ring { 1 } else { (2 * ring).max(1) };
        (-ring..=ring).step_by(step as usize).map(move |y| (x, y))
    })
}

fn entries<'d>(view: &View<'d>, key: u64) -> &'d [u32] {
    let Ok(at) = view.cells.binary_search(&key) else { return &[] };
    let bound = |at: usize| view.cell_starts.get(at).map_or(view.near.len(), |start| *start as usize);
    view.near.get(bound(at)..bound(at + 1)).unwrap_or_default()
}

fn spot(view: &View<'_>, entry: u32) -> (Spot, Vertex) {
    match view.points.get(entry as usize) {
        Some(vertex) => (Spot::Number(entry as usize), *vertex),
        None => {
            let street = entry - view.points.len() as u32;
            (
                Spot::Street(street),
                view.streets.get(street as usize).map_or(Vertex { x: 0, y: 0 }, |street| street.point),
            )
        }
    }
}

fn cell(vertex: Vertex) -> (i32, i32) {
    (vertex.x >> SHIFT, vertex.y >> SHIFT)
}

fn key(column: i32, row: i32) -> u64 {
    // Both above nought on the whole globe.
    let positive = |number: i32| (number + (1 << 18)) as u64;
    positive(column) << 32 | positive(row)
}

/// Cells, where the entries of each begin, the entries; as bytes.
pub(super) fn tables(streets: &[StreetRecord], points: &[Vertex]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let of = |vertex: Vertex, entry: u32| {
        let (column, row) = cell(vertex);
        (key(column, row), entry)
    };
    let mut all: Vec<(u64, u32)> = points.iter().zip(0..).map(|(vertex, entry)| of(*vertex, entry)).collect();
    let ends = streets.iter().skip(1).map(|street| street.numbers as usize).chain([points.len()]);
    for ((street, end), at) in streets.iter().zip(ends).zip(0u32..) {
        if street.numbers as usize == end {
            all.push(of(street.point, points.len() as u32 + at));
        }
    }
    all.sort_unstable();
    let (mut cells, mut starts): (Vec<u64>, Vec<u32>) = (Vec::new(), Vec::new());
    for ((key, _), at) in all.iter().zip(0..) {
        if cells.last() != Some(key) {
            cells.push(*key);
            starts.push(at);
        }
    }
    let entries: Vec<u32> = all.into_iter().map(|(_, entry)| entry).collect();
    let bytes = |numbers: &[u32]| bytemuck::cast_slice(numbers).to_vec();
    (bytemuck::cast_slice(&cells).to_vec(), bytes(&starts), bytes(&entries))
}
