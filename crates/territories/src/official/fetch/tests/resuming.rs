//! Downloads that break, and go on or begin again.

use std::io::Write;
use std::time::Duration;

use super::server::{Server, hang_up, head, serve};
use super::{ETAG, FetchError, Held, Node, file, good};

#[test]
fn a_connection_that_breaks_is_taken_up_where_it_broke() {
    let server = Server::start(|request, before, stream| match (request.method.as_str(), before) {
        ("GET", 0) => hang_up(stream, &file(), ETAG, 100_000),
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    let label = node.take().unwrap();
    assert_eq!(node.content(&label), file());
    let asked = server.asked("GET");
    assert_eq!((asked.len(), asked[0].from()), (2, None));
    assert_eq!((asked[1].from(), asked[1].header("if-range")), (Some(100_000), Some(ETAG)));
}

/// Leaves in a node what a killed command leaves: the first bytes of a file.
pub(super) fn interrupted(etag: &'static str) -> (Node, Vec<u8>) {
    let server = Server::start(move |request, _, stream| match request.method.as_str() {
        "HEAD" => serve(request, stream, &file(), etag, &[]),
        _ if request.from().is_none() => hang_up(stream, &file(), etag, 50_000),
        _ => head(stream, "503 Service Unavailable", &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert!(matches!(node.take().unwrap_err(), FetchError::Status { status: 503, .. }));
    (node, file())
}

/// The same address, from now on answered by another server.
fn moved(node: Node, server: &Server) -> Node {
    let memo = node.downloads.join("qpv_2024/.part.json");
    let former = node.wanted.address.clone();
    let wanted = node.wanted.download.at(&format!("{}/qpv.geojson", server.address), None);
    let text = std::fs::read_to_string(&memo).unwrap().replace(&former, &wanted.address);
    std::fs::write(memo, text).unwrap();
    Node { wanted, ..node }
}

#[test]
fn another_command_goes_on_from_what_came() {
    let (node, file) = interrupted(ETAG);
    let server = good(file.clone(), ETAG);
    let node = moved(node, &server);
    assert_eq!(node.look().unwrap().held, Held::Part(50_000));
    assert_eq!(node.look().unwrap().to_come(), Some(file.len() as u64 - 50_000));
    let label = node.take().unwrap();
    assert_eq!((node.content(&label), server.asked("GET")[0].from()), (file, Some(50_000)));
}

#[test]
fn what_came_whole_before_a_kill_is_not_asked_for_again() {
    let (node, file) = interrupted(ETAG);
    std::fs::write(node.downloads.join("qpv_2024/.part"), &file).unwrap();
    let server = good(file.clone(), ETAG);
    let node = moved(node, &server);
    assert_eq!(node.content(&node.take().unwrap()), file);
    assert!(server.asked("GET").is_empty());
}

#[test]
fn a_part_of_a_version_that_is_gone_is_forgotten() {
    let (node, _) = interrupted(ETAG);
    let two = b"{\"type\": \"FeatureCollection\", \"features\": []}".to_vec();
    let server = good(two.clone(), "\"two\"");
    let node = moved(node, &server);
    assert_eq!(node.look().unwrap().held, Held::Nothing);
    assert_eq!(node.content(&node.take().unwrap()), two);
    assert_eq!(server.asked("GET")[0].from(), None);
}

#[test]
fn a_version_that_changes_midway_is_taken_from_its_beginning() {
    // The file seen and begun is the first; what is asked for then is of the second, as long as the first.
    let two = file().into_iter().rev().collect::<Vec<u8>>();
    let two = [b"{".to_vec(), two[1..].to_vec()].concat();
    let given = two.clone();
    let server = Server::start(move |request, before, stream| match (request.method.as_str(), before) {
        ("HEAD", _) => serve(request, stream, &file(), ETAG, &[]),
        ("GET", 0) => hang_up(stream, &file(), ETAG, 70_000),
        _ => serve(request, stream, &given, "\"two\"", &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    let label = node.take().unwrap();
    assert_eq!((node.content(&label), label.published.etag.as_deref()), (two, Some("\"two\"")));
}

#[test]
fn a_server_that_goes_on_with_another_version_is_not_believed() {
    // It heeds no condition: the rest it sends is of another file.
    let two: Vec<u8> = file().iter().map(|byte| byte ^ 1).collect();
    let server = Server::start(move |request, before, stream| match (request.method.as_str(), before) {
        ("HEAD", _) => serve(request, stream, &file(), ETAG, &[]),
        ("GET", 0) => hang_up(stream, &file(), ETAG, 70_000),
        ("GET", 1) => {
            let rest = &two[70_000..];
            let range = format!("Content-Range: bytes 70000-{}/{}", two.len() - 1, two.len());
            head(
                stream,
                "206 Partial Content",
                &[format!("Content-Length: {}", rest.len()), range, "ETag: \"two\"".into()],
            );
            drop(stream.write_all(rest));
        }
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert_eq!(node.content(&node.take().unwrap()), file());
    assert_eq!(server.asked("GET")[2].from(), None);
}

#[test]
fn a_server_that_ignores_ranges_is_asked_for_the_whole() {
    let server = Server::start(|request, before, stream| match (request.method.as_str(), before) {
        ("GET", 0) => hang_up(stream, &file(), ETAG, 70_000),
        ("GET", _) => {
            head(stream, "200 OK", &[format!("Content-Length: {}", file().len()), format!("ETag: {ETAG}")]);
            drop(stream.write_all(&file()));
        }
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert_eq!(node.content(&node.take().unwrap()), file());
}

#[test]
fn a_file_without_a_version_is_begun_again() {
    for etag in ["", "W/\"one\""] {
        let server = Server::start(move |request, before, stream| match (request.method.as_str(), before) {
            ("GET", 0) => {
                head(stream, "200 OK", &[format!("Content-Length: {}", file().len()), format!("ETag: {etag}")]);
                drop(stream.write_all(&file()[..70_000]));
            }
            _ => serve(request, stream, &file(), etag, &[]),
        });
        let node = Node::new(&server, "/qpv.geojson");
        assert_eq!(node.content(&node.take().unwrap()), file());
        assert!(server.asked("GET").iter().all(|request| request.from().is_none()));
    }
}

#[test]
fn a_server_that_falls_silent_is_left_and_asked_for_the_rest() {
    let server = Server::start(|request, before, stream| match (request.method.as_str(), before) {
        ("GET", 0) => {
            hang_up(stream, &file(), ETAG, 70_000);
            std::thread::sleep(Duration::from_secs(20));
            drop(stream.write_all(&file()[70_000..]));
        }
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert_eq!(node.content(&node.take().unwrap()), file());
    assert_eq!(server.asked("GET")[1].from(), Some(70_000));
}

#[test]
fn a_server_that_is_slow_but_never_silent_is_waited_for() {
    let server = Server::start(|request, _, stream| match request.method.as_str() {
        "HEAD" => serve(request, stream, &file(), ETAG, &[]),
        _ => {
            head(stream, "200 OK", &[format!("Content-Length: {}", file().len()), format!("ETag: {ETAG}")]);
            for piece in file().chunks(30_000) {
                drop(stream.write_all(piece));
                std::thread::sleep(Duration::from_millis(60));
            }
        }
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert_eq!(node.content(&node.take().unwrap()), file());
    assert_eq!(server.asked("GET").len(), 1);
}

#[test]
fn an_answer_that_ends_too_early_without_a_length_of_its_own_is_taken_up() {
    let server = Server::start(|request, before, stream| match (request.method.as_str(), before) {
        ("GET", 0) => {
            head(stream, "200 OK", &[format!("ETag: {ETAG}")]);
            drop(stream.write_all(&file()[..70_000]));
        }
        _ => serve(request, stream, &file(), ETAG, &[]),
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert_eq!(node.content(&node.take().unwrap()), file());
    assert_eq!(server.asked("GET")[1].from(), Some(70_000));
}

#[test]
fn a_file_that_never_comes_whole_is_told_and_its_part_kept() {
    let server = Server::start(|request, _, stream| match (request.method.as_str(), request.from()) {
        ("HEAD", _) => serve(request, stream, &file(), ETAG, &[]),
        (_, None) => hang_up(stream, &file(), ETAG, 70_000),
        // Announces the rest, and gives none of it.
        (_, Some(from)) => {
            let range = format!("Content-Range: bytes {from}-{}/{}", file().len() - 1, file().len());
            head(
                stream,
                "206 Partial Content",
                &[format!("Content-Length: {}", file().len() - from), range, format!("ETag: {ETAG}")],
            );
        }
    });
    let node = Node::new(&server, "/qpv.geojson");
    let error = node.take().unwrap_err();
    assert!(matches!(error, FetchError::CutShort { received: 70_000, .. }), "{error}");
    assert_eq!((server.asked("GET").len(), node.names().len()), (4, 3), "asked as often as patience allows");
    assert_eq!(node.look().unwrap().held, Held::Part(70_000));
}
