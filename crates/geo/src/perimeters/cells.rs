//! The table of cells: what each cell holds, by blocks of sixteen by sixteen; a block that holds nothing is not there.

use std::ops::Range;

use super::Spot;

/// How many cells a block has on each side, as a power of two.
pub(super) const BLOCK: u32 = 4;
/// How many cells a block has.
pub(super) const CELLS: usize = 1 << (2 * BLOCK);
/// No block stands here in the directory.
pub(super) const NOWHERE: u32 = u32::MAX;
/// Set in a cell that names a list: several perimeters, or one of which an edge is near.
pub(super) const LIST: u32 = 1 << 31;
/// Set in a cell's list for the last perimeter of it.
const LAST: u32 = 1 << 31;

/// A cell's column and row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) column: u32,
    pub(super) row: u32,
}

impl Cell {
    /// The cell of a spot, for cells of `1 << shift` units.
    #[inline]
    pub(super) fn of(spot: Spot, shift: u32) -> Self {
        Self { column: (spot.x + 1.8e9) as u32 >> shift, row: row(spot.y, shift) }
    }

    #[inline]
    pub(super) fn block(self) -> u64 {
        u64::from(self.column >> BLOCK) << 32 | u64::from(self.row >> BLOCK)
    }

    #[inline]
    pub(super) fn place(self) -> usize {
        let within = |number: u32| (number & ((1 << BLOCK) - 1)) as usize;
        within(self.row) << BLOCK | within(self.column)
    }
}

/// How many blocks a tract has on each side, as a power of two.
const TRACT: u32 = 3;

/// A tract of blocks, and how many there are on the globe: whether it holds anything is one bit, so that most points end
/// before any table is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tracts {
    shift: u32,
    columns: usize,
}

impl Tracts {
    pub(super) fn of(shift: u32) -> Self {
        let shift = shift + BLOCK + TRACT;
        Self { shift, columns: (3_600_000_000u32 >> shift) as usize + 1 }
    }

    /// How many words hold a bit for each.
    pub(super) fn words(self) -> usize {
        (self.columns * ((1_800_000_000u32 >> self.shift) as usize + 1)).div_ceil(64)
    }

    /// The number of the tract of a cell.
    #[inline]
    pub(super) fn number(self, cell: Cell) -> usize {
        (cell.row >> (BLOCK + TRACT)) as usize * self.columns + (cell.column >> (BLOCK + TRACT)) as usize
    }
}

/// The row of a latitude, in units.
#[inline]
pub(super) fn row(y: f64, shift: u32) -> u32 {
    (y + 9e8) as u32 >> shift
}

/// Where the search for a block begins in a directory of `1 << bits` slots.
#[inline]
pub(super) fn slot(block: u64, bits: u32) -> usize {
    (block.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize
}

/// A slot of the directory.
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct Slot {
    pub(super) block: u64,
    /// The number of the block; [`NOWHERE`] in an empty slot.
    pub(super) at: u32,
    pub(super) unused: u32,
}

/// A perimeter that a cell names, with where its edges lie that come near the cell's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct Held {
    number: u32,
    edges: u32,
    count: u32,
}

impl Held {
    /// A perimeter that fills the cell.
    pub(super) fn whole(number: u32) -> Self {
        Self { number, edges: 0, count: 0 }
    }

    /// A perimeter of which an edge is near.
    pub(super) fn in_part(number: u32, edges: Range<u32>) -> Self {
        Self { number, edges: edges.start, count: edges.end - edges.start }
    }

    #[inline]
    pub(super) fn number(self) -> u32 {
        self.number & !LAST
    }

    /// Whether it fills the cell.
    #[inline]
    pub(super) fn is_whole(self) -> bool {
        self.count == 0
    }

    /// Where its edges lie.
    #[inline]
    pub(super) fn edges(self) -> Range<usize> {
        self.edges as usize..(self.edges + self.count) as usize
    }

    /// The same, at the end of a list.
    pub(super) fn last(self) -> Self {
        Self { number: self.number | LAST, ..self }
    }
}

/// The table, borrowed from the data.
#[derive(Clone, Copy)]
pub(super) struct Cells<'p> {
    pub(super) shift: u32,
    pub(super) tracts: Tracts,
    /// A bit for each tract that holds something.
    pub(super) filled: &'p [u64],
    /// A power of two of slots, at least one of them empty.
    pub(super) directory: &'p [Slot],
    /// Of each cell: nothing (0), a perimeter that fills it (its number and one), or a list.
    pub(super) blocks: &'p [u32],
    /// The perimeters of each list.
    pub(super) lists: &'p [Held],
}

impl<'p> Cells<'p> {
    /// The perimeters that may hold a spot.
    #[inline]
    pub(super) fn at(self, spot: Spot) -> impl Iterator<Item = Held> + use<'p> {
        let cell = self.cell(Cell::of(spot, self.shift));
        let mut at = cell & !LIST;
        let mut next = match cell {
            0 => None,
            list if list & LIST != 0 => Some(self.lists[at as usize]),
            number => Some(Held::whole(number - 1).last()),
        };
        std::iter::from_fn(move || {
            let held = next?;
            at += 1;
            next = (held.number & LAST == 0).then(|| self.lists[at as usize]);
            Some(held)
        })
    }

    #[inline]
    fn cell(&self, cell: Cell) -> u32 {
        let tract = self.tracts.number(cell);
        if self.filled.get(tract / 64).is_none_or(|word| word >> (tract % 64) & 1 == 0) {
            return 0;
        }
        let block = cell.block();
        let mask = self.directory.len() - 1;
        let mut at = slot(block, self.directory.len().trailing_zeros());
        loop {
            let slot = self.directory[at & mask];
            if slot.at == NOWHERE {
                return 0;
            }
            if slot.block == block {
                return self.blocks[slot.at as usize * CELLS + cell.place()];
            }
            at += 1;
        }
    }
}
