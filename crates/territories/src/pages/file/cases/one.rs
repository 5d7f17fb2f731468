//! One group of cases: what it is, what may be decided of it, in words and on a map.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_geo::Point;
use essaim_web::{Failure, Frame, page};

use super::super::{left, lines, path, steps, worked};
use super::{SHOWN, choices, href, place, place_of, title};
use crate::api::unkept;
use crate::jobs::{Job, Worked};
use crate::official::Holdings;
use crate::pages::distance;
use crate::pages::qpv::plan::{Plan, Points};
use crate::pages::qpv::said::sentence_key;
use crate::panel::TerritoriesState;
use crate::tagging::cases::{Case, Reviewed, Way};
use crate::tagging::review::{Choice, Group};
use crate::tagging::standing::Standing;
use crate::tagging::{Decision, Reason, Verdict, seek};

/// So many numbers of a way are drawn.
const MOST_NUMBERS: usize = 500;

#[derive(Template)]
#[template(path = "file_case.html")]
struct CasePage {
    frame: Frame,
    file_name: String,
    steps: [(String, &'static str, Option<usize>); 3],
    title: String,
    place: String,
    rows: u64,
    why: &'static str,
    /// Which of how many.
    at: usize,
    groups: usize,
    action: String,
    choices: Vec<Offered>,
    /// Which of them is chosen; none of them, or that of another neighbourhood.
    chosen: Option<usize>,
    addresses: Vec<Address>,
    /// Addresses beyond those that are shown: a decision is taken for them too.
    more: usize,
    plan: Option<Plan>,
    previous: Option<String>,
    next: Option<String>,
    list: String,
    /// Whether something of it is decided, which may be taken back.
    may_undo: bool,
    /// What was just decided: the words, and where it may be taken back.
    done: Option<(String, String)>,
    fault: Option<String>,
}

/// A choice that is offered.
struct Offered {
    label: String,
    help: String,
}

/// An address of the group.
struct Address {
    number: u32,
    line: String,
    rows: u64,
    /// What is decided, or what is said so far.
    said: String,
    is_decided: bool,
    is_ticked: bool,
}

pub(in crate::pages::file) async fn show(
    State(state): State<TerritoriesState>,
    Path((token, number)): Path<(String, String)>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (job, worked) = worked(&state, &frame, &token).await?;
    let at = place_of(&number, &worked)?;
    let (holdings, settled) = (state.node().holdings(), worked.settled());
    let body = case_page(&state, frame, &job, &worked, &worked.reviewed(&settled, &holdings), &holdings, at);
    Ok(unkept(page(&body).into_response()))
}

/// Why somebody must look: to who decides, and cannot change the address.
const fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Ways => "file-why-voie-ambigue",
        Reason::Towns => "file-why-communes-homonymes",
        Reason::NotFound => "file-why-introuvable",
        Reason::StreetMissing => "file-why-commune-seule",
        Reason::NumberMissing => "file-why-numero-absent",
        Reason::NumberUnknown => "file-why-numero-inconnu",
        reason => sentence_key(reason),
    }
}

fn case_page(
    state: &TerritoriesState,
    frame: Frame,
    job: &Job,
    worked: &Worked,
    reviewed: &Reviewed<'_>,
    holdings: &Holdings,
    at: usize,
) -> CasePage {
    let group = &worked.groups[at];
    let choices = choices(state, worked, holdings, group);
    let cases: Vec<(u32, &Case)> =
        group.cases.iter().map(|number| (*number, &worked.cases.all[*number as usize])).collect();
    let generation = worked.cases.generations.last().copied();
    let perimeters = generation.and_then(|generation| holdings.quarters_of(generation)).map(|one| &one.perimeters);
    let codes: BTreeSet<&str> = choices
        .iter()
        .filter_map(|choice| if let Choice::Inside(quarter) = choice { Some(quarter.code.as_str()) } else { None })
        .collect();
    let plan = perimeters.and_then(|perimeters| {
        let chosen = codes.iter().filter_map(|code| perimeters.find(code)).collect();
        let numbers = cases.first().map(|(_, case)| numbers_of_way(holdings, group, case)).unwrap_or_default();
        // A number that is not known stands anywhere on its way.
        let marks = if numbers.is_empty() { marks(&cases) } else { Vec::new() };
        Plan::around(&frame, state.registry(), perimeters, &chosen, &Points { marks, numbers })
    });
    let is_again = group.decided(reviewed) == group.rows;
    let done = frame.query().get("fait").and_then(|number| place_of(number, worked).ok());
    let left: Vec<usize> = left(worked, reviewed).map(|(at, _)| at).collect();
    let next = left.iter().copied().find(|next| *next > at);
    CasePage {
        file_name: job.order().file_name,
        steps: steps(job, Some(left.len())),
        title: title(group),
        place: place(&frame, group, reviewed),
        rows: group.rows,
        why: if group.has_both { "file-why-numeros" } else { why(group.reason) },
        at: at + 1,
        groups: worked.groups.len(),
        action: href(&frame, job, at),
        choices: choices.iter().map(|choice| offered(&frame, choice, &cases)).collect(),
        chosen: frame.query().get("choix").and_then(|choice| choice.parse().ok()).filter(|at| *at < choices.len()),
        addresses: cases
            .iter()
            .take(SHOWN)
            .map(|(number, case)| address(&frame, reviewed, *number, case, is_again))
            .collect(),
        more: cases.len().saturating_sub(SHOWN),
        plan,
        previous: at.checked_sub(1).map(|at| href(&frame, job, at)),
        next: next.or((at + 1 < worked.groups.len()).then_some(at + 1)).map(|at| href(&frame, job, at)),
        list: frame.url(&path(job, "/cas")).into_owned(),
        may_undo: group.decided(reviewed) > 0,
        done: done.map(|at| {
            let group = &worked.groups[at];
            let rows = lines(&frame, group.decided(reviewed));
            (frame.tn("file-decided", &[("title", title(group).into()), ("rows", rows.into())]), href(&frame, job, at))
        }),
        fault: frame.query().get("faute").map(|fault| fault_of(&frame, fault)),
        frame,
    }
}

