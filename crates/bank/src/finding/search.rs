//! A search as an address writes it. Any text is a search; what an address holds too much is kept aside, to be said.

use essaim_geo::TerritoryCode;
use essaim_search::{Cursor, FacetCounts, Request};
use essaim_web::Query;

use super::Filter;

/// How results are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The nearest to the words first.
    #[default]
    Relevance,
    /// The latest told first.
    Date,
    /// By title.
    Name,
    /// The last checked or changed first.
    Freshness,
}

impl Sort {
    /// All, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Date, Self::Name, Self::Freshness];

    /// Its value of `tri`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Relevance => "pertinence",
            Self::Date => "date",
            Self::Name => "nom",
            Self::Freshness => "fraicheur",
        }
    }
}

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// Cards.
    #[default]
    List,
    /// A table.
    Table,
    /// A map and its list.
    Map,
}

impl View {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::List, Self::Table, Self::Map];

    /// Its value of `vue`.
    pub fn key(self) -> &'static str {
        match self {
            Self::List => "liste",
            Self::Table => "tableau",
            Self::Map => "carte",
        }
    }
}

/// What an address asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// The words, as typed; empty for everything.
    pub words: String,
    /// The values of each filter, in the order of the address, each once.
    filters: [Vec<String>; Filter::COUNT],
    /// The order.
    pub sort: Sort,
    /// The form.
    pub view: View,
    /// The page, from 1.
    pub page: usize,
    /// Whether the words were longer than what is searched.
    pub shortened: bool,
    /// Keys of the address that mean nothing here.
    pub unknown: Vec<String>,
    /// Keys that had more values than are searched: the further ones are left out.
    pub crowded: Vec<&'static str>,
    /// Keys whose value was not understood, with it: an order, a form or a page that is none.
    pub refused: Vec<(&'static str, String)>,
}

impl Search {
    /// The last page that can be asked for: further on nobody reads, and skipping costs.
    const PAGES: usize = 5_000;
    /// The longest text that is searched, in characters; it is repeated in every link of a page.
    const LONGEST: usize = 300;
    /// How many values of one key are searched.
    pub const VALUES_OF_A_KEY: usize = 20;
    /// How many values in all: each is repeated in every link of a page.
    pub const VALUES: usize = 60;

    /// Everything, first page.
    pub fn everything() -> Self {
        Self { page: 1, ..Self::default() }
    }

    /// Reads an address. `also` names the other keys that the page at hand understands.
    pub fn read(query: &Query, also: &[&str]) -> Self {
        let mut search = Self::everything();
        let words = query.get("q").unwrap_or_default().trim();
        search.words = words.chars().take(Self::LONGEST).collect();
        search.shortened = search.words.len() < words.len();
        for (key, value) in query.iter() {
            match Filter::from_parameter(key) {
                Some(filter) => search.add_within_reason(filter, value.trim()),
                None if matches!(key, "q" | "tri" | "vue" | "page") || also.contains(&key) => {}
                None if search.unknown.iter().any(|known| known == key) => {}
                None => search.unknown.push(key.to_owned()),
            }
        }
        search.sort = search.choice(query, "tri", Sort::ALL, Sort::key);
        search.view = search.choice(query, "vue", View::ALL, View::key);
        if let Some(page) = query.get("page").filter(|page| !page.is_empty()) {
            match page.parse() {
                Ok(number) if (1..=Self::PAGES).contains(&number) => search.page = number,
                _ => search.refused.push(("page", page.to_owned())),
            }
        }
        search
    }

    fn choice<T: Copy + Default, const N: usize>(
        &mut self,
        query: &Query,
        key: &'static str,
        all: [T; N],
        name: fn(T) -> &'static str,
    ) -> T {
        let Some(written) = query.get(key).filter(|written| !written.is_empty()) else { return T::default() };
        match all.into_iter().find(|choice| name(*choice) == written) {
            Some(choice) => choice,
            None => {
                self.refused.push((key, written.to_owned()));
                T::default()
            }
        }
    }

    /// Adds a value to a filter. An empty one, as forms send them, is none. A territory is kept in its one spelling.
    pub fn add(&mut self, filter: Filter, value: &str) {
        let spelling = if filter == Filter::Territory { value.parse::<TerritoryCode>().ok() } else { None };
        let spelling = spelling.map(|code| code.to_string());
        let value = spelling.as_deref().unwrap_or(value);
        let values = &mut self.filters[filter.facet()];
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }

    /// Adds what an address asks, unless it asks too much.
    fn add_within_reason(&mut self, filter: Filter, value: &str) {
        self.add(filter, value);
        let all: usize = self.filters.iter().map(Vec::len).sum();
        let values = &mut self.filters[filter.facet()];
        if values.len() <= Self::VALUES_OF_A_KEY && all <= Self::VALUES {
            return;
        }
        values.pop();
        if let Some(key) = filter.parameter().filter(|key| !self.crowded.contains(key)) {
            self.crowded.push(key);
        }
    }

    /// The same, with those values only that are kept by `keep`.
    pub fn with_values_that(mut self, keep: impl Fn(Filter, &str) -> bool) -> Self {
        for filter in Filter::ALL {
            self.filters[filter.facet()].retain(|value| keep(filter, value));
        }
        self
    }

