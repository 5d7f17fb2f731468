//! `serve` and `demo`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use essaim_accounts::Actor;
use essaim_accounts::pages::Persona;
use essaim_bank::snapshot::Readiness;
use essaim_bank::{Outcome, Take, samples};
use essaim_mail::Transport;
use essaim_store::{Absent, Clock, setting};
use essaim_territories::Jobs;
use essaim_territories::official::Node;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Context;
use crate::assembly::{self, App, Beside};
use crate::cli::Listen;
use crate::database::{self, Upgrade};
use crate::leftovers;
use crate::measures;
use crate::notify::{self, Moment};
use crate::outcome::Ending;
use crate::personas;
use crate::server::{self, StopRequest};

/// Visitors come in as soon as the bank is read, or after this long: a page then says to come back in a moment.
const HEAD_START: Duration = Duration::from_secs(3);

pub(super) async fn serve(context: &Context, listen: &Listen) -> anyhow::Result<Ending> {
    let (app, upgrade) = open(context).await?;
    run(context, listen, app, &upgrade, Vec::new()).await
}

pub(super) async fn demo(context: &Context, listen: &Listen) -> anyhow::Result<Ending> {
    let (app, upgrade) = open(context).await?;
    context.output.say(format_args!("The demo keeps its database in {}", context.ground.data.display()));
    fill(context, &app).await?;
    let personas = personas::make(&app.store, context.clock.now()).await?;
    run(context, listen, app, &upgrade, personas).await
}

async fn open(context: &Context) -> anyhow::Result<(App, Upgrade)> {
    let store = database::open(&context.ground, Absent::Make).await?;
    leftovers::clean(&context.ground);
    let upgrade = database::upgrade(&store, &context.ground, &context.clock).await?;
    if let Some(file) = &upgrade.backup {
        context.output.say(format_args!("Backed up before the upgrade: {}", file.display()));
    }
    Ok((App::new(store, &context.ground), upgrade))
}

/// The setting that says that the samples are in.
const SAMPLES: &str = "demo.samples";

/// Brings the sample experiences in, once: whoever changes them in the demo keeps her changes.
async fn fill(context: &Context, app: &App) -> anyhow::Result<()> {
    if setting::get(app.store.reader(), SAMPLES).await? == Some(true) {
        return Ok(());
    }
    context.output.say("Loading the sample experiences…");
    let (actor, now) = (Actor::Operator { command: "demo" }, context.clock.now());
    let registry = assembly::registry(&context.ground);
    let exists = |code: &_| registry.get(code).is_some();
    let organisations = samples::ORGANISATIONS.as_bytes();
    essaim_network::import_directory(&app.store, &actor, now, organisations, &exists).await?;
    let done = essaim_bank::import(&app.store, &actor, now, &samples::experiences(), &exists, Take::Neither).await?;
    let refused: Vec<_> = done.iter().filter(|one| matches!(one.outcome, Outcome::Refused(_))).collect();
    anyhow::ensure!(refused.is_empty(), "the samples of this build have faults: {refused:?}");
    Ok(app.store.write(async |tx| setting::set(tx, SAMPLES, &true).await).await?)
}

async fn run(
    context: &Context,
    listen: &Listen,
    app: App,
    upgrade: &Upgrade,
    personas: Vec<Persona>,
) -> anyhow::Result<Ending> {
    let config = &context.ground.config;
    let wanted = listen.listen.unwrap_or(config.server.listen);
    let listener = bind(wanted, "--listen").await?;
    let address = listener.local_addr()?;
    let following = follow(&app);
    if let Some(wanted) = config.metrics.listen {
        let listener = bind(wanted, "metrics.listen").await?;
        tracing::info!(address = %listener.local_addr()?, "serving /metriques");
        tokio::spawn(measures::serve(listener, measures::install()?, app.clone()));
    }
    let shell = assembly::shell(&context.ground, address)?;
    let beside = Beside::new(&context.ground);
    let (refreshing, sweeping) = (refresh(&beside.node), sweep(&beside.jobs, &context.clock));
    let tidying = tidy(&app, &context.clock);
    let transport = if personas.is_empty() { config.mail.transport() } else { Some(Transport::Mailbox) };
    let sending = transport.map(|transport| send(&app, &context.clock, transport));
    let site = assembly::site(&app, shell, &context.ground, &beside, &context.clock, personas);
    wait_for_the_bank(&app).await;
    let stop = StopRequest::listen()?;
    announce(context, address, upgrade);
    notify::tell(Moment::Ready);
    server::serve(listener, site, &config.server, stop).await;
    following.abort();
    refreshing.abort();
    sweeping.abort();
    tidying.abort();
    // A letter that is under way is given the time to be answered: cut off, nobody would know whether it left.
    if let Some(sending) = sending {
        sending.stop().await;
    }
    app.store.close().await?;
    Ok(Ending::Done)
}

