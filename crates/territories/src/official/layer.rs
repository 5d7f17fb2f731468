//! Which layers of perimeters there are.

use std::fmt;
use std::str::FromStr;

use essaim_geo::{Generation, Level, TerritoryCode};

/// Perimeters of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Priority neighbourhoods of one generation.
    Qpv(Generation),
    /// Contrats de ville.
    Contrat,
    /// Communes.
    Commune,
    /// Groups of communes that levy taxes of their own.
    Epci,
    /// Arrondissements.
    Arrondissement,
    /// Départements.
    Departement,
    /// Régions.
    Region,
}

impl Layer {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Qpv(Generation::G2024),
        Self::Qpv(Generation::G2015),
        Self::Contrat,
        Self::Commune,
        Self::Epci,
        Self::Arrondissement,
        Self::Departement,
        Self::Region,
    ];

    /// Its key: what its folder and its line in a summary are called.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Qpv(Generation::G2024) => "qpv-2024",
            Self::Qpv(Generation::G2015) => "qpv-2015",
            Self::Contrat => "contrat",
            Self::Commune => "commune",
            Self::Epci => "epci",
            Self::Arrondissement => "arrondissement",
            Self::Departement => "departement",
            Self::Region => "region",
        }
    }

    /// The level of its territories.
    pub const fn level(self) -> Level {
        match self {
            Self::Qpv(_) => Level::Qpv,
            Self::Contrat => Level::Contrat,
            Self::Commune => Level::Commune,
            Self::Epci => Level::Epci,
            Self::Arrondissement => Level::Arrondissement,
            Self::Departement => Level::Departement,
            Self::Region => Level::Region,
        }
    }

    /// The generation of its territories; none where they have none.
    pub const fn generation(self) -> Option<Generation> {
        match self {
            Self::Qpv(generation) => Some(generation),
            _ => None,
        }
    }

    /// The layer that a territory's perimeter is in.
    pub fn of(code: &TerritoryCode) -> Self {
        let holds = |layer: &Self| layer.level() == code.level() && layer.generation() == code.generation();
        Self::ALL.into_iter().find(holds).expect("each level, and each generation, has its layer")
    }

    /// About how many metres wide its perimeters are.
    pub(super) const fn width(self) -> f64 {
        match self {
            Self::Qpv(_) => 700.0,
            Self::Commune => 4_000.0,
            Self::Contrat | Self::Epci => 15_000.0,
            Self::Arrondissement => 40_000.0,
            Self::Departement | Self::Region => 80_000.0,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Layer {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|layer| layer.key() == text).ok_or(())
    }
}
