//! `/ici`: what covers a point, given by its coordinates, by an address, by a click or by the phone's position.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use essaim_geo::addresses::{Found, Nature, Question};
use essaim_geo::{Generation, Level, Point, TerritoryCode};
use essaim_web::{Frame, Lang, page};

use super::picture::Picture;
use super::{Line, distance, level_key, line};
use crate::api::unkept;
use crate::covering::{Basis, Cover, Covering, covering};
use crate::map::View;
use crate::official::{Holdings, Layer};
use crate::outline::{DrawnFrom, Outlines};
use crate::panel::TerritoriesState;
use crate::tagging::{SURE, label};
use crate::{Registry, Source};

/// How many addresses are shown beside the likeliest.
const OTHERS: usize = 4;
/// A territory that is farther than this, in metres, is not told as the nearest.
const FARTHEST: f64 = 100_000.0;

/// What is asked, as it was typed.
#[derive(Default)]
struct Asked {
    lon: String,
    lat: String,
    address: String,
    /// The key of what is wrong with it.
    fault: Option<&'static str>,
}

/// One layer of the answer.
struct Row {
    /// The key of what it is.
    layer: &'static str,
    lines: Vec<Line>,
    /// Where none holds the point: the nearest, and how far.
    near: Option<(Line, String)>,
    is_unknown: bool,
    /// The key of how it is known, and by whom.
    basis: Option<(&'static str, String)>,
}

/// An address that was found.
struct AddressLine {
    label: String,
    lon: String,
    lat: String,
    /// How far the true place may be, in metres; none for a number with a point of its own.
    accuracy: Option<String>,
    is_sure: bool,
}

#[derive(Template)]
#[template(path = "here.html")]
struct HerePage {
    frame: Frame,
    asked: Asked,
    is_asked: bool,
    point: Option<(String, String)>,
    address: Option<AddressLine>,
    others: Vec<AddressLine>,
    has_addresses: bool,
    rows: Vec<Row>,
    missing: Vec<&'static str>,
    picture: Picture,
}

pub(super) async fn here(State(state): State<TerritoriesState>, frame: Frame) -> Response {
    let validators = frame.validators(state.revision());
    let is_asked = ["lon", "lat", "adresse"].into_iter().any(|key| frame.query().get(key).is_some());
    if !is_asked && let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    let (registry, holdings) = (state.registry(), state.node().holdings());
    let outlines = Outlines::of(registry, &holdings);
    let (mut asked, mut point) = asked(&frame);
    let mut found = match point {
        None if asked.fault.is_none() => addresses(&frame, &holdings, &mut asked),
        _ => Vec::new(),
    };
    let others = found.split_off(found.len().min(1));
    let address = found.pop().map(|(line, at)| {
        point = Some(at);
        line
    });
    let told = point.map(|point| covering(outlines, &holdings, point)).unwrap_or_default();
    let status = if asked.fault.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let body = HerePage {
        rows: told.iter().map(|told| row(&state, &frame, told)).collect(),
        missing: Layer::ALL.into_iter().filter(|layer| holdings.layer(*layer).is_none()).map(layer_key).collect(),
        picture: picture(&frame, registry, &holdings, point),
        has_addresses: holdings.addresses().is_some(),
        point: point.map(|point| (degrees(&frame, point.lon), degrees(&frame, point.lat))),
        others: others.into_iter().map(|(line, _)| line).collect(),
        address,
        asked,
        is_asked,
        frame,
    };
    let page = page(&body).status(status).with_map().with_position();
    // What is asked may be where somebody lives.
    if is_asked { unkept(page.into_response()) } else { page.validators(&validators).into_response() }
}

/// What is asked, and the point where it is given by its coordinates.
fn asked(frame: &Frame) -> (Asked, Option<Point>) {
    let typed = |key: &str| frame.query().get(key).unwrap_or_default().trim().to_owned();
    let mut asked = Asked { lon: typed("lon"), lat: typed("lat"), address: typed("adresse"), fault: None };
    if asked.lon.is_empty() && asked.lat.is_empty() {
        return (asked, None);
    }
    // As one types them in French: 6,1757.
    let number = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let point = number(&asked.lon).zip(number(&asked.lat)).and_then(|(lon, lat)| Point::new(lon, lat));
    if point.is_none() {
        asked.fault = Some("here-fault-coordinates");
    }
    (asked, point)
}

/// The addresses that a text may mean, the likeliest first.
fn addresses(frame: &Frame, holdings: &Holdings, asked: &mut Asked) -> Vec<(AddressLine, Point)> {
    if asked.address.is_empty() {
        return Vec::new();
    }
    let Some(set) = holdings.addresses() else {
        asked.fault = Some("here-fault-no-addresses");
        return Vec::new();
    };
    let question = Question { address: &asked.address, ..Question::default() };
    let answer = set.finder().find(&question, 1 + OTHERS);
    if answer.found.is_empty() {
        asked.fault = Some("here-fault-not-found");
    }
    answer.found.iter().map(|found| (address(frame, found), found.point)).collect()
}

fn address(frame: &Frame, found: &Found<'_>) -> AddressLine {
    let is_exact = found.nature == Nature::Number && found.accuracy < 1.0;
    AddressLine {
        label: label(found),
        lon: found.point.lon.to_string(),
        lat: found.point.lat.to_string(),
        accuracy: (!is_exact).then(|| frame.number(found.accuracy.ceil() as u64)),
        is_sure: found.score >= SURE,
    }
}

fn row(state: &TerritoriesState, frame: &Frame, Covering { layer, said }: &Covering<'_>) -> Row {
    let (registry, count) = (state.registry(), state.counter());
    let tell = |code: &TerritoryCode| registry.get(code).map(|place| line(frame, registry, place, count(code)));
    let mut row = Row { layer: layer_key(*layer), lines: Vec::new(), near: None, is_unknown: false, basis: None };
    match said {
        Cover::Within(codes, basis) => {
            row.lines = codes.iter().filter_map(tell).collect();
            row.basis = Some(told_by(*basis));
        }
        Cover::Outside(nearest, basis) => {
            let near = |(code, metres): &(TerritoryCode, f64)| Some((tell(code)?, distance(frame, *metres)));
            // What is farther says nothing.
            row.near = nearest.as_ref().filter(|(_, metres)| *metres < FARTHEST).and_then(near);
            row.basis = Some(told_by(*basis));
        }
        Cover::Unknown => row.is_unknown = true,
    }
    row
}

fn told_by(basis: Basis<'_>) -> (&'static str, String) {
    let in_short = |source: &Source| format!("{}, {}", source.producer, source.vintage);
    match basis {
        Basis::Perimeters(from @ DrawnFrom::Node(_)) => ("here-by-perimeter", in_short(&from.source())),
        Basis::Perimeters(from) => ("here-by-outline", in_short(&from.source())),
        Basis::Tables(source) => ("here-by-table", in_short(source)),
    }
}

fn layer_key(layer: Layer) -> &'static str {
    match layer {
        Layer::Qpv(Generation::G2015) => "territory-level-qpv-2015",
        Layer::Qpv(Generation::G2024) => "territory-level-qpv-2024",
        _ => level_key(layer.level()),
    }
}

fn picture(frame: &Frame, registry: &Registry, holdings: &Holdings, point: Option<Point>) -> Picture {
    let ground = (Outlines::of(registry, holdings), holdings);
    match point {
        Some(point) => Picture::around(frame, ground, point),
        None => Picture::of_links(frame, ground, View::france(), registry.all(Level::Departement)),
    }
}

/// To a metre, as the language writes decimals.
fn degrees(frame: &Frame, degrees: f64) -> String {
    let written = ((degrees * 1e5).round() / 1e5).to_string();
    if frame.lang() == Lang::Fr { written.replace('.', ",") } else { written }
}
