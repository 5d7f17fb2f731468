//! `/mon-recueil`: a reader's own selection, kept by the browser, without an account and without scripts.

mod kept;
mod page;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::{Budget, Cache, Failure, Frame, download, is_local, page};

pub(crate) use kept::{Kept, MOST};

use crate::books::{self, Picked, Publisher};
use crate::model::Slug;
use crate::snapshot::Snapshot;
use crate::state::BankState;
use kept::{COOKIE, DAYS, Refusal, Way};
use page::{Refused, SelectionPage};

/// The address of the selection.
const PATH: &str = "/mon-recueil";

/// The routes of a selection.
pub(crate) fn routes() -> Doors<BankState> {
    Doors::new().get(Everyone, PATH, show).post(Everyone, PATH, act).get(Everyone, "/mon-recueil.pdf", pdf).get(
        Everyone,
        "/mon-recueil.docx",
        docx,
    )
}

impl Kept {
    /// The visitor's own selection.
    pub(crate) fn of(frame: &Frame, snapshot: &Snapshot) -> Self {
        let kept = frame.cookie(COOKIE).map(|value| Self::read(&value)).unwrap_or_default();
        kept.renewed(|slug| snapshot.present_slug(slug))
    }

    /// The selection that an address shares, where it does.
    fn in_address(frame: &Frame, snapshot: &Snapshot) -> Option<Self> {
        let slugs = frame.query().get("fiches")?;
        let kept = Self::shared(slugs, frame.query().get("titre").unwrap_or_default());
        Some(kept.renewed(|slug| snapshot.present_slug(slug)))
    }

    fn cookie(&self, frame: &Frame) -> HeaderValue {
        if self.is_blank() { frame.set_cookie(COOKIE, "", 0) } else { frame.set_cookie(COOKIE, &self.write(), DAYS) }
    }
}

async fn show(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let shared = Kept::in_address(&frame, &snapshot);
    let own = Kept::of(&frame, &snapshot);
    // What one reader kept is nobody else's: no shared cache may hold it.
    Ok(page(&SelectionPage::new(frame, &snapshot, own, shared, None)).cache(Cache::Never).into_response())
}

/// What a form asks.
#[derive(Debug, PartialEq, Eq)]
enum Act {
    Add(Slug),
    Remove(String),
    Shift(String, Way),
    Entitle(String),
    Annotate(String, String),
    Adopt(Kept),
    /// Takes out what is no longer published.
    Forget,
    Clear,
}

impl Act {
    /// The first of the known fields says which.
    fn read(fields: &[(String, String)]) -> Option<Self> {
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        // An experience may be gone, but its slug is one.
        let owned = |value: &str| value.parse::<Slug>().is_ok().then(|| value.to_owned());
        if let Some(slug) = field("ajouter") {
            return Some(Self::Add(slug.parse().ok()?));
        }
        if let Some(slug) = field("retirer") {
            return Some(Self::Remove(owned(slug)?));
        }
        if let Some(slug) = field("monter") {
            return Some(Self::Shift(owned(slug)?, Way::Up));
        }
        if let Some(slug) = field("descendre") {
            return Some(Self::Shift(owned(slug)?, Way::Down));
        }
        if let (Some(slug), Some(note)) = (field("fiche"), field("note")) {
            return Some(Self::Annotate(owned(slug)?, note.to_owned()));
        }
        if let Some(slugs) = field("adopter") {
            return Some(Self::Adopt(Kept::shared(slugs, field("titre").unwrap_or_default())));
        }
        if field("oublier").is_some() {
            return Some(Self::Forget);
        }
        if field("vider").is_some() {
            return Some(Self::Clear);
        }
        field("titre").map(|title| Self::Entitle(title.to_owned()))
    }

    /// Where the page stands afterwards: on the selection's own page, or on the one that the form stood on.
    fn anchor(&self, back: Option<&str>) -> String {
        match (self, back) {
            (Self::Shift(slug, _) | Self::Annotate(slug, _), None) => format!("#fiche-{slug}"),
            (Self::Add(_) | Self::Remove(_), Some(back)) if back.contains("/experiences/") => "#garder".to_owned(),
            (Self::Add(slug), Some(_)) => format!("#t-{slug}"),
            (Self::Remove(slug), Some(_)) => format!("#t-{slug}"),
            _ => String::new(),
        }
    }

