//! What a live map shows first: simplified GeoJSON, small enough for a phone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use essaim_geo::{Generation, Level, Shape, TerritoryCode, thinned};

use super::geojson::{Collection, polygons};
use crate::outline::{Drawn, Outlines};
use crate::panel::TerritoriesState;
use crate::{Registry, Territory};

/// No first view is larger, in bytes, before it is compressed.
pub const FIRST_VIEW: usize = 300_000;

/// The finest thinning that is tried, in metres; it is doubled until the view is small enough.
const FINEST: f64 = 10.0;
const COARSEST: f64 = 20_000.0;
/// So many communes leave no room for their outlines: the intercommunalités of a département are shown instead.
const CROWD: usize = 600;

/// How many views are kept: some ten megabytes.
const KEPT: usize = 48;

/// First views made lately: a département's takes a tenth of a second, and a phone asks for it on each visit.
#[derive(Default)]
pub(crate) struct Views(Mutex<([u64; 2], HashMap<String, Bytes>)>);

impl Views {
    /// The view of that name: as it was made, or made now by a thread that may take its time. `None` when there is none.
    pub(crate) async fn made(
        &self,
        state: &TerritoriesState,
        of: &str,
        make: impl FnOnce(Outlines<'_>) -> Option<String> + Send + 'static,
    ) -> Option<Bytes> {
        let revision = state.ground_revision();
        if let Some(known) = self.known(revision, of) {
            return Some(known);
        }
        let (registry, holdings) = (state.registry(), state.node().holdings());
        let making = tokio::task::spawn_blocking(move || make(Outlines::of(registry, &holdings)));
        let text = Bytes::from(making.await.ok().flatten()?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != revision || kept.1.len() >= KEPT {
            *kept = (revision, HashMap::new());
        }
        kept.1.insert(of.to_owned(), text.clone());
        Some(text)
    }

    fn known(&self, revision: [u64; 2], of: &str) -> Option<Bytes> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.1.get(of).filter(|_| kept.0 == revision).cloned()
    }
}

/// Régions and départements of France, with their code and name.
pub fn country_geojson(outlines: Outlines<'_>) -> String {
    let registry = outlines.registry();
    let places = registry.all(Level::Region).chain(registry.all(Level::Departement));
    let land = places.filter_map(|place| Some((place, outlines.drawn_coarsely(&place.code())?)));
    View { registry, land: land.collect(), full: Vec::new() }.fitted()
}

/// A territory with what it is made of: départements of a région, communes of what is smaller (intercommunalités where a
/// département has too many), and neighbourhoods, of which a département shows those of 2024. Neighbourhoods are drawn in full, the rest as finely as there is room for.
/// `None` when nothing of it is drawn.
pub fn view_geojson(outlines: Outlines<'_>, code: &TerritoryCode) -> Option<String> {
    let registry = outlines.registry();
    let place = registry.get(code)?;
    let drawn = |place| Some((place, outlines.drawn(&Territory::code(place))?));
    let parts = |level| registry.children(code, level).filter_map(drawn);
    let mut view = View { registry, land: Vec::new(), full: Vec::new() };
    match code.level() {
        Level::Region => view.land.extend(drawn(place).into_iter().chain(parts(Level::Departement))),
        Level::Departement => {
            let recent = |(place, _): &(&Territory, Drawn<'_>)| place.generation() == Some(Generation::G2024);
            let is_crowded = registry.children(code, Level::Commune).count() > CROWD;
            let level = if is_crowded { Level::Epci } else { Level::Commune };
            view.land.extend(drawn(place).into_iter().chain(parts(level)));
            view.full.extend(parts(Level::Qpv).filter(recent));
        }
        Level::Arrondissement | Level::Epci | Level::Contrat => {
            view.land.extend(drawn(place).into_iter().chain(parts(Level::Commune)));
            view.full.extend(parts(Level::Qpv));
        }
        Level::Commune => {
            view.land.extend(drawn(place));
            view.full.extend(parts(Level::Qpv));
        }
        Level::Qpv => {
            let communes = registry.ancestors(code).into_iter().filter(|above| above.level() == Level::Commune);
            view.land.extend(communes.filter_map(|code| registry.get(&code)).filter_map(drawn));
            view.full.extend(drawn(place));
        }
    }
    (!view.land.is_empty() || !view.full.is_empty()).then(|| view.fitted())
}

/// Territories to be drawn, the larger first.
struct View<'a> {
    registry: &'a Registry,
    /// Thinned together, so that neighbours stay so.
    land: Vec<(&'a Territory, Drawn<'a>)>,
    full: Vec<(&'a Territory, Drawn<'a>)>,
}

impl View<'_> {
    /// As finely as fits; what should be drawn in full is thinned too where there is no room for it.
    fn fitted(mut self) -> String {
        if let Some(text) = self.thinned_to_fit() {
            return text;
        }
        self.land.append(&mut self.full);
        let shapes = self.shapes();
        self.thinned_to_fit().unwrap_or_else(|| self.text(&thinned(&shapes, COARSEST), decimals(COARSEST)))
    }

