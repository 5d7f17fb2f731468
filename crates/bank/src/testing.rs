//! A whole site over a bank of its own, for the tests of pages.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use essaim_accounts::Actor;
use essaim_store::Migrator;
use essaim_store::testing::TestDatabase;
use essaim_territories::official::Node;
use essaim_territories::{Registry, TerritoriesState};
use essaim_web::{Shell, ShellConfig, Site};
use jiff::Timestamp;
use tower::ServiceExt;

use crate::pages::organisations::network;
use crate::pages::territories::Territories;
use crate::snapshot::Bank;
use crate::{BankState, Seed, Take, samples};

/// The instant of everything that a test writes.
pub(crate) const START: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// A site and the bank beneath.
pub(crate) struct TestSite {
    pub(crate) site: Site,
    pub(crate) bank: Bank,
    _database: TestDatabase,
}

/// What the site answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl TestSite {
    /// With the sample experiences.
    pub(crate) async fn with_samples() -> Self {
        Self::new(true, ShellConfig::default()).await
    }

    /// With vocabularies and nothing else.
    pub(crate) async fn empty() -> Self {
        Self::new(false, ShellConfig::default()).await
    }

    /// With or without the samples, and with what the operator configured.
    pub(crate) async fn new(samples: bool, config: ShellConfig) -> Self {
        let database = TestDatabase::chosen().await;
        let store = database.open().await;
        let lists = [essaim_accounts::migrations(), essaim_network::migrations(), crate::migrations()];
        store.migrate(&Migrator::new(lists), START).await.unwrap();
        let who = Actor::Operator { command: "test" };
        crate::sow(&store, &who, START, &Seed::default()).await.unwrap();
        let registry = Registry::embedded();
        let exists = |code: &essaim_geo::TerritoryCode| registry.get(code).is_some();
        if samples {
            essaim_network::import_directory(&store, &who, START, samples::ORGANISATIONS.as_bytes(), &exists)
                .await
                .unwrap();
            crate::import(&store, &who, START, &samples::experiences(), &exists, Take::Neither).await.unwrap();
        }
        let bank = Bank::new(store, registry, None);
        bank.load().await.unwrap();
        let mut messages = crate::messages();
        messages.extend([&essaim_network::pages::MESSAGES, &essaim_territories::MESSAGES]);
        messages.push(&essaim_territories::QPV_MESSAGES);
        let config = ShellConfig { messages, open: crate::OPEN.to_vec(), strict: true, ..config };
        let site = Site::new(Shell::new(config).unwrap(), routes(&BankState::new(bank.clone())));
        Self { site, bank, _database: database }
    }

    /// The same site, drawing by the official files of a node.
    pub(crate) fn with_node(self, node: Arc<Node>) -> Self {
        let mut messages = crate::messages();
        messages.extend([&essaim_network::pages::MESSAGES, &essaim_territories::MESSAGES]);
        messages.push(&essaim_territories::QPV_MESSAGES);
        let config = ShellConfig { messages, open: crate::OPEN.to_vec(), strict: true, ..ShellConfig::default() };
        let state = BankState::new(self.bank.clone()).with_node(node);
        Self { site: Site::new(Shell::new(config).unwrap(), routes(&state)), ..self }
    }

    /// Asks for an address.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Asks anything.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.site.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Asks for a page and checks that it is one: 200, HTML, whole, nothing inline.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"), "{path}");
        assert_is_whole(path, &answer.body);
        answer.body
    }
}

/// The bank's routes, and those of the pages on which it has a panel.
fn routes(state: &BankState) -> Router {
    let territories =
        TerritoriesState::new(Registry::embedded(), vec![Arc::new(Territories::new(state.clone())) as Arc<_>]);
    crate::routes(state)
        .merge(essaim_network::pages::routes(network(state)))
        .merge(essaim_territories::routes(territories))
        .into_router()
}

/// Elements that have no end.
const VOID: [&str; 9] = ["meta", "link", "input", "br", "img", "hr", "base", "source", "wbr"];

/// Checks that every element is closed in its place, that no identifier comes twice and that nothing is inline.
pub(crate) fn assert_is_whole(path: &str, html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for piece in html.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("{path}: a tag has no end: {piece}"));
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{path}: {open:?}");
        } else if !(tag.starts_with('!') || tag.ends_with('/') || VOID.contains(&name)) {
            open.push(name);
        }
        assert!(!tag.contains(" style="), "{path}: an inline style: {tag}");
        // A block of data is no script: no browser runs it.
        assert!(
            name != "script" || tag.contains(" src=") || tag.contains("ld+json"),
            "{path}: an inline script: {tag}"
        );
        if let Some((_, rest)) = tag.split_once(" id=\"") {
            let id = rest.split('"').next().unwrap_or_default();
            assert!(ids.insert(id), "{path}: {id} is there twice");
        }
    }
    assert!(open.is_empty(), "{path}: {open:?} are not closed");
}
