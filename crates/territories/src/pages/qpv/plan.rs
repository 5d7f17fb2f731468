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
/// Streets around a point, and what can be taken in at a glance, in metres.
const LEAST: f64 = 300.0;
/// The same, around each of several.
const BESIDE: f64 = 150.0;
/// With more points than this, their names hide each other.
const WRITTEN: usize = 12;

/// A neighbourhood on the plan.
pub(in crate::pages) struct Quarter {
    pub(in crate::pages) d: String,
    pub(in crate::pages) class: &'static str,
    pub(in crate::pages) href: String,
    pub(in crate::pages) name: String,
}

/// What is drawn among neighbourhoods: points with their names, and the known numbers of a way.
pub(in crate::pages) struct Points {
    pub(in crate::pages) marks: Vec<(Point, String)>,
    pub(in crate::pages) numbers: Vec<Point>,
}

/// A point on the plan.
pub(in crate::pages) struct Mark {
    pub(in crate::pages) x: f64,
    pub(in crate::pages) y: f64,
    pub(in crate::pages) label: String,
    /// Whether there is room to write it.
    pub(in crate::pages) is_labelled: bool,
}

/// What the template draws.
pub(in crate::pages) struct Plan {
    pub(in crate::pages) view_box: String,
    pub(in crate::pages) quarters: Vec<Quarter>,
    /// Where the points fall.
    pub(in crate::pages) marks: Vec<Mark>,
    /// Where the known numbers of a way fall.
    pub(in crate::pages) numbers: Vec<(f64, f64)>,
    /// How far off the first may be, in units of the picture; 0 for not at all.
    pub(in crate::pages) circle: f64,
    /// A line of so many units, which stands for so many metres.
    pub(in crate::pages) bar: (f64, u32),
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
        let (x, y) = view.project(point)?;
        Some(Self {
            view_box: view.view_box(),
            quarters: quarters(frame, registry, perimeters, around(point), &chosen.into_iter().collect(), &view),
            marks: vec![Mark { x, y, label: String::new(), is_labelled: false }],
            numbers: Vec::new(),
            circle: view.units(accuracy),
            bar: view.bar(),
        })
    }

    /// Several points with their names, and the neighbourhoods around, some of which are chosen. None without a point.
    pub(in crate::pages) fn around(
        frame: &Frame,
        registry: &Registry,
        perimeters: &Perimeters,
        chosen: &BTreeSet<usize>,
        points: &Points,
    ) -> Option<Self> {
        let Points { marks, numbers } = points;
        let all: Vec<Point> = marks.iter().map(|(point, _)| *point).chain(numbers.iter().copied()).collect();
        let view = View::close(all.iter().flat_map(|point| corners(*point, BESIDE)).collect::<Vec<_>>().into_iter())?;
        let extent = all.iter().flat_map(|point| corners(*point, 2.0 * NEAR)).map(Vertex::nearest);
        let marks = marks.iter().filter_map(|(point, label)| {
            let (x, y) = view.project(*point)?;
            Some(Mark { x, y, label: label.clone(), is_labelled: marks.len() <= WRITTEN && !label.is_empty() })
        });
        Some(Self {
            view_box: view.view_box(),
            quarters: quarters(frame, registry, perimeters, extent.fold(Extent::NOTHING, Extent::with), chosen, &view),
            marks: marks.collect(),
            numbers: numbers.iter().filter_map(|point| view.project(*point)).collect(),
            circle: 0.0,
            bar: view.bar(),
        })
    }
}

/// The neighbourhoods of an extent, those that are chosen above the others, so that their edges show.
fn quarters(
    frame: &Frame,
    registry: &Registry,
    perimeters: &Perimeters,
    extent: Extent,
    chosen: &BTreeSet<usize>,
    view: &View,
) -> Vec<Quarter> {
    let around: BTreeSet<usize> = perimeters.near(extent).chain(chosen.iter().copied()).collect();
    let (above, below): (Vec<usize>, Vec<usize>) = around.into_iter().partition(|number| chosen.contains(number));
    let drawn = |number: usize| quarter(frame, registry, perimeters, number, chosen.contains(&number), view);
    below.into_iter().chain(above).filter_map(drawn).collect()
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
