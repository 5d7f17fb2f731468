//! Downloads, from a server of our own.

mod refusing;
mod resuming;
mod server;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use server::{Server, hang_up, head, serve};

use super::*;

const AT: Timestamp = Timestamp::constant(1_800_000_000, 0);
const ETAG: &str = "\"one\"";

/// A file that is not the same at any place.
fn file() -> Vec<u8> {
    let numbers: String = (0..60_000).map(|number| format!("{number},")).collect();
    format!("{{\"type\": \"FeatureCollection\", \"features\": [{numbers}0]}}").into_bytes()
}

fn client() -> Client {
    // Long enough for a machine that is busy with other tests.
    let (silence, pause) = (Duration::from_secs(3), Duration::ZERO);
    Client::new(Patience { connect: Duration::from_secs(5), silence, pause, attempts: 4 })
}

/// A node's downloads, and the file that is wanted from a server.
struct Node {
    _folder: tempfile::TempDir,
    downloads: PathBuf,
    wanted: Wanted,
}

impl Node {
    fn new(server: &Server, path: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let downloads = folder.path().join("downloads");
        let wanted = Download::of("qpv_2024").unwrap().at(&format!("{}{path}", server.address), None);
        Self { _folder: folder, downloads, wanted }
    }

    fn folder(&self) -> Folder {
        Folder::of(&self.downloads, &self.wanted)
    }

    fn look(&self) -> Result<Seen, FetchError> {
        look(&client(), &self.folder(), &self.wanted)
    }

    fn take(&self) -> Result<Label, FetchError> {
        bring(&client(), &self.folder(), &self.wanted, &self.look()?, AT, &mut |_| ())
    }

    /// What is kept, hidden files included.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.downloads.join(self.wanted.name())).unwrap();
        let mut names: Vec<String> = entries.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }

    fn content(&self, label: &Label) -> Vec<u8> {
        std::fs::read(self.folder().file(label)).unwrap()
    }
}

