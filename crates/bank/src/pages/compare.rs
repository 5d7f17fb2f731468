//! `/comparer`: up to four experiences side by side.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_accounts::{Access::Everyone, Doors};
use essaim_search::Request;
use essaim_web::{Failure, Frame, page};

use crate::model::{Axis, Nature, Slug};
use crate::pages::card::{Icon, colour, icon};
use crate::pages::cover::Cover;
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;
use crate::words::Wording;

/// How many experiences stand side by side.
const MOST: usize = 4;
/// How many experiences are proposed to join.
const PROPOSED: usize = 5;
/// How many wrong names are read and told: an address is not a place to write at length.
const TOLD: usize = 5;

/// The route of the comparison.
pub(crate) fn routes() -> Doors<BankState> {
    Doors::new().get(Everyone, "/comparer", compare)
}

async fn compare(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let validators = frame.validators((snapshot.revision(), frame.query().to_string()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    Ok(page(&ComparePage::new(frame, &snapshot)).validators(&validators).into_response())
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage<'a> {
    frame: Frame,
    words: Wording<'a>,
    columns: Vec<&'a Arc<Entry>>,
    unknown: Vec<String>,
    too_many: bool,
    /// What was looked for, to add.
    typed: String,
    proposed: Vec<&'a Arc<Entry>>,
}

/// A line of the comparison: a criterion, and what each column says of it.
struct Row<'a> {
    label: &'a str,
    /// Several lines each; none is said so.
    cells: Vec<Vec<Line>>,
    /// Whether the cells are in the experience's own language.
    is_told: bool,
}

/// A line of a cell.
struct Line {
    /// What a figure counts, in the experience's own language.
    label: Option<String>,
    /// What is said, in the page's language unless the whole row is told.
    text: String,
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self { label: None, text }
    }
}

impl<'a> ComparePage<'a> {
    fn new(frame: Frame, snapshot: &'a Snapshot) -> Self {
        let asked = asked(&frame);
        let (found, absent): (Vec<_>, Vec<_>) =
            asked.into_iter().map(|slug| (snapshot.find(&slug), slug)).partition(|(e, _)| e.is_some());
        let mut columns: Vec<&Arc<Entry>> = Vec::new();
        for entry in found.into_iter().filter_map(|(entry, _)| entry) {
            if !columns.iter().any(|known| Arc::ptr_eq(known, entry)) {
                columns.push(entry);
            }
        }
        let too_many = columns.len() > MOST;
        columns.truncate(MOST);
        let typed = frame.query().get("q").unwrap_or_default().trim().to_owned();
        Self {
            words: snapshot.words(frame.lang()),
            proposed: proposed(snapshot, &columns, &typed),
            unknown: absent.into_iter().map(|(_, slug)| slug).take(TOLD).collect(),
            columns,
            too_many,
            typed,
            frame,
        }
    }

    fn icon(&self, name: &'static str) -> Icon<'_> {
        icon(&self.frame, name)
    }

    fn is_full(&self) -> bool {
        self.columns.len() >= MOST
    }

    fn slugs(&self) -> String {
        self.columns.iter().map(|entry| entry.experience.slug.as_str()).collect::<Vec<_>>().join(",")
    }

    /// The comparison without one.
    fn without(&self, entry: &Entry) -> String {
        let rest: Vec<_> = self
            .columns
            .iter()
            .map(|one| &one.experience.slug)
            .filter(|slug| **slug != entry.experience.slug)
            .map(Slug::as_str)
            .collect();
        if rest.is_empty() { self.frame.url("/comparer").into_owned() } else { self.address(&rest.join(",")) }
    }

    /// The comparison with one more.
    fn with(&self, entry: &Entry) -> String {
        let slug = entry.experience.slug.as_str();
        if self.columns.is_empty() { self.address(slug) } else { self.address(&format!("{},{slug}", self.slugs())) }
    }

    fn address(&self, slugs: &str) -> String {
        format!("{}?fiches={slugs}", self.frame.url("/comparer"))
    }

    fn title(&self, entry: &'a Entry) -> &'a str {
        &entry.experience.text_in(self.words.english()).title
    }

    fn text_lang(&self, entry: &Entry) -> &'static str {
        if self.words.english() && entry.experience.english.is_none() { " lang=\"fr\"" } else { "" }
    }

    fn colour(&self, entry: &'a Entry) -> &'a str {
        colour(entry)
    }

    fn cover(&self, entry: &'a Entry) -> Cover<'a> {
        Cover::small(&entry.card.cells)
    }

    fn none_found(&self) -> String {
        self.frame.tn("compare-none-found", &[("words", self.typed.as_str().into())])
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let words = self.words;
        let mut rows = vec![
            self.row("compare-situation", false, |entry| line(words.situation(&entry.experience.situation))),
            self.row("compare-where", false, |entry| line(words.where_it_is(&entry.experience))),
            self.row("compare-lead-row", false, |entry| line(words.lead(&entry.experience))),
            self.row("compare-audience", false, |entry| line(words.audience(&entry.experience))),
            self.row("compare-in-brief", true, |entry| {
                entry.experience.text_in(words.english()).in_brief.iter().cloned().map(Line::from).collect()
            }),
        ];
        for (nature, key) in [
            (Nature::Measured, "compare-figures-measured"),
            (Nature::Cumulative, "compare-figures-cumulative"),
            (Nature::Price, "compare-figures-price"),
            (Nature::Limit, "compare-figures-limit"),
            (Nature::Target, "compare-figures-target"),
        ] {
            rows.push(self.row(key, false, |entry| figures(entry, words, nature)));
        }
        rows.push(self.row("compare-means", false, |entry| labels(entry, words, Axis::Means)));
        rows.push(self.row("compare-asked", false, |entry| contributions(entry, words)));
        for role in crate::model::PartnerRole::ALL {
            rows.push(Row { label: words.role(role), ..self.row("", false, |entry| partners(entry, words, role)) });
        }
        // A criterion on which nobody says anything compares nothing.
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        rows
    }

    fn row<'k>(&'k self, key: &'k str, is_told: bool, cell: impl Fn(&'a Entry) -> Vec<Line>) -> Row<'k> {
        let label = if key.is_empty() { "" } else { self.frame.t(key) };
        Row { label, cells: self.columns.iter().map(|entry| cell(entry)).collect(), is_told }
    }