    /// The same, within one more value.
    pub fn within(mut self, filter: Filter, value: &str) -> Self {
        self.add(filter, value);
        self
    }

    /// The same, without a filter.
    pub fn without(mut self, filter: Filter) -> Self {
        self.filters[filter.facet()].clear();
        self
    }

    /// The values of a filter.
    pub fn values(&self, filter: Filter) -> &[String] {
        &self.filters[filter.facet()]
    }

    /// The territories that narrow.
    pub fn territories(&self) -> Vec<TerritoryCode> {
        self.values(Filter::Territory).iter().filter_map(|value| value.parse().ok()).collect()
    }

    /// The filters that narrow, with their values.
    pub fn active(&self) -> impl Iterator<Item = (Filter, &[String])> {
        Filter::ALL.into_iter().map(|filter| (filter, self.values(filter))).filter(|(_, values)| !values.is_empty())
    }

    /// Whether it asks for nothing in particular.
    pub fn is_everything(&self) -> bool {
        self.words.is_empty() && self.active().next().is_none()
    }

    /// What is asked of the index, without counts: `limit` results of the page at hand.
    pub fn request(&self, limit: usize) -> Request<'_> {
        Request {
            query: &self.words,
            filters: self
                .active()
                .map(|(filter, values)| (filter.facet(), values.iter().map(String::as_str).collect()))
                .collect(),
            sort: match self.sort {
                Sort::Relevance => essaim_search::Sort::Relevance,
                Sort::Date => essaim_search::Sort::Date,
                Sort::Name => essaim_search::Sort::Name,
                Sort::Freshness => essaim_search::Sort::Freshness,
            },
            offset: self.page.saturating_sub(1) * limit,
            limit,
            ..Request::default()
        }
    }

    /// The same, after a place given by an earlier answer.
    pub fn request_after(&self, limit: usize, after: Option<Cursor>) -> Request<'_> {
        Request { after, offset: 0, ..self.request(limit) }
    }

    /// The counts of every facet that pages and the API show: all the vocabularies, and the large territories.
    pub fn counted() -> Vec<FacetCounts<'static>> {
        let count = |filter: Filter| match filter {
            Filter::Territory => super::large_territories_counted(),
            _ => FacetCounts::all(filter.facet()),
        };
        super::counted().map(count).collect()
    }

    /// The address of this search, as a query: canonical order, without the page.
    pub fn to_query(&self) -> Query {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        if !self.words.is_empty() {
            pairs.push(("q", &self.words));
        }
        for (filter, values) in self.active() {
            if let Some(name) = filter.parameter() {
                pairs.extend(values.iter().map(|value| (name, value.as_str())));
            }
        }
        if self.sort != Sort::default() {
            pairs.push(("tri", self.sort.key()));
        }
        if self.view != View::default() {
            pairs.push(("vue", self.view.key()));
        }
        Query::from_pairs(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_key_add_up_and_repeat_once() {
        let search = Search::read(&Query::parse("q=+pain+&public=a&public=b&public=a&levier=&page=2"), &[]);
        assert_eq!(search.words, "pain");
        assert_eq!(search.values(Filter::Public), ["a", "b"]);
        assert!(search.values(Filter::Lever).is_empty());
        assert_eq!(search.page, 2);
    }

    #[test]
    fn what_means_nothing_is_kept_aside() {
        let search = Search::read(&Query::parse("tri=x&page=0&couleur=bleu&fiches=a&couleur=vert"), &["fiches"]);
        assert_eq!(search.unknown, ["couleur"]);
        assert_eq!(search.refused, [("tri", "x".to_owned()), ("page", "0".to_owned())]);
        assert_eq!((search.sort, search.page), (Sort::Relevance, 1));
    }

    #[test]
    fn a_territory_has_one_spelling_and_endless_words_an_end() {
        let long = "a".repeat(10_000);
        let search = Search::read(&Query::parse(&format!("territoire=Region-44&territoire=region-44&q={long}")), &[]);
        assert_eq!(search.values(Filter::Territory), ["region-44"]);
        assert!(search.shortened && search.words.len() == Search::LONGEST);
    }

    #[test]
    fn values_without_end_are_left_out_and_their_key_is_named() {
        let values =
            |key: &str, count: usize| -> String { (0..count).map(|value| format!("&{key}=v{value}")).collect() };
        let search = Search::read(&Query::parse(&[values("public", 20), values("theme", 21)].concat()), &[]);
        assert_eq!(search.values(Filter::Public).len(), 20);
        assert_eq!(search.values(Filter::Theme).len(), 20);
        assert_eq!(search.crowded, ["theme"]);
        let each = ["public", "theme", "levier", "objectif"].map(|key| values(key, 20)).concat();
        let search = Search::read(&Query::parse(&each), &[]);
        assert_eq!(search.active().map(|(_, values)| values.len()).sum::<usize>(), Search::VALUES);
        assert_eq!(search.crowded.len(), 1);
    }

    #[test]
    fn a_search_reads_back_from_its_own_address() {
        let query = Query::parse("q=garage&categorie=goods&territoire=region-44&tri=nom&vue=carte");
        let search = Search::read(&query, &[]);
        assert_eq!(Search::read(&search.to_query(), &[]), search);
    }
}
