//! Bringing a table.

use askama::Template;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use essaim_web::{Budget, Failure, Frame, Query, page};

use super::asked::{days, part, tells_columns, wanting};
use super::faults::job_fault;
use super::{failure, path};
use crate::api::unkept;
use crate::jobs::{JobError, Order};
use crate::pages::qpv::loaded;
use crate::panel::TerritoriesState;
use crate::tagging::cases::{head, named, taken};
use crate::tagging::{Decisions, Missing, Roles, TagError, Wish};

/// How many lines of a table are shown while its columns are told.
const SAMPLE: usize = 3;
/// The name of a file is cut to so many characters.
const LONGEST_NAME: usize = 120;

#[derive(Template)]
#[template(path = "file.html")]
struct StartPage {
    frame: Frame,
    /// What is loaded, in a sentence.
    loaded: Option<String>,
    /// The key of what lacks, and of its title.
    lack: Option<(&'static str, &'static str)>,
    /// Whether perimeters of the former generation are at hand.
    has_former: bool,
    fault: Option<String>,
    is_erased: bool,
}

pub(super) async fn start(State(state): State<TerritoriesState>, frame: Frame) -> Response {
    let is_erased = frame.query().get("efface").is_some();
    shown(&state, frame, None, is_erased, StatusCode::OK)
}

fn shown(
    state: &TerritoriesState,
    frame: Frame,
    fault: Option<String>,
    is_erased: bool,
    status: StatusCode,
) -> Response {
    let holdings = state.node().holdings();
    let lack = match (Wish::Both.quarters(&holdings), holdings.addresses()) {
        (Err(_), _) => Some(("qpv-no-perimeters", "qpv-no-perimeters-title")),
        (_, None) => Some(("qpv-no-addresses", "qpv-no-addresses-title")),
        _ => None,
    };
    let body = StartPage {
        loaded: loaded(&frame, &holdings),
        has_former: holdings.quarters().len() > 1,
        lack,
        fault,
        is_erased,
        frame,
    };
    unkept(page(&body).status(status).into_response())
}

/// Letters that show nothing, or turn what follows around.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// What a form brings.
#[derive(Default)]
struct Brought {
    file_name: String,
    table: Vec<u8>,
    former: Option<Vec<u8>>,
    fields: Vec<(String, String)>,
}

impl Brought {
    async fn read(mut form: Multipart) -> Result<Self, Failure> {
        let mut brought = Self::default();
        while let Some(field) = form.next_field().await.map_err(|fault| Failure::of_status(fault.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|fault| Failure::of_status(fault.status()))?;
            match (name.as_str(), file_name) {
                ("table", Some(file_name)) => {
                    // Some browsers tell the folder too.
                    let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                    brought.file_name =
                        file_name.chars().filter(|letter| !is_unseen(*letter)).take(LONGEST_NAME).collect();
                    brought.table = bytes.into();
                }
                ("decisions", Some(_)) => brought.former = (!bytes.is_empty()).then(|| bytes.into()),
                (_, None) => brought.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
                (_, Some(_)) => {}
            }
        }
        Ok(brought)
    }
}

pub(super) async fn bring(
    State(state): State<TerritoriesState>,
    frame: Frame,
    request: Request,
) -> Result<Response, Failure> {
    frame.spend(Budget::File)?;
    let form = Multipart::from_request(request, &()).await.map_err(|fault| Failure::of_status(fault.status()))?;
    let brought = Brought::read(form).await?;
    {
        let holdings = state.node().holdings();
        Wish::Both.quarters(&holdings).map_err(crate::api::missing)?;
        holdings.addresses().ok_or_else(|| crate::api::missing(Missing::Addresses))?;
    }
    let kept = frame.clone();
    let made = {
        let (state, frame) = (state.clone(), frame.clone());
        tokio::task::spawn_blocking(move || make(&state, &frame, brought)).await.map_err(Failure::internal)?
    };
    match made {
        Ok(target) => Ok(unkept(Redirect::to(&kept.url(&target)).into_response())),
        Err(JobError::Table(TagError::Io(fault)) | JobError::Former(TagError::Io(fault))) => {
            Err(Failure::internal(fault))
        }
        Err(fault @ (JobError::Table(_) | JobError::Former(_))) => {
            let told = job_fault(&kept, &fault);
            Ok(shown(&state, kept, Some(told), false, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(fault) => Err(failure(&kept, &fault)),
    }
}

/// Keeps what was brought; the path of its job. Writes the disk.
fn make(state: &TerritoriesState, frame: &Frame, brought: Brought) -> Result<String, JobError> {
    let form = Query::from_pairs(brought.fields);
    let mut sample = head(&brought.table, SAMPLE + 1)?;
    let names = named(if sample.is_empty() { return Err(TagError::Empty.into()) } else { sample.remove(0) })?;
    if let Some(taken) = taken(&names) {
        return Err(TagError::Taken(taken.clone()).into());
    }
    let wanting = if tells_columns(&form) {
        let told = wanting(&form, names.len());
        Some(told.ok_or_else(|| TagError::NoColumn(String::new(), names.join(", ")))?)
    } else {
        None
    };
    if let Some(former) = &brought.former {
        let roles = wanting.as_ref().map_or_else(|| Roles::guessed(&names), |wanting| wanting.roles);
        Decisions::read_like(former, &names, &roles).map_err(JobError::Former)?;
    }
    let file_name = if brought.file_name.is_empty() { frame.t("file-nameless").to_owned() } else { brought.file_name };
    let order = Order { file_name, made: state.now(), names, sample, wanting: None, part: part(&form) };
    let job = state.jobs().make(order, brought.table, brought.former, days(&form))?;
    if let Some(wanting) = wanting {
        state.jobs().start(&job, wanting, state.node())?;
    }
    let asked = form.get("generation").filter(|one| matches!(*one, "2015" | "both"));
    let query =
        asked.filter(|_| matches!(job.state(), crate::jobs::State::Columns)).map(|one| format!("?generation={one}"));
    Ok([path(&job, ""), query.unwrap_or_default()].concat())
}
