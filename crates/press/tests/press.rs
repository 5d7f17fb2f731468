//! The documents as their readers get them: pages, words, tags.
#![expect(unreachable_pub, clippy::unwrap_used, reason = "tests, which share their samples with the examples")]

mod pdf;
mod report;
mod sample;

use essaim_press::{
    Book, Document, Entry, Figure, Image, Language, Leaflet, Listing, Logo, Mark, Partner, Picture, Press, PressError,
    Progress, Section, Selection, Stage,
};
use pdf::Pdf;
use std::sync::{LazyLock, Mutex};

static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

fn bytes(document: impl Into<Document>) -> Vec<u8> {
    PRESS.print(&document.into(), &|_| ()).unwrap()
}

fn print(document: impl Into<Document>) -> Pdf {
    Pdf::read(&bytes(document))
}

fn leaflet(entry: Entry) -> Leaflet {
    Leaflet { imprint: sample::imprint(Language::Fr), entry }
}

#[test]
fn a_leaflet_says_everything_on_three_pages() {
    let pdf = print(leaflet(sample::entry(0)));
    assert!((1..=3).contains(&pdf.pages()), "{} pages", pdf.pages());
    let text = pdf.text();
    let wanted = [
        "Un garage où l’on répare ensemble",
        "Situation de 2018, non revérifiée",
        "Pour les habitants",
        "Pour les acteurs économiques",
        "à préciser",
        "non daté",
        "Licence Ouverte 2.0",
    ];
    for words in wanted {
        assert!(text.contains(words), "« {words} » is missing from: {text}");
    }
}

#[test]
fn a_document_declares_itself_accessible_titled_and_in_its_language() {
    for (language, lang) in [(Language::Fr, "fr"), (Language::En, "en")] {
        let mut document = leaflet(sample::entry(1));
        document.imprint.language = language;
        let pdf = print(document);
        assert!(pdf.metadata().contains("<pdfuaid:part>1</pdfuaid:part>"));
        assert_eq!(pdf.language(), lang);
        assert!(pdf.metadata().contains("Des marraines et des parrains pour un premier emploi"));
        assert!(pdf.shows_its_title());
    }
}

#[test]
fn every_document_names_its_licence_in_its_metadata_too() {
    for document in [
        Document::from(leaflet(sample::entry(0))),
        sample::book(1).into(),
        sample::selection(1).into(),
        sample::listing(1).into(),
        sample::report::report(&[]).into(),
    ] {
        let metadata = print(document).metadata();
        let rights = "Licence Ouverte 2.0 (https://www.etalab.gouv.fr/licence-ouverte-open-licence/)";
        assert!(metadata.contains(rights), "{metadata}");
    }
    let mut bare = leaflet(sample::entry(0));
    (bare.imprint.licence, bare.imprint.licence_url) = (String::new(), None);
    assert!(!print(bare).metadata().contains("dc:description"));
}

#[test]
fn headings_follow_each_other_without_a_gap() {
    for document in [
        Document::from(leaflet(sample::entry(0))),
        sample::book(4).into(),
        sample::selection(2).into(),
        sample::listing(3).into(),
        sample::report::report(&[12, 30]).into(),
        report::report_of(sample::report::grid(30, 3)).into(),
    ] {
        let mut last = 0;
        for level in print(document).headings() {
            assert!(level <= last + 1, "a heading of level {level} after one of level {last}");
            last = level;
        }
        assert!(last > 0);
    }
}

#[test]
fn drawings_and_the_map_are_told_in_words() {
    let alts = print(sample::book(3)).alts().join("\n");
    for wanted in [
        "Une cellule par partenaire. Porte l’action",
        "Une cellule par expérience. Accès à des biens",
        "Deux lieux dans la région fictive.",
        "Centre de ressources du Val d’Orne",
    ] {
        assert!(alts.contains(wanted), "« {wanted} » is missing from: {alts}");
    }
}

#[test]
fn tables_have_headers() {
    assert_eq!(print(sample::listing(3)).tags("TH"), 2);
    assert_eq!(print(sample::selection(0)).tags("TH"), 0);
    assert!(print(sample::selection(2)).tags("TH") >= 6);
    let report = print(sample::report::report(&[12]));
    assert_eq!((report.tags("Table"), report.tags("THead"), report.tags("TH")), (2, 2, 4 + 12));
}

