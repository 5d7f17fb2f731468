//! Organisations and their names over time. Pure.

use std::collections::{HashMap, VecDeque};

use essaim_geo::TerritoryCode;
use essaim_web::Lang;
use serde::{Deserialize, Serialize};

/// An association, a company, a chamber, a school, a State service…
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name in addresses: lower-case letters, digits, single hyphens.
    pub slug: String,
    /// Its present name.
    pub name: String,
    /// Its acronym, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acronym: Option<String>,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its SIRET, 14 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// Its public website.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Where it sits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// Names that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerName>,
    /// The organisations that took over from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Successor>,
}

/// A name that an organisation no longer bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// Until when: YYYY, YYYY-MM or YYYY-MM-DD, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// An organisation that took over from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// The slug of the one that took over.
    pub slug: String,
    /// From when: YYYY, YYYY-MM or YYYY-MM-DD, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// How: renamed, merged…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// Association.
    Association,
    /// Company.
    Company,
    /// Club or network of companies.
    CompanyNetwork,
    /// Cooperative or mutual.
    Cooperative,
    /// Foundation.
    Foundation,
    /// Chamber of commerce, of trades, of agriculture.
    Chamber,
    /// Mission locale.
    MissionLocale,
    /// School or university.
    School,
    /// Social centre.
    SocialCentre,
    /// Social landlord.
    Landlord,
    /// Commune, EPCI, département, région.
    LocalAuthority,
    /// Public service or operator.
    PublicService,
    /// State service.
    State,
    /// European Union.
    Europe,
}

impl OrganisationKind {
    /// All, with their keys.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Association, "association"),
        (Self::Company, "company"),
        (Self::CompanyNetwork, "company-network"),
        (Self::Cooperative, "cooperative"),
        (Self::Foundation, "foundation"),
        (Self::Chamber, "chamber"),
        (Self::MissionLocale, "mission-locale"),
        (Self::School, "school"),
        (Self::SocialCentre, "social-centre"),
        (Self::Landlord, "landlord"),
        (Self::LocalAuthority, "local-authority"),
        (Self::PublicService, "public-service"),
        (Self::State, "state"),
        (Self::Europe, "europe"),
    ];

    /// Its stable key.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).expect("ALL lists every kind").1
    }

    /// From its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == key).map(|(kind, _)| *kind)
    }
}

/// What each kind is called, in the order of lists: a vocabulary that the bank keeps as data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KindLabels(Vec<(OrganisationKind, String, String)>);

impl KindLabels {
    /// From keys with their labels in French and English. A key that is no kind is left out; a kind without labels comes
    /// last, called by its key.
    pub fn new<'a>(terms: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let known = terms
            .into_iter()
            .filter_map(|(key, fr, en)| Some((OrganisationKind::from_key(key)?, fr.to_owned(), en.to_owned())));
        let mut all: Vec<_> = known.collect();
        for (kind, key) in OrganisationKind::ALL {
            if all.iter().all(|(named, ..)| *named != kind) {
                all.push((kind, key.to_owned(), key.to_owned()));
            }
        }
        Self(all)
    }

    /// The kinds with their labels in a language, in order.
    pub fn all(&self, lang: Lang) -> impl Iterator<Item = (OrganisationKind, &str)> {
        self.0.iter().map(move |(kind, fr, en)| (*kind, if lang == Lang::En { en.as_str() } else { fr.as_str() }))
    }

    /// What a kind is called in a language.
    pub fn label(&self, kind: OrganisationKind, lang: Lang) -> &str {
        self.all(lang).find(|(named, _)| *named == kind).map_or(kind.key(), |(_, label)| label)
    }
}

impl Organisation {
    /// The acronym where there is one, else the name: what fits on a card.
    pub fn short_name(&self) -> &str {
        self.acronym.as_deref().unwrap_or(&self.name)
    }

    /// Whether it was replaced by another.
    pub fn is_replaced(&self) -> bool {
        !self.successors.is_empty()
    }
}

/// All the organisations, in memory, by slug.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    all: Vec<Organisation>,
    /// Where each stands: pages name dozens of them.
    positions: HashMap<Box<str>, usize>,
}

impl Directory {
    /// From organisations in any order.
    pub fn new(mut all: Vec<Organisation>) -> Self {
        all.sort_by(|a, b| a.slug.cmp(&b.slug));
        let positions = all.iter().enumerate().map(|(position, own)| (own.slug.as_str().into(), position)).collect();
        Self { all, positions }
    }

    /// All of them, by slug.
    pub fn all(&self) -> &[Organisation] {
        &self.all
    }

    /// Where an organisation stands in [`Self::all`].
    pub fn position(&self, slug: &str) -> Option<usize> {
        self.positions.get(slug).copied()
    }

    /// An organisation by its slug.
    pub fn get(&self, slug: &str) -> Option<&Organisation> {
        self.position(slug).map(|position| &self.all[position])
    }

    /// Its name, or its slug where the directory has lost it.
    pub fn name<'a>(&'a self, slug: &'a str) -> &'a str {
        self.get(slug).map_or(slug, |o| &o.name)
    }

