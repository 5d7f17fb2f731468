//! What the bank says of its typed values: figures, amounts, periods, situations, in French and English.
//!
//! One place for pages, cards, the API, exports and books, so that a figure reads the same everywhere.

mod figure;
mod period;
mod unit;

use std::borrow::Cow;

use essaim_geo::{Level, TerritoryCode};
use essaim_network::Directory;
use essaim_territories::Registry;
use essaim_web::Lang;

pub use figure::FigureWords;
pub use period::{date, period};

use crate::model::{
    ContributionAmount, Experience, KnownStatus, Money, PartnerRole, Place, PlaceRelation, Quantity, Situation, Source,
    Vocabularies,
};
use crate::snapshot::Snapshot;

/// What words are made from, in one language.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The labels.
    pub vocabularies: &'a Vocabularies,
    /// The organisations' names.
    pub directory: &'a Directory,
    /// The territories' names.
    pub registry: &'a Registry,
    /// The language of what is said.
    pub lang: Lang,
}

/// « Situation de 2018, non revérifiée ».
pub fn situation(lang: Lang, situation: &Situation) -> String {
    let year = situation.year;
    let mut words = match (lang, situation.known) {
        (Lang::Fr, KnownStatus::Unknown) => format!("Situation de {year}, non revérifiée"),
        (Lang::Fr, KnownStatus::Running) => format!("Situation de {year}, action en cours"),
        (Lang::Fr, KnownStatus::Ended) => format!("Situation de {year}, action terminée"),
        (Lang::En, KnownStatus::Unknown) => format!("As of {year}, not rechecked"),
        (Lang::En, KnownStatus::Running) => format!("As of {year}, still running"),
        (Lang::En, KnownStatus::Ended) => format!("As of {year}, ended since"),
    };
    if let Some(checked) = situation.checked_on {
        let checked = period::at(lang, checked);
        words.push_str(&match lang {
            Lang::Fr => format!(" (vérifié {checked})"),
            Lang::En => format!(" (checked {checked})"),
        });
    }
    words
}

impl Snapshot {
    /// The words of this snapshot in a language.
    pub fn words(&self, lang: Lang) -> Wording<'_> {
        Wording { vocabularies: self.vocabularies(), directory: self.directory(), registry: self.registry(), lang }
    }
}

impl<'a> Wording<'a> {
    /// Whether the words are English.
    pub fn english(&self) -> bool {
        self.lang == Lang::En
    }

