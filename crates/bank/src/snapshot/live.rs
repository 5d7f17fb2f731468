//! The bank as it lives on a node: the present snapshot, kept fresh by the outbox and on disk between two starts.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use essaim_network::Directory;
use essaim_search::{Changes, Index, IndexBuilder};
use essaim_store::outbox::{self, Cursor, Follower, Notices};
use essaim_store::{Store, StoreError};
use essaim_territories::Registry;

use super::cache::{self, CacheFault, Head};
use super::documents::{Lookups, card, document, schema, suggested};
use super::{Entry, Snapshot, Tombstone};
use crate::error::BankError;
use crate::events::Event;
use crate::model::{Experience, Status, Synonyms, Vocabularies};
use crate::store::{self, ExperienceId, Stored, Which};

/// How long nothing must have changed before the snapshot is written to disk.
const QUIET: Duration = Duration::from_secs(3);

/// Beyond this many changes at once, reading everything is quicker than mending.
const MANY: usize = 500;

/// The bank on this node. Cheap to clone.
#[derive(Clone)]
pub struct Bank(Arc<Inner>);

struct Inner {
    store: Store,
    registry: &'static Registry,
    folder: Option<PathBuf>,
    present: ArcSwapOption<Snapshot>,
}

/// Whether visitors can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// The snapshot is there.
    Ready,
    /// It is being read from the database.
    Building,
}

/// What notices led to.
struct State {
    snapshot: Arc<Snapshot>,
    cursor: Cursor,
    kept: bool,
}

impl Bank {
    /// A bank over this store. With a folder, its snapshot is kept there between two starts. Nothing is read yet.
    pub fn new(store: Store, registry: &'static Registry, folder: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner { store, registry, folder, present: ArcSwapOption::empty() }))
    }

