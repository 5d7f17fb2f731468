//! The same thing read from each format, and what must not be read.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use shapefile::dbase::encoding::EncodingRs;
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point as Drawn, Polygon, PolygonRing, ShapeWriter};
use zip::write::SimpleFileOptions;

use super::*;
use crate::to_lambert93;

const SQUARE: [[f64; 2]; 5] = [[6.0, 49.0], [6.02, 49.0], [6.02, 49.01], [6.0, 49.01], [6.0, 49.0]];
const CRS: &str = r#""crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}},"#;
const LAMBERT: &str = r#"PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993"]]]"#;

fn read(bytes: impl AsRef<[u8]>) -> Result<Vec<Feature>, ReadingError> {
    let mut all = Vec::new();
    features(Cursor::new(bytes), |feature| {
        all.push(feature);
        Ok::<_, ReadingError>(())
    })?;
    Ok(all)
}

/// The one perimeter of a file, as corners to a metre.
fn corners(features: &[Feature]) -> Vec<[i64; 2]> {
    let [Feature { place: Place::Shape(shape), .. }] = features else { panic!("{features:?}") };
    let corner = |vertex: &crate::Vertex| {
        [(f64::from(vertex.x) / 100.0).round() as i64, (f64::from(vertex.y) / 100.0).round() as i64]
    };
    let mut corners: Vec<_> = shape.rings().flatten().map(corner).collect();
    corners.sort_unstable();
    corners
}

fn geojson(crs: &str, ring: &[[f64; 2]]) -> String {
    format!(
        r#"{{"type": "FeatureCollection", {crs} "features": [
            {{"geometry": {{"coordinates": [{ring:?}], "type": "Polygon"}}, "properties": {{"Code_QP": " QN05701M ", "n": 57463}}}}
        ]}}"#
    )
}

fn lambert() -> Vec<[f64; 2]> {
    SQUARE.iter().map(|&[lon, lat]| to_lambert93(Point { lon, lat }).into()).collect()
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The parts of a shapefile: shapes, then table.
fn shapefile(ring: &[[f64; 2]], encoding: &'static encoding_rs::Encoding) -> (Vec<u8>, Vec<u8>) {
    let (mut shapes, mut table) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    // Outer rings of shapefiles turn clockwise.
    let points = ring.iter().rev().map(|&[x, y]| Drawn::new(x, y)).collect();
    ShapeWriter::new(&mut shapes).write_shape(&Polygon::with_rings(vec![PolygonRing::Outer(points)])).unwrap();
    let mut record = Record::default();
    record.insert("CODE_QP".into(), FieldValue::Character(Some("QN05701M".into())));
    record.insert("LIB_QP".into(), FieldValue::Character(Some("Les Hauts de Bévoye".into())));
    let name = |name: &str| FieldName::try_from(name).unwrap();
    TableWriterBuilder::with_encoding(EncodingRs::from(encoding))
        .add_character_field(name("CODE_QP"), 10)
        .add_character_field(name("LIB_QP"), 40)
        .build_with_dest(&mut table)
        .write_record(&record)
        .unwrap();
    (shapes.into_inner(), table.into_inner())
}

#[test]
fn geojson_in_degrees_or_lambert_says_the_same() {
    let degrees = read(geojson("", &SQUARE)).unwrap();
    assert_eq!(degrees[0].properties.text(&["code", "code_qp"]).as_deref(), Some("QN05701M"));
    assert_eq!(degrees[0].properties.text(&["n"]).as_deref(), Some("57463"));
    let told = read(geojson(CRS, &lambert())).unwrap();
    let guessed = read(["\u{feff}", &geojson("", &lambert())].concat()).unwrap();
    assert_eq!(corners(&degrees).len(), 4);
    assert_eq!(corners(&degrees), corners(&told));
    assert_eq!(told, guessed);
}

#[test]
fn compressed_geojson_points_heights_and_emptiness() {
    let text = r#"{"features": [
        {"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [6.1, 49.1, 180.5]}},
        {"type": "Feature", "properties": null, "geometry": null},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": []}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[6, 49], [7, 49]]}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "coordinates": [[[6, 49, 1], [6.1, 49, 1], [6.1, 49.1, 1], [6, 49, 1]]]}]}}
    ], "type": "FeatureCollection", "bbox": [1, 2, 3, 4]}"#;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let all = read(&packed).unwrap();
    assert_eq!(all, read(text).unwrap());
    assert_eq!(all[0].place, Place::Point(Point { lon: 6.1, lat: 49.1 }));
    assert!(all[1..4].iter().all(|feature| feature.place == Place::Nowhere));
    assert_eq!(corners(&all[4..]).len(), 3);
    assert!(matches!(read(&packed[..packed.len() / 2]), Err(ReadingError::Damaged(_) | ReadingError::Io(_))));
}

