//! `/sante`: whether the program is alive, and whether it can serve.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use essaim_accounts::{Access::Everyone, Doors};
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

/// `/sante` answers 200 when visitors can be served and 503 until then, and says how the database is; `/sante/vie` answers 200 as long as the
/// program runs.
pub(crate) fn routes(app: &App) -> Doors {
    Doors::new().get(Everyone, "/sante", readiness).get(Everyone, "/sante/vie", liveness).with_state(app.clone())
}

async fn liveness() -> impl IntoResponse {
    let health = serde_json::json!({ "status": "alive", "version": env!("CARGO_PKG_VERSION") });
    ([(header::CACHE_CONTROL, "no-store")], Json(health))
}

/// Whether visitors can be served: their pages come from the snapshot, whatever happens to the database meanwhile.
pub(crate) fn is_ready(app: &App) -> bool {
    app.bank.readiness() == Readiness::Ready
}

/// A database that takes longer is told as unreachable: whoever watches does not wait for it.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the database answers.
pub(crate) async fn database_answers(app: &App) -> bool {
    match tokio::time::timeout(PATIENCE, app.store.ping()).await {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => tracing::error!(%error, "the database does not answer"),
        Err(_) => tracing::error!(patience = ?PATIENCE, "the database does not answer in time"),
    }
    false
}

async fn readiness(State(app): State<App>) -> impl IntoResponse {
    let (is_ready, has_database) = (is_ready(&app), database_answers(&app).await);
    let snapshot = app.bank.snapshot();
    let health = Health {
        status: if is_ready { "ready" } else { "not-ready" },
        version: env!("CARGO_PKG_VERSION"),
        database: if has_database { "ok" } else { "unreachable" },
        bank: if snapshot.is_some() { "ready" } else { "building" },
        experiences: snapshot.as_ref().map(|snapshot| snapshot.entries().len()),
        changed_at: snapshot.and_then(|snapshot| snapshot.changed_at()).map(|at| at.to_string()),
    };
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(health))
}
