//! Numbers, amounts and dates as a reader of each language writes them.
//!
//! French groups thousands with a narrow no-break space and writes a comma; dates are those of
//! Europe/Paris.

use crate::Lang;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::sync::LazyLock;

/// U+202F, between the thousands and before `;`, `!`, `?` and `%` in French.
pub const NARROW_SPACE: char = '\u{202f}';
/// U+00A0, before `:` and between a number and its unit in French.
pub const NO_BREAK_SPACE: char = '\u{a0}';

static PARIS: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC));

/// What can be written as a number, by value or by reference (templates pass references).
pub trait Numeric {
    /// The number itself; whole numbers are exact up to 2⁵³.
    fn value(&self) -> f64;
}

macro_rules! numeric {
    ($($t:ty),*) => {$(
        impl Numeric for $t {
            #[expect(clippy::allow_attributes, reason = "the cast is lossless for some types only")]
            #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "exact up to 2^53")]
            fn value(&self) -> f64 { *self as f64 }
        }
    )*};
}
numeric!(u8, u16, u32, u64, usize, i32, i64, f32, f64);

impl<T: Numeric + ?Sized> Numeric for &T {
    fn value(&self) -> f64 {
        (**self).value()
    }
}

/// A number with its thousands grouped, at most two decimals, none when it is whole.
///
/// ```
/// # use essaim_web::{Lang, format};
/// assert_eq!(format::number(Lang::Fr, 12345.5), "12\u{202f}345,5");
/// assert_eq!(format::number(Lang::En, 12345.5), "12,345.5");
/// ```
#[must_use]
pub fn number(lang: Lang, value: impl Numeric) -> String {
    let mut text = String::new();
    push_number(&mut text, lang, value.value(), 2, false);
    text
}

/// A range, `18 à 30` or `18 to 30`; one number when both bounds are equal.
#[must_use]
pub fn range(lang: Lang, low: impl Numeric, high: impl Numeric) -> String {
    let (low, high) = (low.value(), high.value());
    let mut text = number(lang, low);
    if low.to_bits() != high.to_bits() {
        text.push_str(match lang {
            Lang::Fr => "\u{a0}à\u{a0}",
            Lang::En => "\u{a0}to\u{a0}",
        });
        push_number(&mut text, lang, high, 2, false);
    }
    text
}

/// A percentage from a number of hundredths: `12.5` is `12,5 %` (French) or `12.5%`.
#[must_use]
pub fn percent(lang: Lang, hundredths: impl Numeric) -> String {
    let mut text = number(lang, hundredths);
    text.push_str(match lang {
        Lang::Fr => "\u{202f}%",
        Lang::En => "%",
    });
    text
}

/// An amount in euros: `15 000 €` or `€15,000`; cents only where there are some.
#[must_use]
pub fn euros(lang: Lang, value: impl Numeric) -> String {
    let value = value.value();
    let mut text = String::new();
    match lang {
        Lang::Fr => {
            push_number(&mut text, lang, value, 2, true);
            text.push_str("\u{a0}€");
        }
        Lang::En => {
            if value < 0.0 {
                text.push('-');
            }
            text.push('€');
            push_number(&mut text, lang, value.abs(), 2, true);
        }
    }
    text
}

/// A day: `14 mai 2018`, `1er mai 2018`, `14 May 2018`.
#[must_use]
pub fn date(lang: Lang, date: Date) -> String {
    let day = match (lang, date.day()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    format!("{day}\u{a0}{} {}", month_name(lang, date.month()), date.year())
}

/// A month: `août 2013`, `August 2013`.
#[must_use]
pub fn month(lang: Lang, year: i16, month: i8) -> String {
    format!("{} {year}", month_name(lang, month))
}

/// The day of an instant in Europe/Paris, in words.
#[must_use]
pub fn day(lang: Lang, at: Timestamp) -> String {
    date(lang, day_of(at))
}

/// The day of an instant in Europe/Paris.
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned_datetime(PARIS.clone()).date()
}

/// The first instant of a day in Europe/Paris; none on the last days that an instant can be of.
#[must_use]
pub fn start_of(day: Date) -> Option<Timestamp> {
    PARIS.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// An instant in Europe/Paris: `14 mai 2018 à 16 h 05`, `14 May 2018 at 16:05`.
#[must_use]
pub fn moment(lang: Lang, at: Timestamp) -> String {
    let local = at.to_zoned_datetime(PARIS.clone());
    let (hour, minute) = (local.hour(), local.minute());
    let day = date(lang, local.date());
    match lang {
        Lang::Fr => format!("{day} à {hour}\u{a0}h\u{a0}{minute:02}"),
        Lang::En => format!("{day} at {hour}:{minute:02}"),
    }
}

/// A month's name, from 1 to 12; any other number is the nearest of them.
#[must_use]
pub fn month_name(lang: Lang, month: i8) -> &'static str {
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = usize::from(month.clamp(1, 12).unsigned_abs()) - 1;
    match lang {
        Lang::Fr => FR[index],
        Lang::En => EN[index],
    }
}

/// Writes `value` with at most `decimals` decimals; `fixed` keeps them all once there is one (cents).
fn push_number(text: &mut String, lang: Lang, value: f64, decimals: usize, fixed: bool) {
    let written = format!("{value:.decimals$}");
    let (sign, digits) = written.strip_prefix('-').map_or(("", written.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let short = fraction.trim_end_matches('0');
    let fraction = if fixed && !short.is_empty() { fraction } else { short };
    if !(fraction.is_empty() && whole == "0") {
        text.push_str(sign);
    }
    let separator = match lang {
        Lang::Fr => NARROW_SPACE,
        Lang::En => ',',
    };
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 && whole.is_ascii() {
            text.push(separator);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(if lang == Lang::Fr { ',' } else { '.' });
        text.push_str(fraction);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(Lang::Fr, 1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number(Lang::Fr, 999), "999");
        assert_eq!(number(Lang::En, -1234.5), "-1,234.5");
        assert_eq!(number(Lang::Fr, -0.001), "0");
        assert_eq!(percent(Lang::Fr, 34.5), "34,5\u{202f}%");
        assert_eq!(euros(Lang::Fr, 15000), "15\u{202f}000\u{a0}€");
        assert_eq!(euros(Lang::Fr, 2.5), "2,50\u{a0}€");
        assert_eq!(euros(Lang::En, 2.5), "€2.50");
        assert_eq!(range(Lang::Fr, 18, 30), "18\u{a0}à\u{a0}30");
        assert_eq!(number(Lang::Fr, f64::NAN), "NaN");
    }

    #[test]
    fn dates_follow_the_language_and_paris() {
        let at: Timestamp = "2018-05-13T22:30:00Z".parse().unwrap();
        assert_eq!(day(Lang::Fr, at), "14\u{a0}mai 2018");
        assert_eq!(moment(Lang::En, at), "14\u{a0}May 2018 at 0:30");
        assert_eq!(date(Lang::Fr, jiff::civil::date(2018, 5, 1)), "1er\u{a0}mai 2018");
        assert_eq!(month(Lang::Fr, 2013, 8), "août 2013");
    }
}
