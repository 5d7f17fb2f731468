//! The facets beside a list of results: which values to show, and how many experiences each gives.

use essaim_search::{FacetCounts, ValueCount};

use super::labels::{FacetWords, Term, Words};
use super::{Filter, Search};

/// A facet with no more values than this shows them all.
const ALL_SHOWN: usize = 10;
/// Otherwise it shows so many, the most frequent.
const MOST_FREQUENT: usize = 8;
/// And folds the others, unless there are more of them than this: then a link opens them all.
const FOLDED: usize = 16;

/// The facets of a page, in its order: by need first, then what it is about, for whom, where.
const ORDER: [Filter; 14] = [
    Filter::Contribution,
    Filter::Category,
    Filter::Public,
    Filter::Theme,
    Filter::Territory,
    Filter::Lever,
    Filter::Objective,
    Filter::Sector,
    Filter::LeadKind,
    Filter::Scale,
    Filter::TownSize,
    Filter::Means,
    Filter::Maturity,
    Filter::KnownStatus,
];

/// So many facets are open at first.
const OPEN: usize = 3;

/// A facet, ready to be shown.
#[derive(Debug)]
pub struct Facet<'a> {
    /// Which one.
    pub filter: Filter,
    /// Its key in addresses.
    pub key: &'static str,
    /// Its title, as HTML.
    pub title: &'a str,
    /// Whether it is unfolded.
    pub open: bool,
    /// How many of its values are selected.
    pub selected: usize,
    /// The values that are seen at once.
    pub shown: Vec<Value<'a>>,
    /// Those behind « tout voir ».
    pub folded: Vec<Value<'a>>,
    /// How many are left out, to be seen on a page of their own.
    pub left_out: usize,
}

/// A value of a facet.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    /// Its words.
    pub term: &'a Term,
    /// What its link gives.
    pub count: u32,
    /// Whether the search holds it.
    pub selected: bool,
}

/// The filters that pages and the API count, in the order of [`Search::counted`].
pub fn counted() -> impl Iterator<Item = Filter> {
    let vocabularies = Filter::ALL.into_iter().filter(|filter| filter.vocabulary().is_some());
    vocabularies.chain([Filter::Territory])
}

/// Of territories only the large ones are counted: there are thousands of communes.
pub fn large_territories_counted() -> FacetCounts<'static> {
    FacetCounts { facet: Filter::Territory.facet(), prefixes: vec!["region-", "departement-"] }
}

/// The facets of an answer to [`counted`] counts. `unfolded` shows all its values.
pub fn facets<'a>(
    words: &'a Words,
    counts: &[Vec<ValueCount<'a>>],
    search: &Search,
    unfolded: Option<Filter>,
) -> Vec<Facet<'a>> {
    let mut facets = Vec::with_capacity(ORDER.len());
    for filter in ORDER {
        let Some(values) = counted().position(|known| known == filter).and_then(|place| counts.get(place)) else {
            continue;
        };
        let words = words.facet(filter);
        let values = worth_showing(words, values);
        let selected = search.values(filter).len();
        if values.is_empty() {
            continue;
        }
        let open = facets.len() < OPEN || selected > 0 || unfolded == Some(filter);
        let key = filter.parameter().unwrap_or_default();
        let (shown, folded, left_out) = part(values, unfolded == Some(filter));
        facets.push(Facet { filter, key, title: &words.title, open, selected, shown, folded, left_out });
    }
    facets
}

fn worth_showing<'a>(words: &'a FacetWords, values: &[ValueCount<'a>]) -> Vec<Value<'a>> {
    let known = values.iter().filter(|value| value.count > 0 || value.selected);
    let mut values: Vec<Value<'a>> = known
        .filter_map(|value| Some(Value { term: words.counted(value)?, count: value.count, selected: value.selected }))
        .collect();
    values.sort_unstable_by_key(|value| value.term.rank);
    values
}

/// Those seen at once, those folded, how many left out. Each part keeps the order of the vocabulary, so that a value does
/// not jump under the finger when counts change.
fn part(values: Vec<Value<'_>>, unfolded: bool) -> (Vec<Value<'_>>, Vec<Value<'_>>, usize) {
    if unfolded || values.len() <= ALL_SHOWN {
        return (values, Vec::new(), 0);
    }
    let mut counts: Vec<u32> = values.iter().map(|value| value.count).collect();
    let (_, threshold, _) = counts.select_nth_unstable_by_key(MOST_FREQUENT - 1, |count| std::cmp::Reverse(*count));
    let threshold = *threshold;
    let above = values.iter().filter(|value| value.count > threshold).count();
    let mut room = MOST_FREQUENT - above.min(MOST_FREQUENT);
    let (shown, folded): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| {
        let equal = value.count == threshold && room > 0;
        room -= usize::from(equal);
        value.selected || value.count > threshold || equal
    });
    if folded.len() > FOLDED { (shown, Vec::new(), folded.len()) } else { (shown, folded, 0) }
}

#[cfg(test)]
mod tests {
    use essaim_web::Mould;

    use super::*;
    use crate::finding::labels::FacetItem;

    fn term(rank: u32) -> Term {
        let item = Mould::of(&FacetItem { key: "", value: "", label: "", address: "", count: "", selected: false });
        Term { value: "".into(), label: "".into(), html: "".into(), item: item.unwrap(), pair: "".into(), rank }
    }

    fn parts(counts: &[u32], selected: &[usize]) -> (Vec<u32>, usize, usize) {
        let terms: Vec<Term> = (0..).map(term).take(counts.len()).collect();
        let value = |(place, count): (usize, &u32)| Value {
            term: &terms[place],
            count: *count,
            selected: selected.contains(&place),
        };
        let (shown, folded, left_out) = part(counts.iter().enumerate().map(value).collect(), false);
        (shown.iter().map(|value| value.term.rank).collect(), folded.len(), left_out)
    }

    #[test]
    fn a_short_facet_shows_all_and_a_long_one_its_most_frequent_in_the_order_of_the_vocabulary() {
        assert_eq!(parts(&[1; 10], &[]), ((0..10).collect(), 0, 0));
        let rising: Vec<u32> = (1..=12).collect();
        assert_eq!(parts(&rising, &[]), ((4..12).collect(), 4, 0));
        assert_eq!(parts(&[5; 12], &[]), ((0..8).collect(), 4, 0));
        assert_eq!(parts(&rising, &[0]).0, [0, 4, 5, 6, 7, 8, 9, 10, 11], "a selected value is always seen");
        assert_eq!(parts(&[3; 60], &[]).2, 52, "too many are left to a page of their own");
    }

    #[test]
    fn the_counted_filters_are_those_that_a_search_asks_for() {
        let asked: Vec<usize> = Search::counted().iter().map(|counts| counts.facet).collect();
        assert_eq!(counted().map(Filter::facet).collect::<Vec<_>>(), asked);
        assert!(ORDER.iter().all(|filter| counted().any(|known| known == *filter)));
    }
}
