//! `territories`: the official files of this node, brought in and told.

mod fetch;
mod progress;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use essaim_territories::Registry;
use essaim_territories::official::{
    AddressImportError, AddressSource, Holding, Imported, Kept, KeptAddresses, Note, OfficialError, Shelf, day_in_name,
    holds_addresses, import, import_addresses,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::Context;
use crate::assembly;
use crate::cli::{Territories, TerritoriesImport};
use crate::outcome::{Ending, Refused, Taken};

/// So many notes of a kind are told one by one.
const TOLD: usize = 10;

pub(super) fn run(context: &Context, territories: &Territories) -> anyhow::Result<Ending> {
    match territories {
        Territories::Import(wanted) => bring(context, wanted),
        Territories::Fetch(wanted) => fetch::run(context, wanted),
        Territories::Status => status(context),
    }
}

fn shelf(context: &Context) -> Shelf {
    Shelf::at(context.ground.territories_folder())
}

/// Takes the files one after the other, up to the first that is refused: what was taken before stays, and is told.
fn bring(context: &Context, wanted: &TerritoriesImport) -> anyhow::Result<Ending> {
    let mut brought = Brought::default();
    if let Err(error) = bring_all(context, wanted, &mut brought) {
        let count = brought.imported.len();
        let taken = Taken { what: "files", count, told: json!({ "imported": brought.imported }) };
        return Err(if count == 0 { error } else { error.context(taken) });
    }
    context.output.give(&json!({ "imported": brought.imported, "addresses": brought.addresses }));
    Ok(Ending::Done)
}

/// What a command brought in so far.
#[derive(Default)]
struct Brought {
    imported: Vec<Imported>,
    addresses: Option<KeptAddresses>,
}

fn bring_all(context: &Context, wanted: &TerritoriesImport, brought: &mut Brought) -> anyhow::Result<()> {
    let mut addresses = Vec::new();
    // A table that was just taken makes codes known to those that follow.
    let mut renewed: Option<Registry> = None;
    for path in &wanted.files {
        let vintage = match wanted.date {
            Some(day) => day,
            None => vintage_of(path)?,
        };
        if holds_addresses(path).with_context(|| format!("{} cannot be read", path.display()))? {
            addresses.push((path.clone(), vintage));
            continue;
        }
        let registry = renewed.as_ref().unwrap_or_else(|| assembly::registry(&context.ground));
        let imported = bring_beside(context, registry, path, vintage)?;
        if matches!(imported.kept.holding, Holding::Table(_)) && wanted.files.len() > 1 {
            renewed = Some(Registry::of(&shelf(context)).0);
        }
        brought.imported.push(imported);
    }
    if !addresses.is_empty() {
        brought.addresses = Some(bring_addresses(context, &addresses)?);
    }
    Ok(())
}

/// Brings files of addresses in, as one set, and tells what it holds.
fn bring_addresses(context: &Context, files: &[(PathBuf, Date)]) -> anyhow::Result<KeptAddresses> {
    let shelf = shelf(context);
    let (registry, _told_by_check) = Registry::of(&shelf);
    let kept = import_addresses(&shelf, &registry, files, context.clock.now());
    let kept = kept.map_err(|(path, error)| match error {
        AddressImportError::Io(error) => anyhow::Error::from(error).context(path.display().to_string()),
        other => Refused(format!("{}: {other}", path.display())).into(),
    })?;
    for (path, _) in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(source) = kept.sources.iter().find(|source| source.file == name) {
            let AddressSource { taken, left_out, vintage, .. } = source;
            let told = format_args!("{}: {taken} addresses as of {vintage}, {left_out} lines left out", path.display());
            context.output.say(told);
        }
    }
    context.output.say(format_args!("addresses: {} numbers, {} ways and places in all", kept.numbers, kept.ways));
    Ok(kept)
}

/// Brings a file in, and tells what it was.
fn bring_one(context: &Context, path: &Path, vintage: Date) -> anyhow::Result<Imported> {
    bring_beside(context, assembly::registry(&context.ground), path, vintage)
}

/// The same beside a registry, which knows the codes that a file may name.
fn bring_beside(context: &Context, registry: &Registry, path: &Path, vintage: Date) -> anyhow::Result<Imported> {
    let imported = import(&shelf(context), registry, path, vintage, context.clock.now());
    let imported = imported.map_err(|error| match error {
        OfficialError::Io(error) => anyhow::Error::from(error).context(path.display().to_string()),
        other => Refused(format!("{}: {other}", path.display())).into(),
    })?;
    tell(context, path, &imported);
    Ok(imported)
}

