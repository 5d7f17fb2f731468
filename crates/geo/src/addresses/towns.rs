//! Which communes a question may name.

use super::hashed::hash;
use super::records::View;
use super::tokens::{Noise, Token};
use super::vocabulary::Sort;
use super::weigh::{Cost, Taken};

/// What the hashes of whole names are made with.
pub(super) const NAME: u64 = 4;
/// No commune's name has more words that tell something.
const LONGEST: usize = 7;
/// A word that is part of more names than this finds none by itself.
const TOO_COMMON: usize = 400;

/// A run of tokens that is the whole name of a commune.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) name: u32,
    pub(super) tokens: Taken,
}

/// The communes whose whole name stands in the question, word for word.
pub(super) fn named(view: &View<'_>, tokens: &[Token], out: &mut Vec<Named>) {
    out.clear();
    let mut joined = String::new();
    for start in 0..tokens.len() {
        joined.clear();
        let mut taken = Taken::NONE;
        let mut count = 0;
        for (at, token) in tokens.iter().enumerate().skip(start) {
            let ends = token.noise == Noise::Sure || token.postcode().is_some();
            if ends || count == LONGEST || (at == start && token.sort() == Sort::Small) {
                break;
            }
            if token.sort() == Sort::Small {
                continue;
            }
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(&token.text);
            taken = taken.with(at);
            count += 1;
            // Some communes are called as ways are: `Rue`, `Place`.
            if count == 1 && token.sort() == Sort::Way && at + 1 < tokens.len() {
                continue;
            }
            for name in view.whole_names.get(hash(NAME, joined.as_bytes())) {
                if is_named(view, name, &joined) {
                    out.push(Named { name, tokens: taken });
                }
            }
        }
    }
}

fn is_named(view: &View<'_>, name: u32, joined: &str) -> bool {
    let mut rest = joined.split(' ');
    view.name_words(name).iter().all(|word| rest.next() == Some(view.words.text(*word))) && rest.next().is_none()
}

/// The names that share words with the question, misspelled ones too, the likeliest first.
pub(super) fn like(view: &View<'_>, tokens: &[Token], most: usize) -> Vec<u32> {
    let mut found: Vec<(u32, f32)> = Vec::new();
    for token in tokens.iter().filter(|token| token.noise != Noise::Sure && token.sort() == Sort::Name) {
        for meant in &token.meant {
            let names = view.names_with(meant.word);
            if names.len() <= TOO_COMMON {
                let weight = view.telling(meant.word) * (-meant.cost).exp();
                found.extend(names.iter().map(|name| (*name, weight)));
            }
        }
    }
    found.sort_unstable_by_key(|(name, _)| *name);
    let mut summed: Vec<(u32, f32)> = Vec::new();
    for (name, weight) in found {
        match summed.last_mut().filter(|(last, _)| *last == name) {
            Some((_, sum)) => *sum += weight,
            None => summed.push((name, weight)),
        }
    }
    // A name of which all is said counts for more than half of a longer one.
    for (name, sum) in &mut summed {
        let whole: f32 = view.name_words(*name).iter().map(|word| view.telling(*word)).sum();
        *sum *= *sum / whole.max(0.1);
    }
    summed.sort_by(|(one, weight), (other, theirs)| theirs.total_cmp(weight).then(one.cmp(other)));
    summed.truncate(most);
    summed.into_iter().map(|(name, _)| name).collect()
}

/// How well a commune fits the tokens that are left: the best of its names.
pub(super) fn fit(view: &View<'_>, tokens: &[Token], town: u32, left: Taken) -> Option<(Cost, Taken)> {
    let start = view.names.partition_point(|name| name.town < town);
    let own = view.names[start..].iter().take_while(|name| name.town == town).zip(start as u32..);
    own.filter_map(|(_, name)| fit_name(view, tokens, name, left)).min_by(|(one, taken), (other, theirs)| {
        let gain = |cost: Cost, taken: Taken| cost - 1.5 * taken.count() as f32;
        gain(*one, *taken).total_cmp(&gain(*other, *theirs))
    })
}

fn fit_name(view: &View<'_>, tokens: &[Token], name: u32, left: Taken) -> Option<(Cost, Taken)> {
    let mut taken = Taken::NONE;
    let mut cost = 0.0;
    let mut is_named = false;
    let mut matched = 0.0;
    let mut all = 0.0;
    for word in view.name_words(name) {
        let telling = 0.2 + view.telling(*word);
        all += telling;
        let free = left.without(taken);
        // Later tokens first: a commune follows its way.
        let is_number = Sort::of(view.words.text(*word)) == Sort::Number;
        let best = free
            .iter()
            // The number of an arrondissement follows its town.
            .filter(|at| !is_number || *at > 0 && taken.holds(at - 1))
            .filter_map(|at| Some((at, tokens[at].cost(*word, &view.words)?)))
            .min_by(|(at, one), (other, theirs)| one.total_cmp(theirs).then(other.cmp(at)));
        match best {
            Some((at, own)) => {
                cost += own;
                taken = taken.with(at);
                matched += telling;
                is_named |= Sort::of(view.words.text(*word)) != Sort::Number;
            }
            None => cost += 0.5 + 1.5 * telling,
        }
    }
    (is_named && matched * 2.1 > all).then_some((cost, taken))
}
