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

use essaim_accounts::{Access::Everyone, Doors};
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
pub fn routes(state: BankState) -> Doors {
    Doors::new()
        .get(Everyone, "/", home::home)
        .get(Everyone, "/experiences", search::experiences)
        .get(Everyone, "/carte", search::map)
        .get(Everyone, "/carte.geojson", map::points)
        .get(Everyone, "/integrer", embed::form)
        .get(Everyone, "/integrer/cadre", embed::framed)
        .get(Everyone, "/suggestions", suggestions::html)
        .get(Everyone, "/api/v1/suggestions", suggestions::api)
        .merge(experience::routes())
        .merge(compare::routes())
        .merge(selection::routes())
        .merge(compendium::routes())
        .merge(listing::routes())
        .with_state(state)
}
