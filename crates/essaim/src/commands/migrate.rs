//! `migrate`: what `serve` does at start, by itself.

use essaim_store::Absent;
use serde_json::json;

use super::Context;
use crate::cli::Migrate;
use crate::outcome::Ending;
use crate::{assembly, database};

pub(super) async fn run(context: &Context, migrate: &Migrate) -> anyhow::Result<Ending> {
    let absent = if migrate.dry_run { Absent::Refuse } else { Absent::Make };
    let store = database::open(&context.ground, absent).await?;
    if migrate.dry_run {
        let pending = store.pending(&assembly::migrator()).await?;
        store.close().await?;
        list(context, "to run", &pending);
        context.output.give(&json!({ "pending": pending }));
        return Ok(Ending::Done);
    }
    let done = database::upgrade(&store, &context.ground, &context.clock).await?;
    store.close().await?;
    if let Some(file) = &done.backup {
        context.output.say(format_args!("Backed up before the upgrade: {}", file.display()));
    }
    list(context, "run", &done.migrations);
    context.output.give(&json!({ "backup": done.backup, "migrations": done.migrations }));
    Ok(Ending::Done)
}

fn list(context: &Context, word: &str, names: &[String]) {
    for name in names {
        context.output.say(format_args!("  {name}"));
    }
    context.output.say(format_args!("{} migrations {word}", names.len()));
}
