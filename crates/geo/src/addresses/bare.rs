//! An address without what people write beside where a house is: what two of them must share to be on the same way.

use super::noise::mark;
use super::spelling::{Folded, Gap};
use super::tokens::{Noise, Token, tokens};
use super::vocabulary::{Sort, Vocabulary};
use super::words::repetition;

/// An address without floors, flats, buildings, persons and post boxes, nor its house number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bare {
    /// Its words, as they are written.
    pub text: String,
    /// The same for two that differ in how they are written only.
    pub key: String,
    /// The house number, where it begins with one.
    pub house: Option<u32>,
}

impl Bare {
    /// Of the parts of an address, as a question gives them. What would leave no way and no name is left as it is: it may be
    /// all that is known of the place.
    pub fn of(parts: &[&str]) -> Self {
        let mut folded = Folded::of("");
        parts.iter().for_each(|part| folded.add(part));
        let mut all = Vec::new();
        tokens(&folded, &Vocabulary::NONE, &mut Vec::new(), &mut all);
        mark(&mut all);
        keep_names_of_ways(&mut all);
        if !says_a_way(&all) {
            all.iter_mut().filter(|token| token.noise == Noise::Maybe).for_each(|token| token.noise = Noise::None);
        }
        let mut kept: Vec<&Token> = all.iter().filter(|token| token.noise == Noise::None).collect();
        let house = house(&kept);
        kept.drain(..house.1);
        let key: Vec<&str> =
            kept.iter().filter(|token| token.sort() != Sort::Small).map(|token| token.text.as_str()).collect();
        Self { text: written(parts, &folded, &kept), key: key.join(" "), house: house.0 }
    }
}

/// `Rue de la Porte`: what names a part of a building is the name of the way that it follows.
fn keep_names_of_ways(all: &mut [Token]) {
    let mut follows = false;
    for token in all {
        follows &= token.before != Some(Gap::Comma);
        match token.noise {
            Noise::Maybe if follows => token.noise = Noise::None,
            _ => {
                let is_kept = token.noise == Noise::None;
                follows = is_kept && (token.sort() == Sort::Way || follows && token.sort() == Sort::Small);
            }
        }
    }
}

/// Whether a kind of way and a name are left, ahead of the postal code.
fn says_a_way(all: &[Token]) -> bool {
    let ahead = || all.iter().take_while(|token| token.postcode().is_none()).filter(|token| token.noise == Noise::None);
    let has = |sort: Sort| ahead().any(|token| token.sort() == sort);
    has(Sort::Way) && has(Sort::Name)
}

/// The house number that comes first, and how many words it takes with what follows it: `12 bis`, `22-24`.
fn house(kept: &[&Token]) -> (Option<u32>, usize) {
    let Some(first) = kept.first().filter(|first| matches!(first.digits, 1..=4) && kept.len() > 1) else {
        return (None, 0);
    };
    let is_more = |token: &&&Token| {
        let is_next = token.before.is_some_and(|gap| gap <= Gap::Dash);
        is_next
            && (token.is_repetition
                || token.sort() == Sort::Name && !token.is_elided && repetition(token.raw()).is_some()
                || token.before == Some(Gap::Dash) && matches!(token.digits, 1..=4))
    };
    (first.number, 1 + kept[1..].iter().take_while(is_more).count())
}

/// The words of the parts that hold something that is kept.
fn written(parts: &[&str], folded: &Folded, kept: &[&Token]) -> String {
    let words = || parts.iter().flat_map(|part| part.split_whitespace());
    let lengths: Vec<usize> = words().map(|word| Folded::of(word).pieces.len()).collect();
    // A wrong encoding that is repaired across words.
    if lengths.iter().sum::<usize>() != folded.pieces.len() {
        return words().collect::<Vec<_>>().join(" ");
    }
    let mut at = 0;
    let mut text: Vec<&str> = Vec::new();
    for (word, length) in words().zip(lengths) {
        if kept.iter().any(|token| (at..at + length).contains(&token.piece)) {
            text.push(word);
        }
        at += length;
    }
    text.join(" ").trim_matches([',', ' ', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beside_an_address_is_left_out() {
        for (written, house) in [
            ("12 rue des Mirabelles Bleues 57000 Metz", Some(12)),
            ("3e étage, 12 rue des Mirabelles Bleues 57000 Metz", Some(12)),
            ("Bât B 12 rue des Mirabelles Bleues 57000 Metz", Some(12)),
            ("chez M. Untel 12bis, rue des Mirabelles Bleues 57000 Metz", Some(12)),
            ("22-24 R. DES MIRABELLES BLEUES Appt 304 57000 METZ", Some(22)),
            ("rue des Mirabelles Bleues esc. 2 porte 12, 57000 Metz", None),
            ("12 B rue des mirabelles bleues, immeuble Les Tilleuls, 57000 Metz", Some(12)),
            ("12 rue des Mirabelles Bleues BP 123 57000 Metz Cedex", Some(12)),
        ] {
            let bare = Bare::of(&[written]);
            assert_eq!((bare.key.as_str(), bare.house), ("rue mirabelles bleues 57000 metz", house), "{written}");
            assert_eq!(
                bare.text.to_lowercase().replace("r. ", "rue ").replace(',', ""),
                "rue des mirabelles bleues 57000 metz",
                "{written}"
            );
        }
        let apart = Bare::of(&["12", "rue des Mirabelles Bleues", "57000", "Metz"]);
        assert_eq!((apart.text.as_str(), apart.house), ("rue des Mirabelles Bleues 57000 Metz", Some(12)));
    }

    #[test]
    fn what_may_be_all_that_is_known_stays() {
        for (one, other) in [
            ("3 rue de la Porte 57000 Metz", "3 rue de l’Escalier 57000 Metz"),
            ("rue de la Porte Haute 57000 Metz", "rue Haute 57000 Metz"),
            ("appt 12 résidence Les Lilas, Metz", "appt 12 résidence Les Roses, Metz"),
            ("chez Mme Untel 57000 Metz", "chez M. Personne 57000 Metz"),
            ("Bât B 57000 Metz", "Bât C 57000 Metz"),
            ("Hameau du Moulin 57000 Metz", "Hameau du Puits 57000 Metz"),
        ] {
            assert_ne!(Bare::of(&[one]).key, Bare::of(&[other]).key, "{one} / {other}");
        }
        assert_eq!(Bare::of(&["", ""]), Bare::default());
    }
}
