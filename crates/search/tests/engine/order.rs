//! Orders and pages.

use crate::corpus::index;
use crate::facets::{some_documents, some_filters, some_query};
use essaim_search::{Cursor, Document, Request, Sort};
use proptest::prelude::*;

const SORTS: [Sort; 4] = [Sort::Relevance, Sort::Date, Sort::Name, Sort::Freshness];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn pages_by_offset_and_by_cursor_give_the_whole_list(documents in some_documents(200), query in some_query(), filters in some_filters(), size in 1usize..40) {
        let index = index(documents);
        for sort in SORTS {
            let base = Request { query: &query, filters: filters.clone(), sort, limit: 1000, snippets: false, ..Request::default() };
            let whole = index.search(&base);
            prop_assert!(whole.next.is_none());
            let all: Vec<u32> = whole.hits.iter().map(|hit| hit.doc).collect();
            prop_assert_eq!(all.len(), whole.total as usize);
            let mut by_offset = Vec::new();
            while by_offset.len() < all.len() {
                let page = index.search(&Request { offset: by_offset.len(), limit: size, ..base.clone() });
                by_offset.extend(page.hits.iter().map(|hit| hit.doc));
            }
            prop_assert_eq!(&by_offset, &all);
            let mut by_cursor = Vec::new();
            let mut after: Option<Cursor> = None;
            loop {
                let page = index.search(&Request { after, limit: size, ..base.clone() });
                by_cursor.extend(page.hits.iter().map(|hit| hit.doc));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            prop_assert_eq!(&by_cursor, &all, "{:?}", sort);
        }
    }

    #[test]
    fn each_order_is_the_one_asked_for(documents in some_documents(100)) {
        let index = index(documents.clone());
        for sort in SORTS {
            let answer = index.search(&Request { sort, limit: 1000, ..Request::default() });
            let of = |at: usize| &documents[answer.hits[at].doc as usize];
            for at in 1..answer.hits.len() {
                let (one, other) = (of(at - 1), of(at));
                let named = |document: &Document| (document.name.replace('é', "e"), document.key.clone());
                let time = |document: &Document| match sort {
                    Sort::Relevance | Sort::Date => -document.date,
                    Sort::Freshness => -document.freshness,
                    Sort::Name => 0,
                };
                prop_assert!((time(one), named(one)) < (time(other), named(other)));
            }
        }
    }

    #[test]
    fn any_text_is_answered(query in "(\\PC|[-\"«» a-zé’.()·]){0,80}", prefix_last: bool) {
        let index = crate::corpus::bodies(&["un garage solidaire", "une mini-entreprise"]);
        let answer = index.search(&Request { query: &query, prefix_last, ..Request::default() });
        prop_assert!(answer.total <= 2);
        index.suggest(&query, 8);
    }
}

#[test]
fn a_cursor_holds_when_its_document_is_gone() {
    let index = crate::corpus::bodies(&["vélo", "vélo", "vélo", "vélo"]);
    for sort in SORTS {
        let first = index.search(&Request { sort, limit: 2, ..Request::default() });
        let gone = first.hits[1].key.to_owned();
        let left = index.updated(essaim_search::Changes { removed: vec![gone], ..Default::default() }, 8).unwrap();
        let rest = left.search(&Request { sort, after: first.next.clone(), ..Request::default() });
        let whole = index.search(&Request { sort, offset: 2, ..Request::default() });
        let keys =
            |answer: &essaim_search::Answer<'_>| answer.hits.iter().map(|hit| hit.key.to_owned()).collect::<Vec<_>>();
        assert_eq!(keys(&rest), keys(&whole), "{sort:?}");
    }
}
