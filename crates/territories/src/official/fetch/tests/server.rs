//! A server of our own on this machine, that does to a download all that servers do.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What was asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    headers: Vec<(String, String)>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The first byte that is asked for.
    pub(super) fn from(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.split('-').next()?.parse().ok()
    }

    fn read(stream: &TcpStream) -> Option<Self> {
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
        let first = lines.next()?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let headers = lines.filter_map(|line| line.split_once(": ").map(|(name, value)| (name.into(), value.into())));
        Some(Self { method, path, headers: headers.collect() })
    }
}

/// A server, and what it was asked so far.
pub(super) struct Server {
    pub(super) address: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers each request, one a connection, as `answer` does: it is also told how many came before.
    pub(super) fn start(answer: impl Fn(&Request, usize, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (answer, noted) = (Arc::new(answer), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (answer, noted) = (Arc::clone(&answer), Arc::clone(&noted));
                thread::spawn(move || converse(stream, &noted, &*answer));
            }
        });
        Self { address, asked }
    }

    /// The requests of a method, in their order.
    pub(super) fn asked(&self, method: &str) -> Vec<Request> {
        self.asked.lock().unwrap().iter().filter(|request| request.method == method).cloned().collect()
    }
}

fn converse(mut stream: TcpStream, noted: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request, usize, &mut TcpStream)) {
    let Some(request) = Request::read(&stream) else { return };
    let before = {
        let mut noted = noted.lock().unwrap();
        let before = noted.iter().filter(|one| one.method == request.method).count();
        noted.push(request.clone());
        before
    };
    answer(&request, before, &mut stream);
}

/// Writes the head of an answer, with lines of its own.
pub(super) fn head(stream: &mut TcpStream, status: &str, lines: &[String]) {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    drop(write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n"));
}

/// Sends a file as good servers do: whole or from a byte on, the condition heeded.
pub(super) fn serve(request: &Request, stream: &mut TcpStream, bytes: &[u8], etag: &str, lines: &[&str]) {
    let own = lines.iter().map(|line| (*line).to_owned());
    let is_same = request.header("if-range").is_none_or(|asked| asked == etag);
    let from = request.from().filter(|_| is_same).unwrap_or_default();
    let mut said: Vec<String> = own.chain([format!("Content-Length: {}", bytes.len() - from)]).collect();
    if !etag.is_empty() {
        said.push(format!("ETag: {etag}"));
    }
    let status = if from > 0 { "206 Partial Content" } else { "200 OK" };
    if from > 0 {
        said.push(format!("Content-Range: bytes {from}-{}/{}", bytes.len() - 1, bytes.len()));
    }
    head(stream, status, &said);
    if request.method != "HEAD" {
        drop(stream.write_all(&bytes[from..]));
    }
}

/// Begins to send a file, and hangs up after so many bytes.
pub(super) fn hang_up(stream: &mut TcpStream, bytes: &[u8], etag: &str, after: usize) {
    head(stream, "200 OK", &[format!("Content-Length: {}", bytes.len()), format!("ETag: {etag}")]);
    drop(stream.write_all(&bytes[..after]));
}
