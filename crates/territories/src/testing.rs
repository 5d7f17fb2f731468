//! A node of a small town of our own, for the tests: `Ruche-sur-Moselle` is in no table.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use essaim_web::{Shell, ShellConfig, Site};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;
use tower::Service;

use crate::official::{Node, Shelf, import, import_addresses};
use crate::{MESSAGES, QPV_MESSAGES, Registry, TerritoriesState, UPLOADS, routes};

const DAY: jiff::civil::Date = date(2026, 1, 15);
const AT: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// A neighbourhood of a kilometre and a half by one, west of 6.21.
const NEIGHBOURHOODS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code_qp": "QN05701M", "lib_qp": "Les Alvéoles", "insee_com": "57463"},
     "geometry": {"type": "Polygon", "coordinates": [[[6.19, 49.1], [6.21, 49.1], [6.21, 49.11], [6.19, 49.11]]]}}
]}"#;
const FORMER: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code_qp": "QP057001", "lib_qp": "Le Rucher", "insee_com": "57463"},
     "geometry": {"type": "Polygon", "coordinates": [[[6.2, 49.1], [6.235, 49.1], [6.235, 49.11], [6.2, 49.11]]]}}
]}"#;

/// House numbers of ways inside, outside and across the edge.
fn addresses() -> String {
    let mut all = String::from("id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n");
    let ways = [
        ("0010", "Rue des Abeilles", "57000", "57463", "Metz", 6.200),
        ("0020", "Rue du Miel", "57000", "57463", "Metz", 6.230),
        ("0030", "Avenue de la Reine", "57000", "57463", "Metz", 6.2097),
        ("0040", "Rue des Lilas Blancs", "57000", "57463", "Metz", 6.205),
        ("0050", "Rue des Lilas Blancs", "57140", "57751", "Woippy", 6.240),
    ];
    for (mark, street, postcode, insee, town, lon) in ways {
        for number in 1..=6 {
            let repetition = if number == 6 { "bis" } else { "" };
            let lon = lon + f64::from(number) * 0.0001;
            all.push_str(&format!(
                "{insee}_{mark}_{number:05}{};{number};{repetition};{street};{postcode};{insee};{town};{lon};49.105\n",
                if repetition.is_empty() { "" } else { "_bis" },
            ));
        }
    }
    all
}

/// What a node holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    Nothing,
    Perimeters,
    All,
}

/// A node, made once for all tests: its folder stays as long as they run.
pub(crate) fn node(held: Held) -> Arc<Node> {
    static NODES: [OnceLock<(TempDir, Arc<Node>)>; 3] = [const { OnceLock::new() }; 3];
    Arc::clone(&NODES[held as usize].get_or_init(|| made(held)).1)
}

fn made(held: Held) -> (TempDir, Arc<Node>) {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path().join("territories"));
    if held != Held::Nothing {
        bring(&shelf, folder.path(), "qpv.geojson", NEIGHBOURHOODS);
        bring(&shelf, folder.path(), "former.geojson", FORMER);
    }
    if held == Held::All {
        let file = folder.path().join("addresses.csv");
        std::fs::write(&file, addresses()).unwrap();
        import_addresses(&shelf, Registry::embedded(), &[(file, DAY)], AT).unwrap();
    }
    (folder, Arc::new(Node::of(shelf, Registry::embedded())))
}

fn bring(shelf: &Shelf, folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    import(shelf, Registry::embedded(), &file, DAY, AT).unwrap();
}

/// The pages and the API of a node.
pub(crate) fn site(node: &Arc<Node>) -> Site {
    let config = ShellConfig {
        messages: vec![&MESSAGES, &QPV_MESSAGES],
        uploads: UPLOADS.to_vec(),
        strict: true,
        ..ShellConfig::default()
    };
    let state = TerritoriesState::new(Registry::embedded(), Vec::new()).with_node(Arc::clone(node), || AT);
    Site::new(Shell::new(config).unwrap(), routes(state).into_router())
}

/// The answer to a request.
pub(crate) async fn ask(node: &Arc<Node>, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let response = site(node).call(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 64_000_000).await.unwrap();
    (head.status, head.headers, String::from_utf8(body.to_vec()).unwrap())
}

/// The answer to a path.
pub(crate) async fn get(node: &Arc<Node>, path: &str) -> (StatusCode, HeaderMap, String) {
    ask(node, Request::get(path).body(Body::empty()).unwrap()).await
}
