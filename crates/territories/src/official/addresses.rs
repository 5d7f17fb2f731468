//! The addresses of a node: one dated set, made of one published file or more.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use essaim_geo::addresses::{Addresses, AddressesBuilder, AddressesError, Finder, Town};
use essaim_geo::mapped;
use essaim_geo::reading::{AddressReadingError, AddressesRead, addresses, is_addresses};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::shelf::{labels, replace};
use super::{Shelf, ShelfError, towns};
use crate::Registry;

/// What the folder of the sets is called.
pub const ADDRESSES: &str = "addresses";

/// A set of addresses, as its label tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAddresses {
    /// The day of its latest file.
    pub vintage: Date,
    /// The published files it was made of, the latest first.
    pub sources: Vec<AddressSource>,
    /// How many house numbers there are.
    pub numbers: usize,
    /// How many ways and named places.
    pub ways: usize,
}

/// A published file of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressSource {
    /// Its name.
    pub file: String,
    /// BLAKE3 of it, hexadecimal.
    pub checksum: String,
    /// Of what day its data are.
    pub vintage: Date,
    /// When it was brought in.
    pub imported_at: Timestamp,
    /// How many of its lines were taken.
    pub taken: usize,
    /// How many were left out: without a point, a way or a commune.
    pub left_out: usize,
}

/// Addresses ready to answer.
pub struct AddressSet {
    kept: KeptAddresses,
    addresses: Addresses,
}

impl AddressSet {
    /// What its label tells.
    pub fn kept(&self) -> &KeptAddresses {
        &self.kept
    }

    /// The day of its latest file.
    pub fn vintage(&self) -> Date {
        self.kept.vintage
    }

    /// The addresses.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Somebody who answers questions.
    pub fn finder(&self) -> Finder<'_> {
        self.addresses.finder()
    }
}

/// Why a file of addresses was not taken. What was kept before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AddressImportError {
    /// It cannot be read.
    #[error(transparent)]
    Reading(#[from] AddressReadingError),
    /// There are too many.
    #[error(transparent)]
    Addresses(#[from] AddressesError),
    /// What was kept before cannot be read.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The disk's.
    #[error("the addresses cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Whether a file is a table of addresses, by the names of its columns.
///
/// # Errors
/// The disk's.
pub fn holds_addresses(path: &Path) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    let is_gzip = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let mut head = Vec::new();
    // What cannot be unpacked is no table; whoever reads it says why.
    let _unpacked = if is_gzip {
        flate2::read::MultiGzDecoder::new(file).take(1 << 16).read_to_end(&mut head)
    } else {
        file.take(1 << 16).read_to_end(&mut head)
    };
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(is_addresses(String::from_utf8_lossy(line).trim_start_matches('\u{feff}').trim_end()))
}

/// Reads published files of addresses, each of its own day, and keeps them as one set with what was kept before: of a
/// commune that a file holds, only that file's addresses stay.
///
/// # Errors
/// When a file is no file of addresses, or the disk's. What was kept before is then as it was.
pub fn import_addresses(
    shelf: &Shelf,
    registry: &Registry,
    files: &[(PathBuf, Date)],
    at: Timestamp,
) -> Result<KeptAddresses, (PathBuf, AddressImportError)> {
    let mut builder = AddressesBuilder::default();
    known_towns(registry).for_each(|town| builder.know(town));
    let mut sources = Vec::new();
    for (path, vintage) in files {
        let read = read(path, &mut builder).map_err(|error| (path.clone(), error))?;
        sources.push(source(path, *vintage, at, read).map_err(|error| (path.clone(), error.into()))?);
    }
    let first = files.first().map(|(path, _)| path.clone()).unwrap_or_default();
    keep(shelf, builder, sources).map_err(|error| (first, error))
}

fn read(path: &Path, builder: &mut AddressesBuilder) -> Result<AddressesRead, AddressImportError> {
    Ok(addresses(File::open(path)?, builder)?)
}

fn source(path: &Path, vintage: Date, at: Timestamp, read: AddressesRead) -> io::Result<AddressSource> {
    Ok(AddressSource {
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        checksum: super::import::checksum(path)?,
        vintage,
        imported_at: at,
        taken: read.taken,
        left_out: read.left_out,
    })
}

fn keep(
    shelf: &Shelf,
    mut builder: AddressesBuilder,
    mut sources: Vec<AddressSource>,
) -> Result<KeptAddresses, AddressImportError> {
    if let Some(before) = shelf.addresses()? {
        let mut carried: BTreeMap<String, bool> = BTreeMap::new();
        before.addresses.each(|address| {
            let is_carried = carried.entry(address.insee.to_owned()).or_insert_with(|| !builder.holds(address.insee));
            if *is_carried { builder.add(address) } else { Ok(()) }
        })?;
        if carried.values().any(|is_carried| *is_carried) {
            let known = |file: &str, all: &[AddressSource]| all.iter().any(|source| source.file == file);
            let older: Vec<AddressSource> =
                before.kept.sources.into_iter().filter(|source| !known(&source.file, &sources)).collect();
            sources.extend(older);
        }
    }
    sources.sort_by_key(|source| std::cmp::Reverse(source.vintage));
    let bytes = builder.finish()?;
    let tables = Addresses::open(bytes.clone())?;
    let vintage = sources.first().map_or(Date::ZERO, |source| source.vintage);
    let kept = KeptAddresses { vintage, sources, numbers: tables.len(), ways: tables.ways() };
    shelf.keep_addresses(&kept, &bytes)?;
    Ok(kept)
}

/// The communes as the tables of a registry know them.
fn known_towns(registry: &Registry) -> impl Iterator<Item = Town> {
    towns(registry).into_iter().map(|town| Town {
        insee: town.insee.code().to_owned(),
        name: town.name,
        other_names: town.other_names.into_iter().map(|other| other.name).collect(),
        postcodes: town.postcodes.iter().filter_map(|postcode| postcode.as_str().parse().ok()).collect(),
        point: town.point,
        population: town.population.unwrap_or_default(),
    })
}

impl Shelf {
    /// Every set of addresses, the latest first. A label that cannot be read is none.
    ///
    /// # Errors
    /// The disk's.
    pub fn address_sets(&self) -> io::Result<Vec<KeptAddresses>> {
        let mut all: Vec<KeptAddresses> = labels(&self.folder().join(ADDRESSES))?;
        all.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.vintage));
        Ok(all)
    }

    /// The latest set of addresses, ready to answer; none when none was brought in.
    ///
    /// # Errors
    /// The disk's, or a file that is damaged or of another version of the program.
    pub fn addresses(&self) -> Result<Option<AddressSet>, ShelfError> {
        let Some(kept) = self.address_sets()?.into_iter().next() else { return Ok(None) };
        let path = self.address_path(&kept, "addresses");
        let fault = |fault| ShelfError::Addresses { path: path.clone(), fault };
        let addresses = Addresses::open(mapped(&File::open(&path)?)?).map_err(fault)?;
        Ok(Some(AddressSet { kept, addresses }))
    }

    fn keep_addresses(&self, kept: &KeptAddresses, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(self.folder().join(ADDRESSES))?;
        // The label comes last: without it there is no set.
        replace(&self.address_path(kept, "addresses"), bytes)?;
        let label = serde_json::to_vec_pretty(kept).map_err(io::Error::other)?;
        replace(&self.address_path(kept, "json"), &label)
    }

    fn address_path(&self, kept: &KeptAddresses, extension: &str) -> PathBuf {
        self.folder().join(ADDRESSES).join(format!("{}.{extension}", kept.vintage))
    }
}
