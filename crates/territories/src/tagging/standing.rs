//! What is said of a line for one generation, once it is worked out: to be written, kept, or decided otherwise.

use essaim_geo::Generation;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Reason, Verdict};

/// What is said of a line for one generation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Which neighbourhoods.
    pub(crate) generation: Generation,
    /// What is said.
    pub(crate) verdict: Verdict,
    /// Why, or what was not followed.
    pub(crate) reason: Option<Reason>,
    /// The neighbourhood that holds the point, and how far its edge is.
    pub(crate) inside: Option<Beside>,
    /// The nearest, where none holds it.
    pub(crate) nearest: Option<Beside>,
    /// The vintage of the perimeters.
    pub(crate) vintage: Date,
}

/// A neighbourhood beside a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Beside {
    pub(crate) code: String,
    pub(crate) name: String,
    /// How far its edge is, in metres; none where somebody decided without a point.
    pub(crate) metres: Option<f64>,
}

/// What a table gets for each generation, in order; with two, each name ends with its year.
pub(super) const ADDED: [&str; 8] = [
    "qpv_verdict",
    "qpv_code",
    "qpv_nom",
    "qpv_motif",
    "qpv_distance_m",
    "qpv_proche_code",
    "qpv_proche_m",
    "qpv_millesime",
];

/// The names of the columns of a generation, one of several or the only one.
pub(super) fn names_of(generation: Generation, is_alone: bool) -> impl Iterator<Item = String> {
    ADDED.into_iter().map(move |name| if is_alone { name.to_owned() } else { format!("{name}_{generation}") })
}

impl Standing {
    /// The cells of [`ADDED`].
    pub(super) fn into_cells(self) -> [String; ADDED.len()] {
        let metres = |metres: Option<f64>| metres.map(|metres| format!("{metres:.1}")).unwrap_or_default();
        let distance = match (&self.inside, &self.nearest) {
            (Some(own), _) => own.metres.map(|edge| -edge),
            (None, nearest) => nearest.as_ref().and_then(|near| near.metres),
        };
        let (code, name) = self.inside.map(|own| (own.code, own.name)).unwrap_or_default();
        let (near, near_metres) = self.nearest.map(|near| (near.code, near.metres)).unwrap_or_default();
        [
            self.verdict.key().to_owned(),
            code,
            name,
            self.reason.map(Reason::key).unwrap_or_default().to_owned(),
            metres(distance),
            near,
            metres(near_metres),
            self.vintage.to_string(),
        ]
    }
}

/// The cells of a line whose day cannot be read: no generation is known.
pub(super) fn no_day() -> impl Iterator<Item = String> {
    ADDED.into_iter().map(|name| match name {
        "qpv_verdict" => Verdict::ToCheck.key().to_owned(),
        "qpv_motif" => Reason::Unreadable.key().to_owned(),
        _ => String::new(),
    })
}
