//! What is no download, and leaves what was there.

use std::io::Write;
use std::net::TcpStream;

use super::server::{Request, Server, head, serve};
use super::*;

#[test]
fn more_than_was_announced_is_refused() {
    // With a length that grew, and without one.
    for is_chunked in [false, true] {
        let server = Server::start(move |request, _, stream| match request.method.as_str() {
            "HEAD" => serve(request, stream, &file()[..100_000], ETAG, &[]),
            _ if is_chunked => {
                head(stream, "200 OK", &["Transfer-Encoding: chunked".into(), format!("ETag: {ETAG}")]);
                for piece in file().chunks(10_000) {
                    let written = write!(stream, "{:x}\r\n", piece.len());
                    drop(written.and_then(|()| stream.write_all(piece)).and_then(|()| stream.write_all(b"\r\n")));
                }
                drop(stream.write_all(b"0\r\n\r\n"));
            }
            _ => serve(request, stream, &file(), ETAG, &[]),
        });
        let node = Node::new(&server, "/qpv.geojson");
        let error = node.take().unwrap_err();
        assert!(matches!(error, FetchError::TooMuch { most: 100_000, .. }), "{error}");
        assert_eq!(std::fs::metadata(node.downloads.join("qpv_2024/.part")).unwrap().len(), 0, "none of it is kept");
        assert_eq!(server.asked("GET").len(), 1);
    }
}

#[test]
fn a_file_larger_than_any_is_refused_before_it_is_asked_for() {
    let server = Server::start(|_, _, stream| {
        head(stream, "200 OK", &["Content-Length: 3000000000".into(), "ETag: \"a\"".into()])
    });
    let node = Node::new(&server, "/qpv.geojson");
    assert!(matches!(node.look().unwrap_err(), FetchError::TooMuch { .. }));
    assert!(server.asked("GET").is_empty());
}

#[test]
fn a_wrong_length_is_refused() {
    let server = Server::start(|request, _, stream| match request.method.as_str() {
        "HEAD" => serve(request, stream, &file(), ETAG, &[]),
        _ => serve(request, stream, &file()[..100_000], ETAG, &[]),
    });
    let error = Node::new(&server, "/qpv.geojson").take().unwrap_err();
    assert!(matches!(error, FetchError::Inconsistent { found: 100_000, .. }), "{error}");
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let server = Server::start(|_, _, stream| head(stream, "404 Not Found", &["Content-Length: 0".into()]));
    let error = Node::new(&server, "/qpv.geojson").look().unwrap_err();
    assert!(error.is_absent() && !error.is_passing(), "{error}");
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/a", listener.local_addr().unwrap());
    drop(listener);
    let folder = tempfile::tempdir().unwrap();
    let wanted = Download::of("qpv_2024").unwrap().at(&address, None);
    let error = look(&client(), &Folder::of(folder.path(), &wanted), &wanted).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
}

#[test]
fn an_address_that_leads_nowhere_is_left() {
    let server = Server::start(|_, _, stream| {
        head(stream, "302 Found", &["Location: /again".into(), "Content-Length: 0".into()])
    });
    let error = Node::new(&server, "/again").look().unwrap_err();
    assert!(matches!(error, FetchError::Astray { .. }), "{error}");
    assert_eq!(server.asked("HEAD").len(), 6);
}

#[test]
fn an_address_with_protection_is_not_asked_without() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = Download::of("qpv_2024").unwrap().at("ftp://127.0.0.1/a", None);
    let error = look(&client(), &Folder::of(folder.path(), &wanted), &wanted).unwrap_err();
    assert!(matches!(error, FetchError::Unprotected { .. }), "{error}");
}

#[test]
fn a_page_in_place_of_the_file_is_refused_and_the_former_stays() {
    let pages: [(&str, &[u8]); 5] = [
        ("Content-Type: text/html; charset=utf-8", b"{}"),
        ("Content-Type: application/json", b"<!doctype html>"),
        ("Content-Type: application/zip", b"\n <html>Maintenance</html>"),
        ("Content-Type: application/json", b""),
        ("Content-Type: application/json", b"code;nom\n"),
    ];
    for (kind, page) in pages {
        let server = Server::start(move |request: &Request, before, stream: &mut TcpStream| match before {
            0 => serve(request, stream, &file(), ETAG, &[]),
            _ => serve(request, stream, page, "\"page\"", &[kind]),
        });
        let node = Node::new(&server, "/qpv.geojson");
        let label = node.take().unwrap();
        let error = node.take().unwrap_err();
        assert!(matches!(error, FetchError::NotTheFile { .. }), "{error}");
        assert_eq!((node.folder().label().unwrap(), node.content(&label)), (Some(label), file()));
    }
}

#[test]
fn what_the_publisher_says_of_the_bytes_is_verified() {
    let digest = |bytes: &[u8]| {
        use base64::Engine as _;
        use sha2::Digest as _;
        let value = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(bytes));
        format!("Repr-Digest: sha-256=:{value}:")
    };
    for (said, is_right) in [(digest(&file()), true), (digest(b"another"), false)] {
        let server = Server::start(move |request, _, stream| serve(request, stream, &file(), ETAG, &[&said]));
        let node = Node::new(&server, "/qpv.geojson");
        match node.take() {
            Ok(_) => assert!(is_right),
            Err(error) => assert!(!is_right && matches!(error, FetchError::Corrupt { .. }), "{error}"),
        }
        assert_eq!(node.folder().label().unwrap().is_some(), is_right);
    }
}

#[test]
fn two_commands_do_not_take_the_same_file_at_once() {
    let server = good(file(), ETAG);
    let node = Node::new(&server, "/qpv.geojson");
    let held = node.folder().lock().unwrap();
    assert!(matches!(node.take().unwrap_err(), FetchError::Busy));
    drop(held);
    node.take().unwrap();
}
