//! The capabilities, listed once: their migrations, words and routes.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, OnceLock};

use axum::middleware;
use essaim_accounts::pages::{AccountsState, OWN, Persona};
use essaim_accounts::{Doors, Gate, SIGN_IN, identify};
use essaim_bank::BankState;
use essaim_bank::pages::organisations::network;
use essaim_bank::pages::territories::Territories;
use essaim_bank::snapshot::Bank;
use essaim_store::backup::Extent;
use essaim_store::{Clock, Migrator, Store};
use essaim_territories::official::{Node, Shelf};
use essaim_territories::{Jobs, Registry, TerritoriesState};
use essaim_web::{Entrance, Entry, Licence, Limits, Messages, Shell, ShellConfig, ShellError, Site, Tiles};

use crate::ground::Ground;
use crate::pages::{self, PagesState};
use crate::places::OfficialPlaces;
use crate::printer::BankPress;
use crate::watched::{self, Watched};
use crate::{assets, health};

/// Everything that runs, shared by all requests.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) bank: Bank,
}

impl App {
    pub(crate) fn new(store: Store, ground: &Ground) -> Self {
        let bank = Bank::new(store.clone(), registry(ground), Some(ground.index_folder()));
        Self { store, bank }
    }
}

/// The official tables: the program's own, with those that were brought into the data folder in their place. Read once,
/// at the first call.
pub(crate) fn registry(ground: &Ground) -> &'static Registry {
    static REGISTRY: OnceLock<Option<Registry>> = OnceLock::new();
    let brought = REGISTRY.get_or_init(|| {
        let shelf = Shelf::at(ground.territories_folder());
        if shelf.is_empty() {
            return None;
        }
        let (registry, faults) = Registry::of(&shelf);
        for fault in faults {
            tracing::error!(%fault, "an official table is left out: bring it in again");
        }
        Some(registry)
    });
    brought.as_ref().unwrap_or_else(|| Registry::embedded())
}

/// Every table of the program, floor by floor.
pub(crate) fn migrator() -> Migrator {
    Migrator::new([
        essaim_mail::migrations(),
        essaim_accounts::migrations(),
        essaim_network::migrations(),
        essaim_bank::migrations(),
    ])
}

/// What a backup holds: all but who is signed in and what is on its way out, which a restored instance must not take up
/// again.
pub(crate) fn backed_up() -> Extent<'static> {
    static PASSING: LazyLock<Vec<&str>> =
        LazyLock::new(|| [&essaim_accounts::PASSING[..], &essaim_mail::PASSING[..]].concat());
    Extent { files: None, passing: &PASSING }
}

/// The words of every page.
fn messages() -> Vec<&'static Messages> {
    let territories =
        [&essaim_territories::MESSAGES, &essaim_territories::QPV_MESSAGES, &essaim_territories::FILE_MESSAGES];
    let mut all = vec![&pages::MESSAGES, &essaim_accounts::pages::MESSAGES, &essaim_network::pages::MESSAGES];
    all.extend(territories);
    all.extend(essaim_bank::messages());
    all
}

const NAVIGATION: [Entry; 5] = [
    Entry { path: "/experiences", label: "nav-experiences" },
    Entry { path: "/carte", label: "nav-map" },
    Entry { path: "/structures", label: "nav-organisations" },
    Entry { path: "/recueil", label: "nav-compendium" },
    Entry { path: "/mon-recueil", label: "nav-my-selection" },
];

