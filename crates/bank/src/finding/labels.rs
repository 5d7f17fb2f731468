//! The words of facets and cards, worked out once for each snapshot: a page of results shows hundreds of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use askama::Template;
use askama::filters::{Escaper, Html};
use essaim_geo::{Level, TerritoryCode};
use essaim_search::ValueCount;
use essaim_web::{Lang, Mould, Query, Shell};

use super::{Filter, Overview};
use crate::model::{KnownStatus, PartialDate, PartnerRole, Situation};
use crate::snapshot::{Entry, Snapshot};

/// What pages need beside a snapshot, in both languages.
pub struct Labels {
    /// The experiences that they speak of.
    entries: Arc<[Arc<Entry>]>,
    french: Words,
    english: Words,
    overview: Overview,
}

/// The words of one language.
pub struct Words {
    facets: Vec<FacetWords>,
    situations: HashMap<(i16, KnownStatus, Option<PartialDate>), Box<str>>,
    partners: BTreeMap<(PartnerRole, usize), Box<str>>,
    /// The cards that somebody saw, by the number of their experience.
    cards: Box<[OnceLock<Mould>]>,
}

/// A facet's title and the words of its values.
#[derive(Debug)]
pub struct FacetWords {
    /// Its title, as HTML.
    pub title: Box<str>,
    /// Sorted by value, as the index counts them.
    terms: Vec<Term>,
    /// The place of a value's term, by the value's number in the index.
    by_number: Vec<Option<u32>>,
}

/// A value of a facet.
#[derive(Debug)]
pub struct Term {
    /// As addresses write it.
    pub value: Box<str>,
    /// Its label.
    pub label: Box<str>,
    /// Its label, as HTML.
    pub html: Box<str>,
    /// The item of a facet's list that adds it; its holes are the address and the count.
    pub item: Mould,
    /// `key=value`, ready for an address.
    pub pair: Box<str>,
    /// Its place among the values, as the vocabulary or the alphabet orders them.
    pub rank: u32,
}

impl Labels {
    /// Everything that the pages of this snapshot will say.
    pub fn of(snapshot: &Snapshot, shell: &Shell) -> Self {
        Self {
            entries: snapshot.shared_entries().clone(),
            french: Words::of(snapshot, shell, Lang::Fr),
            english: Words::of(snapshot, shell, Lang::En),
            overview: Overview::of(snapshot),
        }
    }

    /// Whether they speak of this snapshot. A revision would not do: two snapshots of the same contents may number their
    /// experiences differently.
    pub fn speak_of(&self, snapshot: &Snapshot) -> bool {
        Arc::ptr_eq(&self.entries, snapshot.shared_entries())
    }

    /// The words of a language.
    pub fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::Fr => &self.french,
            Lang::En => &self.english,
        }
    }

    /// The figures of the whole bank.
    pub fn overview(&self) -> &Overview {
        &self.overview
    }
}

impl Words {
    fn of(snapshot: &Snapshot, shell: &Shell, lang: Lang) -> Self {
        let mut situations = HashMap::new();
        let mut partners = BTreeMap::new();
        for entry in snapshot.entries() {
            for same in entry.card.cells.chunk_by(PartialEq::eq) {
                partners.entry((same[0], same.len())).or_insert_with(|| {
                    let key = ["experience-cells-", same[0].key()].concat();
                    html(&shell.tn(lang, &key, &[("count", same.len().into())])).into()
                });
            }
            let situation = &entry.experience.situation;
            situations
                .entry(situation_key(situation))
                .or_insert_with(|| html(&crate::words::situation(lang, situation)).into());
        }
        let facets = Filter::ALL.map(|filter| FacetWords::of(snapshot, shell, lang, filter)).into();
        let cards = std::iter::repeat_with(OnceLock::new).take(snapshot.entries().len()).collect();
        Self { facets, situations, partners, cards }
    }

    /// What never changes in the card of an experience, made by the first who shows it.
    pub(crate) fn card(&self, number: u32, make: impl FnOnce() -> Mould) -> Option<&Mould> {
        Some(self.cards.get(number as usize)?.get_or_init(make))
    }

    /// The words of a facet.
    pub fn facet(&self, filter: Filter) -> &FacetWords {
        &self.facets[filter.facet()]
    }

    /// « 3 structures portent », as HTML: what some cells of a cover say.
    pub fn partners(&self, role: PartnerRole, count: usize) -> &str {
        self.partners.get(&(role, count)).map_or("", |text| text)
    }

    /// « Situation de 2018, non revérifiée », as HTML.
    pub fn situation(&self, situation: &Situation) -> &str {
        self.situations.get(&situation_key(situation)).map_or("", |text| text)
    }
}

