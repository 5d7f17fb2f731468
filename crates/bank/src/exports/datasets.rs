//! `/donnees`: the whole bank as dated tables, with their schemas and a catalogue.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use essaim_territories::{Registry, Source};
use essaim_web::{Budget, Cell, CsvStyle, Failure, Frame, Table, Validators, download, format, http_date, page};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::catalogue::catalogue;
use super::columns::{Column, Context, DATASETS, Dataset, Kind};
use super::search::{XLSX, base};
use super::since::{self, since};
use super::state::{State as Dated, book, licence};
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// The forms in which a table comes.
const FORMS: [&str; 3] = ["csv", "xlsx", "json"];
/// The table that also comes as points of a map.
pub(super) const PLACES: &str = "lieux";
/// What follows the name of a table in the address of its columns.
const SCHEMA: &str = "schema.json";

#[derive(Template)]
#[template(path = "datasets.html")]
struct DatasetsPage {
    frame: Frame,
    /// The day of this state, in words and as addresses write it.
    state: Option<(String, Date)>,
    total: usize,
    withdrawn: usize,
    registry: &'static Registry,
    /// The tables, and how many rows each has.
    datasets: Vec<(&'static Dataset, usize)>,
}

impl DatasetsPage {
    /// The public tables and outlines that the bank rests on: the program's own, and those that were brought in.
    fn sources(&self) -> impl Iterator<Item = &'static Source> {
        Source::all().map(|(_, source)| source).chain(self.registry.brought())
    }

    fn forms(&self) -> [&'static str; 3] {
        FORMS
    }

    fn places(&self) -> &'static str {
        PLACES
    }
}

/// The page that says what can be taken away.
pub(super) async fn index(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let validators = frame.validators(snapshot.revision());
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let day = Dated::of(&snapshot).day();
    let body = DatasetsPage {
        state: day.map(|day| (format::date(frame.lang(), day), day)),
        total: snapshot.entries().len(),
        withdrawn: snapshot.tombstones().len(),
        registry: snapshot.registry(),
        datasets: DATASETS.iter().map(|dataset| (dataset, length(&frame, &snapshot, dataset))).collect(),
        frame,
    };
    Ok(page(&body).validators(&validators).into_response())
}

/// How many rows a table has, without writing those of the experiences.
fn length(frame: &Frame, snapshot: &Snapshot, dataset: &Dataset) -> usize {
    let base = base(frame);
    let context = Context { snapshot, words: snapshot.words(frame.lang()), base: &base };
    let of_experiences: usize = snapshot.entries().iter().map(|entry| (dataset.count)(entry)).sum();
    of_experiences + (dataset.others)(&context, None).len()
}

/// A file of `/donnees`, as its address names it.
struct Asked<'a> {
    /// Of which table, or `catalogue`.
    key: &'a str,
    /// The day of the state that is wanted; none for the present one.
    day: Option<Date>,
    /// What follows the point.
    form: &'a str,
}

impl<'a> Asked<'a> {
    /// `lieux.csv`, `lieux-2026-01-31.csv`.
    fn read(name: &'a str) -> Option<Self> {
        /// `-2026-01-31`
        const DAY: usize = 11;
        let (key, form) = name.split_once('.')?;
        let dated = key.len().checked_sub(DAY).and_then(|at| key.split_at_checked(at));
        let dated = dated.and_then(|(key, day)| Some((key, day.strip_prefix('-')?.parse().ok()?)));
        Some(dated.map_or(Self { key, day: None, form }, |(key, day)| Self { key, day: Some(day), form }))
    }

    /// Whether it can be asked of one day, and for what changed since another.
    fn is_table(&self) -> bool {
        FORMS.contains(&self.form) || (self.key == PLACES && self.form == "geojson")
    }
}

