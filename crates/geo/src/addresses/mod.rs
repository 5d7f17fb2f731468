//! French addresses, found offline in spite of how they are written.
//!
//! [`AddressesBuilder`] takes published addresses and makes tables that are kept in a file and read where they lie;
//! [`Addresses`] opens them at once, whatever their size. A [`Finder`] answers: [`Finder::find`] says which address a
//! text means, with a score; [`Addresses::nearest`] which address is nearest to a point.
//!
//! A question is folded (no case, accents or wrong encodings), cut into tokens, and each token stands for one or more
//! words of the vocabulary, misspellings included. Communes that it may name are listed, ways of these that share words
//! with it are proposed, and each is weighed: how likely is it that somebody who means this address writes that? The
//! score is the share of the best among all, one more being that none is meant.

mod bare;
mod build;
#[cfg(test)]
mod complete_tests;
mod file;
mod find;
mod hashed;
mod houses;
mod joining;
mod likeness;
mod naming;
mod nearby;
mod noise;
mod read_back;
mod records;
mod seek;
mod sounds;
mod spelling;
#[cfg(test)]
mod tests;
mod texts;
mod tokens;
mod towns;
mod vocabulary;
mod weigh;
mod words;

pub use bare::Bare;
pub use build::{Address, AddressesBuilder, Town};
pub use file::AddressesError;
pub use find::{Answer, Doubt, Finder, Found, Nature, Near, Question};
pub use records::Placed;

pub(crate) use spelling::repaired;

use self::file::Places;
use self::records::View;
use crate::sections::Sections;

/// Published addresses of one vintage. Immutable, shared between threads; where they lie in a file, its pages are read as
/// they are looked at.
pub struct Addresses {
    sections: Sections,
    places: Places,
}

impl Addresses {
    /// How many house numbers there are.
    pub fn len(&self) -> usize {
        self.view().numbers.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many ways and named places there are.
    pub fn ways(&self) -> usize {
        self.view().streets.len()
    }

    /// Whether addresses of a commune are at hand, by its INSEE code.
    pub fn holds_commune(&self, insee: &str) -> bool {
        let view = self.view();
        let code = records::code(insee);
        let start = view.towns.partition_point(|town| town.insee < code);
        let own = view.towns[start..].iter().take_while(|town| town.insee == code).zip(start as u32..);
        own.map(|(_, town)| view.streets_of(town)).any(|streets| !streets.is_empty())
    }

    /// Whether addresses under a postal code are at hand.
    pub fn holds_postcode(&self, postcode: u32) -> bool {
        let view = self.view();
        view.towns_of(postcode).any(|town| !view.streets_of(town).is_empty())
    }

    /// Every address, commune by commune and way by way, as it can be added to tables again.
    pub fn each<E>(&self, mut each: impl FnMut(&Address<'_>) -> Result<(), E>) -> Result<(), E> {
        let view = self.view();
        (0..view.streets.len() as u32).try_for_each(|street| read_back::way(&view, street, &mut each))
    }

    fn view(&self) -> View<'_> {
        View::of(&self.sections.data, &self.places)
    }
}
