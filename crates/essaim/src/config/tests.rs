use super::take::variable;
use super::*;

const EXAMPLE: &str = include_str!("../../../../docs/essaim.example.toml");

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(text, Path::new("essaim.toml"), &[]).map_err(|faults| faults.to_string())
}

fn known_keys() -> Vec<&'static str> {
    let mut take = Take::new(Source::default());
    Config::take(&mut take);
    take.known().to_vec()
}

/// The example with each of its commented keys made real.
fn example_uncommented() -> String {
    let is_key = |line: &str| {
        line.split_once(" = ")
            .is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
    };
    let lines = EXAMPLE.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_key(rest)).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_changes_nothing() {
    assert_eq!(parse(EXAMPLE).unwrap(), Config::default());
}

#[test]
fn every_default_written_in_the_example_is_the_default() {
    assert_eq!(parse(&example_uncommented()).unwrap(), Config::default());
}

#[test]
fn the_example_shows_every_key_and_no_other() {
    let text = example_uncommented();
    let written = Source::read(&text, Path::new("example")).unwrap().values;
    let mut known = known_keys();
    known.sort_unstable();
    assert_eq!(written.keys().map(String::as_str).collect::<Vec<_>>(), known);
}

#[test]
fn a_misspelt_key_is_refused_with_its_line_and_the_nearest() {
    let message = parse("[server]\n\nlisen = \"127.0.0.1:80\"\n").unwrap_err();
    assert_eq!(
        message,
        "essaim.toml, line 3: `server.lisen` is no key of the configuration: did you mean `server.listen`?"
    );
}

#[test]
fn a_bad_value_is_refused_with_its_line_and_what_is_expected() {
    let message = parse("[logs]\nformat = \"jsn\"\n").unwrap_err();
    assert_eq!(
        message,
        "essaim.toml, line 2: `logs.format` is “jsn”, where “text” or “json” is expected: did you mean `json`?"
    );
    let message = parse("[database]\nconnections = 0\n").unwrap_err();
    assert_eq!(
        message,
        "essaim.toml, line 2: `database.connections` is 0, where a whole number from 1 to 1000 is expected: did you mean `1`?"
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let message = parse("[logs]\nlevel = 3\n[site]\nnam = \"x\"\n").unwrap_err();
    assert_eq!(message.lines().count(), 2, "{message}");
}

#[test]
fn text_that_is_no_toml_is_refused_with_its_line() {
    assert!(parse("[site]\nname = \n").unwrap_err().starts_with("essaim.toml, line 2: not TOML"));
}

#[test]
fn every_key_has_a_variable_that_wins_over_the_file() {
    let read = |name: &str, value: &str| {
        Config::parse("[site]\nname = \"File\"\n", Path::new("f"), &set(name, value)).unwrap()
    };
    assert_eq!(read("ESSAIM_SITE_NAME", "Variable").site.name, "Variable");
    assert_eq!(read("ESSAIM_SERVER_TRUSTED_PROXIES", "10.0.0.0/8, ::1").server.trusted_proxies.len(), 2);
    assert!(read("ESSAIM_LOGS_REQUESTS", "true").logs.requests);
    for key in known_keys() {
        let faults = Config::parse("", Path::new("f"), &set(&variable(key), "\u{7}"));
        assert!(faults.is_err() || faults.unwrap() != Config::default(), "{key} cannot be set by {}", variable(key));
    }
}

fn set(name: &str, value: &str) -> Vec<(String, OsString)> {
    vec![(name.to_owned(), value.into())]
}

fn with_variable(name: &str, value: impl Into<OsString>) -> Result<Config, String> {
    Config::parse("", Path::new("f"), &[(name.to_owned(), value.into())]).map_err(|faults| faults.to_string())
}

#[test]
fn a_variable_that_is_no_key_is_refused_with_the_nearest() {
    let told = with_variable("ESSAIM_SITE_NAM", "x").unwrap_err();
    assert_eq!(told, "ESSAIM_SITE_NAM: this variable sets no key: did you mean ESSAIM_SITE_NAME?");
    for (name, value) in [("ESSAIM_DATA", "x"), ("ESSAIM_SERVICE_HOST", "10.0.0.1"), ("HOME", "/root")] {
        assert!(with_variable(name, value).is_ok(), "{name}");
    }
}

#[test]
fn a_variable_that_is_no_text_is_refused() {
    let bytes: OsString = std::os::unix::ffi::OsStringExt::from_vec(vec![b'a', 0xff]);
    assert!(with_variable("ESSAIM_SITE_NAME", bytes).unwrap_err().contains("UTF-8"));
}

#[test]
fn the_nearest_valid_value_is_told() {
    for (section, line, meant) in [
        ("database", "connections = 99999", "1000"),
        ("server", "listen = \"127.0.0.1:80800\"", "127.0.0.1:8080"),
        ("server", "listen = 8080", "127.0.0.1:8080"),
        ("server", "listen = \"localhost:8080\"", "127.0.0.1:8080"),
        ("server", "patience_seconds = 0", "1"),
        ("server", "frame_sites = [\"www.example.org/page\"]", "https://www.example.org"),
        ("logs", "format = \"JSON\"", "json"),
        ("logs", "level = \"verbose\"", "debug"),
        ("logs", "requests = \"yes\"", "true"),
        ("site", "public_url = \"essaim.example.org\"", "https://essaim.example.org"),
        ("site", "contact = \"mailto:a@b.org\"", "a@b.org"),
        ("map", "tiles = \"http://a.org/{z}/{x}/{y}.png\"", "https://a.org/{z}/{x}/{y}.png"),
        ("database", "url = \"/srv/bank.db\"", "sqlite:///srv/bank.db"),
        ("server", "port = 8080", "server.listen"),
        ("downloads", "qpv_2024 = \"data.example.org/qpv.zip\"", "https://data.example.org/qpv.zip"),
        ("downloads", "qpv2024 = \"https://data.example.org/qpv.zip\"", "downloads.qpv_2024"),
    ] {
        let told = parse(&format!("[{section}]\n{line}\n")).unwrap_err();
        assert!(told.ends_with(&format!("did you mean `{meant}`?")), "{told}");
    }
    assert!(parse("listen = \"127.0.0.1:80\"\n").unwrap_err().contains("`server.listen`"));
}

#[test]
fn an_item_of_a_list_is_refused_at_its_own_line() {
    let told = parse("[server]\ntrusted_proxies = [\n  \"::1\",\n  \"10.0.0.0/40\",\n  3,\n]\n").unwrap_err();
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(lines[0].starts_with("essaim.toml, line 4: `server.trusted_proxies` holds “10.0.0.0/40”"), "{told}");
    assert!(lines[1].starts_with("essaim.toml, line 5: `server.trusted_proxies` holds 3"), "{told}");
}

#[test]
fn an_unknown_section_is_refused_even_when_empty() {
    let told = parse("[nothing]\n[servr]\n[site]\n").unwrap_err();
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains("`[nothing]` is no section") && told.contains("did you mean `[server]`?"), "{told}");
}

