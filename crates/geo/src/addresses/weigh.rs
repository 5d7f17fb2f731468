//! How well a way of a commune fits a question: what it costs to think that this was meant.
//!
//! Costs are nats, added up: the chance that somebody who means this address writes that question is about e to the
//! minus its cost. They are set by hand and checked by the bench's table of reliability.

use super::houses::{House, house};
use super::records::View;
use super::spelling::Gap;
use super::tokens::{Noise, Token};
use super::towns::{Named, fit};
use super::vocabulary::Sort;

/// Nats.
pub(super) type Cost = f32;

/// Some of the tokens of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Taken(u64);

impl Taken {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn first(count: usize) -> Self {
        Self(if count >= 64 { u64::MAX } else { (1 << count) - 1 })
    }

    pub(super) fn with(self, at: usize) -> Self {
        Self(self.0 | 1 << at)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn holds(self, at: usize) -> bool {
        self.0 & 1 << at != 0
    }

    pub(super) fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn start(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize)
    }

    pub(super) fn end(self) -> Option<usize> {
        (self.0 != 0).then(|| 64 - self.0.leading_zeros() as usize)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let at = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(at)
        })
    }
}

/// What a question says, as it is weighed.
pub(super) struct Asked<'q> {
    pub(super) tokens: &'q [Token],
    /// The communes that it names word for word.
    pub(super) named: &'q [Named],
    /// Five digits that are a postal code, or may be one.
    pub(super) postcode: Option<(usize, u32)>,
    /// Whether that code is of companies and services.
    pub(super) is_cedex: bool,
    /// The commune that it gives the code of.
    pub(super) insee: Option<[u8; 8]>,
}

/// A way, and how well it fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighed {
    pub(super) street: u32,
    pub(super) cost: Cost,
    pub(super) house: House,
    /// The tokens that it explains.
    pub(super) taken: Taken,
    /// What it takes off once it is known that the question's codes are wrong.
    pub(super) relief: Cost,
    /// Whether the question's postal code is another.
    pub(super) is_postcode_wrong: bool,
    /// Whether the question's INSEE code is another.
    pub(super) is_insee_wrong: bool,
}

/// What a code costs that is another's.
const WRONG_CODE: Cost = 2.0;
/// What a part of a commune's name costs, where the postal code says the rest.
const HALF_NAMED: Cost = 0.3;

/// Weighs a way.
pub(super) fn weigh(view: &View<'_>, asked: &Asked<'_>, street: u32) -> Option<Weighed> {
    let tokens = asked.tokens;
    let record = view.streets.get(street as usize)?;
    let mut left = Taken::first(tokens.len());
    if let Some((at, _)) = asked.postcode {
        left = left.without(Taken::NONE.with(at));
    }
    let (mut cost, name) = fit_street(view, asked, street, left)?;
    let town = fit(view, tokens, record.town, left.without(name));
    let postcode = postcode(view, asked, street);
    let is_insee_known = asked.insee.map(|insee| {
        let town = view.town(record.town);
        town.insee == insee || town.former_insee == insee
    });
    let town_taken = match town {
        // Under the right postal code, half a name will do.
        Some((own, taken)) => {
            cost += if postcode == Some(true) { own.min(HALF_NAMED) } else { own };
            taken
        }
        None => {
            let is_coded = postcode == Some(true) || is_insee_known == Some(true);
            cost += if is_coded { 0.2 } else { 1.2 + small(view, record.town) };
            Taken::NONE
        }
    };
    let wrong = [postcode, is_insee_known].into_iter().filter(|code| *code == Some(false)).count() as Cost;
    cost += wrong * WRONG_CODE;
    let taken = name.and(town_taken);
    cost += borrowed(asked, name, town.is_some());
    let (house, house_cost, house_taken) = house(view, tokens, street, name, left.without(taken));
    cost += house_cost;
    let all = taken.and(house_taken);
    let start = house_taken.start().or(name.start()).unwrap_or_default();
    let end = town_taken.end().filter(|end| Some(*end) > name.end());
    cost += extra(view, asked, left.without(all), Span { start, end });
    Some(Weighed {
        street,
        cost,
        house,
        taken: all,
        // Where the commune is named, its name is believed rather than a code.
        relief: if town.is_some() { wrong * WRONG_CODE * 0.8 } else { 0.0 },
        is_postcode_wrong: postcode == Some(false),
        is_insee_wrong: is_insee_known == Some(false),
    })
}

/// A commune, and how well it fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct WeighedTown {
    pub(super) town: u32,
    /// What it costs to think that the commune itself is meant.
    pub(super) cost: Cost,
    /// What it costs to think that the commune is meant, or something in it.
    pub(super) name_cost: Cost,
}