    /// The cells of a line, each with the experience that it is about.
    fn cells<'k>(&'k self, row: &'k Row<'_>) -> impl Iterator<Item = (&'k Entry, &'k [Line])> {
        self.columns.iter().map(|entry| &***entry).zip(row.cells.iter().map(Vec::as_slice))
    }
}

/// The slugs of the address, each once; whatever is no slug is an unknown one.
fn asked(frame: &Frame) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for slug in
        frame.query().all("fiches").flat_map(|list| list.split(',')).map(str::trim).filter(|slug| !slug.is_empty())
    {
        let slug: String = slug.chars().take(80).collect();
        if asked.len() < MOST + TOLD && !asked.contains(&slug) {
            asked.push(slug);
        }
    }
    asked
}

/// What matches the words typed, else what resembles the first column.
fn proposed<'a>(snapshot: &'a Snapshot, columns: &[&Arc<Entry>], typed: &str) -> Vec<&'a Arc<Entry>> {
    let docs: Vec<u32> = if typed.is_empty() {
        let first = columns.first().and_then(|entry| snapshot.number(entry.experience.slug.as_str()));
        first.map(|doc| snapshot.index().similar(doc, PROPOSED).iter().map(|one| one.doc).collect()).unwrap_or_default()
    } else {
        let request = Request { query: typed, limit: PROPOSED + MOST, snippets: false, ..Request::default() };
        snapshot.index().search(&request).hits.iter().map(|hit| hit.doc).collect()
    };
    let entries = docs.into_iter().filter_map(|doc| snapshot.entries().get(doc as usize));
    let others = entries.filter(|entry| !columns.iter().any(|column| column.experience.slug == entry.experience.slug));
    others.take(PROPOSED).collect()
}

fn line(text: String) -> Vec<Line> {
    if text.is_empty() { Vec::new() } else { vec![text.into()] }
}

fn labels(entry: &Entry, words: Wording<'_>, axis: Axis) -> Vec<Line> {
    entry.experience.classification.on(axis).iter().map(|key| words.term(axis.key(), key).to_owned().into()).collect()
}

fn figures(entry: &Entry, words: Wording<'_>, nature: Nature) -> Vec<Line> {
    let all = entry.experience.figures.iter().enumerate();
    all.filter(|(_, figure)| figure.nature == nature)
        .map(|(place, figure)| words.figure(&entry.experience, place, figure))
        .map(|told| Line { text: told.told(), label: Some(told.label) })
        .collect()
}

fn contributions(entry: &Entry, words: Wording<'_>) -> Vec<Line> {
    let mut kinds: Vec<String> = Vec::new();
    for contribution in &entry.experience.contributions {
        let kind = words.term("contribution", &contribution.kind).to_owned();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.into_iter().map(Line::from).collect()
}

fn partners(entry: &Entry, words: Wording<'_>, role: crate::model::PartnerRole) -> Vec<Line> {
    let partners = entry.experience.partners.iter().filter(|partner| partner.role == role);
    partners
        .map(|partner| {
            let name = words.directory.name(&partner.organisation);
            match &partner.amount {
                Some(money) => format!("{name}, {}", words.money(money)),
                None => name.to_owned(),
            }
        })
        .map(Line::from)
        .collect()
}

#[cfg(test)]
mod tests;
