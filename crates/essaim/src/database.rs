//! Opening the database for a command: brought to this program's schema, or refused with what to do.

use std::path::PathBuf;

use anyhow::Context;
use essaim_accounts::Actor;
use essaim_bank::Seed;
use essaim_store::{Clock, Store, backup};

use crate::assembly;
use crate::ground::Ground;
use crate::outcome::Refused;

/// What an upgrade did.
#[derive(Debug, Default)]
pub(crate) struct Upgrade {
    /// The backup made before.
    pub(crate) backup: Option<PathBuf>,
    /// The migrations that ran.
    pub(crate) migrations: Vec<String>,
}

/// Opens the database as it is.
pub(crate) async fn open(ground: &Ground) -> anyhow::Result<Store> {
    Ok(Store::open(&ground.database()).await?)
}

/// Opens the database for a command that is not there to upgrade it: a new one is made, an older one refused.
pub(crate) async fn open_current(ground: &Ground, clock: &Clock) -> anyhow::Result<Store> {
    let store = open(ground).await?;
    let pending = store.pending(&assembly::migrator()).await?;
    if pending.is_empty() {
        return Ok(store);
    }
    if store.version().await?.is_some() {
        let last = pending.last().expect("it is not empty");
        let remedy = "run `essaim migrate`, or start the site once";
        return Err(Refused(format!("the database is older than this program, which needs {last}: {remedy}")).into());
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
            let file = ground.backup_file(clock.now());
            let made = backup::backup(store, &file, None, clock.now()).await;
            made.context("the backup before the upgrade failed; nothing was changed")?;
            done.backup = Some(file);
        }
        done.migrations = store.migrate(&migrator, clock.now()).await?;
    }
    let actor = Actor::Operator { command: "serve" };
    essaim_bank::sow(store, &actor, clock.now(), &Seed::default()).await?;
    Ok(done)
}
