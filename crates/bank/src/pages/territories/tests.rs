//! The pages of territories with what the bank says of them, and the searches narrowed to them, through the router.

use crate::testing::TestSite;

/// The part of a page between two texts; empty where the first is absent.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split_once(from).map_or("", |(_, rest)| rest.split(to).next().unwrap_or(rest))
}

/// What a territory's page tells under a title, without the headings that follow.
fn under<'a>(html: &'a str, title: &str) -> &'a str {
    let rest = between(html, &format!("<h3>{title}</h3>"), "<h3>");
    rest.split("</section>").next().unwrap_or(rest)
}

const POST_OFFICES: &str = "/experiences/accompagnement-bureaux-de-poste\"";

#[tokio::test]
async fn what_is_planned_in_a_territory_is_told_there() {
    let site = TestSite::with_samples().await;
    for (prefix, title) in [("", "Envisagée ici"), ("/en", "Planned here")] {
        let page = site.page(&format!("{prefix}/territoires/commune-57206")).await;
        assert!(under(&page, title).contains(POST_OFFICES), "{title}");
        assert!(under(&page, title).contains("Fameck"), "the place is the one that is meant: {}", under(&page, title));
        assert_eq!(page.matches(POST_OFFICES).count(), 1, "it is told once");
        let search = site.page(&format!("{prefix}/experiences?territoire=commune-57206")).await;
        let group = between(&search, "id=\"apart-planned\"", "</section>");
        assert!(group.contains(title) && group.contains(POST_OFFICES) && group.contains("Fameck"), "{group}");
    }
}

#[tokio::test]
async fn what_exists_elsewhere_is_told_in_that_place() {
    let site = TestSite::with_samples().await;
    let metz = site.page("/territoires/epci-200039865").await;
    assert!(under(&metz, "Existe aussi ici").contains("/experiences/citeslab\""));
    let search = site.page("/en/experiences?territoire=epci-200039865").await;
    let group = between(&search, "id=\"apart-elsewhere\"", "</section>");
    assert!(group.contains("Also exists here") && group.contains("/experiences/citeslab\""), "{group}");
}

#[tokio::test]
async fn a_neighbourhood_tells_what_happened_in_the_one_that_it_took_over_from() {
    let site = TestSite::with_samples().await;
    for (prefix, title) in [("", "Dans le quartier de 2015 repris"), ("/en", "In the neighbourhood of 2015")] {
        let page = site.page(&format!("{prefix}/territoires/qpv-QN05718M")).await;
        assert!(between(&page, title, "<h3>").contains(POST_OFFICES), "{title}");
        let search = site.page(&format!("{prefix}/experiences?territoire=qpv-QN05718M")).await;
        let group = between(&search, "id=\"apart-former\"", "</section>");
        assert!(group.contains(title) && group.contains(POST_OFFICES) && group.contains("Bellecroix"), "{group}");
    }
    let json = site.get("/territoires/qpv-QN05718M.json").await.body;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["panels"]["experiences"]["items"]["former"][0], "accompagnement-bureaux-de-poste");
    assert_eq!(json["panels"]["experiences"]["count"], 0);
}

#[tokio::test]
async fn what_covers_from_above_is_titled_by_its_level_and_placed_where_it_covers() {
    let site = TestSite::with_samples().await;
    let page = site.page("/territoires/commune-51454").await;
    let regional = under(&page, "Aussi à l’échelle régionale");
    assert!(regional.contains("Grand Est") && !regional.contains("Bellecroix"), "{regional}");
    let search = site.page("/experiences?territoire=commune-51454").await;
    let group = between(&search, "id=\"apart-covering\"", "</section>");
    assert!(group.contains("Aussi à l’échelle régionale") && !group.contains("Bellecroix"), "{group}");
    // Départements and the région cover Fameck.
    let page = site.page("/territoires/commune-57206").await;
    let wider = under(&page, "Aussi à une échelle plus large");
    assert!(wider.contains("Moselle") && wider.contains("Grand Est"), "{wider}");
}

#[tokio::test]
async fn totals_of_what_is_apart_are_those_of_what_is_listed() {
    let site = TestSite::with_samples().await;
    let snapshot = site.bank.snapshot().unwrap();
    for level in [essaim_geo::Level::Departement, essaim_geo::Level::Epci, essaim_geo::Level::Qpv] {
        for place in snapshot.registry().children(&"region-44".parse().unwrap(), level) {
            let search = crate::finding::Search::everything()
                .within(crate::finding::Filter::Territory, &place.code().to_string());
            let mut seen = std::collections::BTreeSet::new();
            for group in crate::finding::apart(&snapshot, &search, 100) {
                assert_eq!(group.total as usize, group.told.len(), "{}: {:?}", place.code(), group.kind);
                assert!(group.told.iter().all(|told| !told.place.is_empty()), "{}: {:?}", place.code(), group.kind);
                assert!(group.told.iter().all(|told| seen.insert(told.entry.id)), "{}: told twice", place.code());
            }
        }
    }
}

#[tokio::test]
async fn the_organisations_of_a_territory_are_not_those_of_the_other_places_of_an_experience() {
    let site = TestSite::with_samples().await;
    for (prefix, title) in [("", "Structures, par rôle"), ("/en", "Organisations, by role")] {
        let page = site.page(&format!("{prefix}/territoires/qpv-QP057018")).await;
        let actors = under(&page, title);
        for (slug, is_there) in
            [("asti-colmar", false), ("centre-social-orzy", false), ("la-poste", true), ("cdppt-grand-est", true)]
        {
            assert_eq!(actors.contains(&format!("/structures/{slug}\"")), is_there, "{slug}");
        }
        let colmar = site.page(&format!("{prefix}/territoires/commune-68066")).await;
        assert!(under(&colmar, title).contains("/structures/asti-colmar\""));
    }
}
