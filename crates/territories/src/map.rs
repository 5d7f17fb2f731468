//! The server's own map: a view of a part of the country, outlines as SVG paths, GeoJSON for the
//! live map.
//!
//! Mainland France and Corsica are drawn in Lambert-93, as on the official maps; an overseas
//! territory is drawn by itself, true at its latitude. A view never mixes the two: what lies
//! outside has no place on the picture, and the pages list it apart.

mod geojson;
mod projection;
mod views;

pub use geojson::feature_geojson;
use projection::Projection;
pub(crate) use views::Views;
pub use views::{FIRST_VIEW, country_geojson, view_geojson};

use std::fmt::Write;

use essaim_geo::{Extent, Level, TerritoryCode, Vertex};

use crate::official::Layer;
use crate::outline::{Drawn, Outlines};
use crate::{Point, Territory};

/// The picture's size, in its own units; a page stretches it.
const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 600.0;
/// The part of the picture that is fitted: the rest is air, and what lies around.
const FITTED: f64 = 0.86;
/// The narrowest part worth a picture, in metres: of a perimeter that is drawn, around a point, around one address.
const NARROWEST: f64 = 2_500.0;
const NARROWEST_AROUND_A_POINT: f64 = 20_000.0;
const CLOSEST: f64 = 500.0;
/// The widest part where communes are drawn, in metres.
const WIDEST_WITH_COMMUNES: f64 = 100_000.0;
/// In units of the picture.
const CRUMB: f64 = 4.0;

/// West, south, east and north of mainland France with Corsica.
const MAINLAND: [f64; 4] = [-5.2, 41.3, 9.6, 51.1];

/// A part of the country on a picture of 800 by 600.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    projection: Projection,
    /// The middle, in metres of the projection.
    middle: (f64, f64),
    /// Units of the picture for a metre.
    scale: f64,
}

/// A territory's outline on a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Whose it is.
    pub code: TerritoryCode,
    /// The `d` of an SVG path; fill it with the even-odd rule.
    pub d: String,
    /// The key of the source that drew it.
    pub source: &'static str,
}

impl View {
    /// Mainland France and Corsica.
    pub fn france() -> Self {
        let [west, south, east, north] = MAINLAND;
        let middle = (west + east) / 2.0;
        let corners = [(west, 48.4), (middle, south), (east, 41.4), (middle, north), (8.2, 49.0)];
        let corners = corners.into_iter().map(|(lon, lat)| Point { lon, lat });
        Self::fitted(Projection::Lambert93, corners, NARROWEST_AROUND_A_POINT)
            .unwrap_or_else(|| unreachable!("five points have bounds"))
    }

