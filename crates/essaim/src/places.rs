//! Official places, for the pages of accounts, which stand below them.

use essaim_accounts::pages::Places;
use essaim_territories::{Registry, TerritoryCode};

/// The official tables, as the pages of accounts ask them.
pub(crate) struct OfficialPlaces(pub(crate) &'static Registry);

impl Places for OfficialPlaces {
    fn find(&self, text: &str) -> Option<TerritoryCode> {
        if let Ok(code) = text.parse() {
            return self.0.get(&code).map(|place| place.code());
        }
        let same = |name: &str| name.to_lowercase() == text.to_lowercase();
        let mut found = self.0.search(text, 20).into_iter().filter(|place| same(place.name()));
        let first = found.next()?;
        found.next().is_none().then(|| first.code())
    }

    fn name(&self, code: &TerritoryCode) -> String {
        self.0.label(code).unwrap_or_else(|| code.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_its_code_or_by_a_name_that_only_one_has() {
        let places = OfficialPlaces(Registry::embedded());
        let found = |text: &str| places.find(text).map(|code| code.to_string());
        assert_eq!(found("Grand Est").as_deref(), Some("region-44"));
        assert_eq!(found("moselle").as_deref(), Some("departement-57"));
        assert_eq!(found("departement-57").as_deref(), Some("departement-57"));
        assert_eq!(found("departement-99"), None);
        assert_eq!(found("Nowhere"), None);
        assert_eq!(places.name(&"region-44".parse().unwrap()), "Grand Est");
    }
}
