//! The compendium's experiences: every figure of the source is there, typed; every file is in its canonical form.

use std::collections::BTreeSet;

use essaim_geo::Level;
use essaim_territories::{Measure, Registry};
use essaim_web::Lang;
use serde::Deserialize;

use crate::file::{Pictures, References, read, write_french};
use crate::model::{Addresses, Experience, Nature, PartialDate, Period, Qualifier, Quantity, Vocabularies};
use crate::samples;
use crate::words::Wording;

#[derive(Deserialize)]
struct List {
    figure: Vec<Expected>,
}

/// A figure of the source, written down apart from the experiences.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    experience: String,
    value: Option<crate::model::Decimal>,
    min: Option<crate::model::Decimal>,
    max: Option<crate::model::Decimal>,
    unit: String,
    qualifier: Qualifier,
    nature: Nature,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    what: String,
}

/// What the source announces for the whole region, kept beside the official tables: the former région, what is counted,
/// how many.
const ANNOUNCED: [(&str, Measure, u32); 8] = [
    ("", Measure::Qpv, 116),
    ("Alsace", Measure::Qpv, 31),
    ("Champagne-Ardenne", Measure::Qpv, 34),
    ("Lorraine", Measure::Qpv, 51),
    ("", Measure::Contrat, 40),
    ("Alsace", Measure::Contrat, 8),
    ("Champagne-Ardenne", Measure::Contrat, 11),
    ("Lorraine", Measure::Contrat, 21),
];

/// The sample experiences, read.
pub(crate) fn all() -> Vec<Experience> {
    let vocabularies = Vocabularies::seed();
    let directory = essaim_network::file::read(samples::ORGANISATIONS.as_bytes(), &BTreeSet::new(), &|_| true).unwrap();
    let mut organisations: Vec<String> = directory.into_iter().map(|organisation| organisation.slug).collect();
    organisations.sort();
    let registry = Registry::embedded();
    let references = References {
        vocabularies: &vocabularies,
        organisations: &organisations,
        territory_exists: &|code| registry.get(code).is_some(),
        addresses: &Addresses::default(),
        pictures: &Pictures::default(),
    };
    let read_one = |source: crate::Source| {
        read(&source.folder, &source.french, source.english.as_deref(), &references)
            .unwrap_or_else(|faults| panic!("{}: {faults:?}", source.folder))
    };
    samples::experiences().into_iter().map(read_one).collect()
}

#[test]
fn the_compendium_holds_nineteen_experiences_in_canonical_form() {
    let read = all();
    assert_eq!(read.len(), 19);
    for (experience, source) in read.iter().zip(samples::experiences()) {
        assert!(write_french(experience).as_bytes() == source.french, "{} is not canonical", experience.slug);
    }
}

