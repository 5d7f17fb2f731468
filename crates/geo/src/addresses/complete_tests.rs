//! Words under typing, on a small town of our own.

use super::{Address, Addresses, AddressesBuilder, Nature, Placed, Question};
use crate::Point;

fn addresses() -> Addresses {
    let mut builder = AddressesBuilder::default();
    let streets =
        ["Rue des Abeilles", "Rue des Abricots", "Avenue de la Mésange", "Rue du Miel Doré", "Avenue du Pastel"];
    for (street, way) in streets.into_iter().zip(0u8..) {
        for number in 1..=4 {
            let point = Point { lon: 6.2 + f64::from(way) * 0.01, lat: 49.1 + f64::from(number) * 0.0001 };
            let added = builder.add(&Address {
                insee: "57999",
                town: "Ruche-sur-Moselle",
                former_insee: "",
                former_town: "",
                postcode: 57990,
                street,
                mark: "0010",
                is_place: false,
                number: Some(number),
                repetition: "",
                point,
                placed: Placed::House,
            });
            added.unwrap();
        }
    }
    Addresses::open(builder.finish().unwrap()).unwrap()
}

fn completed(text: &str) -> Vec<String> {
    let addresses = addresses();
    let question = Question { address: text, ..Question::default() };
    let answer = addresses.finder().complete(&question, 5);
    answer
        .found
        .iter()
        .map(|found| if found.street.is_empty() { found.town } else { found.street }.to_owned())
        .collect()
}

#[test]
fn the_last_word_may_be_only_begun() {
    assert_eq!(completed("2 av de la mes")[0], "Avenue de la Mésange");
    assert_eq!(completed("rue des abeill")[0], "Rue des Abeilles");
    let both = completed("rue des ab");
    assert!(both.iter().any(|street| street == "Rue des Abeilles") && both.iter().any(|s| s == "Rue des Abricots"));
    assert_eq!(completed("rue du miel ruche-sur-mos")[0], "Rue du Miel Doré");
    assert_eq!(completed("2 rue du mie")[0], "Rue du Miel Doré", "words that are still to come");
    assert_eq!(completed("ruche-su")[0], "Ruche-sur-Moselle");
    assert_eq!(completed("avenue pas")[0], "Avenue du Pastel", "and not the short form of a passage");
}

#[test]
fn a_whole_word_is_taken_for_whole_first() {
    assert_eq!(completed("3 rue du miel")[0], "Rue du Miel Doré");
    let addresses = addresses();
    let question = Question { address: "rue des abeill", ..Question::default() };
    let sure = addresses.finder().complete(&question, 1).found[0].score;
    assert!(sure > 0.5, "{sure}");
}

#[test]
fn the_nearest_of_a_kind_is_found() {
    let addresses = addresses();
    let point = Point { lon: 6.2, lat: 49.1 };
    let (found, _) = addresses.nearest_where(point, |found| found.street == "Rue des Abricots").unwrap();
    assert_eq!((found.street, found.number), ("Rue des Abricots", Some((1, ""))));
    let way = addresses.way(found.way.unwrap()).unwrap();
    assert_eq!((way.nature, way.number, way.street), (Nature::Way, None, "Rue des Abricots"));
    assert!(addresses.way(u32::MAX).is_none());
}
