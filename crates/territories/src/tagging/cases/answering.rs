//! Answering the addresses of a table, each once, on a few threads.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use essaim_geo::Generation;
use essaim_geo::addresses::{Finder, Found, Nature};

use super::super::address::{self, Asked, Sought, likely, seek};
use super::super::standing::Standing;
use super::super::tag::answer;
use super::super::{Reason, Tagging, Verdict};
use super::{Candidate, Case, Cases, Sheet, Wanting, Way};

/// How many addresses a thread takes at a time.
const HANDFUL: usize = 256;

/// How far the answering came, and whether it is to stop: shared with who watches.
#[derive(Debug, Default)]
pub(crate) struct Course {
    /// Addresses answered.
    pub(crate) done: AtomicUsize,
    /// Addresses in all; 0 until they are known.
    pub(crate) total: AtomicUsize,
    /// Set by who no longer wants the answers.
    pub(crate) is_stopped: AtomicBool,
}

/// Answers every address of a table, on so many threads; none where it was stopped.
pub(crate) fn answered(
    sheet: Sheet,
    wanting: &Wanting,
    tagging: &Tagging<'_>,
    threads: usize,
    course: &Course,
) -> Option<Cases> {
    course.total.store(sheet.len(), Ordering::Relaxed);
    let next = AtomicUsize::new(0);
    let handfuls: Vec<&[(Asked, Option<Generation>)]> = sheet.asked.chunks(HANDFUL).collect();
    let work = || {
        let mut finder = tagging.addresses.finder();
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(handful) = handfuls.get(at).filter(|_| !course.is_stopped.load(Ordering::Relaxed)) else {
                return own;
            };
            let answered = handful.iter().map(|(asked, day)| case(tagging, wanting, &mut finder, asked, *day));
            own.push((at, answered.collect::<Vec<Case>>()));
            course.done.fetch_add(handful.len(), Ordering::Relaxed);
        }
    };
    let mut parts: Vec<(usize, Vec<Case>)> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        hands.into_iter().flat_map(|hand| hand.join().expect("a finder does not panic")).collect()
    });
    if course.is_stopped.load(Ordering::Relaxed) {
        return None;
    }
    parts.sort_by_key(|(at, _)| *at);
    let mut all: Vec<Case> = parts.into_iter().flat_map(|(_, cases)| cases).collect();
    for number in &sheet.of_row {
        all[*number as usize].rows += 1;
    }
    Some(Cases {
        generations: wanting.generations.clone(),
        has_day: wanting.day.is_some(),
        all,
        of_row: sheet.of_row,
        crossed: sheet.crossed,
    })
}

fn case<'a>(
    tagging: &Tagging<'a>,
    wanting: &Wanting,
    finder: &mut Finder<'a>,
    asked: &Asked,
    in_force: Option<Generation>,
) -> Case {
    let set = tagging.addresses;
    let sought = seek(finder, set.addresses(), asked, None);
    let is_told = |generation| wanting.day.is_none() || Some(generation) == in_force;
    let told = tagging.quarters.iter().filter(|one| is_told(one.generation));
    let standings: Vec<Standing> =
        told.clone().map(|one| answer(one, &sought, set, tagging.margin).standing()).collect();
    let must_look = standings.last().is_some_and(|last| last.verdict == Verdict::ToCheck);
    let candidates = match told.last() {
        Some(quarters) if must_look => {
            candidates(&sought, |sought| answer(quarters, sought, set, tagging.margin).standing())
        }
        _ => Vec::new(),
    };
    let best = sought.found.first();
    Case {
        rows: 0,
        found: address::cells(&sought, set),
        house: best.and_then(|best| best.number).map(|(number, _)| number).or_else(|| asked.bare().house),
        way: best.filter(|best| !best.street.is_empty()).map(way),
        point: best.map(|best| best.point),
        candidates,
        decided: tagging.decisions.of(asked).cloned(),
        standings,
        asked: asked.clone(),
    }
}

fn way(found: &Found<'_>) -> Way {
    Way { insee: found.insee.to_owned(), name: found.street.to_owned(), town: found.town.to_owned() }
}

/// What may have been meant, each as if it were known to be so.
fn candidates<'a>(sought: &Sought<'a>, judge: impl Fn(&Sought<'a>) -> Standing) -> Vec<Candidate> {
    let meant = likely(&sought.found).into_iter().map(|(label, found)| {
        let number = (found.nature == Nature::Way).then_some(Reason::NumberMissing);
        let meant = Sought { found: vec![found.clone()], reason: None, ignored: None, number };
        Candidate { way: way(found), label, point: found.point, standing: judge(&meant) }
    });
    meant.collect()
}
