//! `/sante`: whether the program is alive, and whether it can serve.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use essaim_bank::snapshot::Readiness;
use serde::Serialize;

use crate::assembly::App;

/// What `/sante` tells.
#[derive(Debug, Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    database: &'static str,
    bank: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    experiences: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_at: Option<String>,
}

/// `/sante` answers 200 when visitors can be served and 503 until then; `/sante/vie` answers 200 as long as the
/// program runs.
pub(crate) fn routes(app: &App) -> Router {
    Router::new().route("/sante", get(readiness)).route("/sante/vie", get(liveness)).with_state(app.clone())
}

async fn liveness() -> impl IntoResponse {
    let health = serde_json::json!({ "status": "alive", "version": env!("CARGO_PKG_VERSION") });
    ([(header::CACHE_CONTROL, "no-store")], Json(health))
}

async fn readiness(State(app): State<App>) -> impl IntoResponse {
    let database = app.store.ping().await.inspect_err(|error| tracing::error!(%error, "the database does not answer"));
    let snapshot = app.bank.snapshot();
    let is_ready = database.is_ok() && app.bank.readiness() == Readiness::Ready;
    let health = Health {
        status: if is_ready { "ready" } else { "not-ready" },
        version: env!("CARGO_PKG_VERSION"),
        database: if database.is_ok() { "ok" } else { "unreachable" },
        bank: if snapshot.is_some() { "ready" } else { "building" },
        experiences: snapshot.as_ref().map(|snapshot| snapshot.entries().len()),
        changed_at: snapshot.and_then(|snapshot| snapshot.changed_at()).map(|at| at.to_string()),
    };
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(health))
}
