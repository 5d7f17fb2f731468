//! The picture of a territory: outlines, each a link where there is something to open.

use std::collections::BTreeSet;

use essaim_geo::{Level, Point, TerritoryCode};
use essaim_web::Frame;

use super::href;
use crate::map::{Outline, View};
use crate::official::{Holdings, Layer};
use crate::outline::Outlines;
use crate::source::OUTLINES;
use crate::{Generation, Source, Territory};

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
    /// A cell where the territory has no outline of its own, or around the point that is asked.
    pub(super) cell: Option<String>,
    /// Who drew the outlines, of what vintage, and under which licence.
    pub(super) credits: Vec<String>,
}

const PLAIN: &str = "map-shape";
const INSIDE: &str = "map-shape map-shape--inside";
const CHOSEN: &str = "map-shape map-shape--chosen";
const NEIGHBOURHOOD: &str = "map-shape map-shape--neighbourhood";
const FORMER: &str = "map-shape map-shape--former";

impl Picture {
    /// A view whose outlines lead to these places.
    pub(super) fn of_links<'a>(
        frame: &Frame,
        (outlines, holdings): (Outlines<'_>, &Holdings),
        view: View,
        linked: impl Iterator<Item = &'a Territory>,
    ) -> Self {
        let mut drawing = Drawing::of(frame, outlines, view);
        for place in linked {
            if let Some(outline) = view.outline_of(outlines, &place.code()) {
                drawing.link(outline, INSIDE);
            }
        }
        drawing.finish(None, holdings)
    }

    /// A territory among its neighbours; `None` when nobody knows where it lies.
    pub(super) fn of(
        frame: &Frame,
        (outlines, holdings): (Outlines<'_>, &Holdings),
        code: &TerritoryCode,
    ) -> Option<Self> {
        let registry = outlines.registry();
        let view = View::of(outlines, code)?;
        let own = view.outline_of(outlines, code);
        let around = view.outlines(outlines).into_iter().filter(|outline| outline.code != *code);
        // What is inside stays a link above a large territory's own shape; a small one lies above all.
        let (inside, around): (Vec<Outline>, Vec<Outline>) =
            around.partition(|outline| registry.contains(code, &outline.code));
        let mut drawing = Drawing::of(frame, outlines, view);
        around.into_iter().for_each(|outline| drawing.link(outline, PLAIN));
        let cell = match &own {
            Some(_) => None,
            None => registry.get(code).and_then(Territory::point).and_then(|point| view.project(point)).map(hexagon),
        };
        if code.level() == Level::Qpv {
            drawing.neighbourhoods(code.generation(), |other| other != code);
            own.into_iter().for_each(|own| drawing.plain(own, CHOSEN));
            drawing.other_generation(code);
        } else {
            own.into_iter().for_each(|own| drawing.plain(own, CHOSEN));
            inside.into_iter().for_each(|outline| drawing.link(outline, INSIDE));
            if !matches!(code.level(), Level::Region) {
                drawing.neighbourhoods(Some(Generation::G2024), |other| registry.contains(code, other));
            }
        }
        Some(drawing.finish(cell, holdings))
    }

    /// What lies around a point.
    pub(super) fn around(frame: &Frame, (outlines, holdings): (Outlines<'_>, &Holdings), point: Point) -> Self {
        let view = View::near(point);
        let mut drawing = Drawing::of(frame, outlines, view);
        view.outlines(outlines).into_iter().for_each(|outline| drawing.link(outline, PLAIN));
        drawing.neighbourhoods(Some(Generation::G2024), |_| true);
        let cell = view.project(point).map(hexagon);
        drawing.finish(cell, holdings)
    }
}

/// A picture under way.
struct Drawing<'a> {
    frame: &'a Frame,
    outlines: Outlines<'a>,
    view: View,
    drawn: Vec<Drawn>,
    sources: BTreeSet<&'static str>,
}

impl<'a> Drawing<'a> {
    fn of(frame: &'a Frame, outlines: Outlines<'a>, view: View) -> Self {
        Self { frame, outlines, view, drawn: Vec::new(), sources: BTreeSet::new() }
    }

    fn plain(&mut self, outline: Outline, class: &'static str) {
        self.sources.insert(outline.source);
        self.drawn.push(Drawn { d: outline.d, class, link: None });
    }

    fn link(&mut self, outline: Outline, class: &'static str) {
        let place = self.outlines.registry().get(&outline.code);
        let link = place.map(|place| (href(self.frame, &outline.code), place.name().to_owned()));
        self.sources.insert(outline.source);
        self.drawn.push(Drawn { d: outline.d, class, link });
    }

    /// The neighbourhoods of a generation that show, above what is there.
    fn neighbourhoods(&mut self, generation: Option<Generation>, is_meant: impl Fn(&TerritoryCode) -> bool) {
        let Some(generation) = generation else { return };
        let shown = self.view.layer(self.outlines, Layer::Qpv(generation));
        for outline in shown.into_iter().filter(|outline| is_meant(&outline.code)) {
            self.link(outline, NEIGHBOURHOOD);
        }
    }

    /// What a neighbourhood was, or became, as a line.
    fn other_generation(&mut self, code: &TerritoryCode) {
        let Some(place) = self.outlines.registry().get(code) else { return };
        for other in place.predecessors().iter().chain(place.successors()) {
            if let Some(outline) = self.view.outline_of(self.outlines, other) {
                self.plain(outline, FORMER);
            }
        }
    }

    fn finish(self, cell: Option<String>, holdings: &Holdings) -> Picture {
        let source = |key: &&'static str| {
            let layer = key.parse::<Layer>().ok().filter(|_| *key != OUTLINES);
            let kept = layer.and_then(|layer| holdings.layer(layer));
            kept.map_or_else(|| Source::outlines().clone(), |(kept, _)| kept.source())
        };
        let credits: BTreeSet<String> =
            self.sources.iter().map(source).map(|source| source.credit_and_vintage()).collect();
        Picture { view_box: self.view.view_box(), outlines: self.drawn, cell, credits: credits.into_iter().collect() }
    }
}

/// A cell around a point.
fn hexagon((x, y): (f64, f64)) -> String {
    format!("M{x:.1} {:.1}l12 7v14l-12 7l-12-7v-14z", y - 14.0)
}
