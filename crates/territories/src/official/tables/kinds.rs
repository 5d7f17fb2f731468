//! Which tables there are.

use std::fmt;

/// Rows of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Communes of the code officiel géographique, with those that are delegated, associated or municipal.
    Communes,
    /// What happened to communes: mergers, re-establishments, new names, new codes.
    Movements,
    /// Arrondissements.
    Arrondissements,
    /// Départements.
    Departements,
    /// Régions.
    Regions,
    /// Groups of communes that levy taxes of their own, with their communes.
    Epci,
    /// Postal codes, with the localities that mail names.
    Postcodes,
    /// What became of the neighbourhoods of 2015 in 2024.
    Correspondence,
    /// Contrats de ville as points, with how many people live in their neighbourhoods.
    Contracts,
    /// La Poste's points of contact.
    Contacts,
}

impl Table {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Communes,
        Self::Movements,
        Self::Arrondissements,
        Self::Departements,
        Self::Regions,
        Self::Epci,
        Self::Postcodes,
        Self::Correspondence,
        Self::Contracts,
        Self::Contacts,
    ];

    /// Its key: what its folder and its line in a summary are called.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Communes => "cog-communes",
            Self::Movements => "cog-mouvements",
            Self::Arrondissements => "cog-arrondissements",
            Self::Departements => "cog-departements",
            Self::Regions => "cog-regions",
            Self::Epci => "epci-membres",
            Self::Postcodes => "codes-postaux",
            Self::Correspondence => "qpv-correspondance",
            Self::Contracts => "contrats-points",
            Self::Contacts => "laposte-contacts",
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
