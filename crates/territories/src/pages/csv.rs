//! A territory as a table: itself, what contains it, what it contains.

use axum::response::Response;
use essaim_geo::Level;
use essaim_web::{Cell, CsvStyle, Table, download};

use crate::{Registry, Territory};

const COLUMNS: [&str; 11] = [
    "relation",
    "territory",
    "level",
    "code",
    "name",
    "generation",
    "population",
    "longitude",
    "latitude",
    "source",
    "vintage",
];

/// The table of a territory, for programs.
pub(super) fn territory(registry: &Registry, place: &Territory) -> Response {
    let code = place.code();
    let above = registry.ancestors(&code);
    let above = above.iter().filter_map(|code| registry.get(code)).map(|above| row(registry, "within", above));
    let inside = Level::ALL.into_iter().flat_map(|level| registry.children(&code, level));
    let inside = inside.map(|inside| row(registry, "contains", inside));
    let table = Table {
        name: code.to_string(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows: std::iter::once(row(registry, "self", place)).chain(above).chain(inside).collect(),
    };
    download(table.csv(CsvStyle::Data), "text/csv; charset=utf-8", Some(&format!("{code}.csv")))
}

fn row(registry: &Registry, relation: &str, place: &Territory) -> Vec<Cell> {
    let source = registry.source(registry.source_key(place));
    vec![
        relation.into(),
        place.code().to_string().into(),
        place.level().to_string().into(),
        place.code().code().into(),
        place.name().into(),
        place.generation().map(|generation| generation.to_string()).into(),
        place.population().into(),
        place.point().map(|at| at.lon).into(),
        place.point().map(|at| at.lat).into(),
        source.map(|source| source.producer.clone()).into(),
        source.map(|source| source.vintage.clone()).into(),
    ]
}
