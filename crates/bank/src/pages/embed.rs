//! `/integrer`: a search made into a frame for another site, and the page that stands in the frame.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use essaim_search::Request;
use essaim_web::{Cache, Failure, Frame, Query, page};

use crate::finding::{Chip, Filter, Search, View, Words, chips, known, spelt_out};
use crate::pages::card::{Card, Icon, icon};
use crate::pages::map::MapView;
use crate::pages::search::{Door, Notice, PAGE, places_of};
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// The key of the frame's height.
const HEIGHT: &str = "hauteur";
/// The height at first, in pixels.
const USUAL: u32 = 600;
/// The heights that make sense.
const HEIGHTS: std::ops::RangeInclusive<u32> = 300..=2_000;

/// The form, what it gives, and the code to copy.
#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage<'a> {
    frame: &'a Frame,
    search: &'a Search,
    /// What the address holds that means nothing.
    notices: Vec<Notice>,
    /// The large territories, and those that the address asks for: value and label.
    territories: Vec<(String, String)>,
    chips: Vec<Chip<'a>>,
    height: u32,
    /// The height as typed, when it makes no sense.
    refused: Option<&'a str>,
    source: String,
    code: String,
}

/// `/integrer`
pub(crate) async fn form(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let present = state.present(frame.shell())?;
    let snapshot = &*present.snapshot;
    let words = present.labels.words(frame.lang());
    let allowed = &frame.shell().config().framed_by;
    let validators = frame.validators((snapshot.revision(), "integrer", frame.query(), allowed));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let search = Search::read(frame.query(), &[HEIGHT]);
    if let Some(query) = spelt_out(snapshot.registry(), &search, frame.query()) {
        return Ok(Redirect::permanent(&frame.link("/integrer", query.same()).to_string()).into_response());
    }
    let typed = frame.query().get(HEIGHT).map(str::trim).filter(|typed| !typed.is_empty());
    let read = typed.map(|typed| typed.parse().ok().filter(|height| HEIGHTS.contains(height)));
    let height = read.flatten().unwrap_or(USUAL);
    let query = search.to_query();
    let source = frame.link("/integrer/cadre", query.same()).to_string();
    let title = title(&frame, &search);
    let mut chips = chips(snapshot, words, &search);
    let notices = Notice::all(&frame, snapshot, &search, &chips, Door::EMBEDDING, None);
    chips.retain(|chip| chip.filter != Filter::Territory);
    let form = EmbedPage {
        notices,
        territories: territories(snapshot, words, &present.labels, &search),
        chips,
        code: code(&frame, &query, &title, height),
        refused: typed.filter(|_| read == Some(None)),
        frame: &frame,
        search: &search,
        height,
        source,
    };
    let is_refused = form.refused.is_some() || !search.refused.is_empty();
    let page = page(&form);
    Ok(if is_refused { page.status(StatusCode::BAD_REQUEST) } else { page.validators(&validators) }.into_response())
}

fn territories(
    snapshot: &Snapshot,
    words: &Words,
    labels: &crate::finding::Labels,
    search: &Search,
) -> Vec<(String, String)> {
    let facet = words.facet(Filter::Territory);
    let counted = labels.overview().door(Filter::Territory).iter();
    let mut known: Vec<_> = counted.filter_map(|(value, _)| facet.term(value)).collect();
    known.sort_by_key(|term| term.rank);
    let mut all: Vec<(String, String)> =
        known.into_iter().map(|term| (term.value.to_string(), term.label.to_string())).collect();
    for value in search.values(Filter::Territory) {
        if all.iter().any(|(known, _)| known == value) {
            continue;
        }
        let name = value.parse().ok().and_then(|code| snapshot.registry().label(&code));
        all.push((value.clone(), name.unwrap_or_else(|| value.clone())));
    }
    all
}

/// What a site pastes into its page.
fn code(frame: &Frame, query: &Query, title: &str, height: u32) -> String {
    let mut address = frame.public_url("/integrer/cadre");
    if !query.is_empty() {
        address.push('?');
        address.push_str(&query.to_string());
    }
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{height}\" loading=\"lazy\"></iframe>",
        crate::finding::html(&address).replace("&#38;", "&amp;"),
        crate::finding::html(title)
    )
}

/// What the frame holds, for who does not see it.
fn title(frame: &Frame, search: &Search) -> String {
    let key = if search.view == View::Map { "embed-title-map" } else { "embed-title-list" };
    frame.tn(key, &[("site", frame.site_name().into())])
}

impl EmbedPage<'_> {
    fn icon<'n>(&'n self, name: &'n str) -> Icon<'n> {
        icon(self.frame, name)
    }

    fn title(&self) -> String {
        title(self.frame, self.search)
    }

    fn is_map(&self) -> bool {
        self.search.view == View::Map
    }

    fn is_territory(&self, value: &str) -> bool {
        self.search.values(Filter::Territory).iter().any(|chosen| chosen == value)
    }

    /// The sites that may frame the pages made for it.
    fn allowed(&self) -> &[String] {
        &self.frame.shell().config().framed_by
    }
}

/// The page that stands in the frame.
#[derive(Template)]
#[template(path = "embed_frame.html")]
struct FramedPage<'a> {
    frame: &'a Frame,
    query: &'a Query,
    total: u32,
    cards: Vec<Card<'a>>,
    map: Option<MapView>,
}

/// `/integrer/cadre`
pub(crate) async fn framed(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let present = state.present(frame.shell())?;
    let snapshot = &*present.snapshot;
    let words = present.labels.words(frame.lang());
    let validators = frame.validators((present.revision, "cadre", frame.query())).cache(Cache::Seconds(300));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let search = Search::read(frame.query(), &[HEIGHT, super::search::PLACE]);
    if let Some(query) = spelt_out(snapshot.registry(), &search, frame.query()) {
        return Ok(Redirect::permanent(&frame.link("/integrer/cadre", query.same()).to_string()).into_response());
    }
    let is_map = search.view == View::Map;
    let snippets = !search.words.is_empty();
    let answer = snapshot.index().search(&Request { snippets, ..search.request(if is_map { 0 } else { PAGE }) });
    let places = places_of(snapshot, &search, &answer.hits);
    let cards = answer.hits.iter().enumerate().filter_map(|(at, hit)| {
        let entry = snapshot.entries().get(hit.doc as usize)?;
        let card = Card::new(entry, words, &frame).marked(&hit.title, &hit.snippet).read_only();
        Some(places.get(at).and_then(Option::as_deref).map_or(card, |place| card.placed(place)))
    });
    let known = known(snapshot, words, &search);
    let query = known.to_query();
    let framed = FramedPage {
        cards: cards.collect(),
        map: is_map.then(|| MapView::of(snapshot, present.outlines(), (&search, &known), &frame, "/integrer/cadre")),
        frame: &frame,
        query: &query,
        total: answer.total,
    };
    let page = page(&framed).validators(&validators).framable();
    Ok(if is_map { page.with_map() } else { page }.into_response())
}

impl FramedPage<'_> {
    fn icon<'n>(&'n self, name: &'n str) -> Icon<'n> {
        icon(self.frame, name)
    }

    /// The whole search on the site itself.
    fn whole(&self) -> String {
        self.frame.link("/experiences", self.query.same()).to_string()
    }
}
