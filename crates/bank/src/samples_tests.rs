//! The compendium's experiences: every figure of the source is there, typed; every file is in its canonical form.

use std::collections::BTreeSet;

use essaim_geo::Level;
use essaim_territories::Registry;
use serde::Deserialize;

use crate::file::{Pictures, References, read, write_french};
use crate::model::{Addresses, Experience, Nature, PartialDate, Period, Qualifier, Quantity, Vocabularies};
use crate::samples;

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

fn all() -> Vec<Experience> {
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
    assert!(expected.len() >= 120, "only {} figures are listed", expected.len());
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
