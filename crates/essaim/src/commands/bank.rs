//! `export` and `recueil`: what leaves the bank.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use essaim_accounts::Actor;
use essaim_bank::books::{self, Books, BooksError, Publisher, Texts};
use essaim_bank::file::Fault;
use essaim_bank::folder;
use essaim_bank::snapshot::{Entry, Snapshot};
use essaim_press::Progress;
use essaim_store::Absent;
use essaim_web::Lang;
use serde_json::json;

use super::Context;
use crate::assembly::{self, App};
use crate::cli::{Export, Recueil, Tongue};
use crate::outcome::{Ending, Refused};
use crate::{database, folders};

pub(super) async fn export(context: &Context, export: &Export) -> anyhow::Result<Ending> {
    let store = database::open_current(&context.ground, &context.clock, Absent::Refuse).await?;
    let count = folder::export(&store, &export.folder).await?;
    store.close().await?;
    context.output.give(&json!({ "experiences": count, "folder": export.folder }));
    context.output.say(format_args!("{count} experiences written under {}", export.folder.display()));
    Ok(Ending::Done)
}

pub(super) async fn recueil(context: &Context, recueil: &Recueil) -> anyhow::Result<Ending> {
    refuse_other_than_pdf(&recueil.file)?;
    // An edition is frozen for ever: not for a file that cannot be written.
    try_writing(&recueil.file).with_context(|| cannot_be_written(&recueil.file))?;
    let store = database::open_current(&context.ground, &context.clock, Absent::Refuse).await?;
    let app = App::new(store, &context.ground);
    app.bank.load().await?;
    let lang = match recueil.lang {
        Tongue::Fr => Lang::Fr,
        Tongue::En => Lang::En,
    };
    let english = context.output.is_english();
    let texts = recueil.texts.as_deref().map(|file| texts(file, english)).transpose()?;
    let publisher = Publisher::of(&*assembly::shell(&context.ground, context.ground.config.server.listen)?);
    let (bytes, count) = match &recueil.freeze {
        Some(name) => freeze(context, &app, &publisher, name, texts.as_ref().filter(|_| lang == Lang::Fr)).await?,
        None => print(&app, &publisher, recueil, lang, texts.as_ref()).await?,
    };
    // Kept once they are printed: words that no book can hold leave the bank as it was.
    let kept_with_the_edition = recueil.freeze.is_some() && lang == Lang::Fr;
    if let Some(texts) = texts.filter(|_| !kept_with_the_edition) {
        books::write_texts(&app.store, &ACTOR, context.clock.now(), lang, &texts).await?;
    }
    app.store.close().await?;
    write(&recueil.file, &bytes).with_context(|| cannot_be_written(&recueil.file))?;
    context.output.give(&json!({
        "file": recueil.file, "experiences": count, "bytes": bytes.len(), "edition": recueil.freeze,
    }));
    if let Some(name) = &recueil.freeze {
        context.output.say(format_args!("Edition frozen: /recueil/{name}.pdf"));
    }
    context.output.say(format_args!("{count} experiences printed to {}", recueil.file.display()));
    Ok(Ending::Done)
}

const ACTOR: Actor = Actor::Operator { command: "recueil" };

async fn print(
    app: &App,
    publisher: &Publisher,
    recueil: &Recueil,
    lang: Lang,
    texts: Option<&Texts>,
) -> anyhow::Result<(Vec<u8>, usize)> {
    let snapshot = app.bank.snapshot().expect("it was just loaded");
    let chosen = chosen(&snapshot, &recueil.fiches)?;
    let texts = match texts {
        Some(texts) => texts.clone(),
        None => books::read_texts(app.store.reader(), lang).await?,
    };
    let document = books::compendium_document(&app.bank, &snapshot, publisher, &texts, lang, chosen.as_deref()).await?;
    let books = Books::default();
    if let Some(folder) = &recueil.sources {
        write_sources(folder, &books.sources(&document)?)?;
    }
    let bytes = books.print_with(document, |progress| show_progress(progress.fraction)).await?;
    Ok((bytes, chosen.map_or(snapshot.entries().len(), |chosen| chosen.len())))
}

