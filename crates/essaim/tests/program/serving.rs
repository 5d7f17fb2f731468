//! Serving: what visitors and those who watch over the server meet.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use essaim_store::sea_orm::ConnectionTrait;
use essaim_store::{Settings, Store, StoreError};

use super::support::*;

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
    let (_, list) = server.get("/api/v1/experiences?limit=100");
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    for experience in list["items"].as_array().unwrap() {
        let path = format!("/experiences/{}", experience["slug"].as_str().unwrap());
        let page = server.get(&path).1;
        let contacts = page.split("id=\"contact\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(contacts.contains("href=\"mailto:bonjour@centre-de-ressources.example\""), "{path}: {contacts}");
    }
    assert_eq!(server.get("/nulle-part").0, 404);
    assert_eq!(server.get("/metriques").0, 404, "measures are on a listener of their own");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn measures_are_served_apart_where_asked() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(essaim(folder.path(), &["serve"]).env("ESSAIM_METRICS_LISTEN", free.to_string()));
    server.get("/sante");
    server.get("/en/carte");
    server.get("/nulle-part");
    server.get("/experiences/nulle-part");
    server.get("/en/apparence");
    server.get(&format!("/{}", "long".repeat(5_000)));
    let (_, page) = server.get("/");
    let style = page.split('"').find(|part| part.ends_with(".css")).unwrap();
    assert_eq!(server.get(style).0, 200, "{style}");
    let mut stream = TcpStream::connect(free).unwrap();
    write!(stream, "GET /metriques HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    for counted in [
        "{route=\"/sante\",method=\"GET\",status=\"200\"} 1",
        "{route=\"/carte\",method=\"GET\",status=\"200\"} 1",
        "{route=\"unknown\",method=\"GET\",status=\"404\"} 1",
        "{route=\"unknown\",method=\"GET\",status=\"414\"} 1",
        "{route=\"/apparence\",method=\"GET\",status=\"405\"} 1",
        "{route=\"files\",method=\"GET\",status=\"200\"} 1",
        "{route=\"/experiences/{slug}\",method=\"GET\",status=\"404\"} 1",
    ] {
        assert!(answer.contains(&format!("essaim_http_requests_total{counted}")), "{counted}:\n{answer}");
    }
    assert!(answer.contains("essaim_ready 1") && answer.contains("essaim_database_up 1"), "{answer}");
    server.stop();
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

#[test]
fn those_who_ask_and_do_not_read_leave_their_place_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = essaim(folder.path(), &["serve"]);
    command.env("ESSAIM_SERVER_CONNECTIONS", "1").env("ESSAIM_SERVER_WRITE_PATIENCE_SECONDS", "1");
    let server = Server::start(&mut command);
    let mut deaf = TcpStream::connect(&server.address).unwrap();
    deaf.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    // More answers than the system keeps for who does not read; asking itself stops then.
    let asked = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(20_000);
    drop(deaf.write_all(&asked));
    assert_eq!(server.get("/sante").0, 200);
    server.stop();
}

#[test]
fn a_body_that_does_not_come_is_the_visitors_fault() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(essaim(folder.path(), &["serve"]).env("ESSAIM_SERVER_PATIENCE_SECONDS", "1"));
    let form = "Content-Type: application/x-www-form-urlencoded";
    let large = format!("{:x}\r\n{}\r\n", 1100 * 1024, "a".repeat(1100 * 1024));
    for (path, status) in
        [("/mon-recueil", "408"), ("/apparence", "408"), ("/en/apparence", "408"), ("/apparence", "413")]
    {
        let mut slow = TcpStream::connect(&server.address).unwrap();
        slow.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let body = if status == "413" { &large } else { "1\r\na\r\n" };
        let head = format!("POST {path} HTTP/1.1\r\nHost: test\r\n{form}\r\nTransfer-Encoding: chunked\r\n\r\n");
        // The server may answer, and leave, before it has all.
        drop(slow.write_all(format!("{head}{body}").as_bytes()));
        let mut answer = Vec::new();
        // Ended by the server, which keeps no connection whose body is still to come.
        drop(slow.read_to_end(&mut answer));
        assert!(text(&answer).starts_with(&format!("HTTP/1.1 {status}")), "{path}: {}", text(&answer));
    }
    server.stop();
}

#[test]
fn each_request_is_one_line_of_log_with_the_address_that_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = essaim(folder.path(), &["serve"]);
    command.env("ESSAIM_LOGS_LEVEL", "info").env("ESSAIM_LOGS_REQUESTS", "true");
    let server = Server::start(command.stderr(std::fs::File::create(&log).unwrap()));
    server.get("/en/carte?q=secret");
    server.get("/nulle-part");
    for path in ["/qpv?adresse=secret", "/api/v1/qpv?adresse=secret", "/api/v1/geocode/search?q=secret"] {
        server.get(path);
    }
    server.stop();
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(!log.contains("secret"), "{log}");
    let lines: Vec<_> = log.lines().filter(|line| line.contains("answered")).collect();
    assert_eq!(lines.len(), 5, "{log}");
    assert!(lines[0].contains("/en/carte") && !lines[0].contains("secret"), "{log}");
}

