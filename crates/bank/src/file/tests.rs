//! The file format: faults with their lines, one canonical form, nothing that panics.

use proptest::prelude::*;

use super::{Faults, Pictures, References, read, write_english, write_french};
use crate::model::{
    Access, Addresses, Axis, Classification, Contribution, ContributionAmount, Decimal, Experience, KeyFigure,
    KnownStatus, Link, Money, Nature, PartialDate, Partner, PartnerRole, Period, Picture, Place, PlaceRelation,
    Qualifier, Quantity, Referent, Situation, Source, Status, Text, Vocabularies,
};

const ORGANISATIONS: [&str; 2] = ["centre-fictif", "entreprise-fictive"];

/// The pictures beside every file: a sound one, one too large, one that is a text.
fn pictures() -> Pictures {
    let jpeg = b"\xff\xd8\xff\xe0".to_vec();
    let large = [jpeg.clone(), vec![0; super::PICTURE_LIMIT]].concat();
    let all = [("vue.jpg", jpeg), ("grande.jpg", large), ("texte.png", b"Bonjour".to_vec())];
    all.map(|(name, bytes)| (name.to_owned(), bytes)).into()
}

fn read_all(folder: &str, french: &[u8], english: Option<&[u8]>) -> Result<Experience, Faults> {
    let vocabularies = Vocabularies::seed();
    let organisations: Vec<String> = ORGANISATIONS.map(str::to_owned).into();
    let references = References {
        vocabularies: &vocabularies,
        organisations: &organisations,
        territory_exists: &|code| code.to_string() != "commune-88888",
        addresses: &Addresses::new(
            ["present".into(), "autre".into()],
            [("passe".into(), "present".into())],
            [folder.to_owned()],
        ),
        pictures: &pictures(),
    };
    read(folder, french, english, &references)
}

fn faults_of(french: &str) -> Vec<(usize, String)> {
    let faults = read_all("essai", french.as_bytes(), None).expect_err("the file has faults");
    faults.french.iter().map(|fault| (fault.line, fault.describe(false))).collect()
}

/// A file in order, to be spoiled line by line.
const SOUND: &str = r#"+++
title = "Un essai"
summary = "Une phrase."
status = "published"
in_brief = ["Un.", "Deux.", "Trois."]

[situation]
year = 2018
known = "unknown"

[classification]
category = ["goods"]
lever = ["csr"]
objective = ["services"]
public = ["everyone"]
theme = ["food"]
sector = ["G"]
lead-kind = ["association"]
scale = ["city"]
means = ["none"]
maturity = ["young"]

[[sources]]
key = "essai"
title = "Un document"

[[figures]]
label = "Personnes"
value = 12
unit = "people"
qualifier = "about"
nature = "measured"
from = "2017"
source = "essai"
+++

## Présentation

Le récit.
"#;

#[test]
fn a_sound_file_is_read_whatever_its_line_ends_and_its_mark() {
    let expected = read_all("essai", SOUND.as_bytes(), None).unwrap();
    let dressed = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));
    assert_eq!(read_all("essai", dressed.as_bytes(), None).unwrap(), expected);
}

