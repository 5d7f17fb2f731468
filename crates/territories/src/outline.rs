//! Outlines: true perimeters where a node holds them, else those that the program carries.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::LazyLock;

use essaim_geo::reading::{Place, ReadingError, features};
use essaim_geo::{Border, Extent, Level, Perimeter, PerimetersBuilder, Point, Shape, TerritoryCode, Vertex, repaired};

use crate::official::{Holdings, Kept, Layer};
use crate::source::OUTLINES;
use crate::{Registry, Source};

const FRANCE: &[u8] = include_bytes!("../../../data/territories/outlines-france.topojson.gz");
const GRAND_EST: &[u8] = include_bytes!("../../../data/territories/outlines-grand-est.topojson.gz");

type Drawings = BTreeMap<TerritoryCode, Shape>;

/// The finest first.
static EMBEDDED: LazyLock<[Drawings; 2]> = LazyLock::new(|| [read(GRAND_EST), read(FRANCE)]);

/// Who draws territories.
#[derive(Clone, Copy)]
pub struct Outlines<'a> {
    registry: &'a Registry,
    holdings: Option<&'a Holdings>,
}

/// The outline of a territory.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn<'a> {
    /// What it encloses.
    pub shape: Shape,
    /// Who drew it.
    pub from: DrawnFrom<'a>,
}

/// Who drew an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DrawnFrom<'a> {
    /// An official file of this node, of its own vintage.
    Node(&'a Kept),
    /// What the program carries: simplified to about 100 m.
    Program,
}

impl<'a> DrawnFrom<'a> {
    /// The key of the source.
    pub fn key(self) -> &'static str {
        match self {
            Self::Node(kept) => kept.holding.key(),
            Self::Program => OUTLINES,
        }
    }

    /// The source.
    pub fn source(self) -> Cow<'a, Source> {
        match self {
            Self::Node(kept) => Cow::Owned(kept.source()),
            Self::Program => Cow::Borrowed(Source::outlines()),
        }
    }
}

impl<'a> From<&'a Registry> for Outlines<'a> {
    /// Those that the program carries.
    fn from(registry: &'a Registry) -> Self {
        Self { registry, holdings: None }
    }
}

impl<'a> Outlines<'a> {
    /// Those of a node, and of the program where it holds none.
    pub fn of(registry: &'a Registry, holdings: &'a Holdings) -> Self {
        Self { registry, holdings: Some(holdings) }
    }

    /// The tables that say what there is.
    pub fn registry(self) -> &'a Registry {
        self.registry
    }

    /// The outline of a territory: its perimeter where the node holds it; régions and départements of France, communes of
    /// the Grand Est; what is wholly made of communes that are drawn.
    pub fn drawn(self, code: &TerritoryCode) -> Option<Drawn<'a>> {
        self.own(code).or_else(|| program(EMBEDDED.iter(), code)).or_else(|| self.joined(code))
    }

    /// The same for a drawing of the whole country: the coarsest first.
    pub(crate) fn drawn_coarsely(self, code: &TerritoryCode) -> Option<Drawn<'a>> {
        program(EMBEDDED.iter().rev(), code).or_else(|| self.drawn(code))
    }

    /// Those of the same level that share a border with it, in the order of codes: told by the node's perimeters where
    /// they have the territory itself.
    pub(crate) fn neighbours(self, code: &TerritoryCode) -> BTreeSet<TerritoryCode> {
        let layer = self.layer(Layer::of(code));
        if let Some((_, perimeters)) = layer
            && let Some(number) = perimeters.find(code.code())
        {
            let codes = perimeters.neighbours(number).into_iter().map(|other| perimeters.code(other));
            return codes.filter_map(|other| TerritoryCode::new(code.level(), other).ok()).collect();
        }
        EMBEDDED.iter().flat_map(|drawings| beside(drawings, code)).collect()
    }

    /// The territories of a layer that may have something within an extent, with their outlines.
    pub(crate) fn near(self, layer: Layer, extent: Extent) -> Vec<(TerritoryCode, Drawn<'a>)> {
        let level = layer.level();
        if let Some((kept, perimeters)) = self.layer(layer) {
            let near = perimeters.near(extent).filter_map(|number| {
                let code = TerritoryCode::new(level, perimeters.code(number)).ok()?;
                Some((code, Drawn { shape: perimeters.shape(number), from: DrawnFrom::Node(kept) }))
            });
            return near.collect();
        }
        // The finest first: a département of the Grand Est is drawn twice.
        let mut known = BTreeSet::new();
        let all = EMBEDDED.iter().flatten().filter(|(code, _)| Layer::of(code) == layer);
        let near = all.filter(|(code, shape)| shape.extent().meets(extent) && known.insert(**code));
        near.map(|(code, shape)| (*code, Drawn { shape: shape.clone(), from: DrawnFrom::Program })).collect()
    }

    /// The territories of a layer that hold a point, in the order of codes, and who drew them; `None` where nobody draws
    /// that layer.
    pub(crate) fn holding(self, layer: Layer, point: Point) -> Option<(Vec<TerritoryCode>, DrawnFrom<'a>)> {
        let code = |code: &str| TerritoryCode::new(layer.level(), code).ok();
        if let Some((kept, perimeters)) = self.layer(layer) {
            let held = perimeters.holding(point).filter_map(|number| code(perimeters.code(number)));
            return Some((held.collect(), DrawnFrom::Node(kept)));
        }
        if !matches!(layer, Layer::Region | Layer::Departement | Layer::Commune) {
            return None;
        }
        // Wide cells: a région is much land, and it is asked once.
        let mut few = PerimetersBuilder::new(80_000.0);
        for (code, Drawn { shape, .. }) in self.near(layer, Extent::NOTHING.with(Vertex::nearest(point))) {
            let perimeter = Perimeter { code: code.code().to_owned(), name: String::new(), shape: repaired(&shape) };
            few.add(perimeter).ok()?;
        }
        let few = few.finish().ok()?;
        let held = few.holding(point).filter_map(|number| code(few.code(number))).collect();
        Some((held, DrawnFrom::Program))
    }

    fn layer(self, layer: Layer) -> Option<(&'a Kept, &'a essaim_geo::Perimeters)> {
        self.holdings.and_then(|holdings| holdings.layer(layer))
    }

    fn own(self, code: &TerritoryCode) -> Option<Drawn<'a>> {
        let (kept, perimeters) = self.layer(Layer::of(code))?;
        let shape = perimeters.shape(perimeters.find(code.code())?);
        (!shape.is_empty()).then_some(Drawn { shape, from: DrawnFrom::Node(kept) })
    }

    /// The outline of communes taken together: what they share goes. `None` when one of them is not drawn.
    fn joined(self, code: &TerritoryCode) -> Option<Drawn<'a>> {
        if !matches!(code.level(), Level::Epci | Level::Arrondissement | Level::Contrat) {
            return None;
        }
        let members = self.registry.children(code, Level::Commune).map(|place| place.code());
        let members = members.map(|member| self.own(&member).or_else(|| program(EMBEDDED.iter(), &member)));
        let members = members.collect::<Option<Vec<Drawn<'a>>>>()?;
        // One that the program draws makes the whole as coarse as that.
        let coarsest = members.iter().map(|member| member.from).find(|from| *from == DrawnFrom::Program);
        let from = coarsest.or(members.first().map(|member| member.from))?;
        let polygons = members.into_iter().flat_map(|member| member.shape.polygons).collect();
        Some(Drawn { shape: repaired(&Shape { polygons }), from })
    }
}

