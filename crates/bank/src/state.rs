//! What the bank's pages share: the bank, and the words of its present snapshot.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use essaim_territories::Outlines;
use essaim_territories::official::{Holdings, Node};
use essaim_web::{Failure, Shell};

use crate::books::Books;
use crate::finding::Labels;
use crate::snapshot::{Bank, Snapshot};

/// In how many seconds to come back while the bank is being read.
const PATIENCE: u32 = 3;

/// What the bank's pages share. Cheap to clone.
#[derive(Clone)]
pub struct BankState {
    bank: Bank,
    labels: Arc<ArcSwapOption<Labels>>,
    books: Books,
    node: Arc<Node>,
}

/// The bank at one moment, with its words.
pub struct Present {
    /// Its contents.
    pub snapshot: Arc<Snapshot>,
    /// Its words and figures.
    pub labels: Arc<Labels>,
    /// The official files of this node.
    pub holdings: Arc<Holdings>,
    /// Of the contents and of what draws territories: part of the validators of pages that show both.
    pub revision: (u64, u64),
}

impl Present {
    /// Who draws territories.
    pub fn outlines(&self) -> Outlines<'_> {
        Outlines::of(self.snapshot.registry(), &self.holdings)
    }
}

impl BankState {
    /// The state of a bank.
    pub fn new(bank: Bank) -> Self {
        let node = Arc::new(Node::empty(bank.registry()));
        Self { bank, labels: Arc::default(), books: Books::default(), node }
    }

    /// The same, drawing by the official files of a node.
    #[must_use]
    pub fn with_node(self, node: Arc<Node>) -> Self {
        Self { node, ..self }
    }

    /// The bank.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The press of this node.
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// The present snapshot.
    ///
    /// # Errors
    /// 503 while the first one is being read.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, Failure> {
        self.bank.snapshot().ok_or_else(|| Failure::unavailable(PATIENCE))
    }

    /// The present snapshot with its words, worked out by the first request that needs them.
    ///
    /// # Errors
    /// 503 while the first one is being read.
    pub fn present(&self, shell: &Shell) -> Result<Present, Failure> {
        let snapshot = self.snapshot()?;
        let known = self.labels.load_full().filter(|labels| labels.speak_of(&snapshot));
        let labels = known.unwrap_or_else(|| {
            let fresh = Arc::new(Labels::of(&snapshot, shell));
            self.labels.store(Some(fresh.clone()));
            fresh
        });
        let revision = (snapshot.revision(), self.node.revision());
        Ok(Present { snapshot, labels, holdings: self.node.holdings(), revision })
    }
}
