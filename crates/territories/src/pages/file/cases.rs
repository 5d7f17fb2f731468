//! The cases that somebody must look at: a list, and one group after the other, on a map and in words.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use essaim_geo::{Level, Point, TerritoryCode};
use essaim_web::{Failure, Frame, Pagination, Query, format, page};

use super::{holdings, lines, path, private, steps, worked};
use crate::jobs::{Job, Worked};
use crate::official::Holdings;
use crate::pages::qpv::plan::{Plan, Points};
use crate::pages::qpv::said::{distance, sentence_key};
use crate::panel::TerritoriesState;
use crate::tagging::cases::{Case, Reviewed, Settled};
use crate::tagging::review::{Choice, Group};
use crate::tagging::standing::{Beside, Standing};
use crate::tagging::{Decision, Reason, Verdict, seek};

/// So many groups on a page of the list.
const ON_A_PAGE: usize = 50;
/// So many addresses of a group are shown one by one.
const SHOWN: usize = 300;
/// So many numbers of a way are drawn.
const MOST_NUMBERS: usize = 500;

#[derive(Template)]
#[template(path = "file_cases.html")]
struct ListPage {
    frame: Frame,
    file_name: String,
    steps: [(String, &'static str, Option<usize>); 3],
    lines: Vec<Listed>,
    /// Lines that are left, their groups, and where the first of them is.
    left: u64,
    left_groups: usize,
    first: Option<String>,
    pagination: Pagination,
}

/// A group in the list.
struct Listed {
    href: String,
    title: String,
    place: String,
    reason: &'static str,
    rows: u64,
    /// What became of it, in words.
    state: String,
    is_decided: bool,
}

pub(super) async fn list(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (job, worked) = worked(&state, &frame, &token).await?;
    let (holdings, settled) = (holdings(&state), worked.settled());
    let reviewed = worked.reviewed(&settled, &holdings);
    let pagination = Pagination::read(path(&job, "/cas"), frame.query(), worked.groups.len(), ON_A_PAGE);
    let shown = worked.groups.iter().enumerate().skip(pagination.offset()).take(ON_A_PAGE);
    let lines = shown.map(|(at, group)| listed(&frame, &job, &reviewed, at, group)).collect();
    let left: Vec<(usize, u64)> = left(&worked, &reviewed).collect();
    let body = ListPage {
        file_name: job.order().file_name,
        steps: steps(&job, &worked),
        lines,
        left: left.iter().map(|(_, rows)| rows).sum(),
        left_groups: left.len(),
        first: left.first().map(|(at, _)| href(&frame, &job, *at)),
        pagination,
        frame,
    };
    Ok(private(page(&body).into_response()))
}

/// The groups that have undecided lines, by their numbers, and how many.
fn left<'w>(worked: &'w Worked, reviewed: &'w Reviewed<'_>) -> impl Iterator<Item = (usize, u64)> + 'w {
    let rows = worked.groups.iter().map(|group| group.rows - group.decided(reviewed));
    rows.enumerate().filter(|(_, rows)| *rows > 0)
}

fn href(frame: &Frame, job: &Job, at: usize) -> String {
    frame.url(&path(job, &format!("/cas/{}", at + 1))).into_owned()
}

fn listed(frame: &Frame, job: &Job, reviewed: &Reviewed<'_>, at: usize, group: &Group) -> Listed {
    let decided = group.decided(reviewed);
    let state = match decided {
        0 => frame.t("file-case-open").to_owned(),
        _ if decided == group.rows => frame.t("file-case-decided").to_owned(),
        _ => frame.tn("file-case-partly", &[("decided", decided.into()), ("rows", group.rows.into())]),
    };
    Listed {
        href: href(frame, job, at),
        title: title(group),
        place: place(frame, group, reviewed),
        reason: reason_key(group),
        rows: group.rows,
        is_decided: decided == group.rows,
        state,
    }
}