fn hex(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A file with its own version, whatever is asked.
fn good(bytes: Vec<u8>, etag: &'static str) -> Server {
    Server::start(move |request, _, stream| serve(request, stream, &bytes, etag, &[]))
}

#[test]
fn a_file_comes_whole_with_its_label() {
    let server = good(file(), ETAG);
    let node = Node::new(&server, "/data/qpv-2026-01-15.geojson?x=1");
    let seen = node.look().unwrap();
    assert_eq!((seen.to_come(), &seen.held), (Some(file().len() as u64), &Held::Nothing));
    assert!(server.asked("GET").is_empty(), "nothing is taken by a look");
    let label = node.take().unwrap();
    assert_eq!((label.file.as_str(), label.vintage.to_string().as_str()), ("qpv-2026-01-15.geojson", "2026-01-15"));
    assert_eq!((label.checksum.clone(), label.length), (hex(&file()), file().len() as u64));
    assert_eq!((node.content(&label), label.fetched_at), (file(), AT));
    assert_eq!(node.names(), [".label.json", ".lock", "qpv-2026-01-15.geojson"], "nothing is left beside");
    assert_eq!(node.folder().label().unwrap(), Some(label));
}

#[test]
fn what_did_not_change_is_not_taken_again() {
    let server = good(file(), ETAG);
    let node = Node::new(&server, "/qpv.geojson");
    let label = node.take().unwrap();
    let seen = node.look().unwrap();
    assert_eq!((seen.to_come(), seen.held), (Some(0), Held::Whole(Box::new(label.clone()))));
    std::fs::write(node.folder().file(&label), &file()[..70_000]).unwrap();
    assert_eq!(node.look().unwrap().held, Held::Nothing, "nor is a file that somebody cut short what came");
    std::fs::remove_file(node.folder().file(&label)).unwrap();
    assert_eq!(node.look().unwrap().held, Held::Nothing, "nor is a label without its file");
}

#[test]
fn what_came_from_another_address_is_not_what_is_wanted() {
    let server = good(file(), ETAG);
    let node = Node::new(&server, "/a.geojson");
    node.take().unwrap();
    let (begun, _) = resuming::interrupted(ETAG);
    // Versions have names of their own at each address.
    for node in [node, begun] {
        let node = Node { wanted: node.wanted.download.at(&format!("{}/b.geojson", server.address), None), ..node };
        assert_eq!(node.look().unwrap().held, Held::Nothing);
    }
}

#[test]
fn another_version_takes_the_place_of_the_former_at_once() {
    let server = Server::start(|request, _, stream| match request.header("if-range") {
        _ if request.path.ends_with("a.geojson") => serve(request, stream, &file(), ETAG, &[]),
        _ => serve(request, stream, b"{\"type\": \"FeatureCollection\"}", "\"two\"", &[]),
    });
    let node = Node::new(&server, "/a.geojson");
    node.take().unwrap();
    let node = Node { wanted: node.wanted.download.at(&format!("{}/b.geojson", server.address), None), ..node };
    assert_eq!(node.look().unwrap().held, Held::Nothing);
    let label = node.take().unwrap();
    assert_eq!(label.published.etag.as_deref(), Some("\"two\""));
    assert_eq!(node.names(), [".label.json", ".lock", "b.geojson"]);
}

#[test]
fn a_server_that_tells_no_length_may_send_what_it_has() {
    let server = Server::start(|request, _, stream| {
        head(stream, "200 OK", &[]);
        if request.method == "GET" {
            drop(stream.write_all(&file()));
        }
    });
    let node = Node::new(&server, "/raw");
    assert_eq!(node.look().unwrap().to_come(), None);
    let label = node.take().unwrap();
    assert_eq!((label.file.as_str(), node.content(&label)), ("qpv_2024", file()));
    assert_eq!(node.look().unwrap().held, Held::Nothing, "nothing tells whether it changed");
}

#[test]
fn a_server_that_refuses_to_tell_is_asked_for_one_byte() {
    let server = Server::start(|request, _, stream| match request.method.as_str() {
        "HEAD" => head(stream, "405 Method Not Allowed", &[]),
        _ if request.header("range") == Some("bytes=0-0") => {
            let range = format!("Content-Range: bytes 0-0/{}", file().len());
            head(stream, "206 Partial Content", &["Content-Length: 1".into(), range, format!("ETag: {ETAG}")]);
            drop(stream.write_all(b"{"));
        }
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert_eq!(node.look().unwrap().to_come(), Some(file().len() as u64));
    assert_eq!(node.content(&node.take().unwrap()), file());
}

#[test]
fn an_address_that_leads_elsewhere_is_followed_with_what_was_asked() {
    let server = Server::start(|request, before, stream| match (request.path.as_str(), before) {
        ("/r/1", _) => head(stream, "302 Found", &["Location: ../r/2".into(), "Content-Length: 0".into()]),
        ("/r/2", _) => head(stream, "301 Moved", &["Location: /20260115/qpv.zip".into(), "Content-Length: 0".into()]),
        (_, 2) if request.method == "GET" => hang_up(stream, &file(), ETAG, 70_000),
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/r/1");
    let label = node.take().unwrap();
    assert_eq!((label.file.as_str(), node.content(&label)), ("qpv.zip", file()));
    assert_eq!(label.published.address, format!("{}/20260115/qpv.zip", server.address));
    assert_eq!(label.address, format!("{}/r/1", server.address));
    assert_eq!(server.asked("GET").last().unwrap().from(), Some(70_000));
}

#[test]
fn who_waits_hears_how_much_came() {
    let server = good(file(), ETAG);
    let node = Node::new(&server, "/qpv.geojson");
    let mut heard = Vec::new();
    bring(&client(), &node.folder(), &node.wanted, &node.look().unwrap(), AT, &mut |there| heard.push(there)).unwrap();
    assert!(heard.is_sorted() && heard.len() > 1);
    assert_eq!(heard.last(), Some(&(file().len() as u64)));
}

#[test]
fn the_vintage_is_that_of_the_name_else_of_the_last_change_else_the_day_it_came() {
    for (path, line, vintage) in [
        ("/qpv-2026-01-15.geojson", "Last-Modified: Mon, 04 May 2026 10:00:00 GMT", "2026-01-15"),
        ("/qpv.geojson", "Last-Modified: Mon, 04 May 2026 10:00:00 GMT", "2026-05-04"),
        ("/qpv.geojson", "X: y", "2027-01-15"),
    ] {
        let server = Server::start(move |request, _, stream| serve(request, stream, &file(), ETAG, &[line]));
        assert_eq!(Node::new(&server, path).take().unwrap().vintage.to_string(), vintage, "{path} {line}");
    }
}

#[test]
fn a_file_that_came_is_brought_in_as_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let text = br#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"code_qp": "QN05701M", "lib_qp": "Borny"},
        "geometry": {"type": "Polygon", "coordinates": [[[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]]]}}]}"#;
    let server = good(text.to_vec(), ETAG);
    let node = Node::new(&server, "/qpv-2026-01-15.geojson");
    let label = node.take().unwrap();
    let shelf = crate::official::Shelf::at(Path::new(folder.path()));
    let path = node.folder().file(&label);
    let done = crate::official::import(&shelf, crate::Registry::embedded(), &path, label.vintage, AT).unwrap();
    assert_eq!((done.kept.holding.key(), done.kept.checksum), ("qpv-2024", label.checksum));
}
