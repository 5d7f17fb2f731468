//! What is decided of a group of cases.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Failure, Frame, Query, format};

use super::super::{left, path, worked};
use super::{SHOWN, choices, href, place_of};
use crate::api::unkept;
use crate::jobs::Worked;
use crate::official::Holdings;
use crate::panel::TerritoriesState;
use crate::tagging::Decision;
use crate::tagging::review::Choice;
use crate::tagging::standing::Beside;

pub(in crate::pages::file) async fn decide(
    State(state): State<TerritoriesState>,
    Path((token, number)): Path<(String, String)>,
    frame: Frame,
    body: String,
) -> Result<Response, Failure> {
    let (job, worked) = worked(&state, &frame, &token).await?;
    let at = place_of(&number, &worked)?;
    let form = Query::parse(&body);
    let here = href(&frame, &job, at);
    // Every line of the group is decided, the disk written, and every group counted: not on a thread that answers.
    let decided = {
        let (state, job) = (state.clone(), Arc::clone(&job));
        tokio::task::spawn_blocking(move || {
            let holdings = state.node().holdings();
            let decided = match decisions(&state, &form, &worked, &holdings, at) {
                Ok(decided) => decided,
                Err(fault) => return std::io::Result::Ok(Err(fault)),
            };
            job.settle(&worked, decided)?;
            let settled = worked.settled();
            let reviewed = worked.reviewed(&settled, &holdings);
            Ok(Ok(left(&worked, &reviewed).map(|(at, _)| at).collect::<Vec<usize>>()))
        })
    };
    let rest = match decided.await.map_err(Failure::internal)?.map_err(Failure::internal)? {
        Ok(rest) => rest,
        Err(fault) => return Ok(unkept(Redirect::to(&format!("{here}?faute={fault}")).into_response())),
    };
    // What is left of this one first, then what comes after it, then what was passed over.
    let next = rest.iter().find(|next| **next >= at).or(rest.first());
    let target = match next {
        Some(next) => format!("{}?fait={}", href(&frame, &job, *next), at + 1),
        None => frame.url(&path(&job, "/cas")).into_owned(),
    };
    Ok(unkept(Redirect::to(&target).into_response()))
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
        // Whoever writes a code means it.
        "" if form.get("code").is_none_or(|code| code.trim().is_empty()) => return Err("choix"),
        "laisser" => return Ok(chosen.into_iter().map(|number| (number, None)).collect()),
        "" | "autre" => {
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
