//! `/donnees`: the whole bank as dated tables, with their schemas and a catalogue.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_territories::Source;
use essaim_web::{Budget, Cell, CsvStyle, Failure, Frame, Table, Validators, download, open_to_all, page, workbook};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::columns::{Column, Context, DATASETS, Dataset, Kind};
use super::search::{XLSX, base};
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// The forms in which a table comes.
const FORMS: [&str; 3] = ["csv", "xlsx", "json"];

#[derive(Template)]
#[template(path = "datasets.html")]
struct DatasetsPage {
    frame: Frame,
    changed_on: Option<String>,
    total: usize,
    withdrawn: usize,
    datasets: &'static [Dataset],
}

impl DatasetsPage {
    /// The public tables and outlines that the bank rests on.
    fn sources(&self) -> impl Iterator<Item = &'static Source> {
        Source::all().map(|(_, source)| source)
    }

    fn forms(&self) -> [&'static str; 3] {
        FORMS
    }
}

/// The page that says what can be taken away.
pub(super) async fn index(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let validators = frame.validators(snapshot.revision());
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let changed_on = snapshot.changed_at().map(|at| essaim_web::format::day(frame.lang(), at));
    let body = DatasetsPage {
        changed_on,
        total: snapshot.entries().len(),
        withdrawn: snapshot.tombstones().len(),
        datasets: &DATASETS,
        frame,
    };
    Ok(page(&body).validators(&validators).into_response())
}