const FOOTER: [Entry; 8] = [
    Entry { path: "/qpv", label: "nav-qpv" },
    Entry { path: "/qpv/fichier", label: "nav-qpv-file" },
    Entry { path: "/territoires", label: "nav-territories" },
    Entry { path: "/donnees", label: "nav-open-data" },
    Entry { path: "/api", label: "nav-api" },
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
        publisher: site.publisher.clone(),
        contact: site.contact.clone(),
        licence: Licence { name: site.licence_name.clone(), url: site.licence_url.clone() },
        navigation: NAVIGATION.to_vec(),
        footer: FOOTER.to_vec(),
        search: Some(Entry { path: "/experiences", label: "search-label" }),
        entrance: Some(Entrance {
            sign_in: Entry { path: SIGN_IN, label: "nav-sign-in" },
            own: Entry { path: OWN, label: "nav-own" },
        }),
        messages: messages(),
        open: essaim_bank::OPEN.to_vec(),
        uploads: essaim_territories::UPLOADS.to_vec(),
        framed_by: config.server.frame_sites.clone(),
        tiles: config.map.tiles.clone().map(|address| Tiles { address, credit: config.map.attribution.clone() }),
        trusted_proxies: config.server.trusted_proxies.clone(),
        limits: Limits {
            files: config.limits.files_per_minute,
            documents: config.limits.documents_per_minute,
            patience: config.server.patience,
            ..Limits::default()
        },
        assets,
        ..ShellConfig::default()
    })
}

/// What runs beside the bank on this node: its official files, and the tables that visitors brought.
#[derive(Clone)]
pub(crate) struct Beside {
    pub(crate) node: Arc<Node>,
    pub(crate) jobs: Arc<Jobs>,
}

impl Beside {
    pub(crate) fn new(ground: &Ground) -> Self {
        let most = u64::from(ground.config.limits.brought_megabytes) * 1_000_000;
        Self {
            node: Arc::new(Node::of(Shelf::at(ground.territories_folder()), registry(ground))),
            jobs: Arc::new(Jobs::at(ground.brought_folder(), most)),
        }
    }
}

/// The whole site; `personas` are those of the demo.
pub(crate) fn site(
    app: &App,
    shell: Arc<Shell>,
    ground: &Ground,
    beside: &Beside,
    clock: &Clock,
    personas: Vec<Persona>,
) -> Watched {
    let gate = Gate { store: app.store.clone(), clock: clock.clone() };
    let router = doors(app, ground, beside, clock, personas)
        .into_router()
        .layer(middleware::from_fn_with_state(gate, identify))
        .layer(middleware::from_fn(watched::leave_route));
    Watched::new(Site::new(Arc::clone(&shell), router), shell, &ground.config)
}

/// Every route, with whom it is for.
pub(crate) fn doors(app: &App, ground: &Ground, beside: &Beside, clock: &Clock, personas: Vec<Persona>) -> Doors {
    let bank = BankState::new(app.bank.clone()).with_node(Arc::clone(&beside.node));
    let places = Arc::new(OfficialPlaces(registry(ground)));
    let sends = !personas.is_empty() || ground.config.mail.transport().is_some();
    let accounts = AccountsState::new(app.store.clone(), clock.clone(), places)
        .with_personas(personas)
        .with_provider(ground.config.provider.settings())
        .sending(sends);
    let clock = clock.clone();
    let now = move || clock.now();
    Doors::new()
        .merge(essaim_accounts::pages::routes(accounts))
        .merge(essaim_bank::routes(&bank))
        .merge(essaim_network::pages::routes(network(&bank)))
        .merge(essaim_territories::routes(
            TerritoriesState::new(registry(ground), vec![Arc::new(Territories::new(bank.clone()))])
                .with_node(Arc::clone(&beside.node), now)
                .with_jobs(Arc::clone(&beside.jobs))
                .with_printer(Arc::new(BankPress(bank.clone()))),
        ))
        .merge(pages::routes(notices(app, ground)))
        .merge(health::routes(app))
}

fn notices(app: &App, ground: &Ground) -> PagesState {
    let site = &ground.config.site;
    PagesState {
        bank: app.bank.clone(),
        publisher: site.publisher.as_deref().map(Arc::from),
        host: site.host.as_deref().map(Arc::from),
        has_tiles: ground.config.map.tiles.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_word_of_the_frame_exists_in_both_languages() {
        let ground = Ground { data: "var".into(), config: Config::default(), file: None };
        shell(&ground, ([127, 0, 0, 1], 8080).into()).unwrap();
    }

    #[test]
    fn no_two_migrations_share_a_name() {
        drop(migrator());
    }
}
