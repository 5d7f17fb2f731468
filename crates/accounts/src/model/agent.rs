//! What a browser says of itself, cut to what somebody recognises in the list of her sessions.

use std::fmt;

/// A browser and a system, as a person names them: “Firefox · Linux”. What cannot be told stays empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agent {
    browser: &'static str,
    system: &'static str,
}

/// Most browsers name others too: the first that is found is the one.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("BSD", "BSD"),
];

impl Agent {
    /// From the header that browsers send.
    #[must_use]
    pub fn read(header: &str) -> Self {
        let found = |known: &[(&str, &'static str)]| {
            known.iter().find(|(mark, _)| header.contains(mark)).map_or("", |(_, name)| name)
        };
        Self { browser: found(&BROWSERS), system: found(&SYSTEMS) }
    }
}

impl fmt::Display for Agent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.browser, self.system) {
            (one, "") | ("", one) => out.write_str(one),
            (browser, system) => write!(out, "{browser} · {system}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_by_its_own_name() {
        for (header, told) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17 Mobile Safari/604.1",
                "Safari · iPhone",
            ),
            ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "Chrome · Android"),
            ("curl/8.5", ""),
            ("", ""),
        ] {
            assert_eq!(Agent::read(header).to_string(), told, "{header}");
        }
    }
}