    /// The present snapshot; none while the first one is being read.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.0.present.load_full()
    }

    /// The official tables.
    pub fn registry(&self) -> &'static Registry {
        self.0.registry
    }

    /// The store beneath, for what the snapshot does not hold.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Whether visitors can be served.
    pub fn readiness(&self) -> Readiness {
        if self.0.present.load().is_some() { Readiness::Ready } else { Readiness::Building }
    }

    /// What is wrong with the snapshot kept on disk, if something is; nothing where none is kept. A start then reads
    /// the database instead, and keeps a new one.
    pub fn fault_of_kept(folder: &Path) -> Option<String> {
        if cache::is_absent(folder) { None } else { cache::read(folder).err().map(|fault| fault.to_string()) }
    }

    /// Throws away what is kept on disk and reads everything from the database. Returns how many are published.
    ///
    /// # Errors
    /// The database's, or the disk's.
    pub async fn rebuild(&self) -> Result<usize, BankError> {
        if let Some(folder) = &self.0.folder {
            Self::forget_kept(folder)?;
        }
        let mut state = self.read_all().await?;
        self.keep(&mut state).await?;
        Ok(state.snapshot.entries().len())
    }

    /// Reads the kept snapshot and what changed since, or everything. Returns when visitors can be served.
    ///
    /// # Errors
    /// The database's.
    pub async fn load(&self) -> Result<(), BankError> {
        let mut state = self.first_state().await?;
        let notices = loop {
            match outbox::read_after(&self.0.store, &state.cursor).await {
                Ok(notices) if notices.list.is_empty() => break notices,
                Ok(notices) => self.apply(&mut state, &notices).await?,
                Err(StoreError::CursorLost) => state = self.read_all().await?,
                Err(error) => return Err(error.into()),
            }
        };
        state.cursor = notices.cursor;
        self.keep(&mut state).await
    }

    /// Follows the changes for ever, mending the snapshot as they come. To be run once on each node.
    pub async fn follow(&self) -> BankError {
        loop {
            match self.follow_once().await {
                // Older than the outbox, or than a backup restored since: what is kept on disk is no better.
                BankError::Store(StoreError::CursorLost) => {
                    tracing::warn!("the bank's snapshot is too old, read again");
                    if let Some(Err(error)) = self.0.folder.as_deref().map(Self::forget_kept) {
                        return error;
                    }
                    // Whatever is wrong with the database, it is not asked without a pause.
                    tokio::time::sleep(QUIET).await;
                }
                error => return error,
            }
        }
    }

    /// Throws away the snapshot kept on disk: to be done when the database was replaced.
    ///
    /// # Errors
    /// The disk's.
    pub fn forget_kept(folder: &Path) -> Result<(), BankError> {
        Ok(cache::forget(folder).map_err(CacheFault::from)?)
    }

    async fn follow_once(&self) -> BankError {
        let followed = async {
            let mut state = self.first_state().await?;
            let mut follower = Follower::new(&self.0.store, state.cursor);
            loop {
                match tokio::time::timeout(QUIET, follower.next()).await {
                    Ok(notices) => {
                        let notices = notices?;
                        self.apply(&mut state, &notices).await?;
                        follower.handled(&notices);
                    }
                    Err(_quiet) => self.keep(&mut state).await?,
                }
            }
        };
        let outcome: Result<std::convert::Infallible, BankError> = followed.await;
        match outcome {
            Err(error) => error,
        }
    }

    /// The kept snapshot if it is sound, else everything from the database.
    async fn first_state(&self) -> Result<State, BankError> {
        let Some(folder) = self.0.folder.clone() else { return self.read_all().await };
        let synonyms = store::load_synonyms(self.0.store.reader()).await?;
        let kept = blocking(move || cache::read(&folder)).await;
        let fingerprint = Index::fingerprint_of(&schema(), &search_synonyms(&synonyms));
        let is_present = |head: &Head| head.fingerprint == fingerprint && head.registry == self.0.registry.mark();
        let fault = match kept {
            Ok(kept) if is_present(&kept.head) => match kept.head.cursor.parse() {
                Ok(cursor) => return Ok(self.adopt(kept, cursor)),
                Err(_) => CacheFault::Entries,
            },
            Ok(_) => CacheFault::Mismatch,
            Err(fault) => fault,
        };
        tracing::info!(reason = %fault, "the bank is read from the database");
        self.read_all().await
    }

    fn adopt(&self, kept: cache::Kept, cursor: Cursor) -> State {
        let cache::Kept { head, entries, index } = kept;
        let snapshot = Arc::new(Snapshot {
            changed_at: changed_at(&entries, &head.tombstones),
            entries: entries.into(),
            index,
            vocabularies: Arc::new(head.vocabularies),
            directory: Arc::new(Directory::new(head.organisations)),
            registry: self.0.registry,
            former_slugs: head.former_slugs.into_iter().collect(),
            tombstones: head.tombstones,
            revision: head.revision,
        });
        self.0.present.store(Some(snapshot.clone()));
        State { snapshot, cursor, kept: true }
    }

    async fn read_all(&self) -> Result<State, BankError> {
        let cursor = outbox::now(&self.0.store).await?;
        let on = self.0.store.reader();
        let vocabularies = Arc::new(store::load_vocabularies(on).await?);
        let synonyms = store::load_synonyms(on).await?;
        let directory = Arc::new(essaim_network::directory(on).await?);
        let all = store::load(on, Which::All).await?;
        let registry = self.0.registry;
        let terms = search_synonyms(&synonyms);
        let snapshot = blocking(move || build(all, vocabularies, directory, registry, terms)).await?;
        let snapshot = Arc::new(snapshot);
        self.0.present.store(Some(snapshot.clone()));
        Ok(State { snapshot, cursor, kept: false })
    }

    async fn apply(&self, state: &mut State, notices: &Notices) -> Result<(), BankError> {
        let events: Vec<Event> =
            notices.list.iter().filter_map(|notice| Event::read(notice).transpose()).collect::<Result<_, _>>()?;
        if events.contains(&Event::Everything) || events.len() > MANY {
            *state = self.read_all().await?;
            return Ok(());
        }
        let mut ids: Vec<ExperienceId> = Vec::new();
        for event in events {
            if let Event::Experience(id) = event {
                ids.retain(|known| *known != id);
                ids.push(id);
            }
        }
        if !ids.is_empty() {
            let changed = store::load(self.0.store.reader(), Which::These(&ids)).await?;
            let former = state.snapshot.clone();
            let mended = blocking(move || mend(&former, &ids, changed)).await?;
            state.snapshot = Arc::new(mended);
            state.kept = false;
            self.0.present.store(Some(state.snapshot.clone()));
        }
        state.cursor = notices.cursor;
        Ok(())
    }

    /// Writes the snapshot to disk, unless it is there already.
    async fn keep(&self, state: &mut State) -> Result<(), BankError> {
        let Some(folder) = self.0.folder.clone().filter(|_| !state.kept) else { return Ok(()) };
        let snapshot = state.snapshot.clone();
        let cursor = state.cursor.to_string();
        let written = blocking(move || {
            let head = Head {
                vocabularies: (*snapshot.vocabularies).clone(),
                organisations: snapshot.directory.all().to_vec(),
                former_slugs: snapshot.former_slugs.iter().map(|(a, b)| (a.clone(), b.clone())).collect(),
                tombstones: snapshot.tombstones.clone(),
                registry: snapshot.registry.mark(),
                ..Head::new(snapshot.revision, cursor, snapshot.index.fingerprint())
            };
            cache::write(&folder, head, &snapshot.entries, &snapshot.index)?;
            // What was built lies in memory; what is read from the file costs only what is looked at.
            let index = cache::read_index(&folder)?;
            let same = index.revision() == snapshot.index.revision() && index.len() == snapshot.index.len();
            if same { Ok(snapshot.with_index(index)) } else { Err(CacheFault::Mismatch) }
        });
        match written.await {
            Ok(snapshot) => {
                state.snapshot = Arc::new(snapshot);
                self.0.present.store(Some(state.snapshot.clone()));
            }
            // A disk that is full must not stop visitors from being served: the next start only takes longer.
            Err(fault) => tracing::error!(%fault, "the bank's snapshot could not be written to disk"),
        }
        state.kept = true;
        Ok(())
    }
}

