//! What an operator brought in, as it is read at the start.

use std::sync::Arc;

use crate::Source;
use crate::official::tables::{
    ArrondissementRow, ChangeRow, CommuneRow, ContactRow, ContractRow, DepartementRow, EpciRow, MovementRow, PostalRow,
    Record, RegionRow,
};
use crate::official::{Holding, Kept, Layer, Shelf, ShelfError};

/// The rows of a table, and where they come from.
#[derive(Debug)]
pub(super) struct Rows<R> {
    pub(super) rows: Vec<R>,
    /// None when the table was not brought in.
    pub(super) source: Option<Arc<Source>>,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), source: None }
    }
}

/// The latest vintage of each table and layer.
#[derive(Default)]
pub(super) struct Brought {
    pub(super) communes: Rows<CommuneRow>,
    pub(super) movements: Rows<MovementRow>,
    pub(super) arrondissements: Rows<ArrondissementRow>,
    pub(super) departements: Rows<DepartementRow>,
    pub(super) regions: Rows<RegionRow>,
    pub(super) epci: Rows<EpciRow>,
    pub(super) postcodes: Rows<PostalRow>,
    pub(super) correspondence: Rows<ChangeRow>,
    /// Every vintage, the latest first: their figures are told side by side.
    pub(super) contracts: Vec<Rows<ContractRow>>,
    pub(super) contacts: Rows<ContactRow>,
    /// Where the latest vintage of each layer comes from.
    pub(super) layers: Vec<Arc<Source>>,
    /// Where the layers themselves are.
    pub(super) shelf: Option<Shelf>,
    /// Changes with what is kept; two nodes that keep the same have the same. 0 for nothing.
    pub(super) mark: u64,
}

impl Brought {
    /// What can be read of a shelf, and what cannot.
    pub(super) fn of(shelf: &Shelf) -> (Self, Vec<ShelfError>) {
        let mut reading = Reading { shelf, faults: Vec::new() };
        let brought = Self {
            communes: reading.rows(),
            movements: reading.rows(),
            arrondissements: reading.rows(),
            departements: reading.rows(),
            regions: reading.rows(),
            epci: reading.rows(),
            postcodes: reading.rows(),
            correspondence: reading.rows(),
            contracts: reading.all_rows(),
            contacts: reading.rows(),
            layers: Layer::ALL.into_iter().filter_map(|layer| reading.layer(layer)).collect(),
            shelf: Some(shelf.clone()),
            mark: reading.mark(),
        };
        (brought, reading.faults)
    }
}

/// A shelf under reading: what fails is left out and told.
struct Reading<'s> {
    shelf: &'s Shelf,
    faults: Vec<ShelfError>,
}

impl Reading<'_> {
    fn rows<R: Record>(&mut self) -> Rows<R> {
        let read = self.shelf.rows();
        self.sound(read).flatten().map_or_else(Rows::default, sourced)
    }

    fn all_rows<R: Record>(&mut self) -> Vec<Rows<R>> {
        let read = self.shelf.all_rows();
        self.sound(read).unwrap_or_default().into_iter().map(sourced).collect()
    }

    fn layer(&mut self, layer: Layer) -> Option<Arc<Source>> {
        let kept = self.shelf.vintages(layer).map_err(ShelfError::from);
        self.sound(kept)?.first().map(|kept| Arc::new(kept.source()))
    }

    fn mark(&mut self) -> u64 {
        let mut kept = String::new();
        for holding in Holding::all() {
            let vintages = self.shelf.vintages(holding).map_err(ShelfError::from);
            for one in self.sound(vintages).unwrap_or_default() {
                kept.push_str(&format!("{holding} {} {}\n", one.vintage, one.checksum));
            }
        }
        if kept.is_empty() {
            return 0;
        }
        let digest = blake3::hash(kept.as_bytes());
        u64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("eight bytes"))
    }

    fn sound<T>(&mut self, read: Result<T, ShelfError>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }
}

fn sourced<R>((kept, rows): (Kept, Vec<R>)) -> Rows<R> {
    Rows { rows, source: Some(Arc::new(kept.source())) }
}
