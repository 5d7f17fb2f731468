//! Tables whose addresses are answered once each, and what a person decides of them.

use essaim_geo::Generation;

use super::super::cases::{Cases, Course, Reviewed, Settled, Wanting, answered, each_record, head, named, read};
use super::super::review::{Choice, Group, groups};
use super::super::summary::{OTHERS, Summary};
use super::super::{AddressColumns, Decision, Progress, Reason, Roles, TagError, tag};
use super::addresses::Ground;

const TABLE: &str = "nom;sexe;adresse;cp;ville\r\n\
    \"Un; deux\";F;3 rue du dedans;57000;Metz\r\n\
    Trois;H;3 RUE  DU DEDANS;57000;Metz\r\n\
    Quatre;F;rue de travers;57000;Metz\r\n\
    Cinq;F;98 rue de travers;57000;Metz\r\n\
    Six;H;12 rue que personne ne connaît;57000;Metz\r\n\
    Sept;H;;;\r\n\
    \r\n\
    Huit;F;2 rue du dehors;57000;Metz";

fn wanting(table: &str) -> Wanting {
    let names: Vec<String> = table.lines().next().unwrap().split(';').map(str::to_owned).collect();
    Wanting {
        roles: Roles::guessed(&names),
        generations: vec![Generation::G2024],
        day: None,
        crossed: names.iter().position(|name| name == "sexe").into_iter().collect(),
    }
}

fn cases(ground: &Ground, table: &str, wanting: &Wanting, threads: usize) -> Cases {
    let sheet = read(table.as_bytes(), wanting).unwrap();
    answered(sheet, wanting, &ground.tagging(), threads, &Course::default()).unwrap()
}

