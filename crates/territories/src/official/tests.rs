//! Files brought in, from small ones of our own to the official ones where these are at hand.

use std::path::{Path, PathBuf};

use essaim_geo::{Generation, Point};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{Imported, Layer, Note, OfficialError, Shelf, import, official_folder};
use crate::Registry;

const AT: Timestamp = Timestamp::constant(1_800_000_000, 0);
const DAY: Date = date(2026, 1, 15);

fn bring(shelf: &Shelf, path: &Path) -> Result<Imported, OfficialError> {
    import(shelf, Registry::embedded(), path, DAY, AT)
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn collection(things: &[(&str, &str)]) -> String {
    let thing = |(properties, ring): &(&str, &str)| {
        let geometry = match *ring {
            "" => "null".to_owned(),
            ring => format!(r#"{{"type": "Polygon", "coordinates": [[{ring}]]}}"#),
        };
        format!(r#"{{"type": "Feature", "properties": {{{properties}}}, "geometry": {geometry}}}"#)
    };
    let things = things.iter().map(thing).collect::<Vec<_>>().join(",");
    format!(r#"{{"type": "FeatureCollection", "features": [{things}]}}"#)
}

const RING: &str = "[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]";
const TIE: &str = "[6.2, 49.1], [6.21, 49.11], [6.21, 49.1], [6.2, 49.11]";

fn neighbourhoods() -> String {
    let said = |code: &str| format!(r#""code_qp": "{code}", "lib_qp": "Nom", "insee_com": "57463", "insee_dep": "57""#);
    let codes = ["QN05701M", "QN05702M", "QN05703M", "QN05799M"].map(said);
    collection(&[
        (&codes[0], RING),
        (&codes[1], TIE),
        (&codes[2], ""),
        (&codes[3], RING),
        (r#""lib_qp": "Sans code""#, RING),
    ])
}

#[test]
fn neighbourhoods_are_kept_repaired_and_answer() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    assert!(shelf.open(Layer::Qpv(Generation::G2024)).unwrap().is_none());
    let done = bring(&shelf, &written(folder.path(), "qpv.geojson", &neighbourhoods())).unwrap();
    assert_eq!((done.kept.holding.key(), done.kept.count, done.repaired), ("qpv-2024", 4, 1));
    assert_eq!(
        done.notes,
        [
            Note::Empty { code: "QN05703M".into() },
            Note::UnknownCode { code: "QN05799M".into() },
            Note::NoCode { place: 5 },
        ]
    );
    let (kept, layer) = shelf.open(Layer::Qpv(Generation::G2024)).unwrap().unwrap();
    assert_eq!(kept, done.kept);
    let held: Vec<_> = layer.holding(Point { lon: 6.205, lat: 49.101 }).map(|number| layer.code(number)).collect();
    assert_eq!(held, ["QN05701M", "QN05799M"]);
}

#[test]
fn two_vintages_live_side_by_side_and_the_latest_answers() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    let path = written(folder.path(), "qpv.geojson", &neighbourhoods());
    for day in [date(2026, 1, 15), date(2024, 1, 1), date(2025, 1, 1), date(2024, 1, 1)] {
        import(&shelf, Registry::embedded(), &path, day, AT).unwrap();
    }
    let layer = Layer::Qpv(Generation::G2024);
    let days: Vec<Date> = shelf.vintages(layer).unwrap().iter().map(|kept| kept.vintage).collect();
    assert_eq!(days, [date(2026, 1, 15), date(2025, 1, 1), date(2024, 1, 1)]);
    assert_eq!(shelf.open(layer).unwrap().unwrap().0.vintage, days[0]);
    // Another file of the same day takes the place of the first, and says so; the same file again does not.
    let one = collection(&[(r#""code_qp": "QN05701M""#, RING)]);
    let other = written(folder.path(), "other.geojson", &one);
    let notes = import(&shelf, Registry::embedded(), &other, days[0], AT).unwrap().notes;
    assert!(notes.iter().any(|note| matches!(note, Note::Replaced { file, .. } if file == "qpv.geojson")), "{notes:?}");
    let notes = import(&shelf, Registry::embedded(), &other, days[0], AT).unwrap().notes;
    assert!(!notes.iter().any(|note| matches!(note, Note::Replaced { .. })), "{notes:?}");
}

#[test]
fn a_file_that_is_refused_leaves_what_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    bring(&shelf, &written(folder.path(), "qpv.geojson", &neighbourhoods())).unwrap();
    let twice = collection(&[(r#""code_qp": "QN05701M""#, RING), (r#""code_qp": "QN05701M""#, RING)]);
    let nowhere = collection(&[(r#""code_qp": "QN05701M""#, "")]);
    let nothing = collection(&[(r#""couleur": "bleu""#, RING)]);
    for (text, says) in [
        (twice.as_str(), "QN05701M comes twice"),
        (&nowhere, "no official codes"),
        (&nothing, "couleur"),
        (&neighbourhoods()[..300], "damaged"),
        ("a;b;c\n", "its columns are a, b, c"),
        ("%PDF-1.7\0", "no text"),
    ] {
        let error = bring(&shelf, &written(folder.path(), "wrong", text)).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    let (kept, layer) = shelf.open(Layer::Qpv(Generation::G2024)).unwrap().unwrap();
    assert_eq!((kept.count, layer.len()), (4, 4));
    let names = std::fs::read_dir(folder.path().join("territories/qpv-2024")).unwrap();
    assert_eq!(names.count(), 2, "nothing is left behind");
}

#[test]
fn the_official_files_are_recognised_as_published() {
    let Some(data) = official_folder() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    for (file, layer, count, repaired) in [
        // 585 of them cross or touch themselves in binary numbers too; in two more a vertex lies on an edge only in decimals.
        ("qpv/qpv_2024_france.geojson.gz", "qpv-2024", 1_584, Some(587)),
        ("qpv/qpv_2024_grand_est.geojson", "qpv-2024", 123, None),
        ("qpv/qpv_2015_occitanie.geojson", "qpv-2015", 105, None),
        ("qpv/qpv_2015_inchanges_grand_est.geojson", "qpv-2015", 34, None),
        ("contrats_de_ville/contrats_de_ville_2018_perimetres.topojson", "contrat", 431, None),
        ("admin/communes_contours_grand_est.geojson.gz", "commune", 5_115, None),
        ("admin/epci_contours_grand_est.geojson.gz", "epci", 149, None),
        ("admin/departements_contours.geojson", "departement", 101, None),
        ("admin/regions_contours.geojson", "region", 18, None),
    ] {
        let done = bring(&shelf, &data.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!((done.kept.holding.key(), done.kept.count), (layer, count), "{file}");
        assert!(repaired.is_none_or(|repaired| repaired == done.repaired), "{file}: {} repaired", done.repaired);
    }
}

#[test]
fn the_official_tables_are_recognised_as_published() {
    let Some(data) = official_folder() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    for (file, table, count, notes) in [
        // Notes: Monaco and Andorra have postal codes and counters; codes of communes that merged since.
        ("admin/communes_cog2026.json.gz", "cog-communes", 37_590, 0),
        ("admin/communes_mouvements_2026.csv.gz", "cog-mouvements", 13_607, 0),
        ("admin/arrondissements_2026.json", "cog-arrondissements", 333, 0),
        ("admin/departements_2026.json", "cog-departements", 109, 0),
        ("admin/regions_2026.json", "cog-regions", 26, 0),
        ("admin/epci_2026.json.gz", "epci-membres", 1_255, 0),
        ("admin/codes_postaux_laposte_2025.csv.gz", "codes-postaux", 39_200, 2),
        ("qpv/qpv_correspondance_2024_2015_grand_est.csv", "qpv-correspondance", 123, 0),
        ("contrats_de_ville/contrats_de_ville_2015_2023_points.geojson", "contrats-points", 433, 0),
        ("adresses/laposte_points_contact_2020.csv.gz", "laposte-contacts", 17_696, 158),
    ] {
        let done = bring(&shelf, &data.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!((done.kept.holding.key(), done.kept.count), (table, count), "{file}");
        assert_eq!(done.notes.len(), notes, "{file}: {:?}", done.notes);
        assert_eq!(shelf.examine(done.kept.holding).unwrap(), Some(done.kept), "{file}");
    }
}

#[test]
fn what_only_looks_like_an_official_table_is_refused() {
    let Some(data) = official_folder() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    for file in [
        "admin/ept_2026.json",
        "admin/communes_centre_bbox.json.gz",
        "qpv/qpv_2024_grand_est_table.csv",
        "qpv/qpv_2015_occitanie_indicateurs.csv",
        "adresses/mairies_france.csv.gz",
        "adresses/exemple_bal_1.4.csv",
        "contrats_de_ville/programmes_anct_cites_educatives.geojson",
        "contrats_de_ville/subventions_adultes_relais_2020.json.gz",
        "referentiels/naf_rev2_codes.json",
        "referentiels/zrr_2022.csv.gz",
        "SOURCES.md",
    ] {
        let done = bring(&shelf, &data.join(file));
        assert!(matches!(&done, Err(error) if !matches!(error, OfficialError::Io(_))), "{file}: {done:?}");
    }
    assert!(!folder.path().join("territories").exists());
}
