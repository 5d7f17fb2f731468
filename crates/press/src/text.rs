//! User text made fit to be set: characters that no font has, words that no column holds, French spaces.

use crate::Language;
use serde_json::Value;
use typst::{
    layout::Abs,
    text::{Font, FontVariations},
};

/// What is printed for a character that no embedded font has.
const MISSING: char = '□';
/// A word longer than this gets places to be cut at.
const LONG_WORD: usize = 26;
/// How far apart these places are.
const CUT_EVERY: usize = 12;
pub(crate) const NARROW: char = '\u{202f}';
pub(crate) const NO_BREAK: char = '\u{a0}';
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';
pub(crate) const ZERO_WIDTH: char = '\u{200b}';

/// Knows which characters can be printed. PDF/UA refuses a whole document for one glyph that is missing, so none may reach it.
pub(crate) struct Cleaner {
    covered: Vec<u64>,
}

impl Cleaner {
    /// A font's declared coverage includes characters that lead to no glyph: each is looked up.
    pub(crate) fn new(fonts: &[Font]) -> Self {
        let mut covered = vec![0_u64; (char::MAX as usize + 1) / 64];
        for font in fonts {
            let face = font.clone().instantiate(font.info().variant, Abs::pt(10.0), &FontVariations::default());
            let printed = |code: &u32| {
                char::from_u32(*code).and_then(|c| face.ttf().glyph_index(c)).is_some_and(|glyph| glyph.0 != 0)
            };
            for code in font.info().coverage.iter().filter(printed) {
                covered[code as usize / 64] |= 1 << (code % 64);
            }
        }
        Self { covered }
    }

