//! Questions as people write them, on two small towns of our own.

use proptest::prelude::*;

use super::{
    Address, Addresses, AddressesBuilder, AddressesError, Doubt, Finder, Nature, Near, Placed, Question, Town,
};
use crate::{Point, distance};

const TOWNS: [(&str, &str, u32, f64); 3] = [
    ("99001", "Villeneuve-lès-Brumes", 88_100, 6.0),
    ("99002", "Saint-Aubin", 88_200, 6.3),
    ("99003", "Saint-Aubin", 88_300, 6.6),
];

const STREETS: [(&str, &str, u32); 12] = [
    ("99001", "Rue de la République", 30),
    ("99001", "Avenue de la République", 12),
    ("99001", "Rue du Général Brocard", 20),
    ("99001", "Rue du 11 Novembre 1918", 14),
    ("99001", "Place Notre-Dame", 8),
    ("99001", "Chemin des Vignes", 6),
    ("99001", "Rue de Saint-Aubin", 10),
    ("99001", "Allée Marguerite Tisserand", 9),
    ("99002", "Grande Rue", 40),
    ("99002", "Rue de la Fontaine", 10),
    ("99003", "Rue de la Fontaine", 10),
    ("99003", "Rue Sainte-Odile", 4),
];

fn tables() -> Addresses {
    let mut builder = AddressesBuilder::default();
    for (insee, name, postcode, lon) in TOWNS {
        let point = Point::new(lon, 49.0);
        builder.know(Town {
            insee: insee.into(),
            name: name.into(),
            postcodes: vec![postcode],
            point,
            ..Town::default()
        });
    }
    for (at, (insee, street, count)) in STREETS.into_iter().enumerate() {
        let (_, town, postcode, lon) = TOWNS.into_iter().find(|town| town.0 == insee).unwrap();
        // Number 7 is not there, number 4 has a bis.
        let numbers = (1..=count).filter(|number| *number != 7).map(|number| (number, ""));
        for (number, repetition) in numbers.chain([(4, "bis")]) {
            let point = Point { lon: lon + f64::from(number) * 0.000_2, lat: 49.0 + at as f64 * 0.002 };
            let address = Address {
                insee,
                town,
                former_insee: "",
                former_town: "",
                postcode,
                street,
                mark: "0001",
                is_place: false,
                number: Some(number),
                repetition,
                point,
                placed: Placed::House,
            };
            builder.add(&address).unwrap();
        }
    }
    Addresses::open(builder.finish().unwrap()).unwrap()
}

/// Number, way, INSEE code, and whether it is sure.
fn told(finder: &mut Finder<'_>, question: &Question<'_>) -> (String, bool) {
    let answer = finder.find(question, 3);
    let Some(best) = answer.found.first() else { return (format!("{:?}", answer.doubt), false) };
    let number = best.number.map(|(number, repetition)| format!("{number}{repetition} ")).unwrap_or_default();
    (format!("{number}{} {}", best.street, best.insee), best.score >= 0.8)
}

#[test]
fn an_address_is_found_however_it_is_written() {
    let tables = tables();
    let mut finder = tables.finder();
    for (written, expected) in [
        ("12 rue de la République 88100 Villeneuve-lès-Brumes", "12 Rue de la République 99001"),
        ("12 RUE DE LA REPUBLIQUE 88100 VILLENEUVE LES BRUMES", "12 Rue de la République 99001"),
        ("12, r. république, villeneuve les brumes", "12 Rue de la République 99001"),
        ("12 av de la republique 88100 villeneuve", "12 Avenue de la République 99001"),
        ("5 r du gal brocard 88100", "5 Rue du Général Brocard 99001"),
        ("5 rue brocard villeneuve les brumes", "5 Rue du Général Brocard 99001"),
        ("3 rue du onze novembre 88100 villeneuve les brumes", "3 Rue du 11 Novembre 1918 99001"),
        ("3 rue du 11 nov villeneuve les brumes", "3 Rue du 11 Novembre 1918 99001"),
        ("6 pl ND 88100 villeneuve les brumes", "6 Place Notre-Dame 99001"),
        ("4bis ch. des vignes 88100 villeneuve les brumes", "4bis Chemin des Vignes 99001"),
        ("4 B ch des vignes 88100 villeneuve les brumes", "4bis Chemin des Vignes 99001"),
        ("22-24 rue de la republique 88100 villeneuve les brumes", "22 Rue de la République 99001"),
        ("22/24 rue de la republique 88100 villeneuve les brumes", "22 Rue de la République 99001"),
        ("villeneuve les brumes 88100 rue de la republique 12", "12 Rue de la République 99001"),
        ("12ruedelarepublique88100villeneuvelesbrumes", "12 Rue de la République 99001"),
        ("12 rue de la rÃ©publique 88100 villeneuve-lÃ¨s-brumes", "12 Rue de la République 99001"),
        ("12 rue de la R?publique 88100 Villeneuve-l?s-Brumes", "12 Rue de la République 99001"),
        ("12 rue de la repubilque 88100 villeneuve les brumes", "12 Rue de la République 99001"),
        ("8 allée Marguerite Tiserant 88100 Villeneuve-lès-Brumes", "8 Allée Marguerite Tisserand 99001"),
        ("bat B apt 12 12 rue de la republique 88100 villeneuve les brumes", "12 Rue de la République 99001"),
        ("étage 10, rue de la republique 88100 villeneuve les brumes", "Rue de la République 99001"),
        ("Esc. 5 Et. 8 rue de la republique 88100 villeneuve les brumes", "Rue de la République 99001"),
        ("rue de la republique, escalier 5, étage 8 88100 villeneuve les brumes", "Rue de la République 99001"),
        ("3e étage 12 rue de la republique 88100 villeneuve les brumes", "12 Rue de la République 99001"),
        ("lot 12, rue de la republique 88100 villeneuve les brumes", "Rue de la République 99001"),
        ("chez Mme Untel 12 rue de la republique 88100 villeneuve les brumes", "12 Rue de la République 99001"),
        ("12 rue de la republique BP 123 88109 villeneuve les brumes cedex", "12 Rue de la République 99001"),
        ("12 rue de la republique 75001 villeneuve les brumes", "12 Rue de la République 99001"),
        ("7 rue de la republique 88100 villeneuve les brumes", "7 Rue de la République 99001"),
        ("2 rue de saint aubin 88100 villeneuve les brumes", "2 Rue de Saint-Aubin 99001"),
        ("3 rue de la fontaine 88300", "3 Rue de la Fontaine 99003"),
        ("grande rue saint aubin", "Grande Rue 99002"),
        ("3 r ste odile st aubin", "3 Rue Sainte-Odile 99003"),
    ] {
        let question = Question { address: written, ..Question::default() };
        assert_eq!(told(&mut finder, &question), (expected.to_owned(), true), "{written}");
    }
}

