//! Addresses out of the tables, as they came in.

use super::build::Address;
use super::records::{NONE, Placed, View, text_of};

/// Every house number of a way; the way itself where it has none.
pub(super) fn way<E>(
    view: &View<'_>,
    street: u32,
    each: &mut impl FnMut(&Address<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let record = view.street(street);
    let town = view.town(record.town);
    let bare = Address {
        insee: text_of(&town.insee),
        town: view.texts.get(town.name as usize),
        former_insee: text_of(&town.former_insee),
        former_town: if town.former == NONE { "" } else { view.texts.get(town.former as usize) },
        postcode: record.postcode,
        street: view.texts.get(record.name as usize),
        mark: text_of(&record.mark),
        is_place: record.is_place == 1,
        number: None,
        repetition: "",
        point: record.point.point(),
        placed: Placed::House,
    };
    let own = view.numbers_of(street);
    if own.is_empty() {
        return each(&bare);
    }
    own.into_iter().try_for_each(|at| {
        let house = view.number(at);
        let repetition = view.repetitions.get(house.repetition() as usize);
        let point = view.point(at).point();
        each(&Address { number: Some(house.number()), repetition, point, placed: house.placed(), ..bare })
    })
}
