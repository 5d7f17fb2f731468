//! Official perimeters brought in, and tables located by them.

use std::io::Write;
use std::process::Stdio;

use super::support::*;

const NEIGHBOURHOODS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code_qp": "QN05701M", "lib_qp": "Borny", "insee_com": "57463"},
     "geometry": {"type": "Polygon", "coordinates": [[[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]]]}},
    {"type": "Feature", "properties": {"code_qp": "QN05799M", "lib_qp": "Sans tracé", "insee_com": "57463"},
     "geometry": null}
]}"#;

#[test]
fn perimeters_are_brought_in_told_and_locate_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("qpv-2026-01-15.geojson");
    std::fs::write(&file, NEIGHBOURHOODS).unwrap();
    let told = ends_with(&data, &["qpv", "locate"], 4);
    assert!(told.contains("territories import"), "{told}");
    assert!(succeeds(&data, &["territories", "status"]).contains("qpv-2024: missing"));
    let told = succeeds(&data, &["territories", "import", file.to_str().unwrap()]);
    assert!(
        told.contains("qpv-2024, 2 perimeters as of 2026-01-15") && told.contains("1 without a perimeter QN05799M"),
        "{told}"
    );
    succeeds(&data, &["migrate"]);
    assert!(succeeds(&data, &["check"]).contains("perimeters: qpv-2024: 2 as of 2026-01-15"));
    let told = succeeds(&data, &["territories", "status", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["layers"][0]["vintages"][0]["vintage"], "2026-01-15", "{told}");

    let table = folder.path().join("people.csv");
    std::fs::write(&table, "nom;lon;lat\nA;6.205;49.105\nB;6.3;49.105\n").unwrap();
    let tagged = folder.path().join("tagged.csv");
    let told = succeeds(&data, &["qpv", "locate", table.to_str().unwrap(), "-o", tagged.to_str().unwrap()]);
    assert!(told.contains("1 dans, 0 hors, 1 a_verifier"), "{told}");
    let written = std::fs::read_to_string(&tagged).unwrap();
    assert!(
        written.contains("A;6.205;49.105;dans;QN05701M;Borny;")
            && written.contains("B;6.3;49.105;a_verifier;;;perimetres_absents;"),
        "{written}"
    );

    let mut piped = essaim(&data, &["qpv", "locate", "--marge", "600"]);
    let mut piped = piped.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    piped.stdin.take().unwrap().write_all(&std::fs::read(&table).unwrap()).unwrap();
    let piped = text(&piped.wait_with_output().unwrap().stdout);
    assert!(piped.contains("A;6.205;49.105;a_verifier;QN05701M;Borny;bord;"), "{piped}");
}

#[test]
fn what_is_refused_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("qpv-2026-01-15.geojson");
    std::fs::write(&file, NEIGHBOURHOODS).unwrap();
    succeeds(&data, &["territories", "import", file.to_str().unwrap()]);
    let wrong = folder.path().join("wrong.csv");
    std::fs::write(&wrong, "a;b\n1;2\n").unwrap();
    let wrong = wrong.to_str().unwrap();
    ends_with(&data, &["territories", "import", wrong], 4);
    ends_with(&data, &["territories", "import", "nowhere.geojson"], 1);
    assert!(succeeds(&data, &["territories", "status"]).contains("qpv-2024: 2 perimeters"));
    let tagged = folder.path().join("tagged.csv");
    let told = ends_with(&data, &["qpv", "locate", wrong, "-o", tagged.to_str().unwrap()], 4);
    assert!(told.contains("the columns are: a, b"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing half written");
    ends_with(&data, &["qpv", "locate", wrong, "--marge", "-3"], 2);
    ends_with(&data, &["qpv", "locate", wrong, "--generation", "2015"], 4);
    let layer = data.join("territories/qpv-2024/2026-01-15.layer");
    let whole = std::fs::read(&layer).unwrap();
    std::fs::write(&layer, &whole[..whole.len() / 2]).unwrap();
    succeeds(&data, &["migrate"]);
    let told = ends_with(&data, &["check"], 1);
    assert!(told.contains("✘ perimeters: qpv-2024") && told.contains("territories import"), "{told}");
    ends_with(&data, &["qpv", "locate", wrong], 1);
}