#[test]
fn what_cannot_be_told_is_said() {
    let tables = tables();
    let mut finder = tables.finder();
    for (written, doubt) in [
        ("", Doubt::Empty),
        ("  -- ", Doubt::Empty),
        ("3 rue de la fontaine saint aubin", Doubt::Towns),
        ("saint aubin", Doubt::Towns),
        ("villeneuve les brumes", Doubt::StreetMissing),
        ("12 rue des lilas blancs 88100 villeneuve les brumes", Doubt::NotFound),
        ("rue de la republique 88100 villeneuve les brumes", Doubt::NumberMissing),
        ("900 rue de la republique 88100 villeneuve les brumes", Doubt::NumberUnknown),
        ("BP 12 88100 villeneuve les brumes", Doubt::Box),
        ("domicilié au CCAS 88100 villeneuve les brumes", Doubt::Lent),
        ("12 Hauptstrasse Berlin Allemagne", Doubt::Abroad),
    ] {
        let answer = finder.find(&Question { address: written, ..Question::default() }, 3);
        assert_eq!(answer.doubt, Some(doubt), "{written}: {:?}", answer.found);
    }
}

#[test]
fn parts_may_stand_apart_and_wrong_codes_are_ignored() {
    let tables = tables();
    let mut finder = tables.finder();
    let question = Question {
        number: "12",
        address: "rue de la republique",
        postcode: "88100",
        city: "villeneuve les brumes",
        insee: Some("99001"),
        ..Question::default()
    };
    assert_eq!(told(&mut finder, &question), ("12 Rue de la République 99001".into(), true));
    let wrong = finder.find(&Question { postcode: "75011", insee: Some("75111"), ..question }, 1);
    assert_eq!(wrong.found[0].insee, "99001");
    assert!(wrong.is_postcode_ignored && wrong.is_insee_ignored && wrong.found[0].score >= 0.8);
    let by_code = Question { city: "", postcode: "", ..question };
    assert_eq!(told(&mut finder, &by_code), ("12 Rue de la République 99001".into(), true), "by INSEE code alone");
}

#[test]
fn of_two_that_fit_as_well_the_nearer_is_meant() {
    let tables = tables();
    let mut finder = tables.finder();
    for (lon, insee) in [(6.3, "99002"), (6.6, "99003")] {
        let near = Some(Near(Point { lon, lat: 49.02 }));
        let answer = finder.find(&Question { address: "3 rue de la fontaine", near, ..Question::default() }, 1);
        assert_eq!(answer.found[0].insee, insee);
    }
}

#[test]
fn a_number_between_two_others_lies_between_them() {
    let tables = tables();
    let answer = tables
        .finder()
        .find(&Question { address: "7 rue de la republique 88100 villeneuve les brumes", ..Question::default() }, 1);
    let found = &answer.found[0];
    assert_eq!((found.nature, found.number), (Nature::Between, Some((7, ""))));
    let expected = Point { lon: 6.0 + 7.0 * 0.000_2, lat: 49.0 };
    assert!(distance(found.point, expected) < 1.0 && found.accuracy > 15.0, "{found:?}");
}

