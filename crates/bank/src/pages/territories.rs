//! What the bank says of a territory: what happens inside, what concerns it otherwise, who takes part and for how much.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use essaim_geo::TerritoryCode;
use essaim_search::{FacetCounts, Request};
use essaim_territories::{Panel, TerritoryPanel};
use essaim_web::Frame;
use serde_json::{Value, json};

use crate::finding::{Apart, Filter, Search, apart, places_in, takes_part_in};
use crate::model::PartnerRole;
use crate::pages::apart::ApartWords;
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;

/// How many experiences a territory's page lists before it sends to the search.
const LISTED: usize = 30;
/// How many organisations a role lists.
const ORGANISATIONS: usize = 12;

/// The bank's panel on the pages of territories.
pub struct Territories(BankState);

impl Territories {
    /// The panel of a bank.
    pub fn new(state: BankState) -> Self {
        Self(state)
    }
}

/// An experience of the list.
struct Line<'a> {
    slug: &'a str,
    title: &'a str,
    lang: Option<&'static str>,
    place: Cow<'a, str>,
    situation: String,
}

/// What concerns the territory in one way without being inside.
struct Group<'a> {
    words: ApartWords,
    total: u32,
    lines: Vec<Line<'a>>,
}

/// An organisation in a role: how many experiences, the amounts known.
struct Actor<'a> {
    slug: &'a str,
    name: &'a str,
    count: usize,
    amounts: Vec<String>,
}

#[derive(Template)]
#[template(path = "_panel_territory.html")]
struct TerritoryTemplate<'a> {
    frame: &'a Frame,
    code: String,
    inside: Vec<Line<'a>>,
    inside_total: u32,
    apart: Vec<Group<'a>>,
    roles: Vec<(&'a str, Vec<Actor<'a>>)>,
}

impl TerritoryPanel for Territories {
    fn revision(&self) -> u64 {
        self.0.bank().snapshot().map_or(0, |snapshot| snapshot.revision())
    }

    fn panel(&self, frame: &Frame, code: &TerritoryCode) -> Option<Panel> {
        let snapshot = self.0.bank().snapshot()?;
        let search = Search::everything().within(Filter::Territory, &code.to_string());
        let request = Request { snippets: false, ..search.request(snapshot.entries().len()) };
        let found = snapshot.index().search(&request);
        let inside: Vec<&Arc<Entry>> =
            found.hits.iter().filter_map(|hit| snapshot.entries().get(hit.doc as usize)).collect();
        let apart = apart(&snapshot, &search, LISTED);
        if inside.is_empty() && apart.is_empty() {
            return None;
        }
        let slugs = |entries: &mut dyn Iterator<Item = &Arc<Entry>>| -> Value {
            entries.map(|entry| entry.experience.slug.to_string()).collect()
        };
        let mut json = json!({ "inside": slugs(&mut inside.iter().copied()) });
        for group in &apart {
            json[ApartWords::of(group.kind).key] = slugs(&mut group.told.iter().map(|told| told.entry));
        }
        let template = TerritoryTemplate {
            code: code.to_string(),
            roles: roles(&snapshot, &inside, code, frame),
            inside: inside
                .iter()
                .take(LISTED)
                .map(|entry| line(&snapshot, entry, place(&snapshot, entry, code), frame))
                .collect(),
            inside_total: found.total,
            apart: apart.iter().map(|apart| group(&snapshot, apart, frame)).collect(),
            frame,
        };
        let html = template.render().ok()?;
        Some(Panel {
            key: "experiences",
            title: frame.t("panel-territory").to_owned(),
            count: found.total as usize,
            html,
            json,
        })
    }

    fn counts(&self) -> Arc<BTreeMap<TerritoryCode, usize>> {
        let Some(snapshot) = self.0.bank().snapshot() else { return Arc::default() };
        let counts = vec![FacetCounts::all(Filter::Territory.facet())];
        let found = snapshot.index().search(&Request { limit: 0, snippets: false, counts, ..Request::default() });
        let values = found.facets.iter().flatten();
        Arc::new(values.filter_map(|value| Some((value.value.parse().ok()?, value.count as usize))).collect())
    }
}

fn group<'a>(snapshot: &'a Snapshot, apart: &'a Apart<'a>, frame: &Frame) -> Group<'a> {
    let lines = apart.told.iter().map(|told| line(snapshot, told.entry, told.place.as_str().into(), frame));
    Group { words: ApartWords::of(apart.kind), total: apart.total, lines: lines.collect() }
}

/// Its places in the territory, in words.
fn place<'a>(snapshot: &Snapshot, entry: &'a Entry, code: &TerritoryCode) -> Cow<'a, str> {
    places_in(snapshot, entry, std::slice::from_ref(code)).map_or_else(|| Cow::Borrowed(&*entry.card.place), Cow::Owned)
}

fn line<'a>(snapshot: &'a Snapshot, entry: &'a Entry, place: Cow<'a, str>, frame: &Frame) -> Line<'a> {
    let words = snapshot.words(frame.lang());
    let experience = &entry.experience;
    Line {
        slug: experience.slug.as_str(),
        title: &experience.text_in(words.english()).title,
        lang: (words.english() && experience.english.is_none()).then_some("fr"),
        place,
        situation: words.situation(&experience.situation),
    }
}

/// What an organisation has to do with a territory: experiences, known amounts.
type Share<'a> = (BTreeSet<&'a str>, Vec<String>);

/// The organisations of what happens inside, role by role, the most present first.
fn roles<'a>(
    snapshot: &'a Snapshot,
    inside: &[&'a Arc<Entry>],
    code: &TerritoryCode,
    frame: &Frame,
) -> Vec<(&'a str, Vec<Actor<'a>>)> {
    let words = snapshot.words(frame.lang());
    let mut roles: BTreeMap<PartnerRole, BTreeMap<&'a str, Share<'a>>> = BTreeMap::new();
    for entry in inside {
        for partner in &entry.experience.partners {
            let seat = snapshot.directory().get(&partner.organisation).and_then(|o| o.territory.as_ref());
            if !takes_part_in(snapshot.registry(), &entry.experience.places, seat, code) {
                continue;
            }
            let actors = roles.entry(partner.role).or_default();
            let (experiences, amounts) = actors.entry(&partner.organisation).or_default();
            experiences.insert(entry.experience.slug.as_str());
            amounts.extend(partner.amount.as_ref().map(|amount| words.money(amount)));
        }
    }
    let each = roles.into_iter().map(|(role, actors)| {
        let mut actors: Vec<Actor<'a>> = actors
            .into_iter()
            .map(|(slug, (experiences, amounts))| Actor {
                slug,
                name: snapshot.directory().name(slug),
                count: experiences.len(),
                amounts,
            })
            .collect();
        actors.sort_by_key(|actor| (std::cmp::Reverse((actor.amounts.len(), actor.count)), actor.name));
        actors.truncate(ORGANISATIONS);
        (words.role(role), actors)
    });
    each.collect()
}

#[cfg(test)]
mod tests;
