//! How many of what: a number as its unit wants it, with how sure one is of it.

use essaim_web::Lang;
use essaim_web::format::{self, NARROW_SPACE, NO_BREAK_SPACE};

use super::Wording;
use crate::model::{Decimal, Qualifier, Quantity};

/// A quantity in three pieces, so that a page may set the number large.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Amount {
    /// « près de », « jusqu’à »; empty when exact.
    pub(super) qualifier: String,
    /// « 1 234 », « 18 à 30 », « 50 % », « 1er ».
    pub(super) number: String,
    /// « jeunes », « ans »; empty where the number holds it.
    pub(super) unit: String,
}

impl Amount {
    /// The pieces in their order.
    pub(super) fn phrase(&self) -> String {
        let mut phrase = self.qualifier.clone();
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(&self.number);
        if !self.unit.is_empty() {
            phrase.push(NO_BREAK_SPACE);
            phrase.push_str(&self.unit);
        }
        phrase
    }
}

pub(super) fn amount(words: &Wording<'_>, quantity: Quantity, qualifier: Qualifier, unit: &str) -> Amount {
    let lang = words.lang;
    let (number, unit) = match unit {
        "eur" => (spread(lang, quantity, |value| euros(lang, value)), String::new()),
        "eur-per-year" => {
            (spread(lang, quantity, |value| euros(lang, value)), words.say("par an", "a year").to_owned())
        }
        "percent" => (percent(lang, quantity), String::new()),
        "rank" => (spread(lang, quantity, |value| rank(lang, value)), String::new()),
        "clock-hour" => (spread(lang, quantity, |value| hour(lang, value)), String::new()),
        "years-old" => (numbers(lang, quantity), words.say("ans", "years old").to_owned()),
        "education-years" if lang == Lang::Fr => {
            (format!("bac\u{a0}+\u{a0}{}", numbers(lang, quantity)), String::new())
        }
        key if is_once(lang, quantity, key) => ("once".to_owned(), key["times-".len()..].replace('-', " ")),
        key => (
            numbers(lang, quantity),
            counted(lang, quantity, words.vocabularies.label("figure-unit", key, words.english())),
        ),
    };
    let bound = match quantity {
        Quantity::UpTo(_) => words.say("jusqu’à", "up to"),
        Quantity::From(_) => words.say("à partir de", "from"),
        Quantity::Value(_) | Quantity::Range(..) => "",
    };
    let sure = match qualifier {
        Qualifier::Exact => "",
        other => words.vocabularies.label("figure-qualifier", other.key(), words.english()),
    };
    let qualifier = [bound, sure].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Amount { qualifier, number, unit }
}

fn numbers(lang: Lang, quantity: Quantity) -> String {
    spread(lang, quantity, |value| number(lang, value))
}

/// One number, or both ends of a range, each written by `write`.
fn spread(lang: Lang, quantity: Quantity, write: impl Fn(Decimal) -> String) -> String {
    match quantity {
        Quantity::Value(value) | Quantity::UpTo(value) | Quantity::From(value) => write(value),
        Quantity::Range(low, high) => {
            let between = if lang == Lang::Fr { "à" } else { "to" };
            format!("{}\u{a0}{between}\u{a0}{}", write(low), write(high))
        }
    }
}

/// Every decimal that is known, thousands grouped.
fn number(lang: Lang, value: Decimal) -> String {
    let written = value.to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = format::number(lang, whole.parse::<i64>().unwrap_or_default());
    if whole.starts_with('-') && !text.starts_with('-') {
        text.insert(0, '-');
    }
    if !fraction.is_empty() {
        text.push(if lang == Lang::Fr { ',' } else { '.' });
        text.push_str(fraction);
    }
    text
}

fn euros(lang: Lang, value: Decimal) -> String {
    format::euros(lang, value.as_f64())
}

fn percent(lang: Lang, quantity: Quantity) -> String {
    let mut text = numbers(lang, quantity);
    if lang == Lang::Fr {
        text.push(NARROW_SPACE);
    }
    text.push('%');
    text
}

fn rank(lang: Lang, value: Decimal) -> String {
    let text = number(lang, value);
    let whole = value.as_whole().unwrap_or_default();
    let ending = match (lang, whole % 10, whole % 100) {
        (Lang::Fr, ..) if whole == 1 => "er",
        (Lang::Fr, ..) => "e",
        (Lang::En, 1, tens) if tens != 11 => "st",
        (Lang::En, 2, tens) if tens != 12 => "nd",
        (Lang::En, 3, tens) if tens != 13 => "rd",
        (Lang::En, ..) => "th",
    };
    text + ending
}

