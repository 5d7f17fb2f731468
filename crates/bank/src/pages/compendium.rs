//! `/recueil`: the whole bank as a book, and its frozen editions.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::{Budget, Cache, Failure, Frame, Validators, download, format, markdown, page};

use crate::books::{self, Edition, Publisher, Texts, category_rank, in_order};
use crate::model::Axis;
use crate::pages::card::{Icon, icon};
use crate::pages::selection::{Kept, MOST};
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;
use crate::words::Wording;

/// The routes of the compendium.
pub(crate) fn routes() -> Doors<BankState> {
    Doors::new().get(Everyone, "/recueil", show).get(Everyone, "/recueil.pdf", pdf).get(
        Everyone,
        "/recueil/{edition}",
        edition,
    )
}

async fn show(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let asked = frame.query().get("fiches").map(str::to_owned);
    let reader = state.bank().store().reader();
    let texts = books::read_texts(reader, frame.lang()).await?;
    let editions = books::editions(reader).await?;
    let validators = frame.validators((texts.state(snapshot.revision()), editions.len(), &asked));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let mut ordered = in_order(&snapshot);
    let mut pdf = Some(frame.url("/recueil.pdf").into_owned()).filter(|_| ordered.len() <= books::MOST_ONLINE);
    if let Some(slugs) = &asked {
        let some = chosen(&frame, &snapshot, slugs)?;
        ordered.retain(|entry| some.iter().any(|one| Arc::ptr_eq(one, entry)));
        let present: Vec<&str> = some.iter().map(|entry| entry.experience.slug.as_str()).collect();
        pdf = Some(format!("{}?fiches={}", frame.url("/recueil.pdf"), present.join(",")));
    }
    let parts = parts(&snapshot, &ordered);
    let words = snapshot.words(frame.lang());
    let shown = CompendiumPage { words, parts, is_whole: asked.is_none(), pdf, texts, editions, frame };
    Ok(page(&shown).validators(&validators).into_response())
}

async fn pdf(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let publisher = Publisher::of(frame.shell());
    let texts = books::read_texts(state.bank().store().reader(), frame.lang()).await?;
    let asked = frame.query().get("fiches").map(str::to_owned);
    let validators = frame.file_validators((texts.state(snapshot.revision()), &asked, "pdf"));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    frame.spend(Budget::Document)?;
    let mut response = match asked {
        Some(slugs) => {
            let some = chosen(&frame, &snapshot, &slugs)?;
            let set =
                books::compendium_document(state.bank(), &snapshot, &publisher, &texts, frame.lang(), Some(&some))
                    .await?;
            download(state.books().print(set).await?, "application/pdf", None)
        }
        None if snapshot.entries().is_empty() => {
            return Err(Failure::new(StatusCode::NOT_FOUND, "empty-compendium", "compendium-empty"));
        }
        None => {
            let bytes = state.books().whole(state.bank(), &snapshot, &publisher, frame.lang()).await?;
            download(bytes.to_vec(), "application/pdf", None)
        }
    };
    validators.write(response.headers_mut());
    Ok(response)
}

/// The experiences that an address names, in its order.
fn chosen(frame: &Frame, snapshot: &Snapshot, slugs: &str) -> Result<Vec<Arc<Entry>>, Failure> {
    let named = slugs.split(',').map(str::trim).filter(|slug| !slug.is_empty()).collect::<BTreeSet<_>>().len();
    if named > MOST {
        let too_long = Failure::new(StatusCode::BAD_REQUEST, "book-too-long", "books-too-long").arg("limit", MOST);
        return Err(too_long.suggest(frame.t("compendium-title"), frame.url("/recueil")));
    }
    let kept = Kept::shared(slugs, "");
    let some: Vec<_> = kept.picks.iter().filter_map(|pick| snapshot.find(&pick.slug).cloned()).collect();
    if some.is_empty() {
        let unknown = Failure::new(StatusCode::NOT_FOUND, "not-found", "compendium-unknown");
        return Err(unknown.suggest(frame.t("compendium-title"), frame.url("/recueil")));
    }
    Ok(some)
}