#[test]
fn every_figure_of_the_source_is_a_typed_value() {
    let experiences = all();
    let lists =
        [include_str!("../tests/figures/recueil_1_10.toml"), include_str!("../tests/figures/recueil_11_19.toml")];
    let expected: Vec<Expected> = lists.iter().flat_map(|list| toml::from_str::<List>(list).unwrap().figure).collect();
    let listed = expected.len() + ANNOUNCED.len();
    assert!(listed >= 120, "only {listed} figures are listed");
    assert!(expected.iter().all(|figure| !figure.what.is_empty()), "each figure says what it counts");
    let missing: Vec<_> = expected
        .iter()
        .filter(|figure| {
            let quantity = Quantity::from_parts(figure.value, figure.min, figure.max).unwrap();
            let period = Period { from: figure.from, to: figure.to };
            let experience = experiences.iter().find(|e| e.slug.as_str() == figure.experience).unwrap();
            let in_figures = experience.figures.iter().any(|f| {
                (f.quantity, f.qualifier, f.nature, f.period) == (quantity, figure.qualifier, figure.nature, period)
                    && f.unit == figure.unit
            });
            let in_amounts = experience.partners.iter().filter_map(|p| p.amount.as_ref()).any(|amount| {
                (amount.quantity, amount.qualifier, amount.period) == (quantity, figure.qualifier, period)
            });
            !in_figures && !in_amounts
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let region = "region-44".parse().unwrap();
    for (part, measure, value) in ANNOUNCED {
        let kept = Registry::embedded()
            .announcements(&region)
            .filter(|kept| {
                (&*kept.part, kept.measure, &*kept.source, kept.year) == (part, measure, "recueil-2018", 2018)
            })
            .map(|kept| kept.value);
        assert_eq!(kept.collect::<Vec<_>>(), [value], "{measure:?} in « {part} »");
    }
}

#[test]
fn every_figure_that_was_counted_says_where() {
    for experience in all() {
        for figure in &experience.figures {
            let anywhere = matches!(figure.nature, Nature::Price | Nature::Limit);
            let somewhere = figure.scope.is_some() || figure.scope_note.is_some();
            assert!(anywhere || somewhere, "{}: « {} » has no scope", experience.slug, figure.label);
        }
    }
}

#[test]
fn every_experience_is_as_old_as_the_source_says() {
    let (vocabularies, directory) = (Vocabularies::seed(), essaim_network::Directory::default());
    let registry = Registry::embedded();
    let words = Wording { vocabularies: &vocabularies, directory: &directory, registry, lang: Lang::Fr };
    let told = all();
    let told: Vec<_> = told.iter().filter_map(|e| Some((e.slug.as_str(), words.since(e)?))).collect();
    let told: Vec<_> = told.iter().map(|(slug, since)| (*slug, since.trim_start_matches("Depuis "))).collect();
    let source = [
        ("100-chances-100-emplois", "2013"),
        ("accompagnement-bureaux-de-poste", "2011"),
        ("amap-solidaire", "2012"),
        ("cafe-contact-emploi", "2006"),
        ("care", "2017"),
        ("citeslab", "2013"),
        ("les-determines", "2017"),
        ("mission-locale-label-diversite", "2008"),
        ("nos-quartiers-ont-des-talents", "2015"),
        ("ptit-plato", "2010"),
        ("reseau-entreprises-college", "2015"),
        ("simplon-charleville-mezieres", "2018"),
        ("switch", "2017"),
        ("vrac", "2017"),
    ];
    assert_eq!(told, source);
}

/// What a French typographer would correct in a text, each with the words around.
fn misprints(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| text.get(place)).copied().unwrap_or('\n');
    let wrong = |place: usize| {
        let (before, after) = (at(place.checked_sub(1)), at(Some(place + 1)));
        match text[place] {
            ';' | '!' | '?' | '»' | '%' => before != '\u{202f}',
            ':' | '€' => before != '\u{a0}',
            '«' => after != '\u{202f}',
            '\'' => true,
            ' ' if after == ' ' || (before.is_ascii_digit() && after.is_ascii_digit()) => true,
            ' ' if before.is_ascii_digit() && after.is_lowercase() => {
                let number = text[..place].iter().rev().take_while(|c| !c.is_whitespace()).count();
                let word = place - number;
                let year = number == 4 && matches!(text[word], '1' | '2');
                let in_a_name = at(word.checked_sub(1)) == '\u{a0}' || !text[word].is_ascii_digit();
                !year && !in_a_name
            }
            _ => false,
        }
    };
    let around = |place: usize| text[place.saturating_sub(20)..(place + 20).min(text.len())].iter().collect();
    (0..text.len()).filter(|place| wrong(*place)).map(around).collect()
}

#[test]
fn every_text_is_set_as_french_is() {
    assert_eq!(
        misprints("Quoi\u{202f}? 25\u{a0}€ pour 3\u{a0}ans, dès 2018 déjà\u{a0}: «\u{202f}oui\u{202f}»."),
        [""; 0]
    );
    for spoiled in ["Quoi ?", "25 €", "3 ans", "déjà :", "« oui\u{202f}»", "«\u{202f}oui »", "l'an", "30 000"] {
        assert_eq!(misprints(spoiled).len(), 1, "{spoiled}");
    }
    for experience in all() {
        let text = &experience.text;
        let access = text
            .access
            .iter()
            .flat_map(|access| [&access.audience, &access.place, &access.schedule, &access.cost].into_iter().flatten());
        let notes = experience.places.iter().flat_map(|place| &place.note);
        let partners = experience.partners.iter().flat_map(|partner| partner.note.iter().chain(&partner.goods));
        let figures =
            experience.figures.iter().flat_map(|figure| [&figure.label].into_iter().chain(&figure.scope_note));
        let asked = experience.contributions.iter().map(|contribution| &contribution.what);
        let functions = experience.referents.iter().map(|referent| &referent.function);
        let links = experience.links.iter().map(|link| &link.label);
        let words = [&text.title, &text.summary].into_iter().chain(&text.in_brief).chain(&text.sections).chain(access);
        let words = words.chain(notes).chain(partners).chain(figures).chain(asked).chain(functions).chain(links);
        for words in words {
            assert_eq!(misprints(words), [""; 0], "{}", experience.slug);
        }
    }
}

#[test]
fn every_experience_tells_both_sides_and_asks_something() {
    for experience in all() {
        let slug = &experience.slug;
        assert!(
            experience.text.sections.iter().take(4).all(|section| !section.is_empty()),
            "{slug}: a section is empty"
        );
        assert!(!experience.contributions.is_empty(), "{slug}: nothing is asked");
        assert!(!experience.referents.is_empty(), "{slug}: nobody to ask");
        assert!(experience.places.iter().any(|place| place.relation.is_inside()), "{slug}: nowhere");
        let large = |level| matches!(level, Level::Region | Level::Departement);
        let points = experience.places.iter().filter(|place| place.relation.is_point());
        assert!(points.clone().all(|place| !large(place.territory.level())), "{slug}: a large place is a point");
    }
}
