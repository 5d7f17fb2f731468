//! Which house of a way a question means.

use super::records::{HouseNumber, Placed, View};
use super::spelling::Gap;
use super::tokens::{Noise, Token};
use super::vocabulary::Sort;
use super::weigh::{Cost, Taken};
use super::words::repetition;

/// How a house was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum House {
    /// The question gives no number.
    NotAsked,
    /// This one, by its place in the tables.
    Found(usize),
    /// Between two known ones, or just beyond one: the number, their places in the tables, and how far it is from the first
    /// to the second.
    Between(u32, usize, usize, f32),
    /// The way has no such number.
    Unknown,
}

/// A number that a question gives.
#[derive(Debug, Clone, Copy)]
struct Wanted<'t> {
    number: u32,
    repetition: Option<&'t str>,
    taken: Taken,
}

/// The house of a way that the question means, what it costs to think so, and the tokens that say it.
pub(super) fn house(view: &View<'_>, tokens: &[Token], street: u32, name: Taken, left: Taken) -> (House, Cost, Taken) {
    let Some(wanted) = wanted(tokens, name, left) else { return (House::NotAsked, 0.0, Taken::NONE) };
    let own = view.numbers_of(street);
    if own.is_empty() {
        return (House::Unknown, if view.street(street).is_place == 1 { 0.3 } else { 0.8 }, wanted.taken);
    }
    let (house, cost) = found(view, own, &wanted);
    (house, cost, wanted.taken)
}

/// The number before the name, else after it, else the first that is left.
fn wanted<'t>(tokens: &'t [Token], name: Taken, left: Taken) -> Option<Wanted<'t>> {
    let may_be = |at: usize| {
        let token = &tokens[at];
        let is_rank = tokens.get(at + 1).is_some_and(|next| next.is_rank && next.raw() != "e");
        left.holds(at)
            && (matches!(token.digits, 1..=4) || token.digits == 5 && at == 0)
            && token.noise == Noise::None
            && !is_rank
    };
    let start = name.start()?;
    let before = (0..start).rev().find(|at| may_be(*at));
    let last = before.or_else(|| (start..tokens.len()).find(|at| may_be(*at)))?;
    // The first of a range: `22-24`, `3 et 5`.
    let mut at = last;
    while let Some(first) = range_start(tokens, at).filter(|first| may_be(*first)) {
        at = first;
    }
    let repeated = tokens.get(at + 1).filter(|next| is_repetition(next) && left.holds(at + 1));
    let mut taken = (at..=last).filter(|at| left.holds(*at)).fold(Taken::NONE, Taken::with);
    if repeated.is_some() {
        taken = taken.with(at + 1);
    }
    let mut next = last + 1 + usize::from(repeated.is_some() && at == last);
    while tokens.get(next).is_some_and(|token| token.before == Some(Gap::Dash) || is_repetition(token))
        && left.holds(next)
    {
        taken = taken.with(next);
        next += 1;
    }
    Some(Wanted { number: tokens[at].number?, repetition: repeated.and_then(|token| repetition(token.raw())), taken })
}

/// The token of the number that begins a range of which this one is the end.
fn range_start(tokens: &[Token], end: usize) -> Option<usize> {
    /// Houses joined in one address are few.
    const WIDEST: u32 = 40;
    let is_between = |token: &Token| is_repetition(token) || matches!(token.raw(), "et" | "a" | "au");
    let start = (0..end).rev().find(|at| !is_between(&tokens[*at]))?;
    let (first, last) = (tokens[start].number?, tokens[end].number?);
    (end - start <= 3 && first < last && last - first <= WIDEST).then_some(start)
}

fn is_repetition(token: &Token) -> bool {
    let is_near = token.before <= Some(Gap::Dash);
    is_near && !token.is_elided && token.sort() != Sort::Number && repetition(token.raw()).is_some()
}

fn found(view: &View<'_>, own: std::ops::Range<usize>, wanted: &Wanted<'_>) -> (House, Cost) {
    let numbers = &view.numbers[own.clone()];
    let start = numbers.partition_point(|house| house.number() < wanted.number);
    let same = &numbers[start..start + numbers[start..].partition_point(|house| house.number() == wanted.number)];
    if same.is_empty() {
        return between(view, own, start, wanted.number);
    }
    let is_asked = |house: &HouseNumber| is_same(view.repetitions.get(house.repetition() as usize), wanted.repetition);
    match same.iter().position(is_asked) {
        Some(at) => (House::Found(own.start + start + at), 0.0),
        None => (House::Found(own.start + start), 0.35),
    }
}

/// `b` and `bis` are one; `c` may be what others call `ter`.
fn is_same(known: &str, asked: Option<&str>) -> bool {
    let asked = asked.unwrap_or_default();
    known == asked
        || matches!((known, asked), ("bis", "b") | ("b", "bis") | ("ter", "t") | ("t", "ter") | ("quater", "q"))
}

/// Between the neighbours on the same side of the way, which have all even or all odd numbers.
fn between(view: &View<'_>, own: std::ops::Range<usize>, start: usize, number: u32) -> (House, Cost) {
    let numbers = &view.numbers[own.clone()];
    let is_beside = |house: &HouseNumber| house.number() % 2 == number % 2 && house.placed() == Placed::House;
    let before = numbers[..start].iter().rposition(is_beside);
    let after = numbers[start..].iter().position(is_beside).map(|at| at + start);
    match (before, after) {
        (Some(before), Some(after)) => {
            let (low, high) = (numbers[before].number(), numbers[after].number());
            let part = number.abs_diff(low) as f32 / high.abs_diff(low).max(1) as f32;
            // Numbers that count metres leave wide gaps.
            (
                House::Between(number, own.start + before, own.start + after, part),
                if high.abs_diff(low) <= 20 { 0.7 } else { 1.2 },
            )
        }
        (Some(one), None) => {
            let beyond = number.abs_diff(numbers[one].number());
            if beyond <= 4 {
                (House::Between(number, own.start + one, own.start + one, 0.0), 1.0)
            } else {
                (House::Unknown, 2.0)
            }
        }
        (None, Some(one)) => {
            let beyond = number.abs_diff(numbers[one].number());
            if beyond <= 4 {
                (House::Between(number, own.start + one, own.start + one, 0.0), 1.0)
            } else {
                (House::Unknown, 2.0)
            }
        }
        (None, None) => (House::Unknown, 2.0),
    }
}
