//! `/`: what this is, one field, three doors, what is new.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_geo::{Level, TerritoryCode};
use essaim_web::{Comb, Failure, Frame, Query, page};

use crate::finding::{Filter, Labels, Words};
use crate::pages::card::{Card, Icon, colour, icon};
use crate::pages::map::small_map;
use crate::pages::selection::Kept;
use crate::snapshot::Snapshot;
use crate::state::BankState;

/// The largest swarm that is drawn; beyond, a cell stands for several experiences.
const SWARM: usize = 91;
/// How many territories the second door shows.
const TERRITORIES: usize = 2;
/// How many themes are given as examples of a search.
const EXAMPLES: usize = 3;

/// The home page.
#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    frame: &'a Frame,
    labels: &'a Labels,
    words: &'a Words,
    total: usize,
    cards: Vec<Card<'a>>,
    territories: Vec<DoorLink>,
    /// How many experiences a cell of the swarm stands for.
    per_cell: usize,
    swarm: String,
    map: String,
}

/// A line of a door.
struct DoorLink {
    label: String,
    href: String,
    count: u32,
}

pub(crate) async fn home(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let present = state.present(frame.shell())?;
    let kept = Kept::of(&frame, &present.snapshot);
    let validators = frame.validators((present.snapshot.revision(), "home", kept.write()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let snapshot = &*present.snapshot;
    let words = present.labels.words(frame.lang());
    let overview = present.labels.overview();
    let entries = snapshot.entries();
    let per_cell = entries.len().div_ceil(SWARM).max(1);
    let newest = overview.newest.iter().filter_map(|place| entries.get(*place));
    let home = Home {
        cards: newest.map(|entry| Card::new(entry, words, &frame).kept_in(&kept).upright()).collect(),
        territories: territories(snapshot, &frame, overview.door(Filter::Territory)),
        swarm: swarm(snapshot, per_cell),
        map: small_map(snapshot, &frame, overview),
        total: entries.len(),
        frame: &frame,
        labels: &present.labels,
        words,
        per_cell,
    };
    Ok(page(&home).validators(&validators).into_response())
}

impl Home<'_> {
    fn icon<'n>(&'n self, name: &'n str) -> Icon<'n> {
        icon(self.frame, name)
    }

    /// Who drew the outlines of the map, and under which licence.
    fn credit(&self) -> String {
        essaim_territories::Source::outlines().credit()
    }

    /// The lines of a door, in the order of the vocabulary.
    fn door(&self, filter: Filter) -> Vec<DoorLink> {
        let facet = self.words.facet(filter);
        let counts = self.labels.overview().door(filter).iter();
        let mut known: Vec<_> = counts.filter_map(|(value, count)| Some((facet.term(value)?, *count))).collect();
        known.sort_by_key(|(term, _)| term.rank);
        let line = |(term, count): (&crate::finding::Term, u32)| {
            let href = [&self.frame.url("/experiences"), "?", &term.pair].concat();
            DoorLink { label: term.label.to_string(), href, count }
        };
        known.into_iter().map(line).collect()
    }

    /// The categories of the swarm's cells: the class of their colour, and the link with how many experiences it opens.
    fn categories(&self) -> Vec<(String, DoorLink)> {
        let keys = |link: DoorLink| (link.href.rsplit('=').next().unwrap_or_default().to_owned(), link);
        self.door(Filter::Category).into_iter().map(keys).collect()
    }

    /// The most frequent themes, as examples.
    fn examples(&self) -> Vec<DoorLink> {
        let mut themes = self.door(Filter::Theme);
        themes.sort_by_key(|theme| std::cmp::Reverse(theme.count));
        themes.truncate(EXAMPLES);
        themes
    }

    /// What the bank counts: number, key of the words, address of a page that says the same number.
    fn figures(&self) -> Vec<(usize, &'static str, &'static str)> {
        let overview = self.labels.overview();
        let all = [
            (self.total, "home-figure-experiences", "/experiences"),
            (overview.places, "home-figure-places", "/carte"),
            (overview.organisations, "home-figure-organisations", "/structures"),
            (overview.figures, "home-figure-figures", "/donnees#chiffres"),
        ];
        all.into_iter().filter(|(count, ..)| *count > 0).collect()
    }

    fn contribution() -> Filter {
        Filter::Contribution
    }

    fn lever() -> Filter {
        Filter::Lever
    }
}

/// The territories where most happens: régions first, then départements.
fn territories(snapshot: &Snapshot, frame: &Frame, counts: &[(Box<str>, u32)]) -> Vec<DoorLink> {
    let of_level = |wanted: Level| {
        let codes = counts.iter().filter_map(|(value, count)| Some((value.parse::<TerritoryCode>().ok()?, *count)));
        codes.filter(move |(code, _)| code.level() == wanted)
    };
    let regions = of_level(Level::Region).take(2);
    let departements = of_level(Level::Departement);
    let line = |(code, count): (TerritoryCode, u32)| {
        let value = code.to_string();
        let query = Query::from_pairs([("territoire", value.as_str())]);
        DoorLink {
            label: snapshot.territory_name(&code),
            href: frame.link("/experiences", query.same()).to_string(),
            count,
        }
    };
    regions.chain(departements).take(TERRITORIES).map(line).collect()
}

/// One cell per experience, in the colour of its category; neighbours share theirs.
fn swarm(snapshot: &Snapshot, per_cell: usize) -> String {
    let mut colours: Vec<&str> = snapshot.entries().iter().map(|entry| colour(entry)).collect();
    colours.sort_unstable();
    let cells: Vec<&str> = colours.into_iter().step_by(per_cell).collect();
    Comb::svg(&cells, if cells.len() > 30 { 2.0 } else { 2.8 })
}
