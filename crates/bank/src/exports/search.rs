//! A search taken away: the very addresses of the page, with another ending.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_search::Request;
use essaim_web::{Budget, Cell, CsvStyle, Failure, Feed, FeedEntry, Frame, Table, Validators, download};
use jiff::Timestamp;
use serde_json::json;
use std::sync::Arc;

use super::columns::{Context, Dataset};
use super::state::{State as Dated, book};
use crate::api;
use crate::finding::Search;
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;

/// How many entries a feed holds: the latest.
const FEED: usize = 50;

/// A search and what it found, for one kind of file.
struct Found {
    snapshot: Arc<Snapshot>,
    search: Search,
    validators: Validators,
}

impl Found {
    /// Reads the search; a browser that has this very state is told so at once.
    fn new(state: &BankState, frame: &Frame, form: &str) -> Result<Result<Self, Response>, Failure> {
        let snapshot = state.snapshot()?;
        let search = Search::read(frame.query(), &[]);
        if let Some(refused) = api::refuse_misunderstood(frame, &snapshot, &search)? {
            return Ok(Err(refused));
        }
        let validators = frame.file_validators((snapshot.revision(), form, frame.query().to_string()));
        if let Some(same) = frame.unchanged(&validators) {
            return Ok(Err(same));
        }
        frame.spend(Budget::File)?;
        Ok(Ok(Self { snapshot, search, validators }))
    }

    fn entries(&self, limit: usize) -> Vec<Arc<Entry>> {
        let request = Request { offset: 0, snippets: false, ..self.search.request(limit) };
        let found = self.snapshot.index().search(&request);
        found.hits.iter().filter_map(|hit| self.snapshot.entries().get(hit.doc as usize).cloned()).collect()
    }

    fn table(&self, frame: &Frame) -> Table {
        let dataset = Dataset::find("experiences").expect("the table of experiences is published");
        let base = base(frame);
        let context = Context { snapshot: &self.snapshot, words: self.snapshot.words(frame.lang()), base: &base };
        let entries = self.entries(self.snapshot.entries().len());
        let rows: Vec<Vec<Cell>> = entries.iter().flat_map(|entry| (dataset.rows)(&context, entry)).collect();
        Table {
            name: dataset.title_in(frame.lang()).to_owned(),
            columns: dataset.columns.iter().map(|column| column.name.to_owned()).collect(),
            rows,
        }
    }

    fn finish(&self, mut response: Response) -> Response {
        self.validators.write(response.headers_mut());
        response
    }
}

/// The public address of the site, language included, without a final slash.
pub(super) fn base(frame: &Frame) -> String {
    frame.public_url("").trim_end_matches('/').to_owned()
}

/// `/experiences.csv`: for a spreadsheet.
pub(super) async fn csv(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let found = match Found::new(&state, &frame, "csv")? {
        Ok(found) => found,
        Err(same) => return Ok(same),
    };
    let bytes = found.table(&frame).csv(CsvStyle::Office(frame.lang()));
    Ok(found.finish(download(bytes, "text/csv; charset=utf-8", Some("experiences.csv"))))
}

/// The type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `/experiences.xlsx`.
pub(super) async fn xlsx(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let found = match Found::new(&state, &frame, "xlsx")? {
        Ok(found) => found,
        Err(same) => return Ok(same),
    };
    let bytes = book(&frame, Dated::of(&found.snapshot), found.table(&frame))?;
    Ok(found.finish(download(bytes, XLSX, Some("experiences.xlsx"))))
}

/// `/experiences.json`: every result, as the API tells it.
pub(super) async fn json(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let found = match Found::new(&state, &frame, "json")? {
        Ok(found) => found,
        Err(same) => return Ok(same),
    };
    let writer = api::writer(&frame, &found.snapshot);
    let entries = found.entries(found.snapshot.entries().len());
    let items: Vec<_> = entries.iter().map(|entry| writer.item(entry)).collect();
    let body = json!({ "total": items.len(), "items": items, "licence": writer.licence });
    Ok(found.finish(Json(body).into_response()))
}

/// `/experiences.atom`: the latest of the search.
pub(super) async fn atom(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let found = match Found::new(&state, &frame, "atom")? {
        Ok(found) => found,
        Err(same) => return Ok(same),
    };
    let mut entries = found.entries(found.snapshot.entries().len());
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.updated_at, entry.id)));
    entries.truncate(FEED);
    let query = frame.query().to_string();
    let with_query = |path: &str| if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let feed = Feed {
        title: frame.t("feed-title").to_owned(),
        page: with_query("/experiences"),
        path: with_query("/experiences.atom"),
        updated: entries
            .first()
            .map(|entry| entry.updated_at)
            .or(found.snapshot.changed_at())
            .unwrap_or(Timestamp::UNIX_EPOCH),
        entries: entries.iter().map(|entry| feed_entry(&found.snapshot, entry, &frame)).collect(),
    };
    Ok(found.finish(feed.answer(&frame)))
}

fn feed_entry(snapshot: &Snapshot, entry: &Entry, frame: &Frame) -> FeedEntry {
    let experience = &entry.experience;
    let words = snapshot.words(frame.lang());
    let text = experience.text_in(words.english());
    let categories = experience.classification.on(crate::model::Axis::Category).iter();
    FeedEntry {
        title: text.title.clone(),
        path: format!("/experiences/{}", experience.slug),
        id: Some(format!("urn:uuid:{}", entry.id)),
        updated: entry.updated_at,
        summary: format!("{} {}.", text.summary, words.situation(&experience.situation)),
        content: None,
        categories: categories.map(|key| words.term("category", key).to_owned()).collect(),
    }
}
