//! Two versions of a file, the lines that differ with a little around them.

use std::fmt::Write as _;

use essaim_bank::Versions;
use similar::TextDiff;

/// How many lines that are the same are shown around those that differ.
const AROUND: usize = 2;

/// What the bank has (`-`) and what the file has (`+`), file by file.
pub(super) fn differences(slug: &str, files: &[Versions], english: bool) -> String {
    let (of_bank, of_file) = if english { ("bank", "file") } else { ("banque", "fichier") };
    let mut text = String::new();
    for Versions { name, bank, file } in files {
        let (bank, file) = (bank.as_deref().unwrap_or_default(), file.as_deref().unwrap_or_default());
        let diff = TextDiff::from_lines(bank, file);
        let mut hunks = diff.unified_diff();
        hunks.context_radius(AROUND).missing_newline_hint(false);
        hunks.header(&format!("{slug}/{name} ({of_bank})"), &format!("{slug}/{name} ({of_file})"));
        write!(text, "{hunks}").expect("a text takes more text");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(name: &str, bank: Option<&str>, file: Option<&str>) -> Versions {
        Versions { name: name.into(), bank: bank.map(str::to_owned), file: file.map(str::to_owned) }
    }

    #[test]
    fn only_what_differs_is_shown_with_a_little_around() {
        let lines: Vec<String> = (0..100).map(|line| format!("ligne {line}\n")).collect();
        let bank = lines.concat();
        let file = bank.replace("ligne 3\n", "ligne trois\n").replace("ligne 90\n", "");
        let text = differences("care", &[versions("experience.md", Some(&bank), Some(&file))], false);
        assert!(text.contains("-ligne 3\n+ligne trois\n") && text.contains("-ligne 90\n"), "{text}");
        assert!(text.lines().count() < 20, "{text}");
        assert!(text.starts_with("--- care/experience.md (banque)\n+++ care/experience.md (fichier)\n@@ "), "{text}");
    }

    #[test]
    fn each_file_that_differs_is_shown() {
        let files = [
            versions("experience.en.md", Some("a\n"), Some("b\n")),
            versions("vue.jpg", None, Some("3 bytes, 1a2b\n")),
        ];
        let text = differences("care", &files, true);
        assert!(
            text.contains("-a\n+b\n") && text.contains("care/vue.jpg (file)") && text.contains("+3 bytes"),
            "{text}"
        );
    }
}
