//! Asking a server, within bounds.

use std::net::IpAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::{Agent, Body, BodyReader, Proxy, ResponseExt};

use super::FetchError;

/// So many times an address may lead to another.
const REDIRECTS: u32 = 5;

/// How long to wait for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection, its protection included.
    pub connect: Duration,
    /// For an answer to begin, and between two pieces of it.
    pub silence: Duration,
    /// Before asking again.
    pub pause: Duration,
    /// How many times a file is asked for, in all.
    pub attempts: u32,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(15), silence: seconds(30), pause: seconds(3), attempts: 6 }
    }
}

/// Asks servers for files. Proxies are those of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`);
/// this machine is asked without.
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) patience: Patience,
}

/// What a server answers, its body still to be read.
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where the answer came from in the end.
    pub(super) address: String,
    pub(super) headers: HeaderMap,
    pub(super) body: BodyReader<'static>,
}

/// The part of a file that is asked for.
pub(super) struct Rest<'a> {
    /// From this byte on.
    pub(super) from: u64,
    /// As long as the file is still this one.
    pub(super) condition: &'a str,
}

impl Client {
    /// One that waits so long.
    pub fn new(patience: Patience) -> Self {
        Self { patience }
    }

    /// What a server says of a file, without it.
    pub(super) fn head(&self, address: &str) -> Result<Answer, FetchError> {
        let asked = self.agent(address).head(address).header(header::ACCEPT_ENCODING, "identity").call();
        answer(address, asked)
    }

    /// The first byte of a file, for what is said with it: some servers answer only whole requests.
    pub(super) fn first_byte(&self, address: &str) -> Result<Answer, FetchError> {
        let request = self.agent(address).get(address).header(header::ACCEPT_ENCODING, "identity");
        answer(address, request.header(header::RANGE, "bytes=0-0").call())
    }

    /// A file, or the rest of it.
    pub(super) fn get(&self, address: &str, rest: Option<&Rest<'_>>) -> Result<Answer, FetchError> {
        let mut request = self.agent(address).get(address).header(header::ACCEPT_ENCODING, "identity");
        if let Some(Rest { from, condition }) = rest {
            request = request.header(header::RANGE, format!("bytes={from}-")).header(header::IF_RANGE, *condition);
        }
        answer(address, request.call())
    }

    fn agent(&self, address: &str) -> Agent {
        let Patience { connect, silence, .. } = self.patience;
        let config = Config::builder()
            .http_status_as_error(false)
            // Without protection only where the address itself says so; no redirect takes it away.
            .https_only(!address.starts_with("http://"))
            .max_redirects(REDIRECTS)
            .timeout_connect(Some(connect))
            .timeout_recv_response(Some(silence))
            .timeout_per_read(Some(silence))
            .timeout_per_write(Some(silence))
            .user_agent(concat!("essaim/", env!("CARGO_PKG_VERSION")));
        let proxy = if is_this_machine(address) { None } else { Proxy::try_from_env() };
        config.proxy(proxy).build().new_agent()
    }
}

fn answer(asked: &str, outcome: Result<Response<Body>, ureq::Error>) -> Result<Answer, FetchError> {
    let address = asked.to_owned();
    let response = outcome.map_err(|error| match error {
        ureq::Error::TooManyRedirects => FetchError::Astray { address },
        ureq::Error::RequireHttpsOnly(to) => FetchError::Unprotected { address, to },
        other => FetchError::Unreachable { address, why: other.to_string() },
    })?;
    let address = response.get_uri().to_string();
    let (head, body) = response.into_parts();
    Ok(Answer { status: head.status.as_u16(), address, headers: head.headers, body: body.into_reader() })
}

fn is_this_machine(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_addresses() {
        for (address, is_it) in [
            ("http://127.0.0.1:8080/a", true),
            ("http://[::1]:8080/a", true),
            ("http://localhost/a", true),
            ("https://127.0.0.1.example.org/a", false),
            ("not an address", false),
        ] {
            assert_eq!(is_this_machine(address), is_it, "{address}");
        }
    }
}
