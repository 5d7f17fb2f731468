//! The pages through the router, with a panel of a test.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use essaim_geo::TerritoryCode;
use essaim_web::{Frame, Shell, ShellConfig, Site, testing};
use tower::Service;

use super::*;
use crate::official::{Node, Shelf, import};
use crate::testing::{Held, get, node};
use crate::{Panel, TerritoryPanel};

struct Songs;

impl TerritoryPanel for Songs {
    fn revision(&self) -> u64 {
        1
    }

    fn panel(&self, _: &Frame, code: &TerritoryCode) -> Option<Panel> {
        (code.to_string() == "commune-57463").then(|| Panel {
            key: "songs",
            title: "Chansons".to_owned(),
            count: 2,
            html: "<p>Deux chansons</p>".to_owned(),
            json: serde_json::json!(["a", "b"]),
        })
    }

    fn counts(&self) -> Arc<BTreeMap<TerritoryCode, usize>> {
        Arc::new(["commune-57463", "region-44"].iter().map(|text| (text.parse().unwrap(), 2)).collect())
    }
}

async fn answer(path: &str) -> (StatusCode, String, String) {
    answer_of(TerritoriesState::new(Registry::embedded(), vec![Arc::new(Songs)]), path).await
}

async fn answer_of(state: TerritoriesState, path: &str) -> (StatusCode, String, String) {
    let config = ShellConfig { messages: vec![&MESSAGES, &QPV_MESSAGES], strict: true, ..ShellConfig::default() };
    let mut site = Site::new(Shell::new(config).unwrap(), routes(state).into_router());
    let response = site.call(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status();
    let header = response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(response.into_body(), 8_000_000).await.unwrap();
    (status, header.unwrap_or_default(), String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn both_languages_say_the_same() {
    testing::assert_complete(&MESSAGES);
    testing::assert_complete(&QPV_MESSAGES);
}

#[tokio::test]
async fn the_index_lists_regions_with_their_departements_and_finds_places() {
    for path in ["/territoires", "/en/territoires"] {
        let (status, _, html) = answer(path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("Grand Est") && html.contains("territoires/departement-57"));
        assert!(html.contains("<svg") && !html.contains("style="));
        assert!(html.len() < 250_000, "{} bytes", html.len());
    }
    let (_, _, found) = answer("/territoires?q=saint%20die").await;
    assert!(found.contains("/territoires/commune-88413"));
    let (_, _, nothing) = answer("/territoires?q=%3Cb%3Ezzz").await;
    assert!(!nothing.contains("<b>zzz"));
}

#[tokio::test]
async fn the_index_says_which_neighbourhoods_of_2015_the_tables_hold() {
    for (path, words) in [("/territoires", "ne sont pas tous dans les tables"), ("/en/territoires", "do not hold all")]
    {
        let (_, _, html) = answer(path).await;
        for text in [words, "219", "Grand Est 114", "Occitanie 105"] {
            assert!(html.contains(text), "{path}: {text}");
        }
    }
}

#[tokio::test]
async fn whoever_drew_the_outlines_is_named_under_each_picture() {
    for path in ["/territoires", "/en/territoires", "/territoires/commune-57463", "/en/territoires/qpv-QN05701M"] {
        let (_, _, html) = answer(path).await;
        let after = html.split("</svg></div>").nth(1).unwrap();
        let credit = crate::Source::outlines().credit_and_vintage();
        assert!(after.contains(&credit.replace('&', "&#38;")), "{path}: {credit}");
    }
}

#[tokio::test]
async fn every_level_has_its_page_in_both_languages() {
    for code in [
        "region-44",
        "region-04",
        "region-975",
        "departement-57",
        "departement-2A",
        "departement-984",
        "arrondissement-579",
        "epci-200039865",
        "epci-200054781",
        "commune-57463",
        "commune-75056",
        "commune-75101",
        "contrat-CV185",
        "qpv-QN05701M",
        "qpv-QP008001",
    ] {
        for prefix in ["", "/en"] {
            let (status, _, html) = answer(&format!("{prefix}/territoires/{code}")).await;
            assert_eq!(status, StatusCode::OK, "{code}");
            assert!(html.contains("<h1"), "{code}");
            assert!(!html.contains("style="), "{code}");
            assert!(html.len() < 600_000, "{code}: {} bytes", html.len());
        }
    }
}

#[tokio::test]
async fn the_page_of_metz_says_where_it_lies_and_what_happens_there() {
    let (_, _, html) = answer("/territoires/commune-57463").await;
    for text in ["Metz", "/territoires/departement-57", "/territoires/epci-200039865", "Deux chansons", "122"] {
        assert!(html.contains(text), "{text}");
    }
}

#[tokio::test]
async fn announced_and_counted_numbers_stand_side_by_side() {
    let (_, _, html) = answer("/territoires/region-44").await;
    for text in ["116", "114", "Champagne-Ardenne", "ORIV"] {
        assert!(html.contains(text), "{text}");
    }
}

#[tokio::test]
async fn a_bare_code_leads_to_the_only_place_or_to_a_choice() {
    let (status, to, _) = answer("/en/territoires/57463").await;
    assert_eq!((status, to.as_str()), (StatusCode::PERMANENT_REDIRECT, "/en/territoires/commune-57463"));
    let (status, to, _) = answer("/territoires/commune-2a004").await;
    assert_eq!((status, to.as_str()), (StatusCode::PERMANENT_REDIRECT, "/territoires/commune-2A004"));
    let (status, _, html) = answer("/territoires/44").await;
    assert_eq!(status, StatusCode::MULTIPLE_CHOICES);
    assert!(html.contains("region-44") && html.contains("departement-44"));
    for nowhere in ["99", "commune-57999", "rien", "commune-", "region-44%2F..", "%F0%9F%90%9D"] {
        assert_eq!(answer(&format!("/territoires/{nowhere}")).await.0, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn machines_read_the_same() {
    let (status, _, text) = answer("/territoires/commune-57463.json").await;
    assert_eq!(status, StatusCode::OK);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["name"], "Metz");
    assert_eq!(json["within"][0]["territory"], "contrat-CV185");
    assert_eq!(json["panels"]["songs"]["count"], 2);
    let (_, _, text) = answer("/territoires/region-44.json").await;
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["announcements"][0]["announced"], 116);
    let (status, _, text) = answer("/territoires/departement-57.geojson").await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.starts_with("{\"type\":\"FeatureCollection\""));
    assert_eq!(answer("/territoires/contours.geojson").await.0, StatusCode::OK);
}

/// A site with small tables and a perimeter brought in.
fn brought() -> TerritoriesState {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    for text in [
        "TYPECOM,COM,ARR,LIBELLE,COMPARENT\nCOM,97502,,Saint-Pierre-Nouvelle,\nCOMD,97501,,Miquelon,97502\n",
        "code_commune_insee;code_postal;libelle_d_acheminement\n97502;97500;ST PIERRE ET MIQUELON\n",
        "libelle_du_site;caracteristique_du_site;adresse;code_postal;localite;code_insee;latitude;longitude;precision_du_geocodage\n\
            PORT;Bureau de Poste;1 QUAI;97500;ST PIERRE;97502;;\n\
            MANCHESTER;Relais poste;;08000;CHARLEVILLE;08105;49.1;6.2;Géocodé au numéro\n",
        "qp2024,statut,qp2015_1,qp2015_2\nQN00801M,MODIFIE,QP008001,QP008999\n",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [6.2, 49.1]},
            "properties": {"code_cv": "CV185", "lib_cv": "57 - Metz", "codgeo": "200039865", "insee_dep": "57", "pop": 27786.0}}]}"#,
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code_qp": "QN00801M"},
            "geometry": {"type": "Polygon", "coordinates": [[[6.1, 49.0], [6.3, 49.0], [6.3, 49.2], [6.1, 49.2]]]}}]}"#,
    ] {
        let path = folder.path().join("file");
        std::fs::write(&path, text).unwrap();
        let day = jiff::civil::date(2027, 1, 1);
        import(&shelf, Registry::embedded(), &path, day, jiff::Timestamp::UNIX_EPOCH).unwrap();
    }
    let registry: &'static Registry = Box::leak(Box::new(Registry::of(&shelf).0));
    TerritoriesState::new(registry, Vec::new())
        .with_node(Arc::new(Node::of(shelf, registry)), || jiff::Timestamp::UNIX_EPOCH)
}

