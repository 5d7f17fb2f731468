//! Posting letters, sending one again, forgetting them.

use essaim_store::outbox::{self, Delivery, Message};
use essaim_store::{Transaction, to_micros};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{html, text};
use crate::{Letter, LetterId, MailError, store};

/// A letter is to be sent.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Posted {
    pub(crate) letter: LetterId,
}

impl Message for Posted {
    const TOPIC: &'static str = "mail.posted";
    const DELIVERY: Delivery = Delivery::Once;
    /// With waits that double up to six hours: five days.
    const ATTEMPTS: i64 = 30;
}

/// A subject has at most so many characters: more is cut by those who read it.
const LONGEST_SUBJECT: usize = 200;

/// Whether an address can stand in a header, and mail programs take it.
fn is_one_click(address: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"<>,".contains(&byte);
    address.len() > "https://".len() && address.starts_with("https://") && address.bytes().all(is_plain)
}

/// Posts a letter: it goes out once the transaction is committed.
///
/// # Errors
/// The database's.
pub async fn post(tx: &Transaction, at: Timestamp, letter: &Letter) -> Result<LetterId, MailError> {
    let id = LetterId::new(at);
    let words: Vec<&str> = letter.subject.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let subject = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let subject: String = subject.chars().take(LONGEST_SUBJECT).collect();
    let row = store::Row {
        id,
        kind: letter.kind.to_owned(),
        recipient: letter.to.canonical().to_owned(),
        lang: letter.lang.to_owned(),
        text: text(&letter.body),
        html: html(letter.lang, &subject, &letter.body),
        subject,
        useless_after: letter.useless_after.map(to_micros),
        reply_to: letter.reply_to.as_ref().map(ToString::to_string),
        unsubscribe: letter.unsubscribe.clone().filter(|address| is_one_click(address)),
        follows: letter.follows,
    };
    store::insert(tx, at, row).await?;
    outbox::push(tx, at, &Posted { letter: id }).await?;
    Ok(id)
}

/// Sends again a letter that was refused, or that the server did not take in all the time that it was tried.
///
/// # Errors
/// The database's; nothing happens to a letter that was not refused.
pub async fn retry(tx: &Transaction, at: Timestamp, id: LetterId) -> Result<(), MailError> {
    if store::start_again(tx, at, id).await? {
        outbox::push(tx, at, &Posted { letter: id }).await?;
    }
    Ok(())
}

/// Forgets the letters that ended before that day; says how many.
///
/// # Errors
/// The database's.
pub async fn forget(tx: &Transaction, before: Timestamp) -> Result<u64, MailError> {
    store::delete_ended(tx, before).await
}
