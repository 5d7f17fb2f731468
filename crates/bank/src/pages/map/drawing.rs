//! The picture of a map, as SVG: outlines, then a cell for each place or group of places, each a link.

use std::fmt::Write;

use essaim_geo::{Generation, Level, TerritoryCode};
use essaim_territories::map::View;
use essaim_territories::official::Layer;
use essaim_territories::{DrawnFrom, Outlines, Source};
use essaim_web::{Frame, Query};

use super::places::MapPlace;
use crate::finding::{Filter, Overview, Search, html};
use crate::snapshot::{Snapshot, a_few};

/// A size of cells: their radius when they hold one experience, what more of them adds, and how near two places are one
/// cell, all in units of a picture of 800 by 600.
struct Size {
    name: &'static str,
    radius: f64,
    growth: f64,
    near: f64,
}

/// A finger needs 44 px: on a phone, half of the units of a wide picture.
const SIZES: [Size; 2] = [
    Size { name: "wide", radius: 27.0, growth: 4.0, near: 60.0 },
    Size { name: "narrow", radius: 54.0, growth: 5.0, near: 114.0 },
];

/// Places shown as one cell.
struct Cluster<'a> {
    x: f64,
    y: f64,
    places: Vec<&'a MapPlace>,
}

/// The territory that the search is narrowed to, when there is one alone.
fn asked(search: &Search) -> Option<TerritoryCode> {
    match search.values(Filter::Territory) {
        [only] => only.parse().ok(),
        _ => None,
    }
}

fn all_asked(search: &Search) -> impl Iterator<Item = TerritoryCode> {
    search.values(Filter::Territory).iter().filter_map(|value| value.parse().ok())
}

/// What lies around is drawn by the program, coarsely and at little cost; what was asked for and the neighbourhoods, by the
/// perimeters of the node.
fn outlines(svg: &mut String, ground: Outlines<'_>, search: &Search, view: &View) {
    for outline in view.outlines(ground.registry()) {
        shape(svg, if outline.code.level() == Level::Commune { "" } else { " map-shape--inside" }, &outline.d);
    }
    if view.is_close() {
        for outline in view.layer(ground, Layer::Qpv(Generation::G2024)) {
            shape(svg, " map-shape--neighbourhood", &outline.d);
        }
    }
    for outline in all_asked(search).filter_map(|code| view.outline_of(ground, &code)) {
        shape(svg, " map-shape--asked", &outline.d);
    }
}

/// Who drew what was asked for, and what lies around it.
pub(super) fn credits(ground: Outlines<'_>, search: &Search) -> String {
    let mut all = vec![Source::outlines().credit()];
    for drawn in all_asked(search).filter_map(|code| ground.drawn(&code)) {
        let credit = drawn.from.source().credit_and_vintage();
        if matches!(drawn.from, DrawnFrom::Node(_)) && !all.contains(&credit) {
            all.push(credit);
        }
    }
    all.join(" · ")
}

pub(super) fn shape(svg: &mut String, class: &str, d: &str) {
    write!(svg, "<path class=\"map-shape{class}\" fill-rule=\"evenodd\" d=\"{d}\"/>")
        .expect("writing to a string cannot fail");
}

