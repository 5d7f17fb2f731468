//! When, in words. A period without dates says so: no year is ever invented.

use essaim_web::{Lang, format};

use crate::model::{PartialDate, Period};

/// A date as precisely as it is known: « 2018 », « août 2013 », « 19 juin 2018 ».
pub fn date(lang: Lang, date: PartialDate) -> String {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => match jiff::civil::Date::new(date.year(), month, day) {
            Ok(day) => format::date(lang, day),
            Err(_) => date.year().to_string(),
        },
        (Some(month), None) => format::month(lang, date.year(), month),
        _ => date.year().to_string(),
    }
}

/// A period: « 2018 », « d’août 2013 à 2018 », « depuis 2015 », « non daté ».
pub fn period(lang: Lang, period: Period) -> String {
    match (period.from, period.to, lang) {
        (None, None, Lang::Fr) => "non daté".to_owned(),
        (None, None, Lang::En) => "undated".to_owned(),
        (Some(from), Some(to), _) if from == to => date(lang, from),
        (Some(from), Some(to), Lang::Fr) => {
            let until = if to.day().is_some() { "au" } else { "à" };
            format!("{} {until} {}", starting(from), date(lang, to))
        }
        (Some(from), Some(to), Lang::En) => format!("from {} to {}", date(lang, from), date(lang, to)),
        (Some(from), None, Lang::Fr) => {
            let article = if from.day().is_some() { "le " } else { "" };
            format!("depuis {article}{}", date(lang, from))
        }
        (Some(from), None, Lang::En) => format!("since {}", date(lang, from)),
        (None, Some(to), Lang::Fr) => {
            let until = if to.day().is_some() { "au" } else { "en" };
            format!("jusqu’{until} {}", date(lang, to))
        }
        (None, Some(to), Lang::En) => format!("until {}", date(lang, to)),
    }
}

/// At a date: « en mai 2026 », « le 14 mai 2026 ».
pub(super) fn at(lang: Lang, on: PartialDate) -> String {
    let words = date(lang, on);
    let preposition = match (lang, on.day().is_some()) {
        (Lang::Fr, true) => "le",
        (Lang::Fr, false) => "en",
        (Lang::En, true) => "on",
        (Lang::En, false) => "in",
    };
    format!("{preposition} {words}")
}

/// « de 2013 », « d’août 2013 », « du 14 mai 2018 ».
fn starting(from: PartialDate) -> String {
    let words = date(Lang::Fr, from);
    match (from.day(), words.starts_with(['a', 'o'])) {
        (Some(_), _) => format!("du {words}"),
        (None, true) => format!("d’{words}"),
        (None, false) => format!("de {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_reads_as_one_would_say_it() {
        let cases = [
            ("", "", "non daté", "undated"),
            ("2018", "2018", "2018", "2018"),
            ("2013-08", "2018", "d’août 2013 à 2018", "from August 2013 to 2018"),
            ("2006-11", "2018-06", "de novembre 2006 à juin 2018", "from November 2006 to June 2018"),
            (
                "2018-05-14",
                "2018-06-19",
                "du 14\u{a0}mai 2018 au 19\u{a0}juin 2018",
                "from 14\u{a0}May 2018 to 19\u{a0}June 2018",
            ),
            ("2015", "", "depuis 2015", "since 2015"),
            ("", "2018", "jusqu’en 2018", "until 2018"),
            ("", "2018-10-01", "jusqu’au 1er\u{a0}octobre 2018", "until 1\u{a0}October 2018"),
        ];
        for (from, to, french, english) in cases {
            let known = Period { from: from.parse().ok(), to: to.parse().ok() };
            assert_eq!(period(Lang::Fr, known), french);
            assert_eq!(period(Lang::En, known), english);
        }
    }
}
