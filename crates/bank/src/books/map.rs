//! The map of a book: outlines and one cell for each place where an experience happens.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use essaim_press::{Image, Map};
use essaim_territories::map::View;
use essaim_territories::{Point, Source};
use essaim_web::{Lang, format};

use crate::snapshot::Entry;

/// The map of these experiences; none when none of them has a point that the picture can show.
pub(super) fn map(entries: &[Arc<Entry>], lang: Lang) -> Option<Map> {
    let mut places = BTreeMap::new();
    for point in entries.iter().flat_map(|entry| entry.card.points.iter()) {
        places.entry(point.territory).or_insert((Point { lon: point.lon, lat: point.lat }, 0_usize)).1 += 1;
    }
    let view = View::around(places.values().map(|(point, _)| *point));
    let cells: Vec<_> = places.values().filter_map(|(point, count)| Some((view.project(*point)?, *count))).collect();
    if cells.is_empty() {
        return None;
    }
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{}\">", view.view_box());
    for outline in view.outlines() {
        let paint = "fill=\"#f2ebdd\" stroke=\"#b9ad97\" stroke-width=\"1\" fill-rule=\"evenodd\"";
        write!(svg, "<path d=\"{}\" {paint}/>", outline.d).expect("writing to a string cannot fail");
    }
    for ((x, y), count) in &cells {
        hexagon(&mut svg, *x, *y, 5.0 + 2.0 * (*count as f64).sqrt());
    }
    svg.push_str("</svg>");
    let number = format::number(lang, cells.len());
    Some(Map {
        image: Image::Svg(svg.into_bytes()),
        alt: match lang {
            Lang::Fr => {
                format!("Carte : {number} lieux où se déroulent les expériences. L’index des territoires les nomme.")
            }
            Lang::En => {
                format!("Map: {number} places where the experiences happen. The index of territories names them.")
            }
        },
        credit: credit(lang),
    })
}

/// Where the outlines come from, as the tables themselves say.
fn credit(lang: Lang) -> String {
    let label = if lang == Lang::Fr { "Contours\u{a0}: " } else { "Outlines: " };
    let source = Source::of("contours-2026");
    source
        .map(|source| format!("{label}{}, {}, {}", source.producer, source.vintage, source.licence))
        .unwrap_or_default()
}

/// A cell standing on a corner, larger where more happens.
fn hexagon(svg: &mut String, x: f64, y: f64, radius: f64) {
    let (half, width) = (radius / 2.0, radius * 0.866);
    write!(
        svg,
        "<path d=\"M{x:.1} {:.1}l{width:.1} {half:.1}v{radius:.1}l-{width:.1} {half:.1}l-{width:.1} -{half:.1}v-{radius:.1}z\" fill=\"#11302f\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>",
        y - radius
    )
    .expect("writing to a string cannot fail");
}
