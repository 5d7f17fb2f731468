//! The pages that no capability owns: what the operator says of the site, the API's
//! description, and the list of all addresses.

mod api;
mod notices;
mod site_map;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use essaim_bank::snapshot::Bank;
use essaim_web::Messages;

/// The words of these pages.
pub(crate) static MESSAGES: Messages =
    Messages { owner: "essaim", fr: include_str!("../../messages/fr.ftl"), en: include_str!("../../messages/en.ftl") };

/// What these pages need to know.
#[derive(Clone)]
pub(crate) struct PagesState {
    pub(crate) bank: Bank,
    pub(crate) publisher: Option<Arc<str>>,
    pub(crate) host: Option<Arc<str>>,
    /// Whether the map calls a tile service, which the legal notice must say.
    pub(crate) has_tiles: bool,
}

pub(crate) fn routes(state: PagesState) -> Router {
    Router::new()
        .route("/api", get(api::readable))
        .route("/api/v1/openapi.json", get(api::description))
        .route("/accessibilite", get(notices::accessibility))
        .route("/mentions", get(notices::legal))
        .route("/plan-du-site.xml", get(site_map::site_map))
        .route("/robots.txt", get(site_map::robots))
        .with_state(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_in_both_languages() {
        essaim_web::testing::assert_complete(&MESSAGES);
    }
}
