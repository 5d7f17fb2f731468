//! What is asked of the neighbourhoods, by the parameters of an address or by a line of a list.

use essaim_web::{Failure, Query};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::tagging::{Ask, Asked, Wish};
use crate::{Generation, Point};

/// An address, or a point.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters")]
pub(crate) struct QpvParameters {
    /// A whole address, on one line.
    pub adresse: Option<String>,
    /// Postal code, where it stands apart.
    pub code_postal: Option<String>,
    /// Commune, where it stands apart.
    pub ville: Option<String>,
    /// INSEE code of the commune.
    pub code_insee: Option<String>,
    /// Longitude in degrees, with `lat`, instead of an address.
    #[param(minimum = -180, maximum = 180)]
    pub lon: Option<f64>,
    /// Latitude in degrees.
    #[param(minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
    /// Which list of neighbourhoods: `2024`, `2015` or `both`; 2024 where none is told.
    #[param(pattern = "^(2024|2015|both)$")]
    pub generation: Option<String>,
}

/// A line of a list: a whole address as a text, its parts, or a point.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum AskedAddress {
    /// A whole address, on one line.
    Line(String),
    /// Its parts, or a point.
    Parts(Parts),
}

/// The parts of an address, or a point.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parts {
    /// House number, where it stands apart.
    #[serde(default)]
    pub(super) numero: String,
    /// The way, or the whole address.
    #[serde(default)]
    pub(super) adresse: String,
    /// Postal code.
    #[serde(default)]
    pub(super) code_postal: String,
    /// Commune.
    #[serde(default)]
    pub(super) ville: String,
    /// INSEE code of the commune.
    #[serde(default)]
    pub(super) code_insee: String,
    /// Longitude in degrees.
    #[schema(minimum = -180, maximum = 180)]
    pub(super) lon: Option<f64>,
    /// Latitude in degrees.
    #[schema(minimum = -90, maximum = 90)]
    pub(super) lat: Option<f64>,
}

impl AskedAddress {
    /// As it is asked; none where its point is not on the globe.
    pub(super) fn ask(self) -> Option<Ask> {
        let parts = match self {
            Self::Line(adresse) => Parts { adresse, ..Parts::default() },
            Self::Parts(parts) => parts,
        };
        match (parts.lon, parts.lat) {
            (Some(lon), Some(lat)) => Some(Ask::Point(Point::new(lon, lat)?, 0.0)),
            (None, None) => Some(Ask::Address(Asked {
                number: parts.numero,
                address: parts.adresse,
                postcode: parts.code_postal,
                city: parts.ville,
                insee: parts.code_insee,
            })),
            _ => None,
        }
    }
}

/// The generations that a query asks: 2024's where it does not say.
///
/// # Errors
/// 400, with what may be said.
pub(super) fn wish(query: &Query) -> Result<Wish, Failure> {
    match query.get("generation").filter(|text| !text.is_empty()) {
        None => Ok(Wish::Only(Generation::G2024)),
        Some("both") => Ok(Wish::Both),
        Some(year) => year
            .parse()
            .map(Wish::Only)
            .map_err(|()| Failure::bad_request().field("generation", "qpv-generation-unknown", Vec::new())),
    }
}

/// What a query asks.
///
/// # Errors
/// 400, with what is missing.
pub(super) fn ask(query: &Query) -> Result<Ask, Failure> {
    let text = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
    let degrees = |name: &'static str| {
        let told = query.get(name).filter(|text| !text.is_empty()).map(str::trim);
        told.map(|text| text.parse::<f64>().map_err(|_| no_point(name))).transpose()
    };
    match (degrees("lon")?, degrees("lat")?) {
        (Some(lon), Some(lat)) => Ok(Ask::Point(Point::new(lon, lat).ok_or_else(|| no_point("lon"))?, 0.0)),
        (Some(_), None) => Err(no_point("lat")),
        (None, Some(_)) => Err(no_point("lon")),
        (None, None) => {
            let asked = Asked {
                number: String::new(),
                address: text("adresse"),
                postcode: text("code_postal"),
                city: text("ville"),
                insee: text("code_insee"),
            };
            let is_empty = asked.address.is_empty() && asked.postcode.is_empty() && asked.city.is_empty();
            if is_empty {
                return Err(Failure::bad_request().field("adresse", "qpv-address-missing", Vec::new()));
            }
            Ok(Ask::Address(asked))
        }
    }
}

fn no_point(name: &'static str) -> Failure {
    Failure::bad_request().field(name, "qpv-point-unreadable", Vec::new())
}
