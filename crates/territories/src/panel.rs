//! What other capabilities say of a territory on its page: this crate knows none of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use essaim_geo::TerritoryCode;
use essaim_web::{Failure, Frame};
use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::Registry;
use crate::jobs::Jobs;
use crate::map::Views;
use crate::official::Node;
use crate::pages::{Printer, Report};

/// Something to show on a territory's page.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Its name in the JSON form.
    pub key: &'static str,
    /// Its title, in the page's language.
    pub title: String,
    /// How many things it shows.
    pub count: usize,
    /// HTML, already escaped.
    pub html: String,
    /// The same as data.
    pub json: serde_json::Value,
}

/// A capability that has something to say of territories.
pub trait TerritoryPanel: Send + Sync {
    /// A number that changes with what it would say.
    fn revision(&self) -> u64;

    /// What it says of one; `None` when nothing.
    fn panel(&self, frame: &Frame, code: &TerritoryCode) -> Option<Panel>;

    /// For each territory, containing ones included, how many things lie inside.
    fn counts(&self) -> Arc<BTreeMap<TerritoryCode, usize>>;
}

/// What the pages of territories are made from.
#[derive(Clone)]
pub struct TerritoriesState {
    registry: &'static Registry,
    panels: Arc<[Arc<dyn TerritoryPanel>]>,
    node: Arc<Node>,
    views: Arc<Views>,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    jobs: Arc<Jobs>,
    printer: Arc<dyn Printer>,
}

impl TerritoriesState {
    /// The official tables, and what each capability says of a place, in the order of the page.
    pub fn new(registry: &'static Registry, panels: Vec<Arc<dyn TerritoryPanel>>) -> Self {
        let (node, clock) = (Arc::new(Node::empty(registry)), Arc::new(|| Timestamp::UNIX_EPOCH));
        let jobs = Arc::new(Jobs::at(PathBuf::from("nowhere"), 0));
        Self { registry, panels: panels.into(), node, clock, views: Arc::default(), jobs, printer: Arc::new(NoPress) }
    }

    /// The same, with the official files of a node, and the clock that says when it answers.
    #[must_use]
    pub fn with_node(self, node: Arc<Node>, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { node, clock: Arc::new(clock), ..self }
    }

    /// The same, keeping the tables that visitors bring.
    #[must_use]
    pub fn with_jobs(self, jobs: Arc<Jobs>) -> Self {
        Self { jobs, ..self }
    }

    /// The same, with what prints documents.
    #[must_use]
    pub fn with_printer(self, printer: Arc<dyn Printer>) -> Self {
        Self { printer, ..self }
    }

    /// The tables that visitors brought.
    pub(crate) fn jobs(&self) -> &Arc<Jobs> {
        &self.jobs
    }

    /// What prints documents.
    pub(crate) fn printer(&self) -> &dyn Printer {
        &*self.printer
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The official files of this node.
    pub fn node(&self) -> &Arc<Node> {
        &self.node
    }

    /// The first views of live maps that were made lately.
    pub(crate) fn views(&self) -> &Views {
        &self.views
    }

    /// A number that changes with what draws and names territories.
    pub(crate) fn ground_revision(&self) -> [u64; 2] {
        [self.registry.mark(), self.node.revision()]
    }

    pub(crate) fn registry(&self) -> &'static Registry {
        self.registry
    }

    pub(crate) fn panels(&self) -> &[Arc<dyn TerritoryPanel>] {
        &self.panels
    }

    pub(crate) fn revision(&self) -> Vec<u64> {
        self.panels.iter().map(|panel| panel.revision()).chain(self.ground_revision()).collect()
    }

    /// How many things lie inside a territory, all panels together.
    pub(crate) fn counter(&self) -> impl Fn(&TerritoryCode) -> usize + use<> {
        let counts: Vec<_> = self.panels.iter().map(|panel| panel.counts()).collect();
        move |code| counts.iter().filter_map(|counts| counts.get(code)).sum()
    }
}

/// Where no press was given.
struct NoPress;

impl Printer for NoPress {
    fn print<'f>(&'f self, _: &'f Frame, _: Report) -> BoxFuture<'f, Result<Vec<u8>, Failure>> {
        Box::pin(async { Err(Failure::unavailable(3_600)) })
    }
}
