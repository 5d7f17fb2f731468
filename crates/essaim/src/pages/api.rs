//! The API told to people and to programs, from one description.

use askama::Template;
use axum::Json;
use axum::response::{IntoResponse, Response};
use essaim_bank::api::BankApi;
use essaim_territories::api::TerritoriesApi;
use essaim_web::{Frame, page};
use serde_json::Value;
use utoipa::OpenApi;

/// The description of the whole API, OpenAPI 3.1, for the address of this site.
fn describe(frame: &Frame) -> Value {
    let mut whole = BankApi::openapi();
    whole.merge(TerritoriesApi::openapi());
    let mut api = serde_json::to_value(whole).expect("the description is plain data");
    let licence = frame.licence();
    api["info"] = serde_json::json!({
        "title": format!("API – {}", frame.site_name()),
        "version": env!("CARGO_PKG_VERSION"),
        "description": frame.t("api-lead"),
        "license": { "name": licence.name, "url": licence.url },
    });
    api["servers"] = serde_json::json!([{ "url": frame.public_url("").trim_end_matches('/') }]);
    api
}

/// `/api/v1/openapi.json`
pub(super) async fn description(frame: Frame) -> Response {
    let api = describe(&frame);
    let validators = frame.file_validators(api.to_string());
    if let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    let mut response = Json(api).into_response();
    validators.write(response.headers_mut());
    response
}

/// An operation, as the page tells it.
struct Operation {
    method: String,
    path: String,
    summary: String,
    parameters: Vec<Parameter>,
    answers: Vec<(String, String)>,
}

/// A parameter of an operation.
struct Parameter {
    name: String,
    /// Where it stands in a request: `query`, `path`, `header`.
    kind: String,
    required: bool,
    about: String,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    frame: Frame,
    operations: Vec<Operation>,
}

/// `/api`
pub(super) async fn readable(frame: Frame) -> Response {
    let api = describe(&frame);
    let validators = frame.validators(api.to_string());
    if let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    page(&ApiPage { operations: operations(&api), frame }).validators(&validators).into_response()
}

fn operations(api: &Value) -> Vec<Operation> {
    let paths = api["paths"].as_object().into_iter().flatten();
    let each = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| Operation {
            method: method.to_uppercase(),
            path: path.clone(),
            summary: text(&operation["summary"]),
            parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
            answers: answers(operation),
        })
    });
    each.collect()
}

fn parameter(value: &Value) -> Parameter {
    Parameter {
        name: text(&value["name"]),
        kind: text(&value["in"]),
        required: value["required"].as_bool().unwrap_or(false),
        about: text(value.get("description").unwrap_or(&value["schema"]["description"])),
    }
}

fn answers(operation: &Value) -> Vec<(String, String)> {
    let answers = operation["responses"].as_object().into_iter().flatten();
    answers.map(|(status, answer)| (status.clone(), text(&answer["description"]))).collect()
}

/// A text of the description, without the marks that its format sets around code.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('`', "")
}
