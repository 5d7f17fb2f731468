//! Reports of figures, as their readers get them.

use crate::{PRESS, flat, print, sample};
use essaim_press::{Grid, GridRow, Language, Part, PressError, Report};

fn table(grid: Grid) -> Part {
    Part { table: Some(grid), ..Part::default() }
}

/// A report of one table.
pub fn report_of(grid: Grid) -> Report {
    Report { parts: vec![table(grid)], ..Report { facts: Vec::new(), ..sample::report::report(&[]) } }
}

#[test]
fn a_report_is_read_from_its_title_to_what_it_rests_on() {
    let text = print(sample::report::report(&[])).text();
    let wanted = [
        "Les lieux et leur public",
        "Vingt-sept lieux",
        "2\u{202f}900",
        "personnes reçues en 2025",
        "lieux ouverts",
        "Par secteur",
        "L’association accueille",
        "Secteur",
        "Part",
        "Réparation et réemploi",
        "43,1\u{202f}%",
        "Ensemble",
        "Sur quoi reposent ces chiffres",
        "Millésime",
        "2025, arrêté au 31 décembre",
    ];
    let (text, mut from) = (flat(&text), 0);
    for words in wanted {
        let at = text[from..].find(&flat(words));
        from += at.unwrap_or_else(|| panic!("« {words} » is missing, or too early, in: {text}"));
    }
}

#[test]
fn a_report_may_be_empty_anywhere() {
    let pdf = print(Report::default());
    assert_eq!((pdf.pages(), pdf.tags("Table")), (1, 0));
    let parts = vec![Part::default(), Part { title: "Rien".into(), ..Part::default() }, table(Grid::default())];
    let text = print(Report { parts, ..sample::report::report(&[]) }).text();
    assert!(text.contains("Rien") && text.contains("Ce tableau est vide."), "{text}");
    let ragged =
        Grid { rows: vec![sample::report::cells(&["seule", "42"], false), GridRow::default()], ..Grid::default() };
    let pdf = print(report_of(ragged));
    assert!(pdf.text().contains("seule") && pdf.text().contains("42"));
    assert_eq!(pdf.tags("TD"), 4);
}

#[test]
fn pages_turn_for_a_table_of_more_than_eight_columns_only() {
    let landscape = |columns: &[usize]| -> Vec<bool> {
        let mut report = sample::report::report(columns);
        report.parts.remove(0);
        report.parts.push(Part { title: "Texte".into(), text: vec!["Un texte.".into()], table: None });
        let sides = print(report).sides();
        sides.into_iter().map(|(width, height)| width > height).collect()
    };
    assert_eq!(landscape(&[2]), [false]);
    assert_eq!(landscape(&[8]), [false]);
    assert_eq!(landscape(&[9]), [true, true], "the opening and the text go with the table");
    assert_eq!(landscape(&[8, 12, 12]), [false, true, true]);
}

#[test]
fn a_table_of_three_hundred_rows_has_its_head_on_each_page_and_loses_none() {
    let pdf = print(report_of(sample::report::grid(6, 300)));
    for number in 1..=pdf.pages() {
        let page = pdf.page_text(number);
        assert!(!page.contains("Beaurivage") || page.contains("Commune"), "{page}");
    }
    assert_eq!((pdf.tags("Table"), pdf.tags("TR"), pdf.tags("TH")), (1, 301, 6));
    assert!(pdf.page_text(pdf.pages()).contains("Ensemble"));
}

#[test]
fn the_last_row_of_a_table_is_never_alone_on_a_page() {
    for rows in 40..60 {
        let mut grid = sample::report::grid(3, rows);
        grid.rows.iter_mut().enumerate().for_each(|(n, row)| row.cells[0] = format!("rang {n} fin"));
        let pdf = print(report_of(grid));
        let page = (1..=pdf.pages())
            .map(|number| pdf.page_text(number))
            .find(|page| flat(page).contains(&format!("rang{}fin", rows - 1)));
        assert!(flat(&page.unwrap()).contains(&format!("rang{}fin", rows - 2)), "{rows} rows");
    }
}

#[test]
fn a_table_too_wide_for_a_page_is_cut_in_several_that_repeat_its_names() {
    let pdf = print(report_of(sample::report::grid(30, 5)));
    let text = pdf.text();
    assert!(flat(&text).contains("Tableau12") && flat(&text).contains("Tableau22"), "{text}");
    assert_eq!((pdf.tags("Table"), pdf.tags("TH"), pdf.tags("TD")), (2, 31, 5 * 31));
    assert_eq!(flat(&text).matches("Clairfontaine").count() + flat(&text).matches("Beaurivage").count(), 2);
    let mut report = Report { parts: vec![table(sample::report::grid(70, 2))], ..Report::default() };
    report.parts[0].title = "Villes".into();
    report.imprint.language = Language::En;
    let text = flat(&print(report).text());
    assert!((1..=5).all(|piece| text.contains(&format!("Villes{piece}5"))), "{text}");
}

#[test]
fn no_text_of_a_report_is_code_and_none_is_refused() {
    let long = "paragraphe ".repeat(3_000);
    let word = "x".repeat(5_000);
    let hostile = [
        "#eval(\"1+1\") #panic() #read(\"data.json\")",
        "$x$ *a* _b_ `c` <label> @ref = Titre",
        "\u{0}\u{1}\u{7f}\u{feff}",
        "🎉👩‍👩‍👧 🇫🇷",
        "السلام عليكم",
        "中文 日本語 한국어",
        "\u{202e}gauche\u{2066}",
        "e\u{301}\u{301}\u{301}",
        "\u{300}",
        "नमस्ते ไทย עברית",
        "ligne\nligne\r\n\tligne",
        &long,
        &word,
    ];
    for text in hostile {
        let text = text.to_owned();
        let pair = (text.clone(), text.clone());
        let row = |is_total| GridRow { cells: vec![text.clone(); 10], is_total };
        let grid = Grid { columns: vec![text.clone(); 9], rows: vec![row(false), row(true)], words: 2 };
        let report = Report {
            title: text.clone(),
            lead: text.clone(),
            figures: vec![pair.clone(); 3],
            facts: vec![pair],
            parts: vec![Part { title: text.clone(), text: vec![text.clone()], table: Some(grid) }],
            ..sample::report::report(&[])
        };
        let printed = PRESS.print(&report.into(), &|_| ());
        assert!(printed.is_ok(), "{:?} was refused: {:?}", text.chars().take(40).collect::<String>(), printed.err());
    }
    let code = "#eval(1+1) $x$ #pagebreak()";
    let grid = Grid { columns: vec![code.into()], rows: vec![sample::report::cells(&[code], false)], words: 1 };
    assert_eq!(print(report_of(grid)).text().matches(code).count(), 2);
}

#[test]
fn too_many_cells_are_refused_those_that_are_repeated_counted_each_time() {
    let rows = |columns: usize, rows: usize| {
        let row = GridRow { cells: vec![String::new(); columns], is_total: false };
        report_of(Grid { columns: Vec::new(), rows: vec![row; rows], words: 1 })
    };
    for report in [rows(1, 40_000), rows(39, 1_000), rows(20_000, 1)] {
        let refused = PRESS.print(&report.into(), &|_| ()).unwrap_err();
        assert!(matches!(refused, PressError::TooLong { limit: 40_000, .. }), "{refused:?}");
    }
}
