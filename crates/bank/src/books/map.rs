//! The map of a book: outlines and one numbered cell for each group of places where experiences happen.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use essaim_geo::TerritoryCode;
use essaim_press::{Image, Map, Mark};
use essaim_territories::map::View;
use essaim_territories::{Point, Registry, Source};
use essaim_web::{Lang, format};

use crate::model::PlaceRelation;
use crate::snapshot::Entry;
use crate::words::Wording;

/// How large a cell is, in units of the picture: its number is read at the width of a page.
const RADIUS: f64 = 13.0;

/// A cell: places too close to be told apart on paper, and the experiences that happen there.
struct Group {
    at: (f64, f64),
    names: Vec<String>,
    slugs: Vec<String>,
}

/// The map of these experiences; none when none of them happens at a point that the picture can show. Where one merely began
/// does not frame it: a single place far away would make all the others one.
pub(super) fn map(entries: &[Arc<Entry>], words: Wording<'_>) -> Option<Map> {
    let places = places(entries);
    let view = View::around(places.values().map(|(point, _)| *point));
    let groups = groups(&view, &places, words);
    if groups.is_empty() {
        return None;
    }
    let number = format::number(words.lang, groups.len());
    Some(Map {
        image: Image::Svg(drawing(&view, &groups).into_bytes()),
        alt: match words.lang {
            Lang::Fr => {
                format!("Carte : {number} groupes de lieux où se déroulent les expériences, nommés sous la carte.")
            }
            Lang::En => format!("Map: {number} groups of places where the experiences happen, named below the map."),
        },
        credit: credit(words.lang),
        places: groups.into_iter().map(|group| Mark { name: group.names.join(", "), entries: group.slugs }).collect(),
    })
}

type Places = BTreeMap<TerritoryCode, (Point, Vec<String>)>;

/// Where experiences happen, each place with the slugs of its own.
fn places(entries: &[Arc<Entry>]) -> Places {
    let mut places = Places::new();
    for entry in entries {
        let happens = |code: TerritoryCode| {
            let all = &entry.experience.places;
            all.iter().any(|place| place.territory == code && place.relation == PlaceRelation::HappensIn)
        };
        for point in entry.card.points.iter().filter(|point| happens(point.territory)) {
            let place = Point { lon: point.lon, lat: point.lat };
            let slugs = &mut places.entry(point.territory).or_insert((place, Vec::new())).1;
            slugs.push(entry.experience.slug.to_string());
        }
    }
    places
}

/// One cell for what would lie upon each other, where most happens first; numbered from north to south.
fn groups(view: &View, places: &Places, words: Wording<'_>) -> Vec<Group> {
    let mut shown: Vec<_> =
        places.iter().filter_map(|(code, (point, slugs))| Some((view.project(*point)?, code, slugs))).collect();
    shown.sort_by_key(|(_, _, slugs)| std::cmp::Reverse(slugs.len()));
    let mut groups: Vec<Group> = Vec::new();
    for (at, code, slugs) in shown {
        let near = |group: &&mut Group| (group.at.0 - at.0).hypot(group.at.1 - at.1) < 2.0 * RADIUS;
        let name = words.territory_in_full(code);
        match groups.iter_mut().find(near) {
            Some(group) => {
                group.names.push(name);
                group
                    .slugs
                    .extend(slugs.iter().filter(|slug| !group.slugs.contains(slug)).cloned().collect::<Vec<_>>());
            }
            None => groups.push(Group { at, names: vec![name], slugs: slugs.clone() }),
        }
    }
    groups.sort_by(|a, b| a.at.1.total_cmp(&b.at.1));
    groups
}

/// Outlines run off the picture on purpose: a frame says so.
fn drawing(view: &View, groups: &[Group]) -> String {
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{}\">", view.view_box());
    for outline in view.outlines(Registry::embedded()) {
        let paint = "fill=\"#f2ebdd\" stroke=\"#b9ad97\" stroke-width=\"1\" fill-rule=\"evenodd\"";
        write!(svg, "<path d=\"{}\" {paint}/>", outline.d).expect("writing to a string cannot fail");
    }
    for (place, group) in groups.iter().enumerate() {
        hexagon(&mut svg, group.at.0, group.at.1, place + 1);
    }
    svg.push_str("<rect x=\"0.5\" y=\"0.5\" width=\"799\" height=\"599\" fill=\"none\" stroke=\"#b9ad97\"/></svg>");
    svg
}

/// Where the outlines come from, as the tables themselves say.
fn credit(lang: Lang) -> String {
    let label = if lang == Lang::Fr { "Contours\u{a0}: " } else { "Outlines: " };
    let source = Source::of("contours-2026");
    source
        .map(|source| format!("{label}{}, {}, {}", source.producer, source.vintage, source.licence))
        .unwrap_or_default()
}

/// A cell standing on a corner, with its number.
fn hexagon(svg: &mut String, x: f64, y: f64, number: usize) {
    let (half, width) = (RADIUS / 2.0, RADIUS * 0.866);
    write!(
        svg,
        "<path d=\"M{x:.1} {:.1}l{width:.1} {half:.1}v{RADIUS:.1}l-{width:.1} {half:.1}l-{width:.1} -{half:.1}v-{RADIUS:.1}z\" fill=\"#11302f\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>\
        <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-family=\"Atkinson Hyperlegible Next\" font-weight=\"700\" font-size=\"13\" fill=\"#ffffff\">{number}</text>",
        y - RADIUS,
        y + 4.5
    )
    .expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestSite;

    #[tokio::test]
    async fn the_map_is_framed_on_where_experiences_happen_and_its_cells_do_not_lie_upon_each_other() {
        let site = TestSite::with_samples().await;
        let snapshot = site.bank.snapshot().unwrap();
        let words = snapshot.words(Lang::Fr);
        let places = places(snapshot.entries());
        let view = View::around(places.values().map(|(point, _)| *point));
        assert!(places.values().all(|(point, _)| view.project(*point).is_some()));
        let groups = groups(&view, &places, words);
        for (place, one) in groups.iter().enumerate() {
            for other in &groups[place + 1..] {
                assert!((one.at.0 - other.at.0).hypot(one.at.1 - other.at.1) >= 2.0 * RADIUS);
            }
        }
        let map = map(snapshot.entries(), words).unwrap();
        assert_eq!(map.places.len(), groups.len());
        assert!(map.places.iter().all(|mark| !mark.name.is_empty() && !mark.entries.is_empty()));
        assert!(map.places.len() > 1);
    }
}
