//! The picture of a territory: outlines, each a link where there is something to open.

use essaim_geo::TerritoryCode;
use essaim_web::Frame;

use super::href;
use crate::map::View;
use crate::{Registry, Source, Territory};

/// An outline of the picture.
pub(super) struct Drawn {
    pub(super) d: String,
    pub(super) class: &'static str,
    /// Where it leads, and its name.
    pub(super) link: Option<(String, String)>,
}

/// What the template draws.
pub(super) struct Picture {
    pub(super) view_box: String,
    pub(super) outlines: Vec<Drawn>,
    /// A cell where the territory has no outline of its own.
    pub(super) cell: Option<String>,
    /// Who drew the outlines, and under which licence.
    pub(super) credit: String,
}

impl Picture {
    /// A view whose outlines lead to these places.
    pub(super) fn of_links<'a>(
        frame: &Frame,
        registry: &Registry,
        view: View,
        linked: impl Iterator<Item = &'a Territory>,
    ) -> Self {
        let outlines = linked.filter_map(|place| {
            let outline = view.outline_of(registry, &place.code())?;
            let link = Some((href(frame, &place.code()), place.name().to_owned()));
            Some(Drawn { d: outline.d, class: "map-shape map-shape--inside", link })
        });
        Picture { view_box: view.view_box(), outlines: outlines.collect(), cell: None, credit: credit() }
    }

    /// A territory among its neighbours; `None` when nobody knows where it lies.
    pub(super) fn of(frame: &Frame, registry: &Registry, code: &TerritoryCode) -> Option<Self> {
        let view = View::of(registry, code)?;
        let own = view.outline_of(registry, code);
        let around = view.outlines().into_iter().filter(|outline| outline.code != *code).map(|outline| {
            let name = registry.get(&outline.code).map(|place| place.name().to_owned());
            let class =
                if registry.contains(code, &outline.code) { "map-shape map-shape--inside" } else { "map-shape" };
            Drawn { d: outline.d, class, link: name.map(|name| (href(frame, &outline.code), name)) }
        });
        // What is inside stays a link above a large territory's own shape; a small one lies above all.
        let (inside, mut outlines): (Vec<Drawn>, Vec<Drawn>) =
            around.partition(|drawn| drawn.class.ends_with("--inside"));
        let cell = match &own {
            Some(_) => None,
            None => registry.get(code).and_then(Territory::point).and_then(|point| view.project(point)).map(hexagon),
        };
        outlines.extend(own.map(|own| Drawn { d: own.d, class: "map-shape map-shape--chosen", link: None }));
        outlines.extend(inside);
        Some(Picture { view_box: view.view_box(), outlines, cell, credit: credit() })
    }
}

fn credit() -> String {
    Source::outlines().credit()
}

/// A cell around a point.
fn hexagon((x, y): (f64, f64)) -> String {
    format!("M{x:.1} {:.1}l12 7v14l-12 7l-12-7v-14z", y - 14.0)
}
