//! The description of this part of the API, OpenAPI 3.1.

use serde::Serialize;
use utoipa::openapi::{Content, OpenApi as Description, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, Modify, OpenApi, ToSchema};

use super::{geocode, qpv};

/// A text, and what its answers must be.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters")]
pub(super) struct SearchParameters {
    /// What is looked for: 3 to 200 characters, a letter or a digit first.
    #[param(min_length = 3, max_length = 200)]
    pub q: String,
    /// How many answers: 1 to 100, 5 by default.
    #[param(minimum = 1, maximum = 100, default = 5)]
    pub limit: Option<u32>,
    /// Whether the last word may be only the beginning of one: yes by default.
    pub autocomplete: Option<bool>,
    /// What answers must be: `housenumber`, `street`, `locality`, `municipality`; several add up.
    pub r#type: Option<Vec<String>>,
    /// Postal codes that answers must have.
    pub postcode: Option<Vec<String>>,
    /// INSEE codes of the communes where answers must be.
    pub citycode: Option<Vec<String>>,
    /// Latitude near which places are preferred.
    #[param(minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
    /// Longitude near which places are preferred.
    #[param(minimum = -180, maximum = 180)]
    pub lon: Option<f64>,
}

/// A point, and what its answers must be.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters")]
pub(super) struct ReverseParameters {
    /// Latitude.
    #[param(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Longitude.
    #[param(minimum = -180, maximum = 180)]
    pub lon: f64,
    /// How many answers: 1 to 100, 1 by default.
    #[param(minimum = 1, maximum = 100, default = 1)]
    pub limit: Option<u32>,
    /// What answers must be: `housenumber`, `street`, `locality`, `municipality`; several add up.
    pub r#type: Option<Vec<String>>,
    /// Postal codes that answers must have.
    pub postcode: Option<Vec<String>>,
    /// INSEE codes of the communes where answers must be.
    pub citycode: Option<Vec<String>>,
}

/// A refusal (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Refused {
    /// Always `about:blank`.
    r#type: String,
    /// What happened.
    title: String,
    /// The status.
    status: u16,
    /// What is wrong.
    detail: String,
    /// A stable code.
    code: String,
}

/// What is said of an address or of a point. With both generations, the keys `qpv_…` end with their year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QpvAnswer {
    /// `dans`, `hors` or `a_verifier`.
    qpv_verdict: Option<String>,
    /// Code of the neighbourhood that holds it.
    qpv_code: Option<String>,
    /// Its name.
    qpv_nom: Option<String>,
    /// Why it must be looked at, or what was not followed: one of a closed list.
    qpv_motif: Option<String>,
    /// Metres to the edge, negative inside.
    qpv_distance_m: Option<f64>,
    /// Code of the nearest neighbourhood, where none holds it.
    qpv_proche_code: Option<String>,
    /// Metres to that one.
    qpv_proche_m: Option<f64>,
    /// The day of the perimeters.
    qpv_millesime: Option<String>,
    /// The address that was found.
    adresse_trouvee: Option<String>,
    /// `numero`, `interpolee`, `voie`, `lieu_dit` or `commune`.
    adresse_nature: Option<String>,
    /// How likely it is that this is the one that was meant: 0 to 1.
    adresse_score: Option<f64>,
    /// INSEE code of its commune.
    adresse_insee: Option<String>,
    /// Its longitude.
    adresse_lon: Option<f64>,
    /// Its latitude.
    adresse_lat: Option<f64>,
    /// The day of the addresses.
    adresse_millesime: Option<String>,
}

/// The territories' part of the description.
#[derive(OpenApi)]
#[openapi(
    paths(
        qpv::one, qpv::many,
        geocode::search, geocode::reverse, geocode::search_table, geocode::reverse_table
    ),
    components(schemas(
        Refused, QpvAnswer, qpv::AskedAddress, geocode::FeatureCollection, geocode::Feature, geocode::Geometry,
        geocode::Properties, geocode::SearchTable, geocode::ReverseTable
    )),
    modifiers(&Shared),
    tags(
        (name = "qpv", description = "Priority neighbourhoods of addresses and points"),
        (name = "geocode", description = "Addresses, as the national address service serves them")
    )
)]
pub struct TerritoriesApi;

/// What every address of this part may answer.
struct Shared;

/// The faults that the site refuses before any address is asked, or that no address can help.
const FAULTS: [(&str, &str); 7] = [
    ("408", "The body did not come in time"),
    ("413", "The body is larger than is taken"),
    ("414", "The address is longer than 8 kB"),
    ("429", "Too many requests: come back after `Retry-After` seconds"),
    ("431", "The headers hold more than 16 kB"),
    ("500", "A fault of ours, which is logged"),
    ("503", "The official files were not brought in, and the answer says how; or the site is too busy"),
];

impl Modify for Shared {
    fn modify(&self, api: &mut Description) {
        let operations = api.paths.paths.values_mut().flat_map(|path| [path.get.as_mut(), path.post.as_mut()]);
        for answers in operations.flatten().map(|operation| &mut operation.responses.responses) {
            for (status, told) in FAULTS {
                answers.insert(status.to_owned(), RefOr::T(fault(told)));
            }
        }
    }
}

fn fault(told: &str) -> Response {
    let refused = Content::new(Some(Ref::from_schema_name("Refused")));
    ResponseBuilder::new().description(told).content("application/problem+json", refused).build()
}
