//! Every flaw in one pass, each with its line, in both languages; nothing that panics.

use proptest::prelude::*;

use super::{FlawKind, LIST_LIMIT, Sheet, SyntaxFlaw, control_characters, decode};

const TEXT: &str = "a = 1\nb = \"\"\ncolour = 2\nd = \"demain\"\ne = \"rouje\"\nf = 99999\ng = [\"x\", 3]\n";

/// Reads one key of each sort.
fn read(text: &str) -> Vec<(usize, FlawKind)> {
    let (mut sheet, mut root) = Sheet::open(text, 1);
    sheet.text(&mut root, "a", 10);
    sheet.text(&mut root, "b", 10);
    sheet.text(&mut root, "c", 10);
    sheet.date(&mut root, "d");
    sheet.choice(&mut root, "e", &["rouge", "bleu"], |word| word);
    sheet.year(&mut root, "f");
    sheet.optional_texts(&mut root, "g", 10);
    sheet.number(&mut root, "h");
    sheet.flag(&mut root, "i");
    sheet.lists(&mut root, "j");
    sheet.slug(&mut root, "k");
    sheet.optional_territory(&mut root, "l", &|_| true);
    for mut table in sheet.tables(&mut root, "m") {
        sheet.text(&mut table, "n", 10);
        sheet.finish(table);
    }
    sheet.finish(root);
    sheet.close().into_iter().map(|flaw| (flaw.line, flaw.kind)).collect()
}

#[test]
fn each_flaw_of_a_file_is_told_at_once_with_its_line() {
    let flaws = read(TEXT);
    let lines: Vec<_> = flaws.iter().filter(|(_, kind)| !kind.is_absence()).map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7], "{flaws:?}");
    let near = flaws.iter().any(|(_, kind)| kind.describe(false).contains("« rouge »"));
    assert!(near, "{flaws:?}");
}

#[test]
fn no_word_of_the_parser_is_in_a_message() {
    for broken in
        ["a = [1", "a = \"x", "a", "= 1", "a = 1 2", "a = \"\\q\"", "a = 01", "a.b = 1\na.b.c = 2", "[a", "x y"]
    {
        let flaws = read(&format!("{broken}\n"));
        let told = flaws.iter().any(|(line, kind)| *line <= 2 && matches!(kind, FlawKind::Syntax(_)));
        assert!(told, "{broken}: {flaws:?}");
        for (_, kind) in flaws {
            assert!(kind.describe(false).starts_with(|c: char| c.is_uppercase() || c == '«'), "{broken}: {kind:?}");
            assert!(kind.describe(true).ends_with(['.', '?']), "{broken}: {kind:?}");
        }
    }
    assert_eq!(SyntaxFlaw::of("missing comma between array elements"), SyntaxFlaw::Comma);
}

#[test]
fn what_a_broken_line_swallowed_is_not_called_absent() {
    let flaws = read("a = \"x\nb = \"un\"\nd = \"demain\"\n");
    assert!(flaws.iter().all(|(_, kind)| !kind.is_absence()), "{flaws:?}");
    assert!(flaws.iter().any(|(line, kind)| (*line, kind) == (3, &FlawKind::Date("demain".into()))), "{flaws:?}");
}

#[test]
fn a_bracket_that_is_not_closed_is_told_once() {
    let flaws = read("a = \"x\"\nb = \"y\"\nc = \"z\"\ng = [\n\"un\",\nd = \"2018\"\ne = \"bleu\"\nf = 2018\n");
    let syntax = flaws.iter().filter(|(_, kind)| matches!(kind, FlawKind::Syntax(_)));
    assert_eq!(syntax.count(), 1, "{flaws:?}");
}

#[test]
fn a_key_written_twice_hides_no_other_flaw() {
    let flaws = read("a = \"x\"\na = \"y\"\nd = \"demain\"\n");
    assert!(flaws.contains(&(2, FlawKind::Twice("a".into()))), "{flaws:?}");
    assert!(flaws.iter().any(|(_, kind)| matches!(kind, FlawKind::Missing(_))), "{flaws:?}");
}

#[test]
fn control_characters_are_refused_raw_or_escaped() {
    assert!(read("a = \"x\\u0000\"\n").contains(&(1, FlawKind::Control)));
    assert_eq!(control_characters("un\ndeux\u{0}\ttrois\n").map(|flaw| flaw.line).collect::<Vec<_>>(), [2]);
    assert_eq!(decode(b"\xef\xbb\xbfa\r\nb\r", 10).unwrap(), "a\nb\n");
    assert!(decode(b"0123456789A", 10).is_err() && decode(b"\xff", 10).is_err());
}

#[test]
fn a_list_has_an_end() {
    let list = format!("g = [{}]\n", "\"x\", ".repeat(LIST_LIMIT + 1));
    assert!(read(&list).contains(&(1, FlawKind::TooMany("g".into(), LIST_LIMIT))));
}

#[test]
fn a_file_of_nothing_but_flaws_is_told_quickly() {
    let lines = "x = 1\n".repeat(20_000) + &"[[m]]\nn = 1\n".repeat(100);
    assert!(read(&lines).len() > 20_000);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(text) = decode(&bytes, 1000) {
            read(&text);
        }
    }

    #[test]
    fn no_spoiled_file_makes_it_panic(at in 0..TEXT.len(), cut in 0..6_usize, with in "[\\[\\]{}=\"'.,a-z0-9\\\\\n -]{0,4}") {
        let text = format!("{}{with}{}", &TEXT[..at], &TEXT[(at + cut).min(TEXT.len())..]);
        for (line, kind) in read(&text) {
            prop_assert!(line >= 1 && line <= text.lines().count() + 1);
            prop_assert!(!kind.describe(false).is_empty() && !kind.describe(true).is_empty());
        }
    }
}
