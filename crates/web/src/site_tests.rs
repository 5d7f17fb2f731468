//! What the edge promises for any request.

use crate::{
    Asset, Assets, Budget, Frame, Limits, ShellConfig, Tiles,
    sample::{ask, config, get_from, site, text},
    security::comes_from_elsewhere,
};
use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use proptest::prelude::*;

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_policy_and_only_framable_pages_may_be_framed() {
    let config = ShellConfig {
        framed_by: vec!["https://ville.example".into()],
        public_url: "https://essaim.example/".into(),
        ..config()
    };
    let site = site(config);
    for (path, ancestors) in [
        ("/liste", "frame-ancestors 'none'"),
        ("/rien", "frame-ancestors 'none'"),
        ("/cadre", "frame-ancestors 'self' https://ville.example"),
    ] {
        let response = get_from(&site, path).await;
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(policy.ends_with(ancestors), "{path}: {policy}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert!(response.headers().contains_key("strict-transport-security"));
    }
}

fn tiles(address: &str) -> Option<Tiles> {
    Some(Tiles { address: address.into(), credit: String::new() })
}

#[test]
fn an_origin_cannot_rewrite_the_policy() {
    assert!(crate::Shell::new(ShellConfig { tiles: tiles("https://a; script-src *"), ..config() }).is_err());
}

#[test]
fn the_origin_of_tiles_ends_where_the_path_begins() {
    for address in ["https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"] {
        assert_eq!(tiles(address).unwrap().origin(), "https://tiles.example.org");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_answered_wherever_it_goes() {
    let limits = Limits { patience: std::time::Duration::from_millis(1), ..Limits::default() };
    let site = site(ShellConfig { limits, ..config() });
    for (path, words) in [("/envoi", "entier"), ("/apparence", "entier"), ("/en/apparence", "whole")] {
        let endless = Body::from_stream(futures::stream::pending::<Result<String, std::io::Error>>());
        let form = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        let response = ask(&site, form.body(endless).unwrap()).await;
        assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT, "{path}");
        assert!(text(response).await.contains(words), "{path}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_with_its_status() {
    let limits = Limits { body: 100, address: 50, headers: 300, ..Limits::default() };
    let site = site(ShellConfig { limits, ..config() });
    let large = "x".repeat(400);
    for (asked, status) in [
        (request("POST", "/envoi", &[], "ok"), 200),
        (request("POST", "/envoi", &[], &large), 413),
        (request("POST", "/envoi", &[("content-length", "400")], &large), 413),
        (request("GET", &format!("/liste?q={}", &large[..50]), &[], ""), 414),
        (request("GET", "/liste", &[("x-large", &large)], ""), 431),
        (request("POST", "/envoi", &[("sec-fetch-site", "cross-site")], "ok"), 403),
    ] {
        let place = asked.uri().clone();
        assert_eq!(ask(&site, asked).await.status().as_u16(), status, "{place}");
    }
}

#[tokio::test]
async fn an_address_that_gives_tables_back_takes_larger_ones_and_from_anywhere() {
    let limits = Limits { body: 100, ..Limits::default() };
    let uploads = vec![crate::Upload { path: "/envoi", most: 300, is_open: true }];
    let site = site(ShellConfig { limits, uploads, ..config() });
    for (asked, status) in [
        (request("POST", "/envoi", &[("sec-fetch-site", "cross-site")], &"x".repeat(250)), 200),
        (request("POST", "/envoi", &[], &"x".repeat(301)), 413),
        (request("POST", "/envoi", &[("content-length", "301")], &"x".repeat(301)), 413),
    ] {
        assert_eq!(ask(&site, asked).await.status().as_u16(), status);
    }
}

#[test]
fn only_this_site_posts_here() {
    let elsewhere = |pairs: &[(header::HeaderName, &str)]| {
        let headers: HeaderMap = pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        comes_from_elsewhere(&Method::POST, &headers)
    };
    assert!(!elsewhere(&[]));
    assert!(!elsewhere(&[(header::ORIGIN, "https://a.example"), (header::HOST, "a.example")]));
    assert!(elsewhere(&[(header::ORIGIN, "https://b.example"), (header::HOST, "a.example")]));
    assert!(elsewhere(&[(header::ORIGIN, "null"), (header::HOST, "a.example")]));
}

#[tokio::test]
async fn the_theme_is_kept_without_scripts_and_never_leads_elsewhere() {
    let site = site(config());
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (path, back, location) in [
        ("/apparence", "/liste?q=a", "/liste?q=a"),
        ("/en/apparence", "//evil.example", "/en/"),
        ("/apparence", "/\\evil.example", "/"),
        ("/apparence", "https://evil.example", "/"),
    ] {
        let asked = request("POST", path, &form, &format!("theme=dark&retour={}", back.replace('&', "%26")));
        let response = ask(&site, asked).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()["location"], location);
        assert!(response.headers()["set-cookie"].to_str().unwrap().starts_with("theme=dark; Path=/;"));
    }
    let dark = ask(&site, request("GET", "/liste", &[("cookie", "a=b; theme=dark")], "")).await;
    assert!(text(dark).await.contains("data-theme=\"dark\""));
    let wrong = ask(&site, request("POST", "/apparence", &form, "theme=pink")).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_page_is_compressed_for_who_reads_it() {
    let site = site(config());
    let packed = ask(&site, request("GET", "/liste", &[("accept-encoding", "br, gzip;q=0.5")], "")).await;
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["vary"], "cookie, accept-encoding");
    let plain = ask(&site, request("GET", "/liste", &[("accept-encoding", "gzip;q=0")], "")).await;
    assert!(!plain.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn another_configuration_is_another_state_of_every_page() {
    let mark = |change: fn(&mut ShellConfig)| {
        let mut config = config();
        change(&mut config);
        crate::Shell::new(config).unwrap().mark()
    };
    let same = mark(|_| {});
    assert_eq!(same, mark(|_| {}));
    let changes: [fn(&mut ShellConfig); 7] = [
        |config| config.site_name = "Autre".into(),
        |config| config.public_url = "https://autre.example".into(),
        |config| config.publisher = Some("Autre".into()),
        |config| config.contact = None,
        |config| config.licence.name = "Autre".into(),
        |config| config.framed_by = vec!["https://autre.example".into()],
        |config| config.tiles = tiles("https://tiles.example"),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        assert_ne!(same, mark(change), "change {number}");
    }
}

#[tokio::test]
async fn an_asset_is_kept_for_ever_and_sent_once() {
    let asset = Asset {
        name: "app.css",
        path: "/assets/app-abc.css",
        content_type: "text/css; charset=utf-8",
        bytes: b"body{}",
        gzip: Some(b"packed"),
        brotli: None,
        etag: "abc",
    };
    let site = site(ShellConfig { assets: Assets::new([asset]), ..config() });
    let first = ask(&site, request("GET", "/assets/app-abc.css", &[("accept-encoding", "gzip")], "")).await;
    assert_eq!(first.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(first.headers()["etag"], "\"abc-gzip\"");
    let again = ask(&site, request("GET", "/assets/app-abc.css", &[("if-none-match", "\"abc\"")], "")).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let page = text(get_from(&site, "/liste").await).await;
    assert!(page.contains("href=\"/assets/app-abc.css\""));
}

#[tokio::test]
async fn the_api_is_open_to_other_sites_and_speaks_the_language_asked() {
    let site = site(config());
    let asked = request("GET", "/api/v1/rien", &[("accept-language", "en")], "");
    let response = ask(&site, asked).await;
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["content-type"], "application/problem+json; charset=utf-8");
    assert!(text(response).await.contains("This page does not exist"));
    let preflight = ask(&site, request("OPTIONS", "/api/v1/rien", &[], "")).await;
    assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
}

#[test]
fn a_budget_runs_out_for_one_visitor_and_not_for_the_next() {
    let limits = Limits { documents: 3, ..Limits::default() };
    let shell = crate::Shell::new(ShellConfig { limits, ..config() }).unwrap();
    let visitor = |address: &str| {
        let peer = Some(address.parse().unwrap());
        let uri = "/a".parse().unwrap();
        Frame::new(std::sync::Arc::clone(&shell), crate::Lang::Fr, uri, &HeaderMap::new(), peer)
    };
    let spend = |address: &str| visitor(address).spend(Budget::Document).is_ok();
    assert!(spend("192.0.2.1"));
    assert!(!spend("192.0.2.1"));
    assert!(spend("192.0.2.2"));
    assert!((0..50).all(|_| spend("127.0.0.1")), "what may hide many is not one visitor");
}

proptest! {
    #[test]
    fn any_address_and_header_gets_an_answer(
        path in "/[!-~]{0,40}", cookie in "[ -~]{0,40}", accept in "[ -~]{0,40}", claim in "[ -~]{0,40}",
    ) {
        let asked = Request::get(&path)
            .header("cookie", &cookie)
            .header("accept", &accept)
            .header("accept-encoding", &accept)
            .header("accept-language", &accept)
            .header("if-none-match", &cookie)
            .header("if-modified-since", &cookie)
            .header("x-forwarded-for", &claim)
            .body(Body::empty());
        if let Ok(asked) = asked {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            let status = runtime.block_on(ask(&site(config()), asked)).status();
            prop_assert!(path == "/panne" || !status.is_server_error(), "{}: {}", path, status);
        }
    }
}
