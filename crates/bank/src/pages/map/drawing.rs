//! The picture of a map, as SVG: outlines, then a cell for each place or group of places, each a link.

use std::fmt::Write;

use essaim_geo::{Level, TerritoryCode};
use essaim_web::Frame;

use super::places::MapPlace;
use crate::finding::{Filter, Search, html};
use crate::snapshot::Snapshot;

/// The picture's own size; the page stretches it.
const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 600.0;
/// Places nearer than this are one cell.
const NEAR: f64 = 40.0;
/// The narrowest part of the country that is worth a picture, in degrees of longitude.
const NARROWEST: f64 = 0.6;
/// What lies outside is in the list only: the picture shows the mainland.
const MAINLAND: [f64; 4] = [-5.6, 41.2, 9.8, 51.3];

/// A part of the country, and how it falls on the picture.
struct View {
    west: f64,
    north: f64,
    scale: f64,
}

/// Places shown as one cell.
struct Cluster<'a> {
    x: f64,
    y: f64,
    places: Vec<&'a MapPlace>,
}

/// Longitude and latitude as the picture needs them: shapes keep theirs at every latitude of the mainland.
fn project(lon: f64, lat: f64) -> (f64, f64) {
    let north = lat.to_radians();
    (lon, -(std::f64::consts::FRAC_PI_4 + north / 2.0).tan().ln().to_degrees())
}

fn is_on_mainland(place: &MapPlace) -> bool {
    let [west, south, east, north] = MAINLAND;
    (west..=east).contains(&place.lon) && (south..=north).contains(&place.lat)
}

impl View {
    /// The part that holds these points, with a margin.
    fn around(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (lon, lat) in points {
            let (x, y) = project(lon, lat);
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        }
        if bounds[0] > bounds[2] {
            let [west, south, east, north] = MAINLAND;
            return Self::around([(west, south), (east, north)].into_iter());
        }
        let [left, top, right, bottom] = bounds;
        let (width, height) = ((right - left).max(NARROWEST), (bottom - top).max(NARROWEST));
        let scale = (WIDTH * 0.84 / width).min(HEIGHT * 0.8 / height);
        Self {
            west: (left + right) / 2.0 - WIDTH / 2.0 / scale,
            north: (top + bottom) / 2.0 - HEIGHT / 2.0 / scale,
            scale,
        }
    }

    fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (x, y) = project(lon, lat);
        ((x - self.west) * self.scale, (y - self.north) * self.scale)
    }
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
    let shown = || places.iter().filter(|place| is_on_mainland(place));
    let view = View::around(shown().map(|place| (place.lon, place.lat)));
    let query = search.to_query();
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"group\" aria-label=\"{}\">",
        html(frame.t("map-picture"))
    );
    for cluster in clusters(&view, shown()) {
        let (name, href) = match cluster.places.as_slice() {
            [place] => (super::name(snapshot, &place.territory), super::place_link(frame, path, &query, &place.territory)),
            several => group(snapshot, search, frame, path, several),
        };
        let count: usize = cluster.places.iter().map(|place| place.experiences.len()).sum();
        let chosen = cluster.places.iter().any(|place| here == Some(place.territory));
        mark(&mut svg, &cluster, count, chosen, &format!("{name}, {}", frame.count("map-here", count)), &href);
    }
    svg.push_str("</svg>");
    svg
}

/// Near places gathered around the most frequent of them.
fn clusters<'a>(view: &View, places: impl Iterator<Item = &'a MapPlace>) -> Vec<Cluster<'a>> {
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for place in places {
        let (x, y) = view.place(place.lon, place.lat);
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
        None => (frame.count("map-zoom", places.len()), super::place_link(frame, path, &search.to_query(), &first.territory)),
    }
}

/// A cell with its count; the more experiences, the larger.
fn mark(svg: &mut String, cluster: &Cluster<'_>, count: usize, chosen: bool, words: &str, href: &str) {
    #[expect(clippy::cast_precision_loss, reason = "a count of experiences is small")]
    let radius = 12.0 + 3.0 * (count as f64).ln();
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

/// The picture beside a door: the same country, the territories that hold experiences marked, without links.
pub(crate) fn small_map(_snapshot: &Snapshot, _frame: &Frame, _counts: &[(Box<str>, u32)]) -> Option<String> {
    None
}
