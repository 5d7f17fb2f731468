//! Home, search, map, suggestions and embedding, through the router.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use essaim_territories::Registry;
use essaim_territories::official::{Node, Shelf, import};
use essaim_web::ShellConfig;
use essaim_web::testing::assert_complete;
use proptest::prelude::*;

use crate::testing::{START, TestSite, assert_is_whole};

/// Every page of these rooms, in its ordinary states.
const PAGES: [&str; 16] = [
    "/",
    "/experiences",
    "/experiences?q=parrainage",
    "/experiences?q=zzzzzz",
    "/experiences?q=parrainage&apport=time&territoire=commune-67482&tri=nom",
    "/experiences?categorie=goods&categorie=ties&public=young-people&vue=tableau",
    "/experiences?vue=carte",
    "/experiences?facette=territoire",
    "/experiences?categorie=nothing&territoire=44&structure=nobody",
    "/carte",
    "/carte?lieu=commune-67482&q=emploi",
    "/carte?territoire=region-44",
    "/integrer",
    "/integrer?q=emploi&vue=carte&hauteur=400&apport=time",
    "/integrer/cadre?vue=carte",
    "/suggestions?q=par",
];

#[test]
fn the_two_languages_say_the_same() {
    assert_complete(&super::MESSAGES);
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_with_and_without_experiences() {
    for site in [TestSite::with_samples().await, TestSite::empty().await] {
        for path in PAGES {
            site.page(path).await;
            let english = site.page(&["/en", path].concat()).await;
            assert!(english.contains("<html lang=\"en\""), "{path}");
        }
    }
}

/// The links of the facets with their counts, and how many the page itself finds.
fn facets(html: &str) -> Vec<(String, u32)> {
    let values = html.split("class=\"facet__value\"").skip(1).filter_map(|piece| {
        let link = piece.split("href=\"").nth(1)?.split('"').next()?.to_owned();
        let count = piece.split("</li>").next()?.split("facet__count\">").nth(1)?.split('<').next()?;
        Some((link, count.parse().unwrap()))
    });
    values.collect()
}

fn total(html: &str) -> u32 {
    let headline = html.split("id=\"found-title\"").nth(1).unwrap().split('>').nth(1).unwrap();
    let digits: String = headline.chars().take_while(|letter| letter.is_ascii_digit()).collect();
    digits.parse().unwrap_or(0)
}

#[tokio::test]
async fn each_count_is_the_total_of_the_page_that_its_link_opens() {
    let site = TestSite::with_samples().await;
    for path in [
        "/experiences",
        "/experiences?q=emploi",
        "/experiences?categorie=goods&vue=tableau",
        "/experiences?public=young-people&public=women&territoire=departement-67",
        "/en/experiences?q=parrainage&apport=time",
        "/carte?levier=csr",
    ] {
        let links = facets(&site.page(path).await);
        assert!(!links.is_empty(), "{path}");
        for (link, count) in links {
            assert_eq!(total(&site.page(&link).await), count, "{path}: {link}");
        }
    }
}

#[tokio::test]
async fn the_doors_of_the_home_page_lead_to_what_they_count() {
    let site = TestSite::with_samples().await;
    let home = site.page("/").await;
    let doors: Vec<_> =
        home.split("class=\"door__link\" href=\"").skip(1).filter(|door| door.contains("door__count")).collect();
    assert!(doors.len() > 10);
    for door in doors {
        let link = door.split('"').next().unwrap().replace("&#38;", "&");
        let Some(count) = door.split("</a>").next().unwrap().split("door__count\">").nth(1) else { continue };
        let count: u32 = count.split('<').next().unwrap().parse().unwrap();
        assert_eq!(total(&site.page(&link).await), count, "{link}");
    }
}

#[tokio::test]
async fn each_figure_of_the_home_page_opens_a_page_that_says_it() {
    let site = TestSite::with_samples().await;
    for home in ["/", "/en/"] {
        let home = site.page(home).await;
        let figures: Vec<_> = home.split("<a class=\"figure__value\" href=\"").skip(1).collect();
        assert_eq!(figures.len(), 4);
        for figure in figures {
            let (link, rest) = figure.split_once("\">").unwrap();
            let (count, rest) = rest.split_once("<span class=\"figure__unit\"> ").unwrap();
            let unit = rest.split('<').next().unwrap();
            let (path, part) = link.split_once('#').unwrap_or((link, ""));
            let opened = site.page(path).await;
            if part.is_empty() {
                assert!(opened.contains(&format!(">{count} {unit}<")), "{link}: {count} {unit}");
            } else {
                let section = opened.split(&format!("id=\"{part}\"")).nth(1).unwrap();
                assert!(
                    section.split("</section>").next().unwrap().contains(&format!("<p>{count} ")),
                    "{link}: {count}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_form_of_a_frame_says_what_it_did_not_understand() {
    let site = TestSite::with_samples().await;
    let page = site.page("/integrer?couleur=bleu&categorie=xyz").await;
    assert_eq!(page.matches("notice--warn").count(), 3, "a key, a value, and nobody may frame yet");
    assert!(page.contains("couleur") && page.contains("xyz"));
    let candidates = site.page("/integrer?territoire=44").await;
    assert!(candidates.contains("/integrer?territoire=region-44"), "{candidates}");
    assert_eq!(site.get("/integrer?vue=couleur").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_an_address_holds_too_much_is_said() {
    let site = TestSite::with_samples().await;
    let page = site.page("/experiences?couleur=bleu").await;
    assert!(page.contains("couleur") && page.contains("notice--warn"));
    assert_eq!(total(&page), 19);
    for (path, status) in [
        ("/experiences?page=0", StatusCode::BAD_REQUEST),
        ("/experiences?page=abc", StatusCode::BAD_REQUEST),
        ("/experiences?tri=couleur", StatusCode::BAD_REQUEST),
        ("/experiences?vue=couleur", StatusCode::BAD_REQUEST),
        ("/experiences?page=99", StatusCode::NOT_FOUND),
        ("/integrer?hauteur=12", StatusCode::BAD_REQUEST),
        ("/carte.geojson?couleur=bleu", StatusCode::BAD_REQUEST),
        ("/api/v1/suggestions?x=1", StatusCode::BAD_REQUEST),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        if answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html") {
            assert_is_whole(path, &answer.body);
        }
    }
    let candidates = site.page("/experiences?territoire=44").await;
    assert!(candidates.contains("territoire=region-44") && candidates.contains("territoire=departement-44"));
}

#[tokio::test]
async fn a_code_without_its_level_leads_to_the_only_territory_that_has_it() {
    let site = TestSite::with_samples().await;
    for (path, to) in [
        ("/experiences?territoire=57463", "/experiences?territoire=commune-57463"),
        ("/en/carte?q=a+b&territoire=57463&page=2", "/en/carte?q=a+b&territoire=commune-57463&page=2"),
        ("/experiences?territoire=qn05701m&territoire=44", "/experiences?territoire=qpv-QN05701M&territoire=44"),
        ("/integrer?territoire=57463", "/integrer?territoire=commune-57463"),
        ("/integrer/cadre?territoire=57463", "/integrer/cadre?territoire=commune-57463"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        let location = answer.headers[header::LOCATION].to_str().unwrap().replace("%20", "+");
        assert_eq!(location, to, "{path}");
    }
}

#[tokio::test]
async fn a_code_of_several_territories_is_told_from_a_code_of_none() {
    let site = TestSite::with_samples().await;
    for (path, said, silent) in [
        ("/experiences?territoire=44", "Plusieurs territoires portent ce code", "Aucun territoire"),
        ("/en/experiences?territoire=44", "Several territories have this code", "No territory"),
        ("/experiences?territoire=zzz", "Aucun territoire ne porte ce code", "Plusieurs territoires"),
    ] {
        let html = site.page(path).await;
        assert!(html.contains(said) && !html.contains(silent), "{path}");
    }
}

#[tokio::test]
async fn machines_are_refused_a_territory_that_no_table_has() {
    let site = TestSite::with_samples().await;
    for (value, candidates) in [
        ("44", vec!["region-44", "departement-44"]),
        ("57463", vec!["commune-57463"]),
        ("zzz", vec![]),
        ("commune-57999", vec![]),
    ] {
        for path in ["/api/v1/experiences", "/en/api/v1/experiences", "/experiences.json"] {
            let answer = site.get(&format!("{path}?territoire={value}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {value}");
            let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
            assert!(kind.starts_with("application/problem+json"), "{path}: {kind}");
            let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            let told = problem["candidates"].as_array().unwrap().iter();
            assert_eq!(told.map(|one| one["territory"].as_str().unwrap()).collect::<Vec<_>>(), candidates);
            assert_eq!(problem["errors"][0]["field"], "territoire");
            assert!(problem["errors"][0]["message"].as_str().unwrap().contains(value), "{problem}");
        }
        for path in ["/experiences.csv", "/experiences.atom", "/experiences.pdf", "/carte.geojson"] {
            let answer = site.get(&format!("{path}?territoire={value}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {value}");
            assert!(candidates.iter().all(|code| answer.body.contains(code)), "{path}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn the_outlines_of_every_map_have_their_source_and_licence() {
    let site = TestSite::with_samples().await;
    for path in ["/", "/carte", "/experiences?vue=carte", "/integrer/cadre?vue=carte", "/en/carte", "/en/"] {
        assert!(site.page(path).await.contains("#sources\">IGN (Licence Ouverte 2.0)</a>"), "{path}");
    }
    for path in ["/donnees", "/en/donnees"] {
        let html = site.page(path).await;
        let table = html.split("id=\"sources\"").nth(1).unwrap().split("</table>").next().unwrap();
        for (_, source) in essaim_territories::Source::all() {
            let said = |text: &str| table.contains(&crate::finding::html(text));
            assert!(said(&source.title) && said(&source.producer) && said(&source.licence), "{path}: {source:?}");
        }
    }
}

#[tokio::test]
async fn a_map_is_drawn_by_the_perimeters_of_the_node_where_it_holds_them() {
    const QUARTER: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"code_qp": "QP057018", "lib_qp": "Un quartier", "insee_com": "57227"},
        "geometry": {"type": "Polygon", "coordinates": [[[6.89, 49.18], [6.9, 49.18], [6.9, 49.19], [6.89, 49.19]]]}}]}"#;
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    let node = Arc::new(Node::of(shelf, Registry::embedded()));
    let site = TestSite::with_samples().await.with_node(Arc::clone(&node));
    const PATHS: [&str; 2] =
        ["/experiences?territoire=qpv-QP057018&vue=carte", "/integrer/cadre?territoire=qpv-QP057018&vue=carte"];
    for path in PATHS {
        let before = site.get(path).await;
        assert!(!before.body.contains("map-shape--asked"), "{path}: nothing draws it");
        // What an import brings shows in the page that the browser keeps.
        let seen = Request::get(path).header(header::IF_NONE_MATCH, before.headers[header::ETAG].clone());
        assert_eq!(site.ask(seen.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED, "{path}");
    }
    let before = site.get(PATHS[0]).await.headers[header::ETAG].clone();
    let file = folder.path().join("quarters.geojson");
    std::fs::write(&file, QUARTER).unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    import(&shelf, Registry::embedded(), &file, jiff::civil::date(2026, 1, 15), START).unwrap();
    assert!(node.refresh());
    for path in PATHS {
        let html = site.page(path).await;
        assert!(
            html.contains("map-shape--asked\" fill-rule=\"evenodd\" d=\"M")
                && html.contains("génération 2015, ANCT, 15"),
            "{path}: {html}"
        );
    }
    assert_ne!(site.get(PATHS[0]).await.headers[header::ETAG], before);
}

#[tokio::test]
async fn a_page_of_results_stays_light() {
    let site = TestSite::with_samples().await;
    let page = site.page("/experiences").await;
    assert!(page.len() < 72_000, "{} bytes", page.len());
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let site = TestSite::with_samples().await;
    for path in [
        "/",
        "/experiences?q=emploi",
        "/experiences.json",
        "/experiences/garage-solidaire.json",
        "/donnees/lieux.csv",
        "/carte.geojson",
        "/carte",
        "/integrer?q=emploi",
        "/integrer/cadre?vue=carte",
        "/api/v1/experiences?q=emploi",
        "/api/v1/suggestions?q=par",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let tag = answer.headers[header::ETAG].clone();
        let again = axum::http::Request::get(path).header(header::IF_NONE_MATCH, tag);
        let again = site.ask(again.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        for name in [header::CACHE_CONTROL, header::VARY] {
            assert!(answer.headers.contains_key(&name), "{path}: {name}");
            assert_eq!(answer.headers[&name], again.headers[&name], "{path}: {name}");
        }
        // The browser keeps the policy of the page that it has: a map's, a frame's.
        let policy = header::CONTENT_SECURITY_POLICY;
        assert!(answer.headers.contains_key(&policy) && !again.headers.contains_key(&policy), "{path}");
        let speaks = path.starts_with("/api/");
        assert_eq!(answer.headers[header::VARY].to_str().unwrap().contains("accept-language"), speaks, "{path}");
    }
}

#[tokio::test]
async fn a_place_in_one_order_is_no_place_in_another() {
    let site = TestSite::with_samples().await;
    let first = site.get("/api/v1/experiences?limit=3&tri=nom").await;
    let found: serde_json::Value = serde_json::from_str(&first.body).unwrap();
    let next = found["next"].as_str().unwrap();
    for (order, status) in [("&tri=nom", 200), ("&tri=date", 400), ("", 400)] {
        let answer = site.get(&format!("/api/v1/experiences?limit=3&after={next}{order}")).await;
        assert_eq!(answer.status.as_u16(), status, "{order}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_card_under_a_territory_says_the_places_inside_it() {
    let site = TestSite::with_samples().await;
    let card = async |path: &str| {
        let page = site.page(path).await;
        let start = page.find("id=\"t-cafe-contact-emploi\"").unwrap_or_else(|| panic!("{path}: no card"));
        page[start..].split("</ul>").next().unwrap().to_owned()
    };
    assert!(card("/experiences?q=caf%C3%A9+contact").await.contains("Strasbourg"));
    for path in ["/experiences?territoire=departement-59", "/integrer/cadre?territoire=region-32"] {
        let card = card(path).await;
        assert!(card.contains("Lille, Roubaix") && !card.contains("Strasbourg"), "{path}: {card}");
    }
    assert!(card("/experiences?territoire=departement-59&territoire=departement-01").await.contains("Bourg-en-Bresse"));
}

#[tokio::test]
async fn the_count_says_what_was_asked() {
    let site = TestSite::with_samples().await;
    let title = async |path: &str| {
        let page = site.page(path).await;
        page.split("<h1").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let quoted = title("/experiences?q=%C2%AB%20garage%20solidaire%20%C2%BB").await;
    assert!(quoted.contains("“garage solidaire”") && quoted.matches('«').count() == 1, "{quoted}");
    assert!(title("/en/experiences?q=%E2%80%9Cgarage%E2%80%9D").await.contains("“‘garage’”"));
    assert!(title("/experiences?q=garage&territoire=departement-59").await.ends_with("avec ces filtres"));
}

#[tokio::test]
async fn suggestions_come_as_json_and_lead_somewhere() {
    let site = TestSite::with_samples().await;
    let answer = site.get("/api/v1/suggestions?q=par").await;
    let found: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let items = found["items"].as_array().unwrap();
    assert!(!items.is_empty(), "{found}");
    for item in items {
        assert_eq!(site.get(item["url"].as_str().unwrap()).await.status, StatusCode::OK, "{item}");
    }
    assert_eq!(site.get("/api/v1/suggestions").await.body, "{\"items\":[]}");
}

#[tokio::test]
async fn a_suggested_territory_says_its_level_and_each_fills_a_key_of_a_search() {
    let site = TestSite::with_samples().await;
    let items = async |typed: &str| {
        let answer = site.get(&format!("/api/v1/suggestions?q={typed}")).await;
        let found: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        found["items"].as_array().unwrap().clone()
    };
    let strasbourg = items("stras").await;
    let levels: Vec<_> =
        strasbourg.iter().filter(|item| item["kind"] == "territory").map(|i| &i["kind_label"]).collect();
    assert!(levels.len() > 1 && levels.iter().any(|level| **level == "Commune"), "{levels:?}");
    let mut distinct = levels.clone();
    distinct.sort_by_key(|level| level.to_string());
    distinct.dedup();
    assert_eq!(distinct.len(), levels.len(), "{levels:?}");
    for item in [strasbourg, items("garage").await].concat() {
        let (parameter, url) = (item["parameter"].as_str(), item["url"].as_str().unwrap());
        assert_eq!(parameter.is_none(), item["kind"] == "experience", "{item}");
        if let Some(parameter) = parameter {
            let query = essaim_web::Query::from_pairs([(parameter, item["value"].as_str().unwrap())]);
            assert_eq!(url, format!("/experiences?{query}"));
        }
    }
}

#[tokio::test]
async fn only_the_frame_may_be_framed_and_only_by_those_allowed() {
    let config = ShellConfig { framed_by: vec!["https://ville.example".into()], ..ShellConfig::default() };
    let site = TestSite::new(true, config).await;
    let policy =
        async |path: &str| site.get(path).await.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy("/integrer/cadre").await.contains("https://ville.example"));
    assert!(!policy("/experiences").await.contains("https://ville.example"));
    assert!(site.page("/integrer").await.contains("https://ville.example"));
}

#[tokio::test]
async fn points_are_where_experiences_happen_never_what_they_cover() {
    let site = TestSite::with_samples().await;
    let answer = site.get("/carte.geojson").await;
    let points: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let codes: Vec<&str> =
        points["features"].as_array().unwrap().iter().map(|f| f["properties"]["territory"].as_str().unwrap()).collect();
    assert!(codes.contains(&"commune-67482"));
    assert!(codes.iter().all(|code| code.starts_with("commune-") || code.starts_with("qpv-")), "{codes:?}");
}

#[tokio::test]
async fn an_experience_has_one_number_in_all_its_places() {
    let site = TestSite::with_samples().await;
    let answer = site.get("/carte.geojson").await;
    let points: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let mut titles = std::collections::BTreeMap::new();
    for feature in points["features"].as_array().unwrap() {
        let place = &feature["properties"];
        let numbers = place["numbers"].as_array().unwrap();
        assert_eq!(numbers.len() as u64, place["count"].as_u64().unwrap());
        for (number, experience) in numbers.iter().zip(place["experiences"].as_array().unwrap()) {
            let title = titles.entry(number.as_u64().unwrap()).or_insert_with(|| experience["title"].clone());
            assert_eq!(*title, experience["title"]);
        }
    }
}

#[tokio::test]
async fn the_form_of_a_frame_names_the_territory_of_its_address() {
    let site = TestSite::with_samples().await;
    let page = site.page("/integrer?territoire=commune-57463").await;
    assert!(page.contains("<option value=\"commune-57463\" selected>Metz"), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_query_gets_an_answer(query in "(q|categorie|territoire|page|tri|vue|lieu|hauteur|x)=\\PC{0,40}(&(q|public|page|facette|structure)=.{0,30}){0,3}") {
        static SITE: std::sync::OnceLock<(tokio::runtime::Runtime, TestSite)> = std::sync::OnceLock::new();
        let (runtime, site) = SITE.get_or_init(|| {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let site = runtime.block_on(TestSite::with_samples());
            (runtime, site)
        });
        let raw = essaim_web::Query::parse(&query).to_string();
        for path in ["/experiences?", "/carte?", "/integrer?", "/integrer/cadre?", "/carte.geojson?", "/suggestions?", "/api/v1/suggestions?"] {
            let answer = runtime.block_on(site.get(&[path, &raw].concat()));
            prop_assert!(!answer.status.is_server_error(), "{path}{raw}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn many_values_make_neither_a_large_page_nor_a_large_answer() {
    let site = TestSite::with_samples().await;
    let unknown = |key: &str, count: usize| (0..count).map(|value| format!("&{key}=abc{value}")).collect::<String>();
    let usual = site.page("/experiences?categorie=goods").await.len();
    let path = format!("/experiences?categorie=goods{}", unknown("categorie", 300));
    let page = site.page(&path).await;
    assert!(page.len() < 2 * usual, "{} bytes, usually {usual}", page.len());
    assert!(page.contains("trop de valeurs"), "the page says what it left out");
    assert_eq!(total(&page), total(&site.page("/experiences?categorie=goods").await));
    let answer = site.get(&format!("/api/v1/experiences?{}", unknown("territoire", 21))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("Trop de valeurs"), "{}", answer.body);
}

#[tokio::test]
async fn the_api_refuses_what_it_would_ignore() {
    let site = TestSite::with_samples().await;
    for (query, said) in [
        ("limit=", "de 1 à 100"),
        ("limit=101", "de 1 à 100"),
        ("limit=5&limit=x", "une fois"),
        ("after=", "after"),
        ("page=2", "page"),
        ("vue=carte", "vue"),
        ("categorie=xyz", "xyz"),
        ("structure=zzz", "zzz"),
        ("tri=nom&tri=date", "une fois"),
    ] {
        let answer = site.get(&format!("/api/v1/experiences?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}: {}", answer.body);
        assert!(answer.body.contains(said), "{query}: {}", answer.body);
    }
    let one = "/api/v1/experiences/garage-solidaire";
    assert_eq!(site.get(one).await.status, StatusCode::OK);
    assert_eq!(site.get(&format!("{one}?x=1")).await.status, StatusCode::BAD_REQUEST);
    let list: serde_json::Value = serde_json::from_str(&site.get("/api/v1/experiences?limit=100").await.body).unwrap();
    assert!(list.as_object().unwrap().contains_key("next") && list["next"].is_null());
}

#[test]
fn the_description_names_every_address_of_the_api_and_what_it_takes() {
    let api = serde_json::to_value(<crate::api::BankApi as utoipa::OpenApi>::openapi()).unwrap();
    let parameters = &api["paths"]["/api/v1/experiences"]["get"]["parameters"];
    let named = |name: &str| parameters.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
    assert!(api["paths"]["/api/v1/suggestions"]["get"].is_object());
    assert!(named("tri").to_string().contains("fraicheur"), "{}", named("tri"));
    assert_eq!(named("If-None-Match")["in"], "header");
}

#[tokio::test]
async fn the_description_names_every_status_that_the_api_answers() {
    let limits = essaim_web::Limits { body: 10, ..essaim_web::Limits::default() };
    let site = TestSite::new(true, ShellConfig { limits, ..ShellConfig::default() }).await;
    let api = serde_json::to_value(<crate::api::BankApi as utoipa::OpenApi>::openapi()).unwrap();
    let long = "a".repeat(20_000);
    for (described, path, own) in [
        ("/api/v1/experiences", "/api/v1/experiences", [200, 304, 400].as_slice()),
        ("/api/v1/experiences/{slug}", "/api/v1/experiences/garage-solidaire", &[200, 301, 304, 400, 404, 410]),
        ("/api/v1/suggestions", "/api/v1/suggestions", &[200, 304, 400]),
    ] {
        let told = api["paths"][described]["get"]["responses"].as_object().unwrap();
        let told: Vec<u16> = told.keys().map(|status| status.parse().unwrap()).collect();
        let mut all = [own, &[413, 414, 429, 431, 500, 503]].concat();
        all.sort_unstable();
        assert_eq!(told, all, "{described}");
        let ask = |name: &str, value: &str| {
            let asked = axum::http::Request::get(path).header(name, value);
            site.ask(asked.body(axum::body::Body::empty()).unwrap())
        };
        let answers = [
            site.get(path).await,
            site.get(&format!("{path}?couleur=bleu")).await,
            site.get(&format!("{path}?q={long}")).await,
            ask("if-none-match", "*").await,
            ask("x-long", &long).await,
            ask("content-length", "20").await,
        ];
        for (answer, status) in answers.iter().zip([200, 400, 414, 304, 431, 413]) {
            assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
            assert!(told.contains(&status), "{path}: {status} is not described");
        }
    }
}

#[tokio::test]
async fn endless_words_and_many_filters_get_an_answer() {
    let site = TestSite::with_samples().await;
    let long = "a%20".repeat(3_000);
    let filters: String = (0..400).map(|value| format!("&public=p{value}")).collect();
    for path in [format!("/experiences?q={long}"), format!("/experiences?q=a{filters}"), format!("/carte?q={long}")] {
        let status = site.get(&path).await.status;
        assert!(!status.is_server_error(), "{status}");
    }
}
