//! The page of results: one struct, and the small methods that its template needs.

use std::borrow::Cow;
use std::fmt::{self, Write};

use askama::{FastWritable, Template, Values};
use essaim_search::Answer;
use essaim_web::{Frame, Href, Lang, Pagination, Query};

use super::Door;
use super::notices::Notice;
use crate::finding::{Apart, Chip, Facet, FacetItem, Filter, Search, Sort, Term, Told, Value, View, Words};
use crate::pages::apart::ApartWords;
use crate::pages::card::{Card, Grouped, Icon, icon};
use crate::pages::map::MapView;
use crate::pages::selection::Kept;
use crate::snapshot::Snapshot;

/// The page of results.
#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage<'a> {
    pub(super) frame: &'a Frame,
    pub(super) door: Door,
    pub(super) snapshot: &'a Snapshot,
    pub(super) words: &'a Words,
    pub(super) search: &'a Search,
    /// The search as an address, without its page.
    pub(super) query: &'a Query,
    /// « 12 expériences pour « mentorat » ».
    pub(super) headline: String,
    /// Its address, ready for one more value.
    pub(super) base: String,
    pub(super) answer: &'a Answer<'a>,
    pub(super) notices: Vec<Notice>,
    pub(super) chips: Vec<Chip<'a>>,
    pub(super) facets: Vec<Facet<'a>>,
    pub(super) cards: Vec<Card<'a>>,
    pub(super) apart: Vec<ApartView<'a>>,
    pub(super) pagination: Pagination,
    pub(super) map: Option<MapView>,
}

/// What concerns the territory in one way without being inside.
pub(super) struct ApartView<'a> {
    pub(super) words: ApartWords,
    pub(super) total: u32,
    pub(super) cards: Vec<Card<'a>>,
}

impl<'a> ApartView<'a> {
    pub(super) fn of(apart: &'a Apart<'a>, words: &'a Words, frame: &'a Frame, kept: &Kept) -> Self {
        let card = |told: &'a Told<'a>| Card::new(told.entry, words, frame).kept_in(kept).placed(&told.place);
        Self { words: ApartWords::of(apart.kind), total: apart.total, cards: apart.told.iter().map(card).collect() }
    }

    fn has_more(&self) -> bool {
        self.total as usize > self.cards.len()
    }
}

/// The files in which a search can be taken away: what ends the address, the words, the icon.
const FORMATS: [(&str, &str, &str); 5] = [
    ("pdf", "search-format-pdf", "file"),
    ("xlsx", "search-format-xlsx", "table"),
    ("csv", "search-format-csv", "table"),
    ("json", "search-format-json", "code"),
    ("atom", "search-format-atom", "feed"),
];

/// An address that waits for one more pair.
pub(super) fn base(frame: &Frame, path: &str, query: &Query) -> String {
    let mut base = frame.link(path, query.same()).to_string();
    base.push(if query.is_empty() { '?' } else { '&' });
    base
}

/// « 12 expériences pour « mentorat » ».
pub(super) fn headline(frame: &Frame, total: u32, search: &Search) -> String {
    if search.words.is_empty() {
        return frame.count("search-found", total);
    }
    let filtered = if search.active().next().is_some() { "yes" } else { "no" };
    let words = &*within_quotes(frame.lang(), &search.words);
    frame.tn("search-found-for", &[("count", total.into()), ("words", words.into()), ("filtered", filtered.into())])
}

