//! A layer as bytes: a head with its version and a checksum, a table of sections, the sections.
//!
//! Numbers are little-endian and stand at multiples of eight bytes, so that they are read where they lie.

use std::ops::Range;

use bytes::Bytes;

use super::Perimeters;

const MAGIC: &[u8; 8] = b"frshape\0";
/// Goes up with every change to what is written.
const VERSION: u32 = 1;
const CHECKSUM: usize = 32;
/// Magic, version, size of cells, checksum.
const HEAD: usize = 8 + 4 + 4 + CHECKSUM;
/// What every section begins at a multiple of, in bytes.
pub(super) const WORD: usize = 8;

#[cfg(not(target_endian = "little"))]
compile_error!("the layers' numbers are read where they lie, as little-endian");

/// Why bytes are no layer of perimeters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PerimetersError {
    /// The bytes end too early, or are not what a layer is.
    #[error("the perimeters are cut short or damaged")]
    Damaged,
    /// Another version of the program wrote them.
    #[error("the perimeters are of version {found}, this program reads version {VERSION}")]
    OtherVersion {
        /// The version that was found.
        found: u32,
    },
    /// Two perimeters have the same code.
    #[error("the code {0} comes twice")]
    Twice(String),
    /// There is more than a layer can hold.
    #[error("there are too many perimeters, or too large ones, for one layer")]
    TooLarge,
}

macro_rules! sections {
    ($($name:ident),*) => {
        /// Where each part of the data lies.
        #[derive(Debug, Clone, Default)]
        pub(super) struct Sections {
            /// A cell is `1 << shift` units wide.
            pub(super) shift: u32,
            $(pub(super) $name: Range<usize>,)*
        }

        /// The parts of a layer, before they are bytes.
        #[derive(Debug, Default)]
        pub(super) struct Parts {
            pub(super) shift: u32,
            $(pub(super) $name: Vec<u8>,)*
        }

        impl Parts {
            fn all(&self) -> Vec<&[u8]> {
                vec![$(&self.$name),*]
            }
        }

        impl Sections {
            fn from_ranges(shift: u32, ranges: Vec<Range<usize>>) -> Option<Self> {
                let mut ranges = ranges.into_iter();
                let sections = Self { shift, $($name: ranges.next()?,)* };
                ranges.next().is_none().then_some(sections)
            }
        }
    };
}
sections!(texts, text_ends, extents, perimeter_rings, ring_ends, vertices, strips, tracts, directory, blocks, lists);

/// The bytes of a layer.
pub(super) fn write(parts: &Parts) -> Vec<u8> {
    let all = parts.all();
    let mut body = Vec::new();
    body.extend_from_slice(&(all.len() as u64).to_le_bytes());
    let mut at = HEAD + 8 + all.len() * 16;
    for part in &all {
        at = at.next_multiple_of(WORD);
        body.extend_from_slice(&(at as u64).to_le_bytes());
        body.extend_from_slice(&(part.len() as u64).to_le_bytes());
        at += part.len();
    }
    for part in &all {
        body.resize((HEAD + body.len()).next_multiple_of(WORD) - HEAD, 0);
        body.extend_from_slice(part);
    }
    let mut bytes = Vec::with_capacity(HEAD + body.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&parts.shift.to_le_bytes());
    let checksum = checksum(&bytes, &body);
    bytes.extend_from_slice(&checksum);
    bytes.extend_from_slice(&body);
    bytes
}

fn checksum(head: &[u8], body: &[u8]) -> [u8; CHECKSUM] {
    *blake3::Hasher::new().update(head).update(body).finalize().as_bytes()
}

impl Perimeters {
    /// Reads what [`Perimeters::bytes`] gave. Bytes that begin at a multiple of eight, as those of a mapped file do, are
    /// not copied.
    ///
    /// # Errors
    /// When they are cut short, damaged or of another version. Never a panic.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Self, PerimetersError> {
        let bytes = bytes.into();
        let sections = read(&bytes)?;
        let data = if bytes.as_ptr().align_offset(WORD) == 0 { bytes } else { aligned(&bytes) };
        Ok(Self { data, sections })
    }

    /// The whole layer, to be kept in a file.
    pub fn bytes(&self) -> &Bytes {
        &self.data
    }
}

fn read(bytes: &[u8]) -> Result<Sections, PerimetersError> {
    let (head, body) = bytes.split_at_checked(HEAD).ok_or(PerimetersError::Damaged)?;
    let u32_at = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if !head.starts_with(MAGIC) {
        return Err(PerimetersError::Damaged);
    }
    let (found, shift) = (u32_at(8), u32_at(12));
    if found != VERSION {
        return Err(PerimetersError::OtherVersion { found });
    }
    if checksum(&head[..HEAD - CHECKSUM], body) != head[HEAD - CHECKSUM..] || shift > 31 {
        return Err(PerimetersError::Damaged);
    }
    let word = |at: usize| body.get(at * 8..)?.first_chunk().map(|word| u64::from_le_bytes(*word) as usize);
    let range = |at: usize| {
        let (start, length) = (word(1 + 2 * at)?, word(2 + 2 * at)?);
        let end = start.checked_add(length)?;
        (end <= bytes.len() && start.is_multiple_of(WORD)).then_some(start..end)
    };
    let sections = word(0)
        .filter(|count| *count < body.len() / 16)
        .and_then(|count| Sections::from_ranges(shift, (0..count).map(range).collect::<Option<Vec<_>>>()?));
    let sections = sections.ok_or(PerimetersError::Damaged)?;
    std::str::from_utf8(&bytes[sections.texts.clone()]).map_err(|_| PerimetersError::Damaged)?;
    Ok(sections)
}

/// A copy that begins at a multiple of eight.
pub(super) fn aligned(bytes: &[u8]) -> Bytes {
    struct Words(Vec<u64>, usize);
    impl AsRef<[u8]> for Words {
        fn as_ref(&self) -> &[u8] {
            &bytemuck::cast_slice(&self.0)[..self.1]
        }
    }
    let mut words = vec![0u64; bytes.len().div_ceil(8)];
    bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
    Bytes::from_owner(Words(words, bytes.len()))
}
