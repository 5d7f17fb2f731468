//! Resource centres: who edits a bank for a territory.

use essaim_geo::TerritoryCode;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A resource centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceCentre {
    /// Its key in addresses: letters, digits and dashes.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it edits for: all that lies within.
    pub territories: Vec<TerritoryCode>,
}

/// Why a centre is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CentreFault {
    /// No name, one without a letter or digit, or one longer than 120 characters.
    Name,
    /// No territory, or more than 100.
    Territories,
}

const LONGEST_NAME: usize = 120;
const LONGEST_SLUG: usize = 60;
const MOST_TERRITORIES: usize = 100;

impl ResourceCentre {
    /// A centre of that name, whose slug is drawn from it: letters without accents, digits, and dashes between words.
    #[must_use]
    pub fn named(name: &str, territories: Vec<TerritoryCode>) -> Self {
        let letters = name.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
        let plain: String = letters.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
        let slug = plain.split_whitespace().collect::<Vec<_>>().join("-");
        let slug = slug.chars().take(LONGEST_SLUG).collect::<String>().trim_end_matches('-').to_owned();
        Self { slug, name: name.trim().to_owned(), territories }
    }

    /// Checks what a form brought.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), CentreFault> {
        match () {
            () if self.slug.is_empty() || self.name.chars().count() > LONGEST_NAME => Err(CentreFault::Name),
            () if self.territories.is_empty() || self.territories.len() > MOST_TERRITORIES => {
                Err(CentreFault::Territories)
            }
            () => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_centre_has_a_name_a_slug_and_a_territory() {
        let centre = |name: &str, codes: &[&str]| {
            ResourceCentre::named(name, codes.iter().map(|code| code.parse().unwrap()).collect())
        };
        assert_eq!(centre(" Centre de l’Été ", &["region-44"]).slug, "centre-de-l-ete");
        assert_eq!(centre("Centre", &["region-44"]).check(), Ok(()));
        for name in ["", " ", "—", &"é".repeat(121)] {
            assert_eq!(centre(name, &["region-44"]).check(), Err(CentreFault::Name), "{name}");
        }
        assert_eq!(centre("Centre", &[]).check(), Err(CentreFault::Territories));
    }
}
