//! Where layers and tables are kept: one folder each, one file and its label for each vintage.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use essaim_geo::addresses::AddressesError;
use essaim_geo::{Perimeters, PerimetersError, mapped};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::tables::{self, KeptTableError, Record};
use super::{Holding, Layer};

/// The official files of a node.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
}

/// A vintage of a layer or of a table, as its label tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Of which layer or table.
    #[serde(alias = "layer")]
    pub holding: Holding,
    /// Of what day the data are.
    pub vintage: Date,
    /// The name of the published file.
    pub file: String,
    /// BLAKE3 of that file, hexadecimal.
    pub checksum: String,
    /// When it was brought in.
    pub imported_at: Timestamp,
    /// How many perimeters or rows it holds.
    pub count: usize,
}

impl Shelf {
    /// Those kept in a folder, which need not be there yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Whether nothing was ever kept.
    pub fn is_empty(&self) -> bool {
        !Holding::all().any(|holding| self.folder.join(holding.key()).is_dir())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every vintage of a layer or of a table, the latest first. A label that cannot be read is none.
    ///
    /// # Errors
    /// The disk's.
    pub fn vintages(&self, holding: impl Into<Holding>) -> io::Result<Vec<Kept>> {
        let holding = holding.into();
        let mut all: Vec<Kept> = labels(&self.folder.join(holding.key()))?;
        all.retain(|kept| kept.holding == holding);
        all.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.vintage));
        Ok(all)
    }

    /// The latest vintage of a layer, ready to answer; none when none was brought in.
    ///
    /// # Errors
    /// The disk's, or a file that is damaged or of another version of the program.
    pub fn open(&self, layer: Layer) -> Result<Option<(Kept, Perimeters)>, ShelfError> {
        let Some(kept) = self.vintages(layer)?.into_iter().next() else { return Ok(None) };
        let path = self.path(&kept);
        let damaged = |fault| ShelfError::Layer { path: path.clone(), fault };
        let perimeters = Perimeters::from_bytes(mapped(&File::open(&path)?)?).map_err(damaged)?;
        Ok(Some((kept, perimeters)))
    }

    /// The latest vintage of a table; none when none was brought in.
    pub(crate) fn rows<R: Record>(&self) -> Result<Option<(Kept, Vec<R>)>, ShelfError> {
        let Some(kept) = self.vintages(R::TABLE)?.into_iter().next() else { return Ok(None) };
        self.rows_of(kept).map(Some)
    }

    /// Every vintage of a table, the latest first.
    pub(crate) fn all_rows<R: Record>(&self) -> Result<Vec<(Kept, Vec<R>)>, ShelfError> {
        self.vintages(R::TABLE)?.into_iter().map(|kept| self.rows_of(kept)).collect()
    }

    fn rows_of<R: Record>(&self, kept: Kept) -> Result<(Kept, Vec<R>), ShelfError> {
        let path = self.path(&kept);
        let rows = tables::decoded(&path).map_err(|fault| ShelfError::Table { path, fault })?;
        Ok((kept, rows))
    }

    /// The latest vintage of a layer or of a table, whole; none when none was brought in.
    ///
    /// # Errors
    /// The disk's, or a file that is damaged or of another version of the program.
    pub fn examine(&self, holding: Holding) -> Result<Option<Kept>, ShelfError> {
        let table = match holding {
            Holding::Layer(layer) => return Ok(self.open(layer)?.map(|(kept, _)| kept)),
            Holding::Table(table) => table,
        };
        let Some(kept) = self.vintages(table)?.into_iter().next() else { return Ok(None) };
        let path = self.path(&kept);
        tables::examined(&path, table).map_err(|fault| ShelfError::Table { path, fault })?;
        Ok(Some(kept))
    }

    /// Keeps a vintage; one of the same day is replaced. A kill at any moment leaves a whole one.
    pub(super) fn keep(&self, kept: &Kept, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(kept);
        fs::create_dir_all(self.folder.join(kept.holding.key()))?;
        // The label comes last: without it there is no vintage.
        replace(&path, bytes)?;
        let label = serde_json::to_vec_pretty(kept).map_err(io::Error::other)?;
        replace(&path.with_extension("json"), &label)
    }

    fn path(&self, kept: &Kept) -> PathBuf {
        let extension = match kept.holding {
            Holding::Layer(_) => "layer",
            Holding::Table(_) => "table",
        };
        self.folder.join(kept.holding.key()).join(format!("{}.{extension}", kept.vintage))
    }
}

/// Why a layer or a table cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The disk's.
    #[error("the official files cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The file is damaged or of another version: it is to be brought in again.
    #[error("{}: {fault}", path.display())]
    Layer {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        fault: PerimetersError,
    },
    /// The same, of addresses.
    #[error("{}: {fault}", path.display())]
    Addresses {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        fault: AddressesError,
    },
    /// The same of a table.
    #[error("{}: {fault}", path.display())]
    Table {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        fault: KeptTableError,
    },
}

/// The labels of a folder, which need not be there. One that cannot be read is none.
pub(super) fn labels<T: DeserializeOwned>(folder: &Path) -> io::Result<Vec<T>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json")
            && let Ok(label) = serde_json::from_slice(&fs::read(&path)?)
        {
            all.push(label);
        }
    }
    Ok(all)
}

/// Writes a file whole under another name, flushed, then renamed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let written = File::create(&beside).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()
    });
    if let Err(error) = written.and_then(|()| fs::rename(&beside, path)) {
        let _left_behind = fs::remove_file(&beside);
        return Err(error);
    }
    Ok(())
}
