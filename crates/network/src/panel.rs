//! What other capabilities say of an organisation on its page: the directory knows none of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use essaim_web::Frame;

use crate::model::Directory;

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

/// What the pages of organisations are made from.
#[derive(Clone)]
pub struct NetworkState {
    directory: Arc<dyn Fn() -> Option<(u64, Arc<Directory>)> + Send + Sync>,
    panels: Arc<[Arc<dyn OrganisationPanel>]>,
}

impl NetworkState {
    /// `directory` gives the present directory and a number that changes with what the panels show; none while it is
    /// being read.
    pub fn new(
        directory: impl Fn() -> Option<(u64, Arc<Directory>)> + Send + Sync + 'static,
        panels: Vec<Arc<dyn OrganisationPanel>>,
    ) -> Self {
        Self { directory: Arc::new(directory), panels: panels.into() }
    }

    pub(crate) fn directory(&self) -> Option<(u64, Arc<Directory>)> {
        (self.directory)()
    }

    pub(crate) fn panels(&self) -> &[Arc<dyn OrganisationPanel>] {
        &self.panels
    }
}
