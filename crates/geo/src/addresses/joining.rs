//! Words that were glued together, or parted.

use super::tokens::{Token, made};
use super::vocabulary::{Sort, Vocabulary};
use super::weigh::Taken;

/// A token that may hold several words has at least so many letters.
const GLUED: usize = 5;
/// No word is longer.
const LONGEST: usize = 24;

/// The question with its glued words parted and its parted words joined; none where nothing changes.
pub(super) fn reread(tokens: &[Token], explained: Taken, words: &Vocabulary<'_>) -> Option<Vec<Token>> {
    let mut read: Vec<Token> = Vec::with_capacity(tokens.len() + 4);
    let mut changed = false;
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let is_left = !explained.holds(at) || token.meant.first().is_none_or(|meant| meant.cost > 0.9);
        if is_left && let Some(joined) = tokens.get(at + 1).and_then(|next| joined(token, next, words)) {
            read.push(joined);
            changed = true;
            at += 2;
            continue;
        }
        match Some(token).filter(|_| is_left).and_then(|token| parted(token, words)) {
            Some(parts) => {
                read.extend(parts);
                changed = true;
            }
            None => read.push(token.clone()),
        }
        at += 1;
    }
    changed.then_some(read)
}

fn joined(one: &Token, other: &Token, words: &Vocabulary<'_>) -> Option<Token> {
    let is_word = |token: &Token| token.digits == 0 && token.raw().len() > 1;
    if !is_word(one) || !is_word(other) || one.sort() == Sort::Way {
        return None;
    }
    let text = format!("{}{}", one.raw(), other.raw());
    let is_worth = one.meant.is_empty() || other.meant.is_empty();
    (is_worth && words.find(&text).is_some()).then(|| made(&text, one, words))
}

/// The known words that a token is made of, the fewest.
fn parted(token: &Token, words: &Vocabulary<'_>) -> Option<Vec<Token>> {
    let text = token.raw();
    if token.digits > 0 || text.len() < GLUED || words.find(text).is_some_and(|word| is_common(words, word)) {
        return None;
    }
    let cuts = cuts(text, words)?;
    (cuts.len() > 1).then(|| {
        let parts = cuts.into_iter().flat_map(|range| {
            let part = &text[range];
            match super::words::canonical(part) {
                super::words::Canon::Word(full) => full.split(' ').map(|part| made(part, token, words)).collect::<Vec<_>>(),
                super::words::Canon::Number(_) => vec![made(part, token, words)],
            }
        });
        parts.collect()
    })
}

fn is_common(_: &Vocabulary<'_>, _: u32) -> bool {
    false
}

/// The cheapest way to cut a text into known words: few, long ones.
fn cuts(text: &str, words: &Vocabulary<'_>) -> Option<Vec<std::ops::Range<usize>>> {
    let length = text.len();
    // To each place: what the best cutting up to there costs, and where its last word begins.
    let mut best: Vec<Option<(f32, usize)>> = vec![None; length + 1];
    best[0] = Some((0.0, 0));
    for end in 1..=length {
        for start in end.saturating_sub(LONGEST)..end {
            let Some((cost, _)) = best[start] else { continue };
            let part = &text[start..end];
            let Some(own) = price(part, words) else { continue };
            if best[end].is_none_or(|(known, _)| cost + own < known) {
                best[end] = Some((cost + own, start));
            }
        }
    }
    let mut ranges = Vec::new();
    let mut end = length;
    while end > 0 {
        let (_, start) = best[end]?;
        ranges.push(start..end);
        end = start;
    }
    ranges.reverse();
    Some(ranges)
}

/// What a part costs; none where it is no word.
fn price(part: &str, words: &Vocabulary<'_>) -> Option<f32> {
    match Sort::of(part) {
        Sort::Small => Some(1.0),
        Sort::Way => Some(0.8),
        _ if part.len() < 3 => None,
        _ => words.find(part).map(|_| 1.6 - 0.08 * part.len().min(10) as f32),
    }
}
