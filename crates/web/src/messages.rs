//! Translations: Fluent files, pre-formatted where they can be.
//!
//! A page shows a hundred words that never change: those are formatted once, at start, and looked
//! up in a map. Only a message with a variable is formatted for each request.

use crate::{Lang, format};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;
use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
    sync::{Mutex, RwLock},
};

/// The Fluent texts of one crate, in both languages.
#[derive(Debug)]
pub struct Messages {
    /// The crate, named in faults.
    pub owner: &'static str,
    /// The French text, usually `include_str!("../messages/fr.ftl")`.
    pub fr: &'static str,
    /// The English text.
    pub en: &'static str,
}

/// The shell's own messages; the program need not register them.
pub static MESSAGES: Messages =
    Messages { owner: "web", fr: include_str!("../messages/fr.ftl"), en: include_str!("../messages/en.ftl") };

impl Messages {
    /// The text in `lang`.
    #[must_use]
    pub const fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

/// The value of a variable in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A text, shown as it is.
    Text(String),
    /// A number, written in the language's way, which also chooses the plural.
    Number(f64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! number_args {
    ($($t:ty),*) => {$(
        impl From<$t> for Arg {
            fn from(value: $t) -> Self { Self::Number(format::Numeric::value(&value)) }
        }
        impl From<&$t> for Arg {
            fn from(value: &$t) -> Self { Self::Number(format::Numeric::value(value)) }
        }
    )*};
}
number_args!(u8, u16, u32, u64, usize, i32, i64, f64);

type ByKey<T> = HashMap<Box<str>, T, BuildHasherDefault<KeyHasher>>;

/// Every message of the program in one language.
pub(crate) struct Table {
    fixed: ByKey<Box<str>>,
    bundle: FluentBundle<FluentResource>,
    /// Messages with a small count, once they were formatted: a page holds dozens of them.
    counted: RwLock<ByKey<Vec<Option<Box<str>>>>>,
    strict: bool,
    reported: Mutex<HashSet<String>>,
}

/// A count up to this is formatted once.
const SMALL: usize = 256;

impl Table {
    pub(crate) fn new(lang: Lang, sources: &[&'static Messages], strict: bool) -> Result<Self, String> {
        let locale = lang.code().parse().map_err(|_| format!("{} is not a language tag", lang.code()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Fr => |value, _| write_number(Lang::Fr, value),
            Lang::En => |value, _| write_number(Lang::En, value),
        }));
        bundle.add_builtins().map_err(|fault| fault.to_string())?;
        for source in sources {
            let place = || format!("messages of {} ({})", source.owner, lang.code());
            let resource = FluentResource::try_new(source.text(lang).to_owned())
                .map_err(|(_, faults)| format!("{}: {}", place(), faults[0]))?;
            bundle.add_resource(resource).map_err(|faults| format!("{}: {}", place(), faults[0]))?;
        }
        let fixed = fixed_messages(&bundle, lang, sources);
        Ok(Self { fixed, bundle, counted: RwLock::default(), strict, reported: Mutex::default() })
    }

    pub(crate) fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.fixed.get(key).map_or_else(|| self.missing(key), AsRef::as_ref)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message whose only variable is `$count`.
    pub(crate) fn counted(&self, key: &str, count: f64) -> String {
        let format = || self.with_args(key, &[("count", Arg::Number(count))]);
        if !(0.0..=SMALL as f64).contains(&count) || count.fract() != 0.0 {
            return format();
        }
        let small = count as usize;
        let known = |table: &ByKey<Vec<Option<Box<str>>>>| table.get(key)?.get(small)?.clone();
        if let Some(text) = self.counted.read().ok().and_then(|table| known(&table)) {
            return text.into();
        }
        let text = format();
        if let Ok(mut table) = self.counted.write() {
            let texts = table.entry(key.into()).or_default();
            texts.resize(texts.len().max(small + 1), None);
            texts[small] = Some(text.as_str().into());
        }
        text
    }

    pub(crate) fn with_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        if let Some(text) = self.fixed.get(key) {
            return text.to_string();
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return self.missing(key).to_owned();
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(
                *name,
                match arg {
                    Arg::Text(text) => FluentValue::from(text.as_str()),
                    Arg::Number(number) => FluentValue::from(*number),
                },
            );
        }
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut faults);
        if let Some(fault) = faults.first() {
            assert!(!self.strict, "message {key}: {fault}");
            self.report(key);
        }
        text.into_owned()
    }

