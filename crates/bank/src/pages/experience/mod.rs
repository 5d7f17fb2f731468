//! `/experiences/<slug>`: an experience, whole; the same as a PDF; its pictures.

mod answers;
mod linked_data;
mod page;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::{Budget, Cache, Failure, Frame, Messages, download, page};

use crate::books::{self, Publisher};
use crate::pages::selection::Kept;
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;
use crate::store;

use answers::absent;
use page::ExperiencePage;

/// The words of these pages.
pub static MESSAGES: Messages = Messages {
    owner: "bank/experience",
    fr: include_str!("../../../messages/experience.fr.ftl"),
    en: include_str!("../../../messages/experience.en.ftl"),
};

/// The routes of an experience.
pub(crate) fn routes() -> Doors<BankState> {
    Doors::new().get(Everyone, "/experiences/{slug}", show).get(Everyone, "/experiences/{slug}/{file}", picture)
}

/// What an address ends with: the form in which the experience is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Pdf,
    Json,
}

impl Form {
    /// The slug and the form: no slug holds a point.
    fn read(name: &str) -> (&str, Self) {
        if let Some(slug) = name.strip_suffix(".pdf") {
            (slug, Self::Pdf)
        } else if let Some(slug) = name.strip_suffix(".json") {
            (slug, Self::Json)
        } else {
            (name, Self::Page)
        }
    }

    /// The ending of the address.
    fn suffix(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Pdf => ".pdf",
            Self::Json => ".json",
        }
    }
}

async fn show(State(state): State<BankState>, frame: Frame, Path(name): Path<String>) -> Result<Response, Failure> {
    let (slug, form) = Form::read(&name);
    let snapshot = state.snapshot()?;
    if form == Form::Json {
        return crate::api::tell(&snapshot, slug, &frame, |slug| format!("/experiences/{slug}.json"));
    }
    let Some(entry) = snapshot.get(slug) else { return absent(&frame, &snapshot, slug, form) };
    if form == Form::Pdf { pdf(&state, &frame, &snapshot, entry).await } else { Ok(whole(&frame, &snapshot, entry)) }
}

fn whole(frame: &Frame, snapshot: &Arc<Snapshot>, entry: &Arc<Entry>) -> Response {
    let kept = Kept::of(frame, snapshot).has(entry.experience.slug.as_str());
    let validators = frame.validators((snapshot.revision(), &entry.revision, kept));
    if let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    page(&ExperiencePage::new(frame.clone(), snapshot, entry, kept)).validators(&validators).into_response()
}

async fn pdf(state: &BankState, frame: &Frame, snapshot: &Snapshot, entry: &Arc<Entry>) -> Result<Response, Failure> {
    let validators = frame.file_validators((snapshot.revision(), &entry.revision, "pdf"));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    frame.spend(Budget::Document)?;
    let publisher = Publisher::of(frame.shell());
    let document = books::leaflet(state.bank(), snapshot, &publisher, entry, frame.lang()).await?;
    let bytes = state.books().print(document).await?;
    let mut response = download(bytes, "application/pdf", None);
    validators.write(response.headers_mut());
    Ok(response)
}

async fn picture(
    State(state): State<BankState>,
    frame: Frame,
    Path((slug, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let entry = snapshot.get(&slug).ok_or_else(Failure::not_found)?;
    let listed =
        entry.experience.pictures.iter().find(|picture| picture.file == file).ok_or_else(Failure::not_found)?;
    let content_type = answers::picture_type(&listed.file).ok_or_else(Failure::not_found)?;
    let validators = frame.file_validators((&entry.revision, &listed.file)).cache(Cache::Seconds(3_600));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let bytes =
        store::picture(state.bank().store().reader(), entry.id, &listed.file).await.map_err(Failure::internal)?;
    let mut response = download(bytes.ok_or_else(Failure::not_found)?, content_type, None);
    validators.write(response.headers_mut());
    Ok(response)
}
