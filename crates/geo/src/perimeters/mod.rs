//! A layer of perimeters, made to answer at once which of them hold a point.
//!
//! The globe is cut into cells of some hundred metres. A cell that no perimeter touches is in no table: most points end
//! there. A cell wholly inside a perimeter says so. In the others lies an edge, and the point is weighed against the few
//! edges of the perimeter that cross its row of cells: a line from the point eastwards crosses them an odd number of
//! times when the point is inside. Nothing of it is approximate.
//!
//! An edge belongs to the perimeter: a point on it, or nearer than a ten-thousandth of a millimetre, is inside.

mod beside;
mod build;
mod cells;
mod edges;
mod file;
mod nearest;
#[cfg(test)]
mod tests;

use std::ops::Range;

use bytes::Bytes;

pub use beside::Border;
pub use build::{Perimeter, PerimetersBuilder};
pub use file::PerimetersError;
pub use nearest::Nearest;

use self::cells::{Cells, Held, Tracts};
use self::edges::{Edge, Edges};
use self::file::Places;
use crate::sections::numbers;
use crate::{Extent, Point, Ring, Shape, UNITS, Vertex};

/// A layer of perimeters of one kind and one vintage, in the order of their codes. Immutable, shared between threads;
/// where it lies in a file, its pages are read as they are looked at. A clone shares them.
#[derive(Clone)]
pub struct Perimeters {
    data: Bytes,
    /// A cell is `1 << shift` units wide.
    shift: u32,
    places: Places,
}

/// A place in units of a vertex, which need not be whole.
#[derive(Debug, Clone, Copy)]
struct Spot {
    x: f64,
    y: f64,
}

impl Spot {
    fn of(point: Point) -> Self {
        Self { x: point.lon * UNITS, y: point.lat * UNITS }
    }
}

/// The tables that say which perimeters of a layer hold a point.
#[derive(Clone, Copy)]
pub struct Lookup<'p> {
    cells: Cells<'p>,
    edges: &'p [Edge],
}

impl<'p> Lookup<'p> {
    /// The perimeters that hold a point, by their numbers: the smaller code first.
    #[inline]
    pub fn holding(&self, point: Point) -> impl Iterator<Item = usize> + use<'p> {
        let (spot, edges) = (Spot::of(point), self.edges);
        let holds = move |held: &Held| held.is_whole() || Edges(&edges[held.edges()]).hold(spot);
        self.cells.at(spot).filter(holds).map(|held| held.number() as usize)
    }
}

impl Perimeters {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.extents.len() / size_of::<Extent>()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a perimeter, by its number.
    pub fn code(&self, number: usize) -> &str {
        self.text(2 * number)
    }

    /// The name of a perimeter, by its number.
    pub fn name(&self, number: usize) -> &str {
        self.text(2 * number + 1)
    }

    /// The number of the perimeter of this code.
    pub fn find(&self, code: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.code(middle).cmp(code) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The tables that say which perimeters hold a point: to be taken once for many points.
    pub fn lookup(&self) -> Lookup<'_> {
        Lookup { cells: self.cells(), edges: self.numbers(&self.places.strips) }
    }

    /// The perimeters that hold a point, by their numbers: the smaller code first.
    pub fn holding(&self, point: Point) -> impl Iterator<Item = usize> {
        self.lookup().holding(point)
    }

    /// The perimeter that holds a point; of several, that of the smaller code.
    #[inline]
    pub fn first_holding(&self, point: Point) -> Option<usize> {
        self.holding(point).next()
    }

    /// What a perimeter lies within.
    pub fn extent(&self, number: usize) -> Extent {
        self.extents()[number]
    }

    /// A perimeter as it is drawn.
    pub fn shape(&self, number: usize) -> Shape {
        let mut polygons: Vec<Vec<Ring>> = Vec::new();
        for at in self.rings_of(number) {
            let (vertices, is_outer) = self.ring(at);
            match polygons.last_mut().filter(|_| !is_outer) {
                Some(polygon) => polygon.push(vertices.to_vec()),
                None => polygons.push(vec![vertices.to_vec()]),
            }
        }
        Shape { polygons }
    }

    fn text(&self, number: usize) -> &str {
        let ends: &[u32] = self.numbers(&self.places.text_ends);
        let start = number.checked_sub(1).map_or(0, |before| ends[before]) as usize;
        // Checked when the layer was opened.
        std::str::from_utf8(&self.data[self.places.texts.clone()][start..ends[number] as usize]).unwrap_or_default()
    }

    fn extents(&self) -> &[Extent] {
        self.numbers(&self.places.extents)
    }

    /// The rings of a perimeter.
    fn rings_of(&self, number: usize) -> Range<usize> {
        let ends: &[u32] = self.numbers(&self.places.perimeter_rings);
        number.checked_sub(1).map_or(0, |before| ends[before]) as usize..ends[number] as usize
    }

    /// The vertices of a ring, and whether it is an outer one.
    fn ring(&self, at: usize) -> (&[Vertex], bool) {
        /// Set in the end of an outer ring.
        const OUTER: u32 = 1 << 31;
        let ends: &[u32] = self.numbers(&self.places.ring_ends);
        let start = at.checked_sub(1).map_or(0, |before| ends[before] & !OUTER) as usize;
        let vertices: &[Vertex] = self.numbers(&self.places.vertices);
        (&vertices[start..(ends[at] & !OUTER) as usize], ends[at] & OUTER != 0)
    }

    /// A part of the data as numbers.
    #[inline]
    fn numbers<T: bytemuck::Pod>(&self, section: &Range<usize>) -> &[T] {
        numbers(&self.data, section)
    }

    #[inline]
    fn cells(&self) -> Cells<'_> {
        Cells {
            shift: self.shift,
            tracts: Tracts::of(self.shift),
            filled: self.numbers(&self.places.tracts),
            directory: self.numbers(&self.places.directory),
            blocks: self.numbers(&self.places.blocks),
            lists: self.numbers(&self.places.lists),
        }
    }
}