    /// The part of the mainland that holds these points, those overseas apart; the whole of it
    /// when none is on the mainland.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Self {
        let points = points.into_iter().filter(|point| is_on_mainland(*point));
        Self::fitted(Projection::Lambert93, points, NARROWEST_AROUND_A_POINT).unwrap_or_else(Self::france)
    }

    /// What lies around one place, wherever it is.
    pub fn near(point: Point) -> Self {
        Self::fitted(Projection::at(point), std::iter::once(point), NARROWEST * 2.0)
            .unwrap_or_else(|| unreachable!("a point has bounds"))
    }

    /// A territory with some air around it; `None` when the tables do not say where it lies.
    pub fn of<'o>(outlines: impl Into<Outlines<'o>>, code: &TerritoryCode) -> Option<Self> {
        let outlines = outlines.into();
        let registry = outlines.registry();
        let point = registry.get(code).and_then(Territory::point);
        if let Some(Drawn { shape, .. }) = outlines.drawn(code) {
            let first = shape.rings().flatten().next()?.point();
            let projection = Projection::at(point.unwrap_or(first));
            let narrowest = if code.level() == Level::Qpv { NARROWEST } else { NARROWEST_AROUND_A_POINT / 2.0 };
            let vertices = shape.rings().flatten().map(|vertex| vertex.point());
            return Self::fitted(projection, vertices.filter(|point| projection.holds(*point)), narrowest);
        }
        let inside = registry.children(code, Level::Commune).filter_map(Territory::point);
        Self::fitted(Projection::at(point?), inside.chain(point), NARROWEST_AROUND_A_POINT)
    }

    /// The part that holds these points, however narrow; `None` where there is none.
    pub(crate) fn close(points: impl Iterator<Item = Point> + Clone) -> Option<Self> {
        let projection = Projection::at(points.clone().last()?);
        Self::fitted(projection, points, CLOSEST)
    }

    /// A perimeter in this view, as the `d` of an SVG path; none where none of it shows.
    pub(crate) fn path(&self, shape: &essaim_geo::Shape) -> Option<String> {
        let (mut d, mut in_view) = (String::new(), false);
        for ring in shape.rings() {
            let points = ring.iter().map(|vertex| vertex.point());
            if !points.clone().all(|point| self.projection.holds(point)) {
                continue;
            }
            let placed: Vec<(f64, f64)> = points.map(|point| self.place(point)).collect();
            in_view |= touches(&placed);
            write_ring(&mut d, &placed, self.grain());
        }
        in_view.then_some(d)
    }

    /// So many metres in units of the picture.
    pub(crate) fn units(&self, metres: f64) -> f64 {
        metres * self.scale
    }

    /// A length that is easily read, about a fifth of the width: in units of the picture, in metres.
    pub(crate) fn bar(&self) -> (f64, u32) {
        const LENGTHS: [u32; 9] = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
        let fits = |metres: &u32| self.units(f64::from(*metres)) <= WIDTH / 4.0;
        let metres = LENGTHS.into_iter().rev().find(fits).unwrap_or(LENGTHS[0]);
        (self.units(f64::from(metres)), metres)
    }

    fn fitted(projection: Projection, points: impl Iterator<Item = Point>, narrowest: f64) -> Option<Self> {
        let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for point in points {
            let (x, y) = projection.metres(point);
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        }
        let [left, bottom, right, top] = bounds;
        (left <= right).then(|| {
            let (width, height) = ((right - left).max(narrowest), (top - bottom).max(narrowest));
            View {
                projection,
                middle: ((left + right) / 2.0, (bottom + top) / 2.0),
                scale: (WIDTH * FITTED / width).min(HEIGHT * FITTED / height),
            }
        })
    }

    /// The `viewBox` of the picture.
    pub fn view_box(&self) -> String {
        format!("0 0 {WIDTH} {HEIGHT}")
    }

    /// Where a point falls; `None` when it is outside the picture.
    pub fn project(&self, point: Point) -> Option<(f64, f64)> {
        let (x, y) = self.place(point);
        let inside = (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y) && self.projection.holds(point);
        inside.then_some((x, y))
    }

    /// The départements in view, and the communes that are drawn when the view is close, the larger first.
    pub fn outlines<'o>(&self, outlines: impl Into<Outlines<'o>>) -> Vec<Outline> {
        let outlines = outlines.into();
        let departements = outlines.registry().all(Level::Departement);
        let mut drawn: Vec<Outline> =
            departements.filter_map(|place| self.outline_of(outlines, &place.code())).collect();
        if self.width() < WIDEST_WITH_COMMUNES {
            drawn.extend(self.layer(outlines, Layer::Commune));
        }
        drawn
    }

    /// The territories of a layer that show in this view.
    pub fn layer(&self, outlines: Outlines<'_>, layer: Layer) -> Vec<Outline> {
        let near = outlines.near(layer, self.extent());
        near.iter().filter_map(|(code, drawn)| self.outline(*code, drawn)).collect()
    }

    /// The outline of one territory in this view, if it is drawn at all.
    pub fn outline_of<'o>(&self, outlines: impl Into<Outlines<'o>>, code: &TerritoryCode) -> Option<Outline> {
        let outlines = outlines.into();
        let is_large = matches!(code.level(), Level::Region | Level::Departement);
        // Coarse outlines do for a wide view.
        let drawn = if is_large && self.is_wide() { outlines.drawn_coarsely(code) } else { outlines.drawn(code) };
        self.outline(*code, &drawn?)
    }

    /// What the picture shows of the globe, and a little more.
    fn extent(&self) -> Extent {
        let (half_width, half_height) = (0.55 * WIDTH / self.scale, 0.55 * HEIGHT / self.scale);
        let sides = [-1.0, 0.0, 1.0];
        let places = sides.iter().flat_map(|x| sides.iter().map(move |y| (x, y)));
        let points = places.filter_map(|(x, y)| {
            self.projection.point(self.middle.0 + x * half_width, self.middle.1 + y * half_height)
        });
        points.fold(Extent::NOTHING, |extent, point| extent.with(Vertex::nearest(point)))
    }

    /// How much of the country the picture is wide, in metres.
    fn width(&self) -> f64 {
        WIDTH / self.scale
    }

    /// Whether neighbourhoods are more than specks in it.
    pub fn is_close(&self) -> bool {
        self.width() < WIDEST_WITH_COMMUNES / 2.0
    }

    fn is_wide(&self) -> bool {
        self.width() > 5.0 * WIDEST_WITH_COMMUNES
    }

    /// The grid, in tenths of a unit, that points are moved to: two neighbours move alike, so their
    /// common border stays one line.
    fn grain(&self) -> i64 {
        if self.is_wide() { 10 } else { 5 }
    }

    fn outline(&self, code: TerritoryCode, Drawn { shape, from }: &Drawn<'_>) -> Option<Outline> {
        let mut d = String::new();
        let mut in_view = false;
        for ring in shape.rings() {
            let placed = ring
                .iter()
                .map(|vertex| vertex.point())
                .map(|point| self.projection.holds(point).then(|| self.place(point)));
            let Some(placed) = placed.collect::<Option<Vec<_>>>() else { continue };
            // The union of communes leaves crumbs where borders did not quite meet.
            if touches(&placed) && !(in_view && is_crumb(&placed)) {
                in_view = true;
                write_ring(&mut d, &placed, self.grain());
            }
        }
        in_view.then_some(Outline { code, d, source: from.key() })
    }

    fn place(&self, point: Point) -> (f64, f64) {
        let (x, y) = self.projection.metres(point);
        ((x - self.middle.0) * self.scale + WIDTH / 2.0, HEIGHT / 2.0 - (y - self.middle.1) * self.scale)
    }
}