/// One file of `/donnees/…`.
pub(super) async fn file(
    State(state): State<BankState>,
    Path(name): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let asked = Asked::read(&name).ok_or_else(Failure::not_found)?;
    let known: &[&str] = if asked.is_table() { &[since::KEY] } else { &[] };
    if let Some(key) = frame.query().unknown(known).first() {
        return Err(Failure::bad_request().field(*key, "api-key-unknown", vec![]));
    }
    let since = since(frame.query())?;
    let validators = frame.file_validators((snapshot.revision(), &name, frame.query().to_string()));
    if asked.key == "catalogue" && asked.form == "jsonld" && asked.day.is_none() {
        return told(&frame, &validators, || json_as("application/ld+json", &catalogue(&frame, &snapshot)));
    }
    let dataset = Dataset::find(asked.key).ok_or_else(Failure::not_found)?;
    if asked.form == SCHEMA && asked.day.is_none() {
        return told(&frame, &validators, || json_as("application/json", &table_schema(&frame, dataset)));
    }
    if !asked.is_table() {
        return Err(Failure::not_found());
    }
    let dated = Dated::of(&snapshot);
    if asked.day.is_some() && asked.day != dated.day() {
        return Err(another_day(&frame, dataset, &asked, dated));
    }
    let mut response = match frame.unchanged(&validators) {
        Some(same) => same,
        None => {
            frame.spend(Budget::File)?;
            table_file(&frame, &snapshot, dataset, asked.form, since)?
        }
    };
    validators.write(response.headers_mut());
    date(response.headers_mut(), &frame, dated, dataset, asked.form);
    Ok(response)
}

/// A small file that tells of the tables.
fn told(frame: &Frame, validators: &Validators, write: impl FnOnce() -> Response) -> Result<Response, Failure> {
    let mut response = frame.unchanged(validators).unwrap_or_else(write);
    validators.write(response.headers_mut());
    Ok(response)
}

/// The refusal of a state that is no more, or not yet: the bank keeps the present one.
fn another_day(frame: &Frame, dataset: &Dataset, asked: &Asked<'_>, dated: Dated) -> Failure {
    let failure = Failure::new(axum::http::StatusCode::NOT_FOUND, "not-found", "datasets-other-day");
    let present = dated.name(dataset.key, asked.form);
    let address = frame.url(&["/donnees/", &present].concat()).into_owned();
    failure.suggest(present, address)
}

/// Says when the table was so: an address that names the day, and when the bank last changed.
///
/// The date is told, and no condition rests on it: labels and names of organisations may change without it.
fn date(headers: &mut HeaderMap, frame: &Frame, dated: Dated, dataset: &Dataset, form: &str) {
    let path = ["/donnees/", &dated.name(dataset.key, form)].concat();
    if let Ok(place) = HeaderValue::try_from(frame.link(&path, frame.query().same()).to_string()) {
        headers.insert(header::CONTENT_LOCATION, place);
    }
    if let Some(at) = dated.at().and_then(|at| HeaderValue::try_from(http_date(at)).ok()) {
        headers.insert(header::LAST_MODIFIED, at);
    }
}

fn json_as(content_type: &'static str, body: &Value) -> Response {
    download(body.to_string(), content_type, None)
}

fn rows(frame: &Frame, snapshot: &Snapshot, dataset: &Dataset, since: Option<Timestamp>) -> Vec<Vec<Cell>> {
    let base = base(frame);
    let context = Context { snapshot, words: snapshot.words(frame.lang()), base: &base };
    let mut entries: Vec<_> = snapshot.entries().iter().filter(|e| since.is_none_or(|s| e.updated_at >= s)).collect();
    entries.sort_by_key(|entry| &entry.experience.slug);
    let mut rows: Vec<_> = entries.into_iter().flat_map(|entry: &Arc<_>| (dataset.rows)(&context, entry)).collect();
    rows.extend((dataset.others)(&context, since));
    rows
}

