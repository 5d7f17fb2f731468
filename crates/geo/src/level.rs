//! The kinds of official places.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of official place, from the largest to the smallest as they are listed on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Région, or an overseas collectivity that stands for one.
    Region,
    /// Département, or an overseas collectivity that stands for one.
    Departement,
    /// Arrondissement of a département (not the arrondissements of Paris, Lyon and Marseille).
    Arrondissement,
    /// Intercommunality with its own taxes, known by its SIREN.
    Epci,
    /// Commune, or an arrondissement of Paris, Lyon or Marseille.
    Commune,
    /// Contrat de ville of 2015–2023.
    Contrat,
    /// Quartier prioritaire de la politique de la ville.
    Qpv,
}

impl Level {
    /// Every level, the largest first.
    pub const ALL: [Level; 7] = [
        Level::Region,
        Level::Departement,
        Level::Arrondissement,
        Level::Epci,
        Level::Commune,
        Level::Contrat,
        Level::Qpv,
    ];

    /// The word that stands before the code: `commune` in `commune-57463`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Region => "region",
            Level::Departement => "departement",
            Level::Arrondissement => "arrondissement",
            Level::Epci => "epci",
            Level::Commune => "commune",
            Level::Contrat => "contrat",
            Level::Qpv => "qpv",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Level {
    type Err = ();

    /// Reads the word in any case: `Commune`, `QPV`.
    fn from_str(text: &str) -> Result<Self, ()> {
        Level::ALL.into_iter().find(|level| level.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}
