//! Every route, asked as every role: the program and the page that lists who may do what cannot disagree.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use essaim_accounts::{Access, Door, Reach, Role, Way, reach};
use essaim_store::testing::{START, TestDatabase};
use essaim_store::{Clock, Store};

use crate::assembly::{self, App, Beside};
use crate::config::Config;
use crate::ground::Ground;
use crate::personas;
use crate::watched::Watched;

/// What stands in a path for what is looked for there: no such thing need exist, since rights are decided before.
const PARTS: [(&str, &str); 10] = [
    ("{slug}", "care"),
    ("{file}", "none"),
    ("{code}", "region-44"),
    ("{edition}", "2026.pdf"),
    ("{job}", "00000000000000000000000000000000"),
    ("{number}", "1"),
    ("{key}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ("{account}", "01890a5d-ac96-774b-bcce-b302099a8057"),
    ("{centre}", "none"),
    ("{letter}", "01890a5d-ac96-774b-bcce-b302099a8057"),
];

struct Walk {
    site: Watched,
    doors: Vec<Door>,
    _database: TestDatabase,
    _folder: tempfile::TempDir,
}

impl Walk {
    async fn new() -> Self {
        let (database, folder) = (TestDatabase::chosen().await, tempfile::tempdir().unwrap());
        let store: Store = database.open().await;
        store.migrate(&assembly::migrator(), START).await.unwrap();
        let ground = Ground { data: folder.path().to_owned(), config: Config::default(), file: None };
        let app = App::new(store, &ground);
        app.bank.load().await.unwrap();
        let (clock, beside) = (Clock::fixed(START), Beside::new(&ground));
        let personas = personas::make(&app.store, START).await.unwrap();
        let shell = assembly::shell(&ground, ([127, 0, 0, 1], 8080).into()).unwrap();
        let doors = assembly::doors(&app, &ground, &beside, &clock, personas.clone()).list().to_vec();
        let site = assembly::site(&app, Arc::clone(&shell), &ground, &beside, &clock, personas);
        Self { site, doors, _database: database, _folder: folder }
    }

    async fn ask(&self, way: Way, path: &str, cookie: &str, headers: &[(&str, &str)]) -> Response {
        let method = if way == Way::Get { Method::GET } else { Method::POST };
        let mut request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie);
        if way == Way::Post {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.site.clone().answer(request.body(Body::empty()).unwrap()).await
    }

    /// The cookie of a new session of that role.
    async fn session(&self, role: Role) -> String {
        if role == Role::Visitor {
            return String::new();
        }
        let body = Body::from(format!("persona={}", role.key()));
        let request = Request::post("/connexion/persona")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .unwrap();
        let response = self.site.clone().answer(request).await;
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let own = cookies.filter_map(|cookie| cookie.to_str().ok()).find(|cookie| cookie.starts_with("seance="));
        own.and_then(|cookie| cookie.split(';').next()).expect("a persona signs in").to_owned()
    }
}

const SAME: &[(&str, &str)] = &[("sec-fetch-site", "same-origin"), ("accept", "text/html")];

fn filled(path: &str) -> String {
    let mut path = path.to_owned();
    for (name, value) in PARTS {
        path = path.replace(name, value);
    }
    assert!(!path.contains('{'), "{path}: say in PARTS what stands for it");
    path
}

/// Kept out: sent to sign in, or refused.
fn is_kept_out(response: &Response) -> bool {
    let target = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let to_sign_in = response.status().is_redirection() && target.starts_with("/connexion?suite=");
    to_sign_in || matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

#[tokio::test]
async fn permissions_are_as_the_documentation_lists_them() {
    let walk = Walk::new().await;
    let page = super::page(&walk.doors);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
    if std::env::var_os("ESSAIM_WRITE_DOCS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "docs/permissions.md says otherwise: write it anew as it tells, and read the difference");
}

#[tokio::test]
async fn every_route_lets_each_role_in_or_keeps_it_out() {
    let walk = Walk::new().await;
    let mut faults = Vec::new();
    for role in Role::ALL {
        for door in &walk.doors {
            // A session for each: some routes end it.
            let cookie = walk.session(role).await;
            let response = walk.ask(door.way, &filled(&door.path), &cookie, SAME).await;
            let expected = match door.access {
                Access::Everyone | Access::Holder => true,
                Access::Able(permission) => reach(role, permission) != Reach::None,
            };
            if is_kept_out(&response) == expected {
                faults.push(format!("{:?} {} as {}: {}", door.way, door.path, role.key(), response.status()));
            }
            assert!(
                !response.status().is_server_error() || door.path.starts_with("/sante"),
                "{door:?}: {}",
                response.status()
            );
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn a_form_of_somebody_signed_in_comes_from_a_page_of_this_site() {
    let walk = Walk::new().await;
    let cookie = walk.session(Role::Administrator).await;
    for door in walk.doors.iter().filter(|door| door.way == Way::Post && !door.path.starts_with("/api/")) {
        for headers in [&[][..], &[("sec-fetch-site", "cross-site")], &[("origin", "https://elsewhere.example")]] {
            let response = walk.ask(Way::Post, &filled(&door.path), &cookie, headers).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{} {headers:?}", door.path);
        }
    }
}

#[tokio::test]
async fn every_route_is_listed_once() {
    let walk = Walk::new().await;
    let mut seen = std::collections::BTreeSet::new();
    for door in &walk.doors {
        assert!(seen.insert((door.way, door.path.clone())), "{door:?} is listed twice");
    }
    assert!(walk.doors.len() > 60, "{}", walk.doors.len());
}
