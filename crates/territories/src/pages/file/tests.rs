//! The pages of a table through the router, from what is brought to what is taken away.

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use essaim_web::{Failure, Frame, Shell, ShellConfig, Site};
use futures::future::BoxFuture;
use tempfile::TempDir;
use tower::Service;

use super::{Printer, Report};
use crate::testing::{Held, node};
use crate::{FILE_MESSAGES, Jobs, MESSAGES, QPV_MESSAGES, Registry, TerritoriesState, UPLOADS, routes};

const TABLE: &str = "nom;sexe;adresse;code postal;ville\n\
    Premier;F;3 rue des abeilles;57000;Metz\n\
    Deuxième;H;avenue de la reine;57000;Metz\n\
    Troisième;F;avenue de la reine;57000;Metz\n\
    Quatrième;H;2 rue des lilas blancs;;\n\
    Cinquième;F;;;\n";

/// A press that tells what it was given to print.
struct Told;

impl Printer for Told {
    fn print<'f>(&'f self, _: &'f Frame, report: Report) -> BoxFuture<'f, Result<Vec<u8>, Failure>> {
        Box::pin(async move { Ok(format!("%PDF {report:?}").into_bytes()) })
    }
}

/// A site of its own, with a folder of its own.
struct Own {
    site: Site,
    _folder: TempDir,
}

impl Own {
    fn new(held: Held) -> Self {
        static SHELL: OnceLock<Arc<Shell>> = OnceLock::new();
        let shell = SHELL.get_or_init(|| {
            let messages = vec![&MESSAGES, &QPV_MESSAGES, &FILE_MESSAGES];
            Shell::new(ShellConfig { messages, uploads: UPLOADS.to_vec(), strict: true, ..ShellConfig::default() })
                .unwrap()
        });
        let folder = tempfile::tempdir().unwrap();
        let at = jiff::Timestamp::constant(1_800_000_000, 0);
        let state = TerritoriesState::new(Registry::embedded(), Vec::new())
            .with_node(node(held), move || at)
            .with_jobs(Arc::new(Jobs::at(folder.path().join("brought"), 10_000_000)))
            .with_printer(Arc::new(Told));
        Self { site: Site::new(Arc::clone(shell), routes(state).into_router()), _folder: folder }
    }