/// Runs long work away from the threads that answer visitors.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("the work does not panic")
}

fn search_synonyms(synonyms: &Synonyms) -> essaim_search::Synonyms {
    let groups = synonyms.groups().map(<[String]>::to_vec).collect();
    let acronyms = synonyms.acronyms().map(|(short, long)| (short.to_owned(), long.to_owned())).collect();
    essaim_search::Synonyms::new(groups, acronyms)
}

/// Parts an experience from its written story, which the index keeps.
fn entry_of(stored: Stored, lookups: Lookups<'_>) -> (Arc<Entry>, Experience) {
    let written = stored.experience;
    let mut experience = written.clone();
    experience.text.sections = Default::default();
    if let Some(english) = &mut experience.english {
        english.sections = Default::default();
    }
    let entry = Entry {
        id: stored.id,
        revision: stored.revision.into(),
        created_at: stored.created_at,
        updated_at: stored.updated_at,
        card: card(&written, lookups),
        experience,
    };
    (Arc::new(entry), written)
}

fn build(
    all: Vec<Stored>,
    vocabularies: Arc<Vocabularies>,
    directory: Arc<Directory>,
    registry: &'static Registry,
    synonyms: essaim_search::Synonyms,
) -> Result<Snapshot, BankError> {
    let lookups = Lookups { vocabularies: &vocabularies, directory: &directory, registry };
    let fingerprint = Index::fingerprint_of(&schema(), &synonyms);
    let mut builder = IndexBuilder::new(schema(), synonyms);
    let mut entries = Vec::new();
    let mut tombstones = Vec::new();
    let mut former_slugs = HashMap::new();
    for stored in all {
        match stored.experience.status {
            Status::Draft => {}
            Status::Withdrawn => tombstones.push(tombstone(&stored)),
            Status::Published => {
                remember_former(&mut former_slugs, &stored.experience);
                let (entry, written) = entry_of(stored, lookups);
                builder.add(document(&entry, &written, lookups))?;
                entries.push(entry);
            }
        }
    }
    for entry in suggested(entries.iter().map(|entry| &**entry), lookups) {
        builder.suggest_also(entry);
    }
    let revision = revision(&entries, &tombstones, &vocabularies, &directory, &fingerprint, registry);
    let index = builder.finish(revision);
    tombstones.sort_by_key(|stone| std::cmp::Reverse(stone.withdrawn_at));
    let changed_at = changed_at(&entries, &tombstones);
    let entries = entries.into();
    Ok(Snapshot { entries, index, vocabularies, directory, registry, former_slugs, tombstones, revision, changed_at })
}

