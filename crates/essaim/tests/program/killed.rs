//! Killed at any moment.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use super::support::*;

/// Moments that differ at each run; the seed is told when a test fails.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        use std::hash::BuildHasher;
        Self(std::hash::RandomState::new().hash_one("kill") | 1)
    }

    /// From nothing to `most`, by a xorshift.
    fn wait(&mut self, most: Duration) {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        std::thread::sleep(most.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64));
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let (data, bank) = (folder.path().join("data"), folder.path().join("bank"));
    Server::start(&mut essaim(&data, &["demo"])).stop();
    succeeds(&data, &["export", bank.to_str().unwrap()]);
    // One is acknowledged at each round; the eighteen others only come by imports that are killed.
    let one = folder.path().join("garage-solidaire");
    std::fs::rename(bank.join("garage-solidaire"), &one).unwrap();
    let kept = folder.path().join("kept.tar.gz");
    let mut chance = Chance::new();
    let seed = chance.0;
    for round in 0..12 {
        entitle(&one, &format!("tenu {round}"));
        succeeds(&data, &["import", one.to_str().unwrap()]);
        // Restored or not, the bank says the same.
        succeeds(&data, &["backup", kept.to_str().unwrap()]);
        // Killed while it begins, writes, reads, or has just done so: none of it was acknowledged.
        entitle(&bank, &format!("en cours {round}"));
        let kills: [(&[&str], u64); 5] = [
            (&["restore", kept.to_str().unwrap(), "--replace"], 300),
            (&["import", bank.to_str().unwrap()], 200),
            (&["backup"], 120),
            (&["search", "--rebuild"], 250),
            (&["serve", "--listen", "127.0.0.1:0"], 1500),
        ];
        for (arguments, most) in kills {
            let mut command = essaim(&data, arguments);
            let mut victim = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            chance.wait(Duration::from_millis(most));
            drop(victim.kill());
            victim.wait().unwrap();
        }
        let server = Server::start(&mut essaim(&data, &["serve"]));
        let (status, page) = server.get("/experiences/garage-solidaire");
        assert_eq!(status, 200, "round {round}, seed {seed}");
        assert!(page.contains(&format!("tenu {round}")), "round {round}, seed {seed}");
        let (_, all) = server.get("/api/v1/experiences?limit=100");
        let all: serde_json::Value = serde_json::from_str(&all).unwrap();
        let titles = all["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap());
        let marks: BTreeSet<&str> = titles
            .filter(|title| !title.contains("tenu"))
            .map(|title| title.split(" – ").nth(1).unwrap_or(""))
            .collect();
        assert_eq!(marks.len(), 1, "an import came in by half, round {round}, seed {seed}: {marks:?}");
        assert_eq!(server.get("/experiences?q=garage").0, 200, "round {round}, seed {seed}");
        server.stop();
    }
    succeeds(&data, &["check"]);
    assert!(succeeds(&data, &["search", "--rebuild"]).contains("19 experiences"), "seed {seed}");
}
