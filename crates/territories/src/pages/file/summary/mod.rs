//! A table in figures: a page; [`taken`] gives them as a table and as a document.

mod taken;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_web::{Budget, Failure, Frame, format, page};

use super::{left, path, steps, worked};
use crate::api::unkept;
use crate::jobs::{Job, Worked};
use crate::official::Holdings;
use crate::panel::TerritoriesState;
use crate::tagging::summary::{OTHERS, Summary};

pub(super) use taken::{document, table};

/// The figures at the head of a result: how many lines, and how many in a neighbourhood.
pub(super) struct Figures {
    pub(super) rows: String,
    pub(super) inside: String,
    pub(super) outside: String,
    pub(super) to_check: String,
    /// The share in a neighbourhood, in a sentence.
    pub(super) share: String,
    /// The bar: where the undecided part begins and ends, in thousandths; none where it is not told.
    pub(super) bar: Option<(u32, u32)>,
}

impl Figures {
    pub(super) fn of(frame: &Frame, summary: &Summary) -> Self {
        let count = |count: Option<u64>| told(frame, count);
        let share = summary.share();
        let percent = |share: f64| format::percent(frame.lang(), (share * 10.0).round() / 10.0);
        Self {
            rows: count(summary.grid.all()),
            inside: count(summary.grid.inside()),
            outside: count(summary.grid.outside()),
            to_check: count(summary.grid.to_check()),
            share: match share {
                None => frame.t("file-share-masked").to_owned(),
                Some((least, most)) if percent(least) == percent(most) => {
                    frame.tn("file-share-known", &[("share", percent(least).into())])
                }
                Some((least, most)) => {
                    frame.tn("file-share", &[("least", percent(least).into()), ("most", percent(most).into())])
                }
            },
            bar: share.map(|(least, most)| ((least * 10.0).round() as u32, (most * 10.0).round() as u32)),
        }
    }
}

/// A count, or that it is not told.
fn told(frame: &Frame, count: Option<u64>) -> String {
    count.map_or_else(|| frame.t("file-masked").to_owned(), |count| frame.number(count))
}

