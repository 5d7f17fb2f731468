//! What a mail server writes back about a letter that it took and could not deliver.
//!
//! Whoever knows the return address can write such a mail by hand. Trust one only where it names a letter
//! ([`Bounce::letter`]), whose identifier its reader and the servers on the way alone have seen, and where the letter
//! was sent to whom the mail complains about.

mod fields;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use self::fields::{Fields, groups};
use crate::{Address, LetterId};

/// More than this of a mail is not read: what is looked for stands before the letter that is given back.
const LONGEST: usize = 1 << 20;
/// How much of a server's words is kept.
const LONGEST_WORDS: usize = 400;

/// A letter that was not delivered, or not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// To whom it was, where that is said.
    pub recipient: Option<Address>,
    /// Which letter, where the address that the mail came to or the letter that is given back names it.
    pub letter: Option<LetterId>,
    /// Whether no other letter to that address would arrive either: no such mailbox, or one that is closed. A delay, a
    /// server that was out of reach for days, a full mailbox or a text that is not wanted is not.
    pub is_permanent: bool,
    /// The status, of three numbers (RFC 3463): `5.1.1` is an unknown mailbox.
    pub status: Option<String>,
    /// What the server said, on one line.
    pub words: String,
}

/// Reads a mail that came to the return address. `None` where it says nothing of a failure: an answer by a person or by
/// a holiday program, a report of success, another mail.
///
/// ```
/// assert_eq!(essaim_mail::bounce::read(b"From: camille@example.org\r\n\r\nBonjour"), None);
/// ```
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Bounce> {
    let mail = MessageParser::default().parse(bytes.get(..LONGEST).unwrap_or(bytes))?;
    let report = reported(&mail).or_else(|| told_in_words(&mail))?;
    let letter = letter_in_address(&mail).or_else(|| letter_given_back(&mail));
    Some(Bounce { letter, ..report })
}

/// A report as RFC 3464 has it: Postfix, Exim, Exchange and Gmail write one.
fn reported(mail: &Message<'_>) -> Option<Bounce> {
    let part = mail.parts.iter().find(|part| {
        let kind = part.content_type().map(|kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
        kind.is_some_and(|(kind, sub)| {
            kind.eq_ignore_ascii_case("message")
                && (sub.eq_ignore_ascii_case("delivery-status") || sub.eq_ignore_ascii_case("global-delivery-status"))
        })
    })?;
    let all = groups(&String::from_utf8_lossy(part.contents()));
    let with = |action: &str| {
        all.iter().find(|one| one.get("action").is_some_and(|found| one_word(found).eq_ignore_ascii_case(action)))
    };
    let (told, has_failed) = match (with("failed"), with("delayed")) {
        (Some(failed), _) => (failed, true),
        (None, Some(delayed)) => (delayed, false),
        (None, None) => return None,
    };
    let words = words(after_kind(told.get("diagnostic-code").unwrap_or_default()));
    let status = told.get("status").and_then(status_in).or_else(|| status_in(&words));
    let is_permanent = has_failed && status.as_deref().is_none_or(is_of_the_address);
    let words = if words.is_empty() { status.clone().unwrap_or_default() } else { words };
    Some(Bounce { recipient: recipient(told), letter: None, is_permanent, status, words })
}

fn recipient(told: &Fields) -> Option<Address> {
    // The first is whom we wrote to; the other may be where she lets her mail be sent on.
    let named = ["original-recipient", "final-recipient"].into_iter().filter_map(|name| told.get(name));
    named.filter_map(|text| bare(after_kind(text)).parse().ok()).next()
}

/// A report in words alone: older Exims name whom in a header, qmail in the text (QSBMF).
fn told_in_words(mail: &Message<'_>) -> Option<Bounce> {
    let text = mail.body_text(0).unwrap_or_default();
    let by_exim = mail.header_raw("X-Failed-Recipients").map(|value| value.split(',').next().unwrap_or_default());
    let by_qmail = || text.contains("qmail-send program").then(|| text.lines().find_map(qmail_recipient)).flatten();
    let recipient = by_exim.or_else(by_qmail)?.trim().to_owned();
    let told: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.contains(recipient.as_str()))
        .skip(1)
        .map(str::trim)
        .take_while(|line| !line.starts_with("---"))
        .filter(|line| !line.is_empty())
        .take(6)
        .collect();
    let words = words(&told.join(" "));
    let status = status_in(&words);
    let is_permanent = status.as_deref().is_none_or(is_of_the_address);
    Some(Bounce { recipient: bare(&recipient).parse().ok(), letter: None, is_permanent, status, words })
}

