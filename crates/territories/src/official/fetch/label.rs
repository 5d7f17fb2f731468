//! What is kept beside a file that came.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Published;

/// What is known of a file that came, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where it was asked for.
    pub address: String,
    /// What its publisher said of it.
    pub published: Published,
    /// Under which name it stands in its folder: its publisher's.
    pub file: String,
    /// How many bytes came.
    pub length: u64,
    /// BLAKE3 of what came, hexadecimal.
    pub checksum: String,
    /// Of what day the data are: that of the file's name, of its edition, of its last change, or on which it came.
    pub vintage: Date,
    /// Under which licence it is published.
    pub licence: String,
    /// When it came.
    pub fetched_at: Timestamp,
}
