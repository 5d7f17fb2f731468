//! `territories`: the official perimeters of this node, brought in and told.

mod fetch;
mod progress;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use essaim_territories::Registry;
use essaim_territories::official::{
    AddressImportError, AddressSource, Imported, Kept, KeptAddresses, Layer, Note, OfficialError, Shelf, day_in_name,
    holds_addresses, import, import_addresses, known_towns,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::Context;
use crate::cli::{Territories, TerritoriesImport};
use crate::outcome::{Ending, Refused};

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

fn bring(context: &Context, wanted: &TerritoriesImport) -> anyhow::Result<Ending> {
    let (mut done, mut addresses) = (Vec::new(), Vec::new());
    for path in &wanted.files {
        let vintage = match wanted.date {
            Some(day) => day,
            None => vintage_of(path)?,
        };
        if holds_addresses(path).with_context(|| format!("{} cannot be read", path.display()))? {
            addresses.push((path.clone(), vintage));
        } else {
            done.push(bring_one(context, path, vintage)?);
        }
    }
    let addresses = if addresses.is_empty() { None } else { Some(bring_addresses(context, &addresses)?) };
    context.output.give(&json!({ "imported": done, "addresses": addresses }));
    Ok(Ending::Done)
}

/// Brings files of addresses in, as one set, and tells what it holds.
fn bring_addresses(context: &Context, files: &[(PathBuf, Date)]) -> anyhow::Result<KeptAddresses> {
    let towns = known_towns(Registry::embedded());
    let kept = import_addresses(&shelf(context), towns, files, context.clock.now());
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
    let imported = import(&shelf(context), Registry::embedded(), path, vintage, context.clock.now());
    let imported = imported.map_err(|error| match error {
        OfficialError::Io(error) => anyhow::Error::from(error).context(path.display().to_string()),
        other => Refused(format!("{}: {other}", path.display())).into(),
    })?;
    tell(context, path, &imported);
    Ok(imported)
}

fn tell(context: &Context, path: &Path, imported: &Imported) {
    let Kept { layer, vintage, count, .. } = &imported.kept;
    context.output.say(format_args!(
        "{}: {layer}, {count} perimeters as of {vintage}, {} of them made sound",
        path.display(),
        imported.repaired
    ));
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
            "left out, without a code of this layer: number in the file",
            of_kind(|note| match note {
                Note::NoCode { place } => Some(place.to_string()),
                _ => None,
            }),
        ),
    ];
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
    let mut layers = Vec::new();
    for layer in Layer::ALL {
        let vintages = shelf.vintages(layer).context("the official files cannot be read")?;
        match vintages.first() {
            None => context.output.say(format_args!("{layer}: missing")),
            Some(latest) => context.output.say(format_args!(
                "{layer}: {} perimeters as of {} ({}){}",
                latest.count,
                latest.vintage,
                latest.file,
                older(&vintages[1..])
            )),
        }
        layers.push(json!({ "layer": layer.key(), "vintages": vintages }));
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
    if layers.iter().any(|layer| layer["vintages"].as_array().is_some_and(Vec::is_empty)) {
        context.output.say("What is missing comes with: essaim territories fetch, or essaim territories import FILE…");
    }
    context.output.give(&json!({ "layers": layers, "addresses": addresses }));
    Ok(Ending::Done)
}

fn older(vintages: &[Kept]) -> String {
    let days: Vec<String> = vintages.iter().map(|kept| kept.vintage.to_string()).collect();
    if days.is_empty() { String::new() } else { format!(", older: {}", days.join(", ")) }
}