/// The short name of a reason.
fn reason_key(group: &Group) -> &'static str {
    match group.reason {
        Reason::Ways => "file-reason-voie-ambigue",
        Reason::Towns => "file-reason-communes-homonymes",
        Reason::NotFound => "file-reason-introuvable",
        Reason::StreetMissing => "file-reason-commune-seule",
        Reason::NumberMissing => "file-reason-numero-absent",
        Reason::NumberUnknown => "file-reason-numero-inconnu",
        Reason::Accuracy => "file-reason-precision",
        Reason::NearEdge => "file-reason-bord",
        Reason::PerimetersMissing => "file-reason-perimetres-absents",
        Reason::AddressesMissing => "file-reason-adresses-absentes",
        Reason::Unreadable => "file-reason-illisible",
        // Somebody at the source, or nobody, has to look at these.
        Reason::Empty | Reason::Abroad | Reason::Lent | Reason::PostBox => "file-reason-source",
        Reason::PostcodeIgnored | Reason::InseeIgnored | Reason::Decided => "file-case-decided",
    }
}

fn title(group: &Group) -> String {
    match (group.title.is_empty(), group.town.is_empty()) {
        (true, _) => group.town.clone(),
        (false, true) => group.title.clone(),
        (false, false) => format!("{}, {}", group.title, group.town),
    }
}

/// The range of numbers, and how many addresses.
fn place(frame: &Frame, group: &Group, reviewed: &Reviewed<'_>) -> String {
    let count = ("count", group.cases.len().into());
    match group.numbers(reviewed.cases) {
        None => frame.tn("file-addresses", &[count]),
        Some((first, last)) if first == last => frame.tn("file-number", &[("number", first.to_string().into())]),
        Some((first, last)) => {
            let (first, last) = (first.to_string(), last.to_string());
            frame.tn("file-numbers", &[("first", first.into()), ("last", last.into()), count])
        }
    }
}

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
    is_decided: bool,
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
}

