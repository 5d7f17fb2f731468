//! What covers a point: from its région down to its neighbourhoods, by perimeters where they are at hand, else by tables.

use essaim_geo::{Generation, Level, Point, TerritoryCode};

use crate::official::{Holdings, Layer};
use crate::outline::{DrawnFrom, Outlines};
use crate::{Registry, Source, Territory};

/// What is said of a point, one layer after the other: the larger territories first.
const TOLD: [Layer; 8] = [
    Layer::Region,
    Layer::Departement,
    Layer::Arrondissement,
    Layer::Epci,
    Layer::Commune,
    Layer::Contrat,
    Layer::Qpv(Generation::G2024),
    Layer::Qpv(Generation::G2015),
];

/// What a layer says of a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Covering<'a> {
    /// Which.
    pub layer: Layer,
    /// What.
    pub said: Cover<'a>,
}

/// How a point stands to the territories of a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cover<'a> {
    /// It lies in these: in two where it is on their common border.
    Within(Vec<TerritoryCode>, Basis<'a>),
    /// It lies in none, and the nearest is that far, in metres.
    Outside(Option<(TerritoryCode, f64)>, Basis<'a>),
    /// Nobody says: the perimeters are not on this node.
    Unknown,
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis<'a> {
    /// Perimeters that hold the point.
    Perimeters(DrawnFrom<'a>),
    /// Tables, by the commune.
    Tables(&'a Source),
}

/// What covers a point.
pub fn covering<'a>(outlines: Outlines<'a>, holdings: &'a Holdings, point: Point) -> Vec<Covering<'a>> {
    let asked = Asked::of(outlines, holdings, point);
    TOLD.into_iter().map(|layer| Covering { layer, said: asked.cover(layer) }).collect()
}

/// A point, and the communes that hold it.
struct Asked<'a> {
    outlines: Outlines<'a>,
    holdings: &'a Holdings,
    point: Point,
    communes: Vec<TerritoryCode>,
}

impl<'a> Asked<'a> {
    fn of(outlines: Outlines<'a>, holdings: &'a Holdings, point: Point) -> Self {
        let communes = outlines.holding(Layer::Commune, point).map_or_else(Vec::new, |(codes, _)| codes);
        Self { outlines, holdings, point, communes }
    }

    fn cover(&self, layer: Layer) -> Cover<'a> {
        if let Some((codes, from)) = self.outlines.holding(layer, self.point)
            && !codes.is_empty()
        {
            return Cover::Within(codes, Basis::Perimeters(from));
        }
        match layer {
            Layer::Qpv(generation) => self.outside(generation),
            _ => self.by_tables(layer.level()),
        }
    }

    /// Outside is only said where every neighbourhood of the département is at hand.
    fn outside(&self, generation: Generation) -> Cover<'a> {
        let Some(quarters) = self.holdings.quarters_of(generation) else { return Cover::Unknown };
        let departement = self.communes.first().and_then(TerritoryCode::departement);
        if !quarters.is_covered(departement) {
            return Cover::Unknown;
        }
        let nearest = quarters.perimeters.nearest(self.point, |_| true);
        let nearest = nearest.and_then(|found| {
            let code = TerritoryCode::new(Level::Qpv, quarters.perimeters.code(found.number)).ok()?;
            Some((code, found.metres))
        });
        Cover::Outside(nearest, Basis::Perimeters(DrawnFrom::Node(&quarters.kept)))
    }

    /// The territories of a level that the tables put around the communes.
    fn by_tables(&self, level: Level) -> Cover<'a> {
        let registry = self.outlines.registry();
        let above = self.communes.iter().flat_map(|commune| registry.ancestors(commune));
        let mut codes: Vec<TerritoryCode> = above.filter(|code| code.level() == level).collect();
        codes.sort_unstable();
        codes.dedup();
        let named = codes.first().or(self.communes.first()).and_then(|code| registry.get(code));
        let source = named.and_then(|place| table(registry, place, level));
        match source {
            Some(source) if codes.is_empty() => Cover::Outside(None, Basis::Tables(source)),
            Some(source) => Cover::Within(codes, Basis::Tables(source)),
            None => Cover::Unknown,
        }
    }
}

/// The table that says in what a commune lies.
fn table<'a>(registry: &'a Registry, named: &Territory, level: Level) -> Option<&'a Source> {
    let own = registry.source(registry.source_key(named));
    let some = || registry.all(level).next().and_then(|place| registry.source(registry.source_key(place)));
    if named.level() == level { own } else { some() }
}

#[cfg(test)]
mod tests {
    use essaim_geo::Perimeter;

    use super::*;
    use crate::official::testing::{holdings, square};

    fn codes(cover: &Cover<'_>) -> Vec<String> {
        match cover {
            Cover::Within(codes, _) => codes.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    fn cover<'c>(all: &'c [Covering<'_>], layer: Layer) -> &'c Cover<'c> {
        &all.iter().find(|one| one.layer == layer).unwrap().said
    }

    const METZ: Point = Point { lon: 6.1757, lat: 49.1193 };

    #[test]
    fn without_any_file_the_programs_outlines_and_tables_answer_and_neighbourhoods_are_unknown() {
        let (registry, empty) = (Registry::embedded(), Holdings::default());
        let all = covering(registry.into(), &empty, METZ);
        assert_eq!(codes(cover(&all, Layer::Commune)), ["commune-57463"]);
        assert_eq!(codes(cover(&all, Layer::Region)), ["region-44"]);
        assert_eq!(codes(cover(&all, Layer::Arrondissement)), ["arrondissement-579"]);
        assert!(matches!(cover(&all, Layer::Epci), Cover::Within(codes, Basis::Tables(_)) if codes.len() == 1));
        assert_eq!(*cover(&all, Layer::Qpv(Generation::G2024)), Cover::Unknown);
    }

    #[test]
    fn a_perimeter_that_holds_the_point_is_told_and_one_that_does_not_is_told_as_near() {
        let registry = Registry::embedded();
        let layer = Layer::Qpv(Generation::G2024);
        let drawn =
            |lon: f64| vec![Perimeter { code: "QN05701M".into(), name: "A".into(), shape: square(lon, METZ.lat) }];
        let node = holdings(registry, layer, drawn(METZ.lon));
        let all = covering(Outlines::of(registry, &node), &node, METZ);
        assert_eq!(codes(cover(&all, layer)), ["qpv-QN05701M"]);
        // The other neighbourhoods of the département are not there: nobody can say that it is outside.
        let node = holdings(registry, layer, drawn(METZ.lon + 0.05));
        let all = covering(Outlines::of(registry, &node), &node, METZ);
        assert_eq!(*cover(&all, layer), Cover::Unknown);
    }

    #[test]
    fn far_from_france_nobody_says_anything() {
        let (registry, empty) = (Registry::embedded(), Holdings::default());
        let all = covering(registry.into(), &empty, Point { lon: 151.2, lat: -33.9 });
        assert!(all.iter().all(|one| one.said == Cover::Unknown));
    }
}
