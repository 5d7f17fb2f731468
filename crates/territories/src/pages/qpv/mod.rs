//! `/qpv`: one address, the neighbourhood it lies in, and why; to read, to print. Nothing of it is kept or logged.

mod asked;
pub(in crate::pages) mod plan;
pub(in crate::pages) mod said;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use essaim_geo::Generation;
use essaim_web::{Frame, format, page};

use self::asked::{Fault, asked};
use self::plan::Plan;
use self::said::{Answered, answered, uncertainty};
use crate::api::unkept;
use crate::official::Holdings;
use crate::panel::TerritoriesState;
use crate::tagging::{Missing, Wish, tell};

#[derive(Template)]
#[template(path = "qpv.html")]
struct QpvPage {
    frame: Frame,
    /// What stands in the field.
    typed: String,
    /// What is loaded, in a sentence; none where no perimeter is.
    loaded: Option<String>,
    state: Shown,
}

/// What the page shows under its field.
enum Shown {
    /// Nothing was asked.
    Nothing,
    /// What was asked is not understood: the key of why.
    Fault(&'static str),
    /// It cannot be answered here: the keys of what lacks, and of its title.
    Lack((&'static str, &'static str)),
    /// An answer.
    Answer(Box<Answered>, Option<Plan>),
}

impl QpvPage {
    /// The title of the browser's window says the answer.
    fn is_asked(&self) -> bool {
        !matches!(self.state, Shown::Nothing)
    }

    fn status(&self) -> StatusCode {
        match self.state {
            Shown::Nothing | Shown::Answer(..) => StatusCode::OK,
            Shown::Fault(_) => StatusCode::BAD_REQUEST,
            Shown::Lack(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

pub(super) async fn qpv(State(state): State<TerritoriesState>, frame: Frame) -> Response {
    let holdings = state.node().holdings();
    let typed: String = frame.query().get("adresse").unwrap_or_default().trim().to_owned();
    let shown = shown(&state, &frame, &holdings);
    let body = QpvPage { typed, loaded: loaded(&frame, &holdings), state: shown, frame };
    let status = body.status();
    unkept(page(&body).status(status).with_position().into_response())
}

fn shown(state: &TerritoriesState, frame: &Frame, holdings: &Holdings) -> Shown {
    let asked = match asked(frame.query()) {
        Ok(Some(asked)) => asked,
        Ok(None) => return Shown::Nothing,
        Err(Fault::TooLong) => return Shown::Fault("qpv-too-long"),
        Err(Fault::NoPoint) => return Shown::Fault("qpv-point-unreadable"),
    };
    match tell(holdings, None, Wish::Both, &asked) {
        Ok(told) => {
            let answered = answered(frame, holdings, &asked, &told, state.now());
            let plan = Plan::of(frame, state.registry(), &told, uncertainty(&asked, &told));
            Shown::Answer(Box::new(answered), plan)
        }
        Err(Missing::Perimeters) => Shown::Lack(("qpv-no-perimeters", "qpv-no-perimeters-title")),
        Err(Missing::Addresses) => Shown::Lack(("qpv-no-addresses", "qpv-no-addresses-title")),
    }
}

/// Which vintages are at hand.
pub(in crate::pages) fn loaded(frame: &Frame, holdings: &Holdings) -> Option<String> {
    let quarters = holdings.quarters_of(Generation::G2024).or(holdings.quarters().last())?;
    let day = |day| format::date(frame.lang(), day).into();
    let quarters = ("quarters", day(quarters.kept.vintage));
    Some(match holdings.addresses() {
        Some(set) => frame.tn("qpv-loaded", &[quarters, ("addresses", day(set.vintage()))]),
        None => frame.tn("qpv-loaded-points", &[quarters]),
    })
}
