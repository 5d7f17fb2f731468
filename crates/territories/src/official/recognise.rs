//! Which layer a file holds: told by how its codes are written, and by its names where codes alone leave a doubt.

use std::collections::BTreeMap;

use essaim_geo::TerritoryCode;
use essaim_geo::reading::Properties;

use super::Layer;
use super::tables::padded as whole;
use crate::Registry;
use crate::suggest::fold;

/// The names under which publishers give codes, the surest first.
const CODES: [&str; 24] = [
    "code_qp",
    "codeqp",
    "code_qpv",
    "qp",
    "code_cv",
    "codecv",
    "codgeo",
    "insee_com",
    "code_insee",
    "code_commune",
    "siren_epci",
    "code_epci",
    "code_siren",
    "siren",
    "insee_arr",
    "insee_dep",
    "code_dep",
    "dep",
    "insee_reg",
    "code_reg",
    "reg",
    "code",
    "id",
    "code_officiel",
];

/// The names under which publishers give names.
const NAMES: [&str; 16] = [
    "lib_qp", "nom_qp", "nomqp", "lib_cv", "nom_cv", "lib_com", "nom_com", "lib_epci", "nom_epci", "lib_dep",
    "nom_dep", "lib_reg", "nom_reg", "nom", "lib", "libelle",
];

/// A thing of a file, as one of the levels that its codes could be of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) code: TerritoryCode,
    pub(super) name: String,
}

/// Everything that a thing could be: a neighbourhood names its commune and its département too.
pub(super) fn candidates(properties: &Properties) -> Vec<Named> {
    let name = properties.text(&NAMES).unwrap_or_default();
    let mut all: Vec<Named> = Vec::new();
    for key in CODES {
        let Some(written) = properties.text(&[key]) else { continue };
        for code in TerritoryCode::candidates(&padded(key, &written)) {
            if all.iter().all(|known| known.code != code) {
                all.push(Named { code, name: name.clone() });
            }
        }
    }
    all
}

/// Spreadsheets eat the noughts that codes begin with.
fn padded(key: &str, written: &str) -> String {
    match key {
        "insee_dep" | "code_dep" | "dep" | "insee_reg" | "code_reg" | "reg" => whole(written, 2),
        "insee_com" | "code_insee" | "code_commune" => whole(written, 5),
        _ => written.to_owned(),
    }
}

/// The layer that fits most of the things of a file; of several that fit as many, the smallest territories, since these
/// name what holds them, then the one whose names are those of the tables.
pub(super) fn layer(things: &[Vec<Named>], registry: &Registry) -> Option<Layer> {
    let mut fits: BTreeMap<Layer, (usize, usize)> = BTreeMap::new();
    for thing in things {
        let mut seen: Vec<Layer> = Vec::new();
        for Named { code, name } in thing {
            let layer = Layer::of(code);
            if seen.contains(&layer) {
                continue;
            }
            seen.push(layer);
            let fit = fits.entry(layer).or_default();
            fit.0 += 1;
            fit.1 += usize::from(registry.get(code).is_some_and(|known| fold(known.name()) == fold(name)));
        }
    }
    // A layer names each territory once; what holds them is named many times.
    let distinct = |layer: Layer| {
        let mut codes: Vec<TerritoryCode> = things
            .iter()
            .filter_map(|thing| thing.iter().find(|named| Layer::of(&named.code) == layer))
            .map(|named| named.code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes.len()
    };
    let best = fits.into_iter().max_by_key(|&(layer, (count, named))| {
        (count * 10 >= things.len() * 9, distinct(layer), named, std::cmp::Reverse(layer))
    });
    best.filter(|(_, (count, _))| count * 2 > things.len()).map(|(layer, _)| layer)
}
