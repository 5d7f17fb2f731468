//! Words that were glued together, or parted.

use super::spelling::Gap;
use super::tokens::{MOST, Token, made};
use super::vocabulary::{Sort, Vocabulary};
use super::weigh::Taken;
use super::words::{Canon, canonical, repetition};

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
    read.truncate(MOST);
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
    if token.digits > 0 || text.len() < GLUED {
        return None;
    }
    let cuts = cuts(text, token.before == Some(Gap::Glued), words)?;
    let parts = cuts.iter().flat_map(|range| {
        let part = &text[range.clone()];
        match canonical(part) {
            Canon::Word(full) => full.split(' ').map(|part| made(part, token, words)).collect(),
            Canon::Number(number) => vec![made(&number.to_string(), token, words)],
        }
    });
    let mut parts: Vec<Token> = parts.collect();
    if let Some(first) = cuts.first().filter(|first| is_repetition(&text[(*first).clone()])) {
        parts[0].is_repetition = first.start == 0 && token.before == Some(Gap::Glued);
    }
    (cuts.len() > 1).then_some(parts)
}

/// The cheapest way to cut a text into known words: few, long ones.
fn cuts(text: &str, follows_number: bool, words: &Vocabulary<'_>) -> Option<Vec<std::ops::Range<usize>>> {
    let length = text.len();
    // To each place: what the best cutting up to there costs, and where its last word begins.
    let mut best: Vec<Option<(f32, usize)>> = vec![None; length + 1];
    best[0] = Some((0.0, 0));
    for end in 1..=length {
        for start in end.saturating_sub(LONGEST)..end {
            let Some((cost, _)) = best[start] else { continue };
            let part = &text[start..end];
            if part.len() == length {
                continue;
            }
            let own = price(part, words).or_else(|| {
                let may_repeat = follows_number && start == 0 && end < length;
                (may_repeat && is_repetition(part)).then_some(1.3)
            });
            let Some(own) = own else { continue };
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
    let known = |word: &str| words.find(word).map(|_| 1.6 - 0.08 * part.len().min(10) as f32);
    match canonical(part) {
        _ if Sort::of(part) == Sort::Small => Some(1.0),
        Canon::Word(full) if Sort::of(full) == Sort::Way && part.len() > 1 => Some(0.8),
        _ if part.len() < 3 => (part != full_of(part)).then_some(1.4),
        Canon::Word(full) => full.split(' ').try_fold(0.0, |_, word| known(word)),
        Canon::Number(number) => known(&number.to_string()),
    }
}

/// The word that an abbreviation of two letters stands for, or itself.
fn full_of(part: &str) -> &str {
    match canonical(part) {
        Canon::Word(full) if part.len() == 2 => full,
        _ => part,
    }
}

/// What a house number is followed by.
fn is_repetition(part: &str) -> bool {
    repetition(part).is_some()
}