#[test]
fn a_book_has_contents_index_and_bookmarks() {
    let book = sample::book(19);
    let pdf = print(book.clone());
    let contents = pdf.page_text(2);
    let bookmarks = pdf.bookmarks();
    for entry in &book.entries {
        assert!(flat(&contents).contains(&flat(&entry.title)), "« {} » is missing from the contents", entry.title);
        assert!(
            bookmarks.iter().any(|bookmark| flat(bookmark) == flat(&entry.title)),
            "« {} » has no bookmark",
            entry.title
        );
    }
    assert!(contents.contains("Index des territoires"));
    assert!(pdf.page_text(pdf.pages() - 2).contains("Index des thèmes"));
    assert_eq!(pdf.tags("TOC"), 1);
    assert_eq!(pdf.tags("TOCI"), 19 + 6);
}

#[test]
fn the_contents_give_the_page_where_an_entry_opens() {
    let pdf = print(sample::book(3));
    let contents = flat(&pdf.page_text(2));
    for number in 3..=pdf.pages() {
        if pdf.page_text(number).contains("En bref") {
            assert!(contents.contains(&number.to_string()), "page {number} is not in the contents: {contents}");
        }
    }
}

/// Titles are cut in lines and may be hyphenated: only their letters are compared.
fn flat(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn a_book_without_map_index_logos_or_texts_is_still_a_book() {
    let bare = Book { title: "Nu".into(), entries: vec![Entry::default()], ..Book::default() };
    let pdf = print(bare);
    assert!(pdf.text().contains("Sans titre"));
    assert!(!pdf.text().contains("Index"));
    print(Book::default());
}

#[test]
fn an_empty_selection_and_an_empty_listing_say_so() {
    assert!(print(Selection::default()).text().contains("Ce recueil est vide"));
    assert!(print(Selection::default()).text().contains("Mon recueil"));
    assert!(print(Listing::default()).text().contains("Aucune expérience"));
}

#[test]
fn a_selection_opens_with_its_table_and_keeps_the_readers_notes() {
    let pdf = print(sample::selection(3));
    let table = pdf.page_text(1);
    for words in ["Quoi", "Moyens", "Porteur", "Une équipe salariée", "page 2"] {
        assert!(table.contains(words), "« {words} » is missing from: {table}");
    }
    assert_eq!(pdf.text().matches("Ma note").count(), 2);
}

#[test]
fn the_table_of_a_selection_keeps_what_qualifies_a_figure() {
    let mut selection = sample::selection(1);
    let (value, label, qualifier) = ("400".into(), "adhérents".into(), "près de".into());
    let figure = Figure { value, label, qualifier, ..Figure::default() };
    selection.picks[0].entry.figures = vec![figure];
    let table = print(selection).page_text(1);
    // Each run of letters is a text of its own in the file: spaces are not compared.
    let told: String = table.split_whitespace().collect();
    assert!(told.contains("prèsde400,adhérents") && !told.contains("()"), "{table}");
}

#[test]
fn the_table_of_nineteen_experiences_is_one_page() {
    let pdf = print(sample::selection(19));
    assert!(pdf.page_text(1).contains("Porteur") && !pdf.page_text(2).contains("Porteur"), "{}", pdf.page_text(2));
    assert!(print(sample::selection(30)).text().contains("Moyens"));
}

#[test]
fn the_places_of_the_map_are_numbered_with_the_pages_of_their_entries() {
    let mut book = sample::book(3);
    let map = book.map.as_mut().unwrap();
    map.places = vec![
        Mark { name: "Valmont, Les Tilleuls".into(), entries: vec!["experience-1".into(), "experience-2".into()] },
        Mark { name: "Ailleurs".into(), entries: vec!["gone".into()] },
    ];
    let pdf = print(book);
    let page =
        (1..=pdf.pages()).map(|number| pdf.page_text(number)).find(|text| text.contains("Les Tilleuls")).unwrap();
    assert!(page.contains("Carte des expériences") && page.contains("2Ailleurs"), "{page}");
}

#[test]
fn words_stay_whole_at_the_ends_of_lines() {
    let pdf = print(leaflet(sample::entry(0)));
    // « Rendez-vous » has a hyphen of its own.
    let cut: Vec<String> = pdf.cut_words().into_iter().filter(|word| word.to_lowercase() != "rendez-").collect();
    assert!(cut.is_empty(), "{cut:?}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(bytes(sample::book(3)) == bytes(sample::book(3)));
    assert!(bytes(sample::report::report(&[12, 30])) == bytes(sample::report::report(&[12, 30])));
    assert!(
        Press::new().print(&leaflet(sample::entry(2)).into(), &|_| ()).unwrap() == bytes(leaflet(sample::entry(2)))
    );
}

#[test]
fn no_text_is_code_and_none_is_refused() {
    let long = "paragraphe ".repeat(10_000);
    let word = "x".repeat(5_000);
    let hostile = [
        "#eval(\"1+1\") #panic() #read(\"data.json\")",
        "$x$ *a* _b_ `c` <label> @ref = Titre",
        "\u{0}\u{1}\u{7f}\u{feff}",
        "🎉👩‍👩‍👧 🇫🇷",
        "السلام عليكم",
        "x שלום",
        "中文 日本語 한국어",
        "\u{202e}gauche\u{2066}",
        "e\u{301}\u{301}\u{301}",
        "\u{300}",
        "\\",
        "\"}],",
        "//",
        "/*",
        "\u{10ffff}",
        "&lt;b&gt; <b>gras</b>",
        "नमस्ते ไทย עברית",
        &long,
        &word,
    ];
    for text in hostile {
        let title: String = text.chars().take(300).collect();
        let mut entry = sample::entry(0);
        (entry.title, entry.summary, entry.situation) = (title.clone(), title.clone(), title.clone());
        entry.in_brief = vec![title.clone()];
        (entry.facts.place, entry.facts.lead) = (title.clone(), title.clone());
        (entry.figures[0].value, entry.figures[0].label) = (title.clone(), title.clone());
        entry.partners.push(Partner { name: title.clone(), note: title.clone(), ..Partner::default() });
        entry.themes = vec![title.clone()];
        entry.sections.push(Section { title: title.clone(), markdown: text.to_owned() });
        let book = Book { foreword: title.clone(), title, entries: vec![entry], ..sample::book(0) };
        let printed = PRESS.print(&book.into(), &|_| ());
        assert!(printed.is_ok(), "{:?} was refused: {:?}", text.chars().take(40).collect::<String>(), printed.err());
    }
}

/// Words drawn from all scripts, mixed, with marks and signs that combine.
#[test]
fn words_of_any_script_are_printed() {
    let ranges = [
        (0x20, 0x7e),
        (0xa0, 0x17f),
        (0x300, 0x36f),
        (0x370, 0x4ff),
        (0x530, 0x6ff),
        (0x700, 0x8ff),
        (0x900, 0xdff),
        (0xe00, 0x1fff),
        (0x2000, 0x2fff),
        (0x3000, 0xd7ff),
        (0xfb00, 0xffff),
        (0x1_f000, 0x1_ffff),
    ];
    for kerned in [false, true] {
        let mut dice = sample::Dice(42);
        let mut word = || {
            let (first, last) = ranges[dice.roll(ranges.len())];
            let letters = 1 + dice.roll(12);
            (0..letters)
                .filter_map(|_| char::from_u32(first + dice.roll((last - first) as usize) as u32))
                .filter(|c| kerned || !matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'))
                .collect::<String>()
        };
        let lines: Vec<String> = (0..120).map(|_| (0..8).map(|_| word()).collect::<Vec<_>>().join(" ")).collect();
        let entry = Entry {
            title: "Écritures".into(),
            sections: vec![Section { title: String::new(), markdown: lines.join("\n\n") }],
            in_brief: lines,
            ..Entry::default()
        };
        let refused = PRESS.print(&leaflet(entry).into(), &|_| ()).err();
        assert_eq!(refused, None, "kerned: {kerned}");
    }
}

/// Whatever the length of the story, what is left for the last page is worth a page.
#[test]
fn no_page_is_opened_for_a_few_lines_of_an_entrys_end() {
    let lengths: Vec<usize> = (0..24)
        .map(|lines| {
            let mut entry = sample::entry(0);
            let markdown = "Une ligne de plus dans le récit.\n\n".repeat(lines);
            entry.sections.push(Section { title: "Encore".into(), markdown });
            let pdf = print(leaflet(entry));
            pdf.page_text(pdf.pages()).chars().count()
        })
        .collect();
    assert!(lengths.iter().all(|length| *length > 500), "{lengths:?}");
}

#[test]
fn what_looks_like_code_is_printed_as_it_is_written() {
    let mut entry = sample::entry(0);
    entry.title = "#eval(1+1) $x$ #pagebreak()".into();
    assert!(print(leaflet(entry)).text().contains("#eval(1+1) $x$ #pagebreak()"));
}

#[test]
fn no_partner_and_forty_partners_are_both_printed() {
    let mut entry = sample::entry(0);
    (entry.cover.cells, entry.partners) = (Vec::new(), Vec::new());
    assert!(!print(leaflet(entry.clone())).text().contains("Partenaires"));
    entry.partners = (0..40).map(|n| Partner { name: format!("Structure numéro {n}"), ..Partner::default() }).collect();
    assert!(flat(&print(leaflet(entry)).text()).contains(&flat("Structure numéro 39")));
}

#[test]
fn an_entry_in_another_language_keeps_its_own() {
    let mut document = leaflet(Entry { language: Some(Language::Fr), ..sample::entry(0) });
    document.imprint.language = Language::En;
    let pdf = print(document);
    assert!(pdf.text().contains("In brief"));
    assert!(pdf.languages().contains(&"fr".to_owned()));
}

#[test]
fn a_picture_that_cannot_be_read_is_left_out_and_the_rest_is_printed() {
    let mut entry = sample::entry(0);
    let image = Image::Png(b"not a picture".to_vec());
    entry.cover.photograph = Some(Picture { image: image.clone(), alt: "L’atelier".into(), credit: String::new() });
    let book = Book { logos: vec![Logo { image, alt: "x".into() }], entries: vec![entry.clone()], ..sample::book(0) };
    for pdf in [print(leaflet(entry)), print(book)] {
        assert!(pdf.text().contains("En bref"));
        assert!(!pdf.alts().contains(&"L’atelier".to_owned()));
    }
}

#[test]
fn too_many_entries_are_refused() {
    let book = Book { entries: vec![Entry::default(); 10_001], ..Book::default() };
    assert_eq!(PRESS.print(&book.into(), &|_| ()).unwrap_err(), PressError::TooLong { count: 10_001, limit: 10_000 });
}

#[test]
fn progress_goes_from_nothing_to_done_with_a_step_for_each_entry() {
    let seen = Mutex::new(Vec::new());
    let press = Press::new();
    press.print(&sample::book(11).into(), &|progress: Progress| seen.lock().unwrap().push(progress)).unwrap();
    let seen = seen.into_inner().unwrap();
    assert_eq!((seen[0].stage, seen.last().unwrap().stage), (Stage::Preparing, Stage::Done));
    assert!(seen.iter().filter(|progress| progress.stage == Stage::Setting).count() > 11);
    assert!(seen.iter().all(|progress| (0.0..=1.0).contains(&progress.fraction)));
}

#[test]
fn the_folder_holds_all_that_typst_reads() {
    let names: Vec<String> = PRESS.folder(&sample::book(2).into()).unwrap().into_iter().map(|(name, _)| name).collect();
    for wanted in ["main.typ", "data.json", "cover-0.svg", "cover-1.svg", "swarm.svg", "fonts/DejaVuSans.ttf"] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is missing from {names:?}");
    }
}

#[test]
fn a_document_survives_being_written_and_read() {
    for document in [Document::from(sample::selection(2)), sample::report::report(&[9]).into()] {
        let written = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&written).unwrap(), document);
    }
}