/// Hours of the day; a half is thirty minutes.
fn hour(lang: Lang, value: Decimal) -> String {
    let (hours, minutes) = (value.thousandths() / 1_000, value.thousandths() % 1_000 * 60 / 1_000);
    match (lang, minutes) {
        (Lang::Fr, 0) => format!("{hours}\u{a0}h"),
        (Lang::Fr, _) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
        (Lang::En, _) => format!("{hours}:{minutes:02}"),
    }
}

/// English says "once a month", never "1 time a month".
fn is_once(lang: Lang, quantity: Quantity, unit: &str) -> bool {
    lang == Lang::En && unit.starts_with("times-a-") && quantity == Quantity::Value(one())
}

fn one() -> Decimal {
    Decimal::whole(1).expect("one is not too large")
}

/// The unit in the number that the quantity asks for: French keeps the singular below two, English for one alone.
fn counted(lang: Lang, quantity: Quantity, plural: &str) -> String {
    let (Quantity::Value(most) | Quantity::UpTo(most) | Quantity::From(most) | Quantity::Range(_, most)) = quantity;
    let single = match lang {
        Lang::Fr => most.thousandths().abs() < 2_000,
        Lang::En => most == one(),
    };
    if single { singular(lang, plural) } else { plural.to_owned() }
}

/// The singular of a label: of each word up to what completes it (« points d’émission »).
fn singular(lang: Lang, plural: &str) -> String {
    let mut complement = false;
    let words = plural.split(' ').map(|word| {
        complement |= word.starts_with("d’") || matches!(word, "de" | "par" | "à" | "of" | "a" | "after");
        match word {
            "et" if !complement => "ou",
            "and" if !complement => "or",
            "people" => "person",
            _ if complement => word,
            _ => return single_word(lang, word),
        }
        .to_owned()
    });
    words.collect::<Vec<_>>().join(" ")
}

fn single_word(lang: Lang, word: &str) -> String {
    match (lang, word) {
        (Lang::Fr, "mois" | "fois" | "repas" | "pays" | "temps") => word.to_owned(),
        (Lang::Fr, _) if word.ends_with("eaux") => word[..word.len() - 1].to_owned(),
        (Lang::En, _) if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vocabularies;

    fn phrase(lang: Lang, quantity: Quantity, qualifier: Qualifier, unit: &str) -> String {
        let (vocabularies, directory) = (Vocabularies::seed(), essaim_network::Directory::default());
        let registry = essaim_territories::Registry::embedded();
        let words = Wording { vocabularies: &vocabularies, directory: &directory, registry, lang };
        amount(&words, quantity, qualifier, unit).phrase().replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn a_quantity_reads_as_one_would_say_it() {
        let value = |number: f64| Quantity::Value(Decimal::from_f64(number).unwrap());
        let d = |number| Decimal::whole(number).unwrap();
        let cases = [
            (value(142.0), Qualifier::Exact, "young-people", "142 jeunes", "142 young people"),
            (value(1.0), Qualifier::Exact, "organisations", "1 structure", "1 organisation"),
            (value(0.0), Qualifier::Exact, "months", "0 mois", "0 months"),
            (value(1.0), Qualifier::Exact, "levels", "1 niveau", "1 level"),
            (value(1.0), Qualifier::Exact, "people", "1 personne", "1 person"),
            (value(15_000.0), Qualifier::Nearly, "eur", "près de 15 000 €", "nearly €15,000"),
            (value(7.5), Qualifier::Exact, "eur", "7,50 €", "€7.50"),
            (value(2.125), Qualifier::Exact, "litres", "2,125 litres", "2.125 litres"),
            (value(50.0), Qualifier::MoreThan, "percent", "plus de 50 %", "more than 50%"),
            (value(1.0), Qualifier::Exact, "rank", "1er", "1st"),
            (value(216.0), Qualifier::Exact, "rank", "216e", "216th"),
            (value(1.0), Qualifier::Exact, "times-a-month", "1 fois par mois", "once a month"),
            (value(25.0), Qualifier::Exact, "eur-per-year", "25 € par an", "€25 a year"),
            (
                value(3.0),
                Qualifier::AtLeast,
                "education-years",
                "au moins bac + 3",
                "at least 3 years after the baccalauréat",
            ),
            (Quantity::Range(d(18), d(30)), Qualifier::Exact, "years-old", "18 à 30 ans", "18 to 30 years old"),
            (Quantity::UpTo(d(12)), Qualifier::Exact, "clock-hour", "jusqu’à 12 h", "up to 12:00"),
            (
                Quantity::UpTo(d(1)),
                Qualifier::About,
                "emitters",
                "jusqu’à environ 1 point d’émission",
                "up to about 1 emitter",
            ),
        ];
        for (quantity, qualifier, unit, french, english) in cases {
            assert_eq!(phrase(Lang::Fr, quantity, qualifier, unit), french);
            assert_eq!(phrase(Lang::En, quantity, qualifier, unit), english);
        }
    }
}
