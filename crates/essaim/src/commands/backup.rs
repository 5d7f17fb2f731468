//! `backup` and `restore`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use essaim_bank::snapshot::Bank;
use essaim_store::backup::{self as archives, Existing, Manifest, Restore as What};
use essaim_store::{Absent, Address, StoreError};
use serde_json::json;

use super::Context;
use crate::cli::{Backup, Restore};
use crate::outcome::{Ending, Refused, store_error};
use crate::{assembly, backups, database, leftovers};

pub(super) async fn backup(context: &Context, backup: &Backup) -> anyhow::Result<Ending> {
    let now = context.clock.now();
    let folder = context.ground.backup_folder();
    let file = backup.file.clone().unwrap_or_else(|| backups::dated(&folder, now));
    let store = database::open(&context.ground, Absent::Refuse).await?;
    leftovers::clean(&context.ground);
    let manifest = archives::backup(&store, &file, &assembly::backed_up(), now).await?;
    store.close().await?;
    let removed = match backup.keep {
        Some(keep) => remove_old(&folder, keep.into())?,
        None => Vec::new(),
    };
    context.output.say(format_args!("Backed up {} to {}", content(&manifest), file.display()));
    for path in &removed {
        context.output.say(format_args!("Removed {}", path.display()));
    }
    give(context, &manifest, &file, &json!({ "removed": removed }));
    Ok(Ending::Done)
}

fn remove_old(folder: &Path, keep: usize) -> anyhow::Result<Vec<PathBuf>> {
    let old = backups::old(folder, keep).with_context(|| format!("{} cannot be read", folder.display()))?;
    for path in &old {
        fs::remove_file(path).with_context(|| format!("{} cannot be removed", path.display()))?;
    }
    Ok(old)
}

pub(super) async fn restore(context: &Context, restore: &Restore) -> anyhow::Result<Ending> {
    if !archives::is_backup(&restore.file) {
        let why = match fs::File::open(&restore.file) {
            Err(error) => format!("cannot be read: {error}"),
            Ok(_) if restore.file.is_dir() => "is a folder, not a backup".to_owned(),
            Ok(_) => "is no backup that can be read".to_owned(),
        };
        return Err(Refused(format!("{} {why}", restore.file.display())).into());
    }
    let existing = if restore.replace { Existing::Replace } else { Existing::Keep };
    let what = What { from: restore.file.clone(), files: None, existing };
    let (manifest, kept) = match into_present(context, &what).await {
        Err(error) if restore.replace => into_damaged(context, &what, error).await?,
        outcome => (outcome?, None),
    };
    // It tells of the bank that was there before.
    Bank::forget_kept(&context.ground.index_folder())?;
    context.output.say(format_args!("Restored {} from {}", content(&manifest), restore.file.display()));
    if let Some(kept) = &kept {
        context.output.say(format_args!("The damaged file is kept as {}", kept.display()));
    }
    give(context, &manifest, &restore.file, &json!({ "damaged": kept }));
    Ok(Ending::Done)
}

/// Restores into the database as it is, or into a new one once the backup is known to be whole.
async fn into_present(context: &Context, what: &What) -> anyhow::Result<Manifest> {
    let settings = context.ground.database(Absent::Make);
    if matches!(&settings.address, Address::Sqlite(file) if !file.exists()) {
        archives::verify(&what.from).await?;
    }
    let store = database::open(&context.ground, Absent::Make).await?;
    let restored = archives::restore(&store, &assembly::migrator(), what, context.clock.now()).await;
    store.close().await?;
    Ok(restored?)
}

/// Restores into a new SQLite file where the present one cannot be written any more; any other error stays.
async fn into_damaged(
    context: &Context,
    what: &What,
    error: anyhow::Error,
) -> anyhow::Result<(Manifest, Option<PathBuf>)> {
    let is_damaged = error.chain().filter_map(store_error).any(|error| matches!(error, StoreError::Malformed(_)));
    match context.ground.database(Absent::Make).address {
        Address::Sqlite(file) if is_damaged => {
            let now = context.clock.now();
            let (manifest, kept) = archives::replace_damaged(&file, &assembly::migrator(), what, now).await?;
            Ok((manifest, Some(kept)))
        }
        _ => Err(error),
    }
}

fn content(manifest: &Manifest) -> String {
    format!("{} rows of {} tables", manifest.rows(), manifest.tables.len())
}

fn give(context: &Context, manifest: &Manifest, file: &Path, besides: &serde_json::Value) {
    let mut result = json!({
        "file": file,
        "made_at": manifest.made_at.to_string(),
        "version": manifest.version().to_string(),
        "tables": manifest.tables.len(),
        "rows": manifest.rows(),
    });
    for (key, value) in besides.as_object().into_iter().flatten() {
        result[key] = value.clone();
    }
    context.output.give(&result);
}
