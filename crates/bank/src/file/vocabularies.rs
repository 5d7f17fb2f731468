//! `vocabularies.toml` as people write it.

use std::collections::BTreeSet;

use essaim_network::reading::{At, FlawKind, LINE_LIMIT, Sheet, Table, control_characters, decode};

use super::{Fault, FaultKind, TABLE_LIMIT};
use crate::finding::Filter;
use crate::model::{Term, Vocabularies, Vocabulary};

/// Reads the file.
///
/// # Errors
/// Every fault, in the order of lines.
pub fn read_vocabularies(bytes: &[u8]) -> Result<Vocabularies, Vec<Fault>> {
    let text = decode(bytes, TABLE_LIMIT).map_err(|flaw| vec![flaw.into()])?;
    let (sheet, mut root) = Sheet::open(&text, 1);
    let mut check = Check { sheet, faults: control_characters(&text).map(Fault::from).collect() };
    let tables = check.sheet.all_tables(&mut root, "vocabulary");
    check.sheet.finish(root);
    let mut keys = BTreeSet::new();
    let all = tables.into_iter().filter_map(|table| check.vocabulary(table, &mut keys)).collect();
    let faults = check.close();
    if faults.is_empty() { Ok(Vocabularies { all }) } else { Err(faults) }
}

struct Check<'t> {
    sheet: Sheet<'t>,
    faults: Vec<Fault>,
}

impl<'t> Check<'t> {
    fn fault(&mut self, at: usize, kind: FaultKind) {
        let line = self.sheet.line(at);
        self.faults.push(Fault::at(line, kind));
    }

    fn close(self) -> Vec<Fault> {
        let mut faults = self.faults;
        faults.extend(self.sheet.close().into_iter().map(Fault::from));
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    /// A key that no other of its list has.
    fn key(&mut self, table: &mut Table<'t>, others: &mut BTreeSet<String>) -> Option<At<String>> {
        let key = self.sheet.text(table, "key", LINE_LIMIT)?;
        if !is_key(&key.value) {
            self.fault(key.at, FaultKind::Key(key.value.chars().take(80).collect()));
            return None;
        }
        if !others.insert(key.value.clone()) {
            self.sheet.flaw(key.at, FlawKind::Twice(key.value.clone()));
        }
        Some(key)
    }

    fn label(&mut self, table: &mut Table<'t>, lang: &'static str) -> String {
        self.sheet.text(table, lang, LINE_LIMIT).map(|label| label.value).unwrap_or_default()
    }

    fn vocabulary(&mut self, mut table: Table<'t>, keys: &mut BTreeSet<String>) -> Option<Vocabulary> {
        let key = self.key(&mut table, keys);
        let (fr, en) = (self.label(&mut table, "fr"), self.label(&mut table, "en"));
        let parameter = self.sheet.optional_text(&mut table, "parameter", LINE_LIMIT);
        if let Some(At { at, value }) = &key {
            let known = Filter::ALL.into_iter().find(|filter| filter.vocabulary() == Some(value.as_str()));
            let known = known.and_then(Filter::parameter);
            if parameter.as_ref().map(|parameter| parameter.value.as_str()) != known {
                let at = parameter.as_ref().map_or(*at, |parameter| parameter.at);
                self.fault(at, FaultKind::Parameter(value.clone(), known));
            }
        }
        let source = self.sheet.optional_text(&mut table, "source", LINE_LIMIT);
        if !table.holds("terms") {
            self.sheet.flaw(table.at, FlawKind::Missing("terms".into()));
        }
        let tables = self.sheet.all_tables(&mut table, "terms");
        self.sheet.finish(table);
        let mut others = BTreeSet::new();
        let terms = tables.into_iter().filter_map(|table| self.term(table, &mut others)).collect();
        let text = |text: Option<At<String>>| text.map(|text| text.value);
        Some(Vocabulary { key: key?.value, fr, en, parameter: text(parameter), source: text(source), terms })
    }

    fn term(&mut self, mut table: Table<'t>, others: &mut BTreeSet<String>) -> Option<Term> {
        let key = self.key(&mut table, others);
        let (fr, en) = (self.label(&mut table, "fr"), self.label(&mut table, "en"));
        let inclusion = self.sheet.optional_text(&mut table, "inclusion", LINE_LIMIT);
        self.sheet.finish(table);
        Some(Term { key: key?.value, fr, en, inclusion: inclusion.map(|text| text.value) })
    }
}

/// Letters, digits and hyphens; 1 to 80 characters; begins and ends with a letter or a digit.
fn is_key(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOUND: &str = "\
[[vocabulary]]
key = \"lever\"
fr = \"Leviers\"
en = \"Levers\"
parameter = \"levier\"
terms = [
  { key = \"csr\", fr = \"RSE\", en = \"CSR\" },
  { key = \"other\", fr = \"Autre\", en = \"Other\", inclusion = \"x\" },
]

[[vocabulary]]
key = \"link-kind\"
fr = \"Liens\"
en = \"Links\"
terms = []
";

    #[test]
    fn the_seed_is_read_the_same() {
        let seed = Vocabularies::seed();
        assert_eq!(read_vocabularies(seed.to_toml().as_bytes()).unwrap(), seed);
        assert_eq!(read_vocabularies(SOUND.as_bytes()).unwrap().all[0].terms.len(), 2);
    }

    #[test]
    fn each_fault_is_told_with_its_line() {
        for (sound, spoiled, line, words) in [
            ("fr = \"Leviers\"", "fr = \"\"", 3, "vide"),
            ("key = \"lever\"", "key = \"Mon Vocab !\"", 2, "Mon Vocab !"),
            ("key = \"link-kind\"", "key = \"lever\"", 12, "deux fois"),
            ("key = \"other\"", "key = \"csr\"", 8, "deux fois"),
            ("parameter = \"levier\"", "parameter = \"public\"", 5, "levier"),
            ("parameter = \"levier\"\n", "", 2, "levier"),
            ("en = \"Links\"", "en = \"Links\"\nparameter = \"q\"", 15, "Aucune adresse"),
            ("terms = []", "", 11, "terms"),
            ("en = \"CSR\"", "en = 3", 7, "un texte"),
            ("en = \"CSR\"", "en = \"CSR\\u0000\"", 7, "contrôle"),
            ("inclusion", "inclusions", 8, "« inclusion »"),
            ("fr = \"Leviers\"", "fr = \"Leviers", 3, "guillemet"),
        ] {
            let faults = read_vocabularies(SOUND.replacen(sound, spoiled, 1).as_bytes()).unwrap_err();
            let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.describe(false))).collect();
            assert!(told.iter().any(|(at, said)| *at == line && said.contains(words)), "{spoiled}: {told:?}");
            assert!(faults.iter().all(|fault| !fault.describe(true).is_empty()));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _any_answer = read_vocabularies(&bytes);
        }

        #[test]
        fn no_spoiled_file_makes_the_reader_panic(at in 0..SOUND.len(), cut in 0..9_usize, with in "[\\[\\]{}=\"'., a-z0-9\\\\\n-]{0,4}") {
            let spoiled = format!("{}{with}{}", &SOUND[..at], &SOUND[(at + cut).min(SOUND.len())..]);
            if let Err(faults) = read_vocabularies(spoiled.as_bytes()) {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|f| f.line >= 1 && f.line <= spoiled.lines().count() + 1));
            }
        }
    }
}
