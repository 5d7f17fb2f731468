//! What is said of a line, and why.

use serde::{Deserialize, Serialize};

/// Whether a line lies in a priority neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Inside.
    #[serde(rename = "dans")]
    Inside,
    /// Outside.
    #[serde(rename = "hors")]
    Outside,
    /// Somebody must look.
    #[serde(rename = "a_verifier")]
    ToCheck,
}

impl Verdict {
    /// As tables write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inside => "dans",
            Self::Outside => "hors",
            Self::ToCheck => "a_verifier",
        }
    }
}

/// Why somebody must look, or what of a line was not followed. The list is closed: `docs/qpv.md` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// Nothing was given.
    Empty,
    /// Another country than France.
    Abroad,
    /// An address lent by a service, where nobody lives.
    Lent,
    /// A post box, and nothing else.
    PostBox,
    /// Coordinates that are no numbers, or are in no system that is read.
    Unreadable,
    /// Several ways fit as well.
    Ways,
    /// Several communes have this name.
    Towns,
    /// Nothing known fits well enough.
    NotFound,
    /// A commune and nothing in it, and the commune holds a neighbourhood.
    StreetMissing,
    /// No number is given, and the way crosses an edge.
    NumberMissing,
    /// The number is not known, and the way crosses an edge.
    NumberUnknown,
    /// The point is nearer to an edge than it is accurate.
    Accuracy,
    /// The point is nearer to an edge than the margin asked for.
    NearEdge,
    /// The perimeters of the whole département are not at hand.
    PerimetersMissing,
    /// The addresses of the département are not at hand.
    AddressesMissing,
    /// The verdict stands; the postal code is another and was not followed.
    PostcodeIgnored,
    /// The verdict stands; the INSEE code is another and was not followed.
    InseeIgnored,
    /// Somebody decided.
    Decided,
}

impl Reason {
    /// All, in the order in which they are explained.
    pub const ALL: [Self; 18] = [
        Self::Empty,
        Self::Abroad,
        Self::Lent,
        Self::PostBox,
        Self::Unreadable,
        Self::Ways,
        Self::Towns,
        Self::NotFound,
        Self::StreetMissing,
        Self::NumberMissing,
        Self::NumberUnknown,
        Self::Accuracy,
        Self::NearEdge,
        Self::PerimetersMissing,
        Self::AddressesMissing,
        Self::PostcodeIgnored,
        Self::InseeIgnored,
        Self::Decided,
    ];

    /// As tables write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "vide",
            Self::Abroad => "etranger",
            Self::Lent => "domicilie",
            Self::PostBox => "boite_postale",
            Self::Unreadable => "illisible",
            Self::Ways => "voie_ambigue",
            Self::Towns => "communes_homonymes",
            Self::NotFound => "introuvable",
            Self::StreetMissing => "commune_seule",
            Self::NumberMissing => "numero_absent",
            Self::NumberUnknown => "numero_inconnu",
            Self::Accuracy => "precision",
            Self::NearEdge => "bord",
            Self::PerimetersMissing => "perimetres_absents",
            Self::AddressesMissing => "adresses_absentes",
            Self::PostcodeIgnored => "code_postal_ignore",
            Self::InseeIgnored => "code_insee_ignore",
            Self::Decided => "decision",
        }
    }

    /// Whether only whoever holds the file can mend it: « à corriger à la source ».
    pub const fn is_of_source(self) -> bool {
        matches!(self, Self::Empty | Self::Abroad | Self::Lent | Self::PostBox)
    }
}

/// How many lines are inside, outside, to be checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Lines inside a neighbourhood of the last generation asked.
    pub inside: u64,
    /// Lines outside.
    pub outside: u64,
    /// Lines that somebody must look at.
    pub to_check: u64,
    /// Of these, lines that are to be corrected where they come from.
    pub of_source: u64,
}

impl Tally {
    /// Counts one more.
    pub(super) fn count(&mut self, verdict: Verdict, reason: Option<Reason>) {
        match verdict {
            Verdict::Inside => self.inside += 1,
            Verdict::Outside => self.outside += 1,
            Verdict::ToCheck => self.to_check += 1,
        }
        self.of_source += u64::from(reason.is_some_and(Reason::is_of_source));
    }

    /// Adds another count.
    pub(super) fn add(&mut self, other: Self) {
        self.inside += other.inside;
        self.outside += other.outside;
        self.to_check += other.to_check;
        self.of_source += other.of_source;
    }
}
