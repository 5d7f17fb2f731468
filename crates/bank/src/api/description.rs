//! The description of the API, OpenAPI 3.1, gathered from the handlers.

use essaim_geo::TerritoryCode;
use serde::Serialize;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::{Content, Header, HeaderBuilder, OpenApi as Description, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, Modify, OpenApi, ToSchema};

use crate::finding::Sort;

/// A refusal or a fault (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`.
    pub r#type: String,
    /// What happened.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What to do now.
    pub detail: String,
    /// A stable code.
    pub code: String,
    /// The path asked for.
    pub instance: String,
    /// What is wrong with each parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ProblemField>>,
    /// Where a territory was written without its level: those that bear this code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<Candidate>>,
}

/// A territory that a code without its level may mean.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidate {
    /// The code as the address wrote it.
    pub value: String,
    /// The level-code to write instead.
    #[schema(value_type = String)]
    pub territory: TerritoryCode,
    /// Its name.
    pub name: String,
}

/// What is wrong with a parameter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemField {
    /// The parameter.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

/// The keys of a search. Values of one key add up, 20 at most and 60 in all; different keys narrow.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParameters {
    /// Words, "a phrase", -excluded.
    pub q: Option<String>,
    /// Keys of the vocabulary `category`.
    pub categorie: Option<Vec<String>>,
    /// Keys of the vocabulary `lever`.
    pub levier: Option<Vec<String>>,
    /// Keys of the vocabulary `objective`.
    pub objectif: Option<Vec<String>>,
    /// Keys of the vocabulary `public`.
    pub public: Option<Vec<String>>,
    /// Keys of the vocabulary `theme`.
    pub theme: Option<Vec<String>>,
    /// Sections of NAF.
    pub secteur: Option<Vec<String>>,
    /// Keys of the vocabulary `lead-kind`.
    pub porteur: Option<Vec<String>>,
    /// Keys of the vocabulary `scale`.
    pub echelle: Option<Vec<String>>,
    /// Keys of the vocabulary `means`.
    pub moyens: Option<Vec<String>>,
    /// Keys of the vocabulary `contribution`.
    pub apport: Option<Vec<String>>,
    /// Keys of the vocabulary `maturity`.
    pub maturite: Option<Vec<String>>,
    /// Keys of the vocabulary `known-status`.
    pub statut: Option<Vec<String>>,
    /// Keys of the vocabulary `town-size`.
    pub taille: Option<Vec<String>>,
    /// Slugs of organisations.
    pub structure: Option<Vec<String>>,
    /// Level-codes of territories, as in `commune-57463`: what is located inside.
    #[param(pattern = "^(region|departement|commune|epci|qpv|contrat)-[0-9A-Za-z]+$")]
    pub territoire: Option<Vec<String>>,
    /// The order of the items.
    #[param(schema_with = order)]
    pub tri: Option<String>,
    /// How many items: 1 to 100, 20 by default.
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// `next` of the former answer.
    pub after: Option<String>,
}

fn order() -> Object {
    let about = Some("The order of the items.");
    ObjectBuilder::new()
        .description(about)
        .schema_type(Type::String)
        .enum_values(Some(Sort::ALL.map(Sort::key)))
        .build()
}

/// What a programme may send along.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Headers {
    /// Language of the labels: French, or English where it is preferred.
    #[param(rename = "Accept-Language")]
    pub accept_language: Option<String>,
    /// The `ETag` of an earlier answer: 304 when nothing changed since.
    #[param(rename = "If-None-Match")]
    pub if_none_match: Option<String>,
}

/// The bank's part of the description.
#[derive(OpenApi)]
#[openapi(
    paths(super::list::list, super::one::one, crate::pages::suggestions::api),
    components(schemas(Problem, ProblemField, Candidate)),
    modifiers(&Shared),
    tags((name = "experiences", description = "Experiences of the bank"))
)]
pub struct BankApi;

/// What every address of the API may answer, whatever it is about.
struct Shared;

/// The faults that the site refuses before any address is asked, or that no address can help.
const FAULTS: [(&str, &str); 6] = [
    ("413", "The request carries more than is read: an address of the API takes no body"),
    ("414", "The address is longer than 8 kB"),
    ("429", "Too many requests: come back after `Retry-After` seconds"),
    ("431", "The headers hold more than 16 kB"),
    ("500", "A fault of ours, which is logged"),
    ("503", "The bank is being read, or the site is too busy: come back after `Retry-After` seconds"),
];

impl Modify for Shared {
    fn modify(&self, api: &mut Description) {
        let operations = api.paths.paths.values_mut().filter_map(|path| path.get.as_mut());
        for answers in operations.map(|operation| &mut operation.responses.responses) {
            for (status, told) in FAULTS {
                answers.insert(status.to_owned(), RefOr::T(fault(told)));
            }
            if let Some(RefOr::T(found)) = answers.get_mut("200") {
                found.headers.insert("ETag".into(), header("Send it back as `If-None-Match`"));
                found.headers.insert("Link".into(), header("The licence of the contents, with `rel=\"license\"`"));
            }
        }
    }
}

fn fault(told: &str) -> Response {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(told).content("application/problem+json", problem).build()
}

fn header(told: &str) -> RefOr<Header> {
    let text = ObjectBuilder::new().schema_type(Type::String);
    RefOr::T(HeaderBuilder::new().schema(Some(text)).description(Some(told)).build())
}
