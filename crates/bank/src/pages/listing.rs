//! `/experiences.pdf`: the search at hand, to print or hand over.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use essaim_accounts::{Access::Everyone, Doors};
use essaim_search::Request;
use essaim_web::{Budget, Failure, Frame, download};

use crate::books::{self, Asked, Publisher};
use crate::finding::{Search, Sort, chips};
use crate::snapshot::{Entry, Snapshot};
use crate::state::{BankState, Present};

/// How many results one document holds: what is beyond is counted, and opens from the address on the page.
const MOST: usize = 300;

/// The route of a printed search.
pub(crate) fn routes() -> Doors<BankState> {
    Doors::new().get(Everyone, "/experiences.pdf", pdf)
}

async fn pdf(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let present = state.present(frame.shell())?;
    let search = Search::read(frame.query(), &[]);
    if let Some(refused) = crate::api::refuse_misunderstood(&frame, &present.snapshot, &search)? {
        return Ok(refused);
    }
    let validators = frame.file_validators((present.snapshot.revision(), "pdf", frame.query().to_string()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    frame.spend(Budget::Document)?;
    let (entries, total) = found(&present.snapshot, &search);
    let publisher = Publisher::of(frame.shell());
    let asked = asked(&frame, &present, &search);
    let document = books::listing(&present.snapshot, &publisher, asked, &entries, total, frame.lang());
    let mut response = download(state.books().print(document).await?, "application/pdf", None);
    validators.write(response.headers_mut());
    Ok(response)
}

fn found(snapshot: &Snapshot, search: &Search) -> (Vec<Arc<Entry>>, usize) {
    let request = Request { offset: 0, snippets: false, ..search.request(MOST) };
    let answer = snapshot.index().search(&request);
    let entries = answer.hits.iter().filter_map(|hit| snapshot.entries().get(hit.doc as usize).cloned());
    (entries.collect(), answer.total as usize)
}

fn asked(frame: &Frame, present: &Present, search: &Search) -> Asked {
    let words = present.labels.words(frame.lang());
    let query = search.to_query();
    let filter = |chip: crate::finding::Chip<'_>| {
        let title = chip.filter.vocabulary().map(|key| present.snapshot.words(frame.lang()).vocabulary(key).to_owned());
        match title {
            Some(title) => format!("{title}{}{}", frame.t("listing-colon"), chip.label),
            None => chip.label,
        }
    };
    Asked {
        title: frame.t("listing-title").to_owned(),
        query: search.words.clone(),
        filters: chips(&present.snapshot, words, search).into_iter().map(filter).collect(),
        order: frame
            .t(match search.sort {
                Sort::Relevance => "search-sort-relevance",
                Sort::Date => "search-sort-date",
                Sort::Name => "search-sort-name",
                Sort::Freshness => "search-sort-freshness",
            })
            .to_owned(),
        address: format!("{}{}{query}", frame.public_url("/experiences"), if query.is_empty() { "" } else { "?" }),
    }
}
