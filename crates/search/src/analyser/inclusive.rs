//! Inclusive writing: which endings are a feminine mark added to a masculine word, so that *habitants-es*,
//! *habitant·e·s*, *acteurs-trices* or *chef(fe)s* are read as *habitants*, *acteurs*, *chefs*.

/// A feminine ending (singular) and the endings of the masculine words that take it; none: any word.
/// The masculine endings keep *prends-le*, *est-ce* or *dit-elle* out.
const FEMININE: &[(&str, &[&str])] = &[
    ("e", &[]),
    ("ee", &["e"]),
    ("ne", &["n"]),
    ("le", &["l"]),
    ("te", &["t", "tou"]),
    ("se", &["x", "s", "r", "eu"]),
    ("ve", &["f"]),
    ("fe", &["f"]),
    ("che", &["c"]),
    ("que", &["c"]),
    ("trice", &["teur"]),
    ("rice", &["teur"]),
    ("ice", &["eur"]),
    ("euse", &["eur", "eux", "eu"]),
    ("eresse", &["eur"]),
    ("esse", &["e", "t"]),
    ("sse", &["e"]),
    ("ere", &["er"]),
    ("iere", &["er"]),
    ("elle", &["el", "eau", "eux", "ceux"]),
    ("enne", &["en"]),
    ("ienne", &["en"]),
    ("onne", &["on"]),
    ("ette", &["et"]),
    ("ale", &["al", "aux"]),
    ("ane", &["an"]),
    ("ine", &["in"]),
];

/// Whether `ending` is the feminine mark of `base` (both folded) and, if so, whether it is a plural one.
pub(crate) fn feminine_mark(base: &str, ending: &str) -> Option<Number> {
    if base.len() < 2 || base.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (singular, number) = match ending.strip_suffix('s') {
        Some(singular) => (singular, Number::Plural),
        None => (ending, Number::Singular),
    };
    let &(_, masculine) = FEMININE.iter().find(|(feminine, _)| *feminine == singular)?;
    let bare = base.strip_suffix('s').unwrap_or(base);
    let fits = masculine.is_empty() || masculine.iter().any(|end| base.ends_with(end) || bare.ends_with(end));
    fits.then_some(number)
}

/// One or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    Singular,
    Plural,
}

/// Gives the masculine form its plural mark where only the feminine one bears it: *habitant-es* → *habitants*.
pub(crate) fn agree(base: &mut String, number: Number) {
    if number == Number::Plural && !base.ends_with(['s', 'x']) {
        base.push('s');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feminine_marks_are_known_by_both_ends() {
        for (base, ending, expected) in [
            ("habitants", "es", Some(Number::Plural)),
            ("acteurs", "trices", Some(Number::Plural)),
            ("chefs", "fes", Some(Number::Plural)),
            ("tous", "tes", Some(Number::Plural)),
            ("salaries", "ees", Some(Number::Plural)),
            ("professionnel", "le", Some(Number::Singular)),
            ("nombreux", "ses", Some(Number::Plural)),
            ("territoriaux", "ales", Some(Number::Plural)),
            ("ceux", "elles", Some(Number::Plural)),
            ("prends", "le", None),
            ("dit", "elle", None),
            ("sont", "elles", None),
            ("est", "ce", None),
            ("2018", "e", None),
            ("a", "e", None),
        ] {
            assert_eq!(feminine_mark(base, ending), expected, "{base}-{ending}");
        }
    }
}
