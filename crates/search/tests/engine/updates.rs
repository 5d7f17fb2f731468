//! A changed index is the very one that would have been built anew.

use crate::corpus::{document, index};
use crate::facets::some_documents;
use essaim_search::{Changes, Document, Index, SearchError};
use proptest::prelude::*;

fn bytes(index: &Index) -> Vec<u8> {
    let mut bytes = Vec::new();
    index.write_to(&mut bytes).unwrap();
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn changing_is_rebuilding(
        before in some_documents(60),
        more in some_documents(20),
        removed in prop::collection::vec(0usize..70, 0..8),
        replaced in prop::collection::vec(0usize..90, 20),
    ) {
        let removed: Vec<String> = removed.into_iter().map(|at| format!("fiche-{at}")).collect();
        let mut added: Vec<Document> = Vec::new();
        for (mut document, at) in more.into_iter().zip(replaced) {
            document.key = format!("fiche-{at}");
            document.fields[1] = "Q.P.V. et habitant·e·s, mini-entreprise".to_owned();
            if added.iter().all(|known| known.key != document.key) {
                added.push(document);
            }
        }
        let mut expected: Vec<Document> = before.iter().filter(|document| !removed.contains(&document.key)).cloned().collect();
        for document in &added {
            match expected.iter_mut().find(|known| known.key == document.key) {
                Some(known) => *known = document.clone(),
                None => expected.push(document.clone()),
            }
        }
        let changed = index(before).updated(Changes { removed, added, entries: None }, 7).unwrap();
        prop_assert!(bytes(&changed) == bytes(&index(expected)));
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let one = index([document("1", "Un", "")]);
    let mut bad = document("2", "Deux", "");
    bad.fields.pop();
    let changes = Changes { added: vec![bad], ..Changes::default() };
    assert!(matches!(
        one.updated(changes, 8),
        Err(SearchError::WrongShape { what: "fields", found: 2, expected: 3, .. })
    ));
    let twice = Changes { added: vec![document("3", "", ""), document("3", "", "")], ..Changes::default() };
    assert!(matches!(one.updated(twice, 8), Err(SearchError::DuplicateKey(key)) if key == "3"));
}

#[test]
fn documents_are_found_by_key_and_number() {
    let index = index(["b", "a", "c"].map(|key| document(key, "Titre", "corps")));
    assert_eq!(["a", "b", "c", "d"].map(|key| index.document(key)), [Some(1), Some(0), Some(2), None]);
    assert_eq!((index.key(2), index.key(3)), (Some("c"), None));
    assert_eq!((index.text(0, 2), index.text(0, 3), index.text(9, 0)), (Some("corps"), None, None));
}

#[test]
fn an_empty_index_answers() {
    let empty = index([]);
    assert!(empty.is_empty());
    assert_eq!(empty.search(&essaim_search::Request { query: "rien -du \"tout\"", ..Default::default() }).total, 0);
    assert!(empty.similar(0, 5).is_empty() && Index::from_bytes(bytes(&empty)).is_ok());
}
