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
    /// Whether the question's postal code is another.
    pub(super) is_postcode_wrong: bool,
    /// Whether the question's INSEE code is another.
    pub(super) is_insee_wrong: bool,
}

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
        let town = &view.towns[record.town as usize];
        town.insee == insee || town.former_insee == insee
    });
    let town_taken = match town {
        Some((own, taken)) => {
            cost += own;
            taken
        }
        None => {
            cost += if postcode == Some(true) || is_insee_known == Some(true) { 0.2 } else { 1.2 };
            Taken::NONE
        }
    };
    cost += match postcode {
        Some(false) => 2.0,
        _ => 0.0,
    };
    cost += if is_insee_known == Some(false) { 2.0 } else { 0.0 };
    let taken = name.and(town_taken);
    cost += borrowed(asked, name, town.is_some());
    let (house, house_cost, house_taken) = house(view, tokens, street, name, left.without(taken));
    cost += house_cost;
    let all = taken.and(house_taken);
    cost += extra(view, asked, left.without(all), all);
    Some(Weighed {
        street,
        cost,
        house,
        taken: all,
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
    let record = &view.towns[town as usize];
    let is_insee = asked.insee.map(|insee| record.insee == insee);
    let is_postcode = asked.postcode.map(|(_, code)| view.towns_of(code).any(|own| own == town));
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
    WeighedTown { town, cost: cost + more + extra(view, asked, rest, taken), name_cost: cost }
}

/// Whether the question's postal code is the way's; none where it gives none.
fn postcode(view: &View<'_>, asked: &Asked<'_>, street: u32) -> Option<bool> {
    let (_, code) = asked.postcode?;
    let record = &view.streets[street as usize];
    let is_own = record.postcode == code || view.towns_of(code).any(|town| town == record.town);
    let is_of_departement = asked.is_cedex && record.postcode / 1000 == code / 1000;
    Some(is_own || is_of_departement)
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
                cost += own;
                matched += telling;
                taken = taken.with(at);
                last = Some(at);
            }
            None if is_kind => cost += if has_other_kind(tokens, free) { 2.4 } else { 0.4 },
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

fn has_other_kind(tokens: &[Token], free: Taken) -> bool {
    free.iter().any(|at| tokens[at].sort() == Sort::Way && tokens[at].noise == Noise::None)
}

/// What the tokens cost that nothing explains.
fn extra(view: &View<'_>, asked: &Asked<'_>, left: Taken, taken: Taken) -> Cost {
    let start = taken.start().unwrap_or_default();
    let elsewhere = named_elsewhere(asked, left);
    let end = asked.postcode.map_or(asked.tokens.len(), |(at, _)| at);
    let one = |at: usize| {
        let token = &asked.tokens[at];
        // A company or a person is named before the address.
        let ahead = match at {
            at if at < start => 0.5,
            at if at < end => 1.5,
            _ => 1.0,
        };
        match (token.noise, token.sort()) {
            (Noise::Sure, _) | (_, Sort::Small) => 0.0,
            (Noise::Maybe, _) => 0.05,
            _ if elsewhere.holds(at) => 2.2,
            (_, Sort::Number) => 0.5 * ahead,
            (_, Sort::Way) => 0.4 * ahead,
            (_, Sort::Name) if token.raw().len() < 2 => 0.2,
            (_, Sort::Name) => match token.meant.first() {
                Some(meant) if meant.cost < 0.5 => ahead * (0.6 + 1.4 * view.telling(meant.word)),
                _ => 1.2 * ahead,
            },
        }
    };
    left.iter().map(one).sum()
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
