//! The page of one address through the router, in each of its states and both languages.

use axum::http::{StatusCode, header};

use super::said::sentence_key;
use crate::QPV_MESSAGES;
use crate::tagging::Reason;
use crate::testing::{Held, get, node};

async fn page(held: Held, path: &str) -> (StatusCode, String) {
    let node = node(held);
    let (status, headers, html) = get(&node, path).await;
    assert_eq!(headers[header::CACHE_CONTROL], "private, no-store", "{path}");
    assert!(headers["permissions-policy"].to_str().unwrap().contains("geolocation=(self)"), "{path}");
    assert!(!html.contains("style=") && !html.contains("{}"), "{path}");
    (status, html)
}

#[test]
fn every_reason_has_its_sentence_in_both_languages() {
    for reason in Reason::ALL {
        let line = format!("{} = ", sentence_key(reason));
        assert!(QPV_MESSAGES.fr.contains(&line) && QPV_MESSAGES.en.contains(&line), "{line}");
    }
}

#[tokio::test]
async fn the_empty_page_says_what_it_does_and_may_be_listed() {
    for path in ["/qpv", "/en/qpv", "/qpv?adresse="] {
        let (status, html) = page(Held::All, path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!html.contains("noindex") && html.contains("name=\"adresse\"") && html.contains("2026"), "{path}");
    }
}

#[tokio::test]
async fn an_address_inside_is_told_with_its_neighbourhood_and_a_proof() {
    let (status, html) = page(Held::All, "/qpv?adresse=3+rue+des+abeilles+57000+Metz").await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        html.contains("<h2 id=\"verdict\">Cette adresse est dans le quartier prioritaire Les Alvéoles.</h2>"),
        "{html}"
    );
    for told in [
        "noindex",
        "QN05701M",
        "3 Rue des Abeilles 57000 Metz",
        "le numéro exact",
        "15\u{a0}janvier 2026",
        env!("CARGO_PKG_VERSION"),
        "value=\"3 rue des abeilles 57000 Metz\"",
        "map-shape--chosen",
        "Quartiers de 2015 à 2023",
    ] {
        assert!(html.contains(told), "{told}");
    }
    let (_, html) = page(Held::All, "/en/qpv?adresse=3+rue+des+abeilles+57000+Metz").await;
    assert!(html.contains("This address is in the priority neighbourhood Les Alvéoles."));
}

#[tokio::test]
async fn an_address_outside_is_told_with_the_nearest_neighbourhood() {
    let (_, html) = page(Held::All, "/qpv?adresse=2+rue+du+miel+57000+Metz").await;
    // Of 2024, other perimeters of the département are not at hand: nothing is known to be outside.
    assert!(html.contains("il faut vérifier") && html.contains("département ne sont pas chargés"), "{html}");
    assert!(html.contains("Dans le quartier Le Rucher (QP057001)"), "what 2015 says stands beside");
}

#[tokio::test]
async fn what_cannot_be_told_is_told_with_its_reason_and_what_may_be_meant() {
    let (_, html) = page(Held::All, "/qpv?adresse=2+rue+des+lilas+blancs").await;
    assert!(html.contains("Laquelle est-ce"), "{html}");
    for link in ["Woippy", "Metz"] {
        assert!(html.contains(&format!("+{link}\">")) || html.contains(&format!("%20{link}\">")), "{link}: {html}");
    }
    let (_, html) = page(Held::All, "/en/qpv?adresse=avenue+de+la+reine+57000+metz").await;
    assert!(html.contains("The number is missing"), "{html}");
}

#[tokio::test]
async fn a_point_is_told_too() {
    let (_, html) = page(Held::Perimeters, "/qpv?lon=6.205&lat=49.105&precision=20").await;
    assert!(html.contains("Cet endroit est dans le quartier prioritaire Les Alvéoles."), "{html}");
    assert!(html.contains("49.105000, 6.205000") && html.contains("20\u{a0}m"));
    let (_, html) = page(Held::Perimeters, "/qpv?lon=6.2099&lat=49.105&precision=50").await;
    assert!(html.contains("pas assez précis"), "{html}");
}

#[tokio::test]
async fn what_lacks_is_said_with_how_to_bring_it_in() {
    for (held, path, status) in [
        (Held::Nothing, "/qpv", StatusCode::OK),
        (Held::Nothing, "/en/qpv?adresse=metz", StatusCode::SERVICE_UNAVAILABLE),
        (Held::Perimeters, "/qpv?adresse=metz", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let (told, html) = page(held, path).await;
        assert_eq!(told, status, "{path}");
        assert!(html.contains("essaim territories import"), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_understood_comes_back_whole() {
    let long = format!("/qpv?adresse={}", "a".repeat(301));
    for path in [long.as_str(), "/en/qpv?lon=6", "/qpv?lon=a&lat=b"] {
        let (status, html) = page(Held::All, path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        assert!(html.contains("id=\"adresse-fault\""), "{path}");
    }
    let (_, html) = page(Held::All, "/qpv?adresse=%3Cscript%3E").await;
    assert!(!html.contains("<script>"), "what was typed is no mark-up");
}
