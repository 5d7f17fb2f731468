//! Why a file did not come.

use std::io;

/// Why a file did not come. The one that was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nobody answers there, or not as a server of files does.
    #[error("{address} does not answer: {why}")]
    Unreachable {
        /// Who was asked.
        address: String,
        /// What happened.
        why: String,
    },
    /// The server has no such file, or does not give it.
    #[error("{address} answers {status}")]
    Status {
        /// Who was asked.
        address: String,
        /// The status of the answer.
        status: u16,
    },
    /// The address leads to others without end.
    #[error("{address} leads from one address to another, without end")]
    Astray {
        /// Who was asked.
        address: String,
    },
    /// An address with TLS leads to one without.
    #[error("{address} leads to {to}, which is not protected (https)")]
    Unprotected {
        /// Who was asked.
        address: String,
        /// Where it leads.
        to: String,
    },
    /// Something else than the file came: a page that apologises, most often.
    #[error("{address} gives {what} in place of the file")]
    NotTheFile {
        /// Who was asked.
        address: String,
        /// What came.
        what: String,
    },
    /// More comes than was announced, or than any official file holds.
    #[error("{address} sends more than the {most} bytes that were announced or that a file may have")]
    TooMuch {
        /// Who was asked.
        address: String,
        /// How much was to come.
        most: u64,
    },
    /// One request announces a length and the next another, of what is said to be the same file.
    #[error("{address} announces {announced} bytes, then {found}")]
    Inconsistent {
        /// Who was asked.
        address: String,
        /// What was announced first.
        announced: u64,
        /// What was announced then.
        found: u64,
    },
    /// The connection broke, or nothing came for too long. What had come is kept.
    #[error("{address} stopped after {received} bytes{}: {why}", of(*.announced))]
    CutShort {
        /// Who was asked.
        address: String,
        /// How much had come.
        received: u64,
        /// How much was to come, where that is known.
        announced: Option<u64>,
        /// What happened.
        why: String,
    },
    /// The publisher changed the file in the midst of it.
    #[error("{address} changed the file while it came")]
    Changed {
        /// Who was asked.
        address: String,
    },
    /// What came is not what the publisher says the file to be.
    #[error("what {address} gave is not what it says: its SHA-256 differs")]
    Corrupt {
        /// Who was asked.
        address: String,
    },
    /// Another command takes the same file at this moment.
    #[error("another command is taking this file")]
    Busy,
    /// The disk's.
    #[error("it cannot be written: {0}")]
    Io(#[from] io::Error),
}

impl FetchError {
    /// Whether asking again may well succeed.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::CutShort { .. } | Self::Changed { .. } => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            _ => false,
        }
    }

    /// Whether the server says that there is no such file.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Status { status: 404 | 410, .. })
    }
}

fn of(announced: Option<u64>) -> String {
    announced.map(|announced| format!(" of {announced}")).unwrap_or_default()
}
