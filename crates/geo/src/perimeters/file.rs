//! A layer as bytes.

use bytes::Bytes;

use super::Perimeters;
use crate::sections::{Kind, Unfit, named_sections};

const LAYER: Kind = Kind { magic: b"frshape\0", version: VERSION };
/// Goes up with every change to what is written.
const VERSION: u32 = 1;

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

named_sections!(
    texts,
    text_ends,
    extents,
    perimeter_rings,
    ring_ends,
    vertices,
    strips,
    tracts,
    directory,
    blocks,
    lists
);

/// The bytes of a layer whose cells are `1 << shift` units wide.
pub(super) fn write(shift: u32, parts: &Parts) -> Bytes {
    LAYER.write(shift, &parts.all())
}

impl From<Unfit> for PerimetersError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Damaged => Self::Damaged,
            Unfit::OtherVersion(found) => Self::OtherVersion { found },
        }
    }
}

impl Perimeters {
    /// Reads what [`Perimeters::bytes`] gave. Bytes that begin at a multiple of eight, as those of a mapped file do, are
    /// not copied.
    ///
    /// # Errors
    /// When they are cut short, damaged or of another version. Never a panic.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Self, PerimetersError> {
        let sections = LAYER.read(bytes.into())?;
        if sections.own > 31 || !sections.is_whole() {
            return Err(PerimetersError::Damaged);
        }
        let places = Places::of(sections.ranges).ok_or(PerimetersError::Damaged)?;
        let (data, shift) = (sections.data, sections.own);
        std::str::from_utf8(&data[places.texts.clone()]).map_err(|_| PerimetersError::Damaged)?;
        Ok(Self { data, shift, places })
    }

    /// The whole layer, to be kept in a file.
    pub fn bytes(&self) -> &Bytes {
        &self.data
    }
}
