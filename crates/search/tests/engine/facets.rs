//! Counts, filters, empty pages.

use crate::corpus::{document, index};
use essaim_search::{Document, FacetCounts, Index, Request};
use proptest::prelude::*;

const WORDS: [&str; 6] = ["vélo", "emploi", "atelier", "jardin", "école", "garage"];
const THEMES: [&str; 5] = ["alpha", "beta", "gamma", "delta", "epsilon"];
const TERRITORIES: [&str; 6] = ["commune-1", "commune-2", "departement-1", "departement-2", "region-44", "region-45"];

pub(crate) fn some_documents(count: usize) -> impl Strategy<Value = Vec<Document>> {
    let words = prop::collection::vec(0..WORDS.len(), 1..6);
    let themes = prop::collection::btree_set(0..THEMES.len(), 0..3);
    let territories = prop::collection::btree_set(0..TERRITORIES.len(), 0..4);
    let one =
        (words, themes, territories, -3i64..3, 0i64..4).prop_map(|(words, themes, territories, date, freshness)| {
            Document {
                fields: vec![
                    WORDS[words[0]].into(),
                    String::new(),
                    words.iter().map(|&at| WORDS[at]).collect::<Vec<_>>().join(" "),
                ],
                facets: vec![
                    themes.iter().map(|&at| THEMES[at].into()).collect(),
                    territories.iter().map(|&at| TERRITORIES[at].into()).collect(),
                ],
                date,
                freshness,
                name: format!("{} {}", WORDS[words[0]], words.len()),
                ..Document::default()
            }
        });
    prop::collection::vec(one, 1..count).prop_map(|mut documents| {
        for (at, document) in documents.iter_mut().enumerate() {
            document.key = format!("fiche-{at}");
        }
        documents
    })
}

pub(crate) fn some_filters() -> impl Strategy<Value = Vec<(usize, Vec<&'static str>)>> {
    let themes = prop::sample::subsequence(THEMES.to_vec(), 0..3);
    let territories = prop::sample::subsequence(TERRITORIES.to_vec(), 0..3);
    (themes, territories).prop_map(|(themes, territories)| vec![(0, themes), (1, territories)])
}

pub(crate) fn some_query() -> impl Strategy<Value = String> {
    prop::sample::subsequence(WORDS.to_vec(), 0..3).prop_map(|words| words.join(" "))
}

fn total(index: &Index, query: &str, filters: Vec<(usize, Vec<&str>)>) -> u32 {
    index.search(&Request { query, filters, limit: 0, ..Request::default() }).total
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn each_count_is_the_total_that_its_link_gives(documents in some_documents(150), query in some_query(), filters in some_filters()) {
        let index = index(documents);
        let request = Request { query: &query, filters: filters.clone(), counts: vec![FacetCounts::all(0), FacetCounts::all(1)], ..Request::default() };
        let answer = index.search(&request);
        for (facet, counts) in answer.facets.iter().enumerate() {
            for counted in counts {
                let mut with = filters.clone();
                with[facet].1.push(counted.value);
                prop_assert_eq!(counted.count, total(&index, &query, with), "{} {}", query, counted.value);
                prop_assert_eq!(counted.selected, filters[facet].1.contains(&counted.value));
            }
        }
    }

    #[test]
    fn all_words_are_in_every_document_found(documents in some_documents(150), query in some_query()) {
        let index = index(documents.clone());
        let holds = |document: &&Document| query.split(' ').all(|word| document.fields[2].contains(word));
        let expected = documents.iter().filter(holds).count() as u32;
        let answer = index.search(&Request { query: &query, ..Request::default() });
        if expected > 0 {
            prop_assert_eq!((answer.total, answer.reading.required), (expected, answer.reading.wanted));
        } else {
            prop_assert!(answer.reading.required < answer.reading.wanted || answer.total == 0 || !answer.reading.corrected.is_empty());
        }
    }

    #[test]
    fn filters_keep_what_holds_one_value_of_each_facet(documents in some_documents(150), filters in some_filters()) {
        let index = index(documents.clone());
        let kept = |document: &&Document| filters.iter().all(|(facet, values)| {
            values.is_empty() || document.facets[*facet].iter().any(|value| values.contains(&value.as_str()))
        });
        let answer = index.search(&Request { filters: filters.clone(), limit: 1000, ..Request::default() });
        prop_assert_eq!(answer.total as usize, documents.iter().filter(kept).count());
        prop_assert_eq!(answer.total as usize, answer.hits.len());
        for hit in &answer.hits {
            prop_assert!(kept(&&documents[hit.doc as usize]));
        }
    }

    #[test]
    fn an_empty_page_says_what_dropping_each_filter_gives(documents in some_documents(20), query in some_query(), filters in some_filters()) {
        let index = index(documents);
        let answer = index.search(&Request { query: &query, filters: filters.clone(), ..Request::default() });
        prop_assert_eq!(answer.without.is_empty(), answer.total > 0 || filters.iter().all(|(_, values)| values.is_empty()));
        for without in &answer.without {
            let others = filters.iter().filter(|(facet, _)| *facet != without.facet).cloned().collect();
            prop_assert_eq!(without.total, total(&index, &query, others));
        }
        if let Some(all) = answer.without_filters {
            prop_assert_eq!(all, total(&index, &query, Vec::new()));
        }
    }
}

#[test]
fn counts_may_be_limited_to_some_beginnings() {
    let mut one = document("1", "Un", "");
    one.facets[1] = ["region-44", "departement-57", "commune-1"].map(String::from).to_vec();
    let index = index([one]);
    let counts = vec![FacetCounts { facet: 1, prefixes: vec!["region-", "departement-", "region-4"] }];
    let answer = index.search(&Request { counts, ..Request::default() });
    let values: Vec<&str> = answer.facets[0].iter().map(|count| count.value).collect();
    assert_eq!(values, ["departement-57", "region-44"]);
}

#[test]
fn unknown_values_and_facets_find_nothing() {
    let index = index([document("1", "Un", "vélo")]);
    let answer = index.search(&Request { query: "vélo", filters: vec![(0, vec!["nowhere"])], ..Request::default() });
    assert_eq!((answer.total, answer.without[0].total, answer.without_query), (0, 1, Some(0)));
    assert_eq!(total(&index, "", vec![(9, vec!["x"])]), 0);
    assert_eq!(index.search(&Request { counts: vec![FacetCounts::all(9)], ..Request::default() }).facets, [Vec::new()]);
}
