//! While typing, and what resembles what.

use crate::corpus::{document, index};
use essaim_search::{Index, Reason, Suggestion};

fn garages() -> Index {
    index([
        document("garage", "Le garage solidaire", "Un garage, des garages, la mécanique et l’entraide mécanique"),
        document("self", "Le self-garage", "Un garage associatif, la mécanique"),
        document("jardin", "Le jardin d’Étienne", "Un jardin, de l’entraide"),
    ])
}

fn texts(index: &Index, typed: &str) -> Vec<String> {
    index.suggest(typed, 8).iter().map(|suggestion| suggestion.text().to_owned()).collect()
}

#[test]
fn words_names_and_entries_are_proposed() {
    let index = garages();
    assert_eq!(
        texts(&index, "gara"),
        ["garage", "garage solidaire", "Union des garages", "Le garage solidaire", "Le self-garage"]
    );
    assert_eq!(texts(&index, "garage sol"), ["garage solidaire", "Le garage solidaire"]);
    assert_eq!(texts(&index, "solidaire gar"), ["Le garage solidaire"]);
    assert_eq!(texts(&index, "stras"), ["Strasbourg"]);
    assert_eq!(texts(&index, "etival c"), ["Étival-Clairefontaine"]);
    assert_eq!(texts(&index, "Étie"), ["Étienne", "Le jardin d’Étienne"]);
    assert_eq!(texts(&index, "self-g"), ["self-garage", "Le self-garage"]);
    assert_eq!(texts(&index, "d’étie"), ["Étienne"], "what an apostrophe ties is no part of the word");
    assert!(texts(&index, "").is_empty() && texts(&index, "…").is_empty());
    let first = index.suggest("garag", 1);
    assert!(matches!(first[..], [Suggestion::Word { text: "garage", count: 2 }]));
}

#[test]
fn a_word_that_only_its_synonyms_find_is_proposed() {
    let index = index([document("1", "Un", "Un parrainage dans les QPV")]);
    assert_eq!(texts(&index, "mento"), ["mentorat"]);
    assert_eq!(
        texts(&index, "quartier pr"),
        ["quartier prioritaire", "quartier prioritaire de la politique de la ville"]
    );
}

#[test]
fn one_mistake_is_forgiven() {
    let index = garages();
    for typed in ["garaj", "garrage", "graage", "mecnique", "mécannique"] {
        assert!(!texts(&index, typed).is_empty(), "{typed}");
    }
    assert_eq!(texts(&index, "garaje")[..2], ["garage", "Union des garages"]);
}

#[test]
fn similar_documents_come_with_their_reasons() {
    let mut documents = vec![
        document("garage", "Le garage solidaire", "Un garage pour la mécanique et l’entraide"),
        document("self", "Le self-garage", "Un garage pour la mécanique"),
        document("jardin", "Le jardin", "Un jardin pour l’entraide"),
        document("seul", "Autre chose", "Sans rapport aucun"),
    ];
    for document in &mut documents[..2] {
        document.facets[0].push("mobility".to_owned());
    }
    let index = index(documents);
    let similar = index.similar(0, 5);
    assert_eq!(similar.iter().map(|other| other.key).collect::<Vec<_>>(), ["self", "jardin"]);
    assert!(similar[0].reasons.contains(&Reason::Value { facet: 0, value: "mobility" }));
    assert!(similar[0].reasons.contains(&Reason::Word("mécanique")));
    assert_eq!(similar[1].reasons, [Reason::Word("entraide")]);
    assert!(index.similar(3, 5).is_empty() && index.similar(99, 5).is_empty());
}
