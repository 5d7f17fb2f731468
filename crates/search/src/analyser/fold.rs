//! Case and accents away, ligatures opened: `Œuvre` → `oeuvre`, `ÉTÉ` → `ete`, whether composed or not.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded form of a text. Marks that combine with a letter vanish, so that both Unicode forms give the same.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    for letter in text.chars() {
        fold_char(letter, out);
    }
}

/// The folded form of a text.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn fold_char(letter: char, out: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' => out.push(letter),
        'A'..='Z' => out.push(letter.to_ascii_lowercase()),
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' | 'Ã' | 'Å' => out.push('a'),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => out.push('e'),
        'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' | 'Í' | 'Ì' => out.push('i'),
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' | 'Ô' | 'Ö' | 'Ó' | 'Ò' | 'Õ' | 'Ø' => out.push('o'),
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => out.push('u'),
        'ÿ' | 'ý' | 'Ÿ' | 'Ý' => out.push('y'),
        'ç' | 'Ç' => out.push('c'),
        'ñ' | 'Ñ' => out.push('n'),
        'œ' | 'Œ' => out.push_str("oe"),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' | 'ẞ' => out.push_str("ss"),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' => out.push('d'),
        SOFT_HYPHEN => {}
        _ if letter.is_ascii() => out.push(letter),
        _ => {
            let plain = std::iter::once(letter).nfkd().filter(|&part| !is_combining_mark(part));
            out.extend(plain.flat_map(char::to_lowercase).filter(|&part| !is_combining_mark(part)));
        }
    }
}

/// Says where a word may be cut at the end of a line; part of the word, and not of its spelling.
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';

/// Whether a word goes on through this character.
pub(crate) fn in_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    letter.is_alphanumeric() || letter == SOFT_HYPHEN || is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_fold() {
        for (text, folded) in [
            ("Été", "ete"),
            ("E\u{301}te\u{301}", "ete"),
            ("ŒUVRE", "oeuvre"),
            ("ex æquo", "ex aequo"),
            ("Straße", "strasse"),
            ("ﬁnance", "finance"),
            ("coopé\u{ad}rative", "cooperative"),
            ("ÇA", "ca"),
            ("Łódź", "lodz"),
            ("İ", "i"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
