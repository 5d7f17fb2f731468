//! The known word that someone probably meant.

/// The nearest of `known`, if any is near enough to be worth telling.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|one| (distance(word, one), one))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, one)| one)
}

/// The key that was meant: spelt otherwise, written in another section, or called otherwise elsewhere.
pub(super) fn nearest_key<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    const OTHER_NAMES: [(&str, &str); 4] =
        [("port", "server.listen"), ("bind", "server.listen"), ("address", "server.listen"), ("dsn", "database.url")];
    let last = |key: &'_ str| key.rsplit('.').next().map(str::to_owned).unwrap_or_default();
    let name = last(key);
    let elsewhere = || known.iter().find(|one| last(one) == name).copied();
    let other = || OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, meant)| *meant);
    nearest(key, known.iter().copied()).or_else(elsewhere).or_else(other)
}

/// How many letters must be added, removed or changed (Levenshtein's distance).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        let known = ["server.listen", "server.trusted_proxies", "site.name"];
        assert_eq!(nearest("server.listn", known), Some("server.listen"));
        assert_eq!(nearest("site.nom", known), Some("site.name"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn a_key_is_found_in_another_section_or_under_another_name() {
        let known = ["site.name", "server.listen", "database.url", "metrics.listen"];
        assert_eq!(nearest_key("listen", &known), Some("server.listen"));
        assert_eq!(nearest_key("server.port", &known), Some("server.listen"));
        assert_eq!(nearest_key("site.colour", &known), None);
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("été", "ete"), 2);
    }
}
