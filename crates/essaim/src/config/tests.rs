use super::take::variable;
use super::*;

const EXAMPLE: &str = include_str!("../../../../docs/essaim.example.toml");

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(text, Path::new("essaim.toml"), &[]).map(|read| read.config).map_err(|faults| faults.to_string())
}

fn known_keys() -> Vec<&'static str> {
    let mut take = Take::new(Source::default());
    Config::take(&mut take);
    take.known().to_vec()
}

/// The example with each of its commented keys made real.
fn example_uncommented() -> String {
    let is_key = |line: &str| {
        line.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
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
        "essaim.toml, line 2: `database.connections` is 0, where a whole number from 1 to 1000 is expected"
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
    let set = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    let read = |name: &str, value: &str| {
        Config::parse("[site]\nname = \"File\"\n", Path::new("f"), &set(name, value)).unwrap().config
    };
    assert_eq!(read("ESSAIM_SITE_NAME", "Variable").site.name, "Variable");
    assert_eq!(read("ESSAIM_SERVER_TRUSTED_PROXIES", "10.0.0.0/8, ::1").server.trusted_proxies.len(), 2);
    assert!(read("ESSAIM_LOGS_REQUESTS", "true").logs.requests);
    for key in known_keys() {
        let faults = Config::parse("", Path::new("f"), &set(&variable(key), "\u{7}")).map(|read| read.config);
        assert!(faults.is_err() || faults.unwrap() != Config::default(), "{key} cannot be set by {}", variable(key));
    }
}

#[test]
fn a_variable_that_is_no_key_is_told_with_the_nearest() {
    let variables = [("ESSAIM_SITE_NAM".to_owned(), "x".to_owned()), ("ESSAIM_DATA".to_owned(), "y".to_owned())];
    let read = Config::parse("", Path::new("f"), &variables).unwrap();
    assert_eq!(read.strangers, [("ESSAIM_SITE_NAM".to_owned(), Some("ESSAIM_SITE_NAME".to_owned()))]);
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
