//! The program as an operator meets it: its commands, its codes, its server.
#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use essaim_store::sea_orm::ConnectionTrait;
use essaim_store::{Address, Settings, Store, StoreError};

/// A command on a data folder, whatever the machine's own variables say.
fn essaim(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_essaim"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ESSAIM_")) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C.UTF-8").env("ESSAIM_LOGS_LEVEL", "warn").arg("--data").arg(data).args(arguments);
    command
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    essaim(data, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn succeeds(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

#[track_caller]
fn ends_with(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(data, arguments);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
    told
}

/// A server that is stopped when the test ends.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(command: &mut Command) -> Self {
        let mut process = command.arg("--listen").arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("http://").map(str::to_owned));
        Self { address: address.expect("the address is printed on a line of its own"), process }
    }

    /// The status and the body of an answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = text(&answer);
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    /// Stops it as a system does, and gives its code.
    fn stop(mut self) -> Option<i32> {
        let stopped = Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(stopped.success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[test]
fn help_and_version_need_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(succeeds(folder.path(), &["--version"]).starts_with("essaim "));
    assert!(succeeds(folder.path(), &["--help"]).contains("Exit codes"));
    ends_with(folder.path(), &["grow"], 2);
}

#[test]
fn the_demo_serves_the_samples_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&mut essaim(folder.path(), &["demo"]));
    let (status, health) = server.get("/sante");
    assert_eq!(status, 200, "{health}");
    assert!(health.contains("\"experiences\":19"), "{health}");
    assert_eq!(server.get("/sante/vie").0, 200);
    for path in
        ["/", "/en/", "/experiences", "/plan-du-site.xml", "/robots.txt", "/accessibilite", "/mentions", "/en/mentions"]
    {
        let (status, body) = server.get(path);
        assert_eq!(status, 200, "{path}: {body}");
    }
    assert_eq!(server.get("/nulle-part").0, 404);
    assert_eq!(server.get("/metriques").0, 404, "measures are on a listener of their own");
    assert_eq!(server.stop(), Some(0));
}

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
    assert!(succeeds(folder.path(), &["search", "--rebuild"]).contains("19 experiences"));
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
    let server = Server::start(&mut essaim(folder.path(), &["serve"]));
    assert_eq!(server.get("/recueil/2026.pdf").0, 200);
    server.stop();
}

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
}

#[test]
fn a_database_of_every_released_schema_is_upgraded_after_a_backup() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let mut files = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(&file).unwrap()).read_to_end(&mut bytes).unwrap();
        std::fs::write(folder.path().join("essaim.db"), bytes).unwrap();
        succeeds(folder.path(), &["migrate"]);
        succeeds(folder.path(), &["check"]);
        let out = folder.path().join("out");
        assert!(
            succeeds(folder.path(), &["export", out.to_str().unwrap()]).contains("3 experiences"),
            "{}",
            file.display()
        );
    }
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
    let told = ends_with(folder.path(), &["check"], 1);
    assert!(told.contains("essaim migrate"), "{told}");
    succeeds(folder.path(), &["migrate"]);
    succeeds(folder.path(), &["check"]);
    std::fs::write(folder.path().join("essaim.db"), "this is no database, and never was one").unwrap();
    let told = ends_with(folder.path(), &["check"], 5);
    assert!(told.contains("→"), "{told}");
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

#[test]
fn measures_are_served_apart_where_asked() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(essaim(folder.path(), &["serve"]).env("ESSAIM_METRICS_LISTEN", free.to_string()));
    server.get("/sante");
    let mut stream = TcpStream::connect(free).unwrap();
    write!(stream, "GET /metriques HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("essaim_http_requests_total{route=\"/sante\""), "{answer}");
    server.stop();
}

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

/// Gives each experience of a folder, or the one that it is, a title that ends with `mark`.
fn entitle(folder: &Path, mark: &str) {
    let file = folder.join("experience.md");
    if !file.is_file() {
        let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        return folders.filter(|path| path.is_dir()).for_each(|path| entitle(&path, mark));
    }
    let text = std::fs::read_to_string(&file).unwrap();
    let title = text.lines().find(|line| line.starts_with("title = ")).unwrap();
    let base = title.trim_end_matches('"').split(" – ").next().unwrap();
    std::fs::write(&file, text.replacen(title, &format!("{base} – {mark}\""), 1)).unwrap();
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
    let mut chance = Chance::new();
    let seed = chance.0;
    for round in 0..12 {
        entitle(&one, &format!("tenu {round}"));
        succeeds(&data, &["import", one.to_str().unwrap()]);
        // Killed while it begins, writes, reads, or has just done so: none of it was acknowledged.
        entitle(&bank, &format!("en cours {round}"));
        let kills: [(&[&str], u64); 4] = [
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

#[test]
fn a_stop_does_not_wait_for_those_who_say_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(essaim(folder.path(), &["serve"]).env("ESSAIM_SERVER_FAREWELL_SECONDS", "1"));
    let mut silent = TcpStream::connect(&server.address).unwrap();
    silent.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let since = Instant::now();
    assert_eq!(server.stop(), Some(0));
    assert!(since.elapsed() < Duration::from_secs(20));
}

#[test]
fn those_who_begin_a_request_and_say_no_more_are_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(essaim(folder.path(), &["serve"]).env("ESSAIM_SERVER_HEADER_PATIENCE_SECONDS", "1"));
    let mut silent = TcpStream::connect(&server.address).unwrap();
    silent.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    silent.write_all(b"GET / HTTP/1.1\r\nHost: te").unwrap();
    let mut answer = Vec::new();
    // Ended by the server: a time limit reached on this side would be an error.
    silent.read_to_end(&mut answer).unwrap();
    assert_eq!(server.get("/sante").0, 200);
    server.stop();
}
