//! A publisher of files of our own, on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A publisher, and what it was asked for.
pub(crate) struct Publisher {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What it has at a path, and how long it waits between two pieces of it.
pub(crate) type Shelf = fn(&str) -> Option<(Vec<u8>, Duration)>;

impl Publisher {
    pub(crate) fn open(shelf: Shelf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let noted = Arc::clone(&noted);
                thread::spawn(move || converse(stream, shelf, &noted));
            }
        });
        Self { address, asked }
    }

    /// The files that were asked for so far, each with its first byte: `/qpv.geojson 0`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn converse(mut stream: TcpStream, shelf: Shelf, noted: &Mutex<Vec<String>>) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let Some((method, path)) = lines.first().and_then(|line| line.split_once(' ')) else { return };
    let path = path.split(' ').next().unwrap();
    let range = lines.iter().find_map(|line| line.to_lowercase().strip_prefix("range: bytes=").map(str::to_owned));
    let from: usize = range.and_then(|range| range.trim_end_matches('-').parse().ok()).unwrap_or_default();
    if method == "GET" {
        noted.lock().unwrap().push(format!("{path} {from}"));
    }
    let Some((bytes, wait)) = shelf(path) else {
        drop(stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return;
    };
    let status = if from > 0 { "206 Partial Content" } else { "200 OK" };
    let range = format!("Content-Range: bytes {from}-{}/{}\r\n", bytes.len() - 1, bytes.len());
    let range = if from > 0 { range } else { String::new() };
    let head = format!(
        "HTTP/1.1 {status}\r\nETag: \"one\"\r\nConnection: close\r\n{range}Content-Length: {}\r\n\r\n",
        bytes.len() - from
    );
    drop(stream.write_all(head.as_bytes()));
    for piece in bytes[from..].chunks(8_192).filter(|_| method == "GET") {
        if stream.write_all(piece).is_err() {
            return;
        }
        thread::sleep(wait);
    }
}
