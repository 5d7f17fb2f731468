//! From perimeters to the tables that answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Range, RangeInclusive};

use super::cells::{BLOCK, CELLS, Cell, Held, LIST, NOWHERE, Slot, Tracts, row, slot};
use super::edges::{Edge, Edges};
use super::file::{Parts, PerimetersError, write};
use super::{Perimeters, Spot};
use crate::{Extent, Shape, Vertex};

/// A perimeter to be put in a layer: its shape must be sound (see [`crate::repaired`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Perimeter {
    /// Its official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it encloses. Empty where nobody published it: the perimeter then holds no point.
    pub shape: Shape,
}

/// Makes a layer.
#[derive(Debug)]
pub struct PerimetersBuilder {
    shift: u32,
    all: BTreeMap<String, Perimeter>,
}

/// In units: how far from an edge a cell is still taken as touched. More than a spot may be from an edge that it is on.
const MARGIN: f64 = 2.0;

/// The least and the most that a cell may be, as powers of two of a unit: some 50 m and 13 km.
const SHIFTS: RangeInclusive<u32> = 12..=20;

impl PerimetersBuilder {
    /// Of perimeters that are about so many metres wide: cells are some tenth of that.
    pub fn new(metres: f64) -> Self {
        let units = metres / 10.0 / 0.0111;
        let shift = (units.max(1.0).log2().round() as u32).clamp(*SHIFTS.start(), *SHIFTS.end());
        Self { shift, all: BTreeMap::new() }
    }

    /// Adds a perimeter.
    ///
    /// # Errors
    /// When its code is known already.
    pub fn add(&mut self, perimeter: Perimeter) -> Result<(), PerimetersError> {
        match self.all.insert(perimeter.code.clone(), perimeter) {
            None => Ok(()),
            Some(known) => Err(PerimetersError::Twice(known.code)),
        }
    }

    /// The layer.
    ///
    /// # Errors
    /// When there is more than a layer can hold.
    pub fn finish(self) -> Result<Perimeters, PerimetersError> {
        let mut parts = Parts::default();
        let mut tables = Tables::new(self.shift);
        for (perimeter, number) in self.all.values().zip(0..) {
            tables.add(number, perimeter)?;
        }
        tables.write(&mut parts)?;
        Perimeters::from_bytes(write(self.shift, &parts))
    }
}

/// The tables under construction.
struct Tables {
    shift: u32,
    texts: String,
    text_ends: Vec<u32>,
    extents: Vec<Extent>,
    perimeter_rings: Vec<u32>,
    ring_ends: Vec<u32>,
    vertices: Vec<Vertex>,
    strips: Vec<Edge>,
    cells: HashMap<Cell, Vec<Held>>,
}

impl Tables {
    fn new(shift: u32) -> Self {
        Self {
            shift,
            texts: String::new(),
            text_ends: Vec::new(),
            extents: Vec::new(),
            perimeter_rings: Vec::new(),
            ring_ends: Vec::new(),
            vertices: Vec::new(),
            strips: Vec::new(),
            cells: HashMap::new(),
        }
    }

    fn add(&mut self, number: u32, perimeter: &Perimeter) -> Result<(), PerimetersError> {
        for text in [&perimeter.code, &perimeter.name] {
            self.texts.push_str(text);
            self.text_ends.push(fit(self.texts.len())?);
        }
        self.draw(&perimeter.shape)?;
        for (row, edges) in self.edges_by_row(&perimeter.shape) {
            let start = fit(self.strips.len())?;
            self.strips.extend_from_slice(&edges);
            let near = start..fit(self.strips.len())?;
            self.fill_row(number, row, &edges, &near);
        }
        Ok(())
    }

    /// Keeps the perimeter as it is drawn.
    fn draw(&mut self, shape: &Shape) -> Result<(), PerimetersError> {
        for polygon in &shape.polygons {
            for (ring, at) in polygon.iter().zip(0..) {
                self.vertices.extend_from_slice(ring);
                let end = fit(self.vertices.len())?;
                self.ring_ends.push(if at == 0 { end | 1 << 31 } else { end });
            }
        }
        self.perimeter_rings.push(fit(self.ring_ends.len())?);
        self.extents.push(shape.extent());
        Ok(())
    }

    /// Every row that an edge comes near, with the edges that do.
    fn edges_by_row(&self, shape: &Shape) -> BTreeMap<u32, Vec<Edge>> {
        let mut by_row: BTreeMap<u32, Vec<Edge>> = BTreeMap::new();
        for edge in shape.edges().filter(|[from, to]| from != to) {
            for row in self.rows_of(edge) {
                by_row.entry(row).or_default().push(edge);
            }
        }
        by_row
    }

    fn rows_of(&self, [from, to]: Edge) -> RangeInclusive<u32> {
        let (low, high) = (f64::from(from.y.min(to.y)), f64::from(from.y.max(to.y)));
        row(low - MARGIN, self.shift)..=row(high + MARGIN, self.shift)
    }

