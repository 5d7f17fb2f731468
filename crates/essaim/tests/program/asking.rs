//! Asking the program: its help, its configuration, its examination.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::*;

#[test]
fn help_and_version_need_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(succeeds(folder.path(), &["--version"]).starts_with("essaim "));
    assert!(succeeds(folder.path(), &["--help"]).contains("Exit codes"));
    ends_with(folder.path(), &["grow"], 2);
}

#[test]
fn an_address_in_use_and_a_file_of_another_name_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(ends_with(folder.path(), &["serve", "--listen", &address], 1).contains("--listen"));
    let other = folder.path().join("notes.md");
    std::fs::write(&other, "+++\n+++\n").unwrap();
    let output = run(folder.path(), &["import", other.to_str().unwrap()]);
    assert!(!output.status.success() && text(&output.stderr).contains("experience.md"), "{}", text(&output.stderr));
}

#[test]
fn a_configuration_that_is_wrong_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("essaim.toml"), "[server]\nlisten = \"here\"\n").unwrap();
    for command in ["serve", "check", "migrate"] {
        let told = ends_with(folder.path(), &[command], 3);
        assert!(told.contains("essaim.toml, line 2"), "{told}");
    }
}

#[test]
fn check_tells_what_is_wrong_and_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let told = ends_with(folder.path(), &["check"], 5);
    assert!(told.contains("--data") && told.contains("essaim migrate"), "{told}");
    succeeds(folder.path(), &["migrate"]);
    let told = succeeds(folder.path(), &["check"]);
    assert!(told.contains("! contact: site.contact is not set"), "{told}");
    let output = essaim(folder.path(), &["check"]).env("ESSAIM_SITE_CONTACT", "a@b.example").output().unwrap();
    assert!(output.status.success() && !text(&output.stdout).contains("site.contact"), "{}", text(&output.stdout));
    std::fs::write(folder.path().join("essaim.db"), "this is no database, and never was one").unwrap();
    let told = ends_with(folder.path(), &["check"], 5);
    assert!(told.contains("restore FILE --replace"), "{told}");
}

#[test]
fn check_looks_at_the_folders_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    ends_with(&data, &["check"], 5);
    assert!(!data.exists());
    succeeds(&data, &["migrate"]);
    succeeds(&data, &["check"]);
    assert!(!data.join("index").exists() && !data.join("backups").exists());
    std::fs::write(data.join("index"), "no folder").unwrap();
    let told = ends_with(&data, &["check"], 1);
    assert!(told.contains("✘ index folder"), "{told}");
    std::fs::remove_file(data.join("index")).unwrap();
    let output = essaim(&data, &["check"]).env("ESSAIM_BACKUP_FOLDER", "/proc/nothing").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("✘ backup folder"), "{}", text(&output.stdout));
}

#[test]
fn a_damaged_index_is_told_and_left_to_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["migrate"]);
    succeeds(folder.path(), &["search", "--rebuild"]);
    let index = folder.path().join("index/bank.index");
    std::fs::write(&index, "garbage").unwrap();
    assert!(succeeds(folder.path(), &["check"]).contains("built again"));
    assert_eq!(std::fs::read(&index).unwrap(), b"garbage");
}

#[test]
fn what_only_reads_makes_nothing_in_a_folder_that_was_mistyped() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("none");
    let (out, pdf) = (folder.path().join("out"), folder.path().join("recueil.pdf"));
    let (out, pdf) = (out.to_str().unwrap(), pdf.to_str().unwrap());
    for arguments in
        [&["check"][..], &["search", "x"], &["export", out], &["recueil", pdf], &["backup"], &["migrate", "--dry-run"]]
    {
        let told = ends_with(&data, arguments, 5);
        assert!(told.contains("--data"), "{told}");
        assert!(!data.exists(), "{arguments:?}");
    }
    ends_with(&data, &["restore", "nofile"], 4);
    assert!(!data.exists());
}

#[test]
fn variables_that_mean_nothing_are_refused_and_empty_ones_are_as_if_unset() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in [("ESSAIM_SERVER_LISTN", OsStr::new("x")), ("ESSAIM_SITE_NAME", OsStr::from_bytes(b"caf\xe9"))]
    {
        let output = essaim(folder.path(), &["migrate"]).env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{name}");
        assert!(text(&output.stderr).contains(name), "{}", text(&output.stderr));
    }
    let output = essaim(folder.path(), &["migrate"]).env("ESSAIM_DATA", "").env("ESSAIM_CONFIG", "").output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn root_does_not_write_in_the_folder_of_another_user() {
    const NOBODY: u32 = 65_534;
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["migrate"]);
    if std::os::unix::fs::chown(folder.path(), Some(NOBODY), None).is_err() {
        // Only root can give a folder away, and only root is refused.
        return;
    }
    for command in ["backup", "check", "serve"] {
        let told = ends_with(folder.path(), &[command], 1);
        assert!(told.contains("sudo -u"), "{told}");
    }
    assert!(!folder.path().join("backups").exists());
}

#[test]
fn scripts_are_told_of_failures_too() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder.path().join("none"), &["--json", "backup"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["exit_code"], 5);
    assert!(told["error"].as_str().unwrap().contains("no bank") && told["remedy"].is_string(), "{told}");
}

#[test]
fn a_result_that_cannot_be_printed_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = essaim(folder.path(), &["migrate"]).stdout(full).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_server_that_refuses_is_told_at_once_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let since = Instant::now();
    let url = format!("postgres://essaim:s3cret@{free}/bank");
    let output = essaim(folder.path(), &["check"]).env("ESSAIM_DATABASE_URL", url).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(since.elapsed() < Duration::from_secs(8), "it did not wait for the database's patience");
    let told = text(&output.stdout);
    assert!(told.contains("refused") && told.contains("start the database") && !told.contains("s3cret"), "{told}");
}

#[test]
fn a_server_without_the_database_is_told_with_how_to_make_it() {
    let Ok(url) = std::env::var("ESSAIM_TEST_POSTGRES") else { return };
    let folder = tempfile::tempdir().unwrap();
    let url = url.replace("/essaim?", "/nowhere?");
    let output = essaim(folder.path(), &["migrate"]).env("ESSAIM_DATABASE_URL", url).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(text(&output.stderr).contains("createdb --owner USER nowhere"), "{}", text(&output.stderr));
}
