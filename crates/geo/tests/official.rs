//! The official files themselves, where they are at hand: `../shared/data` from the project's root.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::sync::Once;

use essaim_geo::reading::{Feature, Place, ReadingError, features};
use essaim_geo::{Perimeter, Perimeters, PerimetersBuilder, Point, Shape, repaired};

/// A file of the official data; none, said once, where there is no such folder.
fn official(name: &str) -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if folder.is_dir() {
        return Some(folder.join(name));
    }
    SAID.call_once(|| {
        // Written past the test harness, which keeps what a passing test prints.
        let _shown = writeln!(std::io::stderr(), "skipped: tests on the official files (../shared/data is not there)");
    });
    None
}

fn all(path: PathBuf) -> Vec<Feature> {
    let mut all = Vec::new();
    let read = features(File::open(path).unwrap(), |feature| {
        all.push(feature);
        Ok::<_, ReadingError>(())
    });
    read.unwrap();
    all
}

fn shape(feature: &Feature) -> Shape {
    match &feature.place {
        Place::Shape(shape) => shape.clone(),
        _ => Shape::default(),
    }
}

fn layer(all: &[Feature], how: impl Fn(&Shape) -> Shape) -> Perimeters {
    let mut builder = PerimetersBuilder::new(700.0);
    for feature in all {
        let code = feature.properties.text(&["code_qp"]).unwrap();
        let name = feature.properties.text(&["lib_qp", "nom_qp"]).unwrap();
        builder.add(Perimeter { code, name, shape: how(&shape(feature)) }).unwrap();
    }
    builder.finish().unwrap()
}

/// The points of Bondy's addresses, each once.
fn bondy() -> Option<Vec<Point>> {
    let file = File::open(official("adresses/ban_93010_bondy_2022.csv.gz")?).unwrap();
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines().skip(1);
    let point = |line: std::io::Result<String>| {
        let line = line.unwrap();
        let cells: Vec<&str> = line.split(';').collect();
        Point::new(cells[12].parse().ok()?, cells[13].parse().ok()?)
    };
    Some(lines.map(|line| point(line).unwrap()).collect())
}

#[test]
fn every_neighbourhood_of_2024_is_read_and_sound() {
    let Some(path) = official("qpv/qpv_2024_france.geojson.gz") else { return };
    let all = all(path);
    assert_eq!(all.len(), 1_584);
    let layer = layer(&all, repaired);
    let grand_est = ["08", "10", "51", "52", "54", "55", "57", "67", "68", "88"];
    let inside = (0..layer.len()).filter(|at| grand_est.contains(&&layer.code(*at)[3..5])).count();
    assert_eq!((layer.len(), inside), (1_584, 123));
    for number in 0..layer.len() {
        let shape = layer.shape(number);
        assert!(!shape.is_empty(), "{}", layer.code(number));
        assert_eq!(repaired(&shape).edges().count(), shape.edges().count(), "{} is sound", layer.code(number));
    }
}

#[test]
fn a_repair_changes_no_address_of_bondy() {
    let (Some(path), Some(points)) = (official("qpv/qpv_2024_france.geojson.gz"), bondy()) else { return };
    let all = all(path);
    let (sound, published) = (layer(&all, repaired), layer(&all, Shape::clone));
    assert_eq!(points.len(), 8_413);
    let held = points.iter().filter(|point| sound.first_holding(**point).is_some()).count();
    assert_eq!(held, 2_055);
    for point in points {
        let numbers = |layer: &Perimeters| layer.holding(point).collect::<Vec<_>>();
        assert_eq!(numbers(&sound), numbers(&published), "{point:?}");
    }
}

#[test]
fn contracts_and_neighbourhoods_of_2015_are_read() {
    let Some(path) = official("contrats_de_ville/contrats_de_ville_2018_perimetres.topojson") else { return };
    let contracts = all(path);
    assert_eq!(contracts.iter().filter(|contract| !repaired(&shape(contract)).is_empty()).count(), 431);
    let points = all(official("contrats_de_ville/contrats_de_ville_2015_2023_points.geojson").unwrap());
    assert_eq!(points.iter().filter(|contract| matches!(contract.place, Place::Point(_))).count(), 434);
    let occitanie = all(official("qpv/qpv_2015_occitanie.geojson").unwrap());
    assert_eq!(layer(&occitanie, repaired).len(), 105);
}
