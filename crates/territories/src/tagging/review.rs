//! What a person must look at, gathered so that one decision settles many lines: by address, then by way and range of
//! numbers, those with most lines first.

use std::collections::{BTreeSet, HashMap};

use super::cases::{Case, Cases, Reviewed, Way};
use super::standing::{Beside, Standing};
use super::{Decision, Reason, Verdict};

/// A neighbourhood farther than this from all addresses of a group, in metres, is not proposed.
const NEAR: f64 = 2_000.0;
/// What may be proposed, at most.
const PROPOSED: usize = 12;

/// Addresses that are looked at together: those of a way, in doubt for one reason, or for want of a number that is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// The way: as it was found, or as it is written.
    pub(crate) title: String,
    /// Its commune; empty where it is not known.
    pub(crate) town: String,
    /// Why somebody must look, at the first of them.
    pub(crate) reason: Reason,
    /// Whether some want a number and others have one that is not known.
    pub(crate) has_both: bool,
    /// The numbers of its cases, by house number.
    pub(crate) cases: Vec<u32>,
    /// How many lines bear one of its addresses.
    pub(crate) rows: u64,
}

/// What a group's addresses may be decided to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Choice {
    /// In this neighbourhood.
    Inside(Beside),
    /// In none.
    Outside,
    /// On this way, whatever that makes of each.
    On(Way),
}

/// What is the same for all cases of a group.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// A way of which the number is missing or is not known: one question, whichever.
    Number(Way),
    Found(Reason, Way),
    Written(Reason, String),
}

/// What must be looked at, in the order in which it is worth it. It does not depend on what was decided since: a number
/// names the same group as long as the cases are kept.
pub(crate) fn groups(cases: &Cases) -> Vec<Group> {
    let mut all: Vec<Group> = Vec::new();
    let mut known: HashMap<Key, usize> = HashMap::new();
    for (number, case) in cases.numbered() {
        let Some(reason) = reason(case) else { continue };
        let at = *known.entry(key(case, reason)).or_insert_with(|| {
            let (title, town) = named(case, reason);
            all.push(Group { title, town, reason, has_both: false, cases: Vec::new(), rows: 0 });
            all.len() - 1
        });
        all[at].has_both |= all[at].reason != reason;
        all[at].cases.push(number);
        all[at].rows += u64::from(case.rows);
    }
    for group in &mut all {
        group.cases.sort_by_key(|number| (cases.all[*number as usize].house, *number));
    }
    all.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.title.cmp(&other.title)));
    all
}

/// Why somebody must look at a case, where somebody can.
fn reason(case: &Case) -> Option<Reason> {
    let last = case.standings.last()?;
    let reason = last.reason.filter(|reason| !reason.is_of_source());
    reason.filter(|_| last.verdict == Verdict::ToCheck)
}

/// Whether the way that was found is the one that was meant.
const fn is_found(reason: Reason) -> bool {
    !matches!(reason, Reason::Ways | Reason::Towns | Reason::NotFound | Reason::AddressesMissing)
}

fn key(case: &Case, reason: Reason) -> Key {
    match &case.way {
        Some(way) if matches!(reason, Reason::NumberMissing | Reason::NumberUnknown) => Key::Number(way.clone()),
        Some(way) if is_found(reason) => Key::Found(reason, way.clone()),
        _ if reason == Reason::AddressesMissing => Key::Written(reason, commune(case).to_lowercase()),
        _ => Key::Written(reason, bare(case).1),
    }
}

fn named(case: &Case, reason: Reason) -> (String, String) {
    match &case.way {
        Some(way) if is_found(reason) => (way.name.clone(), way.town.clone()),
        _ if reason == Reason::AddressesMissing => (commune(case), String::new()),
        _ => (bare(case).0, String::new()),
    }
}

/// The commune that an address is written with: of one that has no addresses here, more is not worth looking at.
fn commune(case: &Case) -> String {
    let asked = &case.asked;
    let own = [asked.postcode.as_str(), asked.city.as_str()].into_iter().filter(|part| !part.is_empty());
    let own = own.collect::<Vec<_>>().join(" ");
    if own.is_empty() { bare(case).0 } else { own }
}

