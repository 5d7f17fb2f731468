//! What ties organisations to an experience, under the names of the time and under those that they have now.

use std::collections::BTreeSet;

use essaim_network::Directory;

use crate::model::{Experience, Partner, PartnerRole};

/// What an organisation is to an experience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieKind {
    /// It takes part, in this role.
    Partner(PartnerRole),
    /// It answers on it.
    Referent,
    /// It published what the experience is told from.
    Source,
}

/// An organisation named by an experience.
#[derive(Debug, Clone, Copy)]
pub struct Tie<'a> {
    /// What it is to the experience.
    pub kind: TieKind,
    /// Its slug.
    pub organisation: &'a str,
    /// The partner, where it is one.
    pub partner: Option<&'a Partner>,
    /// A precision on its role, or the function to ask for.
    pub note: Option<&'a str>,
}

/// Every tie of an experience: partners, then those who answer on it, then its sources.
pub fn ties(experience: &Experience) -> impl Iterator<Item = Tie<'_>> {
    let partners = experience.partners.iter().map(|partner| Tie {
        kind: TieKind::Partner(partner.role),
        organisation: &partner.organisation,
        partner: Some(partner),
        note: partner.note.as_deref(),
    });
    let referents = experience.referents.iter().map(|referent| Tie {
        kind: TieKind::Referent,
        organisation: &referent.organisation,
        partner: None,
        note: Some(&referent.function),
    });
    let sources = experience.sources.iter().filter_map(|source| {
        let organisation = source.publisher.as_deref()?;
        Some(Tie { kind: TieKind::Source, organisation, partner: None, note: None })
    });
    partners.chain(referents).chain(sources)
}

/// The organisations by which an experience is found: those it names, and those that took over from them.
pub fn organisations<'a>(experience: &'a Experience, directory: &'a Directory) -> BTreeSet<&'a str> {
    let mut slugs: BTreeSet<&str> = ties(experience).map(|tie| tie.organisation).collect();
    let heirs: Vec<&str> = slugs.iter().flat_map(|slug| directory.heirs(slug)).map(|o| o.slug.as_str()).collect();
    slugs.extend(heirs);
    slugs
}
