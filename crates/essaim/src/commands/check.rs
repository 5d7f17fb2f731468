//! `check`: what is wrong and how to mend it. It goes on after a fault, as far as it can.

use std::path::Path;

use essaim_bank::snapshot::Bank;
use essaim_mail::Transport;
use essaim_store::{Absent, Store};
use essaim_territories::official::{Holding, Shelf};
use serde::Serialize;

use crate::cli::Place;
use crate::ground::{Ground, Usual};
use crate::outcome::{Ending, Failure, RESTORE};
use crate::output::Output;
use crate::{assembly, database, folders, leftovers, logs, owner};

/// What was examined.
#[derive(Debug, Serialize)]
struct Finding {
    part: &'static str,
    well: bool,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct Findings {
    findings: Vec<Finding>,
    #[serde(skip)]
    ending: Option<Ending>,
}

impl Findings {
    fn well(&mut self, part: &'static str, what: impl Into<String>) {
        self.findings.push(Finding { part, well: true, what: what.into(), remedy: None });
    }

    /// Something that works, and that visitors miss.
    fn missing(&mut self, part: &'static str, what: impl Into<String>, remedy: impl Into<String>) {
        self.findings.push(Finding { part, well: true, what: what.into(), remedy: Some(remedy.into()) });
    }

    fn wrong(&mut self, part: &'static str, what: impl Into<String>, remedy: impl Into<String>, ending: Ending) {
        self.findings.push(Finding { part, well: false, what: what.into(), remedy: Some(remedy.into()) });
        // The first fault is the one that explains the others.
        self.ending.get_or_insert(ending);
    }

