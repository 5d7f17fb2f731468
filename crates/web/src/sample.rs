//! A page that shows all the shell's parts, for the tests of layout and errors.

use crate::{Contact, Entry, Failure, Frame, Lang, Messages, Pagination, Shell, ShellConfig, Site, page, testing};
use askama::Template;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    response::Response,
    routing::{get, post},
};
use std::sync::Arc;
use tower::ServiceExt;

static WORDS: Messages = Messages {
    owner: "sample",
    fr: "sample-title = Échantillon\nsample-list = Liste\n",
    en: "sample-title = Sample\nsample-list = List\n",
};

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}
{% block title %}{{ frame.t("sample-title") }}{% endblock %}
{% block main %}<h1>{{ frame.t("sample-title") }}</h1>{% include "_pagination.html" %}{% endblock %}"#
)]
struct Sample {
    frame: Frame,
    pagination: Pagination,
}

pub(crate) fn config() -> ShellConfig {
    ShellConfig {
        messages: vec![&WORDS],
        contact: Some(Contact::Mail("bonjour@example.org".into())),
        navigation: vec![Entry { path: "/liste", label: "sample-list" }],
        footer: vec![Entry { path: "/liste", label: "sample-list" }],
        strict: true,
        ..ShellConfig::default()
    }
}

pub(crate) fn site(config: ShellConfig) -> Site {
    let router = Router::new()
        .route("/liste", get(list))
        .route("/cadre", get(async |frame: Frame| list(frame).await.framable()))
        .route("/panne", get(async || -> &'static str { panic!("on purpose") }))
        .route("/envoi", post(async |body: String| body))
        .route("/refus", get(async || Failure::bad_request().field("tri", "error-bad-request", vec![])));
    Site::new(Shell::new(config).unwrap(), router)
}

async fn list(frame: Frame) -> crate::Page {
    let pagination = Pagination::read("/liste", frame.query(), 200, 20);
    page(&Sample { frame, pagination })
}

pub(crate) async fn get_from(site: &Site, path: &str) -> Response {
    ask(site, Request::get(path).body(Body::empty()).unwrap()).await
}

pub(crate) async fn ask(site: &Site, request: Request<Body>) -> Response {
    site.clone().oneshot(request).await.unwrap()
}

pub(crate) async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_layout_is_whole_in_both_languages() {
    let site = site(config());
    for (path, lang, other) in [
        ("/liste?q=%C3%A9t%C3%A9&page=5", "fr", "/en/liste?q=%C3%A9t%C3%A9&#38;page=5"),
        ("/en/liste?page=5", "en", "/liste?page=5"),
    ] {
        let response = get_from(&site, path).await;
        assert_eq!(response.status(), StatusCode::OK);
        let html = text(response).await;
        assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{html}");
        assert!(html.contains(&format!("href=\"{other}\" hreflang")), "{html}");
        assert!(html.contains("aria-current=\"page\">"), "{html}");
        assert!(!html.contains("<script>") && !html.contains(" style="), "nothing inline: {html}");
        insta::assert_snapshot!(format!("layout_{lang}"), html);
    }
}

#[tokio::test]
async fn failures_speak_the_language_and_the_form_of_who_asks() {
    let site = site(config());
    for (path, status, part) in [
        ("/rien", 404, "Cette page n’existe pas"),
        ("/en/rien", 404, "This page does not exist"),
        ("/en/panne", 500, "Something went wrong"),
        ("/envoi", 405, "pas possible ici"),
        ("/refus", 400, "<code>tri</code>"),
        ("/api/v1/rien", 404, "\"code\":\"not-found\""),
        ("/refus.json", 404, "\"status\":404"),
    ] {
        let response = get_from(&site, path).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        let body = text(response).await;
        assert!(body.contains(part), "{path}: {body}");
    }
}

#[tokio::test]
async fn an_address_with_one_slash_too_many_moves() {
    let response = get_from(&site(config()), "/en/liste/?q=a").await;
    assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(response.headers()["location"], "/en/liste?q=a");
}

#[tokio::test]
async fn an_address_that_names_another_site_neither_moves_nor_is_linked_to() {
    let site = site(config());
    for path in ["//evil.example/", "/\\evil.example/", "//evil.example", "/en//evil.example/", "/\\/evil.example/?q=a"]
    {
        let response = get_from(&site, path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(!response.headers().contains_key("location"), "{path}");
        let html = text(response).await;
        for link in ["\"//", "\"/\\", "/en//"] {
            assert!(!html.contains(link), "{path}: {html}");
        }
    }
}

#[test]
fn a_frame_knows_where_it_is() {
    let shell: Arc<Shell> = testing::shell(&[]);
    let frame = testing::frame(&shell, Lang::En, "/a/b?x=1");
    assert_eq!(frame.url("/a"), "/en/a");
    assert_eq!(frame.current("/a"), Some("true"));
    assert_eq!(frame.current("/a/b"), Some("page"));
    assert_eq!(frame.current("/"), None);
    assert_eq!(frame.canonical(Lang::Fr), "http://127.0.0.1:8080/a/b");
    assert_eq!(frame.link("/c", frame.query().with("y", "é&")).to_string(), "/en/c?x=1&y=%C3%A9%26");
}
