//! What a cell says, behind what spreadsheets and careless copies made of it.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use essaim_geo::{Level, Point, TerritoryCode};

/// The text of a cell: without the formula that a spreadsheet wraps codes in (`="01001"`), its letters mended.
pub(super) fn clean(cell: &str) -> String {
    let inner = cell.trim().strip_prefix('=').map_or(cell, |wrapped| wrapped.trim().trim_matches('"'));
    let mended = mended(inner);
    let plain = mended.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text whose letters were encoded twice (`MÃ©ziÃ¨res`), as it was meant, letter by letter; any other as it is.
pub(crate) fn mended(text: &str) -> Cow<'_, str> {
    let mut mended = Cow::Borrowed(text);
    // Three careless copies in a row have been seen; a sound text is left alone at the first look.
    for _ in 0..3 {
        match meant(&mended) {
            Some(better) => mended = Cow::Owned(better),
            None => break,
        }
    }
    mended
}

/// The text with each run of letters that are the bytes of one accented letter put back; none when there is no such run.
fn meant(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let run = [2, 3].into_iter().find_map(|length| one_letter(letters.get(at..at + length)?));
        out.push(run.unwrap_or(letters[at]));
        at += run.map_or(1, |letter| letter.len_utf8());
    }
    (out != text).then_some(out)
}

/// The letter whose bytes in UTF-8 these are in Windows-1252, if it is one that French is written with.
fn one_letter(letters: &[char]) -> Option<char> {
    let mut bytes = [0; 3];
    for (byte, letter) in bytes.iter_mut().zip(letters) {
        let text = String::from(*letter);
        let (encoded, _, is_lossy) = WINDOWS_1252.encode(&text);
        *byte = *encoded.first().filter(|_| !is_lossy && encoded.len() == 1)?;
    }
    let letter = std::str::from_utf8(&bytes[..letters.len()]).ok()?.chars().next()?;
    let is_french = matches!(letter, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2026}' | '\u{20ac}');
    (letter.len_utf8() == letters.len() && is_french).then_some(letter)
}

/// A code of that level, with the noughts that spreadsheets ate, without those of `057` and `02A`.
pub(super) fn code(level: Level, written: &str) -> Option<TerritoryCode> {
    let whole = written.strip_suffix(".0").unwrap_or(written);
    let code = match level {
        Level::Region | Level::Departement => padded(unpadded(whole), 2),
        Level::Arrondissement => padded(whole, 3),
        Level::Commune => padded(whole, 5),
        Level::Epci | Level::Contrat | Level::Qpv => whole.to_owned(),
    };
    TerritoryCode::new(level, &code).ok()
}

/// Three characters of which the first is a nought, as some files write départements: `057`, `02A`.
fn unpadded(code: &str) -> &str {
    code.strip_prefix('0').filter(|rest| rest.len() == 2).unwrap_or(code)
}

/// A number with the noughts that codes of this width begin with.
pub(crate) fn padded(code: &str, width: usize) -> String {
    let is_number = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("{code:0>width$}") } else { code.to_owned() }
}

/// A whole number as people and programs write it: `1 568`, `1568.0`.
pub(super) fn number(written: &str) -> Option<u32> {
    let plain: String = written.chars().filter(|letter| !letter.is_whitespace()).collect();
    let number: f64 = plain.replace(',', ".").parse().ok()?;
    (number >= 0.0 && number <= f64::from(u32::MAX)).then(|| number.round() as u32)
}

/// A point given as two cells, or as `latitude,longitude` in one.
pub(super) fn point(latitude: Option<&str>, longitude: Option<&str>, both: Option<&str>) -> Option<Point> {
    let (lat, lon) = match (latitude, longitude) {
        (Some(lat), Some(lon)) => (degrees(lat)?, degrees(lon)?),
        _ => both?.split_once(',').and_then(|(lat, lon)| Some((degrees(lat)?, degrees(lon)?)))?,
    };
    Point::new(lon, lat).filter(|point| (point.lon, point.lat) != (0.0, 0.0))
}

fn degrees(written: &str) -> Option<f64> {
    written.trim().replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_spreadsheets_wrap_or_eat_is_given_back() {
        for (cell, says) in [
            ("=\"01001\"", "01001"),
            ("=01001", "01001"),
            ("  Metz\u{a0} ", "Metz"),
            ("MÃ©ziÃ¨res", "Mézières"),
            ("MÃ©zières", "Mézières"),
            ("MÃƒÂ©zy", "Mézy"),
            ("Lâ€™Haÿ", "L’Haÿ"),
            ("« café»…", "« café»…"),
            ("Œting", "Œting"),
            ("", ""),
            ("=", ""),
        ] {
            assert_eq!(clean(cell), says);
        }
    }

    #[test]
    fn codes_are_read_however_they_were_maltreated() {
        for (level, written, code_read) in [
            (Level::Commune, "1001", "01001"),
            (Level::Commune, "1001.0", "01001"),
            (Level::Commune, "2a004", "2A004"),
            (Level::Departement, "1", "01"),
            (Level::Departement, "02A", "2A"),
            (Level::Departement, "057", "57"),
            (Level::Departement, "974", "974"),
            (Level::Region, "1", "01"),
            (Level::Arrondissement, "11", "011"),
            (Level::Arrondissement, "9741", "9741"),
            (Level::Qpv, "QN00803I", "QN00803I"),
            (Level::Epci, "992367730", "992367730"),
        ] {
            assert_eq!(code(level, written).map(|code| code.code().to_owned()).as_deref(), Some(code_read));
        }
        assert_eq!(code(Level::Epci, "ZZZZZZZZZ"), None);
        assert_eq!(code(Level::Commune, ""), None);
    }

    #[test]
    fn numbers_and_points_are_read_as_they_are_written() {
        assert_eq!(
            [number("1 568"), number("1568.0"), number("-2"), number("x")],
            [Some(1568), Some(1568), None, None]
        );
        let metz = Point { lon: 6.19, lat: 49.11 };
        assert_eq!(point(Some("49,11"), Some("6.19"), None), Some(metz));
        assert_eq!(point(None, None, Some("49.11, 6.19")), Some(metz));
        assert_eq!(point(Some("0"), Some("0"), None), None);
        assert_eq!(point(Some("49.11"), None, None), None);
    }

    proptest! {
        #[test]
        fn any_text_is_cleaned_without_panic_and_for_good(text in "\\PC{0,24}") {
            let once = clean(&text);
            for level in Level::ALL {
                let _ = code(level, &once);
            }
            let _ = (number(&once), point(Some(&once), Some(&text), Some(&once)));
        }

        #[test]
        fn a_sound_french_name_is_left_as_it_is(name in "[A-ZÉÈÎÔa-zàâäçéèêëîïôöùûüÿœ' -]{1,20}") {
            prop_assert_eq!(mended(&name), name.as_str());
        }

        #[test]
        fn a_name_encoded_twice_is_given_back(name in "[A-Za-zàâçéèêëîïôöùûü' -]{1,20}") {
            let twice = WINDOWS_1252.decode_without_bom_handling(name.as_bytes()).0.into_owned();
            prop_assert_eq!(mended(&twice), name.as_str());
        }
    }
}
