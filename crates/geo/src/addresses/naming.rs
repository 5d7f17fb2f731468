//! The words of a name, as the tables hold them.

use super::spelling::{Folded, Gap};
use super::vocabulary::Sort;
use super::words::{Canon, canonical, is_rank};

/// The words of a way's or a place's name, each in its one form; small words are left out where others remain.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let all = all_words(name);
    let of = |sort: Sort| all.iter().filter(|word| Sort::of(word) == sort).count();
    let says_something = of(Sort::Name) + of(Sort::Number) > 0 || of(Sort::Way) > 1;
    all.into_iter().filter(|word| !says_something || Sort::of(word) != Sort::Small).collect()
}

/// The small words of a name.
pub(super) fn small_words(name: &str) -> Vec<String> {
    all_words(name).into_iter().filter(|word| Sort::of(word) == Sort::Small).collect()
}

/// Every word of a name, each in its one form.
pub(super) fn all_words(name: &str) -> Vec<String> {
    let folded = Folded::of(name);
    let mut words: Vec<String> = Vec::new();
    for piece in &folded.pieces {
        let text = folded.text(*piece);
        let number = words.last().and_then(|word| word.parse().ok());
        if number.is_some_and(|number| is_rank(text, number)) && piece.before <= Gap::Space {
            continue;
        }
        match canonical(text) {
            Canon::Number(number) => words.push(number.to_string()),
            Canon::Word(full) => words.extend(full.split(' ').map(str::to_owned)),
        }
    }
    words
}

/// The names under which a commune is asked for: `Paris 12e Arrondissement` is Paris too.
pub(super) fn names_of(name: &str) -> Vec<Vec<String>> {
    let words = words_of(name);
    match words.as_slice() {
        [whole @ .., number, last]
            if last == "arrondissement" && Sort::of(number) == Sort::Number && !whole.is_empty() =>
        {
            let numbered = [whole, std::slice::from_ref(number)].concat();
            vec![whole.to_vec(), numbered]
        }
        _ => vec![words],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_form() {
        for (name, expected) in [
            ("Rue de la République", "rue republique"),
            ("R. DU GAL DE GAULLE", "rue general gaulle"),
            ("Rue du XXe Corps Américain", "rue 20 corps americain"),
            ("Rue du 1er Mai", "rue 1 mai"),
            ("Place Notre-Dame", "place notre dame"),
            ("Place N.-D.", "place n"),
            ("Allée A", "allee a"),
            ("Rue de la Place", "rue place"),
            ("Le Village", "village"),
            ("Rond-Point de l'Europe", "rond point europe"),
        ] {
            assert_eq!(words_of(name).join(" "), expected, "{name}");
        }
        assert_eq!(names_of("Paris 12e Arrondissement"), [vec!["paris"], vec!["paris", "12"]]);
        assert_eq!(names_of("Villers-lès-Nancy"), [["villers", "nancy"]]);
    }
}