/// Whether a point is on the mainland or Corsica.
pub fn is_on_mainland(point: Point) -> bool {
    let [west, south, east, north] = MAINLAND;
    (west..=east).contains(&point.lon) && (south..=north).contains(&point.lat)
}

/// Whether the box around a ring meets the picture.
fn touches(ring: &[(f64, f64)]) -> bool {
    let outside = |side: fn(&(f64, f64)) -> bool| ring.iter().all(side);
    !(outside(|at| at.0 < 0.0) || outside(|at| at.0 > WIDTH) || outside(|at| at.1 < 0.0) || outside(|at| at.1 > HEIGHT))
}

/// Whether a ring is too small to be told from a fault of the drawing.
fn is_crumb(ring: &[(f64, f64)]) -> bool {
    let Some(first) = ring.first() else { return true };
    ring.iter().all(|at| (at.0 - first.0).abs() < CRUMB && (at.1 - first.1).abs() < CRUMB)
}

/// Absolute start, then relative steps in tenths, on a grid of `grain` tenths; what falls on the
/// same point of it is written once.
fn write_ring(d: &mut String, ring: &[(f64, f64)], grain: i64) {
    let tenths = |value: f64| (value * 10.0 / grain as f64).round() as i64 * grain;
    let mut last: Option<(i64, i64)> = None;
    for at in ring {
        let (x, y) = (tenths(at.0), tenths(at.1));
        match last {
            None => write_pair(d, 'M', x, y),
            Some(same) if same == (x, y) => continue,
            Some((px, py)) => write_pair(d, 'l', x - px, y - py),
        }
        last = Some((x, y));
    }
    d.push('z');
}

fn write_pair(d: &mut String, command: char, x: i64, y: i64) {
    d.push(command);
    write_tenths(d, x);
    if y >= 0 {
        d.push(' ');
    }
    write_tenths(d, y);
}

