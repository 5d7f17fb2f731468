//! A layer answers as a plain walk over all edges does.

use proptest::prelude::*;

use super::edges::Edges;
use super::*;
use crate::{Vertex, repaired};

fn perimeter(code: &str, polygons: &[&[&[[f64; 2]]]]) -> Perimeter {
    let polygons = polygons.iter().map(|rings| rings.iter().map(|ring| ring.to_vec()).collect());
    Perimeter { code: code.into(), name: format!("nom de {code}"), shape: repaired(&Shape::from_degrees(polygons)) }
}

fn layer(perimeters: impl IntoIterator<Item = Perimeter>) -> Perimeters {
    let mut builder = PerimetersBuilder::new(1_000.0);
    perimeters.into_iter().for_each(|perimeter| builder.add(perimeter).unwrap());
    builder.finish().unwrap()
}

fn holding(layer: &Perimeters, lon: f64, lat: f64) -> Vec<&str> {
    layer.holding(Point { lon, lat }).map(|number| layer.code(number)).collect()
}

const SQUARE: [[f64; 2]; 4] = [[6.0, 49.0], [6.02, 49.0], [6.02, 49.01], [6.0, 49.01]];
const HOLE: [[f64; 2]; 4] = [[6.005, 49.002], [6.005, 49.006], [6.01, 49.006], [6.01, 49.002]];

#[test]
fn inside_outside_hole_and_edges() {
    let layer = layer([perimeter("QN00001M", &[&[&SQUARE, &HOLE]])]);
    for (lon, lat, inside) in [
        (6.001, 49.001, true),
        (6.007, 49.004, false),
        (6.021, 49.004, false),
        (5.999, 49.004, false),
        (6.0, 49.0, true),
        (6.02, 49.0077, true),
        (6.0133333, 49.01, true),
        (6.0133333, 49.0100001, false),
        (6.005, 49.0041, true),
        (6.0050001, 49.0041, false),
        (-61.0, 14.6, false),
        (179.99, -89.99, false),
    ] {
        assert_eq!(!holding(&layer, lon, lat).is_empty(), inside, "{lon} {lat}");
    }
}

#[test]
fn a_place_on_the_edge_of_two_belongs_to_the_smaller_code_first() {
    let east: Vec<[f64; 2]> = SQUARE.iter().map(|[lon, lat]| [lon + 0.02, *lat]).collect();
    let layer = layer([perimeter("QN00002M", &[&[&SQUARE]]), perimeter("QN00001M", &[&[&east]])]);
    assert_eq!(holding(&layer, 6.02, 49.0033), ["QN00001M", "QN00002M"]);
    let first = layer.first_holding(Point { lon: 6.02, lat: 49.0033 });
    assert_eq!(first.map(|number| layer.code(number)), Some("QN00001M"));
    assert_eq!(holding(&layer, 6.019, 49.0033), ["QN00002M"]);
}

#[test]
fn several_parts_names_codes_and_emptiness() {
    let far: Vec<[f64; 2]> = SQUARE.iter().map(|[lon, lat]| [lon + 0.1, lat + 0.1]).collect();
    let parts = perimeter("QN00003M", &[&[&SQUARE], &[&far]]);
    let shape = parts.shape.clone();
    let layer = layer([parts, perimeter("QN00004M", &[])]);
    assert_eq!((layer.len(), layer.find("QN00004M"), layer.find("QN00005M")), (2, Some(1), None));
    assert_eq!((layer.code(0), layer.name(0)), ("QN00003M", "nom de QN00003M"));
    assert_eq!(layer.shape(0), shape);
    assert!(layer.shape(1).is_empty());
    assert_eq!(holding(&layer, 6.11, 49.105), ["QN00003M"]);
    assert!(holding(&layer, 6.05, 49.05).is_empty(), "between the parts");
    let none = self::layer([]);
    assert!(none.is_empty() && holding(&none, 6.0, 49.0).is_empty());
    assert_eq!(none.nearest(Point { lon: 6.0, lat: 49.0 }, |_| true), None);
}

