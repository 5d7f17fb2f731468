//! The compendium through the router: its page, its book, its frozen editions.

use axum::http::{StatusCode, header};
use essaim_accounts::Actor;
use essaim_web::Lang;

use crate::books::{self, Books, BooksError, Publisher, Texts};
use crate::testing::{START, TestSite};
use crate::{Source, Take, import, samples};

const WHO: Actor = Actor::Operator { command: "recueil" };

fn publisher() -> Publisher {
    Publisher { site: "Essaim".into(), address: "https://essaim.example".into(), ..Publisher::default() }
}

#[tokio::test]
async fn the_page_lists_every_experience_by_category() {
    let site = TestSite::with_samples().await;
    for path in ["/recueil", "/en/recueil"] {
        let html = site.page(path).await;
        for entry in site.bank.snapshot().unwrap().entries() {
            assert!(html.contains(&format!("/experiences/{}\"", entry.experience.slug)), "{path}");
        }
    }
    TestSite::empty().await.page("/recueil").await;
}

#[tokio::test]
async fn the_book_is_printed_once_for_each_state_and_parts_of_it_on_demand() {
    let site = TestSite::with_samples().await;
    let book = site.get("/recueil.pdf").await;
    assert_eq!(book.status, StatusCode::OK, "{}", book.body);
    assert!(book.body.starts_with("%PDF-"));
    assert_eq!(site.get("/recueil.pdf").await.body.len(), book.body.len());
    let slugs: Vec<_> =
        site.bank.snapshot().unwrap().entries().iter().take(2).map(|entry| entry.experience.slug.to_string()).collect();
    let part = site.get(&format!("/en/recueil.pdf?fiches={}", slugs.join(","))).await;
    assert!(part.body.starts_with("%PDF-") && part.body.len() < book.body.len());
    assert_eq!(site.get("/recueil.pdf?fiches=nulle-part").await.status, StatusCode::NOT_FOUND);
    assert_eq!(TestSite::empty().await.get("/recueil.pdf").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_names_more_than_a_book_holds_is_refused_rather_than_cut() {
    let site = TestSite::with_samples().await;
    let slug = site.bank.snapshot().unwrap().entries()[0].experience.slug.to_string();
    let many: Vec<_> = (0..30).map(|n| format!("autre-{n}")).chain([slug]).collect();
    for path in ["/recueil.pdf", "/recueil", "/en/recueil.pdf"] {
        let answer = site.get(&format!("{path}?fiches={}", many.join(","))).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.body.contains("30"), "{path}");
    }
    assert_eq!(site.get(&format!("/recueil?fiches={}", many[1..].join(","))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_book_that_the_site_does_not_set_is_not_offered_but_told_how() {
    let site = TestSite::with_samples().await;
    let vrac = samples::experiences().into_iter().find(|source| source.folder == "vrac").unwrap();
    let copies: Vec<_> = (0..300).map(|n| Source { folder: format!("copie-{n}"), ..vrac.clone() }).collect();
    import(site.bank.store(), &WHO, START, &copies, &|_| true, Take::Neither).await.unwrap();
    site.bank.load().await.unwrap();
    for (path, words) in [("/recueil", "la commande"), ("/en/recueil", "the command")] {
        let html = site.page(path).await;
        assert!(html.contains(words) && html.contains("essaim recueil"), "{path}");
        assert!(!html.contains("/recueil.pdf"), "{path}");
    }
    assert!(site.page("/recueil?fiches=vrac").await.contains("/recueil.pdf?fiches=vrac"));
    assert_eq!(site.get("/recueil.pdf").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_frozen_edition_stays_and_its_name_serves_once() {
    let site = TestSite::with_samples().await;
    let books = Books::default();
    assert_eq!(site.get("/recueil/2026.pdf").await.status, StatusCode::NOT_FOUND);
    let visitor = books::freeze(&books, &site.bank, &publisher(), (&Actor::Visitor, START), "2026", None, |_| {}).await;
    assert!(matches!(visitor, Err(BooksError::Bank(_))), "{visitor:?}");
    let edition = books::freeze(&books, &site.bank, &publisher(), (&WHO, START), "2026", None, |_| {}).await.unwrap();
    assert_eq!(edition.experiences, 19);
    let again = books::freeze(&books, &site.bank, &publisher(), (&WHO, START), "2026", None, |_| {}).await;
    assert!(matches!(again, Err(BooksError::AlreadyFrozen(_))), "{again:?}");
    let named = books::freeze(&books, &site.bank, &publisher(), (&WHO, START), "../2026", None, |_| {}).await;
    assert!(matches!(named, Err(BooksError::EditionName(_))), "{named:?}");
    let file = site.get("/recueil/2026.pdf").await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(file.body.starts_with("%PDF-"));
    assert!(site.page("/recueil").await.contains("/recueil/2026.pdf"));
    for absent in ["/recueil/2027.pdf", "/recueil/2026", "/recueil/..%2f.pdf"] {
        assert_eq!(site.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test]
async fn an_edition_keeps_its_words_with_it_or_keeps_nothing() {
    let site = TestSite::with_samples().await;
    let books = Books::default();
    let words = Texts { title: "Nos actions".into(), ..Texts::own(Lang::Fr) };
    let broken = books::Logo { alt: "Ville".into(), svg: "<svg".into() };
    let unsound = Texts { logos: vec![broken], ..words.clone() };
    let by = (&WHO, START);
    let refused = books::freeze(&books, &site.bank, &publisher(), by, "2026", Some(&unsound), |_| {}).await;
    assert!(matches!(refused, Err(BooksError::Unsound(_))), "{refused:?}");
    let reader = site.bank.store().reader();
    assert_eq!(books::read_texts(reader, Lang::Fr).await.unwrap(), Texts::own(Lang::Fr));
    assert!(books::editions(reader).await.unwrap().is_empty());
    books::freeze(&books, &site.bank, &publisher(), by, "2026", Some(&words), |_| {}).await.unwrap();
    assert_eq!(books::read_texts(reader, Lang::Fr).await.unwrap().title, "Nos actions");
}

#[tokio::test]
async fn the_words_of_the_compendium_are_edited_by_those_who_may() {
    let site = TestSite::with_samples().await;
    let texts = Texts { title: "Nos actions".into(), ..Texts::own(Lang::Fr) };
    let refused = books::write_texts(site.bank.store(), &Actor::Visitor, START, Lang::Fr, &texts).await;
    assert!(refused.is_err());
    books::write_texts(site.bank.store(), &WHO, START, Lang::Fr, &texts).await.unwrap();
    assert!(site.page("/recueil").await.contains("<h1>Nos actions</h1>"));
}