    fn thinned_to_fit(&self) -> Option<String> {
        let shapes = self.shapes();
        let steps = std::iter::successors(Some(FINEST), |metres| Some(metres * 2.0));
        let mut texts = steps
            .take_while(|metres| *metres <= COARSEST)
            .map(|metres| self.text(&thinned(&shapes, metres), decimals(metres)));
        texts.find(|text| text.len() < FIRST_VIEW)
    }

    fn shapes(&self) -> Vec<Shape> {
        self.land.iter().map(|(_, drawn)| drawn.shape.clone()).collect()
    }

    fn text(&self, thin: &[Shape], decimals: usize) -> String {
        let mut collection = Collection::of(self.registry);
        for ((place, drawn), thin) in self.land.iter().zip(thin) {
            collection.add_briefly(place, &polygons(thin, decimals), drawn.from);
        }
        for (place, drawn) in &self.full {
            collection.add_briefly(place, &polygons(&drawn.shape, 5), drawn.from);
        }
        collection.finish()
    }
}

/// Decimals of a degree that are finer than what was thinned away.
fn decimals(metres: f64) -> usize {
    match metres {
        ..50.0 => 5,
        ..400.0 => 4,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let read: serde_json::Value = serde_json::from_str(text).unwrap();
        let features = read["features"].as_array().unwrap();
        features.iter().map(|feature| feature["properties"]["code"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_country_is_its_regions_and_departements() {
        let text = country_geojson(Registry::embedded().into());
        assert!(text.len() < FIRST_VIEW, "{} bytes", text.len());
        let codes = read(&text);
        assert_eq!(codes.iter().filter(|code| code.starts_with("departement-")).count(), 101);
        assert!(codes.contains(&"region-44".to_owned()));
        assert!(text.contains("\"producer\":\"IGN\""));
    }

    #[test]
    fn what_should_be_drawn_in_full_is_thinned_where_there_is_no_room() {
        use crate::official::testing::{holdings, square};
        let registry = Registry::embedded();
        let commune: TerritoryCode = "commune-57463".parse().unwrap();
        let saw = (0..20_000).map(|at| [6.0 + f64::from(at) * 1e-5, 49.0 + f64::from(at % 2) * 1e-4]);
        let shape = Shape::from_degrees([vec![saw.chain([[6.1, 49.2]]).collect()]]);
        let layer = crate::official::Layer::Qpv(Generation::G2024);
        let perimeter = |code: &str, shape| essaim_geo::Perimeter { code: code.into(), name: String::new(), shape };
        let all = vec![perimeter("QN05718M", shape), perimeter("QN05720M", square(6.2, 49.1))];
        let node = holdings(registry, layer, all);
        let text = view_geojson(Outlines::of(registry, &node), &commune).unwrap();
        assert!(text.len() < FIRST_VIEW, "{} bytes", text.len());
        assert!(text.contains("QN05718M") && text.contains("QN05720M"));
    }

    #[test]
    fn a_departement_shows_its_communes_and_a_region_its_departements() {
        let registry = Registry::embedded();
        for (code, level, count) in
            [("departement-57", "epci-", 15), ("departement-67", "commune-", 500), ("region-44", "departement-", 10)]
        {
            let text = view_geojson(registry.into(), &code.parse().unwrap()).unwrap();
            assert!(text.len() < FIRST_VIEW, "{code}: {} bytes", text.len());
            assert!(read(&text).iter().filter(|code| code.starts_with(level)).count() >= count, "{code}");
        }
        assert_eq!(view_geojson(registry.into(), &"departement-984".parse().unwrap()), None);
    }
}
