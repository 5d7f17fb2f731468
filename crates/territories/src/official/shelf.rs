//! Where the layers are kept: one folder each, one file and its label for each vintage.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use essaim_geo::addresses::AddressesError;
use essaim_geo::{Perimeters, PerimetersError, mapped};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Layer;

/// The layers of a node.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
}

/// A vintage of a layer, as its label tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Of which layer.
    pub layer: String,
    /// Of what day the data are.
    pub vintage: Date,
    /// The name of the published file.
    pub file: String,
    /// BLAKE3 of that file, hexadecimal.
    pub checksum: String,
    /// When it was brought in.
    pub imported_at: Timestamp,
    /// How many perimeters it holds.
    pub count: usize,
}

impl Shelf {
    /// The layers kept in a folder, which need not be there yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every vintage of a layer, the latest first. A label that cannot be read is none.
    ///
    /// # Errors
    /// The disk's.
    pub fn vintages(&self, layer: Layer) -> io::Result<Vec<Kept>> {
        let folder = self.folder.join(layer.key());
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut all = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json")
                && let Ok(label) = serde_json::from_slice::<Kept>(&fs::read(&path)?)
                && label.layer == layer.key()
            {
                all.push(label);
            }
        }
        all.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.vintage));
        Ok(all)
    }

    /// The latest vintage of a layer, ready to answer; none when none was brought in.
    ///
    /// # Errors
    /// The disk's, or a file that is damaged or of another version of the program.
    pub fn open(&self, layer: Layer) -> Result<Option<(Kept, Perimeters)>, ShelfError> {
        let Some(kept) = self.vintages(layer)?.into_iter().next() else { return Ok(None) };
        let path = self.path(layer, kept.vintage, "layer");
        let damaged = |fault| ShelfError::Layer { path: path.clone(), fault };
        let perimeters = Perimeters::from_bytes(mapped(&File::open(&path)?)?).map_err(damaged)?;
        Ok(Some((kept, perimeters)))
    }

    /// Keeps a vintage of a layer; one of the same day is replaced. A kill at any moment leaves the former one whole.
    pub(super) fn keep(&self, layer: Layer, kept: &Kept, perimeters: &Perimeters) -> io::Result<()> {
        fs::create_dir_all(self.folder.join(layer.key()))?;
        // The label comes last: without it there is no vintage.
        replace(&self.path(layer, kept.vintage, "layer"), perimeters.bytes())?;
        let label = serde_json::to_vec_pretty(kept).map_err(io::Error::other)?;
        replace(&self.path(layer, kept.vintage, "json"), &label)
    }

    fn path(&self, layer: Layer, vintage: Date, extension: &str) -> PathBuf {
        self.folder.join(layer.key()).join(format!("{vintage}.{extension}"))
    }
}

/// Why a layer cannot be opened.
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
