//! The program, run on a data folder of the test's own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// A command on a data folder.
pub(crate) fn essaim(data: &Path, arguments: &[&str]) -> Command {
    let mut command = bare(&["--data"]);
    command.arg(data).args(arguments);
    command
}

/// A command that names no folder, whatever the machine's own variables say.
pub(crate) fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_essaim"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ESSAIM_")) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C.UTF-8").env("ESSAIM_LOGS_LEVEL", "warn").args(arguments);
    command
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    essaim(data, arguments).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
pub(crate) fn succeeds(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

#[track_caller]
pub(crate) fn ends_with(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(data, arguments);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
    told
}

/// A server that is stopped when the test ends.
pub(crate) struct Server {
    pub(crate) process: Child,
    pub(crate) address: String,
    /// What it printed up to its address.
    pub(crate) lines: Vec<String>,
}

impl Server {
    pub(crate) fn start(command: &mut Command) -> Self {
        let process = command.arg("--listen").arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap();
        let mut server = Self { process, address: String::new(), lines: Vec::new() };
        for line in BufReader::new(server.process.stdout.take().unwrap()).lines().map_while(Result::ok) {
            let address = line.split_once("http://").map(|(_, rest)| rest.trim_end_matches(['"', ',']).to_owned());
            server.lines.push(line);
            if let Some(address) = address {
                server.address = address;
                return server;
            }
        }
        panic!("the address is printed on a line of its own");
    }

    /// The status and the body of an answer.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
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
    pub(crate) fn stop(mut self) -> Option<i32> {
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
