//! What a node that serves holds of the official files: opened once, and again when they change.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, RwLock};
use std::time::SystemTime;

use essaim_geo::{Generation, Perimeters};

use super::{AddressSet, Kept, Layer, Shelf, ShelfError};
use crate::Registry;
use crate::tagging::Quarters;

/// The latest vintage of each layer and of the addresses. What was not brought in, or cannot be read, is not there.
#[derive(Default)]
pub struct Holdings {
    layers: BTreeMap<Layer, (Kept, Perimeters)>,
    quarters: Vec<Quarters>,
    addresses: Option<AddressSet>,
    faults: Vec<ShelfError>,
}

impl Holdings {
    /// Opens what a shelf holds.
    pub fn open(shelf: &Shelf, registry: &Registry) -> Self {
        let mut holdings = Self::default();
        for layer in Layer::ALL {
            match shelf.open(layer) {
                Ok(Some(opened)) => drop(holdings.layers.insert(layer, opened)),
                Ok(None) => {}
                Err(fault) => holdings.faults.push(fault),
            }
        }
        for generation in [Generation::G2015, Generation::G2024] {
            if let Some((kept, perimeters)) = holdings.layers.get(&Layer::Qpv(generation)) {
                holdings.quarters.push(Quarters::of(registry, generation, kept.clone(), perimeters.clone()));
            }
        }
        match shelf.addresses() {
            Ok(addresses) => holdings.addresses = addresses,
            Err(fault) => holdings.faults.push(fault),
        }
        holdings
    }

    /// The perimeters of a layer, and what their label tells.
    pub fn layer(&self, layer: Layer) -> Option<(&Kept, &Perimeters)> {
        self.layers.get(&layer).map(|(kept, perimeters)| (kept, perimeters))
    }

    /// The neighbourhoods, generation by generation, the older first.
    pub fn quarters(&self) -> &[Quarters] {
        &self.quarters
    }

    /// The neighbourhoods of one generation.
    pub fn quarters_of(&self, generation: Generation) -> Option<&Quarters> {
        self.quarters.iter().find(|quarters| quarters.generation == generation)
    }

    /// The addresses.
    pub fn addresses(&self) -> Option<&AddressSet> {
        self.addresses.as_ref()
    }

    /// What is there and cannot be read: `essaim check` tells it.
    pub fn faults(&self) -> &[ShelfError] {
        &self.faults
    }
}

/// The official files of a node, as they are now.
pub struct Node {
    shelf: Shelf,
    registry: &'static Registry,
    current: RwLock<Current>,
}

/// What a node holds now, and what it was opened from.
#[derive(Default)]
struct Current {
    stamp: Stamp,
    revision: u64,
    holdings: Arc<Holdings>,
}

/// Every file of the shelf and when it was written.
type Stamp = Vec<(String, SystemTime)>;

impl Node {
    /// Opens what a shelf holds now.
    pub fn of(shelf: Shelf, registry: &'static Registry) -> Self {
        let current = Current::open(&shelf, registry, stamp(&shelf));
        Self { shelf, registry, current: RwLock::new(current) }
    }

    /// A node that holds nothing.
    pub fn empty(registry: &'static Registry) -> Self {
        let nowhere = Shelf::at(std::path::PathBuf::new().join("nowhere"));
        Self { shelf: nowhere, registry, current: RwLock::default() }
    }

    /// What it holds: shared, and as it was when it was asked for.
    pub fn holdings(&self) -> Arc<Holdings> {
        let current = self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&current.holdings)
    }

    /// A number that changes with what it holds.
    pub fn revision(&self) -> u64 {
        self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).revision
    }

    /// Opens again what an import has changed; true where it has. Reads the disk: not for a thread that answers.
    pub fn refresh(&self) -> bool {
        let now = stamp(&self.shelf);
        if self.current.read().is_ok_and(|current| current.stamp == now) {
            return false;
        }
        let opened = Current::open(&self.shelf, self.registry, now);
        *self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner) = opened;
        true
    }
}

impl Current {
    fn open(shelf: &Shelf, registry: &Registry, stamp: Stamp) -> Self {
        let mut hasher = blake3::Hasher::new();
        for (file, written) in &stamp {
            let written = written.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            hasher.update(file.as_bytes()).update(&written.as_nanos().to_le_bytes());
        }
        let hash = hasher.finalize();
        let revision = hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        Self { stamp, revision, holdings: Arc::new(Holdings::open(shelf, registry)) }
    }
}

fn stamp(shelf: &Shelf) -> Stamp {
    let folders = fs::read_dir(shelf.folder()).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let labels = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json"));
    let mut all: Stamp = labels
        .filter_map(|file| Some((file.path().display().to_string(), file.metadata().ok()?.modified().ok()?)))
        .collect();
    all.sort();
    all
}