/// The pictures of these places, one for each size of cells, and the places that are on none.
///
/// The part of the country is the territory that the search is narrowed to, else what holds all places but the far ones.
pub(super) fn draw<'a>(
    snapshot: &Snapshot,
    ground: Outlines<'_>,
    (search, places): (&Search, &'a [MapPlace]),
    frame: &Frame,
    path: &str,
    here: Option<TerritoryCode>,
) -> (String, Vec<&'a MapPlace>) {
    let of_territory = asked(search).and_then(|code| View::of(ground, &code));
    let (view, near) = match of_territory {
        Some(view) => (view, places.iter().collect()),
        None => {
            let near = super::apart::near(places);
            (View::around(near.iter().map(|place| place.point)), near)
        }
    };
    let placed: Vec<Placed<'_>> = near.iter().filter_map(|place| Some((view.project(place.point)?, *place))).collect();
    let mut svg = String::new();
    for size in &SIZES {
        let clusters = clusters(size, &placed);
        let view_box = match size.name {
            "narrow" if of_territory.is_none() => window(size, &clusters),
            _ => view.view_box(),
        };
        let name = size.name;
        write!(
            svg,
            "<svg class=\"map__picture map__picture--{name}\" viewBox=\"{view_box}\" role=\"group\" aria-label=\"{}\">",
            html(frame.t("map-picture"))
        )
        .expect("writing to a string cannot fail");
        // The outlines are the same: the second picture borrows those of the first.
        if name == "wide" {
            svg.push_str("<g id=\"map-land\">");
            outlines(&mut svg, ground, search, &view);
            svg.push_str("</g>");
        } else {
            svg.push_str("<use href=\"#map-land\"/>");
        }
        for cluster in clusters {
            let (name, href, count) = match cluster.places.as_slice() {
                [place] => (
                    super::name(snapshot, &place.territory),
                    super::place_link(frame, path, &search.to_query(), &place.territory),
                    place.experiences.len(),
                ),
                several => group(snapshot, search, frame, path, several),
            };
            let chosen = cluster.places.iter().any(|place| here == Some(place.territory));
            let words = format!("{name}, {}", frame.count("map-here", count));
            mark(&mut svg, size, (cluster.x, cluster.y), count, chosen, &words, &href);
        }
        svg.push_str("</svg>");
    }
    let apart = places.iter().filter(|place| !placed.iter().any(|(_, drawn)| drawn.territory == place.territory));
    (svg, apart.collect())
}

/// A place and where it falls on the picture.
type Placed<'a> = ((f64, f64), &'a MapPlace);

/// Near places gathered around the most frequent of them.
fn clusters<'a>(size: &Size, placed: &[Placed<'a>]) -> Vec<Cluster<'a>> {
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for ((x, y), place) in placed {
        match clusters.iter_mut().find(|near| (near.x - x).hypot(near.y - y) < size.near) {
            Some(near) => near.places.push(place),
            None => clusters.push(Cluster { x: *x, y: *y, places: vec![place] }),
        }
    }
    clusters
}

