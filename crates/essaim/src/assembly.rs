//! The capabilities, listed once: their migrations, words and routes.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::{Router, middleware};
use essaim_bank::BankState;
use essaim_bank::BankState;
use essaim_bank::pages::organisations::Organisations;
use essaim_bank::pages::organisations::Organisations;
use essaim_bank::snapshot::Bank;
use essaim_network::NetworkState;
use essaim_network::NetworkState;
use essaim_store::{Clock, Migrator, Store};
use essaim_territories::Registry;
use essaim_web::{Entry, Licence, Limits, Messages, Shell, ShellConfig, ShellError, Site};
use tower_http::timeout::TimeoutLayer;

use crate::ground::Ground;
use crate::pages::{self, PagesState};
use crate::{assets, health, measures};

/// Everything that runs, shared by all requests.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) bank: Bank,
    pub(crate) clock: Clock,
}

impl App {
    pub(crate) fn new(store: Store, ground: &Ground, clock: Clock) -> Self {
        let bank = Bank::new(store.clone(), registry(), Some(ground.index_folder()));
        Self { store, bank, clock }
    }
}

/// The official tables.
pub(crate) fn registry() -> &'static Registry {
    Registry::embedded()
}

/// Every table of the program, floor by floor.
pub(crate) fn migrator() -> Migrator {
    Migrator::new([essaim_accounts::migrations(), essaim_network::migrations(), essaim_bank::migrations()])
}

/// The words of every page.
fn messages() -> Vec<&'static Messages> {
    vec![
        &pages::MESSAGES,
        &essaim_network::pages::MESSAGES,
        &essaim_bank::pages::MESSAGES,
        &essaim_bank::pages::experience::MESSAGES,
        &essaim_bank::books::MESSAGES,
        &essaim_bank::exports::MESSAGES,
    ]
}

const NAVIGATION: [Entry; 5] = [
    Entry { path: "/experiences", label: "nav-experiences" },
    Entry { path: "/carte", label: "nav-map" },
    Entry { path: "/structures", label: "nav-organisations" },
    Entry { path: "/recueil", label: "nav-compendium" },
    Entry { path: "/mon-recueil", label: "nav-my-pick" },
];

const FOOTER: [Entry; 5] = [
    Entry { path: "/donnees", label: "nav-open-data" },
    Entry { path: "/api/v1", label: "nav-api" },
    Entry { path: "/integrer", label: "nav-embed" },
    Entry { path: "/accessibilite", label: "nav-accessibility" },
    Entry { path: "/mentions", label: "nav-legal" },
];

/// What every page is framed with.
pub(crate) fn shell(ground: &Ground, listening: SocketAddr) -> Result<Arc<Shell>, ShellError> {
    let config = &ground.config;
    let site = &config.site;
    let assets = assets::assets();
    Shell::new(ShellConfig {
        site_name: site.name.clone(),
        public_url: site.public_url.clone().unwrap_or_else(|| format!("http://{listening}")),
        build: assets::build_mark(&assets),
        contact: site.contact.clone(),
        licence: Licence { name: site.licence_name.clone(), url: site.licence_url.clone() },
        navigation: NAVIGATION.to_vec(),
        footer: FOOTER.to_vec(),
        messages: messages(),
        framed_by: config.server.frame_sites.clone(),
        tile_origins: config.map.tiles.iter().map(|tiles| origin(tiles)).collect(),
        trusted_proxies: config.server.trusted_proxies.clone(),
        limits: Limits {
            files: config.limits.files_per_minute,
            documents: config.limits.documents_per_minute,
            ..Limits::default()
        },
        assets,
        ..ShellConfig::default()
    })
}

/// The site that an address is of: what it begins with, up to its path.
fn origin(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    url[..end].to_owned()
}

/// The whole site.
pub(crate) fn site(app: &App, shell: Arc<Shell>) -> Site {
    let state = BankState::new(app.bank.clone());
    let router = Router::new()
        .merge(health::routes(app))
        .merge(crate::pages::routes(&state))
        .merge(essaim_network::pages::routes(network(&state)))
        .merge(essaim_bank::routes(&state));
    Site::new(shell, router)
}

/// The directory that the bank's snapshot holds, and what the bank says of each organisation.
fn network(state: &BankState) -> NetworkState {
    let bank = state.bank().clone();
    let directory = move || bank.snapshot().map(|snapshot| (snapshot.revision(), snapshot.shared_directory()));
    NetworkState::new(directory, vec![Arc::new(Organisations::new(state.clone()))])
}