async fn bind(address: SocketAddr, given_by: &str) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| anyhow::anyhow!("{address} cannot be listened on ({error}): give another with {given_by}"))
}

/// The address alone on its line, so that a script can read it; the rest is for people.
fn announce(context: &Context, address: SocketAddr, upgrade: &Upgrade) {
    let url = format!("http://{address}");
    context.output.say(&url);
    context.output.say("Ctrl-C stops it.");
    context.output.give(&json!({ "url": url, "data": context.ground.data, "backup": upgrade.backup }));
    tracing::info!(%address, data = %context.ground.data.display(), version = env!("CARGO_PKG_VERSION"), "serving");
}

/// Keeps the bank in step with the database for as long as the program runs, whatever happens to the database.
fn follow(app: &App) -> JoinHandle<()> {
    let bank = app.bank.clone();
    tokio::spawn(async move {
        loop {
            let error = anyhow::Error::from(bank.follow().await);
            tracing::error!(error = format!("{error:#}"), "the bank no longer follows the database; trying again");
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    })
}

/// Opens the official files again when an import has changed them.
fn refresh(node: &Arc<Node>) -> JoinHandle<()> {
    /// An operator who imports looks at the site soon after.
    const EVERY: Duration = Duration::from_secs(5);
    let node = Arc::clone(node);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let node = Arc::clone(&node);
            if tokio::task::spawn_blocking(move || node.refresh()).await.unwrap_or_default() {
                tracing::info!("the official files have changed");
            }
        }
    })
}

/// Takes away the tables that visitors brought, each when it ends, and at once those that ended while nothing served.
fn sweep(jobs: &Arc<Jobs>, clock: &Clock) -> JoinHandle<()> {
    /// What ends is no longer shown at its very second; its files go within a minute.
    const EVERY: Duration = Duration::from_secs(60);
    let (jobs, clock) = (Arc::clone(jobs), clock.clone());
    tokio::spawn(async move {
        loop {
            let (own, now) = (Arc::clone(&jobs), clock.now());
            match tokio::task::spawn_blocking(move || own.sweep(now)).await {
                Ok(Ok(0)) | Err(_) => {}
                Ok(Ok(swept)) => tracing::info!(swept, "tables that visitors brought have ended"),
                Ok(Err(error)) => tracing::error!(%error, "tables that have ended cannot be taken away"),
            }
            tokio::time::sleep(EVERY).await;
        }
    })
}

/// Sends letters, several at once; stops between two.
struct Sending {
    stop: watch::Sender<bool>,
    hands: Vec<JoinHandle<()>>,
}

impl Sending {
    async fn stop(self) {
        /// Longer than this a letter seldom takes; what is cut off goes again, and is marked as doubtful.
        const PATIENCE: Duration = Duration::from_secs(10);
        // Hands that have ended hear nothing, and need not.
        let _unheard = self.stop.send(true);
        for hand in self.hands {
            if tokio::time::timeout(PATIENCE, hand).await.is_err() {
                tracing::warn!("a letter was under way; it will be sent again");
            }
        }
    }
}

fn send(app: &App, clock: &Clock, transport: Transport) -> Sending {
    /// So many conversations with the mail server at once.
    const HANDS: usize = 4;
    /// A letter leaves within so long of being posted.
    const EVERY: Duration = Duration::from_millis(500);
    let (stop, stopped) = watch::channel(false);
    let hands = (0..HANDS).map(|_| {
        let (store, clock, transport) = (app.store.clone(), clock.clone(), transport.clone());
        let mut stopped = stopped.clone();
        tokio::spawn(async move {
            while !*stopped.borrow() {
                match essaim_mail::deliver(&store, &clock, &transport).await {
                    Ok(true) => continue,
                    Ok(false) => {}
                    Err(error) => tracing::error!(%error, "letters cannot be sent"),
                }
                drop(tokio::time::timeout(EVERY, stopped.changed()).await);
            }
        })
    });
    Sending { stop, hands: hands.collect() }
}

/// Takes away the sessions and the links that have ended, and the letters that ended long ago.
fn tidy(app: &App, clock: &Clock) -> JoinHandle<()> {
    /// What has ended opens nothing, swept or not.
    const EVERY: Duration = Duration::from_secs(3600);
    let (store, clock) = (app.store.clone(), clock.clone());
    tokio::spawn(async move {
        loop {
            if let Err(error) = essaim_accounts::sweep(&store, clock.now()).await {
                tracing::error!(%error, "what has ended cannot be taken away");
            }
            tokio::time::sleep(EVERY).await;
        }
    })
}

async fn wait_for_the_bank(app: &App) {
    let ready = async {
        while app.bank.readiness() != Readiness::Ready {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    if tokio::time::timeout(HEAD_START, ready).await.is_err() {
        tracing::warn!("the bank is still being read: pages say so until it is");
    }
}