/// The part of the picture that holds all the cells: on a phone there is no room for anything else.
fn window(size: &Size, clusters: &[Cluster<'_>]) -> String {
    let edge = |of: fn(&Cluster<'_>) -> f64, pick: fn(f64, f64) -> f64| clusters.iter().map(of).reduce(pick);
    let side = |of: fn(&Cluster<'_>) -> f64| {
        let (low, high) = (edge(of, f64::min).unwrap_or(400.0), edge(of, f64::max).unwrap_or(400.0));
        ((low + high) / 2.0, high - low + 3.0 * size.radius)
    };
    let ((x, width), (y, height)) = (side(|cluster| cluster.x), side(|cluster| cluster.y));
    let width = width.max(height / 1.2).max(7.0 * size.radius);
    let height = height.max(width * 0.75);
    format!("{:.0} {:.0} {width:.0} {height:.0}", x - width / 2.0, y - height / 2.0)
}

/// The name and the link of several places, and how many experiences the page that it opens has: the smallest territory
/// that holds them all and nothing else of this search, else the places themselves, else what holds them.
fn group(
    snapshot: &Snapshot,
    search: &Search,
    frame: &Frame,
    path: &str,
    places: &[&MapPlace],
) -> (String, String, usize) {
    let inside = |codes: &[TerritoryCode]| {
        let rest = search.clone().without(Filter::Territory);
        codes.iter().fold(rest, |search, code| search.within(Filter::Territory, &code.to_string()))
    };
    let count = super::experiences(places);
    let told = |codes: &[TerritoryCode]| {
        let within = inside(codes);
        let name = a_few(codes.iter().map(|code| super::name(snapshot, code)));
        (name, frame.link(path, within.to_query().same()).to_string(), snapshot.total(&within) as usize)
    };
    if let Some(common) = common(snapshot, places).filter(|code| snapshot.total(&inside(&[*code])) as usize == count) {
        return told(&[common]);
    }
    let finest = [None, Some(Level::Epci), Some(Level::Departement), Some(Level::Region)];
    let codes = finest.into_iter().map(|level| holders(snapshot, places, level));
    told(&codes.fold(
        Vec::new(),
        |known, codes| {
            if (1..=Search::VALUES_OF_A_KEY).contains(&known.len()) { known } else { codes }
        },
    ))
}

/// The smallest territory that holds some places.
fn common(snapshot: &Snapshot, places: &[&MapPlace]) -> Option<TerritoryCode> {
    let registry = snapshot.registry();
    let (first, others) = places.split_first()?;
    let around = std::iter::once(first.territory).chain(registry.ancestors(&first.territory));
    around
        .filter(|code| code.level() != Level::Contrat)
        .find(|code| others.iter().all(|place| registry.contains(code, &place.territory)))
}

/// Some places themselves, or what holds them at a level, each once.
fn holders(snapshot: &Snapshot, places: &[&MapPlace], level: Option<Level>) -> Vec<TerritoryCode> {
    let holder = |place: &&MapPlace| {
        let ancestors = || snapshot.registry().ancestors(&place.territory);
        let above = level.and_then(|level| ancestors().into_iter().find(|code| code.level() == level));
        above.unwrap_or(place.territory)
    };
    let mut holders: Vec<TerritoryCode> = Vec::new();
    for code in places.iter().map(holder) {
        if !holders.contains(&code) {
            holders.push(code);
        }
    }
    holders
}

/// A cell with its count; the more experiences, the larger.
fn mark(svg: &mut String, size: &Size, (x, y): (f64, f64), count: usize, chosen: bool, words: &str, href: &str) {
    write!(
        svg,
        "<a href=\"{}\" target=\"_self\" aria-label=\"{}\"{}>",
        html(href),
        html(words),
        if chosen { " aria-current=\"true\"" } else { "" },
    )
    .expect("writing to a string cannot fail");
    #[expect(clippy::cast_precision_loss, reason = "a count of experiences is small")]
    cell(svg, size.radius + size.growth * (count as f64).ln(), (x, y), count, chosen);
    svg.push_str("</a>");
}

/// A cell that carries a count.
pub(super) fn cell(svg: &mut String, radius: f64, (x, y): (f64, f64), count: usize, chosen: bool) {
    let (half, side) = (radius * 0.866, radius / 2.0);
    let class = if chosen { "map-cell map-cell--chosen" } else { "map-cell" };
    write!(
        svg,
        "<path class=\"{class}\" d=\"M{x:.1} {:.1}l{half:.1} {side:.1}v{radius:.1}l-{half:.1} {side:.1}-{half:.1}-{side:.1}v-{radius:.1}z\"/><text class=\"map-label\" x=\"{x:.1}\" y=\"{y:.1}\">{count}</text>",
        y - radius,
    )
    .expect("writing to a string cannot fail");
}

/// The picture beside a door: the départements around, those that hold experiences being links with their count.
pub(crate) fn small_map(snapshot: &Snapshot, frame: &Frame, overview: &Overview) -> String {
    let mut svg = format!("<svg class=\"door__map\" viewBox=\"{}\" role=\"group\">", overview.map.view_box);
    for (code, d, middle) in &overview.map.departements {
        let value = code.to_string();
        let count =
            overview.door(Filter::Territory).iter().find(|(known, _)| **known == *value).map(|(_, count)| *count);
        let Some(count) = count else {
            shape(&mut svg, "", d);
            continue;
        };
        let query = Query::from_pairs([("territoire", value.as_str())]);
        let words = format!("{}, {}", super::name(snapshot, code), frame.count("map-here", count));
        write!(svg, "<a href=\"{}\" aria-label=\"{}\">", frame.link("/experiences", query.same()), html(&words))
            .expect("writing to a string cannot fail");
        shape(&mut svg, " map-shape--chosen", d);
        if let Some((x, y)) = middle {
            write!(svg, "<text class=\"map-count\" x=\"{x:.0}\" y=\"{y:.0}\">{count}</text>")
                .expect("writing to a string cannot fail");
        }
        svg.push_str("</a>");
    }
    svg.push_str("</svg>");
    svg
}
