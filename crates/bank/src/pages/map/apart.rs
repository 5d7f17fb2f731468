//! Places far from the others: a picture that held them too would show mostly what lies between.

use std::fmt::Write;

use essaim_geo::{Level, TerritoryCode};
use essaim_territories::map::View;
use essaim_web::Frame;

use super::drawing::{cell, shape};
use super::places::MapPlace;
use crate::finding::{Filter, Search};
use crate::snapshot::Snapshot;

/// One place of so many may be set apart: beyond, the places are simply scattered.
const SHARE: usize = 6;
/// How much closer the picture must come for each place that is set apart.
const GAIN: f64 = 0.1;
/// How many are drawn apart; the list names them all.
const DRAWN: usize = 4;
/// Of a cell in a picture of 800 by 600, drawn very small.
const RADIUS: f64 = 130.0;

/// The places of the main picture.
pub(super) fn near(places: &[MapPlace]) -> Vec<&MapPlace> {
    let whole = View::around(places.iter().map(|place| place.point));
    let mut placed: Vec<((f64, f64), &MapPlace)> =
        places.iter().filter_map(|place| Some((whole.project(place.point)?, place))).collect();
    let points: Vec<(f64, f64)> = placed.iter().map(|(point, _)| *point).collect();
    let middle = (median(points.iter().map(|(x, _)| *x)), median(points.iter().map(|(_, y)| *y)));
    let distance = |(x, y): (f64, f64)| (x - middle.0).hypot(y - middle.1);
    // Nearest first; of two at the same distance the one that comes first in the list.
    placed.sort_by(|(a, _), (b, _)| distance(*a).total_cmp(&distance(*b)));
    let all = extent(&placed);
    let cost = |apart: &usize| {
        #[expect(clippy::cast_precision_loss, reason = "a few places")]
        let price = GAIN * *apart as f64;
        extent(&placed[..placed.len() - apart]) / all + price
    };
    let apart = (0..=placed.len() / SHARE).min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or(0);
    placed.truncate(placed.len() - if all > 0.0 { apart } else { 0 });
    places.iter().filter(|place| placed.iter().any(|(_, near)| near.territory == place.territory)).collect()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// How far a picture must reach to hold these, as a share of its width or of its height.
fn extent(placed: &[((f64, f64), &MapPlace)]) -> f64 {
    let reach = |of: fn(&(f64, f64)) -> f64| {
        let values = || placed.iter().map(|(point, _)| of(point));
        values().reduce(f64::max).unwrap_or(0.0) - values().reduce(f64::min).unwrap_or(0.0)
    };
    (reach(|(x, _)| *x) / 800.0).max(reach(|(_, y)| *y) / 600.0)
}

/// A région drawn by itself, small, with what happens there.
pub(crate) struct Inset {
    pub(in crate::pages) drawing: String,
    pub(in crate::pages) name: String,
    pub(in crate::pages) count: usize,
    /// The search within it.
    pub(in crate::pages) href: String,
}

/// Those places by région, in the order of the list.
pub(super) fn insets(
    snapshot: &Snapshot,
    search: &Search,
    frame: &Frame,
    path: &str,
    apart: &[&MapPlace],
) -> Vec<Inset> {
    let registry = snapshot.registry();
    let region = |place: &MapPlace| {
        let around = registry.ancestors(&place.territory);
        around.into_iter().find(|code| code.level() == Level::Region)
    };
    let mut regions: Vec<(TerritoryCode, Vec<&MapPlace>)> = Vec::new();
    for place in apart {
        let Some(code) = region(place) else { continue };
        match regions.iter_mut().find(|(known, _)| *known == code) {
            Some((_, places)) => places.push(place),
            None => regions.push((code, vec![place])),
        }
    }
    let inset = |(code, places): (TerritoryCode, Vec<&MapPlace>)| {
        let inside = search.clone().without(Filter::Territory).within(Filter::Territory, &code.to_string());
        let count = super::experiences(&places);
        Some(Inset {
            drawing: draw(snapshot, &code, &places, count)?,
            name: super::name(snapshot, &code),
            count,
            href: frame.link(path, inside.to_query().same()).to_string(),
        })
    };
    regions.into_iter().filter_map(inset).take(DRAWN).collect()
}

/// The outline of a région and one cell, where its first place lies. The words beside it say the same.
fn draw(snapshot: &Snapshot, code: &TerritoryCode, places: &[&MapPlace], count: usize) -> Option<String> {
    let view = View::of(snapshot.registry(), code)?;
    let at = places.iter().find_map(|place| view.project(place.point))?;
    let mut svg = String::new();
    write!(svg, "<svg class=\"map__inset\" viewBox=\"{}\" aria-hidden=\"true\" focusable=\"false\">", view.view_box())
        .expect("writing to a string cannot fail");
    shape(&mut svg, "", &view.outline_of(snapshot.registry(), code)?.d);
    cell(&mut svg, RADIUS, at, count, false);
    svg.push_str("</svg>");
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use essaim_territories::Point;

    fn places(points: &[(f64, f64)]) -> Vec<MapPlace> {
        let place = |(number, (lon, lat)): (usize, &(f64, f64))| MapPlace {
            territory: format!("commune-{:05}", 57_001 + number).parse().unwrap(),
            point: Point { lon: *lon, lat: *lat },
            experiences: vec![0],
        };
        points.iter().enumerate().map(place).collect()
    }

    const GRAND_EST: [(f64, f64); 7] =
        [(7.75, 48.58), (4.03, 49.25), (4.72, 49.77), (6.18, 48.69), (7.34, 47.75), (6.17, 49.12), (5.38, 49.16)];

    #[test]
    fn one_place_far_from_all_is_set_apart() {
        let mut points = GRAND_EST.to_vec();
        points.push((-1.55, 47.22));
        let places = places(&points);
        assert_eq!(near(&places).len(), GRAND_EST.len());
    }

    #[test]
    fn places_that_lie_together_stay_together() {
        assert_eq!(near(&places(&GRAND_EST)).len(), GRAND_EST.len());
    }

    #[test]
    fn few_places_far_from_each_other_are_one_picture() {
        assert_eq!(near(&places(&[(7.75, 48.58), (-1.55, 47.22)])).len(), 2);
        assert_eq!(near(&places(&[(7.75, 48.58)])).len(), 1);
        assert!(near(&[]).is_empty());
    }

    #[test]
    fn what_is_overseas_is_apart() {
        let mut points = GRAND_EST.to_vec();
        points.push((55.5, -21.1));
        assert_eq!(near(&places(&points)).len(), GRAND_EST.len());
    }
}