#[derive(Template)]
#[template(path = "file_summary.html")]
struct SummaryPage {
    frame: Frame,
    file_name: String,
    steps: [(String, &'static str, Option<usize>); 3],
    href: String,
    is_masked: bool,
    figures: Figures,
    /// None where no line is in a neighbourhood.
    quarters: Vec<QuarterLine>,
    crossing: Option<Crossed>,
    facts: Vec<(&'static str, String)>,
}

/// A neighbourhood and its lines; or what is beside all of them, or adds them up.
struct QuarterLine {
    code: String,
    name: String,
    href: Option<String>,
    count: String,
    share: String,
    is_total: bool,
}

/// The lines crossed with columns of the table.
struct Crossed {
    caption: String,
    /// The heads of the columns; two rows of them where two columns of the table are crossed, with how many each spans.
    first: Vec<(String, usize)>,
    second: Vec<String>,
    /// For each column, whether it adds others up.
    sums: Vec<bool>,
    rows: Vec<(String, Vec<String>, bool)>,
}

impl Crossed {
    /// The class of a column's cells.
    fn class(&self, column: &usize) -> &'static str {
        if self.sums.get(*column) == Some(&true) { "number sum" } else { "number" }
    }
}

/// What is asked of a summary, and all that it is made from.
struct Asked {
    job: Arc<Job>,
    worked: Arc<Worked>,
    summary: Summary,
    is_masked: bool,
    /// How many groups are left to be looked at.
    left: usize,
}

async fn asked(state: &TerritoriesState, frame: &Frame, token: &str) -> Result<(Asked, Arc<Holdings>), Failure> {
    let is_masked = frame.query().get("masquer") == Some("1");
    if is_masked {
        frame.spend(Budget::File)?;
    }
    let (job, worked) = worked(state, frame, token).await?;
    let holdings = state.node().holdings();
    // A wide table takes a while: not on a thread that answers.
    let counted = {
        let (worked, holdings) = (Arc::clone(&worked), Arc::clone(&holdings));
        tokio::task::spawn_blocking(move || {
            let settled = worked.settled();
            let reviewed = worked.reviewed(&settled, &holdings);
            let (summary, left) = (Summary::of(&reviewed), left(&worked, &reviewed).count());
            (if is_masked { summary.masked() } else { summary }, left)
        })
    };
    let (summary, left) = counted.await.map_err(Failure::internal)?;
    Ok((Asked { job, worked, summary, is_masked, left }, holdings))
}

pub(super) async fn show(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (asked, holdings) = asked(&state, &frame, &token).await?;
    let body = SummaryPage {
        file_name: asked.job.order().file_name,
        // Each group is a line or more: a few groups would tell a few lines.
        steps: steps(&asked.job, (!asked.is_masked).then_some(asked.left)),
        href: frame.url(&path(&asked.job, "/synthese")).into_owned(),
        is_masked: asked.is_masked,
        figures: Figures::of(&frame, &asked.summary),
        quarters: if asked.summary.quarters.is_empty() { Vec::new() } else { quarters(&state, &frame, &asked.summary) },
        crossing: crossed(&frame, &asked.summary),
        facts: facts(&state, &frame, &asked, &holdings),
        frame,
    };
    Ok(unkept(page(&body).into_response()))
}

fn quarters(state: &TerritoriesState, frame: &Frame, summary: &Summary) -> Vec<QuarterLine> {
    let grid = &summary.grid;
    let share = |count: Option<u64>| match (count, grid.all()) {
        (Some(count), Some(all)) if all > 0 => {
            format::percent(frame.lang(), (count as f64 * 1_000.0 / all as f64).round() / 10.0)
        }
        _ => frame.t("file-masked").to_owned(),
    };
    let line = |(row, (code, name)): (usize, &(String, String))| {
        let territory = crate::TerritoryCode::new(crate::Level::Qpv, code).ok();
        let known = territory.filter(|territory| state.registry().get(territory).is_some());
        QuarterLine {
            code: code.clone(),
            name: name.clone(),
            href: known.map(|territory| crate::pages::href(frame, &territory)),
            count: told(frame, grid.total(row)),
            share: share(grid.total(row)),
            is_total: false,
        }
    };
    let rest = [
        ("file-row-inside", grid.inside(), true),
        ("file-row-outside", grid.outside(), false),
        ("file-row-to-check", grid.to_check(), false),
        ("file-row-all", grid.all(), true),
    ];
    let rest = rest.map(|(key, count, is_total)| QuarterLine {
        code: String::new(),
        name: frame.t(key).to_owned(),
        href: None,
        count: told(frame, count),
        share: share(count),
        is_total,
    });
    summary.quarters.iter().enumerate().map(line).chain(rest).collect()
}

/// The name of each row of the grid.
fn row_names(frame: &Frame, summary: &Summary) -> Vec<String> {
    let quarters = summary.quarters.iter().map(|(code, name)| format!("{name} ({code})"));
    let rest = ["file-row-outside", "file-row-to-check", "file-row-all"].map(|key| frame.t(key).to_owned());
    quarters.chain(rest).collect()
}

/// A value of a column, or what stands for it.
fn value(frame: &Frame, value: &str) -> String {
    match value {
        OTHERS => frame.t("file-value-others").to_owned(),
        "" => frame.t("file-value-empty").to_owned(),
        value => value.to_owned(),
    }
}

fn crossed(frame: &Frame, summary: &Summary) -> Option<Crossed> {
    if summary.crossed.is_empty() {
        return None;
    }
    let all = frame.t("file-row-all").to_owned();
    let mut first: Vec<(String, usize)> = Vec::new();
    for of_one in summary.heads.chunk_by(|one, other| one[0] == other[0]) {
        first.push((value(frame, &of_one[0][0]), of_one.len()));
    }
    first.push((all.clone(), 1));
    let has_two = summary.crossed.len() > 1;
    let seconds = summary.heads.iter().filter(|_| has_two).map(|head| head.get(1));
    let second = seconds.map(|name| name.map_or_else(|| all.clone(), |name| value(frame, name))).collect();
    let last = summary.grid.height() - 1;
    let rows = row_names(frame, summary).into_iter().enumerate().map(|(row, name)| {
        let cells = (0..summary.grid.width()).map(|column| told(frame, summary.grid.get(row, column)));
        (name, cells.collect(), row == last)
    });
    Some(Crossed {
        caption: frame.tn("file-crossed", &[("columns", summary.crossed.join(" × ").into())]),
        first,
        second,
        sums: (0..summary.grid.width()).map(|column| summary.is_sum(column)).collect(),
        rows: rows.collect(),
    })
}

/// What the figures rest on.
fn facts(state: &TerritoriesState, frame: &Frame, asked: &Asked, holdings: &Holdings) -> Vec<(&'static str, String)> {
    let day = |day| format::date(frame.lang(), day);
    let of_day = |year: u16, vintage| format!("{year}, {}", frame.tn("qpv-of-day", &[("day", day(vintage).into())]));
    let order = asked.job.order();
    let mut facts = vec![
        ("file-fact-file", order.file_name.clone()),
        ("file-fact-made", format::moment(frame.lang(), order.made)),
        ("file-fact-told", format::moment(frame.lang(), state.now())),
        ("file-fact-rows", told(frame, asked.summary.grid.all())),
        ("file-fact-decided", told(frame, asked.summary.decided)),
        ("file-fact-of-source", told(frame, asked.summary.of_source)),
    ];
    for generation in &asked.worked.cases.generations {
        let vintage = asked.worked.cases.all.iter().flat_map(|case| &case.standings);
        let vintage =
            vintage.filter(|standing| standing.generation == *generation).map(|standing| standing.vintage).next();
        let vintage = vintage.or_else(|| Some(holdings.quarters_of(*generation)?.kept.vintage));
        if let Some(vintage) = vintage {
            facts.push(("qpv-quarters-of", of_day(generation.year(), vintage)));
        }
    }
    let vintage = frame.tn("qpv-of-day", &[("day", day(asked.worked.addresses).into())]);
    facts.push(("qpv-addresses-of", format!("Base Adresse Nationale, {vintage}")));
    facts.push(("qpv-program", format!("Essaim {}", env!("CARGO_PKG_VERSION"))));
    facts
}

/// How the figures are to be read.
fn reading(frame: &Frame, is_masked: bool) -> Vec<String> {
    let masked = is_masked.then_some("file-reading-masked");
    ["file-reading-interval", "file-reading-verdict"]
        .into_iter()
        .chain(masked)
        .map(|key| frame.t(key).to_owned())
        .collect()
}

impl SummaryPage {
    fn step_here(&self, step: &str) -> Option<&'static str> {
        self.frame.current(step).filter(|current| *current == "page")
    }

    fn reading(&self) -> Vec<String> {
        reading(&self.frame, self.is_masked)
    }

    /// What the links to the other forms keep.
    fn kept(&self) -> &'static str {
        if self.is_masked { "?masquer=1" } else { "" }
    }
}