/// One file of `/donnees/…`.
pub(super) async fn file(
    State(state): State<BankState>,
    Path(name): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let since = since(&frame)?;
    let validators = frame.file_validators((snapshot.revision(), &name, frame.query().to_string()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(open_to_all(same));
    }
    let response = if name == "catalogue.jsonld" {
        json_as("application/ld+json", &catalogue(&frame, &snapshot))
    } else if name == "lieux.geojson" {
        frame.spend(Budget::File)?;
        json_as("application/geo+json", &places(&frame, &snapshot, since))
    } else {
        table_file(&frame, &snapshot, &name, since)?
    };
    Ok(finish(response, &validators))
}

fn finish(mut response: Response, validators: &Validators) -> Response {
    validators.write(response.headers_mut());
    open_to_all(response)
}

fn json_as(content_type: &'static str, body: &Value) -> Response {
    download(body.to_string(), content_type, None)
}

/// `modifie_depuis`: a day or an instant; only what changed since is given.
fn since(frame: &Frame) -> Result<Option<Timestamp>, Failure> {
    if let Some(key) = frame.query().unknown(&["modifie_depuis"]).first() {
        return Err(Failure::bad_request().field(*key, "api-key-unknown", vec![]));
    }
    let Some(text) = frame.query().get("modifie_depuis").filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = || {
        let day: jiff::civil::Date = text.parse().ok()?;
        jiff::tz::TimeZone::get("Europe/Paris").ok()?.to_timestamp(day.at(0, 0, 0, 0)).ok()
    };
    match text.parse::<Timestamp>().ok().or_else(day) {
        Some(at) => Ok(Some(at)),
        None => Err(Failure::bad_request().field(
            "modifie_depuis",
            "api-value-refused",
            vec![("value", text.chars().take(80).collect::<String>().into())],
        )),
    }
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

fn table_file(frame: &Frame, snapshot: &Snapshot, name: &str, since: Option<Timestamp>) -> Result<Response, Failure> {
    let (key, form) = name.split_once('.').ok_or_else(Failure::not_found)?;
    let dataset = Dataset::find(key).ok_or_else(Failure::not_found)?;
    if form == "schema.json" {
        return Ok(json_as("application/json", &table_schema(frame, dataset)));
    }
    if !FORMS.contains(&form) {
        return Err(Failure::not_found());
    }
    frame.spend(Budget::File)?;
    let rows = rows(frame, snapshot, dataset, since);
    if form == "json" {
        return Ok(Json(records(frame, snapshot, dataset, rows)).into_response());
    }
    let table = Table {
        name: dataset.title_in(frame.lang()).to_owned(),
        columns: dataset.columns.iter().map(|column| column.name.to_owned()).collect(),
        rows,
    };
    Ok(match form {
        "csv" => download(table.csv(CsvStyle::Data), "text/csv; charset=utf-8", Some(name)),
        _ => download(workbook(&[table]).map_err(Failure::internal)?, XLSX, Some(name)),
    })
}

fn records(frame: &Frame, snapshot: &Snapshot, dataset: &Dataset, rows: Vec<Vec<Cell>>) -> Value {
    let records: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let pairs = dataset.columns.iter().zip(row).filter(|(_, cell)| *cell != Cell::Empty);
            Value::Object(
                pairs.map(|(column, cell)| (column.name.to_owned(), value(column, cell))).collect::<Map<_, _>>(),
            )
        })
        .collect();
    json!({
        "table": dataset.key,
        "changed_at": snapshot.changed_at(),
        "licence": { "name": frame.licence().name, "url": frame.licence().url },
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

/// DCAT, as JSON-LD: each table is a dataset, each form a distribution.
fn catalogue(frame: &Frame, snapshot: &Snapshot) -> Value {
    let here = frame.public_url("/donnees");
    let datasets: Vec<Value> = DATASETS
        .iter()
        .map(|dataset| {
            let mut forms: Vec<(&str, &str)> = vec![("csv", "text/csv"), ("xlsx", XLSX), ("json", "application/json")];
            if dataset.key == "lieux" {
                forms.push(("geojson", "application/geo+json"));
            }
            let distributions: Vec<Value> = forms
                .into_iter()
                .map(|(form, media)| {
                    json!({
                        "@type": "dcat:Distribution",
                        "dcat:downloadURL": { "@id": frame.public_url(&format!("/donnees/{}.{form}", dataset.key)) },
                        "dcat:mediaType": media,
                        "dct:license": { "@id": frame.licence().url },
                        "dct:conformsTo": { "@id": frame.public_url(&format!("/donnees/{}.schema.json", dataset.key)) },
                    })
                })
                .collect();
            json!({
                "@type": "dcat:Dataset",
                "@id": format!("{here}#{}", dataset.key),
                "dct:title": dataset.title_in(frame.lang()),
                "dct:description": dataset.about_in(frame.lang()),
                "dct:language": frame.lang().code(),
                "dct:modified": snapshot.changed_at(),
                "dct:license": { "@id": frame.licence().url },
                "dcat:distribution": distributions,
            })
        })
        .collect();
    json!({
        "@context": { "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/" },
        "@type": "dcat:Catalog",
        "@id": here,
        "dct:title": frame.site_name(),
        "dct:license": { "@id": frame.licence().url },
        "dct:modified": snapshot.changed_at(),
        "foaf:homepage": { "@id": frame.public_url("/") },
        "dcat:dataset": datasets,
    })
}

/// The points of the map, a feature each.
fn places(frame: &Frame, snapshot: &Snapshot, since: Option<Timestamp>) -> Value {
    let mut features = Vec::new();
    let mut entries: Vec<_> = snapshot.entries().iter().filter(|e| since.is_none_or(|s| e.updated_at >= s)).collect();
    entries.sort_by_key(|entry| &entry.experience.slug);
    for entry in entries {
        let text = entry.experience.text_in(frame.lang() == essaim_web::Lang::En);
        for point in &entry.card.points {
            features.push(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [point.lon, point.lat] },
                "properties": {
                    "experience": entry.experience.slug,
                    "title": text.title,
                    "territory": point.territory,
                    "name": snapshot.territory_name(&point.territory),
                    "url": frame.public_url(&format!("/experiences/{}", entry.experience.slug)),
                },
            }));
        }
    }
    json!({
        "type": "FeatureCollection",
        "licence": { "name": frame.licence().name, "url": frame.licence().url },
        "features": features,
    })
}