#[test]
fn the_nearest_address_is_found_back() {
    let tables = tables();
    let (found, metres) = tables.nearest(Point { lon: 6.000_61, lat: 49.000_1 }).unwrap();
    assert_eq!((found.number, found.street), (Some((3, "")), "Rue de la République"));
    assert!(metres < 15.0);
    assert!(tables.nearest(Point { lon: 2.0, lat: 45.0 }).is_none());
}

#[test]
fn the_same_addresses_give_the_same_bytes_and_come_back() {
    let (one, other) = (tables(), tables());
    assert_eq!(one.sections.data, other.sections.data);
    assert!(one.is_whole() && one.holds_commune("99001") && !one.holds_commune("99009"));
    assert!(one.holds_postcode(88_100) && !one.holds_postcode(75_001));
    let mut again = AddressesBuilder::default();
    one.each(|address| again.add(address)).unwrap();
    let again = Addresses::open(again.finish().unwrap()).unwrap();
    assert_eq!((again.len(), again.ways()), (one.len(), one.ways()));
}

#[test]
fn damaged_bytes_are_refused() {
    let bytes = tables().sections.data;
    assert_eq!(Addresses::open(bytes.slice(..20)).err(), Some(AddressesError::Damaged));
    assert_eq!(Addresses::open(vec![0u8; 400]).err(), Some(AddressesError::Damaged));
    let mut newer = bytes.to_vec();
    newer[8] = 200;
    assert_eq!(Addresses::open(newer).err(), Some(AddressesError::OtherVersion { found: 200 }));
    let mut changed = bytes.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert!(!Addresses::open(changed).unwrap().is_whole());
    let mut far = bytes.to_vec();
    let ends = tables().places.text_ends.end;
    far[ends - 1] = 0x7f;
    assert_eq!(Addresses::open(far).err(), Some(AddressesError::Damaged), "a text that ends beyond the others");
}

#[test]
fn a_text_of_very_many_glued_words_is_answered() {
    let tables = tables();
    let glued = "ruedelarepubliqueruedelafontaine".repeat(8);
    for text in [glued.clone(), [glued.as_str(); 40].join(" "), "rue ".repeat(500), "1 ".repeat(500)] {
        tables.finder().find(&Question { address: &text, ..Question::default() }, 3);
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text: String) {
        let tables = tables();
        let answer = tables.finder().find(&Question { address: &text, ..Question::default() }, 5);
        prop_assert!(answer.found.iter().all(|found| (0.0..=1.0).contains(&found.score)));
    }

    #[test]
    fn words_of_addresses_in_any_order_are_answered(
        words in prop::collection::vec(
            prop::sample::select(vec!["12", "bis", "rue", "de", "la", "republique", "88100", "villeneuve", "-", ",", "bp", "4b"]),
            0..14,
        ),
    ) {
        let tables = tables();
        let answer = tables.finder().find(&Question { address: &words.join(" "), ..Question::default() }, 5);
        prop_assert!(answer.found.len() <= 6);
    }

    #[test]
    fn damaged_tables_never_panic(
        damage in prop::collection::vec((64usize..1_000_000, any::<u8>()), 1..12),
        is_wide: bool,
        cut in prop::option::of(0usize..1_000_000),
    ) {
        let mut bytes = tables().sections.data.to_vec();
        for (at, byte) in damage {
            let at = at % bytes.len();
            // A number that points far away, or a byte of one.
            let end = if is_wide { at.next_multiple_of(4).min(bytes.len() - 4) } else { at };
            bytes[end..end + if is_wide { 4 } else { 1 }].fill(byte);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut % bytes.len());
        }
        if let Ok(tables) = Addresses::open(bytes) {
            look_everywhere(&tables);
        }
    }
}

/// Every way of asking.
fn look_everywhere(tables: &Addresses) {
    let mut finder = tables.finder();
    let near = Some(Near(Point { lon: 6.3, lat: 49.02 }));
    for address in [
        "12 rue de la republique 88100 villeneuve les brumes",
        "7 bis r de la republike villeneuve",
        "rue fontaine saint aubin",
        "ruedelarepublique",
        "88100",
        "900 grande rue",
    ] {
        for (insee, near) in [(None, None), (Some("99002"), near)] {
            let question = Question { address, insee, near, ..Question::default() };
            for answer in [finder.find(&question, 5), finder.complete(&question, 5)] {
                for found in &answer.found {
                    found.way.map(|way| (tables.way(way), tables.points_of(way).count()));
                }
            }
        }
    }
    tables.nearest(Point { lon: 6.000_61, lat: 49.000_1 });
    for number in [0, 5, u32::MAX] {
        let _ = (tables.way(number), tables.points_of(number).count());
    }
    let _ = (tables.holds_commune("99001"), tables.holds_postcode(88_100));
    tables.each(|_| Ok::<(), ()>(())).expect("nothing is refused");
}
