//! `/experiences` and `/carte`: one search, seen as a list, a table or a map.

mod notices;
mod page;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use essaim_search::{Hit, Request};
use essaim_web::{Failure, Frame, Pagination};

use crate::finding::{Filter, Search, View, apart, chips, facets, known, places_in, spelt_out};
use crate::pages::card::Card;
use crate::pages::map::MapView;
use crate::pages::selection::Kept;
use crate::snapshot::Snapshot;
use crate::state::{BankState, Present};

pub(crate) use notices::Notice;
use page::{ApartView, SearchPage};

/// How many experiences a page lists.
pub(crate) const PAGE: usize = 20;
/// How many of what concerns a territory without being inside are told, of each kind.
const APART: usize = 4;
/// The key that unfolds a facet.
const UNFOLD: &str = "facette";
/// The key of the map's chosen place.
pub(crate) const PLACE: &str = "lieu";

/// Where the search stands: its address, and whether it is always a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Door {
    path: &'static str,
    map: bool,
}

impl Door {
    /// The form of a frame, which reads the address of a search too.
    pub(crate) const EMBEDDING: Self = Self { path: "/integrer", map: false };

    /// The key of the page's title, when nothing in particular is asked.
    fn title(self) -> &'static str {
        if self.map { "search-map-title" } else { "search-title" }
    }
}

/// `/experiences`.
pub(crate) async fn experiences(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    answer(&state, frame, Door { path: "/experiences", map: false })
}

/// `/carte`.
pub(crate) async fn map(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    answer(&state, frame, Door { path: "/carte", map: true })
}

fn answer(state: &BankState, frame: Frame, door: Door) -> Result<Response, Failure> {
    let present = state.present(frame.shell())?;
    let kept = Kept::of(&frame, &present.snapshot);
    let validators = frame.validators((present.revision, door.path, frame.query(), kept.write()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let mut search = Search::read(frame.query(), &[UNFOLD, PLACE]);
    if door.map {
        search.view = View::Map;
    }
    if let Some(query) = spelt_out(present.snapshot.registry(), &search, frame.query()) {
        return Ok(Redirect::permanent(&frame.link(door.path, query.same()).to_string()).into_response());
    }
    let (page, status) = render(&present, &frame, &search, door, &kept);
    Ok(if status == StatusCode::OK {
        page.validators(&validators).into_response()
    } else {
        page.status(status).into_response()
    })
}

/// Where each experience of a page is at work inside the territories that were asked for; nothing when none was.
pub(super) fn places_of(snapshot: &Snapshot, search: &Search, hits: &[Hit<'_>]) -> Vec<Option<String>> {
    let territories = search.territories();
    if territories.is_empty() {
        return Vec::new();
    }
    let entry = |hit: &Hit<'_>| snapshot.entries().get(hit.doc as usize);
    hits.iter().map(|hit| places_in(snapshot, entry(hit)?, &territories)).collect()
}

fn render(
    present: &Present,
    frame: &Frame,
    search: &Search,
    door: Door,
    kept: &Kept,
) -> (essaim_web::Page, StatusCode) {
    let snapshot = &*present.snapshot;
    let words = present.labels.words(frame.lang());
    let is_map = search.view == View::Map;
    let asked = Request {
        counts: Search::counted(),
        snippets: !is_map && !search.words.is_empty(),
        ..search.request(if is_map { 0 } else { PAGE })
    };
    let mut answer = snapshot.index().search(&asked);
    let total = answer.total as usize;
    let pagination = Pagination::read(door.path, frame.query(), total, PAGE);
    let beyond = !is_map && search.page > pagination.pages();
    if beyond {
        // Whoever asks further than the end sees the last page, and is told.
        answer.hits =
            snapshot.index().search(&Request { counts: Vec::new(), offset: pagination.offset(), ..asked }).hits;
    }
    let unfolded = frame.query().get(UNFOLD).and_then(Filter::from_parameter);
    let chips = chips(snapshot, words, search);
    let apart = apart(snapshot, search, APART);
    let places = places_of(snapshot, search, &answer.hits);
    let cards = answer.hits.iter().enumerate().filter_map(|(at, hit)| {
        let entry = snapshot.entries().get(hit.doc as usize)?;
        let card = Card::numbered(hit.doc, entry, words, frame).kept_in(kept).marked(&hit.title, &hit.snippet);
        Some(places.get(at).and_then(Option::as_deref).map_or(card, |place| card.placed(place)))
    });
    let known = known(snapshot, words, search);
    let query = known.to_query();
    let page = SearchPage {
        notices: Notice::all(frame, snapshot, search, &chips, door, beyond.then(|| pagination.pages())),
        map: is_map.then(|| MapView::of(snapshot, present.outlines(), (search, &known), frame, door.path)),
        headline: page::headline(frame, answer.total, search),
        base: page::base(frame, door.path, &query),
        facets: facets(words, &answer.facets, search, unfolded),
        cards: cards.collect(),
        apart: apart.iter().map(|apart| ApartView::of(apart, words, frame, kept)).collect(),
        answer: &answer,
        snapshot,
        words,
        frame,
        query: &query,
        search,
        chips,
        pagination,
        door,
    };
    let status = match (search.refused.is_empty(), beyond) {
        (false, _) => StatusCode::BAD_REQUEST,
        (_, true) => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let rendered = essaim_web::page(&page);
    (if is_map { rendered.with_map() } else { rendered }, status)
}