#[tokio::test]
async fn a_page_tells_what_the_tables_that_were_brought_in_say_with_their_sources() {
    let state = brought();
    for (path, texts) in [
        (
            "/territoires/commune-97502",
            &[
                "97500",
                "Miquelon (code 97501)",
                "Un point de contact de La Poste",
                "1 QUAI, 97500 ST PIERRE",
                "Ce que les sources disent autrement",
                "Saint-Pierre-Nouvelle",
                "1er\u{a0}janvier 2027",
            ][..],
        ),
        (
            "/en/territoires/qpv-QN00801M",
            &["perimeter of 2015 redrawn", "QP008999", "qpv-QP008001", "ANCT", "MANCHESTER"],
        ),
        ("/en/territoires/contrat-CV185", &["People living in its priority neighbourhoods", "27,786"]),
    ] {
        let (status, _, html) = answer_of(state.clone(), path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        for text in texts {
            assert!(html.contains(text), "{path}: {text}\n{html}");
        }
    }
    let (_, _, text) = answer_of(state, "/territoires/commune-97502.json").await;
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["postcodes"][0], &json["former_names"][0]["kind"]), (&"97500".into(), &"delegated".into()));
    assert_eq!(json["differences"][0]["said"][1]["name"], "Saint-Pierre");
    assert_eq!(json["contacts"][0]["kind"], "post_office");
}

