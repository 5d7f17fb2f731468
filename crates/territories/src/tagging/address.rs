//! The address of a line: asked, found, and what its columns say of it.

use essaim_geo::addresses::{Addresses, Answer as FoundAddresses, Bare, Doubt, Finder, Found, Nature, Near, Question};

use serde::{Deserialize, Serialize};

use super::Reason;
use super::columns::Places;
use crate::official::AddressSet;
use crate::official::tables::padded;
use crate::{Level, TerritoryCode};

/// A score under which nothing is decided.
pub const SURE: f64 = 0.8;

/// What a table gets for the address.
pub(super) const ADDED: [&str; 7] = [
    "adresse_trouvee",
    "adresse_nature",
    "adresse_score",
    "adresse_insee",
    "adresse_lon",
    "adresse_lat",
    "adresse_millesime",
];

/// What a line says of its address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asked {
    /// House number, what follows it and the kind of way, where they stand apart.
    pub number: String,
    /// The way, or the whole address.
    pub address: String,
    /// Postal code, with the nought that spreadsheets eat.
    pub postcode: String,
    /// Commune.
    pub city: String,
    /// INSEE code.
    pub insee: String,
}

impl Asked {
    pub(super) fn of(cells: &[String], places: &Places) -> Self {
        let padded = |code: &str| padded(code, 5);
        Self {
            number: Places::text(cells, &places.number),
            address: Places::text(cells, &places.address),
            postcode: padded(Places::cell(cells, places.postcode)),
            city: Places::cell(cells, places.city).to_owned(),
            insee: padded(Places::cell(cells, places.insee)),
        }
    }

    /// As it is asked of the tables.
    pub fn question(&self, near: Option<Near>) -> Question<'_> {
        Question {
            number: &self.number,
            address: &self.address,
            postcode: &self.postcode,
            city: &self.city,
            insee: Some(self.insee.as_str()).filter(|code| !code.is_empty()),
            near,
        }
    }

    /// Its postal code, else that of its commune.
    pub(super) fn code(&self) -> &str {
        if self.postcode.is_empty() { &self.insee } else { &self.postcode }
    }

    /// Without its house number and what is beside it: floors, flats, who lives there.
    pub(super) fn bare(&self) -> Bare {
        Bare::of(&[&self.number, &self.address, &self.postcode, &self.city])
    }

    /// The whole of it, on one line.
    pub(crate) fn line(&self) -> String {
        let parts = [&self.number, &self.address, &self.postcode, &self.city];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The same for two lines that ask for the same address, whatever their case and spaces.
    pub(crate) fn key(&self) -> String {
        let all = [&self.number, &self.address, &self.postcode, &self.city].map(|part| part.to_lowercase());
        all.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// An address that was sought, and what is to be said of it.
#[derive(Debug, Clone)]
pub struct Sought<'a> {
    /// What was found, the likeliest first.
    pub found: Vec<Found<'a>>,
    /// Why nothing can be decided on it.
    pub reason: Option<Reason>,
    /// A code of the line was not followed.
    pub ignored: Option<Reason>,
    /// Whether the question's number is missing, or is unknown.
    pub(super) number: Option<Reason>,
}

/// Seeks the address of a line, near somewhere if it is told.
pub fn seek<'a>(finder: &mut Finder<'a>, addresses: &Addresses, asked: &Asked, near: Option<Near>) -> Sought<'a> {
    let question = asked.question(near);
    let FoundAddresses { found, doubt, is_postcode_ignored, is_insee_ignored } = finder.find(&question, 5);
    let (mut reason, mut number) = (None, None);
    match doubt {
        None => {}
        Some(Doubt::NumberMissing) => number = Some(Reason::NumberMissing),
        Some(Doubt::NumberUnknown) => number = Some(Reason::NumberUnknown),
        Some(doubt) => reason = Some(of(doubt)),
    }
    let best = found.first();
    if reason.is_none() && best.is_none_or(|best| best.score < SURE) {
        reason = Some(Reason::NotFound);
    }
    if reason.is_some_and(|reason| !reason.is_of_source()) && is_elsewhere(best, asked, addresses) {
        reason = Some(Reason::AddressesMissing);
    }
    let ignored = match (is_postcode_ignored, is_insee_ignored) {
        (true, _) => Some(Reason::PostcodeIgnored),
        (false, true) => Some(Reason::InseeIgnored),
        (false, false) => None,
    };
    Sought { found, reason, ignored, number }
}