#[test]
fn a_password_is_not_repeated_in_a_refusal() {
    let told = parse("[database]\nurl = \"postgres://essaim:s3cret@h:notaport/x\"\n").unwrap_err();
    assert!(told.contains("essaim:…@h") && !told.contains("s3cret"), "{told}");
}

#[test]
fn a_contact_that_leads_nowhere_is_refused() {
    for contact in ["not an address", "javascript:alert(1)"] {
        assert!(parse(&format!("[site]\ncontact = \"{contact}\"\n")).is_err(), "{contact}");
    }
    let page = parse("[site]\ncontact = \"https://example.org/contact\"\n").unwrap().site.contact;
    assert_eq!(page.unwrap().href(), "https://example.org/contact");
}

#[test]
fn a_download_by_departement_says_where_the_departement_stands() {
    let told = parse("[downloads]\naddresses = \"https://example.org/adresses.csv.gz\"\n").unwrap_err();
    assert!(told.contains("with {departement}"), "{told}");
    let told = parse("[downloads]\nqpv_2024 = \"https://example.org/{departement}.zip\"\n").unwrap_err();
    assert!(told.contains("without {departement}"), "{told}");
    let config = parse("[downloads]\naddresses = \"http://10.0.0.1/{departement}.csv.gz\"\n").unwrap();
    assert_eq!(config.downloads.addresses["addresses"], "http://10.0.0.1/{departement}.csv.gz");
}

#[test]
fn a_site_that_could_break_a_header_is_refused() {
    assert!(parse("[server]\nframe_sites = [\"https://a.org; script-src *\"]\n").is_err());
    assert!(parse("[server]\nframe_sites = [\"https://a.org\"]\n").is_ok());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        drop(parse(&text));
    }
}
