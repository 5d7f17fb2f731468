//! A program killed without notice, at many points: what it acknowledged is there, and no half backup is.
//!
//! The test runs itself again as the program to be killed.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::testing::{START, migrator};
use crate::{Address, Settings, Store, StoreError, backup, setting};

const FOLDER: &str = "ESSAIM_TEST_KILLED_FOLDER";
const NAME: &str = "killed_tests::what_was_acknowledged_survives_a_kill";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill() {
    if let Ok(folder) = std::env::var(FOLDER) {
        write_for_ever(Path::new(&folder)).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let mut whole_backups = 0;
    for round in 0..12 {
        let acknowledged = acknowledged_before_kill(folder.path(), Duration::from_millis(20 + 37 * round));
        let store = open(folder.path()).await;
        let kept: u64 = setting::get(store.reader(), "test.count").await.unwrap().unwrap_or(0);
        assert!(kept >= acknowledged, "{acknowledged} acknowledged, {kept} kept");
        assert!(store.check(&migrator([])).await.unwrap().is_well());
        store.close().await.unwrap();
        let archive = folder.path().join("backup.tar.gz");
        if archive.exists() {
            backup::verify(&archive).await.unwrap();
            whole_backups += 1;
        }
    }
    assert!(whole_backups > 0, "the kills must not all come before the first backup");
}

/// Starts the program, kills it a while after its first acknowledgement, and returns the last one.
fn acknowledged_before_kill(folder: &Path, after: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.by_ref().map_while(Result::ok).find_map(|line| number(&line)).unwrap();
    kill_after(child, after);
    lines.map_while(Result::ok).filter_map(|line| number(&line)).last().unwrap_or(first)
}

fn kill_after(mut child: Child, after: Duration) {
    let due = Instant::now() + after;
    std::thread::spawn(move || {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        child.kill().unwrap();
        child.wait().unwrap();
    });
}

fn number(line: &str) -> Option<u64> {
    line.strip_prefix("acknowledged ")?.parse().ok()
}

async fn open(folder: &Path) -> Store {
    let store = Store::open(&Settings::new(Address::Sqlite(folder.join("killed.db")))).await.unwrap();
    store.migrate(&migrator([]), START).await.unwrap();
    store
}

async fn write_for_ever(folder: &Path) -> Result<(), StoreError> {
    let store = open(folder).await;
    let (copied, archive) = (store.clone(), folder.join("backup.tar.gz"));
    tokio::spawn(async move {
        loop {
            backup::backup(&copied, &archive, &backup::Extent::default(), START).await.unwrap();
        }
    });
    let mut count: u64 = setting::get(store.reader(), "test.count").await?.unwrap_or(0);
    loop {
        count += 1;
        store.write(async |tx| setting::set(tx, "test.count", &count).await).await?;
        writeln!(std::io::stdout(), "\nacknowledged {count}").unwrap();
    }
}