async fn edition(State(state): State<BankState>, frame: Frame, Path(file): Path<String>) -> Result<Response, Failure> {
    let reader = state.bank().store().reader();
    let found = match file.strip_suffix(".pdf") {
        Some(name) => books::edition(reader, name).await?,
        None => None,
    };
    let Some(bytes) = found else {
        let mut unknown = Failure::new(StatusCode::NOT_FOUND, "not-found", "compendium-no-edition");
        for edition in books::editions(reader).await? {
            unknown = unknown.suggest(edition_title(&frame, &edition), format!("/recueil/{}.pdf", edition.name));
        }
        return Err(unknown.suggest(frame.t("compendium-title"), frame.url("/recueil")));
    };
    // Frozen: what is there never changes, and the same in both languages.
    let validators = Validators::of(&bytes).cache(Cache::Seconds(86_400));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let mut response = download(bytes, "application/pdf", None);
    validators.write(response.headers_mut());
    Ok(response)
}

fn edition_title(frame: &Frame, edition: &Edition) -> String {
    frame.tn("compendium-edition", &[("name", edition.name.as_str().into())])
}

/// A category and its experiences.
struct Part {
    category: Option<Box<str>>,
    entries: Vec<Arc<Entry>>,
}

fn parts(snapshot: &Snapshot, ordered: &[Arc<Entry>]) -> Vec<Part> {
    let same = |a: &Arc<Entry>, b: &Arc<Entry>| {
        category_rank(snapshot.vocabularies(), a) == category_rank(snapshot.vocabularies(), b)
    };
    let part = |entries: &[Arc<Entry>]| Part {
        category: entries[0].experience.classification.on(Axis::Category).first().cloned(),
        entries: entries.to_vec(),
    };
    ordered.chunk_by(same).map(part).collect()
}

#[derive(Template)]
#[template(path = "compendium.html")]
struct CompendiumPage<'a> {
    frame: Frame,
    words: Wording<'a>,
    texts: Texts,
    parts: Vec<Part>,
    /// Whether the address names no selection.
    is_whole: bool,
    /// None where the book is longer than the site sets.
    pdf: Option<String>,
    editions: Vec<Edition>,
}

impl CompendiumPage<'_> {
    fn icon(&self, name: &'static str) -> Icon<'_> {
        icon(&self.frame, name)
    }

    fn total(&self) -> usize {
        self.parts.iter().map(|part| part.entries.len()).sum()
    }

    /// How a book that the site does not set is printed.
    fn too_long(&self) -> String {
        let (count, limit) = (self.total().into(), books::MOST_ONLINE.into());
        self.frame
            .tn("books-too-long-online", &[("count", count), ("limit", limit), ("command", books::COMMAND.into())])
    }

    fn category<'p>(&'p self, part: &'p Part) -> &'p str {
        match &part.category {
            Some(key) => self.words.vocabularies.label("category", key, self.words.english()),
            None => self.frame.t("compendium-uncategorised"),
        }
    }

    fn key<'p>(&self, part: &'p Part) -> &'p str {
        part.category.as_deref().unwrap_or_default()
    }

    fn title<'p>(&self, entry: &'p Entry) -> &'p str {
        &entry.experience.text_in(self.words.english()).title
    }

    fn text_lang(&self, entry: &Entry) -> &'static str {
        if self.words.english() && entry.experience.english.is_none() { " lang=\"fr\"" } else { "" }
    }

    fn html(&self, text: &str) -> String {
        markdown(text)
    }

    fn edition(&self, edition: &Edition) -> String {
        edition_title(&self.frame, edition)
    }

    fn edition_facts(&self, edition: &Edition) -> String {
        let lang = self.frame.lang();
        self.frame.tn(
            "compendium-edition-facts",
            &[
                ("count", edition.experiences.into()),
                ("date", format::day(lang, edition.frozen_at).into()),
                ("size", megabytes(&self.frame, edition.size).into()),
            ],
        )
    }
}

/// « 1,2 Mo ».
fn megabytes(frame: &Frame, bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    let unit = if frame.lang() == essaim_web::Lang::Fr { "Mo" } else { "MB" };
    format!("{}\u{a0}{unit}", frame.number(tenths as f64 / 10.0))
}

#[cfg(test)]
mod tests;
