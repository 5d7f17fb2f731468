//! The file: what is written is read, anything else is refused.

use crate::corpus::{bodies, document, keys, schema, synonyms};
use essaim_search::{Changes, Document, Index, IndexBuilder, SearchError};
use proptest::prelude::*;

fn written(index: &Index) -> Vec<u8> {
    let mut bytes = Vec::new();
    index.write_to(&mut bytes).unwrap();
    assert_eq!(bytes.len(), index.file_size());
    bytes
}

#[test]
fn an_index_survives_its_file() {
    let index = bodies(&["un garage solidaire", "une mini-entreprise", "les QPV"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    std::fs::write(&path, written(&index)).unwrap();
    let read = Index::open(&path).unwrap();
    assert_eq!((read.revision(), read.len(), read.fingerprint()), (7, 3, index.fingerprint()));
    assert_eq!(keys(&read, "quartier prioritaire"), ["2"]);
    assert_eq!(read.suggest("stras", 5), index.suggest("stras", 5));
    assert_eq!(written(&read), written(&index));
}

#[test]
fn what_is_stored_comes_back_and_is_not_found() {
    let mut builder = IndexBuilder::new(schema(), synonyms());
    let document =
        |key: &str, body: &str, stored: &str| Document { stored: stored.into(), ..document(key, "Fiche", body) };
    builder.add(document("a", "un garage", "<p>gardé</p>")).unwrap();
    builder.add(document("b", "une cantine", "")).unwrap();
    let index = builder.finish(7);
    assert_eq!((index.stored(0), index.stored(1), index.stored(2)), (Some("<p>gardé</p>"), Some(""), None));
    assert!(keys(&index, "gardé").is_empty());
    let changes = Changes { removed: vec!["b".into()], added: vec![document("c", "un four", "c")], entries: None };
    let updated = index.updated(changes, 8).unwrap();
    assert_eq!((updated.stored(0), updated.stored(1)), (Some("<p>gardé</p>"), Some("c")));
}

#[test]
fn whoever_shortens_or_overwrites_the_file_does_not_reach_an_open_index() {
    let index = bodies(&["un garage solidaire", "une mini-entreprise"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    std::fs::write(&path, written(&index)).unwrap();
    let read = Index::open(&path).unwrap();
    std::fs::write(&path, vec![b'x'; 10]).unwrap();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(0).unwrap();
    assert_eq!(keys(&read, "garage"), ["0"]);
    assert_eq!(written(&read), written(&index));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "the copy that is read has no name");
}

#[test]
fn the_mark_changes_with_schema_and_synonyms() {
    let index = bodies(&["un"]);
    let (schema, synonyms) = (crate::corpus::schema(), crate::corpus::synonyms());
    assert_eq!(index.fingerprint(), Index::fingerprint_of(&schema, &synonyms));
    assert_ne!(index.fingerprint(), Index::fingerprint_of(&schema, &essaim_search::Synonyms::none()));
}

#[test]
fn each_fault_has_its_name() {
    let bytes = written(&bodies(&["un garage"]));
    let refused = |bytes: &[u8]| Index::from_bytes(bytes.to_vec()).err().unwrap();
    assert!(matches!(refused(&[]), SearchError::Truncated));
    assert!(matches!(refused(&bytes[..bytes.len() - 1]), SearchError::Truncated));
    assert!(matches!(refused(b"something else entirely, not an index"), SearchError::Damaged));
    let mut other = bytes.clone();
    other[8] = 200;
    assert!(matches!(refused(&other), SearchError::OtherVersion { found: 200, .. }));
    assert!(matches!(Index::open(std::path::Path::new("/nowhere/at/all")), Err(SearchError::Io(_))));
}

proptest! {
    #[test]
    fn damage_anywhere_is_refused(at: prop::sample::Index, change in 1u8.., cut: prop::sample::Index) {
        let bytes = written(&bodies(&["un garage solidaire", "une mini-entreprise"]));
        let mut damaged = bytes.clone();
        *at.get_mut(&mut damaged) ^= change;
        prop_assert!(Index::from_bytes(damaged).is_err());
        prop_assert!(Index::from_bytes(bytes[..cut.index(bytes.len())].to_vec()).is_err());
    }

    #[test]
    fn any_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(Index::from_bytes(bytes).is_err());
    }
}
