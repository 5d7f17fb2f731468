//! A letter as servers carry it: its headers, and its words in both forms.

use std::fmt;
use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use crate::model::Sender;
use crate::{Kept, LetterId, MailError};

/// A letter as servers carry it.
pub(crate) fn written(sender: &Sender, letter: &Kept) -> Result<Vec<u8>, MailError> {
    let unwritable = |error: &dyn fmt::Display| MailError::Unwritable(error.to_string());
    let posted = Duration::from_secs(u64::try_from(letter.posted.as_second()).unwrap_or(0));
    let mut head = Message::builder()
        .from(mailbox(sender)?)
        .to(Mailbox::new(None, address(&letter.recipient)?))
        .subject(letter.subject.clone())
        .date(SystemTime::UNIX_EPOCH + posted)
        .message_id(Some(message_id(sender, letter.id)));
    if let Some(other) = &letter.reply_to {
        head = head.reply_to(mailbox(other)?);
    }
    if let Some(earlier) = letter.follows {
        let name = message_id(sender, earlier);
        head = head.in_reply_to(name.clone()).references(name);
    }
    // No holiday answers to a program (RFC 3834).
    let mut more = vec![("Auto-Submitted", "auto-generated".to_owned()), ("Content-Language", letter.lang.clone())];
    if let Some(address) = &letter.unsubscribe {
        more.push(("List-Unsubscribe", format!("<{address}>")));
        more.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    for (name, value) in more {
        head = head.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    let both = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    Ok(head.multipart(both).map_err(|error| unwritable(&error))?.formatted())
}

/// The same each time that a letter is tried: whoever receives it twice sees it once.
pub(crate) fn message_id(sender: &Sender, letter: LetterId) -> String {
    format!("<{letter}@{}>", sender.address.domain())
}

fn mailbox(who: &Sender) -> Result<Mailbox, MailError> {
    let name = Some(who.name.clone()).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address(who.address.canonical())?))
}

pub(crate) fn address(text: &str) -> Result<lettre::Address, MailError> {
    text.parse().map_err(|_| MailError::Unwritable("an address is none".to_owned()))
}

#[cfg(test)]
#[path = "mime_tests.rs"]
mod tests;