fn write_tenths(d: &mut String, value: i64) {
    let (sign, whole, tenth) = (if value < 0 { "-" } else { "" }, value.abs() / 10, value.abs() % 10);
    let written = match (whole, tenth) {
        (whole, 0) => write!(d, "{sign}{whole}"),
        (0, tenth) => write!(d, "{sign}.{tenth}"),
        (whole, tenth) => write!(d, "{sign}{whole}.{tenth}"),
    };
    written.expect("a string takes what is written");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Registry;

    fn code(text: &str) -> TerritoryCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_whole_mainland_fits_the_picture() {
        let view = View::france();
        let registry = Registry::embedded();
        let outlines = view.outlines(registry);
        assert_eq!(outlines.len(), 96);
        for city in ["commune-29019", "commune-67482", "commune-2B033", "commune-59183", "commune-66136"] {
            assert!(view.project(registry.get(&code(city)).unwrap().point().unwrap()).is_some(), "{city}");
        }
        assert!(view.project(registry.get(&code("commune-97411")).unwrap().point().unwrap()).is_none());
        let length: usize = outlines.iter().map(|outline| outline.d.len()).sum();
        assert!(length < 80_000, "{length} bytes of paths");
    }

    #[test]
    fn communes_appear_when_the_view_is_close() {
        let registry = Registry::embedded();
        let count = |text: &str, level: Level| {
            let outlines = View::of(registry, &code(text)).unwrap().outlines(registry);
            outlines.iter().filter(|outline| outline.code.level() == level).count()
        };
        assert_eq!(count("region-44", Level::Commune), 0);
        assert!(count("region-44", Level::Departement) >= 10);
        assert!(count("epci-200039865", Level::Commune) > 40);
        assert!(count("commune-57463", Level::Commune) > 5);
    }

    #[test]
    fn a_view_holds_its_territory_overseas_too() {
        let registry = Registry::embedded();
        for text in ["region-04", "departement-973", "commune-97411", "qpv-QN05701M", "departement-2A"] {
            let Some(place) = registry.get(&code(text)) else { panic!("{text}") };
            let view = View::of(registry, &place.code()).unwrap();
            assert!(view.project(place.point().unwrap()).is_some(), "{text}");
        }
        assert!(View::of(registry, &code("departement-974")).unwrap().outlines(registry).len() == 1);
        assert_eq!(View::of(registry, &code("departement-984")), None);
    }

    #[test]
    fn a_view_around_nothing_is_the_whole() {
        assert_eq!(View::around([]), View::france());
        assert_eq!(View::around([Point { lon: 55.5, lat: -21.1 }]), View::france());
        let metz = Point { lon: 6.18, lat: 49.12 };
        let (x, y) = View::around([metz]).project(metz).unwrap();
        assert!((x - WIDTH / 2.0).abs() < 0.1 && (y - HEIGHT / 2.0).abs() < 0.1);
    }

    #[test]
    fn a_close_view_draws_perimeters_to_the_metre() {
        let ring = [[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]];
        let shape = essaim_geo::Shape::from_degrees([vec![ring.to_vec()]]);
        let corners = ring.map(|[lon, lat]| Point { lon, lat });
        let view = View::close(corners.into_iter()).unwrap();
        assert!(view.path(&shape).unwrap().starts_with('M'));
        let (length, metres) = view.bar();
        assert!(metres == 200 && (60.0..=200.0).contains(&length), "{length} for {metres} m");
        let far = essaim_geo::Shape::from_degrees([vec![ring.map(|[lon, lat]| [lon + 1.0, lat]).to_vec()]]);
        assert_eq!(view.path(&far), None);
        assert_eq!(View::close(std::iter::empty()), None);
    }

    #[test]
    fn paths_are_short_and_exact() {
        let mut d = String::new();
        write_ring(&mut d, &[(1.0, 2.5), (1.01, 2.5), (3.0, -1.0), (0.5, 0.5)], 5);
        assert_eq!(d, "M1 2.5l2-3.5l-2.5 1.5z");
    }
}