#[test]
fn each_fault_is_told_with_its_line() {
    for (sound, spoiled, line, words) in [
        ("title = \"Un essai\"", "title = \"\"", 2, "title"),
        ("title = \"Un essai\"", "title = \"Un\\u0000essai\"", 2, "contrôle"),
        ("in_brief = [\"Un.\", \"Deux.\", \"Trois.\"]", "in_brief = [\"Un.\"]", 5, "trois"),
        ("\"Trois.\"", "\"Trois. Quatre.\"", 5, "2 phrases"),
        ("status = \"published\"", "status = \"publihed\"", 4, "« published »"),
        ("year = 2018", "year = 218", 8, "218"),
        ("year = 2018", "year = 99999", 8, "99999"),
        ("year = 2018", "year = \"2018\"", 8, "nombre entier"),
        ("known = \"unknown\"", "known = \"unknow\"", 9, "« unknown »"),
        ("known = \"unknown\"", "known = \"unknown\"\nchecked_on = \"hier\"", 10, "« hier »"),
        ("category = [\"goods\"]", "category = [\"good\"]", 12, "goods"),
        ("category = [\"goods\"]", "categorie = [\"goods\"]", 12, "category"),
        ("scale = [\"city\"]", "scale = [\"city\", \"region\"]", 19, "scale"),
        ("scale = [\"city\"]\n", "", 11, "scale"),
        ("theme = [\"food\"]", "theme = [\"food\", \"food\"]", 16, "deux fois"),
        ("value = 12", "value = 12\nmin = 3", 27, "min"),
        ("value = 12", "value = 0.12345", 29, "décimales"),
        ("value = 12", "value = -9223372036854775808", 29, "nombre"),
        ("value = 12", "value = 99999999999999999999", 29, "nombre"),
        ("unit = \"people\"", "unit = \"peoples\"", 30, "people"),
        ("from = \"2017\"", "from = \"2017\"\nto = \"2016\"", 27, "période"),
        ("from = \"2017\"", "from = \"17\"", 33, "« 17 »"),
        ("from = \"2017\"", "scope = \"commune-69\"", 33, "commune-57463"),
        ("from = \"2017\"", "scope = \"commune-88888\"", 33, "tables officielles"),
        ("source = \"essai\"\n+++", "source = \"autre\"\n+++", 34, "autre"),
        ("qualifier = \"about\"", "qualifier = \"roughly\"", 31, "roughly"),
        ("nature = \"measured\"", "nature = \"measured\"\ncolour = 1", 33, "colour"),
        ("nature = \"measured\"\n", "", 27, "nature"),
        ("title = \"Un essai\"", "title = \"Un essai", 2, "guillemet"),
        ("## Présentation", "## Presentation", 37, "Presentation"),
        ("Le récit.", "Le\u{0} récit.", 39, "contrôle"),
        ("Le récit.", "Le récit.\n\n## À noter\n\nx\n\n## À noter", 45, "À noter"),
        ("Le récit.", "```\nLe récit.", 39, "```"),
        (
            "Le récit.",
            "Le récit.\n\n> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > x",
            41,
            "32 niveaux",
        ),
        (
            "Le récit.",
            "\nLe récit.\n\n1. > - > - > - > - > - > - > - > - > - > - > - > - > - > - > - > - > - x",
            42,
            "32",
        ),
        ("+++\n\n## Présentation", "## Présentation", 1, "+++"),
        ("+++\n", "---\n", 1, "YAML"),
    ] {
        let faults = faults_of(&SOUND.replacen(sound, spoiled, 1));
        let found = faults.iter().any(|(at, said)| *at == line && said.contains(words));
        assert!(found, "{spoiled}: {faults:?}");
    }
}

#[test]
fn a_part_that_would_cost_too_much_is_told_in_both_languages() {
    for (part, french, english) in [
        (">".repeat(20_000), "plus de 32 niveaux", "more than 32 deep"),
        ("<div>".repeat(30_000), "64 Ko", "64 KB"),
        ("<div>".repeat(10_000), "plus de 32 niveaux", "more than 32 deep"),
        ("<p>a</p>\n".repeat(500), "400 balises", "400 HTML tags"),
        ("[".repeat(60_000), "40000 morceaux", "40000 pieces"),
    ] {
        let file = SOUND.replacen("Le récit.", &format!("Le récit.\n\n## À noter\n\n{part}"), 1);
        let faults = read_all("essai", file.as_bytes(), None).expect_err(french).french;
        assert_eq!(faults.len(), 1, "{french}");
        assert!(faults[0].line >= 42 && faults[0].describe(false).contains(french), "{:?}", faults[0]);
        assert!(faults[0].describe(true).contains(english), "{:?}", faults[0]);
    }
}

/// The sound file with more tables at the end of its head.
fn with_tables(tables: &str) -> String {
    SOUND.replacen("\n+++\n\n##", &format!("\n\n{tables}\n+++\n\n##"), 1)
}

/// The first line that [`with_tables`] adds.
const ADDED: usize = 36;

#[test]
fn each_fault_of_a_table_is_told_with_its_line() {
    for (table, line, words) in [
        ("[[partners]]\norganisation = \"centre-fictif\"\nrole = \"lead\"", 2, "« leads »"),
        ("[[places]]\nterritory = \"commune-57463\"\nrelation = \"happens\"", 2, "happens-in"),
        ("[[places]]\nterritory = \"57463\"\nrelation = \"covers\"", 1, "commune-57463"),
        ("[[links]]\nurl = \"ftp://x\"\nlabel = \"x\"\nkind = \"website\"", 1, "http"),
        ("[[contributions]]\nkind = \"time\"\nwhat = \"x\"\nsource = \"essai\"", 0, "« value » et « unit »"),
        ("[[contributions]]\nkind = \"time\"\nwhat = \"x\"\nfrom = \"2018\"", 0, "« source »"),
        ("[[contributions]]\nkind = \"time\"\nwhat = \"x\"\nvalue = 2\nsource = \"essai\"", 0, "ajoutez « unit »."),
        ("[[contributions]]\nkind = \"time\"\nwhat = \"x\"\nvalue = 2\nunit = \"hours\"\nsource = \"e\"", 5, "« e »"),
        ("[[pictures]]\nfile = \"absente.jpg\"\nalt = \"x\"", 1, "absente.jpg"),
        ("[[pictures]]\nfile = \"../vue.jpg\"\nalt = \"x\"", 1, "nom simple"),
        ("[[pictures]]\nfile = \"grande.jpg\"\nalt = \"x\"", 1, "5 Mo"),
        ("[[pictures]]\nfile = \"texte.png\"\nalt = \"x\"", 1, "contenu"),
        (
            "[[pictures]]\nfile = \"vue.jpg\"\nalt = \"x\"\n\n[[pictures]]\nfile = \"VUE.jpg\"\nalt = \"y\"",
            5,
            "deux fois",
        ),
    ] {
        let faults = faults_of(&with_tables(table));
        let found = faults.iter().any(|(at, said)| *at == ADDED + line && said.contains(words));
        assert!(found, "{table}: {faults:?}");
        assert_eq!(faults.len(), 1, "{table}: {faults:?}");
    }
}

