//! `/donnees` and the exports of a search, through the router.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use essaim_web::ShellConfig;
use serde_json::Value;

use super::{Asked, DATASETS, FORMS, PLACES};
use crate::testing::{Answer, START, TestSite};

/// The day of the samples.
fn day() -> String {
    essaim_web::format::day_of(START).to_string()
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

async fn as_a_browser(site: &TestSite, path: &str) -> Answer {
    site.ask(Request::get(path).header(header::ACCEPT, "text/html,*/*;q=0.8").body(Body::empty()).unwrap()).await
}

/// Whatever can be taken away, an address each.
fn files() -> Vec<String> {
    let tables = DATASETS.iter().flat_map(|dataset| FORMS.map(|form| format!("/donnees/{}.{form}", dataset.key)));
    let others = [
        "/donnees/lieux.geojson",
        "/donnees/lieux.schema.json",
        "/donnees/catalogue.jsonld",
        "/experiences.csv?q=emploi",
        "/experiences.xlsx",
        "/experiences.json",
        "/experiences.atom",
        "/experiences.pdf",
        "/experiences/garage-solidaire.json",
        "/experiences/garage-solidaire.pdf",
        "/mon-recueil.docx?fiches=garage-solidaire",
        "/carte.geojson",
        "/territoires/region-44.json",
        "/api/v1/experiences",
        "/api/v1/experiences/garage-solidaire",
        "/api/v1/suggestions?q=par",
    ];
    tables.chain(others.map(str::to_owned)).collect()
}

#[tokio::test]
async fn every_file_names_its_licence_and_may_be_read_by_other_sites() {
    let site = TestSite::with_samples().await;
    for path in files() {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        let link = answer.headers[header::LINK].to_str().unwrap();
        assert_eq!(link, "<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>; rel=\"license\"", "{path}");
        assert_eq!(answer.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
        let exposed = answer.headers[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().unwrap();
        assert!(["etag", "link", "last-modified"].iter().all(|name| exposed.contains(name)), "{path}: {exposed}");
    }
    let page = site.get("/donnees").await;
    assert_eq!(page.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert!(!site.get("/experiences").await.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[tokio::test]
async fn a_script_of_another_site_may_ask_first_and_reads_refusals_too() {
    let site = TestSite::with_samples().await;
    for path in ["/donnees/lieux.csv", "/donnees", "/en/experiences.csv", "/experiences/x.json", "/api/v1/experiences"]
    {
        let asked = Request::builder().method(Method::OPTIONS).uri(path).header(header::ORIGIN, "https://a.example");
        let asked = asked.header(header::ACCESS_CONTROL_REQUEST_METHOD, "GET");
        let answer = site.ask(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(answer.headers[header::ACCESS_CONTROL_ALLOW_METHODS], "GET, HEAD, OPTIONS", "{path}");
        assert!(answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_HEADERS), "{path}");
        assert!(!answer.headers.contains_key(header::LINK), "{path}: it holds nothing");
    }
    for path in ["/donnees/rien", "/donnees/rien.csv", "/experiences.csv?couleur=bleu", "/api/v1/rien"] {
        let answer = site.get(path).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert_eq!(answer.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
        assert!(!answer.headers.contains_key(header::LINK), "{path}: a refusal is no content");
    }
}

#[tokio::test]
async fn a_fault_of_a_file_is_told_to_whoever_asked() {
    let site = TestSite::with_samples().await;
    for path in ["/experiences.csv", "/experiences.xlsx", "/experiences.pdf", "/experiences.atom", "/donnees/lieux.csv"]
    {
        let path = [path, "?couleur=bleu"].concat();
        let script = site.get(&path).await;
        assert_eq!(script.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(script.headers[header::CONTENT_TYPE], "application/problem+json; charset=utf-8", "{path}");
        assert_eq!(json(&script)["errors"][0]["field"], "couleur", "{path}");
        let person = as_a_browser(&site, &path).await;
        assert_eq!(person.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(person.headers[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
    }
}

#[tokio::test]
async fn json_files_hold_their_licence_and_workbooks_a_sheet_of_it() {
    let site = TestSite::with_samples().await;
    for path in ["/donnees/lieux.json", "/donnees/lieux.geojson", "/experiences.json", "/carte.geojson"] {
        assert_eq!(json(&site.get(path).await)["licence"]["name"], "Licence Ouverte 2.0", "{path}");
    }
    for path in ["/donnees/lieux.xlsx", "/experiences.xlsx"] {
        let workbook = site.get(path).await.body;
        for part in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "docProps/custom.xml"] {
            assert!(workbook.contains(part), "{path}: no {part}");
        }
    }
    let list = json(&site.get("/api/v1/experiences").await);
    let members: Vec<_> = list.as_object().unwrap().keys().collect();
    assert_eq!(members, ["facets", "items", "next", "total"], "the API keeps its shape");
}

#[tokio::test]
async fn a_table_says_of_which_day_it_is() {
    let site = TestSite::with_samples().await;
    let day = day();
    for form in ["csv", "xlsx", "json", "geojson"] {
        let (path, dated) = (format!("/donnees/{PLACES}.{form}"), format!("/donnees/{PLACES}-{day}.{form}"));
        let answer = site.get(&path).await;
        assert_eq!(answer.headers[header::CONTENT_LOCATION], dated, "{path}");
        assert_eq!(answer.headers[header::LAST_MODIFIED], "Fri, 15 Jan 2027 08:00:00 GMT", "{path}");
        if let Some(name) = answer.headers.get(header::CONTENT_DISPOSITION) {
            assert!(name.to_str().unwrap().contains(&format!("\"{PLACES}-{day}.{form}\"")), "{name:?}");
        }
        assert_eq!(site.get(&dated).await.status, StatusCode::OK, "{dated}");
        let other = site.get(&format!("/donnees/{PLACES}-2001-01-01.{form}")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{form}");
    }
    assert_eq!(json(&site.get("/donnees/lieux.json").await)["date"], *day);
    let person = as_a_browser(&site, "/en/donnees/lieux-2001-01-01.csv").await;
    assert!(person.body.contains(&format!("/en/donnees/lieux-{day}.csv")), "{}", person.body);
    assert!(site.page("/donnees").await.contains("État du 15\u{a0}janvier 2027"));
    for path in
        ["/donnees/lieux-2027-01-15.schema.json", "/donnees/catalogue-2027-01-15.jsonld", "/donnees/-2027-01-15.csv"]
    {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_changed_since_a_day_is_asked_of_every_table() {
    let site = TestSite::with_samples().await;
    let rows = async |key: &str, query: &str| {
        let answer = site.get(&format!("/donnees/{key}.json{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{key}{query}: {}", answer.body);
        json(&answer)["rows"].as_array().unwrap().len()
    };
    let page = site.page("/donnees").await;
    for dataset in &DATASETS {
        let all = rows(dataset.key, "").await;
        assert!(all > 0, "{}", dataset.key);
        let section = page.split(&format!("<h3 id=\"{}\">", dataset.key)).nth(1).unwrap();
        assert!(section.split("</section>").next().unwrap().contains(&format!("<p>{all} lignes. ")), "{}", dataset.key);
        assert_eq!(rows(dataset.key, "?modifie_depuis=2027-01-15T09:00:00+01:00").await, all, "{}", dataset.key);
        for later in ["2027-01-15T09:00:01%2B01:00", "2027-01-16", "9999-12-31"] {
            let kept = if dataset.key == "vocabulaires" { all } else { 0 };
            assert_eq!(rows(dataset.key, &format!("?modifie_depuis={later}")).await, kept, "{} {later}", dataset.key);
        }
        let refused = site.get(&format!("/donnees/{}.csv?modifie_depuis=hier", dataset.key)).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", dataset.key);
        assert!(json(&refused)["errors"][0]["message"].as_str().unwrap().contains("2026-01-31"), "{}", refused.body);
    }
    for path in ["/donnees/catalogue.jsonld", "/donnees/lieux.schema.json"] {
        let answer = site.get(&format!("{path}?modifie_depuis=2026-01-01")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} does not change with it");
    }
}

#[tokio::test]
async fn the_points_are_the_rows_of_places_that_have_one() {
    let site = TestSite::with_samples().await;
    let rows = json(&site.get("/donnees/lieux.json").await);
    let with_a_point: Vec<_> = rows["rows"].as_array().unwrap().iter().filter(|row| !row["lon"].is_null()).collect();
    let points = json(&site.get("/donnees/lieux.geojson").await);
    let points = points["features"].as_array().unwrap();
    assert_eq!(points.len(), with_a_point.len());
    for (point, row) in points.iter().zip(with_a_point) {
        assert_eq!(point["geometry"]["coordinates"], serde_json::json!([row["lon"], row["lat"]]));
        for name in ["experience", "position", "territory", "relation"] {
            assert_eq!(point["properties"][name], row[name]);
        }
    }
}

#[tokio::test]
async fn the_catalogue_says_all_that_dcat_ap_wants() {
    let config = ShellConfig { publisher: Some("Centre de ressources".into()), ..ShellConfig::default() };
    let site = TestSite::new(true, config).await;
    const EU: &str = "http://publications.europa.eu/resource/authority";
    for (path, language) in [("/donnees/catalogue.jsonld", "FRA"), ("/en/donnees/catalogue.jsonld", "ENG")] {
        let catalogue = json(&site.get(path).await);
        let language = format!("{EU}/language/{language}");
        let wanted = ["dct:title", "dct:description", "dct:publisher", "dct:license", "dct:modified", "dct:language"];
        assert!(wanted.iter().all(|key| !catalogue[key].is_null()), "{catalogue}");
        assert_eq!(catalogue["dct:publisher"]["foaf:name"], "Centre de ressources");
        let datasets = catalogue["dcat:dataset"].as_array().unwrap();
        assert_eq!(datasets.len(), DATASETS.len());
        for (told, dataset) in datasets.iter().zip(&DATASETS) {
            assert!(wanted.iter().all(|key| !told[key].is_null()), "{told}");
            assert_eq!(told["dct:language"]["@id"], *language);
            let forms = told["dcat:distribution"].as_array().unwrap();
            assert_eq!(forms.len(), if dataset.key == PLACES { 4 } else { 3 });
            for form in forms {
                let id = |key: &str| form[key]["@id"].as_str().unwrap_or_else(|| panic!("{key}: {form}")).to_owned();
                assert!(id("dcat:accessURL").ends_with(&format!("/donnees#{}", dataset.key)));
                assert!(id("dcat:mediaType").starts_with("https://www.iana.org/assignments/media-types/"));
                assert!(id("dct:format").starts_with(&format!("{EU}/file-type/")));
                assert_eq!(id("dct:language"), language);
                assert_eq!(form["dct:modified"]["@type"], "xsd:dateTime");
                for key in ["dcat:downloadURL", "dct:conformsTo"] {
                    let address = id(key).replace("http://127.0.0.1:8080", "");
                    assert_eq!(site.get(&address).await.status, StatusCode::OK, "{address}");
                }
            }
        }
    }
}

#[test]
fn a_name_may_end_with_a_day() {
    let read = |name| Asked::read(name).map(|asked| (asked.key, asked.day.map(|day| day.to_string()), asked.form));
    assert_eq!(read("lieux.csv"), Some(("lieux", None, "csv")));
    assert_eq!(read("lieux.schema.json"), Some(("lieux", None, "schema.json")));
    assert_eq!(read("lieux-2026-01-31.csv"), Some(("lieux", Some("2026-01-31".into()), "csv")));
    assert_eq!(read("lieux-2026-02-31.csv"), Some(("lieux-2026-02-31", None, "csv")));
    assert_eq!(read("é2026-01-31.csv"), Some(("é2026-01-31", None, "csv")));
    assert_eq!(read("lieux"), None);
}
