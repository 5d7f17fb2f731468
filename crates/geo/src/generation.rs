//! The two lists of neighbourhoods.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which list of neighbourhoods a QPV belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Generation {
    /// In force from 2015; codes begin with `QP`.
    #[serde(rename = "2015")]
    G2015,
    /// In force from 1 January 2024 (overseas: 2025); codes begin with `QN`.
    #[serde(rename = "2024")]
    G2024,
}

impl Generation {
    /// The year that names it.
    pub const fn year(self) -> u16 {
        match self {
            Generation::G2015 => 2015,
            Generation::G2024 => 2024,
        }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year())
    }
}

impl FromStr for Generation {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "2015" => Ok(Generation::G2015),
            "2024" => Ok(Generation::G2024),
            _ => Err(()),
        }
    }
}
