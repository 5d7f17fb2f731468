//! Through the router: what strangers, holders and administrators see, and what the hostile try.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use essaim_store::testing::{START, TestDatabase};
use essaim_store::{Clock, Migrator, Store};
use essaim_web::{Entrance, Entry, Lang, Shell, ShellConfig, Site};
use jiff::SignedDuration;
use tower::ServiceExt;

use super::*;
use crate::{Actor, Grant, ResourceCentre, give_role, open_account, save_centre};

const OPERATOR: Actor = Actor::Operator { command: "test" };

struct Nowhere;

impl Places for Nowhere {
    fn find(&self, text: &str) -> Option<TerritoryCode> {
        text.parse().ok()
    }

    fn name(&self, code: &TerritoryCode) -> String {
        code.to_string()
    }
}

struct TestSite {
    site: Site,
    store: Store,
    clock: Clock,
    _database: TestDatabase,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn target(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A cookie that it sets, with its attributes.
    fn cookie(&self, name: &str) -> Option<&str> {
        let set = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        set.into_iter().find(|cookie| cookie.starts_with(&format!("{name}=")))
    }

    /// What the browser sends back.
    fn kept(&self, name: &str) -> String {
        self.cookie(name).and_then(|cookie| cookie.split(';').next()).expect("the cookie is set").to_owned()
    }
}

impl TestSite {
    async fn new(public_url: &str, is_demo: bool) -> Self {
        let database = TestDatabase::chosen().await;
        let store = database.open().await;
        store.migrate(&Migrator::new([essaim_mail::migrations(), crate::migrations()]), START).await.unwrap();
        let clock = Clock::fixed(START);
        let mut state = AccountsState::new(store.clone(), clock.clone(), Arc::new(Nowhere));
        if is_demo {
            let mail = "ada@example.org".parse().unwrap();
            let ada = open_account(&store, &OPERATOR, START, &mail, "Ada", Lang::Fr).await.unwrap();
            give_role(&store, &OPERATOR, START, ada, &Grant::Administrator).await.unwrap();
            state = state.with_personas(vec![Persona { account: ada, key: "administrator", name: "Ada" }]);
        }
        let config = ShellConfig {
            public_url: public_url.to_owned(),
            messages: vec![&MESSAGES],
            entrance: Some(Entrance {
                sign_in: Entry { path: crate::SIGN_IN, label: "nav-sign-in" },
                own: Entry { path: OWN, label: "nav-own" },
            }),
            strict: true,
            limits: essaim_web::Limits { attempts: 0, ..essaim_web::Limits::default() },
            ..ShellConfig::default()
        };
        let gate = crate::Gate { store: store.clone(), clock: clock.clone() };
        let router = routes(state).into_router().layer(middleware::from_fn_with_state(gate, crate::identify));
        Self { site: Site::new(Shell::new(config).unwrap(), router), store, clock, _database: database }
    }

