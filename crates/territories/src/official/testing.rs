//! Small holdings of a test's own.

use essaim_geo::{Perimeter, PerimetersBuilder, Shape};
use jiff::Timestamp;
use jiff::civil::date;

use super::{Holdings, Kept, Layer, Shelf};
use crate::Registry;

/// A square of some hundred metres around a place.
pub(crate) fn square(lon: f64, lat: f64) -> Shape {
    let corners = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];
    Shape::from_degrees([vec![corners.iter().map(|[x, y]| [lon + x * 0.004, lat + y * 0.003]).collect()]])
}

/// Holdings of one layer, of 1 January 2024.
pub(crate) fn holdings(registry: &Registry, layer: Layer, perimeters: Vec<Perimeter>) -> Holdings {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    keep(&shelf, layer, perimeters);
    Holdings::open(&shelf, registry)
}

/// Puts a layer on a shelf.
pub(crate) fn keep(shelf: &Shelf, layer: Layer, perimeters: Vec<Perimeter>) {
    let mut builder = PerimetersBuilder::new(700.0);
    let count = perimeters.len();
    perimeters.into_iter().for_each(|perimeter| builder.add(perimeter).unwrap());
    let kept = Kept {
        holding: layer.into(),
        vintage: date(2024, 1, 1),
        file: "fixture.geojson".into(),
        checksum: "0".into(),
        imported_at: Timestamp::UNIX_EPOCH,
        count,
    };
    shelf.keep(&kept, builder.finish().unwrap().bytes()).unwrap();
}