#[test]
fn what_is_written_twice_is_told() {
    let partner = "[[partners]]\norganisation = \"centre-fictif\"\nrole = \"funds\"\n";
    let told = |second: &str| read_all("essai", with_tables(&format!("{partner}\n{second}")).as_bytes(), None);
    assert_eq!(told(partner).unwrap_err().french[0].line, ADDED + 4);
    assert_eq!(told(&format!("{partner}note = \"encore\"\n")).unwrap_err().french.len(), 1);
    assert!(told(&partner.replace("funds", "hosts")).is_ok());
    let sums =
        ["2017", "2018"].map(|year| format!("{partner}amount = {{ value = 5, from = \"{year}\", to = \"{year}\" }}\n"));
    assert!(read_all("essai", with_tables(&sums.join("\n")).as_bytes(), None).is_ok(), "two sums at two times");
    let place = "[[places]]\nterritory = \"commune-57463\"\nrelation = \"covers\"\n";
    assert!(faults_of(&with_tables(&format!("{place}\n{place}")))[0].1.contains("deux fois"));
}

#[test]
fn an_address_belongs_to_one_experience() {
    let with = |former: &str| SOUND.replacen("status", &format!("former_slugs = [{former}]\nstatus"), 1);
    for (folder, former, line, words) in [
        ("essai", "\"Mauvais Nom\"", 4, "Mauvais Nom"),
        ("essai", "\"essai\"", 4, "nom présent"),
        ("essai", "\"libre\", \"libre\"", 4, "deux fois"),
        ("essai", "\"present\", \"autre\"", 4, "« autre »"),
        ("essai", "\"passe\"", 4, "« present »"),
        ("passe", "", 1, "appartient maintenant à « present »"),
        ("autre", "\"present\"", 4, "« present »"),
    ] {
        let faults = read_all(folder, with(former).as_bytes(), None).unwrap_err().french;
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.describe(false))).collect();
        assert!(told.len() == 1 && told[0].0 == line && told[0].1.contains(words), "{folder} {former}: {told:?}");
    }
    for (folder, former) in [("essai", "\"present\", \"passe\""), ("present", "\"passe\""), ("passe", "\"present\"")] {
        assert!(read_all(folder, with(former).as_bytes(), None).is_ok(), "{folder} {former}");
    }
}

#[test]
fn every_fault_of_both_files_is_told_at_once() {
    let spoiled = SOUND.replace("unknown", "x").replace("goods", "x").replace("measured", "x").replace("2017", "x");
    let spoiled = spoiled.replace("Présentation", "Rien").replace("published", "x");
    let faults = read_all("Mauvais Nom", spoiled.as_bytes(), Some(b"+++\ntitre = 1\n+++\n")).unwrap_err();
    let lines: Vec<_> = faults.french.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [1, 4, 9, 12, 32, 33, 36, 37, 39], "{:?}", faults.french);
    assert!(faults.english.len() >= 6, "{:?}", faults.english);
    for fault in faults.french.iter().chain(&faults.english) {
        let french = fault.describe(false);
        assert!(!["expected", "unknown variant", "missing field"].iter().any(|word| french.contains(word)), "{french}");
    }
}

#[test]
fn a_list_longer_than_anyone_needs_is_refused() {
    let places = "{ territory = \"commune-57463\", relation = \"covers\" }, ".repeat(300);
    let faults = faults_of(&SOUND.replacen("status", &format!("places = [{places}]\nstatus"), 1));
    assert_eq!(faults.len(), 1);
    assert!(faults[0].1.contains("200"), "{faults:?}");
}

