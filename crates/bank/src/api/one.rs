//! `/api/v1/experiences/<slug>` and `/experiences/<slug>.json`: everything that is known of one.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_web::{Failure, Frame};

use super::body::ExperienceBody;
use super::writer;
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// Tells an experience.
#[utoipa::path(
    get,
    path = "/api/v1/experiences/{slug}",
    tag = "experiences",
    params(("slug" = String, Path, description = "Name of the experience in addresses", example = "garage-solidaire"), super::description::Headers),
    responses(
        (status = 200, description = "The experience", body = ExperienceBody),
        (status = 301, description = "It bears another slug now"),
        (status = 304, description = "Nothing changed since the ETag sent"),
        (status = 400, description = "A key: this address takes none", body = super::description::Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = super::description::Problem, content_type = "application/problem+json"),
        (status = 410, description = "It was taken off", body = super::description::Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(state): State<BankState>,
    Path(slug): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    if let Some(key) = frame.query().unknown(&[]).first() {
        return Err(Failure::bad_request().field(*key, "api-key-unknown", vec![]));
    }
    let snapshot = state.snapshot()?;
    tell(&snapshot, &slug, &frame, |slug| format!("/api/v1/experiences/{slug}"))
}

/// The answer for an experience, or for what became of it; `address` writes where one of another slug is.
pub(crate) fn tell(
    snapshot: &Snapshot,
    slug: &str,
    frame: &Frame,
    address: impl Fn(&str) -> String,
) -> Result<Response, Failure> {
    let Some(entry) = snapshot.get(slug) else {
        return elsewhere(snapshot, slug, frame, address);
    };
    let validators = frame.file_validators((snapshot.revision(), slug)).modified(entry.updated_at);
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let body: ExperienceBody = writer(frame, snapshot).body(entry);
    let mut response = Json(body).into_response();
    validators.write(response.headers_mut());
    Ok(response)
}

fn elsewhere(
    snapshot: &Snapshot,
    slug: &str,
    frame: &Frame,
    address: impl Fn(&str) -> String,
) -> Result<Response, Failure> {
    if let Some(present) = snapshot.present_slug(slug) {
        let location = HeaderValue::from_str(&frame.url(&address(present))).map_err(Failure::internal)?;
        return Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response());
    }
    if let Some(stone) = snapshot.tombstone(slug) {
        let since = essaim_web::format::day(frame.lang(), stone.withdrawn_at);
        return Err(Failure::new(StatusCode::GONE, "withdrawn", "experience-withdrawn").arg("date", since));
    }
    Err(Failure::not_found())
}