fn fault_of(frame: &Frame, fault: &str) -> String {
    let key = match fault {
        "code" => "file-choice-unknown",
        "adresses" => "file-choice-no-address",
        _ => "file-choice-none",
    };
    frame.t(key).to_owned()
}

/// Where the addresses are, with their numbers; those of what may have been meant, where they were not found.
fn marks(cases: &[(u32, &Case)]) -> Vec<(Point, String)> {
    let house = |case: &Case| case.house.map(|house| house.to_string()).unwrap_or_default();
    // Where no more than the commune is known, its own point is no address.
    let ways = |case: &Case| case.candidates.iter().filter(|one| !one.way.name.is_empty()).count();
    let of = |(_, case): &(u32, &Case)| match ways(case) {
        0 | 1 => {
            case.point.filter(|_| case.way.is_some()).map(|point| (point, house(case))).into_iter().collect::<Vec<_>>()
        }
        _ => {
            let meant = case.candidates.iter().filter(|one| !one.way.name.is_empty());
            meant.map(|candidate| (candidate.point, candidate.way.name.clone())).collect()
        }
    };
    cases.iter().take(SHOWN).flat_map(of).collect()
}

fn offered(frame: &Frame, choice: &Choice, cases: &[(u32, &Case)]) -> Offered {
    match choice {
        Choice::Inside(quarter) => Offered {
            label: frame.tn("file-choice-inside", &[("name", quarter.name.as_str().into())]),
            help: match quarter.metres {
                Some(metres) if metres > 0.0 => frame.tn(
                    "file-choice-inside-far",
                    &[("code", quarter.code.as_str().into()), ("distance", distance(frame, metres).into())],
                ),
                _ => quarter.code.clone(),
            },
        },
        Choice::Outside => Offered { label: frame.t("file-choice-outside").to_owned(), help: String::new() },
        Choice::On(way) => {
            let day = "";
            let told: Vec<Option<Decision>> = cases.iter().map(|(_, case)| choice.decide(case, day)).collect();
            let inside = told.iter().flatten().filter(|one| one.what != Verdict::Outside.key()).count();
            let outside = told.iter().flatten().count() - inside;
            let words = [
                ("inside", inside.into()),
                ("outside", outside.into()),
                ("open", (told.len() - inside - outside).into()),
            ];
            Offered {
                label: frame
                    .tn("file-choice-on", &[("way", way.name.as_str().into()), ("town", way.town.as_str().into())]),
                help: if cases.len() == 1 {
                    on_one(frame, cases[0].1, way)
                } else {
                    frame.tn("file-choice-on-makes", &words)
                },
            }
        }
    }
}

/// What an address is, if it is on a way.
fn on_one(frame: &Frame, case: &Case, way: &Way) -> String {
    let meant = case.candidates.iter().find(|candidate| candidate.way == *way);
    meant.map(|meant| said(frame, &meant.standing)).unwrap_or_default()
}

fn said(frame: &Frame, standing: &Standing) -> String {
    match (standing.verdict, &standing.inside) {
        (Verdict::Inside, Some(own)) => {
            frame.tn("qpv-told-inside", &[("name", own.name.as_str().into()), ("code", own.code.as_str().into())])
        }
        (Verdict::Outside, _) => frame.t("qpv-told-outside").to_owned(),
        _ => frame.t("qpv-told-to-check").to_owned(),
    }
}

fn address(frame: &Frame, reviewed: &Reviewed<'_>, number: u32, case: &Case, is_again: bool) -> Address {
    let is_decided = reviewed.is_decided(number);
    let standing = reviewed.standing(number);
    Address {
        number,
        line: case.asked.line(),
        rows: u64::from(case.rows),
        said: match standing {
            Some(standing) if is_decided => said(frame, &standing),
            _ => String::new(),
        },
        is_decided,
        // What is decided already stays as it is, unless all of it is looked at again.
        is_ticked: !is_decided || is_again,
    }
}

/// The known numbers of the way of a group that wants one: they show where it crosses an edge.
fn numbers_of_way(holdings: &Holdings, group: &Group, case: &Case) -> Vec<Point> {
    if !matches!(group.reason, Reason::NumberMissing | Reason::NumberUnknown) {
        return Vec::new();
    }
    let Some(set) = holdings.addresses() else { return Vec::new() };
    let sought = seek(&mut set.finder(), set.addresses(), &case.asked, None);
    let way = sought.found.first().and_then(|found| found.way);
    way.map(|way| set.addresses().points_of(way).take(MOST_NUMBERS).collect()).unwrap_or_default()
}

impl CasePage {
    fn step_here(&self, step: &str) -> Option<&'static str> {
        self.frame.current(step).filter(|_| step.ends_with("/cas"))
    }

    fn is_chosen(&self, at: &usize) -> bool {
        self.chosen == Some(*at)
    }

    fn row_words(&self) -> String {
        lines(&self.frame, self.rows)
    }

    fn count_of(&self, address: &Address) -> String {
        lines(&self.frame, address.rows)
    }
}
