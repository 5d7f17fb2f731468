//! What a value may be: how it is read, what is told of one that cannot be, and the nearest that could.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use essaim_mail::{MailServer, Sender};
use essaim_store::{Address, without_password};
use essaim_territories::official::fetch::Download;
use essaim_web::{Contact, Network, is_web_address};

use super::nearest::nearest;
use super::source::Raw;
use super::{Hidden, guess};

/// How a value may be written besides as a text, which a variable always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Flag,
}

/// What a text is understood as.
type Reading<T> = Box<dyn Fn(&str) -> Option<T>>;

/// A kind of value.
pub(super) struct Kind<T> {
    form: Form,
    /// What is told where something else was written.
    pub(super) expected: String,
    read: Reading<T>,
    /// The valid value that somebody probably meant.
    guess: Reading<String>,
    /// How a refused value is shown.
    shown: fn(&str) -> String,
}

impl<T> Kind<T> {
    fn new(form: Form, expected: impl Into<String>, read: impl Fn(&str) -> Option<T> + 'static) -> Self {
        Self { form, expected: expected.into(), read: Box::new(read), guess: Box::new(|_| None), shown: str::to_owned }
    }

    fn guessing(self, guess: impl Fn(&str) -> Option<String> + 'static) -> Self {
        Self { guess: Box::new(guess), ..self }
    }

    /// The value, if it is one of this kind.
    pub(super) fn value(&self, raw: &Raw) -> Option<T> {
        match (raw, self.form) {
            (Raw::Text(text), _) => (self.read)(text.trim()),
            (Raw::Number(number), Form::Number) => (self.read)(number),
            (Raw::Flag(flag), Form::Flag) => (self.read)(&flag.to_string()),
            _ => None,
        }
    }

    /// What was written instead, as it may be shown.
    pub(super) fn found(&self, raw: &Raw) -> String {
        match raw {
            Raw::Text(text) => format!("“{}”", (self.shown)(text)),
            Raw::Number(number) => number.clone(),
            Raw::Flag(flag) => flag.to_string(),
            Raw::List(_) => "a list".to_owned(),
            Raw::Other(what) => (*what).to_owned(),
        }
    }

    /// The nearest that could stand there; only ever a value that would be taken.
    pub(super) fn nearest(&self, raw: &Raw) -> Option<String> {
        let written = match raw {
            Raw::Text(text) => text.trim().to_owned(),
            Raw::Number(number) => number.clone(),
            Raw::Flag(flag) => flag.to_string(),
            Raw::List(_) | Raw::Other(_) => return None,
        };
        (self.guess)(&written).filter(|guess| (self.read)(guess).is_some())
    }
}

pub(super) fn text() -> Kind<String> {
    let is_one = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    Kind::new(Form::Text, "a text on one line", move |text| is_one(text).then(|| text.to_owned()))
}

pub(super) fn web() -> Kind<String> {
    Kind::new(Form::Text, "an http:// or https:// address", |text| is_web_address(text).then(|| text.to_owned()))
        .guessing(|text| Some(guess::web(text)))
}

pub(super) fn contact() -> Kind<Contact> {
    let expected = "an address of mail (bonjour@example.org) or of a page (https://example.org/contact)";
    Kind::new(Form::Text, expected, |text| text.parse().ok()).guessing(guess::contact)
}

pub(super) fn tiles() -> Kind<String> {
    Kind::new(Form::Text, "an https:// address with {z}, {x} and {y}", |text| {
        let whole = ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part));
        (whole && text.starts_with("https://") && is_web_address(text)).then(|| text.to_owned())
    })
    .guessing(|text| Some(guess::web(text)))
}

/// Where an official file is.
pub(super) fn download(download: &'static Download) -> Kind<String> {
    let wanted = if download.is_by_departement() { "with {departement}" } else { "without {departement}" };
    let expected = format!("an http:// or https:// address {wanted}");
    Kind::new(Form::Text, expected, |text| (is_web_address(text) && download.fits(text)).then(|| text.to_owned()))
        .guessing(|text| Some(guess::web(text)))
}

