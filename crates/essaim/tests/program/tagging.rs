//! Addresses brought in, and tables tagged by them: from files and pipes, whole in spite of kills.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::*;

const NEIGHBOURHOODS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code_qp": "QN05701M", "lib_qp": "Borny", "insee_com": "57463"},
     "geometry": {"type": "Polygon", "coordinates": [[[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]]]}}
]}"#;
const HEAD: &str = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;type_position\n";

struct Ground {
    folder: tempfile::TempDir,
    data: PathBuf,
}

impl Ground {
    /// A neighbourhood of Metz and a way inside it.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ground = Self { data: folder.path().join("data"), folder };
        let mut addresses = String::from(HEAD);
        for number in 1..=20 {
            let lon = 6.202 + f64::from(number) * 0.0003;
            writeln!(addresses, "57463_0001;{number};;Rue du Dedans;57000;57463;Metz;{lon:.6};49.105;entrée").unwrap();
        }
        let files = [
            ground.write("qpv-2026-01-15.geojson", NEIGHBOURHOODS),
            ground.write("adresses-57-2026-02-01.csv", &addresses),
        ];
        let told = succeeds(&ground.data, &["territories", "import", text_of(&files[0]), text_of(&files[1])]);
        assert!(told.contains("20 addresses as of 2026-02-01, 0 lines left out"), "{told}");
        ground
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn addresses_are_told_and_tag_a_table() {
    let ground = Ground::new();
    let data = &ground.data;
    assert!(
        succeeds(data, &["territories", "status"])
            .contains("addresses: 20 numbers, 1 ways and places as of 2026-02-01")
    );
    succeeds(data, &["migrate"]);
    let told = succeeds(data, &["check"]);
    assert!(told.contains("addresses: 20 numbers as of 2026-02-01"), "{told}");

    let table = ground.write("people.csv", "nom;Adresse\nA;\"3, r. du dedans\n57000 METZ\"\nB;\n");
    let tagged = ground.path("tagged.csv");
    let told = succeeds(data, &["qpv", "tag", text_of(&table), "-o", text_of(&tagged)]);
    assert!(told.contains("1 dans, 0 hors, 1 a_verifier, 1 of these to be corrected at their source"), "{told}");
    let written = std::fs::read_to_string(&tagged).unwrap();
    assert!(written.contains("METZ\";dans;QN05701M;Borny;;") && written.contains("B;;a_verifier;;;vide;"), "{written}");

    let mut piped = essaim(data, &["geocode", "--address", "adresse"]);
    let mut piped = piped.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    piped.stdin.take().unwrap().write_all(&std::fs::read(&table).unwrap()).unwrap();
    let piped = text(&piped.wait_with_output().unwrap().stdout);
    assert!(
        piped.contains(";3 Rue du Dedans 57000 Metz;numero;0.99;57463;6.202900;49.105000;2026-02-01;\n"),
        "{piped}"
    );

    let told = succeeds(data, &["qpv", "tag", text_of(&table), "-o", text_of(&tagged), "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["dans"], &told["a_corriger_a_la_source"]), (&1.into(), &1.into()), "{told}");
}

#[test]
fn what_is_missing_or_wrong_is_refused() {
    let ground = Ground::new();
    let table = ground.write("people.csv", "nom;Adresse\nA;3 rue du dedans 57000 METZ\n");
    let (table, data) = (text_of(&table), &ground.data);
    let told = ends_with(&ground.path("other"), &["geocode", table], 4);
    assert!(told.contains("territories import"), "{told}");
    let told = ends_with(data, &["qpv", "tag", table, "--street", "voie"], 4);
    assert!(told.contains("no column voie; the columns are: nom, Adresse"), "{told}");
    ends_with(data, &["qpv", "tag", table, "--generation", "both"], 4);
    ends_with(data, &["qpv", "tag", table, "--resume"], 2);
    ends_with(data, &["qpv", "tag", "nowhere.csv"], 1);
    let cut = ground.write("adresses-88.csv", &format!("{HEAD}{}", "x".repeat(2 << 20)));
    let told = ends_with(data, &["territories", "import", text_of(&cut)], 4);
    assert!(told.contains("longer than a megabyte"), "{told}");
    assert!(succeeds(data, &["territories", "status"]).contains("addresses: 20 numbers"));
    let set = data.join("territories/addresses/2026-02-01.addresses");
    let whole = std::fs::read(&set).unwrap();
    std::fs::write(&set, &whole[..40]).unwrap();
    let told = ends_with(data, &["geocode", table], 1);
    assert!(told.contains("cut short or damaged"), "{told}");
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&set, changed).unwrap();
    succeeds(data, &["migrate"]);
    let told = ends_with(data, &["check"], 1);
    assert!(told.contains("✘ addresses"), "{told}");
}

#[test]
fn a_run_that_was_killed_goes_on_and_gives_the_same_table() {
    let ground = Ground::new();
    let lines =
        (0..30_000).map(|line| format!("{line};{} rue du dedans 57000 metz\n", 1 + line % 20)).collect::<String>();
    let table = ground.write("people.csv", &format!("id;adresse\n{lines}"));
    let (whole, killed) = (ground.path("whole.csv"), ground.path("killed.csv"));
    succeeds(&ground.data, &["qpv", "tag", text_of(&table), "-o", text_of(&whole)]);
    let mut run = essaim(&ground.data, &["qpv", "tag", text_of(&table), "-o", text_of(&killed)]).spawn().unwrap();
    let journal = ground.path("killed.csv.part.json");
    let begun = Instant::now();
    while !journal.exists() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    assert!(!killed.exists() && ground.path("killed.csv.part").exists());
    let told = ends_with(
        &ground.data,
        &["qpv", "tag", text_of(&table), "-o", text_of(&killed), "--resume", "--marge", "5"],
        4,
    );
    assert!(told.contains("without --resume"), "{told}");
    succeeds(&ground.data, &["qpv", "tag", text_of(&table), "-o", text_of(&killed), "--resume"]);
    assert!(std::fs::read(&whole).unwrap() == std::fs::read(&killed).unwrap());
    assert!(!journal.exists() && !ground.path("killed.csv.part").exists());
}

#[test]
fn a_kill_while_addresses_come_in_leaves_the_former_ones() {
    let ground = Ground::new();
    let mut many = String::from(HEAD);
    for line in 0..60_000 {
        let (street, number) = (line / 30, line % 30 + 1);
        writeln!(many, "57463_{street:04};{number};;Rue Numéro {street} des Essais;57000;57463;Metz;6.2;49.1;")
            .unwrap();
    }
    let many = ground.write("adresses-57-2026-03-01.csv", &many);
    let table = ground.write("people.csv", "adresse\n3 rue du dedans 57000 METZ\n");
    for wait in [50, 300, 900] {
        let mut run = essaim(&ground.data, &["territories", "import", text_of(&many)]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _it_may_be_done = run.kill();
        run.wait().unwrap();
        let told = succeeds(&ground.data, &["territories", "status"]);
        let set = if told.contains("as of 2026-03-01") { "60000 numbers" } else { "20 numbers" };
        assert!(told.contains(&format!("addresses: {set}")), "{told}");
        succeeds(&ground.data, &["geocode", text_of(&table)]);
    }
}
