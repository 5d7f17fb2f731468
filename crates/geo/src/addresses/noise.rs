//! What people write beside where a house is: floors, flats, the person who lives there, post boxes, countries.

use super::spelling::Gap;
use super::tokens::{Noise, Token};
use super::vocabulary::Sort;

/// What a question says besides an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// A post box.
    pub(super) has_box: bool,
    /// A postal code of companies and services (Cedex), which is no place.
    pub(super) is_cedex: bool,
    /// Nobody lives there: an address lent by a service.
    pub(super) is_lent: bool,
    /// A country other than France.
    pub(super) is_abroad: bool,
}

/// Marks the tokens that are noise, and tells what they say.
pub(super) fn mark(tokens: &mut [Token]) -> Said {
    let mut said = Said::default();
    for at in 0..tokens.len() {
        let raw = tokens[at].raw();
        match raw {
            "bp" | "cs" | "tsa" | "cidex" if is_number(tokens, at + 1 + sign(tokens, at + 1)) => {
                said.has_box = true;
                mark_range(tokens, at, at + 2 + sign(tokens, at + 1), Noise::Sure);
            }
            "boite" if is(tokens, at + 1, "postale") => {
                said.has_box = true;
                mark_range(tokens, at, at + 2 + usize::from(is_number(tokens, at + 2)), Noise::Sure);
            }
            "b" if is(tokens, at + 1, "p") && is_number(tokens, at + 2) => {
                said.has_box = true;
                mark_range(tokens, at, at + 3, Noise::Sure);
            }
            "cedex" => {
                said.is_cedex = true;
                let has_office = tokens.get(at + 1).is_some_and(|token| matches!(token.digits, 1 | 2));
                mark_range(tokens, at, at + 1 + usize::from(has_office), Noise::Sure);
            }
            "france" if at + 1 == tokens.len() => tokens[at].noise = Noise::Sure,
            "ccas" | "domicilie" | "domiciliee" | "domiciliation" | "sdf" => {
                said.is_lent = true;
                tokens[at].noise = Noise::Maybe;
            }
            "sans" if is(tokens, at + 1, "domicile") => {
                said.is_lent = true;
                mark_range(tokens, at, at + 3, Noise::Maybe);
            }
            "chez" => mark_name(tokens, at),
            "c" if is(tokens, at + 1, "o") => mark_name(tokens, at),
            // `3e étage, 12 rue Carnot`, and `étage 3, rue Carnot`: there the number is no house's.
            "etage" | "etg" | "etages" => {
                tokens[at].noise = Noise::Maybe;
                if mark_before(tokens, at) == 0 {
                    mark_range(tokens, at, at + 1 + usize::from(is_flat_name(tokens, at + 1)), Noise::Maybe);
                }
            }
            "et" if is_number(tokens, at + 1) && (at == 0 || tokens[at - 1].noise != Noise::None) => {
                mark_range(tokens, at, at + 2, Noise::Maybe);
            }
            "lot" | "villa" | "pavillon" | "pav" if is_apart(tokens, at + 1) => {
                mark_range(tokens, at, at + 2, Noise::Maybe);
            }
            _ if is_flat(raw) => {
                let end = at + 1 + usize::from(is_flat_name(tokens, at + 1));
                mark_range(tokens, at, end, Noise::Maybe);
            }
            "residence" | "res" | "immeuble" | "imm" | "foyer" | "resid" if at > 0 || is_before_way(tokens, at) => {
                mark_name(tokens, at);
            }
            _ => {}
        }
    }
    said.is_abroad = tokens.last().is_some_and(|last| is_country(&last.text) && last.before >= Some(Gap::Space));
    said
}

fn is(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.raw() == word)
}

/// The `n°` before a number.
fn sign(tokens: &[Token], at: usize) -> usize {
    usize::from(is(tokens, at, "n") || is(tokens, at, "no") || is(tokens, at, "num"))
}

fn is_number(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.digits > 0)
}

fn mark_range(tokens: &mut [Token], start: usize, end: usize, noise: Noise) {
    let end = end.min(tokens.len());
    tokens[start..end].iter_mut().for_each(|token| token.noise = noise);
}

/// What names a part of a building.
fn is_flat(word: &str) -> bool {
    matches!(
        word,
        "bat"
            | "batiment"
            | "bt"
            | "esc"
            | "escalier"
            | "apt"
            | "appt"
            | "app"
            | "appartement"
            | "apart"
            | "hall"
            | "entree"
            | "ent"
            | "logement"
            | "logt"
            | "lgt"
            | "log"
            | "bloc"
            | "studio"
            | "chambre"
            | "chbre"
            | "cage"
            | "porte"
            | "rdc"
            | "palier"
            | "couloir"
            | "etage"
            | "interphone"
            | "digicode"
    )
}

/// The number or the letters of a part of a building.
fn is_flat_name(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let is_letter = token.digits == 0 && token.raw().len() <= 2 && !token.is_elided && token.sort() != Sort::Way;
    let is_short = matches!(token.digits, 1..=4);
    // `Porte d'Ivry` and `porte 12, rue Carnot`.
    (is_letter && !matches!(token.raw(), "de" | "du" | "la" | "le" | "av" | "bd" | "pl" | "ch" | "st")) || is_short
}

fn is_before_way(tokens: &[Token], at: usize) -> bool {
    tokens[at + 1..].iter().any(|token| token.sort() == Sort::Way)
}

/// The words after this one, up to a number, a kind of way or a comma.
fn mark_name(tokens: &mut [Token], at: usize) {
    let ends = |token: &Token| token.digits > 0 || token.sort() == Sort::Way || token.before == Some(Gap::Comma);
    let length = tokens[at + 1..].iter().take_while(|token| !ends(token)).count();
    mark_range(tokens, at, at + 1 + length, Noise::Maybe);
}

/// A number that a comma parts from what follows.
fn is_apart(tokens: &[Token], at: usize) -> bool {
    is_number(tokens, at) && tokens.get(at + 1).is_some_and(|after| after.before == Some(Gap::Comma))
}

/// The rank before `étage`; how many tokens it takes.
fn mark_before(tokens: &mut [Token], at: usize) -> usize {
    // The number of a stair is none: `escalier 5, étage 8`.
    let is_rank =
        |token: &Token| token.noise == Noise::None && (token.is_rank || token.digits > 0 || token.number.is_some());
    let count = tokens[..at].iter().rev().take(2).take_while(|token| is_rank(token)).count();
    mark_range(tokens, at - count, at, Noise::Maybe);
    count
}

fn is_country(word: &str) -> bool {
    matches!(
        word,
        "belgique"
            | "allemagne"
            | "deutschland"
            | "luxembourg"
            | "suisse"
            | "italie"
            | "espagne"
            | "portugal"
            | "maroc"
            | "algerie"
            | "tunisie"
            | "royaume"
            | "angleterre"
            | "germany"
            | "belgium"
            | "switzerland"
            | "spain"
            | "italy"
            | "senegal"
            | "turquie"
            | "roumanie"
            | "monaco"
    )
}