#[test]
fn the_service_manager_is_told_when_visitors_come_in_and_when_no_more_do() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).unwrap();
    manager.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let hear = || {
        let mut bytes = [0; 64];
        let length = manager.recv(&mut bytes).unwrap();
        text(&bytes[..length])
    };
    let server = Server::start(essaim(folder.path(), &["serve"]).env("NOTIFY_SOCKET", &socket));
    assert_eq!(hear(), "READY=1\n");
    server.stop();
    assert_eq!(hear(), "STOPPING=1\n");
}

#[test]
fn the_demo_finds_a_folder_where_none_can_be_written_here() {
    let home = tempfile::tempdir().unwrap();
    let mut command = bare(&["demo"]);
    // Nobody, root included, makes a folder there.
    command.current_dir("/proc").env("XDG_DATA_HOME", home.path()).stderr(Stdio::inherit());
    let server = Server::start(&mut command);
    assert_eq!(server.get("/sante").0, 200);
    server.stop();
    assert!(home.path().join("essaim/demo/essaim.db").is_file());
}

#[test]
fn a_contact_is_linked_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (contact, link) in
        [("https://example.org/contact", "https://example.org/contact"), ("a@example.org", "mailto:a@example.org")]
    {
        let server = Server::start(essaim(folder.path(), &["serve"]).env("ESSAIM_SITE_CONTACT", contact));
        for path in ["/", "/accessibilite", "/nulle-part"] {
            let (_, page) = server.get(path);
            assert!(page.contains(&format!("href=\"{link}\"")), "{path}");
            assert!(!page.contains("mailto:https"), "{path}");
        }
        server.stop();
    }
}

/// Stands between the program and its database, until it is cut.
struct Wire {
    address: SocketAddr,
    ends: Arc<Mutex<Vec<TcpStream>>>,
    is_cut: Arc<AtomicBool>,
}

impl Wire {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let wire = Self { address: listener.local_addr().unwrap(), ends: Arc::default(), is_cut: Arc::default() };
        let (ends, is_cut) = (Arc::clone(&wire.ends), Arc::clone(&wire.is_cut));
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if is_cut.load(Ordering::Relaxed) {
                    // Held open and never answered, as by a machine that is gone.
                    ends.lock().unwrap().push(near);
                    continue;
                }
                let far = TcpStream::connect(&server).unwrap();
                for (mut from, mut to) in [(&near, &far), (&far, &near)].map(|(a, b)| (dup(a), dup(b))) {
                    std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                }
                ends.lock().unwrap().extend([near, far]);
            }
        });
        wire
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
        self.ends.lock().unwrap().iter().for_each(|end| drop(end.shutdown(Shutdown::Both)));
    }
}

fn dup(stream: &TcpStream) -> TcpStream {
    stream.try_clone().unwrap()
}

/// Runs a statement on the PostgreSQL server of the tests.
fn on_server(url: &str, statement: &str) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Settings::new(url.parse().unwrap())).await.unwrap();
        store.write(async |tx| Ok::<_, StoreError>(tx.execute_unprepared(statement).await?)).await.unwrap();
        store.close().await.unwrap();
    });
}

#[test]
fn pages_are_served_while_the_database_is_gone_and_health_tells_it_at_once() {
    let Ok(url) = std::env::var("ESSAIM_TEST_POSTGRES") else { return };
    let schema = format!("essaim_test_wire_{}", std::process::id());
    on_server(&url, &format!("CREATE SCHEMA {schema}"));
    let server = url.split(['@', '/']).find(|part| part.contains(':') && !part.ends_with(':')).unwrap().to_owned();
    let wire = Wire::to(server.clone());
    let through = url.replace(&server, &wire.address.to_string());
    let folder = tempfile::tempdir().unwrap();
    let mut command = essaim(folder.path(), &["serve"]);
    command.env("ESSAIM_DATABASE_URL", format!("{through}&options=-c%20search_path%3D{schema}"));
    let server = Server::start(&mut command);
    assert!(server.get("/sante").1.contains("\"database\":\"ok\""));
    wire.cut();
    let since = Instant::now();
    let (status, health) = server.get("/sante");
    assert!(since.elapsed() < Duration::from_secs(6), "whoever watches does not wait for the database's patience");
    assert_eq!(status, 200, "{health}");
    assert!(health.contains("\"database\":\"unreachable\""), "{health}");
    assert_eq!(server.get("/experiences").0, 200);
    drop(server);
    on_server(&url, &format!("DROP SCHEMA {schema} CASCADE"));
}
