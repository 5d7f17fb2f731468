//! `backup` and `restore`.

use essaim_store::backup::{self as backups, Existing, Manifest, Restore as What};
use serde_json::json;

use super::Context;
use crate::cli::{Backup, Restore};
use crate::outcome::Ending;
use crate::{assembly, database};

pub(super) async fn backup(context: &Context, backup: &Backup) -> anyhow::Result<Ending> {
    let now = context.clock.now();
    let file = backup.file.clone().unwrap_or_else(|| context.ground.backup_file(now));
    let store = database::open(&context.ground).await?;
    let manifest = backups::backup(&store, &file, None, now).await?;
    store.close().await?;
    tell(context, &manifest, "Backed up", "to", &file);
    Ok(Ending::Done)
}

pub(super) async fn restore(context: &Context, restore: &Restore) -> anyhow::Result<Ending> {
    let store = database::open(&context.ground).await?;
    let existing = if restore.replace { Existing::Replace } else { Existing::Keep };
    let what = What { from: restore.file.clone(), files: None, existing };
    let manifest = backups::restore(&store, &assembly::migrator(), &what, context.clock.now()).await?;
    store.close().await?;
    tell(context, &manifest, "Restored", "from", &restore.file);
    Ok(Ending::Done)
}

fn tell(context: &Context, manifest: &Manifest, done: &str, way: &str, file: &std::path::Path) {
    let (rows, tables) = (manifest.rows(), manifest.tables.len());
    context.output.say(format_args!("{done} {rows} rows of {tables} tables {way} {}", file.display()));
    context.output.give(&json!({
        "file": file,
        "made_at": manifest.made_at.to_string(),
        "version": manifest.version().to_string(),
        "tables": tables,
        "rows": rows,
    }));
}