/// A database's address, whose password is never shown.
pub(super) fn database() -> Kind<String> {
    let expected = "sqlite://path/to/file.db or postgres://user@host/database";
    let read = |text: &str| text.parse::<Address>().ok().map(|_| text.to_owned());
    Kind { shown: without_password, ..Kind::new(Form::Text, expected, read).guessing(guess::database) }
}

/// A secret, which is never shown.
pub(super) fn hidden() -> Kind<Hidden> {
    let is_one = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    let read = move |text: &str| is_one(text).then(|| Hidden(text.to_owned()));
    Kind { shown: |_| "…".to_owned(), ..Kind::new(Form::Text, "a secret on one line", read) }
}

/// A mail server's address, whose password is never shown.
pub(super) fn mail_server() -> Kind<MailServer> {
    let expected = "smtps://user:password@host, smtp://user:password@host:587 or smtp://127.0.0.1:25";
    Kind { shown: without_password, ..Kind::new(Form::Text, expected, |text| text.parse().ok()) }
}

pub(super) fn sender() -> Kind<Sender> {
    let expected = "an address of mail, perhaps with a name: Essaim <bonjour@example.org>";
    Kind::new(Form::Text, expected, |text| text.parse().ok())
}

pub(super) fn address() -> Kind<SocketAddr> {
    let expected = "an address and a port such as 127.0.0.1:8080 or [::1]:8080";
    Kind::new(Form::Text, expected, |text| text.parse().ok()).guessing(|text| Some(guess::address(text)))
}

pub(super) fn network() -> Kind<Network> {
    let expected = "an address or a network such as 10.0.0.0/8";
    Kind::new(Form::Text, expected, |text| text.parse().ok()).guessing(|text| Some(guess::network(text)))
}

/// The site of a page, as a header names it.
pub(super) fn site() -> Kind<String> {
    Kind::new(Form::Text, "a site such as https://www.example.org", |text| {
        let host = Some(text).filter(|text| is_web_address(text))?.split_once("://")?.1;
        // It goes into a header as it is: nothing that could end it.
        let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:*[]".contains(c));
        plain.then(|| text.to_owned())
    })
    .guessing(|text| Some(guess::site(text)))
}

fn whole<N: FromStr + PartialOrd + Display + Copy + 'static>(what: &str, range: RangeInclusive<N>) -> Kind<N> {
    let expected = format!("{what} from {} to {}", range.start(), range.end());
    let (least, most) = (range.start().to_string(), range.end().to_string());
    Kind::new(Form::Number, expected, move |text| text.parse().ok().filter(|number| range.contains(number)))
        .guessing(move |text| guess::number(text, &least, &most))
}

pub(super) fn number(range: RangeInclusive<u32>) -> Kind<u32> {
    whole("a whole number", range)
}

pub(super) fn seconds(range: RangeInclusive<u64>) -> Kind<Duration> {
    let Kind { form, expected, read, guess, shown } = whole("a number of seconds", range);
    Kind { form, expected, read: Box::new(move |text| read(text).map(Duration::from_secs)), guess, shown }
}

pub(super) fn flag() -> Kind<bool> {
    Kind::new(Form::Flag, "true or false", |text| text.parse().ok())
        .guessing(|text| guess::flag(text).map(|flag| flag.to_string()))
}

/// One of a few words.
pub(super) fn choice<T: Copy + 'static>(choices: &'static [(&'static str, T)]) -> Kind<T> {
    let words = choices.iter().map(|(word, _)| format!("“{word}”")).collect::<Vec<_>>().join(" or ");
    Kind::new(Form::Text, words, |text| choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value))
        .guessing(|text| nearest(&text.to_lowercase(), choices.iter().map(|(word, _)| *word)).map(str::to_owned))
}

/// What logs tell: a level, or a filter by part.
pub(super) fn log_filter() -> Kind<String> {
    let expected = "one of error, warn, info, debug, trace, or a filter such as info,essaim_bank=debug";
    Kind::new(Form::Text, expected, |text| {
        let is_filter = text.contains('=') && tracing_subscriber::EnvFilter::try_new(text).is_ok();
        (guess::LEVELS.contains(&text) || is_filter).then(|| text.to_owned())
    })
    .guessing(guess::level)
}
