//! What is said of a line, and why.

/// Whether a line lies in a priority neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Inside.
    Inside,
    /// Outside.
    Outside,
    /// Somebody must look.
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

/// Why somebody must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nearer to an edge than the margin asked for.
    NearEdge,
    /// There is no point: a coordinate is empty.
    Empty,
    /// The coordinates are no numbers, or are in no system that is read.
    Unreadable,
    /// The point is not in France: far from anything that could be meant.
    Abroad,
}

impl Reason {
    /// As tables write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NearEdge => "bord",
            Self::Empty => "vide",
            Self::Unreadable => "illisible",
            Self::Abroad => "etranger",
        }
    }
}