fn tell(context: &Context, path: &Path, imported: &Imported) {
    let Kept { holding, vintage, count, .. } = &imported.kept;
    let sound = match holding {
        Holding::Layer(_) => format!(", {} of them made sound", imported.repaired),
        Holding::Table(_) => String::new(),
    };
    let counted = holding.counted();
    context.output.say(format_args!("{}: {holding}, {count} {counted} as of {vintage}{sound}", path.display()));
    let of_kind =
        |is_meant: fn(&Note) -> Option<String>| imported.notes.iter().filter_map(is_meant).collect::<Vec<_>>();
    let kinds = [
        (
            "without a perimeter",
            of_kind(|note| match note {
                Note::Empty { code } => Some(code.clone()),
                _ => None,
            }),
        ),
        (
            "not in the tables",
            of_kind(|note| match note {
                Note::UnknownCode { code } => Some(code.clone()),
                _ => None,
            }),
        ),
        (
            "left out, without an official code: number in the file",
            of_kind(|note| match note {
                Note::NoCode { place } => Some(place.to_string()),
                _ => None,
            }),
        ),
        (
            "départements of which it holds an extract, so that what it lacks stays:",
            of_kind(|note| match note {
                Note::Extract { code } => Some(code.clone()),
                _ => None,
            }),
        ),
    ];
    for note in &imported.notes {
        if let Note::Replaced { file, count } = note {
            context.output.say(format_args!(
                "  in place of {file}, {count} {counted} of the same day: --date keeps two files side by side"
            ));
        }
    }
    for (what, all) in kinds.iter().filter(|(_, all)| !all.is_empty()) {
        let more = all.len().saturating_sub(TOLD);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        context.output.say(format_args!("  {} {what} {}{rest}", all.len(), all[..all.len() - more].join(", ")));
    }
}

/// The day that a file's name tells (`qpv-2026-01-15.zip`, `20260115.geojson`), else the day it was written.
fn vintage_of(path: &Path) -> anyhow::Result<Date> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(day) = day_in_name(&name) {
        return Ok(day);
    }
    let written = fs::metadata(path).and_then(|file| file.modified());
    let written = written.with_context(|| format!("{} cannot be read", path.display()))?;
    let at = Timestamp::try_from(written).context("the file was written at no time that a calendar has")?;
    Ok(essaim_web::format::day_of(at))
}

fn status(context: &Context) -> anyhow::Result<Ending> {
    let shelf = shelf(context);
    let (mut layers, mut tables) = (Vec::new(), Vec::new());
    for holding in Holding::all() {
        let vintages = shelf.vintages(holding).context("the official files cannot be read")?;
        match vintages.first() {
            None => context.output.say(format_args!("{holding}: missing")),
            Some(latest) => context.output.say(format_args!(
                "{holding}: {} {} as of {} ({}){}",
                latest.count,
                holding.counted(),
                latest.vintage,
                latest.file,
                older(&vintages[1..])
            )),
        }
        match holding {
            Holding::Layer(layer) => layers.push(json!({ "layer": layer.key(), "vintages": vintages })),
            Holding::Table(table) => tables.push(json!({ "table": table.key(), "vintages": vintages })),
        }
    }
    let addresses = shelf.address_sets().context("the addresses cannot be read")?;
    match addresses.first() {
        None => context.output.say("addresses: missing"),
        Some(latest) => {
            let files: Vec<&str> = latest.sources.iter().map(|source| source.file.as_str()).collect();
            context.output.say(format_args!(
                "addresses: {} numbers, {} ways and places as of {} ({})",
                latest.numbers,
                latest.ways,
                latest.vintage,
                files.join(", ")
            ));
        }
    }
    if layers.iter().chain(&tables).any(|one| one["vintages"].as_array().is_some_and(Vec::is_empty)) {
        context.output.say("What is missing comes with: essaim territories fetch, or essaim territories import FILE…");
        context.output.say("Without it, the program answers from the tables of codes and names that it carries.");
    }
    context.output.give(&json!({ "layers": layers, "tables": tables, "addresses": addresses }));
    Ok(Ending::Done)
}

fn older(vintages: &[Kept]) -> String {
    let days: Vec<String> = vintages.iter().map(|kept| kept.vintage.to_string()).collect();
    if days.is_empty() { String::new() } else { format!(", older: {}", days.join(", ")) }
}
