//! One file of a fetch, and how far it has come.

use std::path::PathBuf;

use essaim_territories::official::fetch::{Client, FetchError, Folder, Held, Label, Seen, Wanted, bring, look};
use essaim_territories::official::{Holding, Imported, holds_addresses};
use essaim_web::format;
use jiff::civil::Date;
use serde::Serialize;

use super::super::progress::{Progress, size};
use super::super::{bring_one, shelf};
use crate::commands::Context;
use crate::outcome::{Ending, Refused};

/// A file, and what has come of it.
pub(super) struct File {
    wanted: Wanted,
    folder: Folder,
    seen: Option<Seen>,
    /// A file of addresses that is to be brought in with the others: they make one set.
    addresses: Option<(PathBuf, Date)>,
    line: Line,
}

/// What is told of a file to scripts.
#[derive(Serialize)]
pub(super) struct Line {
    name: String,
    title: &'static str,
    producer: &'static str,
    licence: &'static str,
    address: String,
    /// The day on which the address last gave its file, here or where the list was made.
    verified: Option<Date>,
    /// In bytes.
    size: Option<u64>,
    to_come: Option<u64>,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<Imported>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// How far a file has come.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// It is to be taken.
    New,
    /// Its beginning is here.
    Begun,
    /// It is here, and its publisher has no other.
    Unchanged,
    /// It was taken and brought in.
    Taken,
    /// It is here, and could not be brought in.
    Refused,
    /// The publisher has none for this département.
    Absent,
    /// It did not come.
    Failed,
}

impl File {
    pub(super) fn looked_at(context: &Context, client: &Client, wanted: Wanted, is_every: bool) -> Self {
        let folder = Folder::of(&context.ground.downloads_folder(), &wanted);
        let outcome = look(client, &folder, &wanted);
        let label = folder.label().ok().flatten().filter(|label| label.address == wanted.address);
        let download = wanted.download;
        let line = Line {
            name: wanted.name(),
            title: &download.title,
            producer: &download.producer,
            licence: &download.licence,
            address: wanted.address.clone(),
            verified: label.map(|label| format::day_of(label.fetched_at)).or(download.verified),
            size: outcome.as_ref().ok().and_then(|seen| seen.published.length),
            to_come: outcome.as_ref().ok().and_then(Seen::to_come),
            state: match &outcome {
                Ok(Seen { held: Held::Nothing, .. }) => State::New,
                Ok(Seen { held: Held::Part(_), .. }) => State::Begun,
                Ok(Seen { held: Held::Whole(_), .. }) => State::Unchanged,
                Err(error) if is_every && error.is_absent() => State::Absent,
                Err(_) => State::Failed,
            },
            label: None,
            imported: None,
            error: outcome.as_ref().err().map(FetchError::to_string),
        };
        Self { wanted, folder, seen: outcome.ok(), addresses: None, line }
    }

    /// How the command ends because of it, if it does.
    pub(super) fn ending(&self) -> Option<Ending> {
        match self.line.state {
            State::Failed => Some(Ending::Failed),
            State::Refused => Some(Ending::Refused),
            _ => None,
        }
    }

    /// The file of addresses that came, if it is one.
    pub(super) fn addresses(&self) -> Option<(PathBuf, Date)> {
        self.addresses.clone()
    }

    /// Notes that the addresses were not brought in.
    pub(super) fn refuse_addresses(&mut self, error: &str) {
        if self.addresses.is_some() {
            (self.line.state, self.line.error) = (State::Refused, Some(error.to_owned()));
        }
    }

    pub(super) fn line(&self) -> &Line {
        &self.line
    }

    pub(super) fn tell(&self, context: &Context) {
        let Line { name, title, producer, licence, address, verified, .. } = &self.line;
        let what = match (&self.seen, &self.line.error) {
            (None, error) if self.line.state == State::Failed => {
                return context.output.say(format_args!("✘ {name}: {}", error.as_deref().unwrap_or_default()));
            }
            (None, _) => "the publisher has none".to_owned(),
            (Some(seen), _) => amount(seen),
        };
        let doubt = if verified.is_none() { format!("; unverified address {address}") } else { String::new() };
        context.output.say(format_args!("{name}: {title} ({producer}, {licence}): {what}{doubt}"));
    }

    /// How much is to come of it, if some is; an unknown amount is none.
    pub(super) fn to_come(&self) -> Option<Option<u64>> {
        let is_here = matches!(self.line.state, State::Unchanged);
        self.seen.as_ref().filter(|_| !is_here).map(Seen::to_come)
    }

    /// Takes the file where it is not here, and brings it in where it is not yet.
    pub(super) fn take(&mut self, context: &Context, client: &Client) -> anyhow::Result<()> {
        let Some(seen) = &self.seen else { return Ok(()) };
        let label = match &seen.held {
            Held::Whole(label) => Ok(label.as_ref().clone()),
            _ => self.download(context, client, seen),
        };
        match label {
            Ok(label) => self.bring_in(context, label),
            Err(error) => {
                context.output.say(format_args!("✘ {}: {error}", self.line.name));
                (self.line.state, self.line.error) = (State::Failed, Some(error.to_string()));
                Ok(())
            }
        }
    }

    fn download(&self, context: &Context, client: &Client, seen: &Seen) -> Result<Label, FetchError> {
        let mut progress = Progress::new(context.output, &self.line.name, seen.published.length);
        let at = context.clock.now();
        let label = bring(client, &self.folder, &self.wanted, seen, at, &mut |there| progress.tell(there));
        progress.end();
        label
    }

    fn bring_in(&mut self, context: &Context, label: Label) -> anyhow::Result<()> {
        let path = self.folder.file(&label);
        self.line.verified = Some(format::day_of(label.fetched_at));
        let is_new = self.line.state != State::Unchanged;
        if !is_new && is_kept(context, &label)? {
            self.line.label = Some(label);
            return Ok(());
        }
        if is_new {
            self.line.state = State::Taken;
            let checksum = &label.checksum[..16];
            context.output.say(format_args!("{}: {} came, BLAKE3 {checksum}…", self.line.name, size(label.length)));
        }
        if holds_addresses(&path)? {
            self.addresses = Some((path, label.vintage));
            self.line.label = Some(label);
            return Ok(());
        }
        match bring_one(context, &path, label.vintage) {
            Ok(imported) => self.line.imported = Some(imported),
            Err(error) if error.is::<Refused>() => {
                context.output.say(format_args!("✘ {}: it is kept, and not brought in: {error}", self.line.name));
                (self.line.state, self.line.error) = (State::Refused, Some(error.to_string()));
            }
            Err(error) => return Err(error),
        }
        self.line.label = Some(label);
        Ok(())
    }
}

/// Whether a vintage on the shelf was made of this file.
fn is_kept(context: &Context, label: &Label) -> anyhow::Result<bool> {
    let shelf = shelf(context);
    for holding in Holding::all() {
        if shelf.vintages(holding)?.iter().any(|kept| kept.checksum == label.checksum) {
            return Ok(true);
        }
    }
    let sets = shelf.address_sets()?;
    Ok(sets.first().is_some_and(|set| set.sources.iter().any(|source| source.checksum == label.checksum)))
}

fn amount(seen: &Seen) -> String {
    let whole = seen.published.length.map_or_else(|| "of no known size".to_owned(), size);
    match &seen.held {
        Held::Nothing => whole,
        Held::Part(begun) => format!("{whole}, {} of it here already", size(*begun)),
        Held::Whole(label) => format!("unchanged, here since {}", format::day_of(label.fetched_at)),
    }
}
