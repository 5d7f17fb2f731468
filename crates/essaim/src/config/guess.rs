//! What somebody probably meant: a guess is only told when it would be taken.

use std::net::{IpAddr, SocketAddr};

use super::nearest::nearest;

/// The levels of logs.
pub(super) const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Other programs' words for them.
const OTHER_LEVELS: [(&str, &str); 7] = [
    ("verbose", "debug"),
    ("warning", "warn"),
    ("fatal", "error"),
    ("critical", "error"),
    ("notice", "info"),
    ("all", "trace"),
    ("none", "off"),
];

pub(super) fn level(text: &str) -> Option<String> {
    let word = text.to_lowercase();
    let other = OTHER_LEVELS.iter().find(|(other, _)| *other == word).map(|(_, level)| *level);
    other.or_else(|| nearest(&word, LEVELS)).map(str::to_owned)
}

/// The same address of the web, through TLS.
pub(super) fn web(text: &str) -> String {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    format!("https://{}", rest.trim_start_matches('/'))
}

/// The site of an address of the web, without its path.
pub(super) fn site(text: &str) -> String {
    let address = web(text);
    let end = address[8..].find('/').map_or(address.len(), |at| at + 8);
    address[..end].to_owned()
}

/// An address of mail without its scheme; a page with it, where the text looks like one.
pub(super) fn contact(text: &str) -> Option<String> {
    match text.strip_prefix("mailto:") {
        Some(mail) => Some(mail.to_owned()),
        None => text.contains('.').then(|| web(text)),
    }
}

/// A path alone is a SQLite file.
pub(super) fn database(text: &str) -> Option<String> {
    let is_path = !text.contains([':', '@']) && (text.contains('/') || text.ends_with(".db"));
    is_path.then(|| format!("sqlite://{text}"))
}

/// The port that is listened on where none is said.
const PORT: u16 = 8080;

/// An address and a port out of one of them, a name or a port too large.
pub(super) fn address(text: &str) -> String {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if text.parse::<IpAddr>().is_err() && !text.ends_with(']') => (host, port),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => ("", text),
        _ => (text, ""),
    };
    let host = match host {
        "" | "localhost" => "127.0.0.1",
        "*" => "0.0.0.0",
        other => other.trim_matches(['[', ']']),
    };
    let port = port.parse().unwrap_or(PORT);
    host.parse::<IpAddr>().map_or_else(|_| host.to_owned(), |host| SocketAddr::new(host, port).to_string())
}

/// A network out of a name, an address with a port, or a mask too long.
pub(super) fn network(text: &str) -> String {
    if text == "localhost" {
        return "127.0.0.1".to_owned();
    }
    if let Ok(address) = text.parse::<SocketAddr>() {
        return address.ip().to_string();
    }
    let longest = if text.contains(':') { 128 } else { 32 };
    text.split_once('/').map_or_else(|| text.to_owned(), |(host, _)| format!("{host}/{longest}"))
}

/// The nearest number of a range.
pub(super) fn number(text: &str, least: &str, most: &str) -> Option<String> {
    let bound = |text: &str| text.parse::<f64>().ok();
    let nearest = bound(text).filter(|number| number.is_finite())?.round().clamp(bound(least)?, bound(most)?);
    Some(format!("{nearest:.0}"))
}

pub(super) fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "1" | "oui" | "vrai" => Some(true),
        "false" | "no" | "n" | "off" | "0" | "non" | "faux" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_guessed_from_what_there_is_of_it() {
        for (written, meant) in [
            ("127.0.0.1:80800", "127.0.0.1:8080"),
            ("8080", "127.0.0.1:8080"),
            (":9000", "127.0.0.1:9000"),
            ("localhost:8080", "127.0.0.1:8080"),
            ("*:80", "0.0.0.0:80"),
            ("10.0.0.1", "10.0.0.1:8080"),
            ("::1", "[::1]:8080"),
            ("[::1]", "[::1]:8080"),
        ] {
            assert_eq!(address(written), meant, "{written}");
        }
    }

    #[test]
    fn a_number_is_brought_into_its_range() {
        for (written, meant) in [("0", "1"), ("99999", "1000"), ("-3", "1"), ("7.6", "8")] {
            assert_eq!(number(written, "1", "1000").as_deref(), Some(meant), "{written}");
        }
        assert_eq!(number("many", "1", "1000"), None);
    }

    #[test]
    fn a_network_is_guessed_from_an_address() {
        for (written, meant) in
            [("localhost", "127.0.0.1"), ("10.0.0.1:80", "10.0.0.1"), ("10.0.0.1/33", "10.0.0.1/32")]
        {
            assert_eq!(network(written), meant, "{written}");
        }
    }
}
