//! The keys that narrow a search: their names in addresses, their place in the index, their vocabulary.

/// A key that narrows a search. Its discriminant is its facet's place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
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
    /// Section of NAF.
    Sector,
    /// What kind of organisation leads.
    LeadKind,
    /// At which scale.
    Scale,
    /// What it takes.
    Means,
    /// What is asked of an economic actor.
    Contribution,
    /// How far it has come.
    Maturity,
    /// What is known of it since it was told.
    KnownStatus,
    /// Size of the town where it happens.
    TownSize,
    /// An organisation that takes part, answers on it or published its source, under its name of the time or its present one.
    Organisation,
    /// A territory inside which it is.
    Territory,
    /// A territory that it covers as a whole; never a key in an address, asked by pages of smaller territories.
    Covers,
    /// A territory inside which it is planned; never a key in an address.
    Planned,
    /// A territory inside which the same action exists too; never a key in an address.
    Elsewhere,
}

impl Filter {
    /// How many facets the index has.
    pub const COUNT: usize = 18;

    /// All, in the order of the index.
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
        Self::Contribution,
        Self::Maturity,
        Self::KnownStatus,
        Self::TownSize,
        Self::Organisation,
        Self::Territory,
        Self::Covers,
        Self::Planned,
        Self::Elsewhere,
    ];

    /// Its name in addresses; `None` for what no address asks.
    pub fn parameter(self) -> Option<&'static str> {
        Some(match self {
            Self::Category => "categorie",
            Self::Lever => "levier",
            Self::Objective => "objectif",
            Self::Public => "public",
            Self::Theme => "theme",
            Self::Sector => "secteur",
            Self::LeadKind => "porteur",
            Self::Scale => "echelle",
            Self::Means => "moyens",
            Self::Contribution => "apport",
            Self::Maturity => "maturite",
            Self::KnownStatus => "statut",
            Self::TownSize => "taille",
            Self::Organisation => "structure",
            Self::Territory => "territoire",
            Self::Covers | Self::Planned | Self::Elsewhere => return None,
        })
    }

    /// From its name in addresses.
    pub fn from_parameter(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.parameter() == Some(name))
    }

    /// The vocabulary of its values; `None` for organisations and territories.
    pub fn vocabulary(self) -> Option<&'static str> {
        Some(match self {
            Self::Category => "category",
            Self::Lever => "lever",
            Self::Objective => "objective",
            Self::Public => "public",
            Self::Theme => "theme",
            Self::Sector => "sector",
            Self::LeadKind => "lead-kind",
            Self::Scale => "scale",
            Self::Means => "means",
            Self::Contribution => "contribution",
            Self::Maturity => "maturity",
            Self::KnownStatus => "known-status",
            Self::TownSize => "town-size",
            Self::Organisation | Self::Territory | Self::Covers | Self::Planned | Self::Elsewhere => return None,
        })
    }

    /// Its name in the index.
    pub fn name(self) -> &'static str {
        self.vocabulary().or(self.parameter()).unwrap_or(match self {
            Self::Planned => "planned",
            Self::Elsewhere => "elsewhere",
            _ => "covers",
        })
    }

    /// Its place in the index.
    pub fn facet(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vocabularies;

    #[test]
    fn each_filter_stands_at_its_own_place() {
        for (place, filter) in Filter::ALL.into_iter().enumerate() {
            assert_eq!(filter.facet(), place);
            if let Some(name) = filter.parameter() {
                assert_eq!(Filter::from_parameter(name), Some(filter));
            }
            assert!(Filter::ALL.iter().all(|other| *other == filter || other.name() != filter.name()));
        }
    }

    #[test]
    fn the_seed_vocabularies_name_the_same_parameters() {
        let seed = Vocabularies::seed();
        for filter in Filter::ALL {
            let Some(key) = filter.vocabulary() else { continue };
            assert_eq!(seed.get(key).unwrap().parameter.as_deref(), filter.parameter(), "{key}");
        }
    }
}
