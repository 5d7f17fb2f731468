//! `geocode`: the points of a table's addresses.

use essaim_territories::official::{AddressSet, Shelf};
use essaim_territories::tagging::geocode;
use serde_json::json;

use super::Context;
use super::tables::{Going, Tables, columns};
use crate::cli::Geocode;
use crate::outcome::{Ending, Refused};

pub(super) fn run(context: &Context, wanted: &Geocode) -> anyhow::Result<Ending> {
    let addresses = addresses(&Shelf::at(context.ground.territories_folder()))?;
    let columns = columns(&wanted.columns, None);
    let near = wanted.near_lon.clone().zip(wanted.near_lat.clone()).map(|(lon, lat)| [lon, lat]);
    let tables = Tables {
        input: wanted.file.as_deref(),
        output: wanted.output.as_deref(),
        resume: wanted.resume,
        identity: format!("geocode {columns:?} {near:?} {:?}", addresses.kept()),
    };
    let done = tables.through(|mut input, mut output, Going { from, step }| {
        geocode(&mut input, &mut output, &columns, &near, &addresses, from, step)
    })?;
    if let Some(path) = super::tables::named(wanted.output.as_deref()) {
        let tally = done.tally;
        context.output.say(format_args!(
            "{}: {} found, {} to be checked, {} of them to be corrected at their source",
            path.display(),
            tally.inside,
            tally.to_check,
            tally.of_source
        ));
        context.output.give(&json!({
            "file": path, "trouvees": tally.inside, "a_verifier": tally.to_check, "a_corriger_a_la_source": tally.of_source,
        }));
    }
    Ok(Ending::Done)
}

/// The addresses of this node.
pub(super) fn addresses(shelf: &Shelf) -> anyhow::Result<AddressSet> {
    let missing = || Refused("the addresses are missing: essaim territories import FILE brings them in".into());
    Ok(shelf.addresses()?.ok_or_else(missing)?)
}
