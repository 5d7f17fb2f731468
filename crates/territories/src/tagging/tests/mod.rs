//! Tables in every usual dress, and where their points lie.

use essaim_geo::{Generation, Perimeter, PerimetersBuilder, Point, Shape};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::{Columns, Coverage, Locating, Quarters, Reason, TagError, Tally, Verdict, locate};
use crate::Registry;
use crate::official::{Kept, Layer};

mod addresses;
mod cases;

fn quarters(generation: Generation, code: &str) -> Quarters {
    let ring = vec![[6.2, 49.1], [6.21, 49.1], [6.21, 49.11], [6.2, 49.11]];
    let mut builder = PerimetersBuilder::new(700.0);
    let shape = Shape::from_degrees([vec![ring]]);
    builder.add(Perimeter { code: code.into(), name: "Les Hauts de Bévoye".into(), shape }).unwrap();
    let kept = Kept {
        holding: Layer::Qpv(Generation::G2024).into(),
        vintage: date(2026, 1, 15),
        file: String::new(),
        checksum: String::new(),
        imported_at: Timestamp::UNIX_EPOCH,
        count: 1,
    };
    let quarters = Quarters::of(Registry::embedded(), generation, kept, builder.finish().unwrap());
    Quarters { coverage: Coverage::Whole, ..quarters }
}

fn located(table: &[u8], columns: &Columns, margin: f64) -> Result<(Vec<u8>, Tally), TagError> {
    let mut out = Vec::new();
    let quarters = [quarters(Generation::G2024, "QN05701M")];
    let locating = Locating { quarters: &quarters, departements: None, margin };
    let done = locate(table, &mut out, columns, &locating)?;
    Ok((out, done))
}

fn text(table: &str) -> String {
    String::from_utf8(located(table.as_bytes(), &Columns::default(), 0.0).unwrap().0).unwrap()
}

#[test]
fn each_line_keeps_its_cells_and_gets_its_answer() {
    let given =
        "nom;lon;lat\r\n\"Du; pont\";6.205;49.101\r\nEtc;6,22;49,105\r\nSans;;\r\nFaux;a;b\r\nLoin;-74.0;40.7\r\n";
    let expected = "nom;lon;lat;qpv_verdict;qpv_code;qpv_nom;qpv_motif;qpv_distance_m;qpv_proche_code;qpv_proche_m;qpv_millesime\r\n\
        \"Du; pont\";6.205;49.101;dans;QN05701M;Les Hauts de Bévoye;;-111.2;;;2026-01-15\r\n\
        Etc;6,22;49,105;hors;;;;730.2;QN05701M;730.2;2026-01-15\r\n\
        Sans;;;a_verifier;;;vide;;;;2026-01-15\r\n\
        Faux;a;b;a_verifier;;;illisible;;;;2026-01-15\r\n\
        Loin;-74.0;40.7;a_verifier;;;etranger;;;;2026-01-15\r\n";
    let (out, done) = located(given.as_bytes(), &Columns::default(), 0.0).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    assert_eq!(done, Tally { inside: 1, outside: 1, to_check: 3, of_source: 2 });
}

#[test]
fn any_usual_dress_is_given_back_as_it_came() {
    let plain = text("lon\tlat\n6.205\t49.101\n");
    assert!(plain.starts_with("lon\tlat\tqpv_verdict\t") && plain.contains("\tdans\tQN05701M\tLes Hauts de Bévoye\t"));
    assert!(
        text("X,Y,\"a\"\"b,c\"\n932000,6893000,\"é\n;\"\n").contains("\"é\n;\",hors,"),
        "quotes, commas, Lambert-93"
    );
    assert!(text("\u{feff}lon;lat\n6.205;49.101").starts_with("\u{feff}lon;lat;qpv_verdict"), "a byte order mark");
    assert!(text("lon;lat\n6.205;49.101").ends_with("2026-01-15\n"), "a last line without end");
    let windows = encoding_rs::WINDOWS_1252.encode("lon;lat;été\n6.205;49.101;à\n").0.into_owned();
    let (out, _) = located(&windows, &Columns::default(), 0.0).unwrap();
    let back = encoding_rs::WINDOWS_1252.decode(&out).0.into_owned();
    assert!(back.contains(";été;qpv_") && back.contains(";à;dans;QN05701M;Les Hauts de Bévoye;"), "{back}");
}

