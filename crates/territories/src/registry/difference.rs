//! What official tables say otherwise than each other.

use std::collections::HashMap;
use std::sync::Arc;

use essaim_geo::{Level, TerritoryCode};

use crate::Source;

/// What one source says of a territory and another says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What they differ about.
    pub about: About,
    /// What each says: the one that the registry follows comes first.
    pub said: [Said; 2],
}

/// What sources differ about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Whether there is such a territory.
    Existence,
    /// Its name.
    Name,
    /// In which territory of that level it lies.
    Within(Level),
}

impl About {
    /// Its key, in files and in the words of pages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Name => "name",
            Self::Within(Level::Region) => "within-region",
            Self::Within(Level::Departement) => "within-departement",
            Self::Within(Level::Arrondissement) => "within-arrondissement",
            Self::Within(Level::Epci) => "within-epci",
            Self::Within(Level::Commune) => "within-commune",
            Self::Within(Level::Contrat) => "within-contrat",
            Self::Within(Level::Qpv) => "within-qpv",
        }
    }
}

/// What a source says.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What.
    pub says: Says,
    /// Who.
    pub source: Arc<Source>,
}

/// What may be said of a territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// That there is none.
    Nothing,
    /// A name.
    Name(Box<str>),
    /// A territory, with its name where the source gives it.
    Territory(TerritoryCode, Option<Box<str>>),
}

/// Every difference, by territory.
#[derive(Debug, Default)]
pub(super) struct Differences(HashMap<TerritoryCode, Vec<Difference>>);

impl Differences {
    pub(super) fn of(&self, code: &TerritoryCode) -> &[Difference] {
        self.0.get(code).map_or(&[], Vec::as_slice)
    }

    /// Two sources that say the same make no difference.
    pub(super) fn tell(&mut self, code: TerritoryCode, about: About, followed: Said, other: Said) {
        if followed.says != other.says {
            self.0.entry(code).or_default().push(Difference { about, said: [followed, other] });
        }
    }

    pub(super) fn sort(&mut self) {
        self.0.values_mut().for_each(|all| all.sort_by_key(|difference| difference.about));
    }
}
