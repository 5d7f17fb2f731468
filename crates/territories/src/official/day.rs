//! The day that a published file's name tells.

use jiff::civil::Date;

/// The whole day that a name tells (`qpv-2026-01-15.zip`, `20260115.geojson`), if it tells one.
pub fn day_in_name(name: &str) -> Option<Date> {
    let plain: Vec<char> = name.chars().collect();
    (0..plain.len()).find_map(|start| {
        let digits = |from: usize, count: usize| -> Option<i32> {
            let part: String = plain.get(start + from..start + from + count)?.iter().collect();
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let is_dash = |at: usize| matches!(plain.get(start + at), Some('-' | '_'));
        let (year, month, day) = if is_dash(4) && is_dash(7) {
            (digits(0, 4)?, digits(5, 2)?, digits(8, 2)?)
        } else {
            (digits(0, 4)?, digits(4, 2)?, digits(6, 2)?)
        };
        let is_plausible = (1990..2100).contains(&year);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
            .filter(|_| is_plausible)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_of_a_file_is_in_its_name_when_it_is_whole() {
        for (name, day) in [
            ("qpv-2026-01-15.zip", Some(date(2026, 1, 15))),
            ("QP_20240101_france.geojson", Some(date(2024, 1, 1))),
            ("export_2026_01_15.json", Some(date(2026, 1, 15))),
            ("qpv_2024_france.geojson.gz", None),
            ("code-12345678.json", None),
            ("2026-13-45.zip", None),
            ("", None),
        ] {
            assert_eq!(day_in_name(name), day, "{name}");
        }
    }
}
