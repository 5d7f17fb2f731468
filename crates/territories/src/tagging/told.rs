//! One address or one point, and all that is said of it: what the API gives and what the page shows.

use essaim_geo::addresses::{Finder, Found};
use essaim_geo::{Generation, Point};

use super::address::{self, ADDED, Asked, Sought, seek};
use super::locate::departement;
use super::quarters::{Answer, Quarters};
use super::standing::names_of;
use super::tag::answer;
use crate::official::{Holdings, Layer};

/// What is asked of the neighbourhoods.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ask {
    /// Of which neighbourhood an address is part.
    Address(Asked),
    /// The same of a point, accurate to so many metres.
    Point(Point, f64),
}

/// Which generations are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Wish {
    /// One of them.
    Only(Generation),
    /// All that are at hand.
    #[default]
    Both,
}

/// What a node lacks to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The perimeters of a generation that is asked.
    Perimeters,
    /// The addresses.
    Addresses,
}

/// What is said of one address or one point.
pub(crate) struct Told<'h> {
    /// For each generation, the older first.
    pub(crate) answers: Vec<Answer<'h>>,
    /// The address that was sought; none for a point.
    pub(crate) sought: Option<Sought<'h>>,
    /// Where it was found, or asked.
    pub(crate) point: Option<Point>,
    added: [String; ADDED.len()],
}

impl Wish {
    /// The neighbourhoods of the generations asked.
    pub(crate) fn quarters(self, holdings: &Holdings) -> Result<&[Quarters], Missing> {
        let all = holdings.quarters();
        let wished = match self {
            Self::Both => all,
            Self::Only(generation) => {
                let at = all.iter().position(|one| one.generation == generation).ok_or(Missing::Perimeters)?;
                &all[at..=at]
            }
        };
        if wished.is_empty() { Err(Missing::Perimeters) } else { Ok(wished) }
    }
}

/// Answers one question.
///
/// # Errors
/// When the perimeters that are asked, or the addresses, were never brought in.
pub(crate) fn tell<'h>(
    holdings: &'h Holdings,
    finder: Option<&mut Finder<'h>>,
    wish: Wish,
    ask: &Ask,
) -> Result<Told<'h>, Missing> {
    let quarters = wish.quarters(holdings)?;
    match ask {
        Ask::Point(point, accuracy) => {
            let departements = holdings.layer(Layer::Departement).map(|(_, perimeters)| perimeters);
            let within = departement(departements, *point);
            let answers = quarters.iter().map(|one| one.judge(*point, *accuracy, 0.0, within)).collect();
            Ok(Told { answers, sought: None, point: Some(*point), added: std::array::from_fn(|_| String::new()) })
        }
        Ask::Address(asked) => {
            let set = holdings.addresses().ok_or(Missing::Addresses)?;
            let mut own;
            let finder = match finder {
                Some(finder) => finder,
                None => {
                    own = set.finder();
                    &mut own
                }
            };
            let sought = seek(finder, set.addresses(), asked, None);
            let answers = quarters.iter().map(|one| answer(one, &sought, set, None)).collect();
            let added = address::cells(&sought, set);
            let point = sought.found.first().map(|found| found.point);
            Ok(Told { answers, sought: Some(sought), point, added })
        }
    }
}

impl<'h> Told<'h> {
    /// What was found, the likeliest first.
    pub(crate) fn found(&self) -> &[Found<'h>] {
        self.sought.as_ref().map(|sought| sought.found.as_slice()).unwrap_or_default()
    }

    /// The columns of a table and what they hold.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (String, String)> {
        let is_alone = self.answers.len() == 1;
        let answers = self.answers.iter().flat_map(move |one| {
            names_of(one.quarters.generation, is_alone).zip(one.standing().into_cells()).collect::<Vec<_>>()
        });
        answers.chain(ADDED.map(str::to_owned).into_iter().zip(self.added.clone()))
    }
}
