//! `check`: what is wrong and how to mend it. It goes on after a fault, as far as it can.

use std::path::Path;

use essaim_store::Store;
use serde::Serialize;

use super::{USUAL_DATA, warn_of_strangers};
use crate::assembly::{self, App};
use crate::cli::Place;
use crate::database;
use crate::ground::Ground;
use crate::logs;
use crate::outcome::{Ending, ending_of, told};
use crate::output::Output;

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

    fn wrong(&mut self, part: &'static str, what: impl Into<String>, remedy: impl Into<String>, ending: Ending) {
        self.findings.push(Finding { part, well: false, what: what.into(), remedy: Some(remedy.into()) });
        // The first fault is the one that explains the others.
        self.ending.get_or_insert(ending);
    }
}

pub(super) async fn run(place: &Place, output: Output) -> anyhow::Result<Ending> {
    let mut findings = Findings::default();
    match Ground::read(place, USUAL_DATA) {
        Ok(ground) => {
            logs::start(&ground.config.logs);
            warn_of_strangers(&ground);
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
        let mark = if *well { "✔" } else { "✘" };
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
    examine_strangers(ground, findings);
    examine_folder("data folder", &ground.data, findings);
    let store = match database::open(ground).await {
        Ok(store) => store,
        Err(error) => {
            let remedy = "start the database, or correct database.url and the rights on its folder";
            findings.wrong("database", told(&error), remedy, ending_of(&error));
            return;
        }
    };
    if examine_database(&store, findings).await {
        examine_index(&store, ground, findings).await;
    }
}

fn examine_strangers(ground: &Ground, findings: &mut Findings) {
    for (variable, nearest) in &ground.strangers {
        let remedy = nearest.as_ref().map_or("remove it".to_owned(), |nearest| format!("did you mean {nearest}?"));
        findings.wrong("environment", format!("{variable} sets no key"), remedy, Ending::Configuration);
    }
}

fn examine_folder(part: &'static str, folder: &Path, findings: &mut Findings) {
    let attempt = std::fs::create_dir_all(folder).and_then(|()| tempfile_in(folder));
    match attempt {
        Ok(()) => findings.well(part, folder.display().to_string()),
        Err(error) => {
            let remedy = "give its rights to the user who runs Essaim, or make room on the disk";
            findings.wrong(part, format!("{}: {error}", folder.display()), remedy, Ending::Failed);
        }
    }
}

fn tempfile_in(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".probe");
    std::fs::write(&probe, [0; 4096])?;
    std::fs::remove_file(&probe)
}

/// Whether the database can be read at all.
async fn examine_database(store: &Store, findings: &mut Findings) -> bool {
    let health = match store.check(&assembly::migrator()).await {
        Ok(health) => health,
        Err(error) => {
            let error = error.into();
            findings.wrong(
                "database",
                told(&error),
                "see docs/operate.md, “Upgrades” and “Restore”",
                ending_of(&error),
            );
            return false;
        }
    };
    for damage in &health.damage {
        findings.wrong("database", damage, "restore the last backup: essaim restore FILE --replace", Ending::Database);
    }
    if let Some(why) = &health.not_writable {
        findings.wrong(
            "database",
            format!("it cannot be written: {why}"),
            "mend its rights or the disk",
            Ending::Database,
        );
    }
    if !health.pending.is_empty() {
        let what = format!("{} migrations to run", health.pending.len());
        findings.wrong("database", what, "run essaim migrate", Ending::Failed);
    }
    if health.is_well() {
        findings.well("database", store.address().to_string());
    }
    health.damage.is_empty() && health.pending.is_empty()
}

async fn examine_index(store: &Store, ground: &Ground, findings: &mut Findings) {
    let app = App::new(store.clone(), ground);
    match app.bank.load().await {
        Ok(()) => {
            let count = app.bank.snapshot().map_or(0, |snapshot| snapshot.entries().len());
            findings.well("index", format!("{count} experiences"));
        }
        Err(error) => {
            findings.wrong("index", told(&error.into()), "run essaim search --rebuild", Ending::Failed);
        }
    }
}
