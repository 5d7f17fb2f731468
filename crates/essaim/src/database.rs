//! Opening the database for a command: brought to this program's schema, or refused with what to do.

use std::path::PathBuf;

use anyhow::Context;
use essaim_accounts::Actor;
use essaim_bank::Seed;
use essaim_store::{Absent, Clock, Store, backup};

use crate::ground::Ground;
use crate::outcome::TooOld;
use crate::{assembly, backups};

/// What an upgrade did.
#[derive(Debug, Default)]
pub(crate) struct Upgrade {
    /// The backup made before.
    pub(crate) backup: Option<PathBuf>,
    /// The migrations that ran.
    pub(crate) migrations: Vec<String>,
}

/// Opens the database as it is.
pub(crate) async fn open(ground: &Ground, absent: Absent) -> anyhow::Result<Store> {
    Ok(Store::open(&ground.database(absent)).await?)
}

/// Opens the database for a command that is not there to upgrade it: an older one is refused, and a new one is made
/// only where the command brings something in.
pub(crate) async fn open_current(ground: &Ground, clock: &Clock, absent: Absent) -> anyhow::Result<Store> {
    let store = open(ground, absent).await?;
    let migrator = assembly::migrator();
    if store.pending(&migrator).await?.is_empty() {
        return Ok(store);
    }
    if let Some(database) = store.version().await? {
        return Err(TooOld { database, program: migrator.version() }.into());
    }
    upgrade(&store, ground, clock).await?;
    Ok(store)
}

/// Backs up, then migrates; sows a new database. Does nothing where nothing is pending.
pub(crate) async fn upgrade(store: &Store, ground: &Ground, clock: &Clock) -> anyhow::Result<Upgrade> {
    let migrator = assembly::migrator();
    let mut done = Upgrade::default();
    if !store.pending(&migrator).await?.is_empty() {
        if store.version().await?.is_some() {
            let file = backups::before_upgrade(&ground.backup_folder(), clock.now());
            let made = backup::backup(store, &file, &assembly::backed_up(), clock.now()).await;
            made.context("the backup before the upgrade failed; nothing was changed")?;
            tracing::info!(file = %file.display(), "backed up before the upgrade");
            done.backup = Some(file);
        }
        done.migrations = store.migrate(&migrator, clock.now()).await?;
    }
    let actor = Actor::Operator { command: "serve" };
    essaim_bank::sow(store, &actor, clock.now(), &Seed::default()).await?;
    Ok(done)
}
