//! `import`: what became of each file, every fault with its line and its remedy.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use essaim_accounts::Actor;
use essaim_bank::folder::Folder;
use essaim_bank::model::{Synonyms, Vocabularies};
use essaim_bank::{Imported, Outcome, Take};
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
    faults: Vec<Line>,
}

/// An experience that the bank and a file tell differently.
#[derive(Debug, Serialize)]
struct Edited {
    slug: String,
    bank: String,
    file: String,
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
    vocabularies(context, &store, &folder, &mut report).await?;
    organisations(context, &store, &folder, &mut report).await?;
    // An experience may name what a refused file would have brought: its faults would only mislead.
    if report.faults.is_empty() {
        experiences(context, &store, &folder, import, &mut report).await?;
    }
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

async fn vocabularies(context: &Context, store: &Store, folder: &Folder, report: &mut Report) -> anyhow::Result<()> {
    if let Some(vocabularies) =
        parse("vocabularies.toml", folder.vocabularies.as_deref(), Vocabularies::from_toml, report)
    {
        essaim_bank::write_vocabularies(store, &ACTOR, context.clock.now(), &vocabularies).await?;
    }
    if let Some(synonyms) = parse("synonyms.toml", folder.synonyms.as_deref(), Synonyms::from_toml, report) {
        essaim_bank::replace_synonyms(store, &ACTOR, context.clock.now(), &synonyms).await?;
    }
    Ok(())
}

/// Reads a file of the folder, where it stands, or notes its fault.
fn parse<T>(
    file: &str,
    bytes: Option<&[u8]>,
    read: impl Fn(&str) -> Result<T, toml::de::Error>,
    report: &mut Report,
) -> Option<T> {
    let bytes = bytes?;
    let mut fault = |offset: usize, message: String| {
        let line = bytes[..offset.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() + 1;
        report.faults.push(Line { file: file.to_owned(), line, message });
    };
    match std::str::from_utf8(bytes) {
        Err(error) => fault(error.valid_up_to(), "the file is not UTF-8: save it in that encoding.".into()),
        Ok(text) => match read(text) {
            Ok(value) => return Some(value),
            Err(error) => {
                fault(error.span().map_or(0, |span| span.start), format!("{}: mend this line.", error.message()))
            }
        },
    }
    None
}

async fn organisations(context: &Context, store: &Store, folder: &Folder, report: &mut Report) -> anyhow::Result<()> {
    let Some(bytes) = &folder.organisations else { return Ok(()) };
    let registry = assembly::registry();
    let exists = |code: &_| registry.get(code).is_some();
    let done = essaim_network::import_directory(store, &ACTOR, context.clock.now(), bytes, &exists).await?;
    if let DirectoryImport::Refused(faults) = done {
        report.faults.extend(faults.iter().map(|fault| Line {
            file: "organisations.toml".into(),
            line: fault.line,
            message: fault.describe(context.output.is_english()),
        }));
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
    let registry = assembly::registry();
    let exists = |code: &_| registry.get(code).is_some();
    let now = context.clock.now();
    for one in essaim_bank::import(store, &ACTOR, now, &folder.experiences, &exists, take).await? {
        report.add(one, context.output.is_english());
    }
    Ok(())
}

impl Report {
    fn add(&mut self, Imported { folder, outcome }: Imported, english: bool) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Kept => self.kept += 1,
            Outcome::Edited { bank, file } => self.edited.push(Edited { slug: folder, bank, file }),
            Outcome::Refused(faults) => {
                self.refused += 1;
                let of = |name: &str, faults: &[essaim_bank::file::Fault]| {
                    let file = format!("{folder}/{name}");
                    let line = |fault: &essaim_bank::file::Fault| (fault.line, fault.describe(english));
                    faults
                        .iter()
                        .map(line)
                        .map(|(line, message)| Line { file: file.clone(), line, message })
                        .collect::<Vec<_>>()
                };
                self.faults.extend(of("experience.md", &faults.french));
                self.faults.extend(of("experience.en.md", &faults.english));
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
    for Edited { slug, bank, file } in &report.edited {
        output.say(format_args!(
            "{slug} was edited in the bank since its file was imported; nothing changed.\n{}",
            differences(bank, file)
        ));
        output.say("Take one with --take file or --take bank.");
    }
    let Report { added, updated, unchanged, kept, refused, edited, .. } = report;
    output.say(format_args!(
        "{added} added, {updated} updated, {unchanged} unchanged, {kept} kept, {} edited on both sides, {refused} refused",
        edited.len()
    ));
}

/// The lines that one version has and the other lacks, the bank's with a minus, the file's with a plus.
fn differences(bank: &str, file: &str) -> String {
    let (bank, file): (Vec<&str>, Vec<&str>) = (bank.lines().collect(), file.lines().collect());
    let same_start = bank.iter().zip(&file).take_while(|(a, b)| a == b).count();
    let rest = bank.len().min(file.len()) - same_start;
    let same_end = bank.iter().rev().zip(file.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let mut text = format!("--- bank\n+++ file\n@@ line {} @@\n", same_start + 1);
    for (sign, lines) in [('-', &bank), ('+', &file)] {
        for line in &lines[same_start..lines.len() - same_end] {
            writeln!(text, "{sign}{line}").expect("a text takes more text");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_shown_where_they_differ() {
        let text = differences("a\nb\nc\n", "a\nB\nc\n");
        assert_eq!(text, "--- bank\n+++ file\n@@ line 2 @@\n-b\n+B\n");
        assert_eq!(differences("a\n", "a\na\n"), "--- bank\n+++ file\n@@ line 2 @@\n+a\n");
    }
}