#[tokio::test]
async fn a_commune_that_is_no_more_leads_to_the_one_that_took_over() {
    let (status, to, _) = answer_of(brought(), "/en/territoires/commune-97501").await;
    assert_eq!((status, to.as_str()), (StatusCode::TEMPORARY_REDIRECT, "/en/territoires/commune-97502"));
}

/// A node that holds one neighbourhood of Metz, and a square of it for the commune.
fn drawn_node() -> (tempfile::TempDir, TerritoriesState) {
    use crate::official::testing::{keep, square};
    use crate::official::{Layer, Node};
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    let perimeter = |code: &str| {
        let shape = square(6.1757, 49.1193);
        vec![essaim_geo::Perimeter { code: code.into(), name: "Borny".into(), shape }]
    };
    keep(&shelf, Layer::Qpv(crate::Generation::G2024), perimeter("QN05720M"));
    keep(&shelf, Layer::Commune, perimeter("57463"));
    let registry = Registry::embedded();
    let state = TerritoriesState::new(registry, vec![Arc::new(Songs)]);
    (folder, state.with_node(Arc::new(Node::of(shelf, registry)), || jiff::Timestamp::UNIX_EPOCH))
}

#[tokio::test]
async fn a_neighbourhood_is_drawn_from_the_perimeter_that_the_node_holds_with_its_vintage() {
    let (_folder, state) = drawn_node();
    let (_, _, html) = answer_of(state.clone(), "/territoires/qpv-QN05720M").await;
    assert!(html.contains("map-shape--chosen") && !html.contains("map-cell"));
    assert!(html.contains("1er\u{a0}janvier 2024"), "the vintage is said");
    let (_, _, text) = answer_of(state.clone(), "/territoires/qpv-QN05720M.geojson").await;
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    let feature = &read["features"][0];
    assert_eq!(
        (&feature["geometry"]["type"], &feature["properties"]["source"]),
        (&"Polygon".into(), &"qpv-2024".into())
    );
    assert_eq!(feature["geometry"]["coordinates"][0][0], serde_json::json!([6.1717, 49.1163]));
    assert!(feature["properties"]["vintage"].as_str().unwrap().contains("2024"));
}

