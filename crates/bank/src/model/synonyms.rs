//! The table of synonyms that the search uses, editable by the centre.

use serde::{Deserialize, Serialize};

/// Synonyms and acronyms, in the order of their file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Synonyms {
    /// One line each.
    pub lines: Vec<SynonymLine>,
}

/// Words that stand for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymLine {
    /// Whether it is an acronym (two words: the short form, then the long one) or a group of equals.
    pub is_acronym: bool,
    /// The words or expressions.
    pub words: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    group: Vec<Group>,
    #[serde(default)]
    acronym: Vec<Acronym>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    words: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Acronym {
    short: String,
    long: String,
}

impl Synonyms {
    /// The table that a new bank is sown with.
    pub fn seed() -> Self {
        Self::from_toml(include_str!("../../../../data/synonyms.toml")).expect("a test reads the seed synonyms")
    }

    /// Reads a file that is known to be sound; the import reads the others, and tells what is wrong with them.
    fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let groups = file.group.into_iter().map(|g| SynonymLine { is_acronym: false, words: g.words });
        let acronyms = file.acronym.into_iter().map(|a| SynonymLine { is_acronym: true, words: vec![a.short, a.long] });
        Ok(Self { lines: groups.chain(acronyms).collect() })
    }

    /// The same file, canonical.
    pub fn to_toml(&self) -> String {
        let group = self.lines.iter().filter(|l| !l.is_acronym).map(|l| Group { words: l.words.clone() }).collect();
        let acronym = self
            .lines
            .iter()
            .filter(|l| l.is_acronym && l.words.len() == 2)
            .map(|l| Acronym { short: l.words[0].clone(), long: l.words[1].clone() })
            .collect();
        toml::to_string(&File { group, acronym }).expect("plain strings serialise")
    }

    /// The groups of equals.
    pub fn groups(&self) -> impl Iterator<Item = &[String]> {
        self.lines.iter().filter(|l| !l.is_acronym).map(|l| l.words.as_slice())
    }

    /// The acronyms: short form, long form.
    pub fn acronyms(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines.iter().filter(|l| l.is_acronym).filter_map(|l| match l.words.as_slice() {
            [short, long] => Some((short.as_str(), long.as_str())),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_reads_and_writes_back_the_same() {
        let seed = Synonyms::seed();
        assert!(seed.groups().count() > 20 && seed.acronyms().count() > 10);
        assert_eq!(Synonyms::from_toml(&seed.to_toml()).unwrap(), seed);
    }
}
