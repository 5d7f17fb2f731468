//! Keeping a bank: backups, restores, upgrades, damage.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use essaim_store::sea_orm::ConnectionTrait;
use essaim_store::{Address, Settings, Store, StoreError};

use super::support::*;

#[test]
fn a_backup_restores_elsewhere_and_never_over_something_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let file = folder.path().join("bank.tar.gz");
    let server = Server::start(&mut essaim(&here, &["demo"]));
    succeeds(&here, &["backup", file.to_str().unwrap()]);
    server.stop();
    succeeds(&there, &["restore", file.to_str().unwrap()]);
    assert!(succeeds(&there, &["search", "--rebuild"]).contains("19 experiences"));
    ends_with(&there, &["restore", file.to_str().unwrap()], 4);
    succeeds(&there, &["restore", file.to_str().unwrap(), "--replace"]);
    std::fs::write(&file, "not a backup").unwrap();
    ends_with(&there, &["restore", file.to_str().unwrap(), "--replace"], 4);
    assert!(ends_with(&there, &["backup", file.to_str().unwrap()], 4).contains("no backup"));
    ends_with(&there, &["backup", there.join("essaim.db").to_str().unwrap()], 4);
    assert!(succeeds(&there, &["search", "--rebuild"]).contains("19 experiences"));
}

/// Waits for a page to say something, as long as a slow machine may need.
#[track_caller]
fn comes_to_say(server: &Server, path: &str, wanted: impl Fn(&str) -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !wanted(&server.get(path).1) {
        assert!(Instant::now() < until, "{path} never said it");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_is_restored_is_what_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let (data, bank) = (folder.path().join("data"), folder.path().join("bank"));
    let file = folder.path().join("bank.tar.gz");
    Server::start(&mut essaim(&data, &["demo"])).stop();
    succeeds(&data, &["backup", file.to_str().unwrap()]);
    succeeds(&data, &["export", bank.to_str().unwrap()]);
    let later = |mark: &str| {
        entitle(&bank, mark);
        succeeds(&data, &["import", bank.to_str().unwrap()]);
        succeeds(&data, &["search", "--rebuild"]);
    };
    let page = "/experiences/garage-solidaire";
    later("après la sauvegarde");
    succeeds(&data, &["restore", file.to_str().unwrap(), "--replace"]);
    let server = Server::start(&mut essaim(&data, &["serve"]));
    assert!(!server.get(page).1.contains("après la sauvegarde"), "restored while nothing was served");
    later("pendant le service");
    comes_to_say(&server, page, |said| said.contains("pendant le service"));
    succeeds(&data, &["restore", file.to_str().unwrap(), "--replace"]);
    comes_to_say(&server, page, |said| !said.contains("pendant le service"));
    server.stop();
}

#[test]
fn a_damaged_database_is_restored_over_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.tar.gz");
    Server::start(&mut essaim(folder.path(), &["demo"])).stop();
    succeeds(folder.path(), &["backup", file.to_str().unwrap()]);
    let database = folder.path().join("essaim.db");
    let whole = std::fs::read(&database).unwrap();
    let mut malformed = whole.clone();
    malformed[100..whole.len() / 2].fill(0x5a);
    for (number, harm) in [&b"this is no database, and never was one"[..], &malformed].into_iter().enumerate() {
        std::fs::write(&database, harm).unwrap();
        let told = ends_with(folder.path(), &["check"], 5);
        assert!(told.contains("restore FILE --replace"), "{told}");
        let told = succeeds(folder.path(), &["restore", file.to_str().unwrap(), "--replace"]);
        assert!(told.contains("essaim.db.damaged"), "number {number}: {told}");
        assert!(succeeds(folder.path(), &["search", "--rebuild"]).contains("19 experiences"));
    }
    assert_eq!(std::fs::read(folder.path().join("essaim.db.damaged-2")).unwrap(), malformed);
}

#[test]
fn only_the_latest_backups_are_kept_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["migrate"]);
    for _ in 0..3 {
        succeeds(folder.path(), &["backup"]);
    }
    let backups = folder.path().join("backups");
    let upgrade = backups.join("before-upgrade-2026-01-01T000000Z.tar.gz");
    std::fs::write(&upgrade, "").unwrap();
    let told = succeeds(folder.path(), &["backup", "--keep", "2"]);
    assert_eq!(told.lines().filter(|line| line.starts_with("Removed ")).count(), 2, "{told}");
    assert_eq!(std::fs::read_dir(&backups).unwrap().count(), 3);
    assert!(upgrade.exists());
    ends_with(folder.path(), &["backup", "x.tar.gz", "--keep", "2"], 2);
}

/// A kept database, laid in a data folder.
fn lay(kept: &Path, data: &Path) {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(kept).unwrap()).read_to_end(&mut bytes).unwrap();
    std::fs::write(data.join("essaim.db"), bytes).unwrap();
}

/// Databases of former schemas, each with three experiences.
fn kept() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn a_database_of_every_released_schema_is_upgraded() {
    for file in kept() {
        let folder = tempfile::tempdir().unwrap();
        lay(&file, folder.path());
        succeeds(folder.path(), &["migrate"]);
        succeeds(folder.path(), &["check"]);
        let out = folder.path().join("out");
        let told = succeeds(folder.path(), &["export", out.to_str().unwrap()]);
        assert!(told.contains("3 experiences"), "{}", file.display());
    }
}

/// Takes the last migration back, as if the database had never met it.
fn one_migration_behind(data: &Path) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Settings::new(Address::Sqlite(data.join("essaim.db")))).await.unwrap();
        let back = "DROP TABLE editions; DELETE FROM schema_migrations WHERE name = 'm20261123_bank_0003_editions'";
        store.write(async |tx| Ok::<_, StoreError>(tx.execute_unprepared(back).await?)).await.unwrap();
        store.close().await.unwrap();
    });
}