    /// One of two ways to say the same.
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        if self.english() { english } else { french }
    }

    /// A term's label, or its key where the vocabulary lacks it.
    pub fn term(&self, vocabulary: &str, key: &'a str) -> &'a str {
        self.vocabularies.label(vocabulary, key, self.english())
    }

    /// The label of a vocabulary itself.
    pub fn vocabulary(&self, key: &'a str) -> &'a str {
        self.vocabularies.get(key).map_or(key, |found| if self.english() { &found.en } else { &found.fr })
    }

    /// What a partner does: « Finance ».
    pub fn role(&self, role: PartnerRole) -> &'a str {
        self.term("partner-role", role.key())
    }

    /// A territory's name, or its code where the tables lack it.
    pub fn territory(&self, code: &TerritoryCode) -> Cow<'a, str> {
        match self.registry.get(code) {
            Some(territory) => Cow::Borrowed(territory.name()),
            None => Cow::Owned(code.to_string()),
        }
    }

    /// « Situation de 2018, non revérifiée ».
    pub fn situation(&self, situation: &Situation) -> String {
        self::situation(self.lang, situation)
    }

    /// « près de 15 000 € (2017) ».
    pub fn money(&self, money: &Money) -> String {
        let amount = unit::amount(self, money.quantity, money.qualifier, "eur").phrase();
        if money.period.is_undated() { amount } else { format!("{amount} ({})", period(self.lang, money.period)) }
    }

    /// « 1 fois par mois », with its period where it is dated.
    pub fn contribution(&self, amount: &ContributionAmount) -> String {
        let words = unit::amount(self, amount.quantity, amount.qualifier, &amount.unit).phrase();
        if amount.period.is_undated() { words } else { format!("{words} ({})", period(self.lang, amount.period)) }
    }

    /// A quantity with its unit, « 18 à 30 ans ».
    pub fn quantity(&self, quantity: Quantity, unit: &str) -> String {
        unit::amount(self, quantity, crate::model::Qualifier::Exact, unit).phrase()
    }

    /// A source in a few words: « ORIV, 2018 ».
    pub fn source(&self, source: &Source) -> String {
        let publisher = source.publisher.as_deref().and_then(|slug| self.directory.get(slug));
        let name = publisher.map_or(source.title.as_str(), |organisation| organisation.short_name());
        source.year.map_or_else(|| name.to_owned(), |year| format!("{name}, {year}"))
    }

    /// A source in full: title, publisher, year.
    pub fn full_source(&self, source: &Source) -> String {
        let publisher = source.publisher.as_deref().map(|slug| self.directory.name(slug));
        let parts = [Some(source.title.as_str()), publisher];
        let mut words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if let Some(year) = source.year {
            words.push_str(&format!(", {year}"));
        }
        words
    }

    /// For whom, in words: the labels of its publics.
    pub fn audience(&self, experience: &'a Experience) -> String {
        let publics = experience.classification.on(crate::model::Axis::Public);
        publics.iter().map(|key| self.term("public", key)).collect::<Vec<_>>().join(", ")
    }

    /// Since when it runs, as far as its places say: the earliest year among them. Where it began counts only in a
    /// région where it is still at work: what a national programme did elsewhere long before is not its age here.
    pub fn since(&self, experience: &Experience) -> Option<String> {
        let region = |place: &Place| {
            let here = std::iter::once(place.territory).chain(self.registry.ancestors(&place.territory));
            here.into_iter().find(|code| code.level() == Level::Region)
        };
        let at_work = |place: &&Place| matches!(place.relation, PlaceRelation::HappensIn | PlaceRelation::Covers);
        let regions: Vec<_> = experience.places.iter().filter(at_work).map(region).collect();
        let counts = |place: &&Place| {
            at_work(place)
                || (place.relation == PlaceRelation::BeganIn
                    && (regions.is_empty() || regions.contains(&region(place))))
        };
        let began = experience.places.iter().filter(counts).filter_map(|place| place.year).min()?;
        Some(format!("{} {began}", self.say("Depuis", "Since")))
    }

    /// Who leads, or else runs it: names.
    pub fn lead(&self, experience: &'a Experience) -> String {
        let names: Vec<_> = experience.leaders().map(|partner| self.directory.name(&partner.organisation)).collect();
        names.join(", ")
    }

    /// A territory's name that stands alone: « Cronenbourg (Strasbourg) », « Strasbourg (67) ».
    pub fn territory_in_full(&self, code: &TerritoryCode) -> String {
        self.registry.label(code).unwrap_or_else(|| code.to_string())
    }

    /// Where it is, in a few names: where it happens, else what it covers.
    pub fn where_it_is(&self, experience: &Experience) -> String {
        let named = |wanted: fn(PlaceRelation) -> bool| {
            let mut names: Vec<Cow<'_, str>> = Vec::new();
            for place in experience.places.iter().filter(|place| wanted(place.relation)) {
                let name = self.territory(&place.territory);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names
        };
        let happens = named(|relation| relation == PlaceRelation::HappensIn);
        let names = if happens.is_empty() { named(PlaceRelation::is_inside) } else { happens };
        names.join(", ")
    }

    /// A place in one line: « Strasbourg (2017, Quartiers ouest) ».
    pub fn place(&self, place: &Place) -> String {
        let mut precisions: Vec<String> = place.year.map(|year| year.to_string()).into_iter().collect();
        precisions.extend(place.note.clone());
        let name = self.territory(&place.territory);
        if precisions.is_empty() { name.into_owned() } else { format!("{name} ({})", precisions.join(", ")) }
    }

    /// An organisation's address in its own words, where it has a public website.
    pub fn website(&self, organisation: &str) -> Option<&'a str> {
        self.directory.get(organisation)?.website.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Situation;

    #[test]
    fn a_situation_never_says_more_than_is_known() {
        let told = |known, checked: Option<&str>| {
            let known = Situation { year: 2018, known, checked_on: checked.map(|date| date.parse().unwrap()) };
            (situation(Lang::Fr, &known), situation(Lang::En, &known))
        };
        let (french, english) = told(KnownStatus::Unknown, None);
        assert_eq!(
            (french.as_str(), english.as_str()),
            ("Situation de 2018, non revérifiée", "As of 2018, not rechecked")
        );
        let (french, english) = told(KnownStatus::Running, Some("2026-05"));
        assert_eq!(french, "Situation de 2018, action en cours (vérifié en mai 2026)");
        assert_eq!(english, "As of 2018, still running (checked in May 2026)");
    }
    #[test]
    fn an_experience_is_not_older_than_its_own_region_knows() {
        let (vocabularies, directory) = (Vocabularies::seed(), Directory::default());
        let registry = Registry::embedded();
        let words = Wording { vocabularies: &vocabularies, directory: &directory, registry, lang: Lang::Fr };
        let mut experience = crate::samples_tests::all().remove(0);
        let mut since = |places: &[(&str, PlaceRelation, i16)]| {
            let place = |&(code, relation, year): &(&str, PlaceRelation, i16)| Place {
                territory: code.parse().unwrap(),
                relation,
                year: Some(year),
                note: None,
            };
            experience.places = places.iter().map(place).collect();
            words.since(&experience)
        };
        let (strasbourg, metz, chalon) = ("commune-67482", "commune-57463", "commune-71076");
        let here = (strasbourg, PlaceRelation::HappensIn, 2013);
        let depuis = |year: &str| Some(format!("Depuis {year}"));
        assert_eq!(since(&[here, (chalon, PlaceRelation::BeganIn, 2004)]), depuis("2013"));
        assert_eq!(since(&[here, (metz, PlaceRelation::BeganIn, 2004)]), depuis("2004"));
        assert_eq!(since(&[here, ("departement-68", PlaceRelation::Covers, 2011)]), depuis("2011"));
        assert_eq!(since(&[(chalon, PlaceRelation::BeganIn, 2004)]), depuis("2004"));
        assert_eq!(since(&[(chalon, PlaceRelation::Elsewhere, 2004)]), None);
    }
}