/// Words that are to stand between quotation marks: the same marks in them become those of the second level.
fn within_quotes(lang: Lang, words: &str) -> Cow<'_, str> {
    let (marks, inner) = match lang {
        Lang::Fr => (['«', '»'], ['“', '”']),
        Lang::En => (['“', '”'], ['‘', '’']),
    };
    if !words.contains(marks) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == marks[0] {
            out.push(inner[0]);
            while letters.next_if(|next| next.is_whitespace()).is_some() {}
        } else if letter == marks[1] {
            out.truncate(out.trim_end().len());
            out.push(inner[1]);
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

impl SearchPage<'_> {
    fn icon<'n>(&'n self, name: &'n str) -> Icon<'n> {
        icon(self.frame, name)
    }

    /// Where this search is made into a frame for another site.
    fn embed_link(&self) -> Href<'_> {
        self.frame.link("/integrer", self.query.same())
    }

    /// The filters, the order and the form, as hidden fields of the search form.
    fn hidden(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().filter(|(key, _)| *key != "q")
    }

    /// A value in a facet's list. Its link leads to the search with it, or without it when it is there already.
    fn facet_value<'n>(&'n self, facet: &Facet<'n>, value: &Value<'n>) -> FacetValue<'n> {
        let Value { term, count, selected } = *value;
        if !selected {
            return FacetValue::Other { base: &self.base, term, count: Grouped(count, self.frame.lang()) };
        }
        let address = self.frame.link(self.door.path, self.query.without(facet.key, &term.value)).to_string();
        FacetValue::Selected { key: facet.key, term, address }
    }

    fn chip_link<'n>(&'n self, chip: &'n Chip<'_>) -> Href<'n> {
        self.frame.link(self.door.path, self.query.without(chip.key, chip.value))
    }

    /// The same search without any filter, in the same order and view.
    fn clear_link(&self) -> String {
        let kept = Query::from_pairs(self.query.iter().filter(|(key, _)| matches!(*key, "q" | "tri" | "vue")));
        self.frame.link(self.door.path, kept.same()).to_string()
    }

    fn unfold_link<'n>(&'n self, facet: &Facet<'_>) -> Href<'n> {
        self.frame.link(self.door.path, self.query.set(super::UNFOLD, facet.key))
    }

    /// The orders: label, address, whether it is the present one. Without words there is nothing to be relevant to.
    fn sorts(&self) -> Vec<(&'static str, &'static str, Href<'_>, bool)> {
        let wordless = self.search.words.is_empty();
        let present = match self.search.sort {
            Sort::Relevance if wordless => Sort::Date,
            sort => sort,
        };
        let label = |sort| match sort {
            Sort::Relevance => "search-sort-relevance",
            Sort::Date => "search-sort-date",
            Sort::Name => "search-sort-name",
            Sort::Freshness => "search-sort-freshness",
        };
        let link = |sort: Sort| match sort {
            Sort::Relevance => self.query.remove("tri"),
            _ => self.query.set("tri", sort.key()),
        };
        let offered = Sort::ALL.into_iter().filter(|sort| !wordless || *sort != Sort::Relevance);
        offered
            .map(|sort| (sort.key(), label(sort), self.frame.link(self.door.path, link(sort)), sort == present))
            .collect()
    }

    /// The views: key, label, icon, address, whether it is the present one.
    fn views(&self) -> [(&'static str, &'static str, &'static str, Href<'_>, bool); 3] {
        View::ALL.map(|view| {
            let (label, icon) = match view {
                View::List => ("search-view-list", "list"),
                View::Table => ("search-view-table", "table"),
                View::Map => ("search-view-map", "map"),
            };
            let link = match view {
                View::List => self.query.remove("vue"),
                _ => self.query.set("vue", view.key()),
            };
            (view.key(), label, icon, self.frame.link("/experiences", link), view == self.search.view)
        })
    }

    /// The same search as files: words, icon, address.
    fn formats(&self) -> [(&'static str, &'static str, String); 5] {
        FORMATS.map(|(format, label, icon)| (label, icon, self.file_link(format)))
    }

    fn file_link(&self, format: &str) -> String {
        let path = ["/experiences.", format].concat();
        self.frame.link(&path, self.query.remove("vue")).to_string()
    }

    /// The words once more, spelt otherwise.
    fn spelling_link<'n>(&'n self, spelling: &'n str) -> Href<'n> {
        self.frame.link(self.door.path, self.query.set("q", spelling))
    }

    /// « Nous avons lu … au lieu de … ».
    fn corrected(&self) -> Vec<String> {
        let corrected = self.answer.reading.corrected.iter();
        let line = |typed: &str, read: &str| {
            self.frame.tn("search-read-as", &[("typed", typed.into()), ("read", read.into())])
        };
        corrected.map(|word| line(&word.typed, &word.read)).collect()
    }

    /// « Aucune expérience ne contient tous ces mots… ».
    fn relaxed(&self) -> Option<String> {
        let reading = &self.answer.reading;
        (self.answer.total > 0 && reading.required < reading.wanted).then(|| {
            self.frame.tn("search-relaxed", &[("required", reading.required.into()), ("wanted", reading.wanted.into())])
        })
    }

    /// The words that no experience holds.
    fn missing(&self) -> Option<String> {
        let unknown = &self.answer.reading.unknown;
        let words: Vec<&str> = unknown.iter().take(5).map(String::as_str).collect();
        let args = || [("count", unknown.len().into()), ("words", words.join(", ").into())];
        (!unknown.is_empty()).then(|| self.frame.tn("search-missing-words", &args()))
    }

    /// Which filter to drop, and how many each would give: title as HTML, address, total.
    fn ways_out(&self) -> Vec<(&str, Href<'_>, u32)> {
        let useful = self.answer.without.iter().filter(|without| without.total > 0);
        let way = |without: &essaim_search::Without| {
            let filter = Filter::ALL.into_iter().find(|filter| filter.facet() == without.facet)?;
            let link = self.frame.link(self.door.path, self.query.remove(filter.parameter()?));
            Some((&*self.words.facet(filter).title, link, without.total))
        };
        useful.filter_map(way).collect()
    }

    /// The same words without any filter, where no single filter stands in the way, and how many that gives.
    fn without_filters(&self) -> Option<(String, u32)> {
        let total = self.answer.without_filters.filter(|total| *total > 0 && !self.search.words.is_empty())?;
        Some((self.clear_link(), total))
    }

    /// The other spellings that are not what was read already.
    fn spellings(&self) -> impl Iterator<Item = &essaim_search::Spelling> + Clone {
        let is_read = |spelling: &essaim_search::Spelling| {
            !self.answer.reading.corrected.is_empty() && spelling.total == self.answer.total
        };
        self.answer.did_you_mean.iter().filter(move |spelling| !is_read(spelling))
    }

    /// The same filters without the words, and how many that gives.
    fn without_words(&self) -> Option<(Href<'_>, u32)> {
        let total = self.answer.without_query.filter(|total| *total > 0 && !self.search.words.is_empty())?;
        Some((self.frame.link(self.door.path, self.query.remove("q")), total))
    }

    /// Where all that concerns the territory is told.
    fn territory_link(&self) -> String {
        let territory = self.search.values(Filter::Territory).first().map_or("", String::as_str);
        self.frame.url(&["/territoires/", territory].concat()).into_owned()
    }

    fn is_list(&self) -> bool {
        self.search.view == View::List
    }
}

/// A value in a facet's list.
pub(super) enum FacetValue<'a> {
    Other { base: &'a str, term: &'a Term, count: Grouped },
    Selected { key: &'static str, term: &'a Term, address: String },
}

impl FacetValue<'_> {
    fn write_to(&self, out: &mut dyn Write) -> askama::Result<()> {
        match self {
            Self::Other { base, term, count } => {
                for piece in [term.item.part(0), base, &term.pair, term.item.part(1)] {
                    out.write_str(piece)?;
                }
                count.write_to(out)?;
                Ok(out.write_str(term.item.part(2))?)
            }
            Self::Selected { key, term, address } => {
                FacetItem { key, value: &term.value, label: &term.html, address, count: "", selected: true }
                    .render_into(out)
            }
        }
    }
}

impl fmt::Display for FacetValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f).map_err(|_| fmt::Error)
    }
}

impl FastWritable for FacetValue<'_> {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        self.write_to(dest)
    }
}