/// Weighs a commune.
pub(super) fn weigh_town(view: &View<'_>, asked: &Asked<'_>, town: u32) -> WeighedTown {
    /// Above this, a commune is as likely as any.
    const LARGE: f32 = 12.0;
    let left = match asked.postcode {
        Some((at, _)) => Taken::first(asked.tokens.len()).without(Taken::NONE.with(at)),
        None => Taken::first(asked.tokens.len()),
    };
    let record = view.town(town);
    let is_insee = asked.insee.map(|insee| record.insee == insee);
    let is_postcode = asked.postcode.and_then(|(_, code)| {
        let is_own = view.towns_of(code).any(|own| own == town);
        if is_own { Some(true) } else { other_code(view, asked, code, record.postcode) }
    });
    let (mut cost, taken) = match fit(view, asked.tokens, town, left) {
        Some(fit) => fit,
        None if is_insee == Some(true) => (0.0, Taken::NONE),
        None if is_postcode == Some(true) => (0.8, Taken::NONE),
        None => (4.0, Taken::NONE),
    };
    cost += if is_insee == Some(false) { 2.0 } else { 0.0 };
    cost += if is_postcode == Some(false) { 2.0 } else { 0.0 };
    cost += 0.12 * (LARGE - (1.0 + record.population as f32).ln()).max(0.0);
    let rest = left.without(taken);
    let says_more = |at: usize| {
        asked.tokens[at].noise == Noise::None && matches!(asked.tokens[at].sort(), Sort::Way | Sort::Number)
    };
    let more = if rest.iter().any(says_more) { 3.0 } else { 0.0 };
    // `Longeville-lès-Metz` is not Metz.
    let longer = asked.named.iter().any(|named| {
        let is_longer = taken != Taken::NONE && taken.without(named.tokens) == Taken::NONE && named.tokens != taken;
        is_longer && is_set_apart(asked.tokens, named.tokens)
    });
    let name_cost = cost + if longer { 2.0 } else { 0.0 };
    WeighedTown { town, cost: cost + more + extra(view, asked, rest, Span { start: 0, end: None }), name_cost }
}

/// What it costs to think that a small commune is meant where none is named.
fn small(view: &View<'_>, town: u32) -> Cost {
    let people = view.towns.get(town as usize).map_or(0, |town| town.population);
    0.08 * (12.0 - (1.0 + people as f32).ln()).max(0.0)
}

/// Whether the question's postal code is the way's; none where it gives none.
fn postcode(view: &View<'_>, asked: &Asked<'_>, street: u32) -> Option<bool> {
    let (_, code) = asked.postcode?;
    let record = view.street(street);
    if record.postcode == code || view.towns_of(code).any(|town| town == record.town) {
        return Some(true);
    }
    other_code(view, asked, code, record.postcode)
}

/// What is to be thought of a postal code that is not that of a place: one of companies, or one that no table knows, says
/// its département alone.
fn other_code(view: &View<'_>, asked: &Asked<'_>, code: u32, own: u32) -> Option<bool> {
    let is_near = own == 0 || own / 1000 == code / 1000;
    match () {
        () if asked.is_cedex => Some(is_near),
        () if view.towns_of(code).next().is_none() && is_near => None,
        () => Some(false),
    }
}

/// What it costs to think that the commune's name, where it stands as such and nowhere else, is part of the way's:
/// `Avenue de Metz` is not what `Avenue Dormoy, 57000 Metz` means.
fn borrowed(asked: &Asked<'_>, name: Taken, has_town: bool) -> Cost {
    let apart = asked.named.iter().filter(|named| is_set_apart(asked.tokens, named.tokens));
    let is_borrowed = !has_town && apart.into_iter().any(|named| named.tokens.meets(name) && asked.postcode.is_some());
    if is_borrowed { 2.0 } else { 0.0 }
}

