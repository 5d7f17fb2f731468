//! Tables as bytes: a head with its kind, version and checksum, a table of sections, the sections.
//!
//! Numbers are little-endian and stand at multiples of eight bytes, so that they are read where they lie: a mapped file
//! is open at once, and only what is looked at is read from the disk.

use std::ops::Range;

use bytes::Bytes;

/// What every section begins at a multiple of, in bytes.
pub(crate) const WORD: usize = 8;
const CHECKSUM: usize = 32;
/// Magic, version, a number of the kind's own, checksum.
const HEAD: usize = 8 + 4 + 4 + CHECKSUM;

#[cfg(not(target_endian = "little"))]
compile_error!("tables' numbers are read where they lie, as little-endian");

/// What a file holds, and which version of it is written: it goes up with every change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) magic: &'static [u8; 8],
    pub(crate) version: u32,
}

/// Why bytes are no such tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// They end too early, or are something else.
    Damaged,
    /// They are of this version.
    OtherVersion(u32),
}

/// Bytes in sections, each of which starts at a multiple of [`WORD`].
#[derive(Debug, Clone)]
pub(crate) struct Sections {
    pub(crate) data: Bytes,
    /// A number of the kind's own.
    pub(crate) own: u32,
    pub(crate) ranges: Vec<Range<usize>>,
}

impl Kind {
    /// The bytes of sections.
    pub(crate) fn write(self, own: u32, all: &[&[u8]]) -> Bytes {
        let mut at = HEAD + 8 + all.len() * 16;
        let starts: Vec<usize> = all
            .iter()
            .map(|part| {
                let start = at.next_multiple_of(WORD);
                at = start + part.len();
                start
            })
            .collect();
        let mut room = Words::of(at);
        let bytes = room.bytes();
        bytes[..8].copy_from_slice(self.magic);
        bytes[8..12].copy_from_slice(&self.version.to_le_bytes());
        bytes[12..16].copy_from_slice(&own.to_le_bytes());
        bytes[HEAD..HEAD + 8].copy_from_slice(&(all.len() as u64).to_le_bytes());
        for ((part, start), place) in all.iter().zip(&starts).zip(0..) {
            let line = HEAD + 8 + place * 16;
            bytes[line..line + 8].copy_from_slice(&(*start as u64).to_le_bytes());
            bytes[line + 8..line + 16].copy_from_slice(&(part.len() as u64).to_le_bytes());
            bytes[*start..start + part.len()].copy_from_slice(part);
        }
        let sum = checksum(&bytes[..HEAD - CHECKSUM], &bytes[HEAD..]);
        bytes[HEAD - CHECKSUM..HEAD].copy_from_slice(&sum);
        Bytes::from_owner(room)
    }

    /// Finds the sections of what [`Kind::write`] gave. Bytes that begin at a multiple of eight, as those of a mapped
    /// file do, are not copied. The checksum is not looked at: see [`Sections::is_whole`].
    pub(crate) fn read(self, bytes: Bytes) -> Result<Sections, Unfit> {
        let (head, body) = bytes.split_at_checked(HEAD).ok_or(Unfit::Damaged)?;
        let u32_at = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if !head.starts_with(self.magic) {
            return Err(Unfit::Damaged);
        }
        let (found, own) = (u32_at(8), u32_at(12));
        if found != self.version {
            return Err(Unfit::OtherVersion(found));
        }
        let word = |at: usize| body.get(at * 8..)?.first_chunk().map(|word| u64::from_le_bytes(*word) as usize);
        let range = |at: usize| {
            let (start, length) = (word(1 + 2 * at)?, word(2 + 2 * at)?);
            let end = start.checked_add(length)?;
            (end <= bytes.len() && start.is_multiple_of(WORD)).then_some(start..end)
        };
        let ranges: Option<Vec<Range<usize>>> =
            word(0).filter(|count| *count < body.len() / 16).and_then(|count| (0..count).map(range).collect());
        let ranges = ranges.ok_or(Unfit::Damaged)?;
        let data = if bytes.as_ptr().align_offset(WORD) == 0 { bytes } else { aligned(&bytes) };
        Ok(Sections { data, own, ranges })
    }
}

impl Sections {
    /// Whether every byte is as it was written. Reads them all.
    pub(crate) fn is_whole(&self) -> bool {
        let (head, body) = self.data.split_at(HEAD);
        checksum(&head[..HEAD - CHECKSUM], body) == head[HEAD - CHECKSUM..]
    }
}

/// A part of some bytes as numbers; what is no whole number at its end is left out.
#[inline]
pub(crate) fn numbers<'d, T: bytemuck::Pod>(data: &'d [u8], section: &Range<usize>) -> &'d [T] {
    const { assert!(align_of::<T>() <= WORD) };
    let part = &data[section.clone()];
    bytemuck::cast_slice(&part[..part.len() - part.len() % size_of::<T>()])
}

fn checksum(head: &[u8], body: &[u8]) -> [u8; CHECKSUM] {
    *blake3::Hasher::new().update(head).update(body).finalize().as_bytes()
}

/// Bytes that begin at a multiple of eight.
struct Words {
    words: Vec<u64>,
    length: usize,
}

impl Words {
    fn of(length: usize) -> Self {
        Self { words: vec![0; length.div_ceil(WORD)], length }
    }

    fn bytes(&mut self) -> &mut [u8] {
        &mut bytemuck::cast_slice_mut(&mut self.words)[..self.length]
    }
}

impl AsRef<[u8]> for Words {
    fn as_ref(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.words)[..self.length]
    }
}

/// A copy that begins at a multiple of eight.
fn aligned(bytes: &[u8]) -> Bytes {
    let mut room = Words::of(bytes.len());
    room.bytes().copy_from_slice(bytes);
    Bytes::from_owner(room)
}

/// Names the sections of a kind: `Parts` holds them before they are bytes, `Places` says where they lie.
macro_rules! named_sections {
    ($($name:ident),* $(,)?) => {
        /// Where each part of the data lies.
        #[derive(Debug, Clone, Default)]
        pub(super) struct Places {
            $(pub(super) $name: std::ops::Range<usize>,)*
        }

        /// The parts, before they are bytes.
        #[derive(Debug, Default)]
        pub(super) struct Parts {
            $(pub(super) $name: Vec<u8>,)*
        }

        impl Parts {
            pub(super) fn all(&self) -> Vec<&[u8]> {
                vec![$(&self.$name),*]
            }
        }

        impl Places {
            pub(super) fn of(ranges: Vec<std::ops::Range<usize>>) -> Option<Self> {
                let mut ranges = ranges.into_iter();
                let places = Self { $($name: ranges.next()?,)* };
                ranges.next().is_none().then_some(places)
            }
        }
    };
}
pub(crate) use named_sections;
