//! From a published file of places to a layer; points of contrats make their table.

use std::fs::File;
use std::path::Path;

use essaim_geo::reading::{Feature, Place, ReadingError, features};
use essaim_geo::{Perimeter, PerimetersBuilder, PerimetersError, Shape, TerritoryCode, repaired};

use super::Layer;
use super::import::{Content, Note, OfficialError};
use super::recognise::{Named, candidates, layer};
use super::tables::{self, ContractRow};
use crate::Registry;

/// What a file of places says.
pub(super) fn read(path: &Path, registry: &Registry) -> Result<Content, OfficialError> {
    let Read { names, things, contracts } = Read::of(path)?;
    let is_drawn = things.iter().any(|(_, shape)| !shape.is_empty());
    if !is_drawn && !contracts.is_empty() && contracts.len() == things.len() {
        return Ok(tables::bring(contracts, Vec::new(), registry)?.into());
    }
    let named: Vec<Vec<Named>> = things.iter().map(|(named, _)| named.clone()).collect();
    let layer = layer(&named, registry).filter(|_| is_drawn);
    let layer = layer.ok_or_else(|| OfficialError::unrecognised(&names))?;
    let mut draft = Draft::new(layer, registry);
    for ((named, shape), place) in things.into_iter().zip(1..) {
        draft.add(named, shape, place)?;
    }
    let Draft { builder, count, repaired, notes, .. } = draft;
    let bytes = Box::new(builder.finish()?.bytes().clone());
    Ok(Content { holding: layer.into(), bytes, count, repaired, notes })
}

/// The things of a file.
#[derive(Default)]
struct Read {
    /// The names of what is said of the first.
    names: Vec<String>,
    things: Vec<(Vec<Named>, Shape)>,
    /// Those that are points of contrats.
    contracts: Vec<ContractRow>,
}

impl Read {
    fn of(path: &Path) -> Result<Self, OfficialError> {
        let mut read = Self::default();
        features(File::open(path)?, |feature: Feature| {
            if read.names.is_empty() {
                read.names = feature.properties.names().map(str::to_owned).collect();
            }
            read.contracts.extend(ContractRow::of(&feature));
            let shape = match feature.place {
                Place::Shape(shape) => shape,
                Place::Nowhere | Place::Point(_) => Shape::default(),
            };
            read.things.push((candidates(&feature.properties), shape));
            Ok::<_, ReadingError>(())
        })?;
        Ok(read)
    }
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
        let Some(Named { code, name }) = named.into_iter().find(|named| Layer::of(&named.code) == self.layer) else {
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
