//! The point asked and the neighbourhoods around it, drawn.

use std::collections::BTreeSet;

use essaim_geo::{Extent, Generation, Level, Perimeters, Point, Scale, TerritoryCode, Vertex};
use essaim_web::Frame;

use super::super::href;
use crate::Registry;
use crate::map::View;
use crate::tagging::Told;

/// A neighbourhood farther than this from the point is not drawn with it, in metres.
const NEAR: f64 = 5_000.0;

/// A neighbourhood on the plan.
pub(super) struct Quarter {
    pub(super) d: String,
    pub(super) class: &'static str,
    pub(super) href: String,
    pub(super) name: String,
}

/// What the template draws.
pub(super) struct Plan {
    pub(super) view_box: String,
    pub(super) quarters: Vec<Quarter>,
    /// Where the point falls.
    pub(super) point: (f64, f64),
    /// How far off it may be, in units of the picture; 0 for not at all.
    pub(super) circle: f64,
    /// A line of so many units, which stands for so many metres.
    pub(super) bar: (f64, u32),
}

impl Plan {
    /// None where no point is known. It may be so many metres off.
    pub(super) fn of(frame: &Frame, registry: &Registry, told: &Told<'_>, accuracy: f64) -> Option<Self> {
        let point = told.point?;
        let answer = told.answers.iter().find(|one| one.quarters.generation == Generation::G2024);
        let answer = answer.or(told.answers.last())?;
        let perimeters = &answer.quarters.perimeters;
        let shown = answer.situation.inside.or(answer.situation.nearest.filter(|(_, metres)| *metres < NEAR));
        let chosen = shown.map(|(number, _)| number);
        let edge = shown.map_or(0.0, |(_, edge)| edge);
        let view = View::close(corners(point, reach(edge, accuracy)).into_iter())?;
        let around: BTreeSet<usize> = perimeters.near(around(point)).chain(chosen).collect();
        let mut quarters: Vec<(bool, Quarter)> = around
            .into_iter()
            .filter_map(|number| {
                let is_chosen = Some(number) == chosen;
                Some((is_chosen, quarter(frame, registry, perimeters, number, is_chosen, &view)?))
            })
            .collect();
        // Its edge lies above its neighbours'.
        quarters.sort_by_key(|(is_chosen, _)| *is_chosen);
        Some(Self {
            view_box: view.view_box(),
            quarters: quarters.into_iter().map(|(_, quarter)| quarter).collect(),
            point: view.project(point)?,
            circle: view.units(accuracy),
            bar: view.bar(),
        })
    }
}

fn quarter(
    frame: &Frame,
    registry: &Registry,
    perimeters: &Perimeters,
    number: usize,
    is_chosen: bool,
    view: &View,
) -> Option<Quarter> {
    let code = TerritoryCode::new(Level::Qpv, perimeters.code(number)).ok()?;
    Some(Quarter {
        d: view.path(&perimeters.shape(number))?,
        class: if is_chosen { "map-shape map-shape--chosen" } else { "map-shape map-shape--inside" },
        href: if registry.get(&code).is_some() { href(frame, &code) } else { String::new() },
        name: perimeters.name(number).to_owned(),
    })
}

/// How far around the point is drawn, in metres: its edge shows, and how far off the point may be.
fn reach(edge: f64, accuracy: f64) -> f64 {
    /// Streets around, and what can be taken in at a glance.
    const LEAST: f64 = 300.0;
    (3.0 * edge).max(1.5 * accuracy).clamp(LEAST, NEAR)
}

fn corners(point: Point, reach: f64) -> [Point; 2] {
    let scale = Scale::at(point.lat);
    [-1.0, 1.0]
        .map(|side| Point { lon: point.lon + side * reach / scale.lon, lat: point.lat + side * reach / scale.lat })
}

/// What may show beside the point: twice as far as is ever drawn.
fn around(point: Point) -> Extent {
    corners(point, 2.0 * NEAR).into_iter().map(Vertex::nearest).fold(Extent::NOTHING, Extent::with)
}
