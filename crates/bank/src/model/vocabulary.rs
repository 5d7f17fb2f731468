//! Vocabularies: stable keys, labels in French and English. Sown once, then the database is the truth.

use serde::{Deserialize, Serialize};

/// The axes on which an experience is classified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// What it gives access to.
    Category,
    /// Why an economic actor joins.
    Lever,
    /// Which local objective it serves.
    Objective,
    /// For whom.
    Public,
    /// About what.
    Theme,
    /// In which section of NAF.
    Sector,
    /// What kind of organisation leads.
    LeadKind,
    /// At which scale.
    Scale,
    /// What it takes.
    Means,
    /// How far it has come.
    Maturity,
}

impl Axis {
    /// How many there are.
    pub const COUNT: usize = 10;

    /// All, in the order of files and pages.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Category,
        Self::Lever,
        Self::Objective,
        Self::Public,
        Self::Theme,
        Self::Sector,
        Self::LeadKind,
        Self::Scale,
        Self::Means,
        Self::Maturity,
    ];

    /// The key of its vocabulary.
    pub fn key(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Lever => "lever",
            Self::Objective => "objective",
            Self::Public => "public",
            Self::Theme => "theme",
            Self::Sector => "sector",
            Self::LeadKind => "lead-kind",
            Self::Scale => "scale",
            Self::Means => "means",
            Self::Maturity => "maturity",
        }
    }

    /// From the key of a vocabulary.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.key() == key)
    }

    /// Whether an experience has exactly one term on it.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Scale | Self::Means | Self::Maturity)
    }
}

/// A vocabulary and its terms, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Its stable key.
    pub key: String,
    /// Its French label.
    pub fr: String,
    /// Its English label.
    pub en: String,
    /// The key under which addresses filter on it, where they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Where its terms come from, when they are not our own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its terms, in order.
    pub terms: Vec<Term>,
}

/// A term of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its stable key.
    pub key: String,
    /// Its French label.
    pub fr: String,
    /// Its English label.
    pub en: String,
    /// The value of data.inclusion's lists that it stands for (publics and themes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<String>,
}

impl Term {
    /// Its label in a language.
    pub fn label(&self, english: bool) -> &str {
        if english { &self.en } else { &self.fr }
    }
}

/// All the vocabularies of a bank.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabularies {
    /// One after the other, in order.
    #[serde(rename = "vocabulary")]
    pub all: Vec<Vocabulary>,
}

impl Vocabularies {
    /// The vocabularies that a new bank is sown with.
    pub fn seed() -> Self {
        Self::from_toml(include_str!("../../../../data/vocabularies.toml")).expect("a test reads the seed vocabularies")
    }

    /// Reads a file that is known to be sound; the import reads the others, and tells what is wrong with them.
    fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// These, with others written over them: known keys take the new labels and the new order, new ones are added, and
    /// those that the others do not name stay, after them, since experiences may hold them.
    pub fn merged(&self, others: &Self) -> Self {
        let merge_terms = |present: &Vocabulary, wanted: &Vocabulary| {
            let left = present.terms.iter().filter(|term| wanted.terms.iter().all(|other| other.key != term.key));
            Vocabulary { terms: wanted.terms.iter().chain(left).cloned().collect(), ..wanted.clone() }
        };
        let wanted = others.all.iter().map(|wanted| match self.get(&wanted.key) {
            Some(present) => merge_terms(present, wanted),
            None => wanted.clone(),
        });
        let left = self.all.iter().filter(|vocabulary| others.get(&vocabulary.key).is_none()).cloned();
        Self { all: wanted.chain(left).collect() }
    }

    /// The same file, canonical.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("plain strings serialise")
    }

    /// A vocabulary by its key.
    pub fn get(&self, key: &str) -> Option<&Vocabulary> {
        self.all.iter().find(|v| v.key == key)
    }

    /// A term by the keys of its vocabulary and its own.
    pub fn term(&self, vocabulary: &str, key: &str) -> Option<&Term> {
        self.get(vocabulary)?.terms.iter().find(|t| t.key == key)
    }

    /// A term's label, or its key where a database has lost it.
    pub fn label<'a>(&'a self, vocabulary: &str, key: &'a str, english: bool) -> &'a str {
        self.term(vocabulary, key).map_or(key, |term| term.label(english))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_holds_every_axis_and_unique_keys() {
        let seed = Vocabularies::seed();
        for axis in Axis::ALL {
            assert!(seed.get(axis.key()).is_some(), "{}", axis.key());
        }
        for vocabulary in &seed.all {
            let mut keys: Vec<_> = vocabulary.terms.iter().map(|t| &t.key).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), vocabulary.terms.len(), "{}", vocabulary.key);
        }
    }

    #[test]
    fn every_public_and_theme_maps_to_data_inclusion_where_it_has_the_like() {
        let seed = Vocabularies::seed();
        for key in ["public", "theme"] {
            let vocabulary = seed.get(key).unwrap();
            for term in &vocabulary.terms {
                assert_eq!(term.inclusion.is_some(), term.key != "environment", "{key}: {}", term.key);
            }
        }
    }

    #[test]
    fn what_a_file_does_not_name_stays_after_what_it_names() {
        let seed = Vocabularies::seed();
        let mut file = seed.clone();
        file.all.truncate(2);
        file.all.swap(0, 1);
        file.all[0].terms.reverse();
        let left = file.all[0].terms.remove(0);
        file.all[0].terms[0].fr = "Autrement".into();
        let merged = seed.merged(&file);
        assert_eq!(merged.all.len(), seed.all.len());
        assert_eq!((&merged.all[0].key, merged.all[0].terms.last()), (&file.all[0].key, Some(&left)));
        assert_eq!(merged.all[0].terms[0].fr, "Autrement");
        assert_eq!(merged.merged(&file), merged);
        assert_eq!(merged.merged(&merged), merged);
    }
}