    /// Puts a perimeter in the cells of a row: those that an edge comes near, and those that it fills.
    fn fill_row(&mut self, number: u32, row: u32, edges: &[Edge], near: &Range<u32>) {
        let mut touched = BTreeSet::new();
        for edge in edges {
            if let Some(columns) = self.columns_of(*edge, row) {
                touched.extend(columns);
            }
        }
        let mut before: Option<u32> = None;
        for &column in &touched {
            if let Some(before) = before.filter(|before| before + 1 < column) {
                // No edge lies between: what holds of one of these cells holds of all.
                let middle = self.middle(Cell { column: before + 1, row });
                if Edges(edges).hold(middle) {
                    for column in before + 1..column {
                        self.cells.entry(Cell { column, row }).or_default().push(Held::whole(number));
                    }
                }
            }
            self.cells.entry(Cell { column, row }).or_default().push(Held::in_part(number, near.clone()));
            before = Some(column);
        }
    }

    /// The columns that an edge comes near in a row.
    fn columns_of(&self, [from, to]: Edge, row: u32) -> Option<RangeInclusive<u32>> {
        let size = f64::from(1u32 << self.shift);
        let low = f64::from(row) * size - 9e8 - MARGIN;
        let (ax, ay, bx, by) = (f64::from(from.x), f64::from(from.y), f64::from(to.x), f64::from(to.y));
        let (bottom, top) = (ay.min(by).max(low), ay.max(by).min(low + size + 2.0 * MARGIN));
        if bottom > top {
            return None;
        }
        let (west, east) = if ay == by {
            (ax.min(bx), ax.max(bx))
        } else {
            let at = |y: f64| (ax + (bx - ax) * (y - ay) / (by - ay)).clamp(ax.min(bx), ax.max(bx));
            (at(bottom).min(at(top)), at(bottom).max(at(top)))
        };
        let column = |x: f64| Cell::of(Spot { x, y: 0.0 }, self.shift).column;
        Some(column(west - MARGIN)..=column(east + MARGIN))
    }

    fn middle(&self, cell: Cell) -> Spot {
        let size = f64::from(1u32 << self.shift);
        Spot { x: (f64::from(cell.column) + 0.5) * size - 1.8e9, y: (f64::from(cell.row) + 0.5) * size - 9e8 }
    }

    fn write(self, parts: &mut Parts) -> Result<(), PerimetersError> {
        parts.texts = self.texts.into_bytes();
        parts.text_ends = bytes(&self.text_ends);
        parts.extents = bytes(&self.extents);
        parts.perimeter_rings = bytes(&self.perimeter_rings);
        parts.ring_ends = bytes(&self.ring_ends);
        parts.vertices = bytes(&self.vertices);
        parts.strips = bytes(&self.strips);
        write_cells(self.shift, self.cells, parts)
    }
}

/// Blocks in the order of their columns and rows, so that the same perimeters give the same bytes.
fn write_cells(shift: u32, cells: HashMap<Cell, Vec<Held>>, parts: &mut Parts) -> Result<(), PerimetersError> {
    let mut cells: Vec<(Cell, Vec<Held>)> = cells.into_iter().collect();
    cells.sort_unstable_by_key(|(cell, _)| (cell.block(), cell.place()));
    let mut blocks: Vec<u32> = Vec::new();
    let mut lists: Vec<Held> = Vec::new();
    let mut known: Vec<u64> = Vec::new();
    let mut listed: HashMap<Vec<Held>, u32> = HashMap::new();
    let all = Tracts::of(shift);
    let mut tracts = vec![0u64; all.words()];
    for (cell, held) in cells {
        tracts[all.number(cell) / 64] |= 1 << (all.number(cell) % 64);
        if known.last() != Some(&cell.block()) {
            known.push(cell.block());
            blocks.resize(known.len() * CELLS, 0);
        }
        let value = match held.as_slice() {
            [whole] if whole.is_whole() => whole.number() + 1,
            _ => match listed.get(&held) {
                Some(at) => at | LIST,
                None => {
                    let at = fit(lists.len())?;
                    lists.extend_from_slice(&held);
                    let last = lists.pop().map(Held::last);
                    lists.extend(last);
                    listed.insert(held, at);
                    at | LIST
                }
            },
        };
        blocks[(known.len() - 1) * CELLS + cell.place()] = value;
    }
    let slots = (known.len() * 2 + 2).next_power_of_two();
    let mut directory = vec![Slot { block: 0, at: NOWHERE, unused: 0 }; slots];
    for (&block, at) in known.iter().zip(0..) {
        let mut place = slot(block, slots.trailing_zeros());
        while directory[place & (slots - 1)].at != NOWHERE {
            place += 1;
        }
        directory[place & (slots - 1)] = Slot { block, at, unused: 0 };
    }
    parts.tracts = bytes(&tracts);
    parts.directory = bytes(&directory);
    parts.blocks = bytes(&blocks);
    parts.lists = bytes(&lists);
    const { assert!(CELLS == 1 << (2 * BLOCK)) };
    Ok(())
}

fn bytes<T: bytemuck::NoUninit>(numbers: &[T]) -> Vec<u8> {
    bytemuck::cast_slice(numbers).to_vec()
}

/// A number that leaves its first bit free.
fn fit(number: usize) -> Result<u32, PerimetersError> {
    u32::try_from(number).ok().filter(|number| number >> 31 == 0).ok_or(PerimetersError::TooLarge)
}
