//! What ties organisations to an experience, under the names of the time and under those that they have now.

use std::collections::BTreeSet;

use essaim_geo::TerritoryCode;
use essaim_network::Directory;
use essaim_territories::Registry;

use crate::model::{Experience, Partner, PartnerRole, Place};

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

/// Whether a partner of an experience takes part in what happens in one of its territories.
///
/// An experience names its partners once, for all its places: nothing says which of them acts where. Their seat is the only
/// trace, and it is not enough by itself, since many act far from their seat. So a partner is left out only where two facts
/// speak against it: its seat has nothing to do with the territory – neither inside it nor around it –, and the experience
/// has another place, apart from the territory, in which that seat does lie. A partner without a known seat, one that sits
/// above (a service of the région) and one that sits at none of the experience's places are kept; so are all the partners of
/// what happens in this territory alone.
pub fn takes_part_in(
    registry: &Registry,
    places: &[Place],
    seat: Option<&TerritoryCode>,
    territory: &TerritoryCode,
) -> bool {
    let meets = |a: &TerritoryCode, b: &TerritoryCode| registry.contains(a, b) || registry.contains(b, a);
    let Some(seat) = seat.filter(|seat| !meets(seat, territory)) else { return true };
    let places = places.iter().filter(|place| place.relation.is_inside());
    let mut others = places.map(|place| &place.territory).filter(|place| !meets(place, territory));
    !others.any(|place| meets(place, seat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlaceRelation;

    #[test]
    fn a_partner_seated_at_another_place_of_the_experience_is_left_out_of_this_one() {
        let code = |text: &str| text.parse::<TerritoryCode>().unwrap();
        let place = |(territory, relation): (&str, PlaceRelation)| Place {
            territory: code(territory),
            relation,
            year: None,
            note: None,
        };
        // All over the région; begun in Revin and Colmar; at Bellecroix, in Metz.
        let places = [
            ("region-44", PlaceRelation::Covers),
            ("commune-08363", PlaceRelation::BeganIn),
            ("commune-68066", PlaceRelation::BeganIn),
            ("qpv-QP057018", PlaceRelation::HappensIn),
            ("commune-67482", PlaceRelation::Planned),
        ]
        .map(place);
        for (seat, territory, takes_part, why) in [
            (Some("commune-68066"), "qpv-QP057018", false, "it sits where the action began, in Colmar"),
            (Some("commune-68066"), "departement-57", false, "so it does for the whole département"),
            (Some("commune-68066"), "commune-68066", true, "Colmar is its place"),
            (Some("commune-68066"), "departement-68", true, "and lies in the Haut-Rhin"),
            (Some("commune-68066"), "region-44", true, "and in the région"),
            (Some("commune-57463"), "qpv-QP057018", true, "the town of the neighbourhood"),
            (Some("epci-200039865"), "qpv-QP057018", true, "the EPCI around it"),
            (Some("region-44"), "qpv-QP057018", true, "a service of the région"),
            (Some("commune-67482"), "qpv-QP057018", true, "none of the places where it is at work"),
            (Some("commune-75056"), "qpv-QP057018", true, "far from all of them: somebody who came"),
            (None, "qpv-QP057018", true, "nobody knows where it sits"),
        ] {
            let seat = seat.map(code);
            let found = takes_part_in(Registry::embedded(), &places, seat.as_ref(), &code(territory));
            assert_eq!(found, takes_part, "{seat:?} in {territory}: {why}");
        }
    }
}