#[test]
fn unknown_references_are_told_with_the_nearest() {
    let places = "[[places]]\nterritory = \"commune-88888\"\nrelation = \"covers\"\n\n[[partners]]\norganisation = \"centre-fictiv\"\nrole = \"leads\"\n\n[[figures]]";
    let faults = faults_of(&SOUND.replacen("[[figures]]", places, 1));
    assert!(faults.iter().any(|(line, said)| *line == 28 && said.contains("commune-88888")), "{faults:?}");
    assert!(faults.iter().any(|(line, said)| *line == 32 && said.contains("« centre-fictif »")), "{faults:?}");
}

#[test]
fn every_fault_speaks_both_languages() {
    let spoiled = SOUND.replace("goods", "x").replace("2017", "17").replace("Présentation", "Rien");
    for fault in read_all("Mauvais Nom", spoiled.as_bytes(), None).unwrap_err().french {
        assert!(!fault.describe(false).is_empty() && !fault.describe(true).is_empty());
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_at_their_line() {
    let faults = read_all("essai", b"+++\ntitle = \"\xff\"\n+++\n", None).unwrap_err();
    assert_eq!(faults.french[0].line, 2);
    let huge = vec![b'a'; super::SIZE_LIMIT + 1];
    assert!(read_all("essai", &huge, None).is_err());
}

#[test]
fn a_translation_says_one_label_for_each_figure() {
    let english = "+++\ntitle = \"A trial\"\nsummary = \"One sentence.\"\nin_brief = [\"A.\", \"B.\", \"C.\"]\nfigure_labels = []\ncontribution_texts = []\n+++\n\n## Overview\n\nThe story.\n";
    let faults = read_all("essai", SOUND.as_bytes(), Some(english.as_bytes())).unwrap_err();
    assert_eq!(faults.english.len(), 1);
    let mended = english.replace("figure_labels = []", "figure_labels = [\"People\"]");
    assert!(read_all("essai", SOUND.as_bytes(), Some(mended.as_bytes())).unwrap().english.is_some());
}

#[test]
fn headings_inside_a_code_block_belong_to_the_text() {
    let file = SOUND.replace("Le récit.", "```\n## À noter\n```\n\nFin.");
    let experience = read_all("essai", file.as_bytes(), None).unwrap();
    assert!(experience.text.sections[0].ends_with("Fin."));
}

fn words(limit: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-zA-Zéàç’\"\\\\+#\u{202f}😀\t ]{1,12}", 1..4)
        .prop_map(|parts| parts.concat())
        .prop_filter("some text", |text| !text.trim().is_empty())
        .prop_map(move |text| text.chars().take(limit).collect())
        .prop_filter("still some text", |text: &String| !text.trim().is_empty())
}

fn section() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-zé*_\\[\\]()#>|\\\\ -]{0,20}", 0..5).prop_map(|lines| {
        let lines: Vec<_> = lines.into_iter().map(|line| line.trim_start_matches('#').to_owned()).collect();
        let text = lines.join("\n");
        let start = text.split_inclusive('\n').take_while(|l| l.trim().is_empty()).map(str::len).sum::<usize>();
        text[start.min(text.trim_end().len())..].trim_end().to_owned()
    })
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (-9_000_000_i64..9_000_000_000).prop_map(|n| Decimal::from_thousandths(n).unwrap())
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        decimal().prop_map(Quantity::Value),
        decimal().prop_map(Quantity::UpTo),
        decimal().prop_map(Quantity::From),
        (decimal(), 1_i64..1_000_000)
            .prop_map(|(a, more)| Quantity::Range(a, Decimal::from_thousandths(a.thousandths() + more).unwrap())),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    let date = proptest::option::of((1990_i16..2010, 1..=12, 1..=28).prop_flat_map(|(y, m, d)| {
        prop_oneof![Just(format!("{y}")), Just(format!("{y}-{m:02}")), Just(format!("{y}-{m:02}-{d:02}"))]
    }));
    (date.clone(), date).prop_map(|(from, to)| {
        let parse = |text: Option<String>| text.map(|t| t.parse::<PartialDate>().unwrap());
        let period = Period { from: parse(from), to: parse(to) };
        if period.is_reversed() { Period { from: period.to, to: period.from } } else { period }
    })
}

