//! Communes that merged, parted, merged again, and turned in circles.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn side(standing: Standing, code: &str) -> Side {
    Side { standing, code: code.parse().unwrap(), name: format!("Nom {code}") }
}

fn moved(year: i16, before: &str, after: &str) -> MovementRow {
    MovementRow {
        on: date(year, 1, 1),
        restores: false,
        before: side(Standing::Whole, before),
        after: Some(side(Standing::Whole, after)),
    }
}

fn restored(year: i16, before: &str, after: &str) -> MovementRow {
    MovementRow { restores: true, ..moved(year, before, after) }
}

fn history(movements: &[MovementRow], today: &[&'static str]) -> History {
    let communes: HashMap<Insee, (TerritoryCode, String)> = today
        .iter()
        .map(|code| (code.parse().unwrap(), (TerritoryCode::new(Level::Commune, code).unwrap(), format!("Nom {code}"))))
        .collect();
    History::of(movements, &[], |code| communes.get(&code).map(|(code, name)| (*code, name.as_str())))
}

fn heirs(history: &History, code: &str) -> Vec<String> {
    history.successors(code.parse().unwrap()).iter().map(|code| code.code().to_owned()).collect()
}

#[test]
fn a_chain_of_mergers_is_followed_to_its_end() {
    let history = history(&[moved(1973, "57001", "57002"), moved(2016, "57002", "57003")], &["57003"]);
    assert_eq!((heirs(&history, "57001"), heirs(&history, "57002")), (vec!["57003".into()], vec!["57003".into()]));
    let names = history.former(&"commune-57003".parse().unwrap());
    let told: Vec<_> = names.iter().map(|name| (name.code.as_str(), &*name.name, name.until)).collect();
    let day = |year| Some(date(year, 1, 1));
    assert_eq!(told, [("57001", "Nom 57001", day(1973)), ("57002", "Nom 57002", day(2016))]);
}

#[test]
fn a_commune_that_was_re_established_answers_for_itself_and_takes_back_what_was_its_own() {
    let movements = [
        moved(1960, "57001", "57002"),
        moved(1973, "57002", "57003"),
        moved(1973, "57003", "57003"),
        restored(1985, "57003", "57002"),
        restored(1985, "57003", "57003"),
    ];
    let history = history(&movements, &["57002", "57003"]);
    assert_eq!(heirs(&history, "57002"), ["57002"]);
    assert_eq!(heirs(&history, "57001"), ["57002"], "it had merged into the one that came back");
    assert_eq!(heirs(&history, "57003"), ["57003"]);
}

#[test]
fn a_commune_that_came_back_and_left_again_is_followed_from_its_last_departure() {
    let movements = [moved(1973, "57001", "57002"), restored(1985, "57002", "57001"), moved(2016, "57001", "57004")];
    assert_eq!(heirs(&history(&movements, &["57002", "57004"]), "57001"), ["57004"]);
    // The row of the one that it left is not always there.
    let alone = MovementRow { before: side(Standing::Part, "57001"), ..restored(1985, "57001", "57001") };
    let movements = [moved(1973, "57001", "57002"), alone, moved(2016, "57001", "57004")];
    assert_eq!(heirs(&history(&movements, &["57002", "57004"]), "57001"), ["57004"]);
}

#[test]
fn a_seat_that_moved_there_and_back_ends_where_it_is() {
    // As the Trois Lacs did: 27676 to 27058 in 2021, and back in 2023.
    let movements = [moved(2021, "27676", "27058"), moved(2023, "27058", "27676"), moved(2010, "27001", "27058")];
    let history = history(&movements, &["27676"]);
    assert_eq!((heirs(&history, "27058"), heirs(&history, "27676")), (vec!["27676".into()], vec!["27676".into()]));
    assert_eq!(heirs(&history, "27001"), ["27676"]);
}

#[test]
fn a_commune_shared_out_has_several_heirs_and_one_that_left_the_table_none() {
    let movements = [moved(1968, "08227", "08203"), moved(1968, "08227", "08454")];
    assert_eq!(heirs(&history(&movements, &["08203", "08454"]), "08227"), ["08203", "08454"]);
    let gone = MovementRow { after: None, ..moved(2007, "97123", "97123") };
    assert!(heirs(&history(&[gone], &["08203"]), "97123").is_empty());
}

#[test]
fn two_things_of_one_day_are_both_followed_and_a_circle_ends() {
    let movements = [moved(2016, "57001", "57002"), moved(2016, "57002", "57003"), moved(2016, "57003", "57001")];
    assert_eq!(heirs(&history(&movements[..2], &["57003"]), "57001"), ["57003"]);
    assert!(heirs(&history(&movements, &[]), "57001").is_empty());
    assert!(heirs(&history(&movements, &["57009"]), "57002").is_empty());
}

#[test]
fn parts_and_merged_communes_lead_to_theirs_where_no_movement_does() {
    let commune = |text: &str| -> TerritoryCode { text.parse().unwrap() };
    let row = |kind, code, parent: Option<&str>, merged: &[&str]| CommuneRow {
        kind,
        code: commune(code),
        name: format!("Nom {code}"),
        parent: parent.map(commune),
        arrondissement: None,
        population: None,
        postcodes: Vec::new(),
        merged: merged.iter().map(|code| commune(code)).collect(),
    };
    let rows = [
        row(CommuneKind::Current, "commune-01015", None, &["commune-01340"]),
        row(CommuneKind::Delegated, "commune-01015", Some("commune-01015"), &[]),
        row(CommuneKind::Associated, "commune-01341", Some("commune-01015"), &[]),
    ];
    let today = |code: Insee| (code.as_str() == "01015").then(|| (commune("commune-01015"), "Arboys"));
    let history = History::of(&[], &rows, today);
    assert_eq!((heirs(&history, "01340"), heirs(&history, "01341")), (vec!["01015".into()], vec!["01015".into()]));
    let names = history.former(&commune("commune-01015"));
    let told: Vec<_> = names.iter().map(|name| (name.kind, name.code.as_str())).collect();
    assert_eq!(told, [(FormerKind::Delegated, "01015"), (FormerKind::Associated, "01341")]);
}

#[test]
fn a_part_of_today_lies_where_its_table_says_whatever_the_way_there() {
    // As Lamarche-en-Woëvre: merged into Madine, then a part of Nonsard when this one was re-established.
    let commune = |text: &str| -> TerritoryCode { text.parse().unwrap() };
    let part = CommuneRow {
        kind: CommuneKind::Associated,
        code: commune("commune-55273"),
        name: "Lamarche".into(),
        parent: Some(commune("commune-55386")),
        arrondissement: None,
        population: None,
        postcodes: Vec::new(),
        merged: Vec::new(),
    };
    let today = |code: Insee| match code.as_str() {
        "55245" => Some((commune("commune-55245"), "Heudicourt")),
        "55386" => Some((commune("commune-55386"), "Nonsard")),
        _ => None,
    };
    let movements = [
        moved(1973, "55273", "55245"),
        moved(1973, "55386", "55245"),
        restored(1983, "55245", "55386"),
        moved(1983, "55245", "55245"),
    ];
    assert_eq!(heirs(&History::of(&movements, &[part], today), "55273"), ["55386"]);
    assert_eq!(heirs(&History::of(&movements, &[], today), "55273"), ["55245"]);
}

proptest! {
    #[test]
    fn any_movements_lead_to_communes_of_today_or_nowhere(
        rows in prop::collection::vec((0..9u8, 0..9u8, 1990..1995i16, any::<bool>()), 0..40),
        today in prop::collection::btree_set(0..9u8, 0..9),
    ) {
        let code = |number: u8| format!("5700{number}");
        let movements: Vec<MovementRow> = rows
            .iter()
            .map(|&(before, after, year, restores)| MovementRow { restores, ..moved(year, &code(before), &code(after)) })
            .collect();
        let known: Vec<&'static str> = ["57000", "57001", "57002", "57003", "57004", "57005", "57006", "57007", "57008"]
            .into_iter()
            .enumerate()
            .filter_map(|(at, code)| today.contains(&(at as u8)).then_some(code))
            .collect();
        let history = history(&movements, &known);
        for number in 0..9 {
            let heirs = heirs(&history, &code(number));
            prop_assert!(heirs.iter().all(|heir| known.contains(&heir.as_str())));
            if known.contains(&code(number).as_str()) && movements.iter().any(|row| row.before.code.as_str() == code(number)) {
                prop_assert_eq!(heirs, [code(number)]);
            }
        }
    }
}
