//! The picture of a map, as SVG: outlines, then a cell for each place or group of places, each a link.

use std::fmt::Write;

use essaim_geo::{Level, TerritoryCode};
use essaim_territories::map::View;
use essaim_web::{Frame, Query};

use super::places::MapPlace;
use crate::finding::{Filter, Overview, Search, html};
use crate::snapshot::Snapshot;

/// Places nearer than this, on a picture of 800 by 600, are one cell.
const NEAR: f64 = 52.0;

/// Places shown as one cell.
struct Cluster<'a> {
    x: f64,
    y: f64,
    places: Vec<&'a MapPlace>,
}

/// The part of the country to draw: the territory that the search is narrowed to, else what holds all the places.
fn view(snapshot: &Snapshot, search: &Search, places: &[MapPlace]) -> View {
    let territory = match search.values(Filter::Territory) {
        [only] => only.parse::<TerritoryCode>().ok(),
        _ => None,
    };
    let of_territory = territory.and_then(|code| View::of(snapshot.registry(), &code));
    of_territory.unwrap_or_else(|| View::around(places.iter().map(|place| place.point)))
}

fn outlines(svg: &mut String, snapshot: &Snapshot, search: &Search, view: &View) {
    for outline in view.outlines() {
        shape(svg, if outline.code.level() == Level::Commune { "" } else { " map-shape--inside" }, &outline.d);
    }
    let codes = search.values(Filter::Territory).iter().filter_map(|value| value.parse().ok());
    for outline in codes.filter_map(|code| view.outline_of(snapshot.registry(), &code)) {
        shape(svg, " map-shape--asked", &outline.d);
    }
}

fn shape(svg: &mut String, class: &str, d: &str) {
    write!(svg, "<path class=\"map-shape{class}\" fill-rule=\"evenodd\" d=\"{d}\"/>")
        .expect("writing to a string cannot fail");
}

/// The picture of these places.
pub(super) fn draw(
    snapshot: &Snapshot,
    search: &Search,
    frame: &Frame,
    path: &str,
    places: &[MapPlace],
    here: Option<TerritoryCode>,
) -> String {
    let view = view(snapshot, search, places);
    let query = search.to_query();
    let mut svg =
        format!("<svg viewBox=\"{}\" role=\"group\" aria-label=\"{}\">", view.view_box(), html(frame.t("map-picture")));
    outlines(&mut svg, snapshot, search, &view);
    for cluster in clusters(&view, places) {
        let (name, href) = match cluster.places.as_slice() {
            [place] => {
                (super::name(snapshot, &place.territory), super::place_link(frame, path, &query, &place.territory))
            }
            several => group(snapshot, search, frame, path, several),
        };
        // One that has several places in the cluster is one experience, as on the page that the link opens.
        let experiences = cluster.places.iter().flat_map(|place| &place.experiences);
        let count = experiences.collect::<std::collections::BTreeSet<_>>().len();
        let chosen = cluster.places.iter().any(|place| here == Some(place.territory));
        mark(&mut svg, &cluster, count, chosen, &format!("{name}, {}", frame.count("map-here", count)), &href);
    }
    svg.push_str("</svg>");
    svg
}

/// Near places gathered around the most frequent of them.
fn clusters<'a>(view: &View, places: &'a [MapPlace]) -> Vec<Cluster<'a>> {
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for place in places {
        let Some((x, y)) = view.project(place.point) else { continue };
        match clusters.iter_mut().find(|near| (near.x - x).hypot(near.y - y) < NEAR) {
            Some(near) => near.places.push(place),
            None => clusters.push(Cluster { x, y, places: vec![place] }),
        }
    }
    clusters
}

/// The name and the link of several places: the smallest territory that holds them all and narrows the search, else the
/// first of them.
fn group(snapshot: &Snapshot, search: &Search, frame: &Frame, path: &str, places: &[&MapPlace]) -> (String, String) {
    let registry = snapshot.registry();
    let around = |place: &MapPlace| {
        let mut around = registry.ancestors(&place.territory);
        around.insert(0, place.territory);
        around
    };
    let (first, others) = places.split_first().expect("a group has places");
    let common = around(first).into_iter().find(|code| {
        let asked = search.values(Filter::Territory).iter().any(|value| value.parse() == Ok(*code));
        !asked && code.level() != Level::Contrat && others.iter().all(|place| registry.contains(code, &place.territory))
    });
    match common {
        Some(code) => {
            let inside = search.clone().without(Filter::Territory).within(Filter::Territory, &code.to_string());
            (super::name(snapshot, &code), frame.link(path, inside.to_query().same()).to_string())
        }
        None => (
            frame.count("map-zoom", places.len()),
            super::place_link(frame, path, &search.to_query(), &first.territory),
        ),
    }
}

/// A cell with its count; the more experiences, the larger.
fn mark(svg: &mut String, cluster: &Cluster<'_>, count: usize, chosen: bool, words: &str, href: &str) {
    #[expect(clippy::cast_precision_loss, reason = "a count of experiences is small")]
    let radius = 19.0 + 4.0 * (count as f64).ln();
    let (half, side) = (radius * 0.866, radius / 2.0);
    let class = if chosen { "map-cell map-cell--chosen" } else { "map-cell" };
    write!(
        svg,
        "<a href=\"{}\" target=\"_self\" aria-label=\"{}\"{}><path class=\"{class}\" d=\"M{:.1} {:.1}l{half:.1} {side:.1}v{radius:.1}l-{half:.1} {side:.1}-{half:.1}-{side:.1}v-{radius:.1}z\"/><text class=\"map-label\" x=\"{:.1}\" y=\"{:.1}\">{count}</text></a>",
        html(href),
        html(words),
        if chosen { " aria-current=\"true\"" } else { "" },
        cluster.x,
        cluster.y - radius,
        cluster.x,
        cluster.y,
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
