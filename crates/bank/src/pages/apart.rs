//! The words for what concerns a territory without being inside: the same on a search and on the territory's page.

use essaim_geo::Level;

use crate::finding::ApartKind;

/// A title and its explanation, both told with the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ApartWords {
    /// A key for the element and for machines.
    pub(crate) key: &'static str,
    /// The message of the title.
    pub(crate) title: &'static str,
    /// The message that explains it.
    pub(crate) help: &'static str,
}

impl ApartWords {
    pub(crate) fn of(kind: ApartKind) -> Self {
        let (key, title, help) = match kind {
            ApartKind::Former => ("former", "apart-former", "apart-former-help"),
            ApartKind::Following => ("following", "apart-following", "apart-following-help"),
            ApartKind::Planned => ("planned", "apart-planned", "apart-planned-help"),
            ApartKind::Elsewhere => ("elsewhere", "apart-elsewhere", "apart-elsewhere-help"),
            ApartKind::Covering(level) => ("covering", covering_title(level), "apart-covering-help"),
        };
        Self { key, title, help }
    }
}

fn covering_title(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Region) => "apart-covering-region",
        Some(Level::Departement) => "apart-covering-departement",
        Some(Level::Epci) => "apart-covering-epci",
        _ => "apart-covering",
    }
}