#[test]
fn a_start_upgrades_an_older_database_after_a_backup_that_restores() {
    let folder = tempfile::tempdir().unwrap();
    lay(&kept()[0], folder.path());
    one_migration_behind(folder.path());
    for arguments in [&["check"][..], &["search", "x"]] {
        let told = ends_with(folder.path(), arguments, 5);
        assert!(told.contains("older") && told.contains("essaim migrate"), "{told}");
    }
    let server = Server::start(&mut essaim(folder.path(), &["serve"]));
    assert_eq!(server.get("/sante").0, 200);
    let before = server.lines.iter().find_map(|line| line.strip_prefix("Backed up before the upgrade: "));
    let before = PathBuf::from(before.expect("the backup's path is printed"));
    server.stop();
    succeeds(folder.path(), &["check"]);
    let there = folder.path().join("there");
    succeeds(&there, &["restore", before.to_str().unwrap()]);
    assert!(succeeds(&there, &["search", "--rebuild"]).contains("3 experiences"));
}

#[test]
fn scripts_are_told_of_the_backup_before_an_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    lay(&kept()[0], folder.path());
    one_migration_behind(folder.path());
    let told: serde_json::Value = serde_json::from_str(&succeeds(folder.path(), &["--json", "migrate"])).unwrap();
    assert!(Path::new(told["backup"].as_str().unwrap()).is_file());
    let log = folder.path().join("log");
    one_migration_behind(folder.path());
    let mut command = essaim(folder.path(), &["--json", "serve"]);
    command.env("ESSAIM_LOGS_LEVEL", "info").stderr(std::fs::File::create(&log).unwrap());
    let server = Server::start(&mut command);
    assert!(server.lines.iter().any(|line| line.contains("\"backup\"") && line.contains("before-upgrade-")));
    server.stop();
    assert!(std::fs::read_to_string(log).unwrap().contains("before-upgrade-"));
}

#[test]
fn a_database_of_a_later_program_is_refused_with_both_versions() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["migrate"]);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Settings::new(Address::Sqlite(folder.path().join("essaim.db")))).await.unwrap();
        let later = "INSERT INTO schema_migrations VALUES ('m29991231_bank_9999_later', 9999, '9.9.9', 0)";
        store.write(async |tx| Ok::<_, StoreError>(tx.execute_unprepared(later).await?)).await.unwrap();
        store.close().await.unwrap();
    });
    for command in ["serve", "migrate", "check"] {
        let told = ends_with(folder.path(), &[command], 5);
        assert!(told.contains("9.9.9") && told.contains(env!("CARGO_PKG_VERSION")), "{told}");
    }
}

#[test]
fn what_killed_programs_left_is_told_then_removed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    Server::start(&mut essaim(data, &["demo"])).stop();
    let mut gone = std::process::Command::new("true").spawn().unwrap();
    gone.wait().unwrap();
    ["backups", "index", "territories/downloads/qpv_2024", "territories/downloads/epci"]
        .iter()
        .for_each(|name| std::fs::create_dir_all(data.join(name)).unwrap());
    let lay = |name: &str, is_old: bool| {
        let file = std::fs::File::create(data.join(name)).unwrap();
        if is_old {
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - Duration::from_secs(2 * 60 * 60)).unwrap();
        }
        data.join(name)
    };
    let left = [
        lay(&format!("index/bank.new-{}", gone.id()), false),
        lay(&format!("index/bank.new-{}", std::process::id()), true),
        lay("backups/essaim-2026-01-01T000000Z.tar.gz.part", true),
        lay(&format!("territories/downloads/qpv_2024/.part.new-{}", gone.id()), false),
        lay("essaim.db.restoring", true),
        lay("essaim.db.restoring-wal", true),
    ];
    let busy = [
        lay(&format!("index/bank.entries.new-{}", std::process::id()), false),
        lay("backups/essaim-2026-01-02T000000Z.tar.gz.part", false),
        lay("backups/mine.part", true),
        lay("index/notes.new-1", true),
        lay("territories/downloads/epci/.part", true),
    ];
    let told = succeeds(data, &["check"]);
    assert!(left.iter().all(|path| path.exists() && told.contains(path.to_str().unwrap())), "{told}");
    assert!(busy.iter().all(|path| !told.contains(path.to_str().unwrap())), "{told}");
    Server::start(&mut essaim(data, &["serve"])).stop();
    assert!(left.iter().all(|path| !path.exists()) && busy.iter().all(|path| path.exists()));
    assert!(!succeeds(data, &["check"]).contains("killed"));
    lay("backups/essaim-2026-01-01T000000Z.tar.gz.part", true);
    succeeds(data, &["backup"]);
    assert!(!left[2].exists(), "a backup cleans too");
}

#[test]
fn a_lost_or_damaged_index_is_built_again_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    Server::start(&mut essaim(folder.path(), &["demo"])).stop();
    let index = folder.path().join("index");
    for (name, harm) in [("cut", "cut"), ("altered", "altered"), ("lost", "lost")] {
        for file in std::fs::read_dir(&index)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_file())
        {
            let bytes = std::fs::read(&file).unwrap();
            match harm {
                "cut" => std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap(),
                "altered" => std::fs::write(&file, bytes.iter().map(|byte| byte ^ 0x55).collect::<Vec<_>>()).unwrap(),
                _ => std::fs::remove_file(&file).unwrap(),
            }
        }
        let server = Server::start(&mut essaim(folder.path(), &["serve"]));
        assert_eq!(server.get("/experiences?q=garage").0, 200, "{name}");
        server.stop();
    }
}
