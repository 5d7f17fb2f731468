//! `import`: what became of each file, every fault with its line and its remedy.

mod differences;

use std::path::{Path, PathBuf};

use essaim_accounts::Actor;
use essaim_bank::file::{Fault, FaultKind};
use essaim_bank::folder::{Folder, texts_file};
use essaim_bank::{Imported, Outcome, TableImport, Take, Tally, Versions, books};
use essaim_network::DirectoryImport;
use essaim_store::{Absent, Store};
use serde::Serialize;

use super::Context;
use crate::cli::{Import, TakeWhich};
use crate::outcome::{Ending, Refused};
use crate::output::Output;
use crate::{assembly, database};

/// What an import did, for scripts.
#[derive(Debug, Default, Serialize)]
struct Report {
    added: usize,
    updated: usize,
    unchanged: usize,
    kept: usize,
    refused: usize,
    edited: Vec<Edited>,
    /// Each table of the folder that was taken.
    tables: Vec<Table>,
    faults: Vec<Line>,
}

/// What a table of the folder brought.
#[derive(Debug, Serialize)]
struct Table {
    file: &'static str,
    #[serde(flatten)]
    tally: Tally,
}

/// An experience that the bank and a file tell differently.
#[derive(Debug, Serialize)]
struct Edited {
    slug: String,
    files: Vec<Versions>,
}

/// A fault and its place.
#[derive(Debug, Serialize)]
struct Line {
    file: String,
    line: usize,
    message: String,
}

const ACTOR: Actor = Actor::Operator { command: "import" };

pub(super) async fn run(context: &Context, import: &Import) -> anyhow::Result<Ending> {
    let folder = Folder::read(&import.path).map_err(|error| Refused(error.to_string()))?;
    if folder.is_empty() {
        let what = "holds no experience: one is a folder with an experience.md in it";
        return Err(Refused(format!("{} {what}", import.path.display())).into());
    }
    let store = database::open_current(&context.ground, &context.clock, Absent::Make).await?;
    let mut report = Report::default();
    tables(context, &store, &folder, &mut report).await?;
    organisations(context, &store, &folder, &mut report).await?;
    experiences(context, &store, &folder, import, &mut report).await?;
    store.close().await?;
    tell(context.output, &root(&import.path), &report);
    Ok(report.ending())
}

/// The folder that faults are told from: each names `<slug>/experience.md`, whatever was given to import.
fn root(path: &Path) -> PathBuf {
    let one = if path.is_file() { path.parent().unwrap_or(path) } else { path };
    if path.is_dir() && !path.join("experience.md").is_file() {
        return path.to_owned();
    }
    match one.parent() {
        // `.` and `..` have no name to be joined to their parent.
        Some(parent) if one.file_name().is_some() => parent.to_owned(),
        _ => one.join(".."),
    }
}

async fn tables(context: &Context, store: &Store, folder: &Folder, report: &mut Report) -> anyhow::Result<()> {
    let (now, english) = (context.clock.now(), context.output.is_english());
    if let Some(bytes) = &folder.vocabularies {
        let done = essaim_bank::import_vocabularies(store, &ACTOR, now, bytes).await?;
        report.add_table(VOCABULARIES, done, english);
    }
    if let Some(bytes) = &folder.synonyms {
        let done = essaim_bank::import_synonyms(store, &ACTOR, now, bytes).await?;
        report.add_table("synonyms.toml", done, english);
    }
    for (lang, bytes) in &folder.texts {
        let done = books::import_texts(store, &ACTOR, now, *lang, bytes).await?;
        report.add_table(texts_file(*lang), done, english);
    }
    Ok(())
}

const VOCABULARIES: &str = "vocabularies.toml";
const ORGANISATIONS: &str = "organisations.toml";

async fn organisations(context: &Context, store: &Store, folder: &Folder, report: &mut Report) -> anyhow::Result<()> {
    let Some(bytes) = &folder.organisations else { return Ok(()) };
    let registry = assembly::registry(&context.ground);
    let exists = |code: &_| registry.get(code).is_some();
    match essaim_network::import_directory(store, &ACTOR, context.clock.now(), bytes, &exists).await? {
        DirectoryImport::Taken { added, updated, unchanged } => {
            report.tables.push(Table { file: ORGANISATIONS, tally: Tally { added, updated, unchanged, removed: 0 } });
        }
        DirectoryImport::Refused(faults) => report.faults.extend(faults.iter().map(|fault| Line {
            file: ORGANISATIONS.into(),
            line: fault.line,
            message: fault.describe(context.output.is_english()),
        })),
    }
    Ok(())
}

