//! `territories`: the official files of this node, brought in and told.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use essaim_territories::Registry;
use essaim_territories::official::{Holding, Imported, Kept, Note, OfficialError, Shelf, import};
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
        Territories::Status => status(context),
    }
}

fn shelf(context: &Context) -> Shelf {
    Shelf::at(context.ground.territories_folder())
}

/// Takes the files one after the other, up to the first that is refused: what was taken before stays, and is told.
fn bring(context: &Context, wanted: &TerritoriesImport) -> anyhow::Result<Ending> {
    let mut done = Vec::new();
    let brought = bring_all(context, wanted, &mut done);
    if let Err(error) = brought {
        let taken = Taken { what: "files", count: done.len(), told: json!({ "imported": done }) };
        return Err(if done.is_empty() { error } else { error.context(taken) });
    }
    context.output.give(&json!({ "imported": done }));
    Ok(Ending::Done)
}

fn bring_all(context: &Context, wanted: &TerritoriesImport, done: &mut Vec<Imported>) -> anyhow::Result<()> {
    let shelf = shelf(context);
    // A table that was just taken makes codes known to those that follow.
    let mut renewed: Option<Registry> = None;
    for path in &wanted.files {
        let vintage = match wanted.date {
            Some(day) => day,
            None => vintage_of(path)?,
        };
        let registry = renewed.as_ref().unwrap_or_else(|| assembly::registry(&context.ground));
        let imported = import(&shelf, registry, path, vintage, context.clock.now());
        let imported = imported.map_err(|error| match error {
            OfficialError::Io(error) => anyhow::Error::from(error).context(path.display().to_string()),
            other => Refused(format!("{}: {other}", path.display())).into(),
        })?;
        tell(context, path, &imported);
        if matches!(imported.kept.holding, Holding::Table(_)) && wanted.files.len() > 1 {
            renewed = Some(Registry::of(&shelf).0);
        }
        done.push(imported);
    }
    Ok(())
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
    for (what, all) in kinds.iter().filter(|(_, all)| !all.is_empty()) {
        let more = all.len().saturating_sub(TOLD);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        context.output.say(format_args!("  {} {what} {}{rest}", all.len(), all[..all.len() - more].join(", ")));
    }
}

/// The day that a file's name tells (`qpv-2026-01-15.zip`, `20260115.geojson`), else the day it was written.
fn vintage_of(path: &Path) -> anyhow::Result<Date> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(day) = day_in(&name) {
        return Ok(day);
    }
    let written = fs::metadata(path).and_then(|file| file.modified());
    let written = written.with_context(|| format!("{} cannot be read", path.display()))?;
    let at = Timestamp::try_from(written).context("the file was written at no time that a calendar has")?;
    Ok(essaim_web::format::day_of(at))
}

fn day_in(name: &str) -> Option<Date> {
    let plain: Vec<char> = name.chars().collect();
    (0..plain.len()).find_map(|start| {
        let digits = |from: usize, count: usize| -> Option<i32> {
            let part: String = plain.get(start + from..start + from + count)?.iter().collect();
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let is_dash = |at: usize| matches!(plain.get(start + at), Some('-' | '_'));
        let (year, month, day) = if is_dash(4) && is_dash(7) {
            (digits(0, 4)?, digits(5, 2)?, digits(8, 2)?)
        } else {
            (digits(0, 4)?, digits(4, 2)?, digits(6, 2)?)
        };
        let is_plausible = (1990..2100).contains(&year);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
            .filter(|_| is_plausible)
    })
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
    if layers.iter().chain(&tables).any(|one| one["vintages"].as_array().is_some_and(Vec::is_empty)) {
        context.output.say("What is missing comes with: essaim territories import FILE…");
        context.output.say("Without it, the program answers from the tables of codes and names that it carries.");
    }
    context.output.give(&json!({ "layers": layers, "tables": tables }));
    Ok(Ending::Done)
}

fn older(vintages: &[Kept]) -> String {
    let days: Vec<String> = vintages.iter().map(|kept| kept.vintage.to_string()).collect();
    if days.is_empty() { String::new() } else { format!(", older: {}", days.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_of_a_file_is_in_its_name_when_it_is_whole() {
        for (name, day) in [
            ("qpv-2026-01-15.zip", Some(date(2026, 1, 15))),
            ("QP_20240101_france.geojson", Some(date(2024, 1, 1))),
            ("export_2026_01_15.json", Some(date(2026, 1, 15))),
            ("qpv_2024_france.geojson.gz", None),
            ("code-12345678.json", None),
            ("2026-13-45.zip", None),
            ("", None),
        ] {
            assert_eq!(day_in(name), day, "{name}");
        }
    }
}