/// An address as it is written without its house number and what is beside it, and what is the same for those on one way;
/// all of it where nothing would be left.
fn bare(case: &Case) -> (String, String) {
    let bare = case.asked.bare();
    if bare.key.is_empty() { (case.asked.line(), case.asked.key()) } else { (bare.text, bare.key) }
}

impl Group {
    /// The range of its house numbers; none where no number is known.
    pub(crate) fn numbers(&self, cases: &Cases) -> Option<(u32, u32)> {
        let houses = || self.cases.iter().filter_map(|number| cases.all[*number as usize].house);
        Some((houses().min()?, houses().max()?))
    }

    /// How many of its addresses have a house number.
    pub(crate) fn houses(&self, cases: &Cases) -> usize {
        self.cases.iter().filter(|number| cases.all[**number as usize].house.is_some()).count()
    }

    /// How many of its lines are decided.
    pub(crate) fn decided(&self, reviewed: &Reviewed<'_>) -> u64 {
        let decided = self.cases.iter().filter(|number| reviewed.is_decided(**number));
        decided.map(|number| u64::from(reviewed.cases.all[*number as usize].rows)).sum()
    }

    /// What its addresses may be decided to be: what may have been meant first, then the neighbourhoods beside, then those of
    /// its commune where no more than that is known, then none.
    pub(crate) fn choices(&self, cases: &Cases, of_commune: impl Fn(&str) -> Vec<Beside>) -> Vec<Choice> {
        let of = || self.cases.iter().map(|number| &cases.all[*number as usize]);
        let mut choices: Vec<Choice> = Vec::new();
        let mut add = |choice: Choice| {
            if choices.len() < PROPOSED && !choices.iter().any(|known| known.is_same(&choice)) {
                choices.push(choice);
            }
        };
        if !is_found(self.reason) {
            let candidates = of().flat_map(|case| &case.candidates);
            candidates.filter(|one| !one.way.name.is_empty()).for_each(|one| add(Choice::On(one.way.clone())));
        }
        let mut quarters: Vec<Beside> = of().flat_map(beside).collect();
        quarters.sort_by(|one, other| one.metres.unwrap_or(0.0).total_cmp(&other.metres.unwrap_or(0.0)));
        quarters.into_iter().for_each(|quarter| add(Choice::Inside(quarter)));
        let communes: BTreeSet<&str> = of().filter(|case| case.way.is_none()).map(Case::insee).collect();
        communes.into_iter().flat_map(of_commune).for_each(|quarter| add(Choice::Inside(quarter)));
        choices.push(Choice::Outside);
        choices
    }
}

/// The neighbourhoods that hold, or are near, what may have been meant; nothing is near a commune's own point.
fn beside(case: &Case) -> impl Iterator<Item = Beside> {
    let own = case.standings.last().filter(|_| case.way.is_some()).into_iter();
    let meant = case.candidates.iter().filter(|one| !one.way.name.is_empty()).map(|candidate| &candidate.standing);
    own.chain(meant).flat_map(|standing| {
        let inside = standing.inside.clone().map(|own| Beside { metres: Some(0.0), ..own });
        inside.into_iter().chain(standing.nearest.clone().filter(|near| near.metres.is_some_and(|far| far < NEAR)))
    })
}

impl Choice {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inside(one), Self::Inside(other)) => one.code == other.code,
            (one, other) => one == other,
        }
    }

    /// What it decides of a case; none where it leaves it in doubt.
    pub(crate) fn decide(&self, case: &Case, day: &str) -> Option<Decision> {
        let what = match self {
            Self::Inside(quarter) => quarter.code.clone(),
            Self::Outside => Verdict::Outside.key().to_owned(),
            Self::On(way) => settled(&case.candidates.iter().find(|one| one.way == *way)?.standing)?,
        };
        Some(Decision { what, day: day.to_owned() })
    }
}

fn settled(standing: &Standing) -> Option<String> {
    match standing.verdict {
        Verdict::Inside => standing.inside.as_ref().map(|own| own.code.clone()),
        Verdict::Outside => Some(Verdict::Outside.key().to_owned()),
        Verdict::ToCheck => None,
    }
}
