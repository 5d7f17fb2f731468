//! A table of people on the site: what lies on the disk, what a kill leaves, what a log says.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::*;

fn official(name: &str) -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/official/").to_owned() + name
}

/// The status and the place that an answer leads to.
fn post(server: &Server, path: &str, kind: &str, body: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let length = body.len();
    write!(stream, "POST {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: {kind}\r\n").unwrap();
    write!(stream, "Content-Length: {length}\r\n\r\n").unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = text(&answer);
    let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), location)
}

fn bring(server: &Server, table: &str) -> String {
    let mut form = String::new();
    for (name, value) in [("adresse", "1"), ("code_postal", "2"), ("ville", "3"), ("croiser1", "0")] {
        form.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    form.push_str("--x\r\nContent-Disposition: form-data; name=\"table\"; filename=\"gens.csv\"\r\n\r\n");
    form.push_str(&format!("{table}\r\n--x--\r\n"));
    let (status, path) = post(server, "/qpv/fichier", "multipart/form-data; boundary=x", form.as_bytes());
    assert_eq!(status, 303, "{path}");
    path
}

fn wait(server: &Server, path: &str) {
    let until = Instant::now() + Duration::from_secs(120);
    while Instant::now() < until {
        let (status, told) = server.get(&format!("{path}/avancement"));
        assert_eq!(status, 200, "{told}");
        if told.contains("\"state\":\"done\"") {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it was never worked through");
}

/// What the files of a folder hold, as text.
fn held(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        all.push_str(&path.display().to_string());
        all.push_str(&if path.is_dir() { held(&path) } else { text(&fs::read(&path).unwrap()) });
    }
    all
}

fn table(lines: usize) -> String {
    let mut table = String::from("nom;adresse;cp;ville\nFictif;avenue de la reine imaginaire;57000;Metz\n");
    for line in 0..lines {
        let number = line % 40 + 1;
        table.push_str(&format!("Fictif{line};{number} rue des abeilles imaginaires {line};57000;Metz\n"));
    }
    table
}

#[test]
fn a_table_survives_a_kill_and_leaves_nothing_once_it_is_erased() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let files = ["qpv-2026-01-15.geojson", "addresses-2026-01-15.csv"].map(official);
    succeeds(&data, &["territories", "import", &files[0], &files[1]]);
    let log = folder.path().join("log");
    let start = || {
        let log = fs::File::options().create(true).append(true).open(&log).unwrap();
        let mut command = essaim(&data, &["serve"]);
        command.env("ESSAIM_LOGS_LEVEL", "info").env("ESSAIM_LOGS_REQUESTS", "true").stderr(Stdio::from(log));
        Server::start(&mut command)
    };
    let mut server = start();
    let path = bring(&server, &table(3_000));
    // Acknowledged: nothing of it may be lost, wherever the work was.
    server.process.kill().unwrap();
    server.process.wait().unwrap();
    let mut server = start();
    wait(&server, &path);
    let (status, case) = server.get(&format!("{path}/cas/1"));
    assert_eq!(status, 200, "{case}");
    let number = case.split("name=\"cas\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let decided = format!("cas={number}&choix=autre&code=QN05701M");
    let (status, _) = post(&server, &format!("{path}/cas/1"), "application/x-www-form-urlencoded", decided.as_bytes());
    assert_eq!(status, 303);
    server.process.kill().unwrap();
    server.process.wait().unwrap();

    let brought = data.join("brought");
    let token = path.rsplit('/').next().unwrap();
    let disk = held(&brought);
    for secret in ["Fictif", "abeilles", "QN05701M", token] {
        assert!(!disk.contains(secret), "the disk tells {secret}");
    }
    let server = start();
    let (_, given) = server.get(&format!("{path}/fichier"));
    assert_eq!(given.lines().filter(|line| line.contains(";QN05701M;") && line.contains(";decision;")).count(), 1);
    assert_eq!(given.lines().count(), 3_002);
    let (status, pdf) = server.get(&format!("{path}/synthese/document"));
    assert!(status == 200 && pdf.starts_with("%PDF-"), "{status}");
    let backup = folder.path().join("backup.tar.gz");
    succeeds(&data, &["backup", backup.to_str().unwrap()]);
    assert!(
        !text(&std::process::Command::new("tar").arg("tzf").arg(&backup).output().unwrap().stdout).contains("brought")
    );
    assert_eq!(post(&server, &format!("{path}/effacer"), "application/x-www-form-urlencoded", b"").0, 303);
    assert_eq!(held(&brought), "");
    assert_eq!(server.get(&path).0, 404);
    server.stop();
    let log = fs::read_to_string(&log).unwrap();
    assert!(log.contains("/qpv/fichier/{job}/avancement") && !log.contains(token), "{log}");
}