#[test]
fn topojson_shares_its_lines() {
    let text = |transform: &str, arcs: &str| {
        format!(
            r#"{{"type": "Topology", {transform} "arcs": {arcs}, "objects": {{"zonage": {{"type": "GeometryCollection",
            "geometries": [{{"type": "Polygon", "arcs": [[0, 1]], "properties": {{"id": "CV001"}}}},
                           {{"type": "MultiPolygon", "arcs": [[[-2, -1]]], "properties": {{"id": "CV002"}}}},
                           {{"type": null, "properties": {{"id": "CV003"}}}}]}}}}}}"#
        )
    };
    let arcs = "[[[6, 49], [6.02, 49], [6.02, 49.01]], [[6.02, 49.01], [6, 49.01], [6, 49]]]";
    let plain = read(text("", arcs).replace("null", "\"Point\"")).unwrap();
    assert_eq!(corners(&plain[..1]), corners(&read(geojson("", &SQUARE)).unwrap()));
    assert_eq!(corners(&plain[..1]), corners(&plain[1..2]));
    assert_eq!(plain[2].place, Place::Nowhere);
    assert!(plain.iter().all(|feature| feature.object.as_deref() == Some("zonage")));
    let steps = "[[[0, 0], [200, 0], [0, 100]], [[200, 100], [-200, 0], [0, -100]]]";
    let transform = r#""transform": {"scale": [0.0001, 0.0001], "translate": [6, 49]},"#;
    let quantised = read(text(transform, steps).replace("null", "\"Point\"")).unwrap();
    assert_eq!(corners(&quantised[..1]), corners(&plain[..1]));
    let lost = read(text("", "[[[6, 49], [7, 49]]]").replace("null", "\"Point\""));
    assert!(matches!(lost, Err(ReadingError::Damaged(_))), "{lost:?}");
}

