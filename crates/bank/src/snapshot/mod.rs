//! The public bank in memory: what every visitor's page reads. Immutable; a change makes a new one.

mod cache;
mod documents;
mod live;
mod prose;
mod story;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use essaim_geo::TerritoryCode;
use essaim_network::Directory;
use essaim_search::Index;
use essaim_territories::Registry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use cache::CacheFault;
pub(crate) use documents::a_few;
pub use documents::{Place, schema};
pub use live::{Bank, Readiness};
pub use prose::{plain, to_html};
pub use story::Story;

use crate::finding::Search;
use crate::model::{Experience, PartnerRole, Vocabularies};
use crate::store::ExperienceId;

/// A published experience, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identity.
    pub id: ExperienceId,
    /// The experience. Its sections are not here: [`Snapshot::story`] has them as HTML, and the store as they were
    /// written, for the few who ask (files, feeds, books).
    pub experience: Experience,
    /// Fingerprint of its present state.
    pub revision: Box<str>,
    /// When it entered the bank.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What its card shows beside the title.
    pub card: Card,
}

/// What a card shows, worked out once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// Where, in words: the places where it happens, else those inside which it is at work.
    pub place: Box<str>,
    /// Who leads, in words.
    pub lead: Box<str>,
    /// One cell per partner: its role.
    pub cells: Box<[PartnerRole]>,
    /// The points of the map: only where it happens or began.
    pub points: Box<[Place]>,
}

/// An experience that was taken off, so that whoever follows the bank knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Its address.
    pub slug: Box<str>,
    /// Since when.
    pub withdrawn_at: Timestamp,
}

/// The public bank at one moment.
pub struct Snapshot {
    entries: Arc<[Arc<Entry>]>,
    index: Index,
    vocabularies: Arc<Vocabularies>,
    directory: Arc<Directory>,
    registry: &'static Registry,
    former_slugs: HashMap<Box<str>, Box<str>>,
    tombstones: Vec<Tombstone>,
    revision: u64,
    changed_at: Option<Timestamp>,
}

impl Snapshot {
    /// The published experiences; a hit's `doc` is its place here.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// The same, to be kept longer than the snapshot; what is worked out by an experience's number holds for these alone.
    pub fn shared_entries(&self) -> &Arc<[Arc<Entry>]> {
        &self.entries
    }

    /// A published experience by its slug.
    pub fn get(&self, slug: &str) -> Option<&Arc<Entry>> {
        self.index.document(slug).and_then(|doc| self.entries.get(doc as usize))
    }

    /// The number of an experience in the index.
    pub fn number(&self, slug: &str) -> Option<u32> {
        self.index.document(slug)
    }

    /// The story of a published experience; empty for any other.
    pub fn story(&self, slug: &str) -> Story<'_> {
        Story::read(self.number(slug).and_then(|doc| self.index.stored(doc)).unwrap_or_default())
    }

    /// An experience by its slug or by one that it bore: links that people kept stay good.
    pub fn find(&self, slug: &str) -> Option<&Arc<Entry>> {
        self.get(slug).or_else(|| self.get(self.present_slug(slug)?))
    }

    /// The present slug of an experience that bore this one.
    pub fn present_slug(&self, former: &str) -> Option<&str> {
        self.former_slugs.get(former).map(|slug| &**slug)
    }

    /// When an experience that bore this slug was taken off.
    pub fn tombstone(&self, slug: &str) -> Option<&Tombstone> {
        self.tombstones.iter().find(|stone| &*stone.slug == slug)
    }

    /// All that were taken off, the latest first.
    pub fn tombstones(&self) -> &[Tombstone] {
        &self.tombstones
    }

    /// The search index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The vocabularies.
    pub fn vocabularies(&self) -> &Vocabularies {
        &self.vocabularies
    }

    /// The organisations.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The organisations, to be kept longer than the snapshot.
    pub fn shared_directory(&self) -> Arc<Directory> {
        self.directory.clone()
    }

    /// The official tables.
    pub fn registry(&self) -> &'static Registry {
        self.registry
    }

    /// A number that changes with the contents: for validators of pages.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// When anything last changed; none in an empty bank.
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.changed_at
    }

    /// A territory's name, or its code where the tables lack it.
    pub fn territory_name(&self, code: &TerritoryCode) -> String {
        self.registry.get(code).map_or_else(|| code.to_string(), |territory| territory.name().to_owned())
    }

    /// The same bank over another index of the same documents.
    fn with_index(&self, index: Index) -> Self {
        Self {
            entries: self.entries.clone(),
            index,
            vocabularies: self.vocabularies.clone(),
            directory: self.directory.clone(),
            registry: self.registry,
            former_slugs: self.former_slugs.clone(),
            tombstones: self.tombstones.clone(),
            revision: self.revision,
            changed_at: self.changed_at,
        }
    }

    /// How many experiences a search finds.
    pub fn total(&self, search: &Search) -> u32 {
        let request = essaim_search::Request { limit: 0, snippets: false, ..search.request(0) };
        self.index.search(&request).total
    }
}