fn written(ground: &Ground, cases: &Cases, settled: &Settled, table: &str, wanting: &Wanting) -> String {
    let mut out = Vec::new();
    let reviewed = Reviewed { cases, settled, quarters: &ground.quarters };
    reviewed.write_table(table.as_bytes(), wanting, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_page_gives_the_bytes_of_the_command() {
    let (ground, wanting) = (Ground::new(), wanting(TABLE));
    let mut out = Vec::new();
    let columns = AddressColumns::default();
    tag(TABLE.as_bytes(), &mut out, &columns, &ground.tagging(), Progress::default(), |_| Ok(())).unwrap();
    let command = String::from_utf8(out).unwrap();
    for threads in [1, 3] {
        let cases = cases(&ground, TABLE, &wanting, threads);
        let page = written(&ground, &cases, &Settled::new(), TABLE, &wanting);
        for (own, other) in page.lines().zip(command.lines()).skip(1) {
            assert_eq!(own, format!("{other};;"), "{threads}");
        }
        assert_eq!(page.lines().count(), command.lines().count());
        assert!(
            page.starts_with("nom;sexe;adresse;cp;ville;qpv_verdict;")
                && page.contains("adresse_millesime;qpv_decision;")
        );
    }
}

#[test]
fn the_answers_alone_are_those_of_the_lines_in_their_order() {
    let (ground, wanting) = (Ground::new(), wanting(TABLE));
    let cases = cases(&ground, TABLE, &wanting, 2);
    let settled = Settled::new();
    let reviewed = Reviewed { cases: &cases, settled: &settled, quarters: &ground.quarters };
    let mut answers = Vec::new();
    reviewed.write_answers(&mut answers).unwrap();
    let answers = String::from_utf8(answers).unwrap();
    let table = written(&ground, &cases, &settled, TABLE, &wanting);
    assert_eq!(answers.lines().count(), table.lines().count());
    let answers = answers.strip_prefix('\u{feff}').expect("spreadsheets know the letters by it");
    for (place, (answer, line)) in answers.lines().zip(table.lines()).enumerate() {
        let (number, answer) = answer.split_once(';').unwrap();
        assert_eq!(number, if place == 0 { "ligne".to_owned() } else { (place + 1).to_string() });
        assert!(line.ends_with(answer), "{answer}\n{line}");
    }
    assert_eq!(cases.all.len(), 6, "the two first lines, and the two empty ones, are one address each");
}

fn titles(groups: &[Group]) -> Vec<(&str, u64, usize)> {
    groups.iter().map(|group| (group.title.as_str(), group.rows, group.cases.len())).collect()
}

#[test]
fn what_must_be_looked_at_is_gathered_by_way_and_what_is_of_the_source_stands_apart() {
    let (ground, wanting) = (Ground::new(), wanting(TABLE));
    let cases = cases(&ground, TABLE, &wanting, 1);
    let groups = groups(&cases);
    assert_eq!(titles(&groups), [("Rue de Travers", 2, 2), ("rue que personne ne connaît 57000 Metz", 1, 1)]);
    assert_eq!(groups[0].numbers(&cases), Some((98, 98)), "one of the two has no number");
    assert_eq!(groups[0].town, "Metz");
    let choices = groups[0].choices(&cases, |_| Vec::new());
    assert!(matches!(&choices[..], [Choice::Inside(own), Choice::Outside] if own.code == "QN05701M"), "{choices:?}");
}

#[test]
fn an_address_that_is_not_found_is_one_whatever_is_beside_it() {
    let ground = Ground::new();
    let table = "adresse;cp;ville\n\
        chez M. Personne, 12 rue que nul ne connaît;57000;Metz\n\
        12 rue que nul ne connaît, 3e étage;57000;Metz\n\
        Bât B 14 R. QUE NUL NE CONNAIT;57000;METZ\n\
        14 rue de la porte que nul ne connaît;57000;Metz\n";
    let wanting = wanting(table);
    let cases = cases(&ground, table, &wanting, 1);
    let groups = groups(&cases);
    let titles = titles(&groups);
    assert_eq!(titles[0], ("rue que nul ne connaît 57000 Metz", 3, 3), "{titles:?}");
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(groups[0].numbers(&cases), Some((12, 14)), "a floor is no house number");
    let lines: Vec<String> = groups[0].cases.iter().map(|number| cases.all[*number as usize].asked.line()).collect();
    assert!(lines[0].starts_with("chez M. Personne, 12 rue") && lines[1].contains("3e étage"), "{lines:?}");
}

#[test]
fn one_decision_settles_all_lines_and_travels_in_the_table() {
    let (ground, wanting) = (Ground::new(), wanting(TABLE));
    let cases = cases(&ground, TABLE, &wanting, 1);
    let group = &groups(&cases)[0];
    let choice = group.choices(&cases, |_| Vec::new()).swap_remove(0);
    let decide = |number: &u32| (*number, choice.decide(&cases.all[*number as usize], "2026-02-03").unwrap());
    let settled: Settled = group.cases.iter().map(decide).collect();
    let page = written(&ground, &cases, &settled, TABLE, &wanting);
    let line = |begin: &str| page.lines().find(|line| line.starts_with(begin)).unwrap().to_owned();
    for begin in ["Quatre;", "Cinq;"] {
        let line = line(begin);
        assert!(line.contains(";dans;QN05701M;Les Hauts de Bévoye;decision;"), "{line}");
        assert!(line.ends_with(";QN05701M;2026-02-03"), "{line}");
    }
    assert!(line("Six;").ends_with(";;"), "the others are left as they were");
    let reviewed = Reviewed { cases: &cases, settled: &settled, quarters: &ground.quarters };
    assert_eq!(group.decided(&reviewed), 2);
    // Next year, the same addresses take it over.
    let mut again = ground.tagging();
    again.decisions = super::super::Decisions::read(page.as_bytes(), &AddressColumns::default()).unwrap();
    let sheet = read(TABLE.as_bytes(), &wanting).unwrap();
    let next = answered(sheet, &wanting, &again, 1, &Course::default()).unwrap();
    assert_eq!(written(&ground, &next, &Settled::new(), TABLE, &wanting), page);
    let none = Settled::new();
    let reviewed = Reviewed { cases: &next, settled: &none, quarters: &ground.quarters };
    let still = groups(&next);
    assert_eq!(still.iter().map(|group| group.decided(&reviewed)).sum::<u64>(), 2, "and may be looked at again");
}

#[test]
fn a_way_that_was_meant_settles_each_address_by_its_own_place() {
    let ground = Ground::new();
    let table = "adresse;cp;ville\n3 rue du dedens;57000;Metz\n";
    let wanting = wanting(table);
    let mut cases = cases(&ground, table, &wanting, 1);
    // As if two ways fitted as well.
    let last = cases.all[0].standings.last_mut().unwrap();
    (last.verdict, last.reason) = (super::super::Verdict::ToCheck, Some(Reason::Ways));
    let mut meant = Vec::new();
    for (name, town) in [("rue du dedans", "Metz"), ("rue du dehors", "Metz")] {
        let asked = format!("adresse;cp;ville\n3 {name};57000;{town}\n");
        let own = self::cases(&ground, &asked, &wanting, 1);
        let own = &own.all[0];
        meant.push(super::super::cases::Candidate {
            way: own.way.clone().unwrap(),
            label: name.to_owned(),
            point: own.point.unwrap(),
            standing: own.standings[0].clone(),
        });
    }
    cases.all[0].candidates = meant;
    let group = &groups(&cases)[0];
    let choices = group.choices(&cases, |_| Vec::new());
    let decided: Vec<_> = choices
        .iter()
        .filter_map(|choice| match choice {
            Choice::On(way) => Some((way.name.as_str(), choice.decide(&cases.all[0], "").map(|one| one.what))),
            _ => None,
        })
        .collect();
    assert_eq!(decided, [("Rue du Dedans", Some("QN05701M".to_owned())), ("Rue du Dehors", Some("hors".to_owned()))]);
}

#[test]
fn a_summary_counts_lines_and_crosses_them() {
    let (ground, wanting) = (Ground::new(), wanting(TABLE));
    let cases = cases(&ground, TABLE, &wanting, 1);
    let settled = Settled::new();
    let summary = Summary::of(&Reviewed { cases: &cases, settled: &settled, quarters: &ground.quarters });
    assert_eq!(summary.quarters, [("QN05701M".to_owned(), "Les Hauts de Bévoye".to_owned())]);
    assert_eq!(
        [summary.grid.inside(), summary.grid.outside(), summary.grid.to_check(), summary.grid.all()],
        [2, 1, 5, 8].map(Some)
    );
    assert_eq!((summary.of_source, summary.decided), (Some(2), Some(0)));
    assert_eq!(summary.share(), Some((25.0, 87.5)));
    assert_eq!(summary.heads, [["F"], ["H"], [""]], "what says nothing comes last");
    let row = |row: usize| (0..4).map(|column| summary.grid.get(row, column).unwrap()).collect::<Vec<_>>();
    assert_eq!(
        [row(0), row(1), row(2), row(3)],
        [vec![1, 1, 0, 2], vec![1, 0, 0, 1], vec![2, 2, 1, 5], vec![4, 3, 1, 8]]
    );
    let code = settled_all(&cases, "QN05701M");
    let summary = Summary::of(&Reviewed { cases: &cases, settled: &code, quarters: &ground.quarters });
    assert_eq!((summary.grid.inside(), summary.decided), (Some(8), Some(8)));
}

fn settled_all(cases: &Cases, what: &str) -> Settled {
    let decision = Decision { what: what.to_owned(), day: String::new() };
    cases.numbered().map(|(number, _)| (number, decision.clone())).collect()
}

#[test]
fn a_column_of_many_values_has_its_rarest_told_together() {
    let ground = Ground::new();
    let mut table = String::from("sexe;adresse;cp;ville\n");
    for value in 0..20 {
        for _ in 0..=value {
            table.push_str(&format!("v{value:02};3 rue du dedans;57000;Metz\n"));
        }
    }
    let wanting = wanting(&table);
    let cases = cases(&ground, &table, &wanting, 1);
    let settled = Settled::new();
    let summary = Summary::of(&Reviewed { cases: &cases, settled: &settled, quarters: &ground.quarters });
    assert_eq!(summary.heads.len(), 12);
    assert_eq!((summary.heads[0][0].as_str(), summary.heads[11][0].as_str()), ("v09", OTHERS));
    assert_eq!(summary.grid.get(0, 11), Some((1..=9).sum()));
}

#[test]
fn a_day_chooses_the_neighbourhoods_of_each_line() {
    let mut ground = Ground::new();
    ground.quarters.insert(0, super::quarters(Generation::G2015, "QP057001"));
    let table = "adresse;cp;ville;entrée\n3 rue du dedans;57000;Metz;31/12/2023\n3 rue du dedans;57000;Metz;2024-01-01\n\
        3 rue du dedans;57000;Metz;jamais\n";
    let mut wanting = wanting(table);
    (wanting.generations, wanting.day) = (vec![Generation::G2015, Generation::G2024], Some(3));
    let cases = cases(&ground, table, &wanting, 1);
    let page = written(&ground, &cases, &Settled::new(), table, &wanting);
    let codes: Vec<&str> = page.lines().skip(1).map(|line| line.split(';').nth(5).unwrap()).collect();
    assert_eq!(codes, ["QP057001", "QN05701M", ""]);
    assert!(page.lines().last().unwrap().contains(";a_verifier;;;illisible;"));
    wanting.day = None;
    let both = self::cases(&ground, table, &wanting, 1);
    assert!(written(&ground, &both, &Settled::new(), table, &wanting).contains("qpv_code_2015"));
}

#[test]
fn what_is_no_table_is_told() {
    let wanting = wanting(TABLE);
    assert!(matches!(read(b"", &wanting), Err(TagError::Empty)));
    assert!(matches!(read(b"PK\x03\x04 no workbook", &wanting), Err(TagError::Table(_))));
    let open = format!("a;b\n\"{}", "x".repeat(2 << 20));
    assert!(matches!(read(open.as_bytes(), &wanting), Err(TagError::Table(_))));
    let ground = Ground::new();
    let taken = "adresse;cp;ville;qpv_code\n3 rue du dedans;57000;Metz;\n";
    let cases = cases(&ground, taken, &self::wanting(taken), 1);
    let settled = Settled::new();
    let reviewed = Reviewed { cases: &cases, settled: &settled, quarters: &ground.quarters };
    let fault = reviewed.write_table(taken.as_bytes(), &self::wanting(taken), &mut Vec::new()).unwrap_err();
    assert!(matches!(fault, TagError::Taken(name) if name == "qpv_code"));
}

/// A workbook of these cells of a sheet, by their names.
fn book(cells: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let cell =
        |(name, text): &(&str, &str)| format!("<row><c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    let sheet: String = cells.iter().map(cell).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"{links}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_takes_the_room_of_what_it_holds_not_of_what_it_spans() {
    let far = book(&[("A1", "adresse"), ("XFD1", "loin"), ("A299000", "3 rue du dedans Metz")]);
    let names = head(&far, 1).unwrap().remove(0);
    assert_eq!(names.len(), 1 << 14);
    assert!(matches!(named(names), Err(TagError::Table(_))), "more columns than are read");
    let mut rows = 0;
    each_record(&far, |_| {
        rows += 1;
        true
    })
    .unwrap();
    assert_eq!(rows, 299_000);
    for wrong in ["A99999999999", "ZZZZZZZ3", "A0", "", "é"] {
        let book = book(&[("A1", "adresse"), (wrong, "x")]);
        // A panic of the reader, in a build that looks for overflows, is a refusal too.
        drop(head(&book, 5));
    }
    let two = book(&[("B3", "adresse"), ("B4", "3 rue du dedans Metz"), ("C4", "beside")]);
    assert_eq!(head(&two, 5).unwrap(), [vec!["adresse", ""], vec!["3 rue du dedans Metz", "beside"]]);
}

#[test]
fn decisions_are_read_from_a_workbook_too_and_only_what_decides_is_one() {
    let columns = AddressColumns::default();
    let of = |what: &str, day: &str| {
        let table = format!("adresse;ville;qpv_decision;qpv_decision_le\n3 rue du dedans;Metz;{what};{day}\n");
        super::super::Decisions::read(table.as_bytes(), &columns).unwrap()
    };
    assert_eq!(
        [of("hors", "").len(), of("qn05701m", "2026-01-02").len(), of("hors ?", "").len(), of("=1+1", "").len()],
        [1, 1, 0, 0]
    );
    let asked = super::super::Asked { address: "3 rue du dedans".into(), city: "Metz".into(), ..Default::default() };
    assert_eq!(of("hors", "=1+1").of(&asked).unwrap().day, "");
    let book =
        book(&[("A1", "adresse"), ("B1", "qpv_decision"), ("C1", "qpv_decision_le"), ("A2", "3 rue"), ("B2", "hors")]);
    assert_eq!(super::super::Decisions::read(&book, &columns).unwrap().len(), 1);
}

#[test]
fn what_is_stopped_gives_nothing() {
    let (ground, wanting) = (Ground::new(), wanting(TABLE));
    let course = Course::default();
    course.is_stopped.store(true, std::sync::atomic::Ordering::Relaxed);
    let sheet = read(TABLE.as_bytes(), &wanting).unwrap();
    assert!(answered(sheet, &wanting, &ground.tagging(), 2, &course).is_none());
}
