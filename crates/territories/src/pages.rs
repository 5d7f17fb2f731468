//! `/territoires` and `/territoires/<level-code>`, as a page, as JSON, CSV and GeoJSON; `/ici`, what covers a point;
//! `/qpv`, for one address; `/qpv/fichier`, for a table.

mod beside;
mod csv;
mod file;
mod here;
mod index;
mod json;
mod one;
mod picture;
mod qpv;

use essaim_accounts::{Access::Everyone, Doors};
use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Frame, Messages};

use crate::panel::TerritoriesState;
use crate::{Registry, Territory};

/// The words of these pages.
pub static MESSAGES: Messages =
    Messages { owner: "territories", fr: include_str!("../messages/fr.ftl"), en: include_str!("../messages/en.ftl") };

/// The words of the page of one address.
pub static QPV_MESSAGES: Messages = Messages {
    owner: "territories/qpv",
    fr: include_str!("../messages/qpv.fr.ftl"),
    en: include_str!("../messages/qpv.en.ftl"),
};

/// The words of the pages of a table.
pub static FILE_MESSAGES: Messages = Messages {
    owner: "territories/file",
    fr: include_str!("../messages/file.fr.ftl"),
    en: include_str!("../messages/file.en.ftl"),
};

pub(crate) use file::BRINGS;
pub use file::{BROUGHT, Line as ReportLine, Part as ReportPart, Printer, Report};

/// The pages of territories, and their API.
pub fn routes(state: TerritoriesState) -> Doors {
    let api = crate::api::routes(state.clone());
    Doors::new()
        .get(Everyone, "/ici", here::here)
        .get(Everyone, "/territoires", index::index)
        .get(Everyone, "/territoires/contours.geojson", json::country)
        .get(Everyone, "/territoires/{code}", one::one)
        .get(Everyone, "/territoires/{code}/contours.geojson", json::first_view)
        .get(Everyone, "/qpv", qpv::qpv)
        .merge(file::routes())
        .with_state(state)
        .merge(api)
}

/// A territory as a line of a list.
struct Line {
    href: String,
    label: String,
    level: &'static str,
    count: usize,
}

/// The key of a level's name; the second one of a list of them.
fn level_key(level: Level) -> &'static str {
    match level {
        Level::Region => "territory-level-region",
        Level::Departement => "territory-level-departement",
        Level::Arrondissement => "territory-level-arrondissement",
        Level::Epci => "territory-level-epci",
        Level::Commune => "territory-level-commune",
        Level::Contrat => "territory-level-contrat",
        Level::Qpv => "territory-level-qpv",
    }
}

/// The key of the name of a place's own level, more exact than its level's, among the words of these pages.
pub fn kind_key(place: &Territory) -> &'static str {
    use crate::Generation::{G2015, G2024};
    match (place.generation(), place.is_municipal_arrondissement()) {
        (Some(G2015), _) => "territory-level-qpv-2015",
        (Some(G2024), _) => "territory-level-qpv-2024",
        (None, true) => "territory-level-municipal",
        (None, false) => level_key(place.level()),
    }
}

fn href(frame: &Frame, code: &TerritoryCode) -> String {
    frame.url(&format!("/territoires/{code}")).into_owned()
}

fn line(frame: &Frame, registry: &Registry, place: &Territory, count: usize) -> Line {
    let code = place.code();
    Line { href: href(frame, &code), label: registry.label(&code).unwrap_or_default(), level: kind_key(place), count }
}

/// `35 m`, `1,2 km`: no finer than it is known.
fn distance(frame: &Frame, metres: f64) -> String {
    let (value, unit) = match metres {
        ..10.0 => ((metres * 10.0).round() / 10.0, "m"),
        ..1_000.0 => (metres.round(), "m"),
        ..20_000.0 => ((metres / 100.0).round() / 10.0, "km"),
        _ => ((metres / 1_000.0).round(), "km"),
    };
    format!("{}\u{a0}{unit}", frame.number(value))
}

#[cfg(test)]
mod tests;
