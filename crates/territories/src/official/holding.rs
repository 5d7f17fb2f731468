//! What a node can hold of the official files.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

use super::{Layer, Table};

/// A layer of perimeters, or a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holding {
    /// Perimeters of one kind.
    Layer(Layer),
    /// Rows of one kind.
    Table(Table),
}

impl Holding {
    /// All: the layers, then the tables, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Self> {
        Layer::ALL.into_iter().map(Self::Layer).chain(Table::ALL.into_iter().map(Self::Table))
    }

    /// Its key: what its folder and its line in a summary are called.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Layer(layer) => layer.key(),
            Self::Table(table) => table.key(),
        }
    }

    /// What one counts in it.
    pub const fn counted(self) -> &'static str {
        match self {
            Self::Layer(_) => "perimeters",
            Self::Table(_) => "rows",
        }
    }
}

impl From<Layer> for Holding {
    fn from(layer: Layer) -> Self {
        Self::Layer(layer)
    }
}

impl From<Table> for Holding {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Holding {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::all().find(|holding| holding.key() == text).ok_or(())
    }
}

impl Serialize for Holding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Holding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| D::Error::custom(format_args!("no official files are called {text}")))
    }
}
