//! From a published file to a layer of this node.

use std::fs::File;
use std::io;
use std::path::Path;

use essaim_geo::reading::{Feature, Place, ReadingError, features};
use essaim_geo::{Perimeter, PerimetersBuilder, PerimetersError, Shape, TerritoryCode, repaired};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::Layer;
use super::recognise::{Named, candidates, layer, layer_of};
use super::shelf::{Kept, Shelf};
use crate::Registry;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The vintage that was kept.
    pub kept: Kept,
    /// How many of its perimeters were drawn with rings that cross or touch themselves, and were made sound.
    pub repaired: usize,
    /// What the operator should know, in the order of the file.
    pub notes: Vec<Note>,
}

/// Something amiss in a file that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Note {
    /// Nobody published this one's perimeter: it is known and holds no point.
    Empty {
        /// Its code.
        code: String,
    },
    /// The tables do not know this code.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A thing without a code of the layer was left out.
    NoCode {
        /// Its place in the file, from one.
        place: usize,
    },
}

/// Why a file was not taken. What was kept before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OfficialError {
    /// It cannot be read.
    #[error(transparent)]
    Reading(#[from] ReadingError),
    /// Its codes are those of no layer.
    #[error("no official codes are recognised in this file: its columns are {0}")]
    Unrecognised(String),
    /// Two of its perimeters have one code, or there are too many.
    #[error(transparent)]
    Perimeters(#[from] PerimetersError),
    /// The disk's.
    #[error("the layer cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Reads a published file of perimeters, recognises its layer, makes it sound and keeps it as of a day.
///
/// # Errors
/// When the file is no file of perimeters, or the disk's. What was kept before is then as it was.
pub fn import(
    shelf: &Shelf,
    registry: &Registry,
    path: &Path,
    vintage: Date,
    at: Timestamp,
) -> Result<Imported, OfficialError> {
    let mut names: Vec<String> = Vec::new();
    let mut things: Vec<(Vec<Named>, Shape)> = Vec::new();
    features(File::open(path)?, |feature: Feature| {
        if names.is_empty() {
            names = feature.properties.names().map(str::to_owned).collect();
        }
        let shape = match feature.place {
            Place::Shape(shape) => shape,
            Place::Nowhere | Place::Point(_) => Shape::default(),
        };
        things.push((candidates(&feature.properties), shape));
        Ok::<_, ReadingError>(())
    })?;
    let named: Vec<Vec<Named>> = things.iter().map(|(named, _)| named.clone()).collect();
    let is_drawn = things.iter().any(|(_, shape)| !shape.is_empty());
    let layer = layer(&named, registry).filter(|_| is_drawn);
    let layer = layer.ok_or_else(|| OfficialError::Unrecognised(names.join(", ")))?;
    let mut draft = Draft::new(layer, registry);
    for ((named, shape), place) in things.into_iter().zip(1..) {
        draft.add(named, shape, place)?;
    }
    let Draft { builder, count, repaired, notes, .. } = draft;
    let kept = Kept {
        layer: layer.key().to_owned(),
        vintage,
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        checksum: checksum(path)?,
        imported_at: at,
        count,
    };
    shelf.keep(layer, &kept, &builder.finish()?)?;
    Ok(Imported { kept, repaired, notes })
}

/// A layer under way.
struct Draft<'r> {
    layer: Layer,
    registry: &'r Registry,
    builder: PerimetersBuilder,
    count: usize,
    repaired: usize,
    notes: Vec<Note>,
}

impl<'r> Draft<'r> {
    fn new(layer: Layer, registry: &'r Registry) -> Self {
        let builder = PerimetersBuilder::new(layer.width());
        Self { layer, registry, builder, count: 0, repaired: 0, notes: Vec::new() }
    }

    fn add(&mut self, named: Vec<Named>, drawn: Shape, place: usize) -> Result<(), PerimetersError> {
        let Some(Named { code, name }) = named.into_iter().find(|named| layer_of(&named.code) == self.layer) else {
            self.notes.push(Note::NoCode { place });
            return Ok(());
        };
        let shape = repaired(&drawn);
        self.note(code, &shape);
        self.repaired += usize::from(!is_sound(&drawn, &shape));
        self.count += 1;
        self.builder.add(Perimeter { code: code.code().to_owned(), name, shape })
    }

    fn note(&mut self, code: TerritoryCode, shape: &Shape) {
        if shape.is_empty() {
            self.notes.push(Note::Empty { code: code.code().to_owned() });
        }
        if self.registry.get(&code).is_none() {
            self.notes.push(Note::UnknownCode { code: code.code().to_owned() });
        }
    }
}

/// Whether a repair found nothing to mend: as many polygons and rings, with the same edges whatever their direction.
fn is_sound(drawn: &Shape, repaired: &Shape) -> bool {
    if drawn.polygons.len() != repaired.polygons.len() || drawn.rings().count() != repaired.rings().count() {
        return false;
    }
    let edges = |shape: &Shape| {
        let mut edges: Vec<_> = shape.edges().map(|[from, to]| (from.min(to), from.max(to))).collect();
        edges.sort_unstable();
        edges
    };
    edges(drawn) == edges(repaired)
}

pub(super) fn checksum(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}