/// What may have been meant, with its label, each label once: what is so many times less likely than the best is not.
pub(crate) fn likely<'f, 'a>(found: &'f [Found<'a>]) -> Vec<(String, &'f Found<'a>)> {
    const FAR_LESS: f64 = 20.0;
    let best = found.first().map_or(0.0, |best| best.score);
    let mut all: Vec<(String, &Found<'a>)> = Vec::new();
    for found in found.iter().filter(|found| found.score * FAR_LESS >= best) {
        let label = label(found);
        if all.iter().all(|(known, _)| *known != label) {
            all.push((label, found));
        }
    }
    all
}

fn of(doubt: Doubt) -> Reason {
    match doubt {
        Doubt::Empty => Reason::Empty,
        Doubt::Abroad => Reason::Abroad,
        Doubt::Lent => Reason::Lent,
        Doubt::Box => Reason::PostBox,
        Doubt::Ways => Reason::Ways,
        Doubt::Towns => Reason::Towns,
        Doubt::NumberMissing => Reason::NumberMissing,
        Doubt::NumberUnknown => Reason::NumberUnknown,
        Doubt::StreetMissing => Reason::StreetMissing,
        Doubt::NotFound => Reason::NotFound,
    }
}

/// Whether the line lies in a commune of which no address is at hand.
fn is_elsewhere(best: Option<&Found<'_>>, asked: &Asked, addresses: &Addresses) -> bool {
    let is_sure = |found: &&Found<'_>| found.score >= 0.5;
    match best.filter(is_sure) {
        Some(found) => !addresses.holds_commune(found.insee),
        None => asked.postcode.parse().is_ok_and(|code| !addresses.holds_postcode(code)),
    }
}

/// The commune of an address that was found.
pub(super) fn commune(found: &Found<'_>) -> Option<TerritoryCode> {
    TerritoryCode::new(Level::Commune, found.insee).ok()
}

/// An address as the Base Adresse Nationale writes it: `12 bis Rue Carnot 93140 Bondy`.
pub fn label(found: &Found<'_>) -> String {
    let mut label = house(found);
    if !found.street.is_empty() {
        label.push_str(found.street);
        label.push(' ');
    }
    if found.postcode != 0 {
        label.push_str(&format!("{:05} ", found.postcode));
    }
    label.push_str(found.town);
    label
}

fn house(found: &Found<'_>) -> String {
    match found.number {
        None => String::new(),
        Some((number, "")) => format!("{number} "),
        Some((number, repetition)) => format!("{number} {repetition} "),
    }
}

/// The cells of [`ADDED`].
pub(super) fn cells(sought: &Sought<'_>, set: &AddressSet) -> [String; ADDED.len()] {
    let vintage = set.vintage().to_string();
    let Some(found) = sought.found.first().filter(|_| sought.reason != Some(Reason::Empty)) else {
        return [String::new(), String::new(), String::new(), String::new(), String::new(), String::new(), vintage];
    };
    [
        label(found),
        found.nature.key().to_owned(),
        format!("{:.2}", (found.score * 100.0).floor() / 100.0),
        found.insee.to_owned(),
        format!("{:.6}", found.point.lon),
        format!("{:.6}", found.point.lat),
        vintage,
    ]
}

/// How far the true place may be from the point, in metres.
pub(super) fn accuracy(found: &Found<'_>) -> f64 {
    match found.nature {
        Nature::Number | Nature::Between => found.accuracy,
        Nature::Way | Nature::Place | Nature::Town => found.accuracy.max(50.0),
    }
}
