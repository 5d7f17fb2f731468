//! What the bank says of an organisation: its experiences by role, its known amounts, its places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use essaim_network::{OrganisationPanel, Panel};
use essaim_web::Frame;

use crate::model::{Partner, PartnerRole};
use crate::snapshot::{Entry, Snapshot};
use crate::state::BankState;

/// The bank's panel on the pages of organisations.
pub struct Organisations(BankState);

impl Organisations {
    /// The panel of a bank.
    pub fn new(state: BankState) -> Self {
        Self(state)
    }
}

/// An experience in which the organisation has a role.
struct Line<'a> {
    slug: &'a str,
    title: &'a str,
    lang: Option<&'static str>,
    situation: String,
    note: Option<&'a str>,
    goods: Option<&'a str>,
    amount: Option<String>,
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
        let mut count = 0;
        let mut roles: BTreeMap<PartnerRole, Vec<Line<'_>>> = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for entry in snapshot.entries() {
            let partners: Vec<&Partner> = entry.experience.partners.iter().filter(|p| p.organisation == slug).collect();
            count += usize::from(!partners.is_empty());
            if !partners.is_empty() {
                codes.extend(entry.experience.places.iter().filter(|p| p.relation.is_inside()).map(|p| p.territory));
            }
            for partner in partners {
                roles.entry(partner.role).or_default().push(line(&snapshot, entry, partner, frame));
            }
        }
        if count == 0 {
            return None;
        }
        let words = snapshot.words(frame.lang());
        let template = OrganisationTemplate {
            roles: roles.into_iter().map(|(role, lines)| (words.role(role), lines)).collect(),
            places: codes.iter().map(|code| (code.to_string(), words.territory_in_full(code))).collect(),
            frame,
        };
        let html = template.render().ok()?;
        Some(Panel { title: frame.count("panel-experiences", count), count, html })
    }

    fn counts(&self) -> Arc<BTreeMap<String, usize>> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in self.0.bank().snapshot().iter().flat_map(|snapshot| snapshot.entries()) {
            let slugs: BTreeSet<&str> = entry.experience.partners.iter().map(|p| p.organisation.as_str()).collect();
            for slug in slugs {
                *counts.entry(slug.to_owned()).or_default() += 1;
            }
        }
        Arc::new(counts)
    }
}

fn line<'a>(snapshot: &'a Snapshot, entry: &'a Arc<Entry>, partner: &'a Partner, frame: &Frame) -> Line<'a> {
    let words = snapshot.words(frame.lang());
    let experience = &entry.experience;
    Line {
        slug: experience.slug.as_str(),
        title: &experience.text_in(words.english()).title,
        lang: (words.english() && experience.english.is_none()).then_some("fr"),
        situation: words.situation(&experience.situation),
        note: partner.note.as_deref(),
        goods: partner.goods.as_deref(),
        amount: partner.amount.as_ref().map(|amount| words.money(amount)),
    }
}
