//! Sending what was posted.

use essaim_store::outbox::{self, Message, Task};
use essaim_store::{Clock, Store};

use crate::model::Sender;
use crate::queue::Posted;
use crate::server::{Envelope, Handed, MailServer, hand_over, prepare};
use crate::{Kept, LetterState, MailError, store};

/// How letters leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// By a mail server.
    Server {
        /// Where.
        server: MailServer,
        /// Who they come from.
        sender: Sender,
    },
    /// Not at all: they are kept, to be shown. For demos.
    Mailbox,
}

/// Takes one letter that is due and sends it; says whether there was one. Call it until there is none; several at once
/// are several conversations.
///
/// # Errors
/// The database's. What a server says is written beside the letter, and no error.
pub async fn deliver(db: &Store, clock: &Clock, transport: &Transport) -> Result<bool, MailError> {
    let Some((posted, task)) = outbox::next::<Posted>(db, clock).await? else { return Ok(false) };
    let outcome = match store::letter(db.reader(), posted.letter).await {
        Ok(Some(letter)) => send(db, clock, transport, &letter, &task).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    outbox::end::<Posted>(db, clock, &task, outcome.map_err(|error| error.to_string())).await?;
    Ok(true)
}

async fn send(db: &Store, clock: &Clock, transport: &Transport, letter: &Kept, task: &Task) -> Result<(), MailError> {
    if letter.state.has_ended() {
        return Ok(());
    }
    let (server, sender) = match transport {
        Transport::Mailbox => return change(db, clock, letter, LetterState::Kept, None).await,
        Transport::Server { server, sender } => (server, sender),
    };
    if letter.state == LetterState::Leaving {
        // A node ended between the last step and its outcome.
        db.write(async |tx| store::doubt(tx, letter.id).await).await?;
    }
    if letter.useless_after.is_some_and(|end| clock.now() >= end) {
        return change(db, clock, letter, LetterState::Lapsed, None).await;
    }
    match by_server(db, clock, server, sender, letter).await {
        Err(MailError::NotNow(words)) if task.attempts >= Posted::ATTEMPTS => {
            change(db, clock, letter, LetterState::Refused, Some(&words)).await
        }
        Err(MailError::NotNow(words)) => {
            change(db, clock, letter, LetterState::Waiting, Some(&words)).await?;
            Err(MailError::NotNow(words))
        }
        Err(MailError::Unwritable(words)) => change(db, clock, letter, LetterState::Refused, Some(&words)).await,
        outcome => outcome,
    }
}

async fn by_server(
    db: &Store,
    clock: &Clock,
    server: &MailServer,
    sender: &Sender,
    letter: &Kept,
) -> Result<(), MailError> {
    let ready = match prepare(server, sender, letter).await? {
        Envelope::Refused(words) => return change(db, clock, letter, LetterState::Refused, Some(&words)).await,
        Envelope::Open(ready) => *ready,
    };
    change(db, clock, letter, LetterState::Leaving, None).await?;
    match hand_over(ready).await? {
        Handed::Taken(words) => change(db, clock, letter, LetterState::Sent, Some(&words)).await,
        Handed::Refused(words) => change(db, clock, letter, LetterState::Refused, Some(&words)).await,
        Handed::Unknown(words) => {
            db.write(async |tx| store::doubt(tx, letter.id).await).await?;
            Err(MailError::NotNow(words))
        }
    }
}

async fn change(
    db: &Store,
    clock: &Clock,
    letter: &Kept,
    state: LetterState,
    answer: Option<&str>,
) -> Result<(), MailError> {
    let at = clock.now();
    db.write(async |tx| store::change(tx, at, letter.id, state, answer).await).await
}

#[cfg(test)]
#[path = "worker_tests.rs"]
mod tests;
