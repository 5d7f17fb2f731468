//! `qpv`: which priority neighbourhood each line of a table lies in.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context as _;
use essaim_geo::Generation;
use essaim_territories::official::{Layer, Shelf};
use essaim_territories::tagging::{Columns, LocateError, Located, Quarters, locate};
use serde_json::json;

use super::Context;
use crate::cli::{Generations, Qpv};
use crate::folders;
use crate::outcome::{Ending, Refused};

pub(super) fn run(context: &Context, Qpv::Locate(wanted): &Qpv) -> anyhow::Result<Ending> {
    let quarters = quarters(context, wanted.generation)?;
    let columns = Columns { lon: wanted.lon.clone(), lat: wanted.lat.clone() };
    let input: Box<dyn Read> = match named(wanted.file.as_deref()) {
        Some(path) => Box::new(File::open(path).with_context(|| format!("{} cannot be read", path.display()))?),
        None => Box::new(io::stdin().lock()),
    };
    let Some(path) = named(wanted.output.as_deref()) else {
        located(locate(input, BufWriter::new(io::stdout().lock()), &columns, &quarters, wanted.marge))?;
        return Ok(Ending::Done);
    };
    let done = beside(path, |out| located(locate(input, out, &columns, &quarters, wanted.marge)))?;
    let Located { inside, outside, to_check } = done;
    context.output.say(format_args!("{}: {inside} dans, {outside} hors, {to_check} a_verifier", path.display()));
    context.output.give(&json!({ "file": path, "dans": inside, "hors": outside, "a_verifier": to_check }));
    Ok(Ending::Done)
}

/// A path, unless it stands for the standard input or output.
fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new("-"))
}

fn quarters(context: &Context, wanted: Generations) -> anyhow::Result<Vec<Quarters>> {
    let shelf = Shelf::at(context.ground.territories_folder());
    let generations: &[Generation] = match wanted {
        Generations::G2024 => &[Generation::G2024],
        Generations::G2015 => &[Generation::G2015],
        Generations::Both => &[Generation::G2015, Generation::G2024],
    };
    let open = |generation: &Generation| {
        let layer = Layer::Qpv(*generation);
        let missing = || {
            Refused(format!(
                "the perimeters of the neighbourhoods of {generation} are missing: essaim territories import FILE brings them in"
            ))
        };
        let (kept, perimeters) = shelf.open(layer)?.ok_or_else(missing)?;
        Ok(Quarters { generation: *generation, kept, perimeters })
    };
    generations.iter().map(open).collect()
}

fn located(done: Result<Located, LocateError>) -> anyhow::Result<Located> {
    done.map_err(|error| match error {
        LocateError::Io(error) => error.into(),
        other => Refused(other.to_string()).into(),
    })
}

/// Written beside, then renamed: a table is there whole or not at all.
fn beside<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let part = folders::beside(path);
    let cannot = || format!("{} cannot be written", path.display());
    let mut out = BufWriter::new(File::create(&part).with_context(cannot)?);
    let done = write(&mut out).and_then(|done| {
        out.flush().and_then(|()| fs::rename(&part, path)).with_context(cannot)?;
        Ok(done)
    });
    if done.is_err() {
        let _left_behind = fs::remove_file(&part);
    }
    done
}
