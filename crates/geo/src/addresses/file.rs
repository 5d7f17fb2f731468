//! The tables as bytes.

use bytes::Bytes;

use super::Addresses;
use crate::sections::{Kind, Unfit, named_sections};

pub(super) const TABLES: Kind = Kind { magic: b"fraddr\0\0", version: VERSION };
/// Goes up with every change to what is written, and to how words are made alike: the tables hold them so.
const VERSION: u32 = 1;

/// Why bytes are no tables of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressesError {
    /// The bytes end too early, or are something else.
    #[error("the addresses are cut short or damaged")]
    Damaged,
    /// Another version of the program wrote them.
    #[error("the addresses are of version {found}, this program reads version {VERSION}")]
    OtherVersion {
        /// The version that was found.
        found: u32,
    },
    /// There is more than one set of tables can hold.
    #[error("there are too many addresses for one set of tables")]
    TooMany,
}

named_sections!(
    texts,
    text_ends,
    words,
    word_ends,
    whole_directory,
    whole,
    near_directory,
    near,
    towns,
    streets,
    numbers,
    points,
    repetitions,
    repetition_ends,
    street_words,
    posting_ends,
    postings,
    names,
    name_words,
    name_posting_ends,
    name_postings,
    name_directory,
    name_entries,
    postcodes,
    cells,
    cell_starts,
    cell_numbers,
);

impl From<Unfit> for AddressesError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Damaged => Self::Damaged,
            Unfit::OtherVersion(found) => Self::OtherVersion { found },
        }
    }
}

impl Addresses {
    /// Opens what [`super::AddressesBuilder::finish`] gave: at once, whatever its size. Bytes that begin at a multiple of
    /// eight, as those of a mapped file do, are not copied. Nothing but the head and the ends of the tables is read:
    /// [`Addresses::is_whole`] reads the rest. What is damaged elsewhere makes answers wrong, and ends nothing.
    ///
    /// # Errors
    /// When they are no such tables, or of another version.
    pub fn open(bytes: impl Into<Bytes>) -> Result<Self, AddressesError> {
        let mut sections = TABLES.read(bytes.into())?;
        let ranges = std::mem::take(&mut sections.ranges);
        let places = Places::of(ranges).ok_or(AddressesError::Damaged)?;
        let all = Self { sections, places };
        if all.view().fits() { Ok(all) } else { Err(AddressesError::Damaged) }
    }

    /// Whether every byte is as it was written.
    pub fn is_whole(&self) -> bool {
        self.sections.is_whole()
    }
}