    fn missing<'a>(&self, key: &'a str) -> &'a str {
        assert!(!self.strict, "no message {key} without variables");
        self.report(key);
        key
    }

    /// Logs once per key: a fault of translation is no reason to fill the disk.
    fn report(&self, key: &str) {
        if let Ok(mut reported) = self.reported.lock()
            && reported.len() < 1000
            && reported.insert(key.to_owned())
        {
            tracing::error!(key, "a message is missing or lacks a variable");
        }
    }
}

fn fixed_messages(bundle: &FluentBundle<FluentResource>, lang: Lang, sources: &[&'static Messages]) -> ByKey<Box<str>> {
    let mut fixed = HashMap::default();
    for source in sources {
        for key in keys(source.text(lang)) {
            let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else {
                continue;
            };
            let mut faults = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut faults);
            // A variable without a value is a fault: such a message waits for its request.
            if faults.is_empty() {
                fixed.insert(key.into_boxed_str(), Box::from(text.as_ref()));
            }
        }
    }
    fixed
}

fn keys(source: &str) -> Vec<String> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(resource, _)| resource);
    let message = |entry: ast::Entry<&str>| match entry {
        ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.body.into_iter().filter_map(message).collect()
}

fn write_number(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::number(lang, number.value)),
        _ => None,
    }
}

/// Message keys come from our own templates, so a fast hash without defence is enough.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
    fn write_u8(&mut self, byte: u8) {
        self.write(&[byte]);
    }
    fn finish(&self) -> u64 {
        // The map reads the high bits; the multiplication left the entropy there.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static WORDS: Messages = Messages {
        owner: "test",
        fr: "plain = Bonjour\nvisits = { $count ->\n    [one] { $count } visite\n   *[other] { $count } visites\n}\nname = À { $name }",
        en: "plain = Hello\nvisits = { $count ->\n    [one] { $count } visit\n   *[other] { $count } visits\n}\nname = To { $name }",
    };

    fn table(lang: Lang, strict: bool) -> Table {
        Table::new(lang, &[&WORDS], strict).unwrap()
    }

    #[test]
    fn numbers_and_plurals_follow_the_language() {
        let visits = |lang, count: u32| table(lang, true).with_args("visits", &[("count", count.into())]);
        assert_eq!(visits(Lang::Fr, 0), "0 visite");
        assert_eq!(visits(Lang::En, 0), "0 visits");
        assert_eq!(visits(Lang::Fr, 12_345), "12\u{202f}345 visites");
        assert_eq!(visits(Lang::En, 1), "1 visit");
        let french = table(Lang::Fr, true);
        for (count, text) in
            [(2.0, "2 visites"), (0.0, "0 visite"), (2.0, "2 visites"), (300.0, "300 visites"), (1.5, "1,5 visite")]
        {
            assert_eq!(french.counted("visits", count), text);
        }
        assert_eq!(table(Lang::Fr, true).with_args("name", &[("name", "Ana".into())]), "À Ana");
    }

    #[test]
    fn a_missing_message_shows_its_key_to_visitors() {
        assert_eq!(table(Lang::Fr, false).text("absent"), "absent");
        assert_eq!(table(Lang::Fr, false).with_args("name", &[]), "À {$name}");
    }

    #[test]
    #[should_panic(expected = "no message absent")]
    fn a_missing_message_stops_a_test() {
        table(Lang::Fr, true).text("absent");
    }

    #[test]
    fn a_key_belongs_to_one_crate() {
        let fault = Table::new(Lang::Fr, &[&WORDS, &WORDS], true).err().unwrap();
        assert!(fault.contains("messages of test (fr)"), "{fault}");
    }
}
