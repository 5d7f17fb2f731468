//! What is answered instead of an experience: where it moved, that it was taken off, or what is nearest.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_search::Request;
use essaim_web::{Failure, Frame, format};

use super::Form;
use crate::snapshot::Snapshot;

/// How many experiences are proposed instead of one that does not exist.
const PROPOSED: usize = 3;
/// How many words of a wrong address are looked for: enough for a title, and no more for whoever sends long ones.
const WORDS: usize = 8;

/// The answer for a slug that no published experience bears.
pub(super) fn absent(frame: &Frame, snapshot: &Snapshot, slug: &str, form: Form) -> Result<Response, Failure> {
    if let Some(present) = snapshot.present_slug(slug) {
        return Ok(moved(frame, present, form));
    }
    if let Some(stone) = snapshot.tombstone(slug) {
        let since = format::day(frame.lang(), stone.withdrawn_at);
        let gone = Failure::new(StatusCode::GONE, "withdrawn", "experience-withdrawn").arg("date", since);
        return Err(propose(gone, frame, snapshot, slug));
    }
    let unknown = Failure::new(StatusCode::NOT_FOUND, "not-found", "experience-unknown");
    Err(propose(unknown, frame, snapshot, slug))
}

/// 301: axum's own permanent redirection is a 308, and this one is promised as a 301.
fn moved(frame: &Frame, present: &str, form: Form) -> Response {
    let path = format!("/experiences/{present}{}", form.suffix());
    let target = frame.link(&path, frame.query().same()).to_string();
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    if let Ok(location) = HeaderValue::try_from(target) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Adds the experiences whose titles are nearest to a slug, and the search.
fn propose(mut failure: Failure, frame: &Frame, snapshot: &Snapshot, slug: &str) -> Failure {
    for doc in nearest(snapshot, slug) {
        let Some(entry) = snapshot.entries().get(doc as usize) else { continue };
        let title = &entry.experience.text_in(frame.lang() == essaim_web::Lang::En).title;
        failure = failure.suggest(title, frame.url(&format!("/experiences/{}", entry.experience.slug)));
    }
    failure.suggest(frame.t("experience-all"), frame.url("/experiences"))
}

/// All the words, then as they may have been meant, then one after the other, the longest first.
fn nearest(snapshot: &Snapshot, slug: &str) -> Vec<u32> {
    let mut words: Vec<&str> = slug.split('-').filter(|word| word.chars().count() > 2).take(WORDS).collect();
    let found = |query: &str| -> Vec<u32> {
        let request = Request { query, limit: PROPOSED, snippets: false, ..Request::default() };
        let answer = snapshot.index().search(&request);
        match answer.did_you_mean.first() {
            Some(meant) if answer.hits.is_empty() => {
                let request = Request { query: &meant.query, limit: PROPOSED, snippets: false, ..Request::default() };
                snapshot.index().search(&request).hits.iter().map(|hit| hit.doc).collect()
            }
            _ => answer.hits.iter().map(|hit| hit.doc).collect(),
        }
    };
    if words.is_empty() {
        return Vec::new();
    }
    let mut docs = found(&words.join(" "));
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        if docs.len() < PROPOSED {
            docs.extend(found(word).into_iter().filter(|doc| !docs.contains(doc)).collect::<Vec<_>>());
        }
    }
    docs.truncate(PROPOSED);
    docs
}

/// The media type of a picture, by its name: the import takes only these.
pub(super) fn picture_type(file: &str) -> Option<&'static str> {
    Some(match file.rsplit('.').next()? {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => return None,
    })
}