impl FacetWords {
    fn of(snapshot: &Snapshot, shell: &Shell, lang: Lang, filter: Filter) -> Self {
        let english = lang == Lang::En;
        let vocabulary = filter.vocabulary().and_then(|key| snapshot.vocabularies().get(key));
        let title = match (vocabulary, filter) {
            (Some(vocabulary), _) => {
                if english {
                    &vocabulary.en
                } else {
                    &vocabulary.fr
                }
            }
            (None, Filter::Organisation) => shell.t(lang, "facet-organisation"),
            (None, _) => shell.t(lang, "facet-territory"),
        };
        let mut labels: Vec<(String, String)> = match (vocabulary, filter) {
            (Some(vocabulary), _) => {
                vocabulary.terms.iter().map(|term| (term.key.clone(), term.label(english).to_owned())).collect()
            }
            (None, Filter::Territory) => large_territories(snapshot, shell, lang),
            (None, _) => Vec::new(),
        };
        let mut terms: Vec<Term> =
            (0..).zip(labels.drain(..)).map(|(rank, label)| Term::new(filter, rank, label)).collect();
        terms.sort_by(|a, b| a.value.cmp(&b.value));
        let place = |value: &str| terms.binary_search_by(|term| (*term.value).cmp(value)).ok();
        let number = |value| place(value).and_then(|place| u32::try_from(place).ok());
        let by_number = snapshot.index().all_values(filter.facet()).map(number).collect();
        Self { title: html(title).into(), terms, by_number }
    }

    /// The words of a value that the index counted.
    pub fn counted(&self, value: &ValueCount<'_>) -> Option<&Term> {
        let place = self.by_number.get(value.number as usize).copied().flatten()?;
        self.terms.get(place as usize)
    }

    /// A value's words; none when it is not one of the vocabulary.
    pub fn term(&self, value: &str) -> Option<&Term> {
        let place = self.terms.binary_search_by(|term| (*term.value).cmp(value)).ok()?;
        Some(&self.terms[place])
    }

    /// A value's label, or the value itself where the vocabulary lacks it.
    pub fn label<'a>(&'a self, value: &'a str) -> &'a str {
        self.term(value).map_or(value, |term| &term.label)
    }
}

impl Term {
    fn new(filter: Filter, rank: u32, (value, label): (String, String)) -> Self {
        let pair = filter.parameter().map(|key| Query::from_pairs([(key, value.as_str())]).to_string());
        let html = html(&label);
        let (address, count) = (Mould::HOLE, Mould::HOLE);
        let key = filter.parameter().unwrap_or_default();
        let item = FacetItem { key, value: &value, label: &html, address, count, selected: false };
        Self {
            item: Mould::of(&item).expect("writing to a string cannot fail"),
            html: html.into(),
            pair: pair.unwrap_or_default().into(),
            value: value.into(),
            label: label.into(),
            rank,
        }
    }
}

/// A value in a facet's list: a link that adds it or takes it away.
#[derive(Template)]
#[template(path = "_facet_value.html")]
pub(crate) struct FacetItem<'a> {
    /// The facet's key in addresses.
    pub(crate) key: &'a str,
    pub(crate) value: &'a str,
    /// As HTML.
    pub(crate) label: &'a str,
    pub(crate) address: &'a str,
    pub(crate) count: &'a str,
    pub(crate) selected: bool,
}

/// Régions, then départements, by name; each says its level, since a name may be both's.
fn large_territories(snapshot: &Snapshot, shell: &Shell, lang: Lang) -> Vec<(String, String)> {
    let used = snapshot.index().search(&essaim_search::Request {
        limit: 0,
        snippets: false,
        counts: vec![super::large_territories_counted()],
        ..Default::default()
    });
    let codes = used.facets.first().into_iter().flatten().filter_map(|value| value.value.parse::<TerritoryCode>().ok());
    let mut named: Vec<_> =
        codes.map(|code| (code.level(), snapshot.territory_name(&code), code.to_string())).collect();
    named.sort_by_cached_key(|(level, name, _)| (*level, name_key(name)));
    let label = |level: Level, name: String| match level {
        Level::Region => shell.tn(lang, "territory-region", &[("name", name.into())]),
        _ => name,
    };
    named.into_iter().map(|(level, name, value)| (value, label(level, name))).collect()
}

fn situation_key(situation: &Situation) -> (i16, KnownStatus, Option<PartialDate>) {
    (situation.year, situation.known, situation.checked_on)
}

/// A name as the alphabet orders it: without case nor accents.
pub fn name_key(name: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ÿ' => 'y',
        '’' | '-' => ' ',
        other => other,
    };
    name.to_lowercase().replace('œ', "oe").chars().map(plain).collect()
}

/// A text as HTML.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    Html.write_escaped_str(&mut out, text).expect("writing to a string cannot fail");
    out
}
