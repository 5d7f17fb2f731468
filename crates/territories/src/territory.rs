//! One official place as the tables tell it.

use essaim_geo::{Generation, Level, Point, TerritoryCode};

/// The size of a town, in the bands of the vocabulary `town-size`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PopulationBand {
    /// Fewer than 10,000 inhabitants.
    Under10k,
    /// 10,000 to 49,999.
    From10kTo50k,
    /// 50,000 to 199,999.
    From50kTo200k,
    /// 200,000 or more.
    Over200k,
}

impl PopulationBand {
    /// The band of a population.
    pub const fn of(population: u32) -> Self {
        match population {
            0..=9_999 => Self::Under10k,
            10_000..=49_999 => Self::From10kTo50k,
            50_000..=199_999 => Self::From50kTo200k,
            _ => Self::Over200k,
        }
    }

    /// The key of the vocabulary's term.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Under10k => "under-10k",
            Self::From10kTo50k => "10k-50k",
            Self::From50kTo200k => "50k-200k",
            Self::Over200k => "over-200k",
        }
    }
}

/// An official place.
#[derive(Debug, Clone)]
pub struct Territory {
    pub(crate) code: TerritoryCode,
    pub(crate) name: Box<str>,
    pub(crate) point: Option<Point>,
    pub(crate) population: Option<u32>,
    pub(crate) origin: Origin,
    /// Whether the population is that of a table that was brought in.
    pub(crate) is_population_brought: bool,
    pub(crate) detail: Detail,
}

/// Which tables tell a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Those that the program carries.
    Embedded,
    /// One that was brought in, as the program's do.
    Renewed,
    /// One that was brought in alone.
    New,
}

impl Origin {
    /// The same, once a table that was brought in tells it.
    pub(crate) const fn renewed(self) -> Self {
        match self {
            Self::Embedded | Self::Renewed => Self::Renewed,
            Self::New => Self::New,
        }
    }
}

/// What only some levels have.
#[derive(Debug, Clone)]
pub(crate) enum Detail {
    None,
    /// The kind of EPCI (`CC`, `CA`, `CU`, `METRO`, `MET69`).
    Epci(Box<str>),
    /// An arrondissement of Paris, Lyon or Marseille.
    MunicipalArrondissement,
    Qpv {
        /// The generation whose perimeter gave the point.
        point_from: Generation,
        successors: Box<[TerritoryCode]>,
        predecessors: Vec<TerritoryCode>,
    },
}

impl Territory {
    /// A place of which nothing is known but its code and its name.
    pub(crate) fn new(code: TerritoryCode, name: Box<str>) -> Self {
        let (origin, detail) = (Origin::New, Detail::None);
        Self { code, name, point: None, population: None, origin, is_population_brought: false, detail }
    }

    /// Its code.
    pub fn code(&self) -> TerritoryCode {
        self.code
    }

    /// Its level.
    pub fn level(&self) -> Level {
        self.code.level()
    }

    /// Its official name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where to mark it: the centre of a commune, a point inside a neighbourhood, the middle of
    /// the communes of anything larger. A few overseas places have none in the tables.
    pub fn point(&self) -> Option<Point> {
        self.point
    }

    /// Inhabitants: a commune's own, the sum of its communes for anything larger; the tables give
    /// none for a neighbourhood.
    pub fn population(&self) -> Option<u32> {
        self.population
    }

    /// The generation of a neighbourhood; `None` for any other level.
    pub fn generation(&self) -> Option<Generation> {
        self.code.generation()
    }

    /// Whether it is an arrondissement of Paris, Lyon or Marseille.
    pub fn is_municipal_arrondissement(&self) -> bool {
        matches!(self.detail, Detail::MunicipalArrondissement)
    }

    /// The kind of an EPCI as the tables write it: `CC`, `CA`, `CU`, `METRO`, `MET69`.
    pub fn epci_kind(&self) -> Option<&str> {
        match &self.detail {
            Detail::Epci(kind) => Some(kind),
            _ => None,
        }
    }

    /// The neighbourhoods of 2024 that took over from one of 2015.
    pub fn successors(&self) -> &[TerritoryCode] {
        match &self.detail {
            Detail::Qpv { successors, .. } => successors,
            _ => &[],
        }
    }

    /// The neighbourhoods of 2015 that one of 2024 took over from, where the table says it.
    pub fn predecessors(&self) -> &[TerritoryCode] {
        match &self.detail {
            Detail::Qpv { predecessors, .. } => predecessors,
            _ => &[],
        }
    }

    /// Whether the point of a neighbourhood of 2015 was taken from its successor's perimeter,
    /// because its own is not in the tables.
    pub fn point_is_the_successors(&self) -> bool {
        match self.detail {
            Detail::Qpv { point_from, .. } => self.generation() != Some(point_from),
            _ => false,
        }
    }
}

/// The key of the embedded [`Source`](crate::Source) that names a place.
pub(crate) fn source_key(code: TerritoryCode) -> &'static str {
    match (code.level(), code.generation()) {
        (Level::Epci, _) => "epci-2026",
        (Level::Contrat, _) => "contrats-2015",
        (Level::Qpv, Some(Generation::G2024)) => "qpv-2024",
        (Level::Qpv, _) => "qpv-2015",
        _ => "cog-2026",
    }
}