fn program<'a, 'd>(mut all: impl Iterator<Item = &'d Drawings>, code: &TerritoryCode) -> Option<Drawn<'a>> {
    let shape = all.find_map(|drawings| drawings.get(code))?.clone();
    Some(Drawn { shape, from: DrawnFrom::Program })
}

fn beside(drawings: &Drawings, code: &TerritoryCode) -> Vec<TerritoryCode> {
    let Some(own) = drawings.get(code) else { return Vec::new() };
    let border = Border::of(own);
    let others = drawings.iter().filter(|(other, _)| other.level() == code.level() && *other != code);
    let others = others.filter(|(_, shape)| border.is_shared_with(shape.extent(), shape.rings().flatten()));
    others.map(|(other, _)| *other).collect()
}

fn read(topology: &[u8]) -> Drawings {
    let mut drawings = Drawings::new();
    let read = features(Cursor::new(topology), |feature| {
        let level = match feature.object.as_deref() {
            Some("regions") => Level::Region,
            Some("departements") => Level::Departement,
            _ => Level::Commune,
        };
        let id = feature.properties.text(&["id"]).expect("the embedded outlines have codes: a test reads them");
        let code = TerritoryCode::new(level, &id).expect("the embedded codes are official");
        if let Place::Shape(shape) = feature.place {
            drawings.insert(code, shape);
        }
        Ok::<_, ReadingError>(())
    });
    read.expect("the embedded outlines are whole: a test reads them");
    drawings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> TerritoryCode {
        text.parse().unwrap()
    }

    fn outlines() -> Outlines<'static> {
        Registry::embedded().into()
    }

    #[test]
    fn every_region_and_departement_of_today_is_drawn() {
        let registry = Registry::embedded();
        for level in [Level::Region, Level::Departement] {
            for place in registry.all(level).filter(|place| place.code().code() < "975") {
                assert!(!outlines().drawn(&place.code()).unwrap().shape.is_empty(), "{}", place.code());
            }
        }
        assert_eq!(EMBEDDED[0].keys().filter(|code| code.level() == Level::Commune).count(), 5115);
    }

    #[test]
    fn what_is_made_of_drawn_communes_is_drawn_too() {
        for text in ["epci-200039865", "arrondissement-579", "contrat-CV185"] {
            let joined = outlines().drawn(&code(text)).unwrap().shape;
            let communes = Registry::embedded().children(&code(text), Level::Commune);
            let apart: usize = communes.map(|place| EMBEDDED[0][&place.code()].edges().count()).sum();
            assert!(!joined.is_empty() && joined.edges().count() < apart / 2, "{text}");
        }
        for text in ["epci-200054781", "qpv-QN05701M", "commune-75056"] {
            assert_eq!(outlines().drawn(&code(text)), None, "{text}");
        }
    }

    #[test]
    fn neighbours_share_a_border() {
        let around = |text: &str| outlines().neighbours(&code(text));
        assert!(around("commune-57463").contains(&code("commune-57751")));
        assert!(!around("commune-57463").contains(&code("commune-57672")));
        assert!(around("departement-57").contains(&code("departement-67")));
        assert!(around("region-44").contains(&code("region-27")));
        assert!(around("departement-974").is_empty() && around("qpv-QN05701M").is_empty());
    }

    #[test]
    fn all_outlines_take_less_than_a_megabyte() {
        let size = |zipped| std::io::copy(&mut flate2::read::GzDecoder::new(zipped), &mut std::io::sink()).unwrap();
        assert!(size(FRANCE) + size(GRAND_EST) <= 1_000_000);
    }
}