async fn experiences(
    context: &Context,
    store: &Store,
    folder: &Folder,
    import: &Import,
    report: &mut Report,
) -> anyhow::Result<()> {
    let take = match import.take {
        None => Take::Neither,
        Some(TakeWhich::File) => Take::File,
        Some(TakeWhich::Bank) => Take::Bank,
    };
    let registry = assembly::registry(&context.ground);
    let exists = |code: &_| registry.get(code).is_some();
    let now = context.clock.now();
    let english = context.output.is_english();
    let waits = [ORGANISATIONS, VOCABULARIES].map(|table| report.faults.iter().any(|fault| fault.file == table));
    for one in essaim_bank::import(store, &ACTOR, now, &folder.experiences, &exists, take).await? {
        report.add(one, waits, english);
    }
    for error in &folder.unreadable {
        let file = error.path.strip_prefix(root(&import.path)).unwrap_or(&error.path).display().to_string();
        report.refused += 1;
        report.faults.push(Line { file, line: 1, message: FaultKind::Unreadable.describe(english) });
    }
    Ok(())
}

/// The faults of a file, less those that come of a table that was refused: what that table would have brought is not
/// missing, it waits.
fn own_faults(faults: Vec<Fault>, [no_organisations, no_terms]: [bool; 2]) -> Vec<Fault> {
    let waits_for = |fault: &Fault| match &fault.kind {
        FaultKind::UnknownOrganisation(..) if no_organisations => Some(ORGANISATIONS),
        FaultKind::UnknownTerm { .. } if no_terms => Some(VOCABULARIES),
        _ => None,
    };
    let mut own: Vec<Fault> = Vec::with_capacity(faults.len());
    for fault in faults {
        let fault = match waits_for(&fault) {
            Some(table) => Fault { kind: FaultKind::Waits(table), ..fault },
            None => fault,
        };
        if !(matches!(fault.kind, FaultKind::Waits(_)) && own.iter().any(|known| known.kind == fault.kind)) {
            own.push(fault);
        }
    }
    own
}

impl Report {
    fn add_table(&mut self, file: &'static str, done: TableImport, english: bool) {
        match done {
            TableImport::Taken(tally) => self.tables.push(Table { file, tally }),
            TableImport::Refused(faults) => self.add_faults(file.to_owned(), &faults, english),
        }
    }

    fn add_faults(&mut self, file: String, faults: &[Fault], english: bool) {
        let line = |fault: &Fault| Line { file: file.clone(), line: fault.line, message: fault.describe(english) };
        self.faults.extend(faults.iter().map(line));
    }

    fn add(&mut self, Imported { folder, outcome }: Imported, waits: [bool; 2], english: bool) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Kept => self.kept += 1,
            Outcome::Edited(files) => self.edited.push(Edited { slug: folder, files }),
            Outcome::Refused(faults) => {
                self.refused += 1;
                self.add_faults(format!("{folder}/experience.md"), &own_faults(faults.french, waits), english);
                self.add_faults(format!("{folder}/experience.en.md"), &faults.english, english);
            }
        }
    }

    fn ending(&self) -> Ending {
        match () {
            () if !self.faults.is_empty() => Ending::Refused,
            () if !self.edited.is_empty() => Ending::Conflict,
            () => Ending::Done,
        }
    }
}

fn tell(output: Output, path: &Path, report: &Report) {
    output.give(report);
    for Line { file, line, message } in &report.faults {
        output.say(format_args!("{}:{line}: {message}", path.join(file).display()));
    }
    let english = output.is_english();
    for Edited { slug, files } in &report.edited {
        let differences = differences::differences(slug, files, english);
        output.say(if english {
            format!(
                "{slug} was edited in the bank since its file was imported; nothing changed.\n{differences}\
                 Take one version with --take file or --take bank."
            )
        } else {
            format!(
                "« {slug} » a été modifiée dans la banque depuis l’import de son fichier ; rien n’a changé.\n{differences}\
                 Prenez une version avec --take file (le fichier) ou --take bank (la banque)."
            )
        });
    }
    for Table { file, tally: Tally { added, updated, unchanged, removed } } in &report.tables {
        output.say(if english {
            format!("{file}: {added} added, {updated} updated, {unchanged} unchanged, {removed} removed")
        } else {
            format!(
                "{file} – entrées ajoutées : {added}, mises à jour : {updated}, inchangées : {unchanged}, supprimées : {removed}"
            )
        });
    }
    let Report { added, updated, unchanged, kept, refused, edited, .. } = report;
    let edited = edited.len();
    output.say(if english {
        format!(
            "{added} added, {updated} updated, {unchanged} unchanged, {kept} kept, {edited} edited on both sides, {refused} refused"
        )
    } else {
        format!(
            "Expériences – ajoutées : {added}, mises à jour : {updated}, inchangées : {unchanged}, gardées : {kept}, \
             modifiées des deux côtés : {edited}, refusées : {refused}"
        )
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_refused_table_would_have_brought_is_said_once_to_wait() {
        let unknown = |line| Fault { line, kind: FaultKind::UnknownOrganisation("x".into(), None) };
        let faults = vec![unknown(3), unknown(9), Fault { line: 12, kind: FaultKind::NoPresentation }];
        assert_eq!(own_faults(faults.clone(), [false, true]), faults);
        let kinds: Vec<_> = own_faults(faults, [true, false]).into_iter().map(|fault| fault.kind).collect();
        assert_eq!(kinds, [FaultKind::Waits(ORGANISATIONS), FaultKind::NoPresentation]);
    }
}
