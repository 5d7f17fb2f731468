//! What became of the communes that are no more, and how those of today were called.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use essaim_geo::{Level, TerritoryCode};
use jiff::civil::Date;

use crate::official::Insee;
use crate::official::tables::{CommuneKind, CommuneRow, MovementRow, Side, Standing};
use crate::suggest::fold;

/// No commune has changed hands more often; a table that says so turns in a circle.
const LONGEST: usize = 32;

/// How a name came to be a commune's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormerKind {
    /// A delegated commune: a part that has a name and a town hall of its own.
    Delegated,
    /// An associated commune: the same, from older mergers.
    Associated,
    /// Its own former name or code, or a commune that was merged into it.
    Former,
}

impl FormerKind {
    /// Its key, in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::Associated => "associated",
            Self::Former => "former",
        }
    }
}

/// A name or a code under which a commune of today, or a part of it, was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    /// The code of that time.
    pub code: Insee,
    /// The name of that time.
    pub name: Box<str>,
    /// What it is today.
    pub kind: FormerKind,
    /// The first day on which it was no longer so; none where no table says it.
    pub until: Option<Date>,
}

/// What became of each commune.
#[derive(Debug, Default)]
pub(crate) struct History {
    successors: HashMap<Insee, Box<[TerritoryCode]>>,
    former: HashMap<TerritoryCode, Vec<FormerName>>,
}

/// What happened to one commune on one day.
#[derive(Debug, Default)]
struct Event {
    after: BTreeSet<Insee>,
    restores: bool,
}

impl History {
    /// The history that the tables tell. `today` gives the name of a commune of today.
    pub(crate) fn of<'n>(
        movements: &[MovementRow],
        communes: &[CommuneRow],
        today: impl Fn(Insee) -> Option<(TerritoryCode, &'n str)>,
    ) -> Self {
        let paths = Paths::of(movements, communes, |code| today(code).is_some());
        let mut history = Self::default();
        for row in movements {
            let day = Some(row.on);
            history.tell(&row.before, FormerKind::Former, day, &paths, &today);
        }
        for row in communes {
            history.tell_part(row, &paths, &today);
        }
        for code in paths.wholes.keys().chain(paths.merged.keys()) {
            history.follow(*code, &paths, &today);
        }
        history.former.values_mut().for_each(|names| names.sort_by_key(|name| (name.kind, name.code, name.until)));
        history
    }

    /// The communes of today that took over from this one; itself, where it is one of them. None when nobody knows it.
    pub(crate) fn successors(&self, code: Insee) -> &[TerritoryCode] {
        self.successors.get(&code).map_or(&[], |successors| successors)
    }

    /// How a commune of today and its parts were called.
    pub(crate) fn former(&self, code: &TerritoryCode) -> &[FormerName] {
        self.former.get(code).map_or(&[], Vec::as_slice)
    }

    fn tell_part<'n>(
        &mut self,
        row: &CommuneRow,
        paths: &Paths,
        today: &impl Fn(Insee) -> Option<(TerritoryCode, &'n str)>,
    ) {
        let kind = match row.kind {
            CommuneKind::Delegated => FormerKind::Delegated,
            CommuneKind::Associated => FormerKind::Associated,
            CommuneKind::Current | CommuneKind::Municipal => return,
        };
        let Some(code) = insee(&row.code) else { return };
        let side = Side { standing: Standing::Part, code, name: row.name.clone() };
        self.tell(&side, kind, None, paths, today);
    }

    /// Gives a name to whoever bears its commune today.
    fn tell<'n>(
        &mut self,
        side: &Side,
        kind: FormerKind,
        until: Option<Date>,
        paths: &Paths,
        today: &impl Fn(Insee) -> Option<(TerritoryCode, &'n str)>,
    ) {
        for heir in self.follow(side.code, paths, today) {
            let is_own = insee(&heir) == Some(side.code);
            let is_same =
                is_own && insee(&heir).and_then(today).is_some_and(|(_, name)| fold(name) == fold(&side.name));
            if is_same {
                continue;
            }
            let names = self.former.entry(heir).or_default();
            match names.iter_mut().find(|known| known.code == side.code && fold(&known.name) == fold(&side.name)) {
                Some(known) => {
                    known.kind = known.kind.min(kind);
                    known.until = known.until.max(until);
                }
                None => names.push(FormerName { code: side.code, name: side.name.as_str().into(), kind, until }),
            }
        }
    }

    fn follow<'n>(
        &mut self,
        code: Insee,
        paths: &Paths,
        today: &impl Fn(Insee) -> Option<(TerritoryCode, &'n str)>,
    ) -> Vec<TerritoryCode> {
        let found = self.successors.entry(code).or_insert_with(|| {
            let ends = paths.ends(code, &|code| today(code).is_some());
            ends.into_iter().filter_map(|end| today(end).map(|(code, _)| code)).collect()
        });
        found.to_vec()
    }
}

