//! The bank's pages: read the request, call, render. No rule, no query.

mod apart;
pub(crate) mod card;
pub mod compare;
pub mod compendium;
mod cover;
mod embed;
pub mod experience;
mod home;
mod listing;
pub(crate) mod map;
pub mod organisations;
mod search;
pub mod selection;
pub(crate) mod suggestions;
pub mod territories;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use essaim_web::Messages;

use crate::state::BankState;

pub use suggestions::{Suggested, Suggestions};

/// The words of home, search, map and embedding.
pub static MESSAGES: Messages = Messages {
    owner: "bank/search",
    fr: include_str!("../../messages/search.fr.ftl"),
    en: include_str!("../../messages/search.en.ftl"),
};

/// The bank's pages, without language: the shell around them adds it.
pub fn routes(state: BankState) -> Router {
    Router::new()
        .route("/", get(home::home))
        .route("/experiences", get(search::experiences))
        .route("/carte", get(search::map))
        .route("/carte.geojson", get(map::points))
        .route("/integrer", get(embed::form))
        .route("/integrer/cadre", get(embed::framed))
        .route("/suggestions", get(suggestions::html))
        .route("/api/v1/suggestions", get(suggestions::api))
        .merge(experience::routes())
        .merge(compare::routes())
        .merge(selection::routes())
        .merge(compendium::routes())
        .merge(listing::routes())
        .with_state(state)
}
