//! `synonyms.toml` as people write it.

use essaim_network::reading::{At, FlawKind, LINE_LIMIT, Sheet, control_characters, decode};

use super::{Fault, FaultKind, TABLE_LIMIT};
use crate::model::{SynonymLine, Synonyms};

/// Reads the file: `[[group]] words = […]` and `[[acronym]] short = … long = …`.
///
/// # Errors
/// Every fault, in the order of lines.
pub fn read_synonyms(bytes: &[u8]) -> Result<Synonyms, Vec<Fault>> {
    let text = decode(bytes, TABLE_LIMIT).map_err(|flaw| vec![flaw.into()])?;
    let (mut sheet, mut root) = Sheet::open(&text, 1);
    let mut faults: Vec<Fault> = control_characters(&text).map(Fault::from).collect();
    let groups = sheet.all_tables(&mut root, "group");
    let acronyms = sheet.all_tables(&mut root, "acronym");
    sheet.finish(root);
    let mut lines = Vec::with_capacity(groups.len() + acronyms.len());
    for mut group in groups {
        let (at, words) = (group.at, sheet.texts(&mut group, "words", LINE_LIMIT));
        sheet.finish(group);
        let Some(words) = words else { continue };
        if words.written < 2 && !sheet.is_broken() {
            faults.push(Fault::at(sheet.line(at), FaultKind::LoneWord));
        }
        lines.push(SynonymLine { is_acronym: false, words: told_once(&mut sheet, words.sound) });
    }
    for mut acronym in acronyms {
        let short = sheet.text(&mut acronym, "short", LINE_LIMIT);
        let long = sheet.text(&mut acronym, "long", LINE_LIMIT);
        sheet.finish(acronym);
        let words = short.into_iter().chain(long).collect();
        lines.push(SynonymLine { is_acronym: true, words: told_once(&mut sheet, words) });
    }
    faults.extend(sheet.close().into_iter().map(Fault::from));
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(Synonyms { lines }) } else { Err(faults) }
}

fn told_once(sheet: &mut Sheet<'_>, words: Vec<At<String>>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for At { at, value } in words {
        if kept.contains(&value) {
            sheet.flaw(at, FlawKind::Twice(value.clone()));
        }
        kept.push(value);
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOUND: &str = "\
[[group]]
words = [\"parrainage\", \"mentorat\"]

[[acronym]]
short = \"RSE\"
long = \"responsabilité sociétale\"
";

    #[test]
    fn the_seed_is_read_the_same() {
        let seed = Synonyms::seed();
        assert_eq!(read_synonyms(seed.to_toml().as_bytes()).unwrap(), seed);
    }

    #[test]
    fn each_fault_is_told_with_its_line() {
        for (sound, spoiled, line, words) in [
            ("\"mentorat\"", "\"\"", 2, "vide"),
            ("\"mentorat\"", "\"parrainage\"", 2, "deux fois"),
            (", \"mentorat\"", "", 1, "deux mots"),
            ("long = ", "longue = ", 6, "longue"),
            ("\"RSE\"", "\"RSE\\u0007\"", 5, "contrôle"),
            ("[[group]]", "[[groupe]]", 1, "« group »"),
            ("\"RSE\"", "RSE", 5, "guillemet"),
        ] {
            let faults = read_synonyms(SOUND.replacen(sound, spoiled, 1).as_bytes()).unwrap_err();
            let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.describe(false))).collect();
            assert!(told.iter().any(|(at, said)| *at == line && said.contains(words)), "{spoiled}: {told:?}");
            assert!(faults.iter().all(|fault| !fault.describe(true).is_empty()));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _any_answer = read_synonyms(&bytes);
        }

        #[test]
        fn no_spoiled_file_makes_the_reader_panic(at in 0..SOUND.len(), with in "[\\[\\]{}=\"'., a-z0-9\\\\\n-]{0,4}") {
            let at = (0..=at).rev().find(|at| SOUND.is_char_boundary(*at)).unwrap();
            let spoiled = format!("{}{with}{}", &SOUND[..at], &SOUND[at..]);
            if let Err(faults) = read_synonyms(spoiled.as_bytes()) {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|f| f.line >= 1 && f.line <= spoiled.lines().count() + 1));
            }
        }
    }
}
