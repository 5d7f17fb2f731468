//! What the tests of every crate need: a strict shell, a frame, and the check that two languages
//! say the same.

use crate::{Frame, Lang, Messages, Shell, ShellConfig};
use axum::http::{HeaderMap, Uri, header};
use fluent_syntax::{ast, parser, serializer};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A shell with these messages that panics when one is missing.
///
/// # Panics
/// When a Fluent text is malformed.
#[must_use]
pub fn shell(messages: &[&'static Messages]) -> Arc<Shell> {
    let config = ShellConfig { messages: messages.to_vec(), strict: true, ..ShellConfig::default() };
    Shell::new(config).expect("the messages of a test are well formed")
}

/// The frame of a request for `path` (without language, with its query) in a language.
///
/// # Panics
/// When `path` is not one.
#[must_use]
pub fn frame(shell: &Arc<Shell>, lang: Lang, path: &str) -> Frame {
    let uri: Uri = path.parse().expect("a test's path is one");
    Frame::new(Arc::clone(shell), lang, uri, &HeaderMap::new(), None)
}

/// The same with a cookie header, `name=value; other=value`.
///
/// # Panics
/// When `path` or `cookies` is not one.
#[must_use]
pub fn frame_with_cookies(shell: &Arc<Shell>, lang: Lang, path: &str, cookies: &str) -> Frame {
    let uri: Uri = path.parse().expect("a test's path is one");
    let value = cookies.parse().expect("a test's cookies fit a header");
    Frame::new(Arc::clone(shell), lang, uri, &HeaderMap::from_iter([(header::COOKIE, value)]), None)
}

/// Checks that both languages hold the same keys with the same variables.
///
/// # Panics
/// When they differ, or when a text is malformed: the panic names every difference.
pub fn assert_complete(messages: &Messages) {
    let (fr, en) = (variables(messages, Lang::Fr), variables(messages, Lang::En));
    let mut faults = Vec::new();
    for key in fr.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (fr.get(key), en.get(key)) {
            (Some(_), None) => faults.push(format!("{key}: not in English")),
            (None, Some(_)) => faults.push(format!("{key}: not in French")),
            (a, b) if a != b => faults.push(format!("{key}: the variables differ, {a:?} and {b:?}")),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "messages of {}:\n{}", messages.owner, faults.join("\n"));
}

/// The variables of each message, read in its canonical writing.
fn variables(messages: &Messages, lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let resource = parser::parse(messages.text(lang))
        .unwrap_or_else(|(_, faults)| panic!("messages of {} ({}): {faults:?}", messages.owner, lang.code()));
    let mut found = BTreeMap::new();
    for entry in resource.body {
        let ast::Entry::Message(message) = entry else {
            continue;
        };
        let key = message.id.name.to_owned();
        let text = serializer::serialize(&ast::Resource { body: vec![ast::Entry::Message(message)] });
        let twice = found.insert(key.clone(), names_after_dollar(&text));
        assert!(twice.is_none(), "messages of {} ({}): {key} is there twice", messages.owner, lang.code());
    }
    found
}

fn names_after_dollar(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    text.split('$').skip(1).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_speaks_both_languages() {
        assert_complete(&crate::MESSAGES);
    }

    #[test]
    #[should_panic(expected = "b: not in English")]
    fn a_missing_translation_is_named() {
        assert_complete(&Messages { owner: "test", fr: "a = A\nb = { $x }", en: "a = A" });
    }
}
