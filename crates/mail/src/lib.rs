//! Mail that is never lost.
//!
//! A [`Letter`] is [`post`]ed in the transaction of the change that sends it, and goes out afterwards: no page waits
//! for a mail server. Whichever node takes it hands it to the server, again and again for days where the server is down
//! ([`deliver`]). The last step is written down before it is taken, so that the one moment in which nobody can know
//! whether a letter left – after its text, before the server's answer – is known for what it is: the letter goes again,
//! under the same Message-ID, and is marked as doubtful.
//!
//! It holds no word of the domain, and writes no letter of its own.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on stops"))]

mod apart;
pub mod bounce;
mod error;
mod migrations;
mod mime;
mod model;
mod queue;
mod server;
mod store;
mod worker;

pub use error::MailError;
pub use migrations::{PASSING, migrations};
pub use model::{Address, AddressFault, Block, Letter, LetterId, LetterState, Sender};
pub use queue::{forget, post, retry};
pub use server::{Encryption, MailServer, MailServerFault};
pub use store::{Kept, counts, latest, letter, troubled};
pub use worker::{Transport, deliver};
