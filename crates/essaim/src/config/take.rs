//! Taking values one by one: each asks for its key, says what it accepts, and notes a fault when it got something else.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use essaim_web::Network;

use super::fault::{ConfigFault, ConfigFaults, Place};
use super::nearest::nearest;
use super::source::{Raw, Source};

/// The variable of a key: `server.listen` is `ESSAIM_SERVER_LISTEN`.
pub(super) fn variable(key: &str) -> String {
    format!("ESSAIM_{}", key.replace('.', "_").to_uppercase())
}

/// Variables of ours that are no key: flags of the command line, and what the tests are told.
const OTHER_VARIABLES: [&str; 2] = ["ESSAIM_DATA", "ESSAIM_CONFIG"];
const TEST_VARIABLES: &str = "ESSAIM_TEST_";

/// What remains to be taken.
pub(super) struct Take {
    source: Source,
    environment: Vec<(String, String)>,
    known: Vec<&'static str>,
    faults: Vec<ConfigFault>,
}

impl Take {
    pub(super) fn new(source: Source) -> Self {
        Self { source, environment: Vec::new(), known: Vec::new(), faults: Vec::new() }
    }

    /// Variables win over the file.
    pub(super) fn environment(&mut self, variables: &[(String, String)]) {
        self.environment = variables.iter().filter(|(name, _)| name.starts_with("ESSAIM_")).cloned().collect();
    }

    fn raw(&mut self, key: &'static str) -> Option<(Raw, Place)> {
        self.known.push(key);
        let written = self.source.values.remove(key);
        let name = variable(key);
        match self.environment.iter().find(|(variable, _)| *variable == name) {
            Some((_, value)) => Some((Raw::Text(value.clone()), Place::Variable(name))),
            None => written,
        }
    }

    fn refuse(&mut self, place: Place, key: &str, raw: &Raw, expected: &str, nearest: Option<&str>) {
        let found = match raw {
            Raw::Text(text) => format!("“{text}”"),
            Raw::Number(number) => number.clone(),
            Raw::Flag(flag) => flag.to_string(),
            Raw::List(_) => "a list".to_owned(),
            Raw::Other(what) => (*what).to_owned(),
        };
        self.faults.push(ConfigFault::value(place, key, &found, expected, nearest));
    }

    /// A value read by `read`, or `default` where it is absent; a fault where `read` refuses it.
    fn one<T>(&mut self, key: &'static str, default: T, expected: &str, read: impl Fn(&Raw) -> Option<T>) -> T {
        let Some((raw, place)) = self.raw(key) else { return default };
        read(&raw).unwrap_or_else(|| {
            self.refuse(place, key, &raw, expected, None);
            default
        })
    }

    pub(super) fn text(&mut self, key: &'static str, default: &str) -> String {
        let read = |raw: &Raw| written(raw).filter(|text| !text.is_empty()).map(str::to_owned);
        self.one(key, default.to_owned(), "a text", read)
    }

    /// An empty text is none, so that a variable can undo what the file says.
    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<String> {
        self.optional(key, "a text", |text| Some(text.to_owned()))
    }