/// The code of a commune as tables of communes write it.
pub(crate) fn insee(code: &TerritoryCode) -> Option<Insee> {
    (code.level() == Level::Commune).then(|| code.code().parse().ok()).flatten()
}

/// Where each commune went, day by day.
struct Paths {
    events: HashMap<Insee, BTreeMap<Date, Event>>,
    /// The commune of today that each part of one lies in: what the table says of today is surer than any way there.
    wholes: HashMap<Insee, Insee>,
    /// The commune of today into which a commune merged: for what no movement tells.
    merged: HashMap<Insee, Insee>,
}

impl Paths {
    fn of(movements: &[MovementRow], communes: &[CommuneRow], is_today: impl Fn(Insee) -> bool) -> Self {
        let mut events: HashMap<Insee, BTreeMap<Date, Event>> = HashMap::new();
        for row in movements {
            let event = events.entry(row.before.code).or_default().entry(row.on).or_default();
            event.restores |= row.restores;
            // A part that stays one is no commune: its own went where the other rows of that day say.
            event
                .after
                .extend(row.after.iter().filter(|after| after.standing == Standing::Whole).map(|after| after.code));
        }
        let pair = |part: &TerritoryCode, whole: &TerritoryCode| Some((insee(part)?, insee(whole)?));
        let is_past = |(code, _): &(Insee, Insee)| !is_today(*code);
        let wholes = communes.iter().filter_map(|row| pair(&row.code, row.parent.as_ref()?));
        let merged = communes.iter().flat_map(|row| row.merged.iter().filter_map(|part| pair(part, &row.code)));
        Self { events, wholes: wholes.filter(is_past).collect(), merged: merged.filter(is_past).collect() }
    }

    /// The communes of today where a commune ended.
    fn ends(&self, code: Insee, is_today: &dyn Fn(Insee) -> bool) -> BTreeSet<Insee> {
        let mut walk = Walk { paths: self, is_today, path: vec![code], seen: HashSet::new(), ends: BTreeSet::new() };
        // A commune may have gone and come back several times: the last time counts.
        let departures = self.events.get(&code).into_iter().flatten().rev();
        let last = departures.into_iter().find(|(_, event)| !event.after.is_empty() && !event.after.contains(&code));
        let is_known = is_today(code) || self.wholes.contains_key(&code);
        match last {
            Some((day, event)) if !is_known => event.after.iter().for_each(|next| walk.go_on(*next, *day)),
            _ => walk.end(code),
        }
        walk.ends
    }
}

/// A commune being followed through time.
struct Walk<'p> {
    paths: &'p Paths,
    is_today: &'p dyn Fn(Insee) -> bool,
    /// Where it went so far.
    path: Vec<Insee>,
    /// Where it was on which day: no place is looked at twice, whatever circles the table draws.
    seen: HashSet<(Insee, Date)>,
    ends: BTreeSet<Insee>,
}

impl Walk<'_> {
    fn go_on(&mut self, code: Insee, since: Date) {
        let was_here = self.path.contains(&code);
        if self.path.len() >= LONGEST || !self.seen.insert((code, since)) {
            return;
        }
        self.path.push(code);
        match self.next_of(code, since, was_here) {
            Some((day, next)) => next.into_iter().for_each(|next| self.go_on(next, day)),
            None => self.end(code),
        }
        self.path.pop();
    }

    /// Where it went next from a commune, and when.
    fn next_of(&self, code: Insee, since: Date, was_here: bool) -> Option<(Date, Vec<Insee>)> {
        // Two things may happen on one day, but not to a commune that was here before.
        let later = self.paths.events.get(&code)?.iter();
        let mut later = later.filter(|(day, _)| **day > since || (**day == since && !was_here));
        later.find_map(|(day, Event { after, restores })| {
            // A commune that is re-established takes back what was its own.
            let is_back = |former: &&Insee| *restores && **former != code && after.contains(former);
            match self.path.iter().find(is_back) {
                Some(former) => Some((*day, vec![*former])),
                None if after.is_empty() || after.contains(&code) => None,
                None => Some((*day, after.iter().copied().collect())),
            }
        })
    }

    fn end(&mut self, code: Insee) {
        let Paths { wholes, merged, .. } = self.paths;
        let heir = || wholes.get(&code).or_else(|| merged.get(&code)).copied();
        let end = Some(code).filter(|code| (self.is_today)(*code)).or_else(heir);
        self.ends.extend(end.filter(|end| (self.is_today)(*end)));
    }
}

#[cfg(test)]
mod tests;