#[test]
fn zipped_shapefiles_whatever_their_letters_and_system() {
    let expected = corners(&read(geojson("", &SQUARE)).unwrap());
    for (ring, encoding, prj, cpg) in [
        (SQUARE.to_vec(), encoding_rs::UTF_8, None, None),
        (SQUARE.to_vec(), encoding_rs::WINDOWS_1252, Some(r#"GEOGCS["GCS_WGS_1984"]"#), None),
        (lambert(), encoding_rs::UTF_8, Some(LAMBERT), Some("UTF-8")),
        (lambert(), encoding_rs::WINDOWS_1252, Some(LAMBERT), Some("ISO-8859-1")),
        (lambert(), encoding_rs::WINDOWS_1252, None, Some("???")),
    ] {
        let (shp, dbf) = shapefile(&ring, encoding);
        let mut members = vec![("a/__MACOSX/._qp.shp", &b"hidden"[..]), ("a/qp.SHP", &shp), ("a/qp.dbf", &dbf)];
        members.extend(prj.map(|text| ("a/qp.prj", text.as_bytes())));
        members.extend(cpg.map(|text| ("a/qp.cpg", text.as_bytes())));
        let all = read(archive(&members)).unwrap();
        assert_eq!(corners(&all), expected, "{encoding:?} {prj:?}");
        assert_eq!(all[0].properties.text(&["lib_qp"]).as_deref(), Some("Les Hauts de Bévoye"), "{encoding:?} {cpg:?}");
    }
}

#[test]
fn of_the_layers_of_an_archive_the_largest_in_degrees_is_read() {
    let expected = corners(&read(geojson("", &SQUARE)).unwrap());
    let (shp, dbf) = shapefile(&SQUARE, encoding_rs::UTF_8);
    let (other_shp, other_dbf) = shapefile(&lambert()[..4], encoding_rs::UTF_8);
    let degrees = &br#"GEOGCS["GCS_WGS_1984"]"#[..];
    // As the neighbourhoods of 2015 are published: the table and the shapes of another layer come first.
    let several = archive(&[
        ("QP_A_LB93.dbf", &other_dbf),
        ("QP_A_LB93.prj", LAMBERT.as_bytes()),
        ("QP_A_LB93.shp", &other_shp),
        ("QP_B_UTM20.prj", b"PROJCS[\"RGAF09 / UTM zone 20N\"]"),
        ("QP_B_UTM20.shp", &[&other_shp[..], &[0; 400]].concat()),
        ("QP_C_WGS84.PRJ", degrees),
        ("QP_C_WGS84.dbf", &dbf),
        ("QP_C_WGS84.shp", &shp),
    ]);
    assert_eq!(corners(&read(several).unwrap()), expected);
    // As those of 2024 are: GeoJSON only, in several systems and extracts.
    let far = geojson("", &[[500_000.0, 2e6], [500_001.0, 2e6], [500_000.0, 2_000_001.0]]);
    let whole = geojson(&" ".repeat(100), &SQUARE);
    let several = archive(&[
        ("GEOJSON/QP2024_France_LB93.geojson", geojson(CRS, &lambert()).as_bytes()),
        ("GEOJSON/QP2024_Martinique_UTM20.geojson", (far.clone() + &" ".repeat(1_000)).as_bytes()),
        ("GEOJSON/QP2024_Mayotte_WGS84.geojson", far.as_bytes()),
        ("GEOJSON/QP2024_France_WGS84.geojson", whole.as_bytes()),
        ("__MACOSX/GEOJSON/._QP2024_France_WGS84.geojson", &[b' '; 2_000]),
    ]);
    assert_eq!(corners(&read(several).unwrap()), expected);
    let only = archive(&[("notes.txt", b"rien"), ("qpv.json", geojson(CRS, &lambert()).as_bytes())]);
    assert_eq!(corners(&read(only).unwrap()), expected);
    let alone = archive(&[("a/qp.shp", &shp), ("b/qp.dbf", &dbf)]);
    assert!(matches!(read(alone).unwrap_err(), ReadingError::Unknown(_)), "a table of another folder is not its own");
}

#[test]
fn what_is_something_else_is_told() {
    let (shp, dbf) = shapefile(&SQUARE, encoding_rs::UTF_8);
    let elsewhere = [(699_999.0, 1e9), (400.0, 400.0)].map(|(x, y)| geojson("", &[[x, y], [x + 1.0, y], [x, y + 1.0]]));
    type Check = fn(&ReadingError) -> bool;
    let cases: [(Vec<u8>, Check); 12] = [
        (b"code;nom\n".to_vec(), |e| matches!(e, ReadingError::Unknown(_))),
        (b"{}".to_vec(), |e| matches!(e, ReadingError::Unknown(_))),
        (br#"{"type": "Feature"}"#.to_vec(), |e| matches!(e, ReadingError::Unknown(_))),
        (Vec::new(), |e| matches!(e, ReadingError::Damaged(_))),
        (geojson("", &SQUARE).as_bytes()[..80].to_vec(), |e| matches!(e, ReadingError::Damaged(_))),
        (elsewhere[0].clone().into(), |e| matches!(e, ReadingError::Projection(_))),
        (elsewhere[1].clone().into(), |e| matches!(e, ReadingError::Projection(_))),
        (geojson(&CRS.replace("2154", "27572"), &SQUARE).into(), |e| matches!(e, ReadingError::Projection(_))),
        (archive(&[("notes.txt", b"rien")]), |e| matches!(e, ReadingError::Unknown(_))),
        (archive(&[("../../qp.shp", &shp), ("qp.dbf", &dbf)]), |e| matches!(e, ReadingError::Elsewhere(_))),
        (archive(&[("qp.shp", &shp[..60]), ("qp.dbf", &dbf)]), |e| matches!(e, ReadingError::Damaged(_))),
        (archive(&[("qp.shp", &shp), ("qp.dbf", &dbf), ("qp.prj", b"PROJCS[\"Lambert II\"]")]), |e| {
            matches!(e, ReadingError::Projection(_))
        }),
    ];
    for (bytes, is_expected) in cases {
        let error = read(&bytes).unwrap_err();
        assert!(is_expected(&error), "{}: {error:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
}

#[test]
fn what_unfolds_without_end_is_refused() {
    let mut endless = archive::bounded(std::io::repeat(b' '));
    let mut buffer = vec![0; 1 << 24];
    let error = loop {
        match endless.read(&mut buffer) {
            Ok(read) => assert!(read > 0),
            Err(error) => break error,
        }
    };
    assert!(matches!(error.downcast::<ReadingError>(), Ok(ReadingError::TooLarge(_))));
}

#[test]
fn a_refusal_of_who_reads_ends_the_reading() {
    let text = geojson("", &SQUARE);
    let mut seen = 0;
    let done = features(Cursor::new(&text), |_| {
        seen += 1;
        Err(ReadingError::Unknown("enough".into()))
    });
    assert!(matches!(done, Err(ReadingError::Unknown(said)) if said == "enough"));
    assert_eq!(seen, 1);
}

#[test]
fn a_compressed_text_that_is_cut_short_is_damaged_and_no_fault_of_the_disk() {
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut zipped, geojson(CRS, &lambert()).as_bytes()).unwrap();
    let zipped = zipped.finish().unwrap();
    for length in [zipped.len() - 1, zipped.len() / 2, 12] {
        let cut = zipped[..length].to_vec();
        assert!(matches!(read(cut.clone()), Err(ReadingError::Damaged(_))), "{length}");
        let mut unfolded = text(Cursor::new(cut)).unwrap();
        let error = std::io::copy(&mut unfolded, &mut std::io::sink()).unwrap_err();
        assert!(matches!(ReadingError::of_text(error), ReadingError::Damaged(_)), "{length}");
    }
    let mut plain = String::new();
    text(Cursor::new(b"a;b")).unwrap().read_to_string(&mut plain).unwrap();
    assert_eq!(plain, "a;b");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_panic(bytes: Vec<u8>) {
        let _ = read(bytes);
    }

    #[test]
    fn a_damaged_shapefile_never_panics(at in 0..2_000usize, bit in 0..8u8, whole in 0..3usize) {
        let (mut shp, mut dbf) = shapefile(&SQUARE, encoding_rs::UTF_8);
        let damage = |bytes: &mut Vec<u8>| {
            let place = at % bytes.len();
            bytes[place] ^= 1 << bit;
        };
        match whole {
            0 => damage(&mut shp),
            1 => damage(&mut dbf),
            _ => {}
        }
        let mut archive = archive(&[("qp.shp", &shp), ("qp.dbf", &dbf)]);
        if whole == 2 {
            damage(&mut archive);
        }
        let _ = read(archive);
    }

    #[test]
    fn damaged_json_never_panics(at in 0..400usize, byte: u8) {
        let mut text = geojson(CRS, &lambert()).into_bytes();
        let place = at % text.len();
        text[place] = byte;
        let _ = read(text);
    }
}