    /// What a command would have said.
    fn failure(&mut self, part: &'static str, error: &anyhow::Error) {
        let Failure { error, remedy, ending, .. } = Failure::of(error);
        self.wrong(
            part,
            error,
            remedy.unwrap_or_else(|| "see “When something is wrong” in docs/operate.md".into()),
            ending,
        );
    }
}

pub(super) async fn run(place: &Place, output: Output) -> anyhow::Result<Ending> {
    let mut findings = Findings::default();
    match Ground::read(place, Usual::Bank) {
        Ok(ground) => {
            logs::start(&ground.config.logs);
            examine(&ground, &mut findings).await;
        }
        Err(faults) => {
            for fault in faults.0 {
                let what = format!("{}: {}", fault.place, fault.message);
                findings.wrong("configuration", what, "correct it there", Ending::Configuration);
            }
        }
    }
    for Finding { part, well, what, remedy } in &findings.findings {
        let mark = match (well, remedy) {
            (true, None) => "✔",
            (true, Some(_)) => "!",
            (false, _) => "✘",
        };
        output.say(format_args!("{mark} {part}: {what}"));
        if let Some(remedy) = remedy {
            output.say(format_args!("    → {remedy}"));
        }
    }
    output.give(&findings);
    Ok(findings.ending.unwrap_or(Ending::Done))
}

async fn examine(ground: &Ground, findings: &mut Findings) {
    let file = ground.file.as_deref().map_or("no file, the defaults".to_owned(), |path| path.display().to_string());
    findings.well("configuration", file);
    if ground.config.site.contact.is_none() {
        let what = "site.contact is not set: where an organisation has no website, visitors find nobody to write to";
        findings.missing("contact", what, "set it to an address of mail or of a page");
    }
    if let Err(error) = owner::refuse_root_elsewhere(ground) {
        findings.failure("data folder", &error.into());
        return;
    }
    examine_folder("data folder", &ground.data, findings);
    let has_index_folder = examine_folder("index folder", &ground.index_folder(), findings);
    examine_folder("backup folder", &ground.backup_folder(), findings);
    examine_leftovers(ground, findings);
    examine_official_files(ground, findings);
    examine_addresses(ground, findings);
    examine_mail(ground, findings).await;
    let store = match database::open(ground, Absent::Refuse).await {
        Ok(store) => store,
        Err(error) => return findings.failure("database", &error),
    };
    if examine_database(&store, findings).await && has_index_folder {
        examine_index(&store, ground, findings).await;
    }
    // Nothing was written: what closing could fail at is told by the next that writes.
    drop(store.close().await);
}

/// Whether letters can leave: links to sign in do so by mail.
async fn examine_mail(ground: &Ground, findings: &mut Findings) {
    let Some(Transport::Server { server, sender }) = ground.config.mail.transport() else {
        let what = "no mail server is configured: letters wait, and nobody can sign in but by what is handed over";
        return findings.missing("mail", what, "set mail.server and mail.sender");
    };
    match server.answers(&sender).await {
        Ok(()) => findings.well("mail", format!("{server} answers")),
        Err(error) => {
            let remedy = "correct mail.server, or start the server: letters wait meanwhile";
            findings.wrong("mail", format!("{server}: {error}"), remedy, Ending::Failed);
        }
    }
}

/// Whether a folder can be written, or made where it is not there yet. Makes none.
fn examine_folder(part: &'static str, folder: &Path, findings: &mut Findings) -> bool {
    let present = folder.ancestors().find(|path| path.symlink_metadata().is_ok()).unwrap_or(Path::new("."));
    let (shown, is_there) = (folder.display(), present == folder);
    match folders::probe(present) {
        Ok(()) if is_there => findings.well(part, shown.to_string()),
        Ok(()) => findings.well(part, format!("{shown}, which will be made when it is needed")),
        Err(error) => {
            let remedy = "make it a folder, give its rights to the user who runs Essaim, or make room on the disk";
            findings.wrong(part, format!("{shown} cannot be written: {error}"), remedy, Ending::Failed);
            return false;
        }
    }
    true
}

/// They harm nobody: told, not counted as something to mend.
fn examine_leftovers(ground: &Ground, findings: &mut Findings) {
    let left = leftovers::list(ground);
    if !left.is_empty() {
        let names: Vec<_> = left.iter().map(|path| path.display().to_string()).collect();
        let what = format!("left by killed programs, removed at the next start or backup: {}", names.join(", "));
        findings.well("unfinished files", what);
    }
}

/// The official files that were brought in, where there are some.
fn examine_official_files(ground: &Ground, findings: &mut Findings) {
    let shelf = Shelf::at(ground.territories_folder());
    for holding in Holding::all() {
        let part = match holding {
            Holding::Layer(_) => "perimeters",
            Holding::Table(_) => "official tables",
        };
        match shelf.examine(holding) {
            Ok(None) => {}
            Ok(Some(kept)) => findings.well(part, format!("{holding}: {} as of {}", kept.count, kept.vintage)),
            Err(error) => {
                let remedy = "bring it in again: essaim territories import FILE";
                findings.wrong(part, format!("{holding}: {error}"), remedy, Ending::Failed);
            }
        }
    }
}

/// The addresses that were brought in, where there are some, read to their last byte.
fn examine_addresses(ground: &Ground, findings: &mut Findings) {
    let remedy = "bring them in again: essaim territories import FILE";
    match Shelf::at(ground.territories_folder()).addresses() {
        Ok(None) => {}
        Ok(Some(set)) if set.addresses().is_whole() => {
            findings.well("addresses", format!("{} numbers as of {}", set.addresses().len(), set.vintage()));
        }
        Ok(Some(set)) => {
            let what = format!("those of {} are damaged", set.vintage());
            findings.wrong("addresses", what, remedy, Ending::Failed);
        }
        Err(error) => findings.wrong("addresses", error.to_string(), remedy, Ending::Failed),
    }
}

/// Whether the database can be read at all.
async fn examine_database(store: &Store, findings: &mut Findings) -> bool {
    let health = match store.check(&assembly::migrator()).await {
        Ok(health) => health,
        Err(error) => {
            findings.failure("database", &error.into());
            return false;
        }
    };
    for damage in &health.damage {
        findings.wrong("database", damage, RESTORE, Ending::Database);
    }
    if let Some(why) = &health.not_writable {
        let what = format!("it cannot be written: {why}");
        findings.wrong("database", what, "mend its rights or the disk", Ending::Database);
    }
    if !health.pending.is_empty() {
        let what = format!("it is older than this program: {} migrations to run", health.pending.len());
        findings.wrong("database", what, "run essaim migrate", Ending::Database);
    }
    if health.is_well() {
        findings.well("database", store.address().to_string());
    }
    health.damage.is_empty() && health.pending.is_empty()
}

/// Builds the index in memory, and looks at the one that is kept without touching it.
async fn examine_index(store: &Store, ground: &Ground, findings: &mut Findings) {
    let bank = Bank::new(store.clone(), assembly::registry(ground), None);
    if let Err(error) = bank.load().await {
        return findings.failure("index", &error.into());
    }
    let count = bank.snapshot().map_or(0, |snapshot| snapshot.entries().len());
    let kept = Bank::fault_of_kept(&ground.index_folder());
    let told = kept.map(|fault| format!("; the one kept on disk ({fault}) will be built again by itself"));
    findings.well("index", format!("{count} experiences{}", told.unwrap_or_default()));
}
