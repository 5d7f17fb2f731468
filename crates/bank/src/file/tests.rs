//! The file format: faults with their lines, one canonical form, nothing that panics.

use proptest::prelude::*;

use super::{Faults, References, read, write_english, write_french};
use crate::model::{
    Access, Axis, Classification, Contribution, ContributionAmount, Decimal, Experience, KeyFigure, KnownStatus, Link,
    Money, Nature, PartialDate, Partner, PartnerRole, Period, Picture, Place, PlaceRelation, Qualifier, Quantity,
    Referent, Situation, Source, Status, Text, Vocabularies,
};

const ORGANISATIONS: [&str; 2] = ["centre-fictif", "entreprise-fictive"];

fn read_all(folder: &str, french: &[u8], english: Option<&[u8]>) -> Result<Experience, Faults> {
    let vocabularies = Vocabularies::seed();
    let organisations: Vec<String> = ORGANISATIONS.map(str::to_owned).into();
    let references = References {
        vocabularies: &vocabularies,
        organisations: &organisations,
        territory_exists: &|code| code.to_string() != "commune-88888",
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
        ("in_brief = [\"Un.\", \"Deux.\", \"Trois.\"]", "in_brief = [\"Un.\"]", 5, "trois"),
        ("year = 2018", "year = 218", 7, "218"),
        ("category = [\"goods\"]", "category = [\"good\"]", 12, "goods"),
        ("scale = [\"city\"]", "scale = [\"city\", \"region\"]", 11, "scale"),
        ("theme = [\"food\"]", "theme = [\"food\", \"food\"]", 16, "deux fois"),
        ("value = 12", "value = 12\nmin = 3", 27, "min"),
        ("unit = \"people\"", "unit = \"peoples\"", 27, "people"),
        ("from = \"2017\"", "from = \"2017\"\nto = \"2016\"", 27, "période"),
        ("source = \"essai\"\n+++", "source = \"autre\"\n+++", 27, "autre"),
        ("qualifier = \"about\"", "qualifier = \"roughly\"", 31, "roughly"),
        ("nature = \"measured\"", "nature = \"measured\"\ncolour = 1", 33, "colour"),
        ("## Présentation", "## Presentation", 37, "Presentation"),
        ("Le récit.", "Le récit.\n\n## À noter\n\nx\n\n## À noter", 45, "À noter"),
        ("Le récit.", "```\nLe récit.", 39, "```"),
        ("+++\n\n## Présentation", "## Présentation", 1, "+++"),
    ] {
        let faults = faults_of(&SOUND.replacen(sound, spoiled, 1));
        let found = faults.iter().any(|(at, said)| *at == line && said.contains(words));
        assert!(found, "{spoiled}: {faults:?}");
    }
}

#[test]
fn unknown_references_are_told_with_the_nearest() {
    let places = "[[places]]\nterritory = \"commune-88888\"\nrelation = \"covers\"\n\n[[partners]]\norganisation = \"centre-fictiv\"\nrole = \"leads\"\n\n[[figures]]";
    let faults = faults_of(&SOUND.replacen("[[figures]]", places, 1));
    assert!(faults.iter().any(|(line, said)| *line == 27 && said.contains("commune-88888")), "{faults:?}");
    assert!(faults.iter().any(|(line, said)| *line == 31 && said.contains("« centre-fictif »")), "{faults:?}");
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