/// `<camille@example.org>:` on a line of its own.
fn qmail_recipient(line: &str) -> Option<&str> {
    line.trim().strip_prefix('<')?.strip_suffix(">:")
}

/// The letter in the address that the report came to: `retour+<letter>@example.org`.
fn letter_in_address(mail: &Message<'_>) -> Option<LetterId> {
    let names = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To"];
    let headers = mail.headers_raw().filter(|(name, _)| names.iter().any(|one| one.eq_ignore_ascii_case(name)));
    headers.flat_map(|(_, value)| value.split(['<', '>', ',', ' '])).find_map(letter_of_return)
}

fn letter_of_return(address: &str) -> Option<LetterId> {
    let (local, _) = address.trim().rsplit_once('@')?;
    local.rsplit_once('+')?.1.parse().ok()
}

/// The letter in the name of what is given back, whole or its head alone.
fn letter_given_back(mail: &Message<'_>) -> Option<LetterId> {
    let of_name = |name: &str| bare(name).split('@').next().unwrap_or_default().trim().parse().ok();
    let nested = mail.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => inner.message_id().and_then(of_name),
        _ => None,
    });
    let in_text = || {
        let texts =
            mail.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_) | PartType::Message(_)));
        texts
            .map(|part| groups(&String::from_utf8_lossy(part.contents())))
            .find_map(|all| all.iter().find_map(|fields| fields.get("message-id").and_then(of_name)))
    };
    nested.or_else(in_text)
}

/// Whether a status says that the address is wrong (RFC 3463). `5.4` too: Exchange says `5.4.1` of unknown mailboxes.
fn is_of_the_address(status: &str) -> bool {
    let numbers: Vec<&str> = status.split('.').collect();
    match numbers.as_slice() {
        ["5", "0" | "1" | "4", _] => true,
        // Full, or too small for this letter.
        ["5", "2", detail] => !["2", "3", "4"].contains(detail),
        _ => false,
    }
}

/// What stands after the kind of an address or of a diagnostic: `rfc822; camille@example.org`.
fn after_kind(text: &str) -> &str {
    text.split_once(';').map_or(text, |(_, rest)| rest).trim()
}

fn bare(text: &str) -> &str {
    text.trim().trim_start_matches('<').trim_end_matches('>')
}

fn one_word(text: &str) -> &str {
    text.split([' ', '(']).next().unwrap_or_default()
}

/// On one line, cut to what a person reads.
fn words(text: &str) -> String {
    let words =
        text.split(|letter: char| letter.is_whitespace() || letter.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_WORDS).collect()
}

/// The first status of three numbers in a text; a reply code of SMTP alone gives its class.
fn status_in(text: &str) -> Option<String> {
    let tokens = || text.split(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    let is_status = |token: &&str| {
        let numbers: Vec<&str> = token.split('.').collect();
        matches!(numbers.as_slice(), [class, subject, detail]
            if ["2", "4", "5"].contains(class) && [subject, detail].iter().all(|one| (1..=3).contains(&one.len())))
    };
    let is_reply = |token: &&str| token.len() == 3 && (token.starts_with('4') || token.starts_with('5'));
    let trimmed = || tokens().map(|token| token.trim_end_matches('.'));
    let by_reply =
        || trimmed().find(is_reply).filter(|token| !token.contains('.')).map(|token| format!("{}.0.0", &token[..1]));
    trimmed().find(is_status).map(str::to_owned).or_else(by_reply)
}

#[cfg(test)]
mod tests;
