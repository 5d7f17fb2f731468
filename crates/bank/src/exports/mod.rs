//! Taking the bank away: a search as a file, the whole as dated tables.

mod catalogue;
mod columns;
mod datasets;
mod rows;
mod search;
mod since;
mod state;

use axum::Router;
use axum::routing::get;
use essaim_web::Messages;

use crate::state::BankState;

/// The words of exports and of the API's refusals.
pub static MESSAGES: Messages = Messages {
    owner: "bank/exports",
    fr: include_str!("../../messages/exports.fr.ftl"),
    en: include_str!("../../messages/exports.en.ftl"),
};

/// The routes of exports.
pub fn routes() -> Router<BankState> {
    Router::new()
        .route("/experiences.csv", get(search::csv))
        .route("/experiences.xlsx", get(search::xlsx))
        .route("/experiences.json", get(search::json))
        .route("/experiences.atom", get(search::atom))
        .route("/donnees", get(datasets::index))
        .route("/donnees/{file}", get(datasets::file))
}
