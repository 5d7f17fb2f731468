//! `export` and `recueil`: what leaves the bank.

use essaim_bank::folder;
use serde_json::json;

use super::Context;
use crate::cli::Export;
use crate::database;
use crate::outcome::Ending;

pub(super) async fn export(context: &Context, export: &Export) -> anyhow::Result<Ending> {
    let store = database::open_current(&context.ground, &context.clock).await?;
    let count = folder::export(&store, &export.folder).await?;
    context.output.give(&json!({ "experiences": count, "folder": export.folder }));
    context.output.say(format_args!("{count} experiences written under {}", export.folder.display()));
    Ok(Ending::Done)
}
