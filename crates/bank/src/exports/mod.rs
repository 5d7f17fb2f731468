//! Taking the bank away: a search as a file, the whole as dated tables.

mod catalogue;
mod columns;
mod datasets;
mod rows;
mod search;
mod since;
mod state;

use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::Messages;

use crate::state::BankState;

/// The words of exports and of the API's refusals.
pub static MESSAGES: Messages = Messages {
    owner: "bank/exports",
    fr: include_str!("../../messages/exports.fr.ftl"),
    en: include_str!("../../messages/exports.en.ftl"),
};

/// The routes of exports.
pub fn routes() -> Doors<BankState> {
    Doors::new()
        .get(Everyone, "/experiences.csv", search::csv)
        .get(Everyone, "/experiences.xlsx", search::xlsx)
        .get(Everyone, "/experiences.json", search::json)
        .get(Everyone, "/experiences.atom", search::atom)
        .get(Everyone, "/donnees", datasets::index)
        .get(Everyone, "/donnees/{file}", datasets::file)
}
