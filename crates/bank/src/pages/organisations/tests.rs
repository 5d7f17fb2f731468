//! The pages of organisations with what the bank says of them, through the router.

use crate::testing::TestSite;

fn lines(html: &str) -> usize {
    let panel = html.split("/experiences/").skip(1).filter_map(|piece| piece.split(['"', '<']).next());
    panel.collect::<std::collections::BTreeSet<_>>().len()
}

async fn total(site: &TestSite, slug: &str) -> u64 {
    let answer = site.get(&format!("/api/v1/experiences?structure={slug}")).await;
    serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["total"].as_u64().unwrap()
}

#[tokio::test]
async fn a_successor_answers_for_those_it_took_over_from() {
    let site = TestSite::with_samples().await;
    for (before, after, short) in [
        ("cget", "anct", "CGET"),
        ("cus-habitat", "ophea", "CUS Habitat"),
        ("pole-emploi", "france-travail", "Pôle emploi"),
        ("direccte-grand-est", "dreets-grand-est", "DIRECCTE"),
    ] {
        assert!(total(&site, after).await >= total(&site, before).await && total(&site, before).await > 0, "{after}");
        for (prefix, words) in [("", "sous le nom de"), ("/en", "as")] {
            let html = site.page(&format!("{prefix}/structures/{after}")).await;
            assert_eq!(lines(&html) as u64, total(&site, after).await, "{after}");
            let under = format!("{words} <a href=\"{prefix}/structures/{before}\">{short}</a>");
            assert!(html.contains(&under), "{prefix} {after}: {under}");
        }
    }
}

#[tokio::test]
async fn whoever_answers_or_published_the_source_is_tied_to_the_experience_too() {
    let site = TestSite::with_samples().await;
    for (slug, words) in [("oriv", "A publié la source"), ("ville-de-verdun", "Répond aux questions")] {
        let html = site.page(&format!("/structures/{slug}")).await;
        assert!(html.contains(words) && !html.contains("Aucune expérience"), "{slug}");
        assert_eq!(lines(&html) as u64, total(&site, slug).await, "{slug}");
    }
    assert_eq!(total(&site, "oriv").await, 19);
    assert!(!site.page("/structures/oriv").await.contains("/territoires/qpv-"), "a source has no part in the places");
}

#[tokio::test]
async fn the_index_counts_what_each_page_lists() {
    let site = TestSite::with_samples().await;
    let index = site.page("/structures").await;
    for slug in ["anct", "oriv", "ville-de-verdun", "cget", "la-poste"] {
        let line = index.split(&format!("/structures/{slug}\"")).nth(1).unwrap().split("</li>").next().unwrap();
        let count = line.rsplit(", ").next().unwrap().split('\u{a0}').next().unwrap().split(' ').next().unwrap();
        assert_eq!(count.parse::<u64>().unwrap(), total(&site, slug).await, "{slug}: {line}");
    }
}

#[tokio::test]
async fn dates_are_told_in_words() {
    let site = TestSite::with_samples().await;
    for (path, words) in [
        ("/structures/cget", "depuis le 1er\u{a0}janvier 2020"),
        ("/en/structures/cget", "since 1\u{a0}January 2020"),
        ("/structures/anct", "jusqu’au 1er\u{a0}janvier 2020"),
        ("/en/structures/anct", "until 1\u{a0}January 2020"),
        ("/structures/eurometropole-de-strasbourg", "jusqu’en 2014"),
        ("/en/structures/eurometropole-de-strasbourg", "until 2014"),
    ] {
        let html = site.page(path).await;
        assert!(html.contains(words), "{path}: {words}");
        assert!(!html.contains("2020-01-01"), "{path}");
    }
}

#[tokio::test]
async fn kinds_are_named_by_the_vocabulary_of_the_bank() {
    let site = TestSite::with_samples().await;
    let seed = crate::model::Vocabularies::seed();
    let kinds = &seed.get("organisation-kind").unwrap().terms;
    assert_eq!(kinds.len(), essaim_network::OrganisationKind::ALL.len());
    let (french, english) = (site.page("/structures").await, site.page("/en/structures").await);
    let data = site.get("/donnees/vocabulaires.json").await.body;
    for (_, key) in essaim_network::OrganisationKind::ALL {
        let term = kinds.iter().find(|term| term.key == key).unwrap_or_else(|| panic!("{key} has no label"));
        assert!(data.contains(&format!("\"label_fr\":\"{}\"", term.fr)), "{key}");
        if french.contains(&format!("nature={key}")) {
            let said = |page: &str, label: &str| page.contains(&format!(">{} <span", crate::finding::html(label)));
            assert!(said(&french, &term.fr) && said(&english, &term.en), "{key}");
        }
    }
}
