//! What other capabilities say of an organisation on its page: the directory knows none of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use essaim_web::Frame;

use crate::model::{Directory, KindLabels};

/// Something to show on an organisation's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its title, in the page's language.
    pub title: String,
    /// How many things it shows.
    pub count: usize,
    /// HTML, already escaped.
    pub html: String,
}

/// A capability that has something to say of organisations.
pub trait OrganisationPanel: Send + Sync {
    /// What it says of one; `None` when nothing.
    fn panel(&self, frame: &Frame, slug: &str) -> Option<Panel>;

    /// For each organisation, how many things it would show.
    fn counts(&self) -> Arc<BTreeMap<String, usize>>;
}

/// The organisations at one moment.
#[derive(Clone)]
pub struct Present {
    /// A number that changes with them, with their kinds' names and with what the panels show.
    pub revision: u64,
    /// The organisations.
    pub directory: Arc<Directory>,
    /// What their kinds are called.
    pub kinds: KindLabels,
}

/// What the pages of organisations are made from.
#[derive(Clone)]
pub struct NetworkState {
    present: Arc<dyn Fn() -> Option<Present> + Send + Sync>,
    panels: Arc<[Arc<dyn OrganisationPanel>]>,
}

impl NetworkState {
    /// `present` gives the organisations as they are; none while they are being read.
    pub fn new(
        present: impl Fn() -> Option<Present> + Send + Sync + 'static,
        panels: Vec<Arc<dyn OrganisationPanel>>,
    ) -> Self {
        Self { present: Arc::new(present), panels: panels.into() }
    }

    pub(crate) fn present(&self) -> Option<Present> {
        (self.present)()
    }

    pub(crate) fn panels(&self) -> &[Arc<dyn OrganisationPanel>] {
        &self.panels
    }
}