fn table_file(
    frame: &Frame,
    snapshot: &Snapshot,
    dataset: &Dataset,
    form: &str,
    since: Option<Timestamp>,
) -> Result<Response, Failure> {
    let rows = rows(frame, snapshot, dataset, since);
    let dated = Dated::of(snapshot);
    let name = dated.name(dataset.key, form);
    let table = |rows| Table {
        name: dataset.title_in(frame.lang()).to_owned(),
        columns: dataset.columns.iter().map(|column| column.name.to_owned()).collect(),
        rows,
    };
    Ok(match form {
        "csv" => download(table(rows).csv(CsvStyle::Data), "text/csv; charset=utf-8", Some(&name)),
        "xlsx" => download(book(frame, dated, table(rows))?, XLSX, Some(&name)),
        "geojson" => json_as("application/geo+json", &points(frame, snapshot, dataset, rows)),
        _ => Json(records(frame, dated, dataset, rows)).into_response(),
    })
}

fn record(dataset: &Dataset, row: Vec<Cell>) -> Map<String, Value> {
    let pairs = dataset.columns.iter().zip(row).filter(|(_, cell)| *cell != Cell::Empty);
    pairs.map(|(column, cell)| (column.name.to_owned(), value(column, cell))).collect()
}

fn records(frame: &Frame, dated: Dated, dataset: &Dataset, rows: Vec<Vec<Cell>>) -> Value {
    let records: Vec<Value> = rows.into_iter().map(|row| Value::Object(record(dataset, row))).collect();
    json!({
        "table": dataset.key,
        "date": dated.day(),
        "changed_at": dated.at(),
        "licence": licence(frame),
        "rows": records,
    })
}

fn value(column: &Column, cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Number(number) if matches!(column.kind, Kind::Integer | Kind::Year) => json!(number as i64),
        Cell::Number(number) => json!(number),
        Cell::Text(text) => text.into(),
        Cell::Date(date) => date.to_string().into(),
    }
}

/// The rows of places that are points of the map, a feature each: its columns, with the experience's title and page.
fn points(frame: &Frame, snapshot: &Snapshot, dataset: &Dataset, rows: Vec<Vec<Cell>>) -> Value {
    let english = frame.lang() == essaim_web::Lang::En;
    let feature = |row: Vec<Cell>| {
        let mut properties = record(dataset, row);
        let (lon, lat) = (properties.remove("lon")?, properties.remove("lat")?);
        let entry = snapshot.get(properties.get("experience")?.as_str()?)?;
        let slug = &entry.experience.slug;
        properties.insert("title".into(), entry.experience.text_in(english).title.as_str().into());
        properties.insert("url".into(), frame.public_url(&format!("/experiences/{slug}")).into());
        let geometry = json!({ "type": "Point", "coordinates": [lon, lat] });
        Some(json!({ "type": "Feature", "geometry": geometry, "properties": properties }))
    };
    let dated = Dated::of(snapshot);
    json!({
        "type": "FeatureCollection",
        "date": dated.day(),
        "changed_at": dated.at(),
        "licence": licence(frame),
        "features": rows.into_iter().filter_map(feature).collect::<Vec<_>>(),
    })
}

/// Table Schema (Frictionless) of a table.
fn table_schema(frame: &Frame, dataset: &Dataset) -> Value {
    let english = frame.lang() == essaim_web::Lang::En;
    let fields: Vec<Value> = dataset
        .columns
        .iter()
        .map(|column| {
            let (kind, format) = column.kind.table_schema();
            let mut field = json!({
                "name": column.name,
                "type": kind,
                "description": if english { column.en } else { column.fr },
            });
            if let Some(format) = format {
                field["format"] = format.into();
            }
            field
        })
        .collect();
    json!({
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": dataset.key,
        "title": dataset.title_in(frame.lang()),
        "description": dataset.about_in(frame.lang()),
        "path": frame.public_url(&format!("/donnees/{}.csv", dataset.key)),
        "fields": fields,
        "primaryKey": dataset.primary_key,
        "missingValues": [""],
    })
}

#[cfg(test)]
mod tests;
