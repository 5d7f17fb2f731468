//! `qpv`: which priority neighbourhood each line of a table lies in.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context as _;
use essaim_geo::{Generation, Perimeters};
use essaim_territories::Registry;
use essaim_territories::official::{Layer, Shelf};
use essaim_territories::tagging::{
    AddressColumns, Columns, Decisions, Locating, Progress, Quarters, Tagging, Tally, Wanted, locate, tag,
};
use serde_json::json;

use super::Context;
use super::geocode::addresses;
use super::tables::{Going, Tables, columns, named, refused};
use crate::cli::{Generations, Locate, Qpv, Tag};
use crate::outcome::{Ending, Refused};

pub(super) fn run(context: &Context, wanted: &Qpv) -> anyhow::Result<Ending> {
    match wanted {
        Qpv::Locate(wanted) => located(context, wanted),
        Qpv::Tag(wanted) => tagged(context, wanted),
    }
}

fn located(context: &Context, wanted: &Locate) -> anyhow::Result<Ending> {
    let shelf = Shelf::at(context.ground.territories_folder());
    let quarters = quarters(&shelf, wanted.generation)?;
    let departements = departements(&shelf)?;
    let columns = Columns { lon: wanted.lon.clone(), lat: wanted.lat.clone() };
    let locating = Locating { quarters: &quarters, departements: departements.as_ref(), margin: wanted.marge };
    let tables = Tables {
        input: wanted.file.as_deref(),
        output: wanted.output.as_deref(),
        resume: false,
        identity: String::new(),
    };
    let done = tables.through(|input, output, _| {
        locate(input, output, &columns, &locating).map(|tally| Progress { tally, ..Progress::default() })
    })?;
    tell(context, wanted.output.as_deref(), done.tally);
    Ok(Ending::Done)
}

fn tagged(context: &Context, wanted: &Tag) -> anyhow::Result<Ending> {
    let shelf = Shelf::at(context.ground.territories_folder());
    let generations = if wanted.date.is_some() { Generations::Both } else { wanted.generation };
    let quarters = quarters(&shelf, generations)?;
    let (addresses, departements) = (addresses(&shelf)?, departements(&shelf)?);
    let point = wanted.lon.clone().zip(wanted.lat.clone()).map(|(lon, lat)| [lon, lat]);
    let columns = columns(&wanted.columns, point);
    let tagging = Tagging {
        quarters: &quarters,
        addresses: &addresses,
        departements: departements.as_ref(),
        wanted: wanted.date.clone().map_or(Wanted::All, Wanted::InForce),
        margin: wanted.marge,
        decisions: decisions(wanted.decisions.as_deref(), &columns)?,
    };
    let options = (wanted.generation, &wanted.date, wanted.marge, &columns, decided(wanted.decisions.as_deref())?);
    let vintages: Vec<_> = quarters.iter().map(|one| &one.kept).collect();
    let tables = Tables {
        input: wanted.file.as_deref(),
        output: wanted.output.as_deref(),
        resume: wanted.resume,
        identity: format!("tag {options:?} {vintages:?} {:?}", addresses.kept()),
    };
    let done = tables.through(|mut input, mut output, Going { from, step }| {
        tag(&mut input, &mut output, &columns, &tagging, from, step)
    })?;
    tell(context, wanted.output.as_deref(), done.tally);
    Ok(Ending::Done)
}

fn tell(context: &Context, output: Option<&Path>, tally: Tally) {
    let Some(path) = named(output) else { return };
    let Tally { inside, outside, to_check, of_source } = tally;
    context.output.say(format_args!(
        "{}: {inside} dans, {outside} hors, {to_check} a_verifier, {of_source} of these to be corrected at their source",
        path.display()
    ));
    context.output.give(&json!({
        "file": path, "dans": inside, "hors": outside, "a_verifier": to_check, "a_corriger_a_la_source": of_source,
    }));
}

/// What the decisions' file holds, to know it again.
fn decided(path: Option<&Path>) -> anyhow::Result<Option<String>> {
    let hash = |path: &Path| -> io::Result<String> { Ok(blake3::hash(&fs::read(path)?).to_hex().to_string()) };
    path.map(|path| hash(path).with_context(|| format!("{} cannot be read", path.display()))).transpose()
}

fn decisions(path: Option<&Path>, columns: &AddressColumns) -> anyhow::Result<Decisions> {
    let Some(path) = path else { return Ok(Decisions::default()) };
    let table = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Decisions::read(&table, columns).map_err(|error| refused(error).context(path.display().to_string()))
}

/// The départements, where they were brought in.
fn departements(shelf: &Shelf) -> anyhow::Result<Option<Perimeters>> {
    Ok(shelf.open(Layer::Departement)?.map(|(_, perimeters)| perimeters))
}

fn quarters(shelf: &Shelf, wanted: Generations) -> anyhow::Result<Vec<Quarters>> {
    let generations: &[Generation] = match wanted {
        Generations::G2024 => &[Generation::G2024],
        Generations::G2015 => &[Generation::G2015],
        Generations::Both => &[Generation::G2015, Generation::G2024],
    };
    // As the site answers: by the tables of this node.
    let (registry, _told_by_check) = Registry::of(shelf);
    let open = |generation: &Generation| {
        let missing = || {
            Refused(format!(
                "the perimeters of the neighbourhoods of {generation} are missing: essaim territories import FILE brings them in"
            ))
        };
        Ok(Quarters::open(shelf, &registry, *generation)?.ok_or_else(missing)?)
    };
    generations.iter().map(open).collect()
}
