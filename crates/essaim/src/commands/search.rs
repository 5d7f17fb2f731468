//! `search`: results in the terminal, and the index made anew.

use essaim_bank::finding::Search as Wanted;
use essaim_store::Absent;
use serde::Serialize;
use serde_json::json;

use super::Context;
use crate::assembly::App;
use crate::cli::Search;
use crate::database;
use crate::outcome::Ending;

/// A result, for scripts.
#[derive(Debug, Serialize)]
struct Found<'a> {
    slug: &'a str,
    title: &'a str,
    summary: &'a str,
    place: &'a str,
    lead: &'a str,
}

pub(super) async fn run(context: &Context, search: &Search) -> anyhow::Result<Ending> {
    let store = database::open_current(&context.ground, &context.clock, Absent::Refuse).await?;
    let app = App::new(store, &context.ground);
    if search.rebuild {
        let count = app.bank.rebuild().await?;
        app.store.close().await?;
        context.output.give(&json!({ "indexed": count }));
        context.output.say(format_args!("Index rebuilt: {count} experiences"));
        return Ok(Ending::Done);
    }
    app.bank.load().await?;
    app.store.close().await?;
    let snapshot = app.bank.snapshot().expect("it was just loaded");
    let mut wanted = Wanted::everything();
    wanted.words = search.words.join(" ");
    let answer = snapshot.index().search(&wanted.request(usize::from(search.limit)));
    let found: Vec<Found<'_>> = answer
        .hits
        .iter()
        .filter_map(|hit| snapshot.entries().get(hit.doc as usize))
        .map(|entry| Found {
            slug: entry.experience.slug.as_str(),
            title: &entry.experience.text.title,
            summary: &entry.experience.text.summary,
            place: &entry.card.place,
            lead: &entry.card.lead,
        })
        .collect();
    for Found { slug, title, place, lead, .. } in &found {
        context.output.say(format_args!("{title}\n    {place} · {lead}\n    /experiences/{slug}"));
    }
    context.output.say(format_args!("{} of {}", found.len(), answer.total));
    context.output.give(&json!({ "total": answer.total, "items": found }));
    Ok(Ending::Done)
}
