//! An experience through the router: whole, in both languages, in every form, and what is answered instead.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use essaim_accounts::Actor;
use essaim_web::testing::assert_complete;

use crate::samples;
use crate::testing::{START, TestSite};
use crate::{Source, Take};

#[test]
fn the_two_languages_say_the_same() {
    assert_complete(&super::MESSAGES);
    assert_complete(&crate::books::MESSAGES);
}

#[tokio::test]
async fn every_sample_has_its_page_in_both_languages() {
    let site = TestSite::with_samples().await;
    for entry in site.bank.snapshot().unwrap().entries() {
        let path = format!("/experiences/{}", entry.experience.slug);
        let french = site.page(&path).await;
        let escaped = crate::finding::html(&entry.experience.text.title);
        assert!(french.contains(&escaped), "{path}");
        assert!(french.contains("Situation de 2018, non revérifiée"), "{path}");
        // Drawings and icons stand as HTML, never as the text of their code.
        assert!(!french.contains("&#60;svg") && !french.contains("&lt;svg"), "{path}");
        let english = site.page(&format!("/en{path}")).await;
        assert!(english.contains("<html lang=\"en\""), "{path}");
        if entry.experience.english.is_none() {
            assert!(english.contains("<h1 class=\"entry-head__title\" lang=\"fr\">"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_page_says_each_figure_with_its_year_or_that_it_has_none() {
    let site = TestSite::with_samples().await;
    let snapshot = site.bank.snapshot().unwrap();
    for entry in snapshot.entries() {
        let html = site.page(&format!("/experiences/{}", entry.experience.slug)).await;
        for figure in snapshot.words(essaim_web::Lang::Fr).figures(&entry.experience) {
            assert!(html.contains(&crate::finding::html(&figure.label)), "{}: {}", entry.experience.slug, figure.label);
            for said in [figure.when(), figure.scope.clone()] {
                assert!(html.contains(&crate::finding::html(&said)), "{}: {figure:?}", entry.experience.slug);
            }
        }
    }
}

/// A file with nothing but what is required.
const BARE: &str = "+++
title = \"Presque rien\"
summary = \"Une phrase.\"
status = \"published\"
in_brief = [
  \"Un.\",
  \"Deux.\",
  \"Trois.\",
]

[situation]
year = 2020
known = \"ended\"

[classification]
category = [\"goods\"]
lever = [\"csr\"]
objective = [\"services\"]
public = [\"young-people\"]
theme = [\"skills\"]
sector = [\"S\"]
lead-kind = [\"association\"]
scale = [\"neighbourhood\"]
means = [\"local-dynamics\"]
maturity = [\"young\"]

[[sources]]
key = \"source\"
title = \"Une source\"
+++

## Présentation

Une ligne.
";

async fn write(site: &TestSite, folder: &str, text: &str, pictures: &[(&str, &[u8])]) {
    let source = Source {
        folder: folder.into(),
        french: text.as_bytes().to_vec(),
        english: None,
        pictures: pictures.iter().map(|(file, bytes)| ((*file).to_owned(), bytes.to_vec())).collect(),
    };
    let who = Actor::Operator { command: "test" };
    let imported = crate::import(site.bank.store(), &who, START, &[source], &|_| true, Take::File).await.unwrap();
    assert!(!matches!(imported[0].outcome, crate::Outcome::Refused(_)), "{imported:?}");
    site.bank.load().await.unwrap();
}

#[tokio::test]
async fn an_experience_with_almost_nothing_is_whole_too() {
    let site = TestSite::empty().await;
    write(&site, "presque-rien", BARE, &[]).await;
    for path in ["/experiences/presque-rien", "/en/experiences/presque-rien"] {
        let html = site.page(path).await;
        assert!(!html.contains("id=\"y-aller\"") && !html.contains("id=\"partenaires\""), "{path}");
    }
    let pdf = site.get("/experiences/presque-rien.pdf").await;
    assert_eq!(pdf.status, StatusCode::OK);
}

#[tokio::test]
async fn hostile_text_stays_text_everywhere_on_the_page() {
    let site = TestSite::empty().await;
    let hostile = BARE
        .replace("Presque rien", "</script><script>alert(1)</script>")
        .replace("Une phrase.", "<img src=x onerror=alert(1)> & \\\"guillemets\\\"")
        .replace("Une ligne.", "<script>alert(1)</script> [x](javascript:alert(1))");
    write(&site, "hostile", &hostile, &[]).await;
    let html = site.page("/experiences/hostile").await;
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x") && !html.contains("href=\"javascript:"));
}

#[tokio::test]
async fn a_picture_is_served_with_its_type_and_takes_the_wide_place() {
    let site = TestSite::empty().await;
    let with_picture = BARE.replace(
        "title = \"Une source\"\n",
        "title = \"Une source\"\n\n[[pictures]]\nfile = \"photo.jpg\"\nalt = \"Un atelier\"\ncredit = \"Le centre\"\n",
    );
    write(&site, "avec-photo", &with_picture, &[("photo.jpg", b"\xff\xd8\xff\xe0 a picture")]).await;
    let html = site.page("/experiences/avec-photo").await;
    assert!(html.contains("cover--picture") && html.contains("alt=\"Un atelier\""));
    let picture = site.get("/experiences/avec-photo/photo.jpg").await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.headers[header::CONTENT_TYPE], "image/jpeg");
    for absent in ["/experiences/avec-photo/autre.jpg", "/experiences/personne/photo.jpg"] {
        assert_eq!(site.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test]
async fn a_slug_that_changed_moves_for_good_in_every_form() {
    let site = TestSite::empty().await;
    write(&site, "presque-rien", &BARE.replace("+++\ntitle", "+++\nformer_slugs = [\"ancien\"]\ntitle"), &[]).await;
    for (path, target) in [
        ("/experiences/ancien", "/experiences/presque-rien"),
        ("/en/experiences/ancien?a=b", "/en/experiences/presque-rien?a=b"),
        ("/experiences/ancien.pdf", "/experiences/presque-rien.pdf"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
        assert_eq!(answer.headers[header::LOCATION], target);
    }
    for path in ["/comparer?fiches=ancien,presque-rien", "/mon-recueil?fiches=ancien", "/recueil?fiches=ancien"] {
        let page = site.page(path).await;
        assert!(page.contains("/experiences/presque-rien"), "{path}: {page}");
    }
    assert_eq!(site.get("/recueil.pdf?fiches=ancien").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_of_the_compendium_shows_a_selection_and_links_to_its_pdf() {
    let site = TestSite::with_samples().await;
    let page = site.page("/recueil?fiches=vrac,switch").await;
    assert!(page.contains("/recueil.pdf?fiches=vrac,switch") && page.contains("/experiences/vrac"));
    assert!(!page.contains("/experiences/care\""));
    assert_eq!(site.get("/recueil?fiches=nulle-part").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_withdrawn_experience_says_so_and_its_address_is_gone() {
    let site = TestSite::empty().await;
    write(&site, "presque-rien", &BARE.replace("\"published\"", "\"withdrawn\""), &[]).await;
    for path in ["/experiences/presque-rien", "/en/experiences/presque-rien", "/experiences/presque-rien.pdf"] {
        assert_eq!(site.get(path).await.status, StatusCode::GONE, "{path}");
    }
    assert!(site.get("/experiences/presque-rien").await.body.contains("retirée"));
}

#[tokio::test]
async fn an_unknown_address_proposes_the_nearest_experiences() {
    let site = TestSite::with_samples().await;
    let answer = site.get("/experiences/garage-solidere").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("href=\"/experiences/"), "{}", answer.body);
    for hostile in
        ["/experiences/..%2f..", "/experiences/%00", "/experiences/%ff%fe", "/experiences/a-a-a-a-a-a-a-a-a-a-a-a"]
    {
        let status = site.get(hostile).await.status;
        assert!(status.is_client_error(), "{hostile}: {status}");
    }
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let site = TestSite::with_samples().await;
    let slug = samples::experiences()[0].folder.clone();
    let path = format!("/experiences/{slug}");
    let first = site.get(&path).await;
    let ask = |cookie: &str| {
        let request = Request::get(&path).header(header::IF_NONE_MATCH, first.headers[header::ETAG].clone());
        request.header(header::COOKIE, cookie).body(Body::empty()).unwrap()
    };
    assert_eq!(site.ask(ask("a=b")).await.status, StatusCode::NOT_MODIFIED);
    // The button says otherwise once the experience is kept.
    assert_eq!(site.ask(ask(&format!("recueil=~{slug}"))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_experience_prints_as_a_pdf_in_both_languages() {
    let site = TestSite::with_samples().await;
    let slug = samples::experiences()[0].folder.clone();
    for path in [format!("/experiences/{slug}.pdf"), format!("/en/experiences/{slug}.pdf")] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/pdf");
        assert!(answer.body.starts_with("%PDF-"), "{path}");
    }
    let json = site.get(&format!("/experiences/{slug}.json")).await;
    assert!(json.status.is_redirection() || json.status == StatusCode::OK);
}

#[tokio::test]
async fn what_machines_read_is_valid_json() {
    let site = TestSite::with_samples().await;
    let slug = samples::experiences()[0].folder.clone();
    let html = site.page(&format!("/experiences/{slug}")).await;
    let data = html.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@type"], "Article");
    assert!(data["contributor"].as_array().is_some_and(|all| !all.is_empty()));
}

#[tokio::test]
async fn a_search_prints_as_a_pdf_and_what_it_does_not_understand_is_refused() {
    let site = TestSite::with_samples().await;
    for path in [
        "/experiences.pdf?q=parrainage&apport=time",
        "/en/experiences.pdf?territoire=region-44&tri=nom",
        "/experiences.pdf?q=zzzz",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.body.starts_with("%PDF-"), "{path}");
    }
    assert_eq!(site.get("/experiences.pdf?couleur=bleu").await.status, StatusCode::BAD_REQUEST);
}