    async fn ask(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let (head, body) = self.site.clone().call(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, 64_000_000).await.unwrap();
        (head.status, head.headers, body.to_vec())
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let (status, headers, body) = self.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        let is_kept = headers[header::CACHE_CONTROL].to_str().unwrap().contains("no-store");
        assert!(is_kept, "{path} is kept by nobody on its way");
        assert!(headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none(), "{path} is no open data");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    async fn post(&self, path: &str, form: &str) -> (StatusCode, String) {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, headers, body) = self.ask(request.body(Body::from(form.to_owned())).unwrap()).await;
        let location = headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (status, location.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    async fn bring(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> (StatusCode, String) {
        let (status, headers, body) = self.ask(form(fields, files, None)).await;
        let location = headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (status, location.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    /// Brings a table, tells its columns, and waits for its answers: the path of its job.
    async fn worked(&self, table: &str, columns: &str) -> String {
        let (status, path) = self.bring(&[("generation", "2024")], &[("table", table.as_bytes())]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(self.post(&path, columns).await.0, StatusCode::SEE_OTHER);
        self.wait(&path).await;
        path
    }

    async fn wait(&self, path: &str) {
        for _ in 0..2_000 {
            let (status, told) = self.get(&format!("{path}/avancement")).await;
            assert_eq!(status, StatusCode::OK, "{told}");
            if told.contains("\"done\",") || told.contains("\"state\":\"done\"") {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("it was never worked through");
    }
}

fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])], from: Option<&str>) -> Request<Body> {
    let mut body: Vec<u8> = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"gens.csv\"\r\n").bytes(),
        );
        body.extend(b"Content-Type: text/csv\r\n\r\n".iter().chain(*bytes).chain(b"\r\n"));
    }
    body.extend(b"--x--\r\n");
    let request = Request::post("/qpv/fichier").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let request = match from {
        Some(site) => request.header("sec-fetch-site", site),
        None => request,
    };
    request.body(Body::from(body)).unwrap()
}

const COLUMNS: &str = "adresse=2&code_postal=3&ville=4&croiser1=1&generation=2024";

#[tokio::test]
async fn a_table_goes_from_its_columns_to_its_answers() {
    let own = Own::new(Held::All);
    let (status, html) = own.get("/qpv/fichier").await;
    assert_eq!(status, StatusCode::OK);
    for told in ["data-people-file", "name=\"table\"", "multipart/form-data", "2015", "15\u{a0}janvier 2026"] {
        assert!(html.contains(told), "{told}");
    }
    let (status, path) = own.bring(&[("generation", "both"), ("garder", "3")], &[("table", TABLE.as_bytes())]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, html) = own.get(&path).await;
    for told in [
        "<option value=\"2\" selected>adresse",
        "<option value=\"both\" selected>",
        "<td>3 rue des abeilles</td>",
        "noindex",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let path = path.split('?').next().unwrap().to_owned();
    assert_eq!(own.post(&path, "adresse=&ville=").await.1, format!("{path}?colonnes=manquent"));
    assert!(own.get(&format!("{path}?colonnes=manquent")).await.1.contains("Dites au moins"));
    assert_eq!(own.get(&format!("{path}/synthese")).await.0, StatusCode::CONFLICT, "not yet");
    assert_eq!(own.post(&path, COLUMNS).await.0, StatusCode::SEE_OTHER);
    own.wait(&path).await;
    let (_, html) = own.get(&path).await;
    assert!(html.contains("<p class=\"figure__value\">5</p>") && html.contains("À corriger à la source"), "{html}");
    let (_, table) = own.get(&format!("{path}/fichier")).await;
    let line = |begin: &str| table.lines().find(|line| line.starts_with(begin)).unwrap().to_owned();
    assert!(line("Premier;F;3 rue des abeilles;57000;Metz;dans;QN05701M;").ends_with(";;"), "{table}");
    assert!(line("Cinquième;F;;;;a_verifier;;;vide;").ends_with(";;"));
    let (_, correct) = own.get(&format!("{path}/a-corriger")).await;
    assert_eq!(correct, "\u{feff}ligne;qpv_motif;adresse\n6;vide;\n");
    let (_, english) = own.get(&format!("/en{path}")).await;
    assert!(english.contains("in a priority neighbourhood"));
}

#[tokio::test]
async fn cases_are_settled_together_one_after_the_other() {
    let own = Own::new(Held::All);
    let path = own.worked(TABLE, COLUMNS).await;
    let (_, list) = own.get(&format!("{path}/cas")).await;
    assert!(list.contains("3 lignes à vérifier, en 2 groupes."), "{list}");
    let (_, first) = own.get(&format!("{path}/cas/1")).await;
    for told in ["Avenue de la Reine, Metz", "Dans le quartier Les Alvéoles", "2 lignes", "<svg viewBox", "map-number"]
    {
        assert!(first.contains(told), "{told}: {first}");
    }
    let case = first.split("name=\"cas\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (form, fault) in [
        (format!("cas={case}"), "choix"),
        ("choix=0".to_owned(), "adresses"),
        (format!("cas={case}&choix=99"), "choix"),
        (format!("cas={case}&choix=autre&code=QN99999Z"), "code"),
        (format!("cas={case}&choix=autre&code=%3Cscript%3E"), "code"),
    ] {
        let (status, location) = own.post(&format!("{path}/cas/1"), &form).await;
        assert_eq!((status, location), (StatusCode::SEE_OTHER, format!("{path}/cas/1?faute={fault}")), "{form}");
    }
    assert!(own.get(&format!("{path}/cas/1?faute=choix")).await.1.contains("Choisissez une réponse"));
    let (_, next) = own.post(&format!("{path}/cas/1"), &format!("cas={case}&choix=0")).await;
    assert_eq!(next, format!("{path}/cas/2?fait=1"));
    let (_, second) = own.get(&next).await;
    assert!(
        second.contains("Décidé pour Avenue de la Reine, Metz") && second.contains("Rue des Lilas Blancs, Woippy"),
        "{second}"
    );
    let (_, table) = own.get(&format!("{path}/fichier")).await;
    assert_eq!(table.lines().filter(|line| line.ends_with(";QN05701M;2027-01-15")).count(), 2, "{table}");
    let (_, summary) = own.get(&format!("{path}/synthese")).await;
    assert!(summary.contains("Entre 60\u{202f}% et 100\u{202f}%"), "{summary}");
    assert_eq!(
        own.post(&format!("{path}/cas/1"), &format!("cas={case}&choix=laisser")).await.1,
        format!("{path}/cas/1?fait=1")
    );
    let (_, table) = own.get(&format!("{path}/fichier")).await;
    assert!(!table.contains("2027-01-15"), "it was taken back");
    for wrong in ["0", "3", "x", "-1", "99999999999999999999"] {
        assert_eq!(own.get(&format!("{path}/cas/{wrong}")).await.0, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn a_browser_sends_a_part_and_gets_the_answers_for_its_lines() {
    let own = Own::new(Held::All);
    let (_, fragment) = own.post("/qpv/fichier/colonnes", "nom=pr%C3%A9nom&nom=&nom=adresse&nom=cp").await;
    for told in
        ["<option value=\"2\" selected>adresse", "<option value=\"3\" selected>cp", "colonne\u{a0}2", "data-sample"]
    {
        assert!(fragment.contains(told) || fragment.contains(&told.replace('\u{a0}', " ")), "{told}: {fragment}");
    }
    assert!(!fragment.contains("<html"));
    assert_eq!(own.post("/qpv/fichier/colonnes", "autre=x").await.0, StatusCode::BAD_REQUEST);
    let (status, fault) = own.post("/qpv/fichier/colonnes", "nom=adresse&nom=qpv_nom_2015").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fault.contains("<p data-fault>Le fichier a déjà une colonne qpv_nom_2015"), "{fault}");
    let (status, _) = own.post("/qpv/fichier/colonnes", "nom=adresse&nom=qpv_decision&anterieur=1").await;
    assert_eq!(status, StatusCode::OK, "a table of last time has them");
    let (status, fault) = own.post("/qpv/fichier/colonnes", &"nom=&".repeat(1_001)).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && fault.len() < 1_000, "{fault}");
    let part = "adresse;cp\n3 rue des abeilles;57000\n;\n";
    let fields = [
        ("adresse", "0"),
        ("code_postal", "1"),
        ("partie", "1"),
        ("colonnes", "[2,3]"),
        ("empreinte", "00ff00ff00ff00ff"),
    ];
    let (status, path) = own.bring(&fields, &[("table", part.as_bytes())]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    own.wait(&path).await;
    let (_, html) = own.get(&path).await;
    for told in [
        "data-print=\"00ff00ff00ff00ff\"",
        "data-columns=\"[2,3]\"",
        "data-rows=\"2\"",
        &format!("data-join=\"{path}/reponses\""),
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let (_, answers) = own.get(&format!("{path}/reponses")).await;
    assert_eq!(answers.lines().count(), 3, "{answers}");
    assert!(answers.starts_with("\u{feff}ligne;qpv_verdict;"), "{answers}");
    assert!(answers.lines().nth(1).unwrap().starts_with("2;dans;QN05701M;"));
}

#[tokio::test]
async fn decisions_of_last_year_are_taken_over() {
    let own = Own::new(Held::All);
    let former = "adresse;cp;ville;qpv_decision;qpv_decision_le\navenue de la reine;57000;Metz;hors;2026-03-04\n";
    let fields = [("adresse", "2"), ("code_postal", "3"), ("ville", "4")];
    let files = [("table", TABLE.as_bytes()), ("decisions", former.as_bytes())];
    let (_, path) = own.bring(&fields, &files).await;
    own.wait(&path).await;
    let (_, table) = own.get(&format!("{path}/fichier")).await;
    assert_eq!(table.lines().filter(|line| line.ends_with(";hors;2026-03-04")).count(), 2, "{table}");
    for (former, told) in [
        ("a;b\n1;2\n", "Dans le fichier de l’an dernier\u{a0}: Aucune colonne d’adresse"),
        ("adresse;b\n1;2\n", "n’a pas de colonne qpv_decision"),
        ("PK\u{3}\u{4}rien", "Dans le fichier de l’an dernier\u{a0}: Ce fichier ne se lit pas"),
    ] {
        let (status, html) = own.bring(&fields, &[("table", TABLE.as_bytes()), ("decisions", former.as_bytes())]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
        assert!(html.contains(told), "{told}: {html}");
    }
}

#[tokio::test]
async fn a_summary_is_a_page_a_table_and_a_document_and_masks_small_counts() {
    let own = Own::new(Held::All);
    let path = own.worked(TABLE, COLUMNS).await;
    let (_, html) = own.get(&format!("{path}/synthese")).await;
    for told in [
        "Les Alvéoles",
        "Par sexe",
        "<th scope=\"col\" class=\"number\">F</th>",
        "Base Adresse Nationale",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let (_, masked) = own.get(&format!("{path}/synthese?masquer=1")).await;
    assert!(masked.contains("masqué") && masked.contains("La part n’est pas dite"), "{masked}");
    let (_, table) = own.get(&format!("{path}/synthese/tableau")).await;
    assert!(table.contains("dans;QN05701M;Les Alvéoles;F;1\n"), "{table}");
    assert!(table.contains("Ensemble;;;Ensemble;5\n"), "{table}");
    assert!(table.contains("dans;;Ensemble;Ensemble;1\nhors;"), "{table}");
    for told in [
        "<tr class=\"total\"><th scope=\"row\">En quartier prioritaire</th><td></td><td class=\"number\">1</td>",
        "<tr class=\"total\"><th scope=\"row\">Ensemble</th><td></td><td class=\"number\">5</td>",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let (_, table) = own.get(&format!("{path}/synthese/tableau?masquer=1")).await;
    assert!(table.contains("dans;QN05701M;Les Alvéoles;F;masqué\n"), "{table}");
    let (_, document) = own.get(&format!("{path}/synthese/document")).await;
    for told in ["%PDF", "Les Alvéoles", "Par sexe", "gens.csv", "[\"Ensemble\", \"\", \"5\","] {
        assert!(document.contains(told), "{told}: {document}");
    }
}

#[tokio::test]
async fn two_columns_that_are_crossed_have_a_total_for_each_value_of_the_first() {
    let own = Own::new(Held::All);
    let lines: String = ["F;6-10", "F;11-17", "F;11-17", "H;11-17"]
        .map(|values| format!("{values};3 rue des abeilles;57000;Metz\n"))
        .concat();
    let columns = "adresse=2&code_postal=3&ville=4&croiser1=0&croiser2=1";
    let path = own.worked(&format!("sexe;âge;adresse;cp;ville\n{lines}"), columns).await;
    let (_, html) = own.get(&format!("{path}/synthese")).await;
    for told in [
        "<th scope=\"colgroup\" colspan=\"3\">F</th><th scope=\"colgroup\" colspan=\"3\">H</th>",
        "<th scope=\"col\" class=\"number\">11-17</th><th scope=\"col\" class=\"number sum\">Ensemble</th>",
        "<td class=\"number\">1</td><td class=\"number\">2</td><td class=\"number sum\">3</td>",
    ] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let (_, table) = own.get(&format!("{path}/synthese/tableau")).await;
    for told in ["F;6-10;1\n", "F;11-17;2\n", "F;Ensemble;3\n", "H;Ensemble;1\n", "Ensemble;Ensemble;4\n"] {
        assert!(table.contains(&format!("dans;QN05701M;Les Alvéoles;{told}")), "{told}: {table}");
    }
    let (_, document) = own.get(&format!("{path}/synthese/document")).await;
    assert!(document.contains("\"F\\u{a0}· 11-17\", \"F\\u{a0}· Ensemble\""), "{document}");
    let (_, masked) = own.get(&format!("{path}/synthese/tableau?masquer=1")).await;
    assert!(masked.contains("dans;QN05701M;Les Alvéoles;F;Ensemble;masqué\n"), "{masked}");
}

#[tokio::test]
async fn the_values_of_a_column_stand_in_one_order_on_the_page_in_the_table_and_in_the_document() {
    let own = Own::new(Held::All);
    let bands = ["18-25", "", "65 et plus", "moins de 18", "6-10", "26-64"];
    let lines: String = bands.iter().map(|band| format!("{band};3 rue des abeilles;57000;Metz\n")).collect();
    let path =
        own.worked(&format!("âge;adresse;cp;ville\n{lines}"), "adresse=1&code_postal=2&ville=3&croiser1=0").await;
    for rest in ["", "/tableau", "/document"] {
        let (_, told) = own.get(&format!("{path}/synthese{rest}")).await;
        let told = &told[told.find("QN05701M;").or(told.find("Par âge")).unwrap()..];
        let places =
            ["6-10", "moins de 18", "18-25", "26-64", "65 et plus", "vide"].map(|band| told.find(band).unwrap());
        assert!(places.is_sorted(), "{rest}: {places:?} {told}");
    }
}

#[tokio::test]
async fn what_is_no_table_is_refused_with_its_reason() {
    let own = Own::new(Held::All);
    let qpv = "adresse;qpv_code\n3 rue des abeilles Metz;\n";
    let (long, wide) = (format!("adresse\n\"{}", "x".repeat(1 << 20)), ";".repeat(1_000));
    for (table, fields, told) in [
        ("", &[][..], "Le fichier est vide."),
        ("PK\u{3}\u{4}rien", &[], "le classeur est abîmé, ou n’en est pas un."),
        (long.as_str(), &[], "la ligne 2 ne finit pas."),
        (wide.as_str(), &[], "plus de 1\u{202f}000 colonnes"),
        ("a\0d\0r\0;\0", &[], "UTF-16"),
        ("a;b\n1;2\n", &[("adresse", ""), ("ville", "7")], "Aucune colonne d’adresse"),
        (qpv, &[], "a déjà une colonne qpv_code"),
    ] {
        let (status, html) = own.bring(fields, &[("table", table.as_bytes())]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(html.contains(told) && html.contains("data-fault"), "{told}: {html}");
    }
    let (status, _, _) = own.ask(Request::post("/qpv/fichier").body(Body::from("adresse=1")).unwrap()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "no form");
    let (status, html) = own.bring(&[("generation", "2024")], &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
    let (status, _) = own.bring(&[], &[("table", &vec![b'x'; 52 * 1024 * 1024])]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _) = Own::new(Held::Perimeters).bring(&[], &[("table", TABLE.as_bytes())]).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(Own::new(Held::Nothing).get("/qpv/fichier").await.1.contains("essaim territories import"));
}

#[tokio::test]
async fn no_one_else_gets_in_and_nothing_remains() {
    let own = Own::new(Held::All);
    let path = own.worked(TABLE, COLUMNS).await;
    assert_eq!(own.post(&format!("{path}/prolonger"), "").await.0, StatusCode::SEE_OTHER);
    assert!(!own.get(&path).await.1.contains("/prolonger"), "it lasts as long as it may");
    let everywhere = [
        "",
        "/cas",
        "/cas/1",
        "/synthese",
        "/synthese/tableau",
        "/synthese/document",
        "/fichier",
        "/reponses",
        "/a-corriger",
        "/avancement",
    ];
    for other in ["/qpv/fichier/00000000000000000000000000000000", "/qpv/fichier/x", "/qpv/fichier/..%2f..%2fetc"] {
        for rest in everywhere {
            let (status, html) = own.get(&format!("{other}{rest}")).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{other}{rest}");
            assert!(!html.contains("abeilles"));
        }
    }
    // Another site's page neither brings a table nor decides or erases in a visitor's place.
    assert_eq!(own.ask(form(&[], &[("table", TABLE.as_bytes())], Some("cross-site"))).await.0, StatusCode::FORBIDDEN);
    for rest in ["", "/effacer", "/prolonger", "/cas/1"] {
        let request = Request::post(format!("{path}{rest}")).header("sec-fetch-site", "cross-site");
        assert_eq!(own.ask(request.body(Body::empty()).unwrap()).await.0, StatusCode::FORBIDDEN, "{rest}");
        let (status, ..) = own.ask(Request::delete(format!("{path}{rest}")).body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{rest}");
    }
    assert_eq!(own.get(&path).await.0, StatusCode::OK);
    assert_eq!(own.post(&format!("{path}/effacer"), "").await.1, "/qpv/fichier?efface=1");
    assert!(own.get("/qpv/fichier?efface=1").await.1.contains("Le fichier est effacé"));
    for rest in everywhere {
        let (status, html) = own.get(&format!("{path}{rest}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{rest}");
        assert!(rest == "/avancement" || html.contains("n’est plus ici"), "{rest}: {html}");
    }
}

#[tokio::test]
async fn what_a_table_holds_is_no_mark_up() {
    let own = Own::new(Held::All);
    let table = "<script>a</script>;adresse;ville\n<b>x</b>;12 rue <img src=x onerror=1> de nulle part;Metz\n";
    let path = own.worked(table, "adresse=1&ville=2&croiser1=0").await;
    for rest in ["", "/cas", "/cas/1", "/synthese"] {
        let (_, html) = own.get(&format!("{path}{rest}")).await;
        assert!(!html.contains("<script>a") && !html.contains("<img") && !html.contains("<b>x"), "{rest}: {html}");
    }
}
