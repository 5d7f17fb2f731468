//! What to propose while somebody types: words, experiences, places, organisations. As JSON for the field, as a page for
//! who has no scripts.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_search::Suggestion;
use essaim_web::{Cache, Failure, Frame, Lang, Query, page};
use serde::Serialize;

use crate::pages::card::{Icon, icon};
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// How many are proposed.
const LIMIT: usize = 8;
/// Longer texts are no beginning of a word.
const LONGEST: usize = 100;

/// The answer of the API.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Suggestions {
    /// The most useful first.
    pub items: Vec<Suggested>,
}

/// Something to propose.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Suggested {
    /// `word`, `experience`, `territory` or `organisation`.
    pub kind: &'static str,
    /// The kind, in the language of the request; of a territory, its level.
    pub kind_label: String,
    /// What to show.
    pub label: String,
    /// The language of what to show, where it is not that of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
    /// Where it leads, on this site.
    pub url: String,
    /// The key of a search that it fills, so that it can be added to the search at hand; none for an experience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
    /// The value for that key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How many experiences stand behind, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// Proposes words, experiences, territories and organisations for a beginning.
#[utoipa::path(
    get,
    path = "/api/v1/suggestions",
    tag = "experiences",
    params(
        ("q" = Option<String>, Query, description = "What was typed so far: 100 characters are read"),
        crate::api::Headers,
    ),
    responses(
        (status = 200, description = "What to propose, 8 at most", body = Suggestions),
        (status = 304, description = "Nothing changed since the ETag sent"),
        (status = 400, description = "An unknown key", body = crate::api::Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn api(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    if let Some(key) = frame.query().unknown(&["q"]).first() {
        let value = ("key", (*key).into());
        return Err(Failure::bad_request().field(*key, "suggestions-unknown-key", vec![value]));
    }
    let snapshot = state.snapshot()?;
    let validators = frame.file_validators((snapshot.revision(), frame.query())).cache(Cache::Seconds(60));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let mut response = Json(Suggestions { items: suggested(&snapshot, &frame) }).into_response();
    validators.write(response.headers_mut());
    Ok(response)
}

/// The same as a page.
#[derive(Template)]
#[template(path = "suggestions.html")]
struct SuggestionsPage<'a> {
    frame: &'a Frame,
    typed: &'a str,
    items: Vec<Suggested>,
}

impl SuggestionsPage<'_> {
    fn icon<'n>(&'n self, name: &'n str) -> Icon<'n> {
        icon(self.frame, name)
    }
}

/// `/suggestions?q=`
pub(crate) async fn html(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let items = suggested(&snapshot, &frame);
    let typed = frame.query().get("q").unwrap_or_default();
    Ok(page(&SuggestionsPage { frame: &frame, typed, items }).into_response())
}

fn suggested(snapshot: &Snapshot, frame: &Frame) -> Vec<Suggested> {
    let typed: String = frame.query().get("q").unwrap_or_default().trim().chars().take(LONGEST).collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let found = snapshot.index().suggest(&typed, LIMIT);
    found.into_iter().map(|suggestion| Suggested::of(&suggestion, snapshot, frame)).collect()
}

impl Suggested {
    fn of(suggestion: &Suggestion<'_>, snapshot: &Snapshot, frame: &Frame) -> Self {
        match *suggestion {
            Suggestion::Word { text, count } => {
                Self::filling(("q", text), ("word", "suggestion-word"), text, count, frame)
            }
            Suggestion::Entry { text, kind: "territory", key, weight } => {
                Self::filling(("territoire", key), ("territory", level(snapshot, key)), text, weight, frame)
            }
            Suggestion::Entry { text, key, weight, .. } => {
                let kind = ("organisation", "suggestion-organisation");
                Self::filling(("structure", key), kind, text, weight, frame)
            }
            Suggestion::Document { text, key, .. } => Self {
                kind: "experience",
                kind_label: frame.t("suggestion-experience").to_owned(),
                label: text.to_owned(),
                // Titles are suggested as they were written first.
                lang: (frame.lang() == Lang::En).then_some("fr"),
                url: frame.url(&["/experiences/", key].concat()).into_owned(),
                parameter: None,
                value: None,
                count: None,
            },
        }
    }

    /// One that fills a key of a search.
    fn filling(
        (parameter, value): (&'static str, &str),
        (kind, kind_key): (&'static str, &str),
        label: &str,
        count: u32,
        frame: &Frame,
    ) -> Self {
        Self {
            kind,
            kind_label: frame.t(kind_key).to_owned(),
            label: label.to_owned(),
            lang: None,
            url: frame.link("/experiences", Query::from_pairs([(parameter, value)]).same()).to_string(),
            parameter: Some(parameter),
            value: Some(value.to_owned()),
            count: Some(count),
        }
    }
}

/// The key of the name of a territory's level: a town, its district and its intercommunality often bear one name.
fn level(snapshot: &Snapshot, code: &str) -> &'static str {
    let territory = code.parse().ok().and_then(|code| snapshot.registry().get(&code));
    territory.map_or("suggestion-territory", essaim_territories::kind_key)
}