fn write_sources(folder: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, bytes));
        written.with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

async fn freeze(
    context: &Context,
    app: &App,
    publisher: &Publisher,
    name: &str,
    texts: Option<&Texts>,
) -> anyhow::Result<(Vec<u8>, usize)> {
    let by = (&ACTOR, context.clock.now());
    let report = |progress: Progress| show_progress(progress.fraction);
    let edition = books::freeze(&Books::default(), &app.bank, publisher, by, name, texts, report).await;
    let edition = edition.map_err(|error| match error {
        BooksError::EditionName(_) | BooksError::AlreadyFrozen(_) | BooksError::Empty => {
            Refused(error.to_string()).into()
        }
        other => anyhow::Error::from(other),
    })?;
    let bytes = books::edition(app.store.reader(), name).await?.context("the edition that was just frozen is gone")?;
    Ok((bytes, usize::try_from(edition.experiences).unwrap_or(usize::MAX)))
}

/// A file of texts larger than this is none: logos included, a real one takes some kilobytes.
const LARGEST_TEXTS: u64 = 4 << 20;

/// The words of the compendium, as a file gives them, if a book can hold them.
fn texts(file: &Path, english: bool) -> Result<Texts, Refused> {
    let refused = |what: String| Refused(format!("{}: {what}", file.display()));
    let mut bytes = Vec::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(LARGEST_TEXTS + 1).read_to_end(&mut bytes));
    read.map_err(|error| refused(error.to_string()))?;
    if bytes.len() as u64 > LARGEST_TEXTS {
        return Err(refused(format!("larger than {} MiB", LARGEST_TEXTS >> 20)));
    }
    let texts = Texts::read(&bytes).map_err(|faults| {
        let told = |fault: &Fault| format!("{}:{}: {}", file.display(), fault.line, fault.describe(english));
        Refused(faults.iter().map(told).collect::<Vec<_>>().join("\n"))
    })?;
    texts.check().map_err(|error| refused(error.to_string()))?;
    Ok(texts)
}

/// The experiences asked for, in the order asked; `None` for all.
fn chosen(snapshot: &Snapshot, slugs: &[String]) -> Result<Option<Vec<Arc<Entry>>>, Refused> {
    if slugs.is_empty() {
        return Ok(None);
    }
    let find = |slug: &String| {
        snapshot.get(slug).cloned().ok_or_else(|| Refused(format!("no published experience is called {slug}")))
    };
    slugs.iter().map(find).collect::<Result<_, _>>().map(Some)
}

/// A line that rewrites itself, where somebody is looking.
fn show_progress(fraction: f32) {
    use std::io::IsTerminal;
    let mut error = io::stderr().lock();
    if error.is_terminal() {
        let end = if fraction < 1.0 { "" } else { "\n" };
        drop(write!(error, "\r{:3.0} %{end}", fraction * 100.0));
    }
}

/// A former PDF is replaced; a database, a note, a device are not.
fn refuse_other_than_pdf(file: &Path) -> Result<(), Refused> {
    let is_pdf = || {
        let mut start = [0; 5];
        let read = std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut start));
        file.is_file() && read.is_ok() && &start == b"%PDF-"
    };
    if file.symlink_metadata().is_err() || is_pdf() {
        return Ok(());
    }
    Err(Refused(format!("{} exists and is no PDF: it is left as it is", file.display())))
}

fn cannot_be_written(file: &Path) -> String {
    format!("{} cannot be written", file.display())
}

/// Written beside, then renamed: whoever opens the file never sees half of it.
fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = folders::beside(file);
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, file)
}

/// Whether a file could be written now.
fn try_writing(file: &Path) -> io::Result<()> {
    let beside = folders::beside(file);
    std::fs::write(&beside, [])?;
    std::fs::remove_file(&beside)
}
