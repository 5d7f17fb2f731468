//! Measures for Prometheus, on a listener of their own: never on the public one.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::routing::get;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

use crate::assembly::App;
use crate::health;

const REQUESTS: &str = "essaim_http_requests_total";
const DURATIONS: &str = "essaim_http_request_duration_seconds";
const BUCKETS: [f64; 12] = [0.0001, 0.000_25, 0.000_5, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0];

/// Begins to measure.
pub(crate) fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    metrics::describe_counter!(REQUESTS, "Requests answered, by route, method and status");
    metrics::describe_histogram!(DURATIONS, metrics::Unit::Seconds, "Time to answer, by route");
    metrics::describe_gauge!("essaim_build_info", "This program's version, as a label");
    metrics::describe_gauge!("essaim_ready", "1 when visitors can be served");
    metrics::describe_gauge!("essaim_database_up", "1 when the database answers");
    metrics::describe_gauge!("essaim_experiences", "Published experiences");
    metrics::describe_gauge!("essaim_last_change_seconds", "When the bank last changed, in seconds since 1970");
    gauge!("essaim_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(handle)
}

/// Serves `/metriques`.
pub(crate) async fn serve(listener: TcpListener, handle: PrometheusHandle, app: App) -> std::io::Result<()> {
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            upkeep.run_upkeep();
        }
    });
    let router = Router::new().route("/metriques", get(render)).with_state((handle, app));
    axum::serve(listener, router).await
}

async fn render(
    State((handle, app)): State<(PrometheusHandle, App)>,
) -> ([(header::HeaderName, &'static str); 1], String) {
    let yes_or_no = |yes| if yes { 1.0 } else { 0.0 };
    gauge!("essaim_ready").set(yes_or_no(health::is_ready(&app)));
    gauge!("essaim_database_up").set(yes_or_no(health::database_answers(&app).await));
    let snapshot = app.bank.snapshot();
    if let Some(snapshot) = snapshot {
        gauge!("essaim_experiences").set(f64::from(u32::try_from(snapshot.entries().len()).unwrap_or(u32::MAX)));
        if let Some(at) = snapshot.changed_at() {
            gauge!("essaim_last_change_seconds").set(at.as_duration().as_secs_f64());
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render())
}

/// What is known of one request once it is answered.
#[derive(Debug)]
pub(crate) struct Answered<'a> {
    pub(crate) method: &'a Method,
    /// Never the address itself: addresses are without number.
    pub(crate) route: &'a str,
    pub(crate) status: StatusCode,
    pub(crate) took: Duration,
}

/// Counts and times one request.
pub(crate) fn count(answered: &Answered<'_>) {
    let route = answered.route.to_owned();
    let (method, status) = (method_label(answered.method), answered.status.as_u16().to_string());
    counter!(REQUESTS, "route" => route.clone(), "method" => method, "status" => status).increment(1);
    histogram!(DURATIONS, "route" => route).record(answered.took);
}

/// Visitors may invent methods; their number is bounded here.
fn method_label(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}
