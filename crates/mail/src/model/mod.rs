//! Types and rules, pure.

mod address;
mod letter;
mod written;

pub use address::{Address, AddressFault};
pub use letter::{Block, Letter, LetterId, LetterState, Sender};
pub(crate) use written::{html, text};