/// The snapshot with some experiences read anew.
fn mend(former: &Snapshot, ids: &[ExperienceId], changed: Vec<Stored>) -> Result<Snapshot, BankError> {
    let lookups =
        Lookups { vocabularies: &former.vocabularies, directory: &former.directory, registry: former.registry };
    let mut by_slug: BTreeMap<&str, Arc<Entry>> =
        former.entries.iter().map(|entry| (entry.experience.slug.as_str(), entry.clone())).collect();
    let mut tombstones = former.tombstones.clone();
    let mut former_slugs = former.former_slugs.clone();
    let gone: Vec<_> = former.entries.iter().filter(|entry| ids.contains(&entry.id)).collect();
    for entry in &gone {
        by_slug.remove(entry.experience.slug.as_str());
        former_slugs.retain(|_, present| **present != *entry.experience.slug.as_str());
    }
    let mut removed: Vec<String> = gone.iter().map(|entry| entry.experience.slug.to_string()).collect();
    let mut added = Vec::new();
    let mut fresh = Vec::new();
    for stored in changed {
        tombstones.retain(|stone| *stone.slug != *stored.experience.slug.as_str());
        match stored.experience.status {
            Status::Draft => {}
            Status::Withdrawn => tombstones.push(tombstone(&stored)),
            Status::Published => {
                remember_former(&mut former_slugs, &stored.experience);
                let (entry, written) = entry_of(stored, lookups);
                added.push(document(&entry, &written, lookups));
                removed.retain(|slug| slug != entry.experience.slug.as_str());
                fresh.push(entry);
            }
        }
    }
    by_slug.extend(fresh.iter().map(|entry| (entry.experience.slug.as_str(), entry.clone())));
    let all: Vec<Arc<Entry>> = by_slug.into_values().collect();
    let fingerprint = former.index.fingerprint();
    let revision = revision(&all, &tombstones, &former.vocabularies, &former.directory, &fingerprint, former.registry);
    let suggestions = suggested(all.iter().map(|entry| &**entry), lookups);
    let index = former.index.updated(Changes { removed, added, entries: Some(suggestions) }, revision)?;
    // The index keeps an order of its own: the entries follow it.
    let mut entries: Vec<Option<Arc<Entry>>> = vec![None; all.len()];
    for entry in &all {
        let doc = index.document(entry.experience.slug.as_str()).expect("every entry was indexed");
        entries[doc as usize] = Some(entry.clone());
    }
    let entries = entries.into_iter().map(|entry| entry.expect("every document is an entry")).collect::<Vec<_>>();
    tombstones.sort_by_key(|stone| std::cmp::Reverse(stone.withdrawn_at));
    Ok(Snapshot {
        changed_at: changed_at(&entries, &tombstones),
        entries: entries.into(),
        index,
        vocabularies: former.vocabularies.clone(),
        directory: former.directory.clone(),
        registry: former.registry,
        former_slugs,
        tombstones,
        revision,
    })
}

fn tombstone(stored: &Stored) -> Tombstone {
    Tombstone { slug: stored.experience.slug.as_str().into(), withdrawn_at: stored.updated_at }
}

fn remember_former(former_slugs: &mut HashMap<Box<str>, Box<str>>, experience: &Experience) {
    for former in &experience.former_slugs {
        former_slugs.insert(former.as_str().into(), experience.slug.as_str().into());
    }
}

fn changed_at(entries: &[Arc<Entry>], tombstones: &[Tombstone]) -> Option<jiff::Timestamp> {
    let entries = entries.iter().map(|entry| entry.updated_at);
    entries.chain(tombstones.iter().map(|stone| stone.withdrawn_at)).max()
}

/// The same contents give the same number on every node, whatever the order in which they came.
fn revision(
    entries: &[Arc<Entry>],
    tombstones: &[Tombstone],
    vocabularies: &Vocabularies,
    directory: &Directory,
    fingerprint: &[u8; 32],
    registry: &Registry,
) -> u64 {
    let mut lines: Vec<_> = entries.iter().map(|entry| (entry.experience.slug.as_str(), &*entry.revision)).collect();
    lines.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &[u8]| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text);
    };
    for (slug, revision) in lines {
        part(slug.as_bytes());
        part(revision.as_bytes());
    }
    let mut stones: Vec<_> = tombstones.iter().map(|stone| &*stone.slug).collect();
    stones.sort_unstable();
    stones.into_iter().for_each(|slug| part(slug.as_bytes()));
    part(&serde_json::to_vec(vocabularies).expect("plain strings serialise"));
    part(&serde_json::to_vec(directory.all()).expect("plain strings serialise"));
    // Other synonyms find other experiences, other tables name other places.
    part(fingerprint);
    part(&registry.mark().to_le_bytes());
    let digest = hasher.finalize();
    u64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("eight bytes"))
}
