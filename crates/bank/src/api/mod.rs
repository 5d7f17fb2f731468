//! JSON for `/api/v1`, with its OpenAPI description.

mod body;
mod description;
mod list;
mod one;
mod refusal;

use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::Frame;

pub use body::{ExperienceBody, ExperienceItem, Writer};
pub use description::{BankApi, Candidate, Headers, Problem, SearchParameters};
pub use list::{ExperienceList, FacetValue};
pub(crate) use one::tell;
pub(crate) use refusal::refuse_misunderstood;

use crate::snapshot::Snapshot;
use crate::state::BankState;

/// The routes of the API.
pub fn routes(state: BankState) -> Doors {
    Doors::new()
        .get(Everyone, "/api/v1/experiences", list::list)
        .get(Everyone, "/api/v1/experiences/{slug}", one::one)
        .with_state(state)
}

/// Writes experiences in the language of a request.
pub(crate) fn writer<'a>(frame: &Frame, snapshot: &'a Snapshot) -> Writer<'a> {
    let licence = frame.licence();
    Writer {
        snapshot,
        lang: frame.lang(),
        base: frame.public_url("").trim_end_matches('/').to_owned(),
        licence: body::LicenceBody { name: licence.name.to_string(), url: licence.url.to_string() },
    }
}