    /// The organisations that it took over from.
    pub fn predecessors<'a>(&'a self, slug: &'a str) -> impl Iterator<Item = (&'a Organisation, &'a Successor)> {
        self.all.iter().filter_map(move |o| Some((o, o.successors.iter().find(|s| s.slug == slug)?)))
    }

    /// The organisations that took over from it, and from those, the nearest first.
    pub fn heirs<'a>(&'a self, slug: &str) -> Vec<&'a Organisation> {
        let after = |slug: &str| {
            let successors = self.get(slug).map_or(&[][..], |organisation| &organisation.successors);
            successors.iter().filter_map(|successor| self.get(&successor.slug)).collect()
        };
        follow(slug, after)
    }

    /// The organisations that it took over from, and those that they did, the nearest first.
    pub fn forebears<'a>(&'a self, slug: &str) -> Vec<&'a Organisation> {
        follow(slug, |slug| {
            let before = |o: &&Organisation| o.successors.iter().any(|successor| successor.slug == slug);
            self.all.iter().filter(before).collect()
        })
    }

    /// The names that are its own: the present one, its acronym, its former names.
    pub fn own_names<'a>(&'a self, slug: &str) -> Vec<&'a str> {
        self.get(slug).map_or_else(Vec::new, own_names)
    }

    /// Every name by which somebody may look for it: its own, its acronym, its former names, its successors', its
    /// predecessors'.
    pub fn names_of<'a>(&'a self, slug: &'a str) -> Vec<&'a str> {
        let Some(organisation) = self.get(slug) else { return vec![slug] };
        let mut names = own_names(organisation);
        for successor in &organisation.successors {
            names.extend(self.get(&successor.slug).into_iter().flat_map(own_names));
        }
        for (predecessor, _) in self.predecessors(slug) {
            names.extend(own_names(predecessor));
        }
        names.dedup();
        names
    }
}

/// What `next` leads to from an organisation, step by step, each once: a directory may hold a circle.
fn follow<'a>(slug: &str, next: impl Fn(&str) -> Vec<&'a Organisation>) -> Vec<&'a Organisation> {
    let mut found: Vec<&Organisation> = Vec::new();
    let mut waiting = VecDeque::from(next(slug));
    while let Some(one) = waiting.pop_front() {
        if one.slug != slug && found.iter().all(|known| known.slug != one.slug) {
            found.push(one);
            waiting.extend(next(&one.slug));
        }
    }
    found
}

fn own_names(organisation: &Organisation) -> Vec<&str> {
    let mut names = vec![organisation.name.as_str()];
    names.extend(organisation.acronym.as_deref());
    names.extend(organisation.former.iter().map(|former| former.name.as_str()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation(slug: &str, name: &str) -> Organisation {
        Organisation {
            slug: slug.into(),
            name: name.into(),
            acronym: None,
            kind: OrganisationKind::State,
            siret: None,
            website: None,
            territory: None,
            former: Vec::new(),
            successors: Vec::new(),
        }
    }

    #[test]
    fn a_service_that_was_merged_is_found_by_either_name() {
        let mut old = organisation("old", "Ancien service");
        old.successors.push(Successor { slug: "new".into(), date: Some("2020".into()), note: None });
        let directory = Directory::new(vec![old, organisation("new", "Nouveau service")]);
        assert_eq!(directory.names_of("old"), ["Ancien service", "Nouveau service"]);
        assert_eq!(directory.names_of("new"), ["Nouveau service", "Ancien service"]);
    }

    #[test]
    fn successors_are_followed_to_the_last_and_circles_end() {
        let next = |slug: &str, to: &[&str]| {
            let line = |to: &&str| Successor { slug: (*to).into(), date: None, note: None };
            Organisation { successors: to.iter().map(line).collect(), ..organisation(slug, slug) }
        };
        let directory = Directory::new(vec![
            next("a", &["b", "c", "lost"]),
            next("b", &["d"]),
            next("c", &["d"]),
            next("d", &["a"]),
            next("alone", &["alone"]),
        ]);
        let slugs = |found: Vec<&Organisation>| found.iter().map(|o| o.slug.clone()).collect::<Vec<_>>();
        assert_eq!(slugs(directory.heirs("a")), ["b", "c", "d"]);
        assert_eq!(slugs(directory.forebears("d")), ["b", "c", "a"]);
        assert!(directory.heirs("alone").is_empty() && directory.forebears("alone").is_empty());
        assert!(directory.heirs("nobody").is_empty());
    }

    #[test]
    fn every_kind_has_its_own_key() {
        for (kind, key) in OrganisationKind::ALL {
            assert_eq!((OrganisationKind::from_key(key), kind.key()), (Some(kind), key));
        }
    }

    #[test]
    fn kinds_are_called_and_ordered_as_the_vocabulary_says() {
        let labels =
            KindLabels::new([("state", "État", "State"), ("unheard-of", "?", "?"), ("company", "Société", "Firm")]);
        let french: Vec<_> = labels.all(Lang::Fr).collect();
        assert_eq!(french[..2], [(OrganisationKind::State, "État"), (OrganisationKind::Company, "Société")]);
        assert_eq!(french.len(), OrganisationKind::ALL.len());
        assert_eq!(labels.label(OrganisationKind::Company, Lang::En), "Firm");
        assert_eq!(labels.label(OrganisationKind::School, Lang::En), "school");
    }
}