#[test]
fn a_margin_sends_what_is_near_an_edge_to_be_checked() {
    let table = b"lon;lat\n6.205;49.101\n6.205;49.0999\n";
    let (out, done) = located(table, &Columns::default(), 150.0).unwrap();
    assert_eq!(done, Tally { inside: 0, outside: 0, to_check: 2, of_source: 0 });
    let out = String::from_utf8(out).unwrap();
    assert!(
        out.contains("a_verifier;QN05701M;Les Hauts de Bévoye;bord;-111.2;")
            && out.contains("bord;11.1;QN05701M;11.1;")
    );
}

#[test]
fn two_generations_are_told_side_by_side() {
    let both = [quarters(Generation::G2015, "QP057001"), quarters(Generation::G2024, "QN05701M")];
    let mut out = Vec::new();
    let locating = Locating { quarters: &both, departements: None, margin: 0.0 };
    locate(b"lon;lat\n6.205;49.101\n".as_slice(), &mut out, &Columns::default(), &locating).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains(";qpv_verdict_2015;qpv_code_2015;") && out.contains(";qpv_verdict_2024;qpv_code_2024;"));
    assert!(out.contains(";dans;QP057001;") && out.contains(";dans;QN05701M;"));
}

#[test]
fn a_point_is_outside_only_where_every_perimeter_is_at_hand() {
    let some = Quarters {
        coverage: Coverage::Departements(["departement-57".parse().unwrap()].into()),
        ..quarters(Generation::G2024, "QN05701M")
    };
    let point = Point { lon: 6.22, lat: 49.105 };
    for (departement, verdict, reason) in [
        (Some("departement-57"), Verdict::Outside, None),
        (Some("departement-88"), Verdict::ToCheck, Some(Reason::PerimetersMissing)),
        (None, Verdict::ToCheck, Some(Reason::PerimetersMissing)),
    ] {
        let answer = some.judge(point, 0.0, 0.0, departement.map(|code| code.parse().unwrap()));
        assert_eq!((answer.verdict, answer.reason), (verdict, reason), "{departement:?}");
    }
    let inside = some.judge(Point { lon: 6.205, lat: 49.101 }, 0.0, 0.0, None);
    assert_eq!(inside.verdict, Verdict::Inside, "whatever else is missing");
}

#[test]
fn columns_are_told_or_guessed_and_what_is_missing_is_said() {
    let told = Columns { lon: Some("Est".into()), lat: Some("nord".into()) };
    let (out, _) = located(b"est;NORD;lon\n6.205;49.101;0\n", &told, 0.0).unwrap();
    assert!(String::from_utf8(out).unwrap().contains(";dans;"));
    for (table, columns, says) in [
        ("a;b\n", Columns::default(), "the columns are: a, b"),
        ("lon;lat\n", told, "no column Est"),
        ("lon;lat;qpv_code\n", Columns::default(), "qpv_code already"),
        ("", Columns::default(), "empty"),
        (&format!("lon;lat\n\"{}", "x\n".repeat(600_000)), Columns::default(), "line 2 begins a record longer"),
    ] {
        let error = located(table.as_bytes(), &columns, 0.0).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn every_reason_is_explained_to_whoever_must_defend_a_verdict() {
    for explained in [include_str!("../../../../../docs/qpv.md"), include_str!("../../../../../docs/qpv.fr.md")] {
        for reason in Reason::ALL {
            let key = format!("| `{}` |", reason.key());
            assert_eq!(explained.matches(&key).count(), 1, "{key}");
        }
        let rows = explained.lines().filter(|line| line.starts_with("| `") && !line.contains("qpv_motif")).count();
        assert_eq!(rows, Reason::ALL.len(), "no reason is explained that there is not");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_located_or_refused_without_panic(bytes: Vec<u8>) {
        let _ = located(&bytes, &Columns::default(), 0.0);
    }

    #[test]
    fn every_cell_comes_back(cells in prop::collection::vec("[a-z;\"\n,é]{0,6}", 1..4)) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let line = format!("6.205;49.101;{}", quoted.join(";"));
        let out = text(&format!("lon;lat;a;b;c\n{line}\n"));
        prop_assert!(out.contains(&format!("{line};dans;")), "{}", out);
    }
}
