//! The pages that no capability owns: what the operator says of the site, the API's
//! description, and the list of all addresses.

mod api;
mod notices;
mod site_map;

use std::sync::Arc;

use essaim_accounts::{Access::Everyone, Doors};
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

pub(crate) fn routes(state: PagesState) -> Doors {
    Doors::new()
        .get(Everyone, "/api", api::readable)
        .get(Everyone, "/api/v1/openapi.json", api::description)
        .get(Everyone, "/accessibilite", notices::accessibility)
        .get(Everyone, "/mentions", notices::legal)
        .get(Everyone, "/plan-du-site.xml", site_map::site_map)
        .get(Everyone, "/robots.txt", site_map::robots)
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