/// What the words of a way's name cost, and the tokens that stand for them.
fn fit_street(view: &View<'_>, asked: &Asked<'_>, street: u32, left: Taken) -> Option<(Cost, Taken)> {
    let words = view.words_of(street);
    let tokens = asked.tokens;
    let mut taken = Taken::NONE;
    let (mut cost, mut matched, mut all) = (0.0, 0.0, 0.0);
    let mut last: Option<usize> = None;
    for (place, word) in words.iter().enumerate() {
        let text = view.words.text(*word);
        let sort = Sort::of(text);
        let is_kind = place == 0 && sort == Sort::Way && words.len() > 1;
        let telling = if is_kind { 0.05 } else { 0.15 + view.telling(*word) };
        all += telling;
        let free = left.without(taken);
        let near = |at: usize| last.map_or(0, |last| if at > last { at - last } else { last - at + 2 });
        let best = free
            .iter()
            .filter_map(|at| Some((at, tokens[at].cost(*word, &view.words)?)))
            .min_by(|(at, one), (other, theirs)| one.total_cmp(theirs).then(near(*at).cmp(&near(*other))));
        match best {
            Some((at, own)) => {
                // There are few kinds of ways: a misspelled one is soon known.
                cost += if is_kind { 0.5 * own } else { own };
                cost += if sort == Sort::Number && last.is_some_and(|last| at < last) { 1.0 } else { 0.0 };
                matched += telling;
                taken = taken.with(at);
                last = Some(at);
            }
            None if is_kind => cost += missing_kind(tokens, free),
            None => cost += missing(sort, telling, place + 1 == words.len()),
        }
    }
    (matched * 2.2 > all).then_some((cost, taken))
}

/// What it costs to think that somebody left a word of the name out: first names go, family names stay.
pub(super) fn missing(sort: Sort, telling: f32, is_last: bool) -> Cost {
    match sort {
        Sort::Small => 0.1,
        Sort::Way => 0.8,
        Sort::Number => 2.0,
        Sort::Name if is_last => 1.2 + 3.0 * telling,
        Sort::Name => 0.4 + 1.2 * telling,
    }
}

/// What it costs to think that somebody left the kind of way out: with a number, few doubt that one is meant.
fn missing_kind(tokens: &[Token], free: Taken) -> Cost {
    match () {
        () if has_other_kind(tokens, free) => 2.4,
        () if free.iter().any(|at| matches!(tokens[at].digits, 1..=4)) => 0.4,
        () => 1.4,
    }
}

fn has_other_kind(tokens: &[Token], free: Taken) -> bool {
    free.iter().any(|at| tokens[at].sort() == Sort::Way && tokens[at].noise == Noise::None)
}

/// Where an address stands in a question: what is ahead of it and behind it is more likely to be something else.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    /// Where the commune's name ends it, if it does.
    end: Option<usize>,
}

/// What the tokens cost that nothing explains.
fn extra(view: &View<'_>, asked: &Asked<'_>, left: Taken, span: Span) -> Cost {
    /// A company ahead, a remark behind: however long, it is one thing.
    const AROUND: Cost = 1.2;
    let elsewhere = named_elsewhere(asked, left);
    let postcode = asked.postcode.map_or(asked.tokens.len(), |(at, _)| at);
    let (mut ahead, mut within, mut behind) = (0.0, 0.0, 0.0);
    for at in left.iter() {
        let cost = if elsewhere.holds(at) { 2.2 } else { stray(view, &asked.tokens[at]) };
        match at {
            at if at < span.start => ahead += 0.5 * cost,
            at if span.end.is_some_and(|end| at >= end) && !elsewhere.holds(at) => behind += 0.7 * cost,
            at if at < postcode => within += 1.5 * cost,
            _ => within += cost,
        }
    }
    f32::min(ahead, AROUND) + within + f32::min(behind, AROUND)
}

/// What one token costs that nothing explains.
fn stray(view: &View<'_>, token: &Token) -> Cost {
    match (token.noise, token.sort()) {
        (Noise::Sure, _) | (_, Sort::Small) => 0.0,
        (Noise::Maybe, _) => 0.05,
        (_, Sort::Number) => 0.5,
        (_, Sort::Way) => 0.4,
        (_, Sort::Name) if token.raw().len() < 2 => 0.2,
        (_, Sort::Name) => match token.meant.first() {
            Some(meant) if meant.cost < 0.5 => 0.6 + 1.4 * view.telling(meant.word),
            _ => 1.2,
        },
    }
}

/// The tokens that are left and are, together, the whole name of a commune: another than this one.
fn named_elsewhere(asked: &Asked<'_>, left: Taken) -> Taken {
    let all = asked.named.iter().filter(|named| !named.tokens.without(left).meets(named.tokens));
    all.filter(|named| is_set_apart(asked.tokens, named.tokens)).fold(Taken::NONE, |all, named| all.and(named.tokens))
}

/// Whether tokens stand where a commune's name does: at the end, after a postal code or a comma, or first of all.
fn is_set_apart(tokens: &[Token], run: Taken) -> bool {
    let (Some(start), Some(end)) = (run.start(), run.end()) else { return false };
    let after_code = start > 0 && tokens[start - 1].postcode().is_some();
    end == tokens.len() || after_code || tokens[start].before == Some(Gap::Comma)
}