    fn apply(self, kept: &mut Kept, snapshot: &Snapshot) -> Result<(), (Refusal, Option<Refused>)> {
        match self {
            Self::Add(slug) => kept.add(&slug).map_err(|refusal| (refusal, None)),
            Self::Remove(slug) => {
                kept.remove(&slug);
                Ok(())
            }
            Self::Shift(slug, way) => {
                kept.shift(&slug, way);
                Ok(())
            }
            Self::Entitle(title) => kept.entitle(&title).map_err(|refusal| (refusal, Some(Refused::Title(title)))),
            Self::Annotate(slug, note) => {
                kept.annotate(&slug, &note).map_err(|refusal| (refusal, Some(Refused::Note { slug, note })))
            }
            Self::Adopt(shared) => {
                *kept = shared;
                Ok(())
            }
            Self::Forget => {
                kept.picks.retain(|pick| snapshot.get(&pick.slug).is_some());
                Ok(())
            }
            Self::Clear => {
                *kept = Kept::default();
                Ok(())
            }
        }
    }
}

async fn act(
    State(state): State<BankState>,
    frame: Frame,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let unknown = || Failure::new(StatusCode::BAD_REQUEST, "unknown-act", "selection-unknown-act");
    let wanted = Act::read(&fields).ok_or_else(|| unknown().suggest(frame.t("selection-back"), frame.url(PATH)))?;
    if let Act::Add(slug) = &wanted
        && snapshot.get(slug.as_str()).is_none()
    {
        return Err(unknown().suggest(frame.t("selection-empty-search"), frame.url("/experiences")));
    }
    let asked = fields.iter().find(|(key, _)| key == "retour").map(|(_, value)| value.as_str());
    let asked = asked.filter(|address| is_local(address));
    let target = [asked.unwrap_or(&frame.url(PATH)), &wanted.anchor(asked)].concat();
    let mut kept = Kept::of(&frame, &snapshot);
    match wanted.apply(&mut kept, &snapshot) {
        Ok(()) => Ok(back(&frame, &kept, target)),
        Err((_, Some(refused))) => {
            let form = SelectionPage::new(frame, &snapshot, kept, None, Some(refused));
            Ok(page(&form).status(StatusCode::UNPROCESSABLE_ENTITY).cache(Cache::Never).into_response())
        }
        Err((refusal, None)) => Err(refusal_words(refusal).suggest(frame.t("selection-back"), frame.url(PATH))),
    }
}

fn refusal_words(refusal: Refusal) -> Failure {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::Full => Failure::new(status, "selection-full", "selection-full").arg("most", MOST),
        Refusal::TooLong => Failure::new(status, "selection-too-long", "selection-too-long"),
    }
}

/// Back to where the form stood, with the cookie: a page that is reloaded sends nothing again.
fn back(frame: &Frame, kept: &Kept, target: String) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::try_from(target) {
        headers.insert(header::LOCATION, location);
    }
    headers.append(header::SET_COOKIE, kept.cookie(frame));
    headers.insert(header::CACHE_CONTROL, Cache::Never.header());
    response
}

/// What is printed: the picks that are published, in their order, with the selection's title and address.
struct ToPrint {
    title: String,
    address: String,
    picked: Vec<Picked>,
}

impl ToPrint {
    fn read(frame: &Frame, snapshot: &Snapshot) -> Result<Self, Failure> {
        let kept = Kept::in_address(frame, snapshot).unwrap_or_else(|| Kept::of(frame, snapshot));
        let picked: Vec<Picked> = kept
            .picks
            .iter()
            .filter_map(|pick| Some(Picked { entry: Arc::clone(snapshot.get(&pick.slug)?), note: pick.note.clone() }))
            .collect();
        if picked.is_empty() {
            let nothing = Failure::new(StatusCode::NOT_FOUND, "empty-selection", "selection-nothing");
            return Err(nothing.suggest(frame.t("selection-empty-search"), frame.url("/experiences")));
        }
        let title = if kept.title.is_empty() { frame.t("selection-title").to_owned() } else { kept.title.clone() };
        Ok(Self { title, address: page::shared_address(frame, &kept), picked })
    }
}

async fn pdf(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let ToPrint { title, address, picked } = ToPrint::read(&frame, &snapshot)?;
    frame.spend(Budget::Document)?;
    let publisher = Publisher::of(frame.shell());
    let document =
        books::selection(state.bank(), &snapshot, &publisher, &title, address, &picked, frame.lang()).await?;
    let bytes = state.books().print(document).await?;
    Ok(private(download(bytes, "application/pdf", None)))
}

async fn docx(State(state): State<BankState>, frame: Frame) -> Result<Response, Failure> {
    let snapshot = state.snapshot()?;
    let ToPrint { title, address, picked } = ToPrint::read(&frame, &snapshot)?;
    frame.spend(Budget::File)?;
    let publisher = Publisher::of(frame.shell());
    let bytes = books::selection_docx(snapshot.words(frame.lang()), &publisher, &title, &address, &picked)?;
    let content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    Ok(private(download(bytes, content_type, Some("mon-recueil.docx"))))
}

/// Made of what one browser keeps: kept nowhere else.
fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, Cache::Never.header());
    response
}
