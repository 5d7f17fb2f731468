//! The API through the router, on a small town of our own.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::testing::{Held, ask, get, node};

async fn told(path: &str) -> (StatusCode, Value) {
    let node = node(Held::All);
    let (status, headers, body) = get(&node, path).await;
    assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("no-store"), "{path}");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
    (status, serde_json::from_str(&body).unwrap())
}

/// Scores change with each calibration: what else is said stays.
fn without_scores(mut answer: Value) -> Value {
    let hide = |place: &mut Value, name: &str| {
        if let Some(score) = place.get_mut(name) {
            assert!((0.0..=1.0).contains(&score.as_f64().unwrap()), "{score}");
            *score = json!("[score]");
        }
    };
    hide(&mut answer, "adresse_score");
    for feature in answer.get_mut("features").and_then(Value::as_array_mut).into_iter().flatten() {
        hide(&mut feature["properties"], "score");
    }
    answer
}

fn form(fields: &[(&str, &str)], table: &str) -> Request<Body> {
    form_to("/api/v1/geocode/search/csv", fields, table)
}

fn form_to(path: &str, fields: &[(&str, &str)], table: &str) -> Request<Body> {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str("--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"gens.csv\"\r\n");
    body.push_str(&format!("Content-Type: text/csv\r\n\r\n{table}\r\n--x--\r\n"));
    Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn a_search_answers_as_the_national_address_service_does() {
    let (status, answer) = told("/api/v1/geocode/search?q=6%20bis%20rue%20des%20abeilles%20metz&limit=1").await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!(without_scores(answer));
}

#[tokio::test]
async fn a_reverse_search_says_how_far_each_answer_is() {
    let (_, answer) = told("/api/v1/geocode/reverse?lon=6.2001&lat=49.1051&limit=2").await;
    insta::assert_json_snapshot!(without_scores(answer));
    let (_, answer) = told("/api/v1/geocode/reverse?lon=6.2001&lat=49.1051&type=street&limit=2").await;
    let names: Vec<_> =
        answer["features"].as_array().unwrap().iter().map(|one| one["properties"]["name"].clone()).collect();
    assert_eq!(names, ["Rue des Abeilles", "Rue des Lilas Blancs"]);
}

#[tokio::test]
async fn the_last_word_may_be_begun_unless_it_is_refused() {
    let first = |answer: &Value| answer["features"][0]["properties"]["name"].clone();
    let (_, answer) = told("/api/v1/geocode/search?q=3+rue+des+abei&citycode=57463").await;
    assert_eq!(first(&answer), "3 Rue des Abeilles");
    let (_, answer) = told("/api/v1/geocode/search?q=rue+des+abei&postcode=57000").await;
    assert_eq!(first(&answer), "Rue des Abeilles");
    let (status, _) = told("/api/v1/geocode/search?q=rue+des+abei&autocomplete=0").await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn answers_are_kept_to_what_is_wanted() {
    let all = async |query: &str, key: &str| -> Vec<Value> {
        let (_, answer) = told(&format!("/api/v1/geocode/search?limit=20&q=2+rue+des+lilas+blancs{query}")).await;
        answer["features"].as_array().unwrap().iter().map(|one| one["properties"][key].clone()).collect()
    };
    let there = all("&postcode=57140", "citycode").await;
    assert!(!there.is_empty() && there.iter().all(|code| code == "57751"), "{there:?}");
    assert!(all("&citycode=57463", "postcode").await.iter().all(|code| code == "57000"));
    assert!(all("&type=street", "type").await.iter().all(|kind| kind == "street"));
    assert!(!all("&type=street", "housenumber").await.is_empty());
    assert!(all("&type=street", "housenumber").await.iter().all(Value::is_null));
    assert!(all("&citycode=57999", "id").await.is_empty());
}

#[tokio::test]
async fn what_is_not_understood_is_refused_in_that_services_words() {
    for (path, title, detail) in [
        ("search", "Missing parameter", "The \"q\" parameter is required."),
        ("search?q=ab", "Invalid parameter", "between 3 and 200"),
        ("search?q=metz&limit=0", "Invalid parameter", "out of range (1..100)"),
        ("search?q=metz&limit=a", "Invalid parameter", "integer"),
        ("search?q=metz&type=house", "Invalid parameter", "\"type\""),
        ("search?q=metz&lat=a&lon=2", "Invalid parameter", "\"lat\""),
        ("search?q=metz&autocomplete=maybe", "Invalid parameter", "\"autocomplete\""),
        ("reverse?lat=1", "Missing parameter", "\"lon\""),
        ("reverse?lon=1", "Missing parameter", "\"lat\""),
        ("reverse?lon=181&lat=1", "Invalid parameter", "out of range"),
    ] {
        let (status, answer) = told(&format!("/api/v1/geocode/{path}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer["title"], title, "{path}");
        assert!(answer["detail"].as_str().unwrap().contains(detail), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_table_gets_the_columns_of_the_national_address_service() {
    let node = node(Held::All);
    let table = "nom;voie;ville\r\nA;3 rue du miel;Metz\r\nB;nulle part;\r\n";
    let (status, headers, body) = ask(&node, form(&[("columns", "voie"), ("columns", "ville")], table)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("gens.geocoded.csv"));
    let mut lines = body.lines();
    assert_eq!(
        lines.next().unwrap(),
        "nom;voie;ville;latitude;longitude;result_label;result_score;result_score_next;result_type;result_id;\
         result_housenumber;result_name;result_street;result_postcode;result_city;result_context;result_citycode;\
         result_oldcitycode;result_oldcity;result_district;result_status"
    );
    let found = lines.next().unwrap();
    assert!(found.starts_with("A;3 rue du miel;Metz;49.105;6.2303;3 Rue du Miel 57000 Metz;"), "{found}");
    assert!(found.ends_with(";housenumber;57463_0020_00003;3;3 Rue du Miel;Rue du Miel;57000;Metz;\"57, Moselle, Grand Est\";57463;;;;ok") || found.ends_with(";housenumber;57463_0020_00003;3;3 Rue du Miel;Rue du Miel;57000;Metz;57, Moselle, Grand Est;57463;;;;ok"), "{found}");
    assert_eq!(lines.next().unwrap(), "B;nulle part;;;;;;;;;;;;;;;;;;;not-found");
}

#[tokio::test]
async fn a_table_may_be_filtered_by_its_columns_and_get_some_columns_only() {
    let node = node(Held::All);
    let table = "adresse,cp\n2 rue des lilas blancs,57140\n2 rue des lilas blancs,57000\n";
    let fields = [("columns", "adresse"), ("postcode", "cp"), ("result_columns", "result_citycode")];
    let (_, _, body) = ask(&node, form(&fields, table)).await;
    assert_eq!(
        body,
        "adresse,cp,result_citycode\n2 rue des lilas blancs,57140,57751\n2 rue des lilas blancs,57000,57463\n"
    );
    for (fields, table) in
        [([("columns", "rue")], "a;b\n1;2\n"), ([("result_columns", "x")], "a;b\n"), ([("min_score", "x")], "a\n")]
    {
        let (status, _, body) = ask(&node, form(&fields, table)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    let reverse =
        form_to("/api/v1/geocode/reverse/csv", &[("result_columns", "result_name")], "lon,lat\n6.2001,49.105\n,\n");
    assert_eq!(ask(&node, reverse).await.2, "lon,lat,result_name\n6.2001,49.105,1 Rue des Abeilles\n,,\n");
}

#[tokio::test]
async fn an_address_gets_its_neighbourhood_under_the_names_of_a_tables_columns() {
    let (status, answer) = told("/api/v1/qpv?adresse=3%20rue%20des%20abeilles%2057000%20metz").await;
    assert_eq!(status, StatusCode::OK);
    insta::assert_json_snapshot!(without_scores(answer));
    let (_, both) = told("/api/v1/qpv?lon=6.205&lat=49.105&generation=both").await;
    assert_eq!((&both["qpv_code_2015"], &both["qpv_code_2024"]), (&json!("QP057001"), &json!("QN05701M")));
    let (_, former) = told("/api/v1/qpv?lon=6.225&lat=49.105&generation=2015").await;
    assert_eq!(former["qpv_verdict"], "dans");
    for query in ["", "?lon=6", "?lat=a&lon=6", "?lon=181&lat=0", "?adresse=a&generation=1996"] {
        assert_eq!(told(&format!("/api/v1/qpv{query}")).await.0, StatusCode::BAD_REQUEST, "{query}");
    }
}

fn post(kind: &str, body: &'static str) -> Request<Body> {
    Request::post("/api/v1/qpv").header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn a_list_is_answered_in_its_order() {
    let node = node(Held::All);
    let list =
        r#"["3 rue des abeilles metz", {"adresse": "2 rue du miel", "ville": "Metz"}, {"lon": 6.205, "lat": 49.105}]"#;
    let (status, _, body) = ask(&node, post("application/json", list)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let answers: Value = serde_json::from_str(&body).unwrap();
    let verdicts: Vec<_> = answers.as_array().unwrap().iter().map(|one| one["qpv_code"].clone()).collect();
    assert_eq!(verdicts, [json!("QN05701M"), Value::Null, json!("QN05701M")]);
    for list in ["{}", "[1]", "[{\"lon\": 400, \"lat\": 1}]", "[{\"lon\": 4}]", "[{\"rue\": \"a\"}]", ""] {
        let request = Request::post("/api/v1/qpv").header(header::CONTENT_TYPE, "application/json");
        let (status, _, body) = ask(&node, request.body(Body::from(list)).unwrap()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{list}: {body}");
    }
    assert_eq!(ask(&node, post("image/png", "")).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_table_is_given_back_in_its_own_dress() {
    let node = node(Held::All);
    let (status, headers, body) = ask(&node, post("text/csv", "nom\tadresse\r\nA\t3 rue des abeilles metz\r\n")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(body.starts_with("nom\tadresse\tqpv_verdict\t"), "{body}");
    assert!(body.contains("\r\nA\t3 rue des abeilles metz\tdans\tQN05701M\tLes Alvéoles\t"), "{body}");
    let (status, _, body) = ask(&node, post("text/csv", "a;b\n1;2\n")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("the columns are: a, b"), "{body}");
}

#[tokio::test]
async fn what_was_not_brought_in_is_said_with_how_to() {
    let (bare, perimeters) = (node(Held::Nothing), node(Held::Perimeters));
    for (node, path, code) in [
        (&bare, "/api/v1/qpv?adresse=metz", "no-perimeters"),
        (&bare, "/api/v1/geocode/search?q=metz", "no-addresses"),
        (&bare, "/api/v1/geocode/reverse?lon=6&lat=49", "no-addresses"),
        (&perimeters, "/api/v1/qpv?adresse=metz", "no-addresses"),
    ] {
        let (status, _, body) = get(node, path).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(body.contains(code) && body.contains("essaim territories import"), "{path}: {body}");
    }
    assert_eq!(get(&perimeters, "/api/v1/qpv?lon=6.205&lat=49.105").await.0, StatusCode::OK);
    assert_eq!(ask(&bare, form(&[], "a\n1\n")).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask(&bare, post("text/csv", "adresse\nmetz\n")).await.0, StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn the_description_names_every_address() {
    use utoipa::OpenApi;
    let api = serde_json::to_value(super::TerritoriesApi::openapi()).unwrap();
    let paths: Vec<&String> = api["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/api/v1/geocode/reverse",
            "/api/v1/geocode/reverse/csv",
            "/api/v1/geocode/search",
            "/api/v1/geocode/search/csv",
            "/api/v1/qpv",
        ]
    );
    assert!(api["paths"]["/api/v1/qpv"]["post"]["responses"]["503"].is_object());
}
