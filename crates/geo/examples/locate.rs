//! Points in perimeters, as fast as one core goes: to be set beside another engine on the same points.
//!
//!     locate POLYGONS POINTS ANSWERS
//!
//! POLYGONS: one perimeter a line, `code<TAB>JSON of its polygons in degrees`. POINTS: pairs of little-endian doubles,
//! longitude and latitude. ANSWERS receives, for each point and perimeter that holds it, two little-endian numbers of 32
//! bits. Prints what it took as JSON.

use std::error::Error;
use std::time::Instant;

use essaim_geo::{Perimeter, Perimeters, PerimetersBuilder, Point, Shape, repaired};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [polygons, points, answers] = args.as_slice() else { return Err("locate POLYGONS POINTS ANSWERS".into()) };
    let text = std::fs::read_to_string(polygons)?;
    let built = Instant::now();
    let mut builder = PerimetersBuilder::new(700.0);
    for line in text.lines() {
        let (code, json) = line.split_once('\t').ok_or("no tab")?;
        let degrees: Vec<Vec<Vec<[f64; 2]>>> = serde_json::from_str(json)?;
        let shape = repaired(&Shape::from_degrees(degrees));
        builder.add(Perimeter { code: code.to_owned(), name: String::new(), shape })?;
    }
    let layer = builder.finish()?;
    let built = built.elapsed();
    let bytes = layer.bytes().clone();
    let opened = Instant::now();
    let layer = Perimeters::from_bytes(bytes.clone())?;
    let opened = opened.elapsed();
    let points: Vec<Point> = std::fs::read(points)?
        .chunks_exact(16)
        .map(|pair| {
            let number = |at: usize| f64::from_le_bytes(pair[at..at + 8].try_into().expect("eight bytes"));
            Point { lon: number(0), lat: number(8) }
        })
        .collect();
    let mut best = f64::INFINITY;
    let mut pairs: Vec<[u32; 2]> = Vec::with_capacity(points.len());
    for _ in 0..5 {
        pairs.clear();
        let started = Instant::now();
        let lookup = layer.lookup();
        for (point, number) in points.iter().zip(0u32..) {
            pairs.extend(lookup.holding(*point).map(|held| [number, held as u32]));
        }
        best = best.min(started.elapsed().as_secs_f64());
    }
    std::fs::write(answers, pairs.iter().flatten().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>())?;
    println!(
        "{{\"points\": {}, \"pairs\": {}, \"seconds\": {best}, \"built\": {}, \"opened\": {}, \"bytes\": {}}}",
        points.len(),
        pairs.len(),
        built.as_secs_f64(),
        opened.as_secs_f64(),
        bytes.len()
    );
    Ok(())
}