    fn optional<T>(&mut self, key: &'static str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.one(key, None, expected, |raw| match written(raw)? {
            "" => Some(None),
            text => read(text).map(Some),
        })
    }

    pub(super) fn url(&mut self, key: &'static str, default: &str) -> String {
        self.one(key, default.to_owned(), URL, |raw| web_address(written(raw)?))
    }

    pub(super) fn optional_url(&mut self, key: &'static str) -> Option<String> {
        self.optional(key, URL, web_address)
    }

    pub(super) fn optional_tiles(&mut self, key: &'static str) -> Option<String> {
        self.optional(key, "an https:// address with {z}, {x} and {y}", |text| {
            let whole = ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part));
            web_address(text).filter(|_| whole)
        })
    }

    pub(super) fn optional_database(&mut self, key: &'static str) -> Option<String> {
        self.optional(key, "sqlite://path/to/file.db or postgres://user@host/database", |text| {
            text.parse::<essaim_store::Address>().ok().map(|_| text.to_owned())
        })
    }

    pub(super) fn address(&mut self, key: &'static str, default: &str) -> SocketAddr {
        let default = default.parse().expect("the defaults are addresses");
        self.one(key, default, ADDRESS, |raw| written(raw)?.parse().ok())
    }

    pub(super) fn optional_address(&mut self, key: &'static str) -> Option<SocketAddr> {
        self.optional(key, ADDRESS, |text| text.parse().ok())
    }

    pub(super) fn networks(&mut self, key: &'static str) -> Vec<Network> {
        self.list(key, "a list of addresses or networks such as 10.0.0.0/8", |text| text.parse().ok())
    }

    pub(super) fn sites(&mut self, key: &'static str) -> Vec<String> {
        self.list(key, "a list of sites such as https://www.example.org", |text| {
            let host = web_address(text)?.split_once("://")?.1.to_owned();
            // It goes into a header as it is: nothing that could end it.
            let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:*[]".contains(c));
            plain.then(|| text.to_owned())
        })
    }

    /// A list of texts; in a variable, separated by commas.
    fn list<T>(&mut self, key: &'static str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        self.one(key, Vec::new(), expected, |raw| match raw {
            Raw::List(items) => items.iter().map(|item| read(item.trim())).collect(),
            Raw::Text(text) => text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(&read).collect(),
            _ => None,
        })
    }

    pub(super) fn number(&mut self, key: &'static str, default: u32, range: RangeInclusive<u32>) -> u32 {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.one(key, default, &expected, |raw| digits(raw)?.parse().ok().filter(|number| range.contains(number)))
    }

    pub(super) fn seconds(&mut self, key: &'static str, default: u64, range: RangeInclusive<u64>) -> Duration {
        let expected = format!("a number of seconds from {} to {}", range.start(), range.end());
        let default = Duration::from_secs(default);
        self.one(key, default, &expected, |raw| {
            digits(raw)?.parse().ok().filter(|number| range.contains(number)).map(Duration::from_secs)
        })
    }

    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.one(key, default, "true or false", |raw| match raw {
            Raw::Flag(flag) => Some(*flag),
            Raw::Text(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// One of a few words; the first is the default.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> T {
        let (_, default) = choices.first().expect("a choice has choices");
        let Some((raw, place)) = self.raw(key) else { return *default };
        let text = written(&raw).unwrap_or_default();
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
            return *value;
        }
        let words = choices.iter().map(|(word, _)| *word);
        let expected = words.clone().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(" or ");
        self.refuse(place, key, &raw, &expected, nearest(text, words));
        *default
    }

    pub(super) fn log_filter(&mut self, key: &'static str, default: &str) -> String {
        const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
        let Some((raw, place)) = self.raw(key) else { return default.to_owned() };
        let text = written(&raw).unwrap_or_default();
        let is_filter = text.contains('=') && tracing_subscriber::EnvFilter::try_new(text).is_ok();
        if LEVELS.contains(&text) || is_filter {
            return text.to_owned();
        }
        let expected = "one of error, warn, info, debug, trace, or a filter such as info,essaim_bank=debug";
        self.refuse(place, key, &raw, expected, nearest(text, LEVELS));
        default.to_owned()
    }

    /// Variables that begin like ours and are not.
    pub(super) fn strangers(&self) -> Vec<(String, Option<String>)> {
        let ours: Vec<String> = self.known.iter().map(|key| variable(key)).collect();
        let is_stranger = |name: &&str| {
            !ours.iter().any(|one| one == name) && !OTHER_VARIABLES.contains(name) && !name.starts_with(TEST_VARIABLES)
        };
        let names = self.environment.iter().map(|(name, _)| name.as_str()).filter(is_stranger);
        names.map(|name| (name.to_owned(), nearest(name, ours.iter().map(String::as_str)).map(str::to_owned))).collect()
    }

    /// Refuses what nobody asked for, with all the other faults.
    pub(super) fn finish(mut self) -> Result<(), ConfigFaults> {
        for (key, (_, place)) in std::mem::take(&mut self.source.values) {
            let fault = ConfigFault::unknown(place, &key, nearest(&key, self.known.iter().copied()));
            self.faults.push(fault);
        }
        self.faults.sort();
        if self.faults.is_empty() { Ok(()) } else { Err(ConfigFaults(self.faults)) }
    }

    #[cfg(test)]
    pub(super) fn known(&self) -> &[&'static str] {
        &self.known
    }
}

const URL: &str = "an http:// or https:// address";
const ADDRESS: &str = "an address and a port such as 127.0.0.1:8080 or [::1]:8080";

fn written(raw: &Raw) -> Option<&str> {
    match raw {
        Raw::Text(text) => Some(text.trim()),
        _ => None,
    }
}

fn digits(raw: &Raw) -> Option<&str> {
    match raw {
        Raw::Number(number) => Some(number),
        other => written(other),
    }
}

/// An address of the web, without its last slash.
fn web_address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let whole =
        !rest.is_empty() && !rest.starts_with('/') && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    whole.then(|| text.to_owned())
}