#[tokio::test]
async fn a_first_view_holds_a_communes_neighbourhoods_in_full_and_is_not_sent_twice() {
    let (_folder, state) = drawn_node();
    let config = ShellConfig { messages: vec![&MESSAGES], strict: true, ..ShellConfig::default() };
    let mut site = Site::new(Shell::new(config).unwrap(), routes(state).into_router());
    let path = "/territoires/commune-57463/contours.geojson";
    let first = site.call(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let mark = first.headers()[header::ETAG].clone();
    let body = axum::body::to_bytes(first.into_body(), 8_000_000).await.unwrap();
    assert!(body.len() < crate::map::FIRST_VIEW && String::from_utf8_lossy(&body).contains("qpv-QN05720M"));
    let again = Request::get(path).header(header::IF_NONE_MATCH, mark).body(Body::empty()).unwrap();
    assert_eq!(site.call(again).await.unwrap().status(), StatusCode::NOT_MODIFIED);
    assert_eq!(answer("/territoires/commune-99999/contours.geojson").await.0, StatusCode::NOT_FOUND);
    assert_eq!(answer("/territoires/qpv-QN05701M/contours.geojson").await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_covers_a_point_is_told_with_who_says_so_and_what_is_missing() {
    let (_folder, state) = drawn_node();
    for (path, words) in [
        ("/ici?lon=6,1757&lat=49,1193", "périmètre officiel"),
        ("/en/ici?lon=6.1757&lat=49.1193", "official perimeter"),
    ] {
        let (status, _, html) = answer_of(state.clone(), path).await;
        assert_eq!(status, StatusCode::OK);
        for text in [
            words,
            "/territoires/qpv-QN05720M",
            "/territoires/commune-57463",
            "/territoires/region-44",
            "essaim territories import",
        ] {
            assert!(html.contains(text), "{path}: {text}");
        }
    }
}

#[tokio::test]
async fn a_point_that_is_none_and_an_address_without_a_table_are_refused_with_what_was_typed() {
    for path in ["/ici?lon=200&lat=1", "/ici?lon=abc&lat=1", "/ici?lat=49", "/ici?adresse=12+rue+%3Cb%3E"] {
        let (status, _, html) = answer(path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        assert!(html.contains("role=\"alert\"") && !html.contains("<b>"), "{path}");
    }
    let (status, _, html) = answer("/ici").await;
    assert!(status == StatusCode::OK && html.contains("name=\"adresse\"") && !html.contains("style="));
}

#[tokio::test]
async fn what_is_asked_of_a_point_is_kept_by_nobody() {
    let node = node(Held::All);
    for path in ["/ici?lon=6.2&lat=49.105", "/ici?adresse=3+rue+des+abeilles+57000+Metz", "/ici?lat=49"] {
        let (_, headers, html) = get(&node, path).await;
        assert_eq!(headers[header::CACHE_CONTROL], "private, no-store", "{path}");
        assert!(!headers.contains_key(header::ETAG) && html.contains("noindex"), "{path}");
    }
    let (_, headers, html) = get(&node, "/ici").await;
    assert!(headers.contains_key(header::ETAG) && !html.contains("noindex"));
    let (_, _, html) = get(&node, "/ici?adresse=3+rue+des+abeilles+57000+Metz").await;
    assert!(html.contains("3 Rue des Abeilles 57000 Metz"));
}

#[tokio::test]
async fn a_territory_is_a_table_too() {
    let (status, _, text) = answer("/territoires/commune-57463.csv").await;
    assert_eq!(status, StatusCode::OK);
    for row in ["self,commune-57463,", "within,region-44,", "contains,qpv-"] {
        assert!(text.contains(row), "{row}");
    }
}