    async fn ask(&self, request: Request) -> Answer {
        let response = self.site.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.into()).unwrap() }
    }

    async fn get(&self, path: &str, cookies: &str) -> Answer {
        self.ask(Request::get(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookies: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookies)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The path of the link of the latest letter.
    async fn link(&self) -> String {
        let letters = essaim_mail::latest(self.store.reader(), 1).await.unwrap();
        let line = letters[0].text.lines().find(|line| line.starts_with("http")).expect("a letter has its link");
        line.split("/connexion").nth(1).map(|rest| format!("/connexion{rest}")).unwrap()
    }

    async fn administrator(&self) -> String {
        self.post("/connexion/persona", "", "persona=administrator").await.kept("seance")
    }
}

#[tokio::test]
async fn signing_in_sets_a_cookie_that_no_script_and_no_other_site_can_use() {
    for (public_url, name, secure) in
        [("http://127.0.0.1:8080", "seance", false), ("https://essaim.example.org", "__Host-seance", true)]
    {
        let site = TestSite::new(public_url, false).await;
        let asked = site.post("/connexion", "", "adresse=camille%40example.org&suite=%2Fexperiences").await;
        assert_eq!((asked.status, asked.target()), (StatusCode::SEE_OTHER, "/connexion/attente"));
        let browser = asked.kept("demande");
        let signed = site.post(&site.link().await, &browser, "").await;
        assert_eq!((signed.status, signed.target()), (StatusCode::SEE_OTHER, "/experiences"));
        let cookie = signed.cookie(name).unwrap();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
        let own = site.get("/compte", &signed.kept(name)).await;
        assert_eq!(own.headers[header::CACHE_CONTROL], "no-store");
        assert!(own.body.contains("camille@example.org"));
    }
}

#[tokio::test]
async fn nothing_tells_whether_an_address_has_an_account() {
    let site = TestSite::new("http://127.0.0.1:8080", true).await;
    let mut told = Vec::new();
    for address in ["ada%40example.org", "nobody%40example.org"] {
        let asked = site.post("/connexion", "", &format!("adresse={address}")).await;
        let wrong = site.post("/connexion/code", "", &format!("adresse={address}&code=12345678")).await;
        let plain = wrong.body.replace("ada@", "x@").replace("nobody@", "x@");
        told.push((asked.status, asked.target().to_owned(), wrong.status, plain));
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx"] {
        let site = TestSite::new("http://127.0.0.1:8080", false).await;
        let next: String = next.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let asked = site.post("/connexion", "", &format!("adresse=a%40example.org&suite={next}")).await;
        let signed = site.post(&site.link().await, &asked.kept("demande"), "").await;
        assert_eq!(signed.target(), "/compte", "{next}");
    }
}

#[tokio::test]
async fn a_session_that_somebody_chose_for_another_is_never_taken_up() {
    let site = TestSite::new("http://127.0.0.1:8080", false).await;
    let planted = "seance=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let asked = site.post("/connexion", planted, "adresse=a%40example.org").await;
    let both = format!("{planted}; {}", asked.kept("demande"));
    let signed = site.post(&site.link().await, &both, "").await;
    assert_ne!(signed.kept("seance"), planted);
    assert_eq!(site.get("/compte", planted).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn opening_a_link_changes_nothing_and_its_button_serves_once() {
    let site = TestSite::new("http://127.0.0.1:8080", false).await;
    let asked = site.post("/connexion", "", "adresse=a%40example.org").await;
    let (link, browser) = (site.link().await, asked.kept("demande"));
    for _ in 0..5 {
        assert_eq!(site.get(&link, "").await.status, StatusCode::OK, "programs that scan mails open it");
    }
    assert_eq!(site.post(&link, "", "").await.status, StatusCode::FORBIDDEN, "this browser did not ask");
    assert_eq!(site.post(&link, &browser, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&link, &browser, "").await.status, StatusCode::GONE);
    assert_eq!(site.get(&link, &browser).await.status, StatusCode::GONE);
    site.clock.advance(SignedDuration::from_mins(2));
    let again = site.post(&format!("{link}/renouveler"), "", "").await;
    assert_eq!((again.status, again.target()), (StatusCode::SEE_OTHER, "/connexion/attente"));
    assert_ne!(site.link().await, link);
    assert_eq!(site.post("/connexion/lien/nothing/renouveler", "", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_address_is_given_back_with_what_is_wrong() {
    let site = TestSite::new("http://127.0.0.1:8080", false).await;
    for (typed, shown) in
        [("", "Écrivez votre adresse"), ("%3Cscript%3E", "&#60;script&#62;"), ("a%0d%0aBcc%3Ab", "n’est pas complète")]
    {
        let refused = site.post("/connexion", "", &format!("adresse={typed}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(shown), "{}", refused.body);
        assert!(refused.body.contains("aria-invalid=\"true\"") && !refused.body.contains("<script>"));
    }
    assert_eq!(essaim_mail::latest(site.store.reader(), 1).await.unwrap(), []);
}

#[tokio::test]
async fn a_page_in_two_tabs_signs_out_once_and_says_so() {
    let site = TestSite::new("http://127.0.0.1:8080", true).await;
    let session = site.administrator().await;
    assert_eq!(site.post("/deconnexion", &session, "").await.status, StatusCode::SEE_OTHER);
    let second = site.post("/deconnexion", &session, "").await;
    assert_eq!(second.status, StatusCode::UNAUTHORIZED);
    assert!(second.body.contains("Il faut être connecté"), "{}", second.body);
}

#[tokio::test]
async fn every_page_is_written_in_both_languages_with_long_texts_and_with_none() {
    let site = TestSite::new("http://127.0.0.1:8080", true).await;
    let session = site.administrator().await;
    let long = format!("Le <b>nom</b> {}", "très ".repeat(14));
    let mail = format!("{}@example.org", "a".repeat(60)).parse().unwrap();
    let account = open_account(&site.store, &OPERATOR, START, &mail, &long, Lang::En).await.unwrap();
    let paths = [
        "/connexion",
        "/connexion/attente",
        "/connexion/lien/nothing",
        "/compte",
        "/administration/comptes",
        "/administration/comptes?q=nobody",
        &format!("/administration/comptes/{account}"),
        "/administration/centres",
        "/administration/courrier",
        "/demo/courrier",
    ];
    for centre in ["", &long] {
        if !centre.is_empty() {
            let centre = ResourceCentre::named(centre, vec!["region-44".parse().unwrap()]);
            save_centre(&site.store, &OPERATOR, START, &centre, true, &|_| true).await.unwrap().unwrap();
            site.post("/connexion", "", "adresse=a%40example.org").await;
        }
        for prefix in ["", "/en"] {
            for path in paths {
                let cookies = if path.starts_with("/connexion") { "" } else { &session };
                let page = site.get(&format!("{prefix}{path}"), cookies).await;
                let expected = if path.ends_with("nothing") { StatusCode::NOT_FOUND } else { StatusCode::OK };
                assert_eq!(page.status, expected, "{prefix}{path}");
                assert!(!page.body.contains("<b>nom</b>") && page.body.contains("</html>"), "{prefix}{path}");
                assert!(!page.body.contains(" style=") && !page.body.contains("<script>"), "{prefix}{path}");
            }
        }
    }
}

#[tokio::test]
async fn the_last_administrator_stays_and_the_page_says_why() {
    let site = TestSite::new("http://127.0.0.1:8080", true).await;
    let session = site.administrator().await;
    let ada = crate::store::account::person_at(site.store.reader(), "ada@example.org").await.unwrap().unwrap();
    let path = format!("/administration/comptes/{}", ada.account);
    let refused = site.post(&path, &session, "acte=retirer&role=administrator").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("dernier administrateur"));
    for form in ["acte=donner&role=editor&portee=none", "acte=nothing", "acte=donner&role=queen"] {
        let wrong = site.post(&path, &session, form).await;
        assert!(wrong.status.is_client_error(), "{form}: {}", wrong.status);
    }
    let gone = site.get("/administration/comptes/01890a5d-ac96-774b-bcce-b302099a8057", &session).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn both_languages_say_the_same() {
    essaim_web::testing::assert_complete(&MESSAGES);
}

#[tokio::test]
async fn the_letter_to_sign_in_holds_a_link_a_code_and_how_long_they_serve() {
    let site = TestSite::new("https://essaim.example.org", false).await;
    for path in ["/connexion", "/en/connexion"] {
        site.post(path, "", "adresse=camille%40example.org").await;
        let letter = essaim_mail::latest(site.store.reader(), 1).await.unwrap().remove(0);
        let key =
            letter.text.split("/lien/").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap().to_owned();
        let code = letter.text.lines().find(|line| line.starts_with("    ")).unwrap().trim().to_owned();
        let redacted = letter.text.replace(&key, "KEY").replace(&code, "0000 0000");
        insta::assert_snapshot!(format!("sign_in_{}", letter.lang), format!("{}\n\n{redacted}", letter.subject));
    }
}
