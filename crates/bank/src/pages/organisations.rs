//! What the bank says of an organisation: its experiences by role, those of the organisations that it took over from, its
//! known amounts, its places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use essaim_network::{KindLabels, NetworkState, Organisation, OrganisationPanel, Panel, Present};
use essaim_web::Frame;

use crate::finding::{Tie, TieKind, organisations, ties};
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;

/// The key of the vocabulary that names the kinds of organisations.
const KINDS: &str = "organisation-kind";

/// The bank's panel on the pages of organisations.
pub struct Organisations(BankState);

impl Organisations {
    /// The panel of a bank.
    pub fn new(state: BankState) -> Self {
        Self(state)
    }
}

/// What the pages of organisations are made from: the directory and the names of kinds that the bank holds, and the bank's
/// panel.
pub fn network(state: &BankState) -> NetworkState {
    let bank = state.bank().clone();
    let present = move || bank.snapshot().map(|snapshot| present(&snapshot));
    NetworkState::new(present, vec![Arc::new(Organisations::new(state.clone()))])
}

fn present(snapshot: &Snapshot) -> Present {
    let kinds = snapshot.vocabularies().get(KINDS).into_iter().flat_map(|vocabulary| &vocabulary.terms);
    Present {
        revision: snapshot.revision(),
        directory: snapshot.shared_directory(),
        kinds: KindLabels::new(kinds.map(|term| (&*term.key, &*term.fr, &*term.en))),
    }
}

/// An experience that the organisation is tied to.
struct Line<'a> {
    slug: &'a str,
    title: &'a str,
    lang: Option<&'static str>,
    situation: String,
    note: Option<&'a str>,
    goods: Option<&'a str>,
    amount: Option<String>,
    /// The organisation of the time, where another has taken over: slug and short name.
    under: Option<(&'a str, &'a str)>,
}

#[derive(Template)]
#[template(path = "_panel_organisation.html")]
struct OrganisationTemplate<'a> {
    frame: &'a Frame,
    roles: Vec<(&'a str, Vec<Line<'a>>)>,
    places: Vec<(String, String)>,
}

impl OrganisationPanel for Organisations {
    fn panel(&self, frame: &Frame, slug: &str) -> Option<Panel> {
        let snapshot = self.0.bank().snapshot()?;
        let before = snapshot.directory().forebears(slug);
        let under = |tie: &Tie<'_>| before.iter().copied().find(|organisation| organisation.slug == tie.organisation);
        let mut count = 0;
        let mut roles: BTreeMap<TieKind, Vec<Line<'_>>> = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for entry in snapshot.entries() {
            let its = |tie: &Tie<'_>| tie.organisation == slug || under(tie).is_some();
            let tied: Vec<Tie<'_>> = ties(&entry.experience).filter(its).collect();
            count += usize::from(!tied.is_empty());
            // Whoever only published the source has nothing to do with the places.
            if tied.iter().any(|tie| tie.kind != TieKind::Source) {
                codes.extend(entry.experience.places.iter().filter(|p| p.relation.is_inside()).map(|p| p.territory));
            }
            for tie in tied {
                roles.entry(tie.kind).or_default().push(line(&snapshot, entry, &tie, under(&tie), frame));
            }
        }
        if count == 0 {
            return None;
        }
        let words = snapshot.words(frame.lang());
        let title = |kind| match kind {
            TieKind::Partner(role) => words.role(role),
            TieKind::Referent => frame.t("panel-referent"),
            TieKind::Source => frame.t("panel-source"),
        };
        let template = OrganisationTemplate {
            roles: roles.into_iter().map(|(kind, lines)| (title(kind), lines)).collect(),
            places: codes.iter().map(|code| (code.to_string(), words.territory_in_full(code))).collect(),
            frame,
        };
        let html = template.render().ok()?;
        Some(Panel { title: frame.count("panel-experiences", count), count, html })
    }

    fn counts(&self) -> Arc<BTreeMap<String, usize>> {
        let Some(snapshot) = self.0.bank().snapshot() else { return Arc::default() };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in snapshot.entries() {
            for slug in organisations(&entry.experience, snapshot.directory()) {
                *counts.entry(slug.to_owned()).or_default() += 1;
            }
        }
        Arc::new(counts)
    }
}

fn line<'a>(
    snapshot: &'a Snapshot,
    entry: &'a Arc<Entry>,
    tie: &Tie<'a>,
    under: Option<&'a Organisation>,
    frame: &Frame,
) -> Line<'a> {
    let words = snapshot.words(frame.lang());
    let experience = &entry.experience;
    Line {
        slug: experience.slug.as_str(),
        title: &experience.text_in(words.english()).title,
        lang: (words.english() && experience.english.is_none()).then_some("fr"),
        situation: words.situation(&experience.situation),
        note: tie.note,
        goods: tie.partner.and_then(|partner| partner.goods.as_deref()),
        amount: tie.partner.and_then(|partner| partner.amount.as_ref()).map(|amount| words.money(amount)),
        under: under.map(|organisation| (organisation.slug.as_str(), organisation.short_name())),
    }
}

#[cfg(test)]
mod tests;
