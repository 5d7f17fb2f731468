//! `/api/v1/geocode/search/csv` and `reverse/csv`: a table with the answers of each line added.

use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::response::Response;
use essaim_geo::Point;
use essaim_geo::addresses::Finder;
use essaim_web::{Budget, Frame, Query};

use super::asked::{Filters, Kind};
use super::feature::Properties;
use super::finding::{Looking, find, near};
use super::form::Form;
use crate::Registry;
use crate::api::description::Refused;
use crate::api::refusal::{Fault, Refusal};
use crate::api::{missing, streamed::streamed, unkept};
use crate::official::tables::padded;
use crate::official::{AddressSet, Holdings};
use crate::panel::TerritoriesState;
use crate::tagging::run::{Progress, Tagger, run};
use crate::tagging::table::Dress;
use crate::tagging::{Missing, TagError, Tally};

/// What a table of addresses gets before what both get.
const SEARCHED: [&str; 8] = [
    "latitude",
    "longitude",
    "result_label",
    "result_score",
    "result_score_next",
    "result_type",
    "result_id",
    "result_housenumber",
];
/// The same of a table of points.
const REVERSED: [&str; 7] = [
    "result_latitude",
    "result_longitude",
    "result_label",
    "result_distance",
    "result_type",
    "result_id",
    "result_housenumber",
];
/// What both get.
const BOTH: [&str; 10] = [
    "result_name",
    "result_street",
    "result_postcode",
    "result_city",
    "result_context",
    "result_citycode",
    "result_oldcitycode",
    "result_oldcity",
    "result_district",
    "result_status",
];
/// The score that an answer must exceed.
const LEAST: f64 = 0.5;

