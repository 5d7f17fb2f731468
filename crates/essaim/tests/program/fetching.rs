//! Official files taken from a publisher, and brought in.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::publisher::Publisher;
use super::support::*;

const DOWNLOADS: &str = include_str!("../../../../data/territories/downloads.toml");

/// One neighbourhood, in a file of some size.
fn neighbourhoods() -> Vec<u8> {
    let rest = " ".repeat(400_000);
    format!(
        r#"{{"type": "FeatureCollection",{rest} "features": [
        {{"type": "Feature", "properties": {{"code_qp": "QN05701M", "lib_qp": "Borny", "insee_com": "57463"}},
         "geometry": {{"type": "Polygon", "coordinates": [[[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]]]}}}}]}}"#
    )
    .into_bytes()
}

fn shelf(path: &str) -> Option<(Vec<u8>, Duration)> {
    match path {
        "/qpv-2026-01-15.geojson" => Some((neighbourhoods(), Duration::ZERO)),
        "/slow.geojson" => Some((neighbourhoods(), Duration::from_millis(20))),
        _ if path.starts_with("/adresses-") => Some((b"id;numero;nom_voie\n".to_vec(), Duration::ZERO)),
        _ => None,
    }
}

/// A fetch from a publisher: its neighbourhoods at a path, the rest of the list where it has nothing.
fn fetch(data: &Path, publisher: &Publisher, qpv: &str, arguments: &[&str]) -> Command {
    let mut command = essaim(data, &[&["territories", "fetch"], arguments].concat());
    for key in DOWNLOADS.lines().filter_map(|line| line.strip_prefix("key = \"")) {
        let key = key.trim_end_matches('"');
        let path = match key {
            "qpv_2024" => qpv,
            "addresses" => "/adresses-{departement}.csv",
            _ => "/nothing",
        };
        let variable = format!("ESSAIM_DOWNLOADS_{}", key.to_uppercase());
        command.env(variable, format!("{}{path}", publisher.address));
    }
    command.stdin(Stdio::null());
    command
}

#[track_caller]
fn ends(command: &mut Command, code: i32) -> (String, String) {
    let output = command.output().unwrap();
    let (told, erred) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{told}\n{erred}");
    (told, erred)
}

const QPV: &str = "/qpv-2026-01-15.geojson";

#[test]
fn a_file_is_shown_then_taken_and_brought_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let publisher = Publisher::open(shelf);
    let (told, erred) = ends(&mut fetch(data, &publisher, QPV, &["qpv_2024"]), 4);
    assert!(told.contains("ANCT") && told.contains("400.3 kB; unverified address http://127"), "{told}");
    assert!(erred.contains("1 file, 400.3 kB would come") && erred.contains("--yes"), "{erred}");
    assert!(publisher.asked().is_empty(), "nothing comes before it is agreed to");

    let (told, _) = ends(&mut fetch(data, &publisher, QPV, &["qpv_2024", "--yes"]), 0);
    assert!(told.contains("BLAKE3") && told.contains("qpv-2024, 1 perimeters as of 2026-01-15"), "{told}");
    assert!(succeeds(data, &["territories", "status"]).contains("qpv-2024: 1 perimeters as of 2026-01-15"));

    let (told, _) = ends(&mut fetch(data, &publisher, QPV, &["qpv_2024"]), 0);
    assert!(told.contains("unchanged, here since") && !told.contains("unverified"), "{told}");
    assert_eq!(publisher.asked(), [format!("{QPV} 0")], "what did not change is not taken again");

    std::fs::remove_dir_all(data.join("territories/qpv-2024")).unwrap();
    ends(&mut fetch(data, &publisher, QPV, &["qpv_2024"]), 0);
    assert!(succeeds(data, &["territories", "status"]).contains("qpv-2024: 1 perimeters"), "what is lost comes back");
}

#[test]
fn what_comes_by_departement_is_never_all_of_it_unless_said() {
    let folder = tempfile::tempdir().unwrap();
    let publisher = Publisher::open(shelf);
    let run = |arguments: &[&str]| {
        let output = fetch(folder.path(), &publisher, QPV, arguments).output().unwrap();
        text(&output.stdout) + &text(&output.stderr)
    };
    let told = run(&["addresses", "--yes"]);
    assert!(
        told.contains("109 files, one for each département")
            && told.contains("--departements all")
            && publisher.asked().is_empty(),
        "{told}"
    );
    let told = run(&["--yes"]);
    assert!(told.contains("Left out: addresses: Base adresse nationale, 109 files"), "{told}");
    assert_eq!(publisher.asked(), [format!("{QPV} 0")]);
    let told = run(&["addresses", "--departements", "51,99", "--yes"]);
    assert!(told.contains("no département has the code 99"), "{told}");
    run(&["addresses", "--departements", "51,8", "--yes"]);
    assert_eq!(publisher.asked()[1..], ["/adresses-08.csv 0".to_owned(), "/adresses-51.csv 0".to_owned()]);
    assert!(run(&["nothing"]).contains("no official file has the key nothing"));
}

#[test]
fn a_file_that_does_not_come_keeps_no_other_away() {
    let folder = tempfile::tempdir().unwrap();
    let publisher = Publisher::open(shelf);
    let (told, _) = ends(&mut fetch(folder.path(), &publisher, QPV, &["epci", "qpv_2024", "--yes"]), 1);
    assert!(told.contains("✘ epci: ") && told.contains("answers 404"), "{told}");
    assert!(told.contains("qpv-2024, 1 perimeters"), "{told}");
}

#[test]
fn scripts_get_json_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let publisher = Publisher::open(shelf);
    for (arguments, code, state) in [
        (["qpv_2024", "--json"].as_slice(), 4, "new"),
        (&["qpv_2024", "--json", "--yes"], 0, "taken"),
        (&["qpv_2024", "--json"], 0, "unchanged"),
    ] {
        let (told, erred) = ends(&mut fetch(folder.path(), &publisher, QPV, arguments), code);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let file = &told["files"][0];
        assert_eq!(
            (file["state"].as_str(), file["size"].as_u64()),
            (Some(state), Some(neighbourhoods().len() as u64)),
            "{told}"
        );
        assert_eq!(file["verified"].is_null(), state == "new", "{told}");
        assert_eq!(erred, "");
    }
}

#[test]
fn a_download_that_is_killed_goes_on_from_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let publisher = Publisher::open(shelf);
    let mut slow = fetch(data, &publisher, "/slow.geojson", &["qpv_2024", "--yes"]);
    let mut victim = slow.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let part = data.join("territories/downloads/qpv_2024/.part");
    while std::fs::metadata(&part).map_or(0, |part| part.len()) < 50_000 {
        std::thread::sleep(Duration::from_millis(5));
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    let came = std::fs::metadata(&part).unwrap().len();
    assert!(succeeds(data, &["territories", "status"]).contains("qpv-2024: missing"));
    let (told, _) = ends(&mut fetch(data, &publisher, "/slow.geojson", &["qpv_2024", "--yes"]), 0);
    assert!(told.contains("of it here already") && told.contains("qpv-2024, 1 perimeters"), "{told}");
    assert_eq!(publisher.asked()[1], format!("/slow.geojson {came}"));
    let whole = std::fs::read(data.join("territories/downloads/qpv_2024/slow.geojson")).unwrap();
    assert_eq!(whole, neighbourhoods());
}
