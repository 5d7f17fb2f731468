//! « Mon recueil » through the router: forms, cookies, links, files.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use proptest::prelude::*;

use crate::testing::{Answer, TestSite, assert_is_whole};

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser without scripts: it sends forms and keeps one cookie.
struct Browser {
    site: TestSite,
    cookie: String,
}

impl Browser {
    async fn new() -> Self {
        Self { site: TestSite::with_samples().await, cookie: String::new() }
    }

    async fn send(&mut self, form: &str) -> Answer {
        let request =
            Request::post("/mon-recueil").header(header::CONTENT_TYPE, FORM).header(header::COOKIE, &self.cookie);
        let answer = self.site.ask(request.body(Body::from(form.to_owned())).unwrap()).await;
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        answer
    }

    async fn get(&self, path: &str) -> Answer {
        self.site.ask(Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap()).await
    }

    fn slugs(&self) -> Vec<String> {
        let snapshot = self.site.bank.snapshot().unwrap();
        snapshot.entries().iter().map(|entry| entry.experience.slug.to_string()).collect()
    }
}

#[tokio::test]
async fn a_newcomer_makes_a_pdf_of_three_entries_without_scripts() {
    let mut browser = Browser::new().await;
    let slugs = browser.slugs();
    for slug in &slugs[..3] {
        let page = browser.get(&format!("/experiences/{slug}")).await.body;
        assert!(page.contains("name=\"ajouter\""), "{slug}");
        let answer = browser.send(&format!("ajouter={slug}&retour=%2Fexperiences%2F{slug}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.headers[header::LOCATION], format!("/experiences/{slug}#garder"));
    }
    assert!(browser.get(&format!("/experiences/{}", slugs[0])).await.body.contains("name=\"retirer\""));
    let page = browser.get("/mon-recueil").await;
    assert_is_whole("/mon-recueil", &page.body);
    assert!(page.body.contains("3 expériences") && !page.body.contains("&#60;svg"), "{}", page.body);
    let pdf = browser.get("/mon-recueil.pdf").await;
    assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.body);
    assert!(pdf.body.starts_with("%PDF-"));
    assert_eq!(pdf.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn the_list_takes_a_title_an_order_and_notes() {
    let mut browser = Browser::new().await;
    let slugs = browser.slugs();
    for slug in &slugs[..2] {
        browser.send(&format!("ajouter={slug}")).await;
    }
    browser.send(&format!("monter={}", slugs[1])).await;
    browser.send("titre=Pour+la+commission").await;
    browser.send(&format!("fiche={}&note=%C3%80+montrer%0D%0Aau+maire", slugs[0])).await;
    let page = browser.get("/mon-recueil").await.body;
    assert!(page.contains("value=\"Pour la commission\"") && page.contains("À montrer\nau maire"), "{page}");
    let place = |slug: &str| page.find(&format!("id=\"fiche-{slug}\"")).unwrap();
    assert!(place(&slugs[1]) < place(&slugs[0]));
    browser.send(&format!("retirer={}", slugs[1])).await;
    assert!(!browser.get("/mon-recueil").await.body.contains(&format!("id=\"fiche-{}\"", slugs[1])));
    browser.send("vider=1").await;
    assert!(browser.get("/mon-recueil").await.body.contains("Votre recueil est vide"));
}

#[tokio::test]
async fn a_note_too_long_comes_back_whole_with_its_fault() {
    let mut browser = Browser::new().await;
    let slug = browser.slugs()[0].clone();
    browser.send(&format!("ajouter={slug}")).await;
    let long = "é".repeat(2_000);
    let answer = browser.send(&format!("fiche={slug}&note={long}")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(&long) && answer.body.contains("aria-invalid"));
    assert!(browser.get("/mon-recueil").await.body.contains(&format!("id=\"fiche-{slug}\"")));
}

#[tokio::test]
async fn a_shared_link_is_read_and_may_be_kept() {
    let mut browser = Browser::new().await;
    let slugs = browser.slugs();
    let link = format!("/mon-recueil?fiches={},{},nulle-part&titre=Pour+vous", slugs[2], slugs[0]);
    let page = browser.get(&link).await.body;
    assert_is_whole(&link, &page);
    assert!(page.contains("<h1>Pour vous</h1>") && page.contains("nulle-part") && page.contains("name=\"adopter\""));
    assert!(!page.contains("name=\"note\""));
    for form in ["pdf", "docx"] {
        let file = browser.get(&link.replace("/mon-recueil?", &format!("/mon-recueil.{form}?"))).await;
        assert_eq!(file.status, StatusCode::OK, "{form}");
    }
    browser.send(&format!("adopter={},{}&titre=Pour+vous", slugs[2], slugs[0])).await;
    assert!(browser.get("/mon-recueil").await.body.contains("value=\"Pour vous\""));
}

#[tokio::test]
async fn an_empty_selection_prints_nothing_and_says_so() {
    let browser = Browser::new().await;
    for path in ["/mon-recueil.pdf", "/mon-recueil.docx", "/en/mon-recueil.pdf?fiches=nulle-part"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/mon-recueil", "/en/mon-recueil", "/mon-recueil?fiches="] {
        browser.site.page(path).await;
    }
}

#[tokio::test]
async fn what_was_withdrawn_can_be_taken_out() {
    let mut browser = Browser::new().await;
    let slug = browser.slugs()[0].clone();
    browser.send(&format!("adopter=nulle-part,{slug}")).await;
    let page = browser.get("/mon-recueil").await.body;
    assert!(page.contains("n’est plus publiée") && page.contains("name=\"oublier\""));
    browser.send("oublier=1").await;
    let page = browser.get("/mon-recueil").await.body;
    assert!(!page.contains("nulle-part") && page.contains(&format!("fiche-{slug}")));
}

#[tokio::test]
async fn the_cookies_of_others_hide_nothing() {
    let site = TestSite::with_samples().await;
    let slug = site.bank.snapshot().unwrap().entries()[0].experience.slug.to_string();
    let other = header::HeaderValue::from_bytes("autre=été".as_bytes()).unwrap();
    let own = format!("recueil=~{slug}");
    for lines in [vec![other.clone(), own.parse().unwrap()], vec![own.parse().unwrap(), other]] {
        let mut request = Request::get("/mon-recueil").body(Body::empty()).unwrap();
        for line in lines {
            request.headers_mut().append(header::COOKIE, line);
        }
        assert!(site.ask(request).await.body.contains(&format!("fiche-{slug}")));
    }
}

#[tokio::test]
async fn forms_from_elsewhere_and_forms_of_nothing_are_refused() {
    let mut browser = Browser::new().await;
    for form in ["", "ajouter=", "ajouter=..%2F", "ajouter=nulle-part", "x=y", "monter=%0d%0aX:1", "fiche=%0a&note=a"] {
        assert_eq!(browser.send(form).await.status, StatusCode::BAD_REQUEST, "{form}");
    }
    let slug = browser.slugs()[0].clone();
    let away = browser.send(&format!("ajouter={slug}&retour=%2F%2Fevil.example")).await;
    assert_eq!(away.headers[header::LOCATION], "/mon-recueil");
    let foreign = Request::post("/mon-recueil")
        .header(header::CONTENT_TYPE, FORM)
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(format!("ajouter={slug}")))
        .unwrap();
    assert_eq!(browser.site.ask(foreign).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_text_document_opens_and_holds_titles_table_and_notes() {
    let mut browser = Browser::new().await;
    let slug = browser.slugs()[0].clone();
    browser.send(&format!("ajouter={slug}")).await;
    browser.send(&format!("fiche={slug}&note=Une+note+%26+%3Cdes+signes%3E")).await;
    let request =
        Request::get("/mon-recueil.docx").header(header::COOKIE, &browser.cookie).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(browser.site.site.clone(), request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let read = docx_rs::read_docx(&bytes).unwrap().json();
    let title = &browser.site.bank.snapshot().unwrap().get(&slug).unwrap().experience.text.title.clone();
    assert!(read.contains(&serde_json::to_string(title).unwrap()), "{title}");
    assert!(read.contains("Une note & <des signes>") && read.contains("\"table\""), "{read}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_cookie_and_any_form_is_answered(cookie in "[ -~]{0,200}", form in "[ -~]{0,200}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let site = TestSite::empty().await;
            let ask = |request: axum::http::request::Builder, body: &str| {
                request.header(header::COOKIE, format!("recueil={cookie}")).body(Body::from(body.to_owned())).unwrap()
            };
            let page = site.ask(ask(Request::get("/mon-recueil"), "")).await;
            assert_eq!(page.status, StatusCode::OK);
            let posted = site.ask(ask(Request::post("/mon-recueil").header(header::CONTENT_TYPE, FORM), &form)).await;
            assert!(!posted.status.is_server_error(), "{}", posted.status);
        });
    }
}

#[tokio::test]
async fn buttons_name_a_french_title_as_french_on_an_english_page() {
    let mut browser = Browser::new().await;
    let slugs = browser.slugs();
    for slug in &slugs[..2] {
        browser.send(&format!("ajouter={slug}")).await;
    }
    let page = browser.get("/en/mon-recueil").await.body;
    // For each of the two: its note, its saving, up or down, out.
    assert_eq!(page.matches("<span class=\"visually-hidden\" lang=\"fr\"> (").count(), 8, "{page}");
    assert!(!page.contains("aria-label=\"Move"));
}