pub(super) async fn show(
    State(state): State<TerritoriesState>,
    Path((token, number)): Path<(String, String)>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (job, worked) = worked(&state, &frame, &token).await?;
    let at = place_of(&number, &worked)?;
    let (holdings, settled) = (holdings(&state), worked.settled());
    let body = case_page(&state, frame, &job, &worked, &worked.reviewed(&settled, &holdings), &holdings, at);
    Ok(private(page(&body).into_response()))
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

fn place_of(number: &str, worked: &Worked) -> Result<usize, Failure> {
    let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    at.filter(|at| *at < worked.groups.len()).ok_or_else(Failure::not_found)
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
    let done = frame.query().get("fait").and_then(|number| place_of(number, worked).ok());
    let next = left(worked, reviewed).map(|(at, _)| at).find(|next| *next > at);
    CasePage {
        file_name: job.order().file_name,
        steps: steps(job, worked),
        title: title(group),
        place: place(&frame, group, reviewed),
        rows: group.rows,
        why: why(group.reason),
        at: at + 1,
        groups: worked.groups.len(),
        action: href(&frame, job, at),
        choices: choices.iter().map(|choice| offered(&frame, choice, &cases)).collect(),
        chosen: frame.query().get("choix").and_then(|choice| choice.parse().ok()).filter(|at| *at < choices.len()),
        addresses: cases.iter().take(SHOWN).map(|(number, case)| address(&frame, reviewed, *number, case)).collect(),
        more: cases.len().saturating_sub(SHOWN),
        plan,
        previous: at.checked_sub(1).map(|at| href(&frame, job, at)),
        next: next.or((at + 1 < worked.groups.len()).then_some(at + 1)).map(|at| href(&frame, job, at)),
        list: frame.url(&path(job, "/cas")).into_owned(),
        is_decided: group.decided(reviewed) == group.rows,
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
    let of = |(_, case): &(u32, &Case)| match case.candidates.len() {
        0 | 1 => case.point.map(|point| (point, house(case))).into_iter().collect::<Vec<_>>(),
        _ => case.candidates.iter().map(|candidate| (candidate.point, candidate.way.name.clone())).collect(),
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
fn on_one(frame: &Frame, case: &Case, way: &crate::tagging::cases::Way) -> String {
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

fn address(frame: &Frame, reviewed: &Reviewed<'_>, number: u32, case: &Case) -> Address {
    let is_decided = reviewed.decision(number).is_some();
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
    }
}

pub(super) async fn decide(
    State(state): State<TerritoriesState>,
    Path((token, number)): Path<(String, String)>,
    frame: Frame,
    body: String,
) -> Result<Response, Failure> {
    let (job, worked) = worked(&state, &frame, &token).await?;
    let at = place_of(&number, &worked)?;
    let holdings = holdings(&state);
    let form = Query::parse(&body);
    let here = href(&frame, &job, at);
    let decided = match decisions(&state, &form, &worked, &holdings, at) {
        Ok(decided) => decided,
        Err(fault) => {
            let mut response = private(Redirect::to(&format!("{here}?faute={fault}")).into_response());
            *response.status_mut() = StatusCode::SEE_OTHER;
            return Ok(response);
        }
    };
    let settled = {
        let (job, worked) = (std::sync::Arc::clone(&job), std::sync::Arc::clone(&worked));
        tokio::task::spawn_blocking(move || {
            job.settle(&worked, decided)?;
            std::io::Result::Ok(worked.settled())
        })
    };
    let settled: Settled = settled.await.map_err(Failure::internal)?.map_err(Failure::internal)?;
    let reviewed = worked.reviewed(&settled, &holdings);
    let rest: Vec<usize> = left(&worked, &reviewed).map(|(at, _)| at).collect();
    // What is left of this one first, then what comes after it, then what was passed over.
    let next = rest.iter().find(|next| **next >= at).or(rest.first());
    let target = match next {
        Some(next) => format!("{}?fait={}", href(&frame, &job, *next), at + 1),
        None => frame.url(&path(&job, "/cas")).into_owned(),
    };
    Ok(private(Redirect::to(&target).into_response()))
}

/// What a group may be decided to be.
fn choices(state: &TerritoriesState, worked: &Worked, holdings: &Holdings, group: &Group) -> Vec<Choice> {
    let generation = worked.cases.generations.last().copied();
    let perimeters = generation.and_then(|generation| holdings.quarters_of(generation)).map(|one| &one.perimeters);
    group.choices(&worked.cases, |insee| {
        let Ok(commune) = TerritoryCode::new(Level::Commune, insee) else { return Vec::new() };
        let registry = state.registry();
        let own = registry.all(Level::Qpv).filter(|quarter| quarter.generation() == generation);
        let held = own.filter(|quarter| registry.ancestors(&quarter.code()).contains(&commune));
        // One that is not drawn here could not be decided.
        let drawn = held.filter_map(|quarter| {
            let perimeters = perimeters?;
            let number = perimeters.find(quarter.code().code())?;
            let (code, name) = (perimeters.code(number).to_owned(), perimeters.name(number).to_owned());
            Some(Beside { code, name, metres: None })
        });
        drawn.collect()
    })
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

/// What a form decides of the addresses of a group.
fn decisions(
    state: &TerritoriesState,
    form: &Query,
    worked: &Worked,
    holdings: &Holdings,
    at: usize,
) -> Result<Vec<(u32, Option<Decision>)>, &'static str> {
    let (group, day) = (&worked.groups[at], format::day_of(state.now()).to_string());
    let shown: BTreeSet<u32> = group.cases.iter().copied().take(SHOWN).collect();
    let ticked: BTreeSet<u32> = form.all("cas").filter_map(|number| number.parse().ok()).collect();
    // Those beyond the ones that are shown go with all of them.
    let has_all = shown.is_subset(&ticked);
    let chosen: Vec<u32> = group
        .cases
        .iter()
        .copied()
        .filter(|number| ticked.contains(number) || (has_all && !shown.contains(number)))
        .collect();
    if chosen.is_empty() {
        return Err("adresses");
    }
    let choices = choices(state, worked, holdings, group);
    let choice = match form.get("choix").unwrap_or_default() {
        "" => return Err("choix"),
        "laisser" => return Ok(chosen.into_iter().map(|number| (number, None)).collect()),
        "autre" => {
            let code = form.get("code").unwrap_or_default().trim().to_uppercase();
            let generation = worked.cases.generations.last().copied();
            let perimeters = generation.and_then(|one| holdings.quarters_of(one)).map(|one| &one.perimeters);
            let is_known = TerritoryCode::new(Level::Qpv, &code).is_ok()
                && perimeters.is_some_and(|perimeters| perimeters.find(&code).is_some());
            if !is_known {
                return Err("code");
            }
            Choice::Inside(Beside { name: code.clone(), code, metres: None })
        }
        number => number.parse().ok().and_then(|at: usize| choices.get(at).cloned()).ok_or("choix")?,
    };
    let decided = chosen.into_iter().filter_map(|number| {
        let decision = choice.decide(&worked.cases.all[number as usize], &day)?;
        Some((number, Some(decision)))
    });
    Ok(decided.collect())
}

impl ListPage {
    fn step_here(&self, step: &str) -> Option<&'static str> {
        self.frame.current(step).filter(|current| *current == "page")
    }
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