fn text(english: bool) -> impl Strategy<Value = Text> {
    let access = proptest::option::of((words(30), proptest::option::of(words(30))))
        .prop_map(|access| access.map(|(place, cost)| Access { place: Some(place), cost, ..Access::default() }));
    let labels =
        (words(40), words(40)).prop_map(move |(a, b)| if english { (vec![a], vec![b]) } else { Default::default() });
    let sections = (words(40), [section(), section(), section(), section(), section()]);
    (words(60), words(150), [words(50), words(50), words(50)], access, labels, sections).prop_map(
        |(title, summary, in_brief, access, (figure_labels, contribution_texts), (first, [b, c, d, e, f]))| Text {
            title,
            summary,
            in_brief: in_brief.into(),
            access,
            figure_labels,
            contribution_texts,
            sections: [first.replace('#', "").trim().to_owned() + "x", b, c, d, e, f],
        },
    )
}

fn classification() -> Classification {
    let seed = Vocabularies::seed();
    let mut classification = Classification::default();
    for axis in Axis::ALL {
        let terms = seed.get(axis.key()).unwrap().terms.iter().map(|term| term.key.clone().into());
        classification.set(axis, if axis.is_single() { terms.take(1).collect() } else { terms.take(2).collect() });
    }
    classification
}

fn experience() -> impl Strategy<Value = Experience> {
    let figure = (words(60), quantity(), period(), 0..5_usize, 0..5_usize, any::<bool>());
    let money = proptest::option::of((quantity(), period()));
    (text(false), proptest::option::of(text(true)), figure, money, proptest::option::of(words(40)), 0..3_usize)
        .prop_map(|(text, english, (label, quantity, period, qualifier, nature, headline), money, note, status)| {
            Experience {
                slug: "essai".parse().unwrap(),
                former_slugs: vec!["ancien-essai".parse().unwrap()],
                status: Status::ALL[status],
                text,
                english,
                situation: Situation { year: 2018, known: KnownStatus::ALL[status], checked_on: period.from },
                classification: classification(),
                sources: vec![Source {
                    key: "essai".into(),
                    title: label.clone(),
                    publisher: Some(ORGANISATIONS[0].into()),
                    year: Some(2018),
                    url: note.as_ref().map(|_| "https://exemple.invalid/?a=b".into()),
                }],
                places: vec![Place {
                    territory: "commune-57463".parse().unwrap(),
                    relation: PlaceRelation::ALL[qualifier],
                    year: Some(2013),
                    note: note.clone(),
                }],
                partners: vec![Partner {
                    organisation: ORGANISATIONS[1].into(),
                    role: PartnerRole::ALL[nature],
                    note: note.clone(),
                    goods: note.clone(),
                    amount: money.map(|(quantity, period)| Money {
                        quantity,
                        qualifier: Qualifier::ALL[qualifier],
                        period,
                        source: Some("essai".into()),
                    }),
                }],
                figures: vec![KeyFigure {
                    label: label.clone(),
                    quantity,
                    unit: "people".into(),
                    qualifier: Qualifier::ALL[qualifier],
                    nature: Nature::ALL[nature],
                    period,
                    scope: Some("region-44".parse().unwrap()),
                    scope_note: note.clone(),
                    source: "essai".into(),
                    headline,
                }],
                contributions: vec![Contribution {
                    kind: "time".into(),
                    what: label.clone(),
                    amount: headline.then(|| ContributionAmount {
                        quantity,
                        unit: "hours".into(),
                        qualifier: Qualifier::ALL[qualifier],
                        period,
                        source: "essai".into(),
                    }),
                }],
                referents: vec![Referent { organisation: ORGANISATIONS[0].into(), function: label.clone() }],
                links: vec![Link { url: "https://exemple.invalid".into(), label, kind: "website".into() }],
                pictures: vec![Picture { file: "vue.jpg".into(), alt: "Une vue".into(), credit: note }],
            }
        })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(experience in experience()) {
        let french = write_french(&experience);
        let english = write_english(&experience);
        let back = read_all("essai", french.as_bytes(), english.as_deref().map(str::as_bytes)).unwrap();
        prop_assert_eq!(&back, &experience);
        prop_assert_eq!(write_french(&back), french);
        prop_assert_eq!(write_english(&back), english);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _any_answer = read_all("essai", &bytes, Some(&bytes));
    }

    #[test]
    fn no_spoiled_file_makes_the_reader_panic(at in 0..SOUND.len(), with in "\\PC{0,3}") {
        let at = (0..=at).rev().find(|at| SOUND.is_char_boundary(*at)).unwrap();
        let spoiled = format!("{}{with}{}", &SOUND[..at], &SOUND[at..]);
        if let Err(faults) = read_all("essai", spoiled.as_bytes(), None) {
            prop_assert!(!faults.french.is_empty());
            prop_assert!(faults.french.iter().all(|fault| fault.line >= 1 && fault.line <= spoiled.lines().count() + 1));
        }
    }
}
