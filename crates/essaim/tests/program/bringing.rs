//! Official tables brought in, told, used by the site, refused, and killed on the way.

use std::fmt::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::*;

/// The two communes of Saint-Pierre-et-Miquelon, one of them under another name than the program's.
const COMMUNES: &str = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,97501,,975,,,0,MIQUELON,Miquelon,Miquelon-Nouvelle,,
COM,97502,,975,,,0,SAINT PIERRE,Saint-Pierre,Saint-Pierre,,
";
const POSTCODES: &str = "code_commune_insee;nom_commune;code_postal;libelle_d_acheminement;ligne_5
97502;ST PIERRE;97500;ST PIERRE ET MIQUELON;
97599;AILLEURS;97500;ST PIERRE ET MIQUELON;
";

fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn tables_are_brought_in_told_and_used_by_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let communes = written(folder.path(), "communes-2027-01-01.csv", COMMUNES);
    let postcodes = written(folder.path(), "postaux-2027-02-01.csv", POSTCODES);
    assert!(succeeds(&data, &["territories", "status"]).contains("cog-communes: missing"));
    let told = succeeds(&data, &["territories", "import", &communes, &postcodes]);
    assert!(told.contains("cog-communes, 2 rows as of 2027-01-01"), "{told}");
    assert!(told.contains("codes-postaux, 2 rows as of 2027-02-01\n  1 not in the tables 97599"), "{told}");
    let told = succeeds(&data, &["territories", "status", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["tables"][0]["vintages"][0]["count"], 2, "{told}");
    succeeds(&data, &["migrate"]);
    let told = succeeds(&data, &["check"]);
    assert!(told.contains("official tables: cog-communes: 2 as of 2027-01-01"), "{told}");

    let server = Server::start(&mut essaim(&data, &["serve"]));
    let (status, page) = server.get("/territoires/commune-97501.json");
    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!((status, page["name"].as_str()), (200, Some("Miquelon-Nouvelle")));
    assert_eq!(page["source"]["vintage"], "1er\u{a0}janvier 2027");
    let (_, sources) = server.get("/donnees");
    assert!(sources.contains("Base officielle des codes postaux"));
    server.stop();
}

#[test]
fn what_was_taken_before_a_refusal_is_told_also_to_scripts() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let communes = written(folder.path(), "communes-2027-01-01.csv", COMMUNES);
    let wrong = written(folder.path(), "wrong.csv", "TYPECOM,COM,COMPARENT\nCOM,97501,\n");
    let told = ends_with(&data, &["territories", "import", &communes, &wrong, &communes], 4);
    assert!(told.contains("files taken before this one: 1") && told.contains("no column libelle"), "{told}");
    let output = run(&data, &["territories", "import", &communes, &wrong, "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["imported"][0]["kept"]["holding"], "cog-communes", "{told}");
    assert_eq!(told["exit_code"], 4, "{told}");
    assert!(succeeds(&data, &["territories", "status"]).contains("cog-communes: 2 rows"));
}

#[test]
fn an_import_that_is_killed_leaves_the_former_vintage_or_brings_the_new_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let former = written(folder.path(), "postaux-2026-01-01.csv", POSTCODES);
    succeeds(&data, &["territories", "import", &former]);
    succeeds(&data, &["migrate"]);
    let mut many = POSTCODES.to_owned();
    for number in 0..3_000 {
        writeln!(many, "97502;ST PIERRE;97500;ST PIERRE ET MIQUELON;LIEU {number}").unwrap();
    }
    let many = written(folder.path(), "postaux-2027-01-01.csv", &many);
    let other = folder.path().join("other");
    let start = Instant::now();
    succeeds(&other, &["territories", "import", &many]);
    let whole = start.elapsed();
    for round in 0..10_u32 {
        let mut victim = essaim(&data, &["territories", "import", &many])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the beginning to a little after the end, when everything is written.
        std::thread::sleep(whole.mul_f64(f64::from(round) / 8.0) + Duration::from_millis(2));
        drop(victim.kill());
        victim.wait().unwrap();
        let told = succeeds(&data, &["territories", "status"]);
        let latest = told.lines().find(|line| line.starts_with("codes-postaux")).unwrap();
        let is_former = latest.starts_with("codes-postaux: 2 rows as of 2026-01-01");
        let is_new = latest.starts_with("codes-postaux: 3002 rows as of 2027-01-01");
        assert!(is_former || is_new, "round {round}: {latest}");
    }
    succeeds(&data, &["check"]);
    succeeds(&data, &["territories", "import", &many]);
}
