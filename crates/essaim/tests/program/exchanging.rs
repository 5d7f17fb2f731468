//! What goes in and out of the bank: files, searches, the compendium.

use std::path::Path;
use std::process::Command;

use super::support::*;

#[test]
fn a_bank_goes_out_as_files_and_comes_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let (out, back) = (folder.path().join("out"), folder.path().join("back"));
    Server::start(&mut essaim(&first, &["demo"])).stop();
    let told = succeeds(&first, &["export", out.to_str().unwrap()]);
    assert!(told.contains("19 experiences"), "{told}");
    assert!(succeeds(&second, &["import", out.to_str().unwrap()]).contains("19 added"));
    assert!(succeeds(&second, &["import", out.to_str().unwrap()]).contains("19 unchanged"));
    succeeds(&second, &["export", back.to_str().unwrap()]);
    let difference = Command::new("diff").arg("-r").args([&out, &back]).output().unwrap();
    assert!(difference.status.success(), "{}", text(&difference.stdout));
}

#[test]
fn a_file_with_faults_changes_nothing_and_each_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("files/mon-action");
    std::fs::create_dir_all(&bad).unwrap();
    std::fs::write(bad.join("experience.md"), "+++\ntitle = \"\"\ncolour = 3\n+++\n").unwrap();
    let data = folder.path().join("data");
    let told = ends_with(&data, &["import", bad.parent().unwrap().to_str().unwrap()], 4);
    assert!(told.contains("mon-action/experience.md:"), "{told}");
    assert!(succeeds(&data, &["search", "action"]).contains("0 of 0"));
    ends_with(&data, &["import", folder.path().join("nowhere").to_str().unwrap()], 4);
}

#[test]
fn a_search_answers_people_and_scripts() {
    let folder = tempfile::tempdir().unwrap();
    Server::start(&mut essaim(folder.path(), &["demo"])).stop();
    assert!(succeeds(folder.path(), &["search", "garaje", "solidere"]).contains("/experiences/"));
    let json: serde_json::Value =
        serde_json::from_str(&succeeds(folder.path(), &["--json", "search", "parrainage"])).unwrap();
    assert!(json["total"].as_u64().unwrap() > 0);
    let all = succeeds(folder.path(), &["search", "entreprise"]);
    let fewer = succeeds(folder.path(), &["search", "entreprise", "-parrainage"]);
    assert!(all.lines().count() > fewer.lines().count(), "{all}\n{fewer}");
    assert!(succeeds(folder.path(), &["search", "--rebuild"]).contains("19 experiences"));
}

#[test]
fn the_sample_folder_is_imported_whole_into_a_new_bank() {
    let kits = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kits");
    let folder = tempfile::tempdir().unwrap();
    assert!(succeeds(folder.path(), &["import", kits.to_str().unwrap()]).contains("19 added"));
}

#[test]
fn a_fault_is_told_at_the_place_where_the_file_is() {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kits/garage-solidaire");
    let folder = tempfile::tempdir().unwrap();
    let file = kit.join("experience.md");
    for given in [&kit, &file] {
        let told = ends_with(folder.path(), &["import", given.to_str().unwrap()], 4);
        let place =
            told.lines().find_map(|line| line.split_once(".md:")).map(|(path, _)| format!("{path}.md")).unwrap();
        assert!(Path::new(&place).is_file(), "{place}");
    }
}

#[test]
fn the_compendium_replaces_a_pdf_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["migrate"]);
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "mine").unwrap();
    ends_with(folder.path(), &["recueil", notes.to_str().unwrap()], 4);
    ends_with(folder.path(), &["recueil", folder.path().join("essaim.db").to_str().unwrap()], 4);
    assert_eq!(std::fs::read(&notes).unwrap(), b"mine");
    succeeds(folder.path(), &["check"]);
}

#[test]
fn the_compendium_is_printed_and_an_edition_is_frozen_once() {
    let folder = tempfile::tempdir().unwrap();
    Server::start(&mut essaim(folder.path(), &["demo"])).stop();
    let pdf = folder.path().join("recueil.pdf");
    let pdf = pdf.to_str().unwrap();
    assert!(succeeds(folder.path(), &["recueil", pdf]).contains("19 experiences"));
    assert!(std::fs::read(pdf).unwrap().starts_with(b"%PDF-"));
    assert!(succeeds(folder.path(), &["recueil", pdf, "--freeze", "2026"]).contains("/recueil/2026.pdf"));
    ends_with(folder.path(), &["recueil", pdf, "--freeze", "2026"], 4);
    ends_with(folder.path(), &["recueil", pdf, "--fiches", "no-such-thing"], 4);
    let sources = folder.path().join("sources");
    succeeds(folder.path(), &["recueil", pdf, "--fiches", "vrac", "--sources", sources.to_str().unwrap()]);
    assert!(sources.join("main.typ").is_file() && sources.join("fonts").is_dir());
    let server = Server::start(&mut essaim(folder.path(), &["serve"]));
    assert_eq!(server.get("/recueil/2026.pdf").0, 200);
    server.stop();
}