    /// Cleans every string of a value but addresses, which are shown by their own rules.
    pub(crate) fn clean_value(&self, value: &mut Value, language: Language) {
        match value {
            Value::String(text) => *text = self.clean(text, language),
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean_value(item, language)),
            Value::Object(fields) => {
                for (_, field) in fields.iter_mut().filter(|(key, _)| *key != "url" && *key != "file") {
                    self.clean_value(field, language);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Cleans one string.
    pub(crate) fn clean(&self, text: &str, language: Language) -> String {
        let mut printable = String::with_capacity(text.len());
        printable.extend(text.chars().filter_map(|c| self.printable(c)));
        let spaced = match language {
            Language::Fr => french(&printable),
            Language::En => printable,
        };
        cuttable(spaced)
    }

    fn printable(&self, c: char) -> Option<char> {
        match c {
            ' '..='~' => Some(c),
            '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
            _ if silent(c) => None,
            _ if self.covers(c) => Some(c),
            _ => Some(MISSING),
        }
    }

    fn covers(&self, c: char) -> bool {
        let code = c as usize;
        self.covered.get(code / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
    }
}

/// Characters that print nothing, or would let a text reorder what stands around it.
fn silent(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The French spaces and apostrophe, where a keyboard gave plain ones. Most of a text is copied in long runs.
fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut copied = 0;
    for (index, c) in text.match_indices(['\'', ' ', NO_BREAK]) {
        let (before, after) = (&text[..index], &text[index + c.len()..]);
        let Some(instead) = french_instead(c, before, after) else { continue };
        out.push_str(&text[copied..index]);
        out.push(instead);
        copied = index + c.len();
    }
    out.push_str(&text[copied..]);
    out
}

/// What stands in French instead of a plain apostrophe or space, between what comes before and after.
fn french_instead(c: &str, before: &str, after: &str) -> Option<char> {
    let previous = before.chars().next_back().unwrap_or(' ');
    let mut following = after.chars();
    let next = following.next().unwrap_or(' ');
    match c {
        "'" => (previous.is_alphabetic() && next.is_alphabetic()).then_some('’'),
        _ if previous == '«' || matches!(next, '»' | ';' | '!' | '?' | '%') => Some(NARROW),
        " " if next == '€' || next == ':' && following.next().is_none_or(char::is_whitespace) => Some(NO_BREAK),
        " " if next.is_ascii_digit() && thousands(before, after) => Some(NARROW),
        _ => None,
    }
}

/// Whether a space stands inside a number: one to three digits before it, exactly three after.
fn thousands(before: &str, after: &str) -> bool {
    let digits_before = before.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    let digits_after = after.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits_before) && digits_after == 3
}

/// Gives the words that are longer than a column places to be cut at.
fn cuttable(text: String) -> String {
    let spaces = [' ', NO_BREAK, NARROW];
    if text.split(spaces).all(|word| word.len() <= LONG_WORD) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for word in text.split_inclusive(spaces) {
        if word.len() <= LONG_WORD || word.chars().count() <= LONG_WORD {
            out.push_str(word);
        } else {
            cut(word, &mut out);
        }
    }
    out
}

fn cut(word: &str, out: &mut String) {
    let mut since = 0;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        since += 1;
        let Some(next) = chars.peek() else { return };
        if since > 2 && matches!(c, '/' | '.' | '-' | '_' | '?' | '&' | '=' | '@' | ',' | '+') {
            out.push(ZERO_WIDTH);
            since = 0;
        } else if since >= CUT_EVERY {
            out.push(if latin_letter(c) && latin_letter(*next) { SOFT_HYPHEN } else { ZERO_WIDTH });
            since = 0;
        }
    }
}

/// Whether a value holds Hebrew, Arabic or another script written from right to left.
pub(crate) fn right_to_left(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
        }
        Value::Array(items) => items.iter().any(right_to_left),
        Value::Object(fields) => fields.values().any(right_to_left),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A cleaned text without its places to be cut at, for a window's title bar.
pub(crate) fn uncut(text: &str) -> String {
    text.replace([SOFT_HYPHEN, ZERO_WIDTH], "")
}

/// Letters that are hyphenated when cut; Arabic ones would come apart.
pub(crate) fn latin_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{500}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaner() -> Cleaner {
        Cleaner::new(&crate::Press::new().fonts)
    }

    #[test]
    fn what_no_font_has_becomes_a_box_and_what_prints_nothing_goes() {
        let cases = [
            ("中文 et café", "□□ et café"),
            ("a\u{0}b\u{7}c", "abc"),
            ("\u{202e}droite", "droite"),
            ("ل و", "ل و"),
            ("un\ndeux\u{2028}trois", "un deux trois"),
        ];
        for (given, wanted) in cases {
            assert_eq!(cleaner().clean(given, Language::Fr), wanted);
        }
        assert_eq!(cleaner().clean("⤉", Language::Fr), "□", "declared by a font that has no glyph for it");
    }

    #[test]
    fn french_text_gets_its_spaces() {
        let cases = [
            ("Pourquoi ?", "Pourquoi\u{202f}?"),
            ("« Oui », l'emploi", "«\u{202f}Oui\u{202f}», l’emploi"),
            ("15 000 € : 12 %", "15\u{202f}000\u{a0}€\u{a0}: 12\u{202f}%"),
            ("en 2018 142 jeunes", "en 2018 142 jeunes"),
        ];
        for (given, wanted) in cases {
            assert_eq!(cleaner().clean(given, Language::Fr), wanted);
        }
        assert_eq!(cleaner().clean("Why ?", Language::En), "Why ?");
    }

    #[test]
    fn a_word_longer_than_a_column_can_be_cut() {
        let long = "a".repeat(100);
        assert_eq!(cleaner().clean(&long, Language::Fr).matches(SOFT_HYPHEN).count(), 8);
        assert!(cleaner().clean("https://exemple.org/un-chemin-tout-a-fait-long", Language::Fr).contains(ZERO_WIDTH));
        assert_eq!(cleaner().clean("anticonstitutionnellement", Language::Fr), "anticonstitutionnellement");
    }
}