/// Finds the addresses of a table.
#[utoipa::path(
    post,
    path = "/api/v1/geocode/search/csv",
    tag = "geocode",
    request_body(content = super::SearchTable, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The table with `latitude`, `longitude` and the columns `result_…`", body = String, content_type = "text/csv"),
        (status = 400, description = "No table, a column that is not there, or a parameter that is not understood", body = Refused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_table(
    State(state): State<TerritoriesState>,
    frame: Frame,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    table(&state, &frame, form, Way::Search).await
}

/// Finds the addresses nearest to the points of a table.
#[utoipa::path(
    post,
    path = "/api/v1/geocode/reverse/csv",
    tag = "geocode",
    request_body(content = super::ReverseTable, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The table with the columns `result_…`", body = String, content_type = "text/csv"),
        (status = 400, description = "No table, a column that is not there, or a parameter that is not understood", body = Refused, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reverse_table(
    State(state): State<TerritoriesState>,
    frame: Frame,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    table(&state, &frame, form, Way::Reverse).await
}

/// What a table holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Search,
    Reverse,
}

async fn table(
    state: &TerritoriesState,
    frame: &Frame,
    form: Result<Multipart, MultipartRejection>,
    way: Way,
) -> Result<Response, Fault> {
    frame.spend(Budget::File)?;
    let form = form.map_err(|_| Refusal::new("Missing file", "Send multipart/form-data."))?;
    let form = Form::read(form).await?;
    let wanted = Wanted::read(&form.fields, way)?;
    let (holdings, registry) = (state.node().holdings(), state.registry());
    holdings.addresses().ok_or_else(|| missing(Missing::Addresses))?;
    let (name, charset) = (form.answer_name(), Dress::charset(&form.data));
    let work = move |out: &mut dyn std::io::Write| work(&holdings, registry, &wanted, &form.data, out);
    Ok(unkept(streamed(Some(&name), charset, work).await?))
}

fn work(
    holdings: &Arc<Holdings>,
    registry: &'static Registry,
    wanted: &Wanted,
    table: &[u8],
    mut out: &mut dyn std::io::Write,
) -> Result<(), TagError> {
    let set = holdings.addresses().ok_or(TagError::Empty)?;
    let prepare = |names: &[String]| {
        let lines = Lines { places: wanted.places(names)?, set, registry, wanted };
        Ok((wanted.added.iter().map(|name| (*name).to_owned()).collect(), lines))
    };
    run(table, &mut out, prepare, Progress::default(), |_| Ok(())).map(|_| ())
}

/// How a table is to be read, and what it gets.
struct Wanted {
    way: Way,
    columns: Vec<String>,
    postcode: Option<String>,
    citycode: Option<String>,
    kind: Option<String>,
    point: Option<[String; 2]>,
    added: Vec<&'static str>,
    least: f64,
}

impl Wanted {
    fn read(fields: &Query, way: Way) -> Result<Self, Refusal> {
        let one = |name: &str| fields.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
        let least =
            one("min_score").map(|text| text.parse().map_err(|_| Refusal::invalid("min_score", "invalid value")));
        Ok(Self {
            way,
            columns: fields.all("columns").filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            postcode: one("postcode"),
            citycode: one("citycode"),
            kind: one("type"),
            point: one("lon").zip(one("lat")).map(|(lon, lat)| [lon, lat]),
            added: added(fields, way)?,
            least: least.transpose()?.unwrap_or(LEAST),
        })
    }

    fn places(&self, names: &[String]) -> Result<Places, TagError> {
        let at = |name: &str| names.iter().position(|own| own == name);
        let told = |name: &str| at(name).ok_or_else(|| TagError::NoColumn(name.to_owned(), names.join(", ")));
        // A filter on a column that is not there filters nothing.
        let maybe = |name: &Option<String>| name.as_deref().and_then(at);
        let first = |usual: &[&str]| usual.iter().find_map(|name| at(name));
        let point = match (self.way, &self.point) {
            (Way::Search, told) => told.as_ref().and_then(|[lon, lat]| Some([at(lon)?, at(lat)?])),
            (Way::Reverse, _) => {
                let none = || TagError::NoColumn("latitude / longitude".to_owned(), names.join(", "));
                let lon = first(&["longitude", "lon", "lng", "long"]).ok_or_else(none)?;
                Some([lon, first(&["latitude", "lat"]).ok_or_else(none)?])
            }
        };
        let columns: Vec<usize> = self.columns.iter().map(|name| told(name)).collect::<Result<_, _>>()?;
        Ok(Places {
            columns: if columns.is_empty() { (0..names.len()).collect() } else { columns },
            postcode: maybe(&self.postcode),
            citycode: maybe(&self.citycode),
            kind: maybe(&self.kind),
            point,
        })
    }
}

/// The columns that are added: those that are told, in their usual order, else all.
fn added(fields: &Query, way: Way) -> Result<Vec<&'static str>, Refusal> {
    let first: &[&'static str] = if way == Way::Search { &SEARCHED } else { &REVERSED };
    let all = || first.iter().copied().chain(BOTH);
    let told: Vec<&str> = fields.all("result_columns").filter(|name| !name.is_empty()).collect();
    if let Some(unknown) = told.iter().find(|name| all().all(|known| known != **name)) {
        return Err(Refusal::invalid("result_columns", &format!("There is no column {unknown}.")));
    }
    Ok(all().filter(|name| told.is_empty() || told.contains(name)).collect())
}

/// Where the columns stand.
struct Places {
    columns: Vec<usize>,
    postcode: Option<usize>,
    citycode: Option<usize>,
    kind: Option<usize>,
    point: Option<[usize; 2]>,
}

struct Lines<'t> {
    places: Places,
    set: &'t AddressSet,
    registry: &'static Registry,
    wanted: &'t Wanted,
}

/// What is said of a line.
struct Answer {
    place: Properties,
    point: Point,
    next: f64,
}

impl<'t> Tagger for Lines<'t> {
    type Worker = Finder<'t>;

    fn worker(&self) -> Finder<'t> {
        self.set.finder()
    }

    fn line(&self, finder: &mut Finder<'t>, cells: &[String], added: &mut Vec<String>, _: &mut Tally) {
        let answer = match self.wanted.way {
            Way::Search => self.searched(finder, cells),
            Way::Reverse => self.reversed(cells),
        };
        added.extend(self.wanted.added.iter().map(|name| match &answer {
            Some(answer) => answer.cell(name),
            None if *name == "result_status" => "not-found".to_owned(),
            None => String::new(),
        }));
    }
}

impl<'t> Lines<'t> {
    fn searched(&self, finder: &mut Finder<'t>, cells: &[String]) -> Option<Answer> {
        let all: Vec<&str> =
            self.places.columns.iter().filter_map(|at| cells.get(*at)).map(|cell| cell.trim()).collect();
        let (text, filters) = (all.join(" "), self.filters(cells));
        let near = self.point(cells);
        let looking = Looking { text: &text, is_unfinished: false, near, filters: &filters };
        let found = find(finder, self.set.addresses(), &looking, 2);
        let best = found.first().filter(|best| best.score > self.wanted.least)?;
        let next = found.get(1).map_or(0.0, |next| next.score);
        Some(Answer { place: Properties::of(self.registry, best, None), point: best.point, next })
    }

    fn reversed(&self, cells: &[String]) -> Option<Answer> {
        let found = near(self.set.addresses(), self.point(cells)?, &self.filters(cells), 1);
        let (best, metres) = found.first()?;
        Some(Answer { place: Properties::of(self.registry, best, Some(*metres)), point: best.point, next: 0.0 })
    }

    fn filters(&self, cells: &[String]) -> Filters {
        let cell = |at: Option<usize>| cell(cells, at).filter(|cell| !cell.is_empty());
        Filters {
            kinds: cell(self.places.kind).and_then(Kind::from_key).into_iter().collect(),
            postcodes: cell(self.places.postcode).map(|code| padded(code, 5)).into_iter().collect(),
            citycodes: cell(self.places.citycode).map(|code| padded(code, 5)).into_iter().collect(),
        }
    }

    fn point(&self, cells: &[String]) -> Option<Point> {
        let [lon, lat] = self.places.point?.map(|at| cell(cells, Some(at)).and_then(|cell| cell.parse::<f64>().ok()));
        Point::new(lon?, lat?)
    }
}

fn cell(cells: &[String], at: Option<usize>) -> Option<&str> {
    Some(cells.get(at?)?.trim())
}

impl Answer {
    fn cell(&self, name: &str) -> String {
        let place = &self.place;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match name {
            "latitude" | "result_latitude" => self.point.lat.to_string(),
            "longitude" | "result_longitude" => self.point.lon.to_string(),
            "result_label" => place.label.clone(),
            "result_score" => format!("{:.2}", place.score),
            "result_score_next" => format!("{:.2}", self.next),
            "result_distance" => place.distance.map(|metres| metres.to_string()).unwrap_or_default(),
            "result_type" => place.r#type.to_owned(),
            "result_id" => place.id.clone(),
            "result_housenumber" => text(&place.housenumber),
            "result_name" => place.name.clone(),
            "result_street" => text(&place.street),
            "result_postcode" => text(&place.postcode),
            "result_city" => place.city.clone(),
            "result_context" => place.context.clone(),
            "result_citycode" => place.citycode.clone(),
            "result_oldcitycode" => text(&place.oldcitycode),
            "result_oldcity" => text(&place.oldcity),
            "result_district" => text(&place.district),
            "result_status" => "ok".to_owned(),
            _ => String::new(),
        }
    }
}