#[test]
fn the_nearest_edge_in_metres() {
    let far: Vec<[f64; 2]> = SQUARE.iter().map(|[lon, lat]| [lon + 0.1, *lat]).collect();
    let layer = layer([perimeter("QN00001M", &[&[&SQUARE]]), perimeter("QN00002M", &[&[&far]])]);
    let point = Point { lon: 6.03, lat: 49.005 };
    let nearest = layer.nearest(point, |_| true).unwrap();
    assert_eq!(nearest.number, 0);
    assert!((nearest.metres - 731.6).abs() < 0.5, "{nearest:?}");
    assert_eq!(layer.nearest(point, |number| number != 0).unwrap().number, 1);
    let inside = layer.edge_distance(0, Point { lon: 6.01, lat: 49.001 });
    assert!((inside - 111.2).abs() < 0.1, "{inside}");
    assert_eq!(layer.edge_distance(0, Point { lon: 6.01, lat: 49.0 }), 0.0);
}

#[test]
fn the_same_code_twice_is_refused() {
    let mut builder = PerimetersBuilder::new(1_000.0);
    builder.add(perimeter("QN00001M", &[&[&SQUARE]])).unwrap();
    assert_eq!(builder.add(perimeter("QN00001M", &[&[&SQUARE]])), Err(PerimetersError::Twice("QN00001M".into())));
}

#[test]
fn damage_is_told_wherever_it_is() {
    let whole = layer([perimeter("QN00001M", &[&[&SQUARE, &HOLE]])]).bytes().clone();
    assert!(Perimeters::from_bytes(whole.clone()).is_ok());
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.to_vec();
        damaged[at] ^= 0x10;
        assert!(Perimeters::from_bytes(damaged).is_err(), "byte {at}");
        assert!(Perimeters::from_bytes(whole.slice(..at)).is_err(), "cut at {at}");
    }
    let mut moved = vec![0; 1];
    moved.extend_from_slice(&whole);
    let moved = Bytes::from(moved).slice(1..);
    assert_eq!(holding(&Perimeters::from_bytes(moved).unwrap(), 6.001, 49.001), ["QN00001M"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Broken rings on a coarse grid, so that edges cross, touch and lie on each other; points on the same grid and off it.
    #[test]
    fn a_layer_answers_as_all_the_edges_do(
        rings in prop::collection::vec(prop::collection::vec((0..40i32, 0..40i32), 3..12), 1..4),
        points in prop::collection::vec((-2..82i32, -2..82i32), 40),
    ) {
        let vertex = |(x, y): &(i32, i32)| Vertex { x: 60_000_000 + x * 10_000, y: 490_000_000 + y * 10_000 };
        let broken = |ring: &Vec<(i32, i32)>| Perimeter {
            code: String::new(),
            name: String::new(),
            shape: repaired(&Shape { polygons: vec![vec![ring.iter().map(vertex).collect()]] }),
        };
        let all: Vec<Perimeter> = rings.iter().enumerate()
            .map(|(at, ring)| Perimeter { code: format!("{at}"), ..broken(ring) }).collect();
        let layer = layer(all.clone());
        for (x, y) in points {
            let point = Vertex { x: 60_000_000 + x * 5_000, y: 490_000_000 + y * 5_000 }.point();
            let expected: Vec<usize> = all.iter().enumerate().filter(|(_, one)| {
                let edges: Vec<_> = one.shape.edges().collect();
                Edges(&edges).hold(Spot::of(point))
            }).map(|(number, _)| number).collect();
            prop_assert_eq!(layer.holding(point).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn any_bytes_are_refused_without_panic(bytes: Vec<u8>) {
        prop_assert!(Perimeters::from_bytes(bytes).is_err());
    }
}
