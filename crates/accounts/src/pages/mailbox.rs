//! The mailbox of the demo: the letters that would have been sent.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_mail::Kept;
use essaim_web::{Failure, Frame, page};

use super::{AccountsState, moment, private};
use crate::AccountsError;

/// Where it is, in a demo.
pub(super) const PATH: &str = "/demo/courrier";
/// How many letters are shown.
const MOST: u64 = 50;

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    frame: Frame,
    letters: Vec<Kept>,
}

impl MailboxPage {
    fn when(&self, letter: &&Kept) -> String {
        moment(&self.frame, letter.posted)
    }
}

#[derive(Template)]
#[template(path = "mailbox_letter.html")]
struct LetterPage {
    frame: Frame,
    letter: Kept,
    when: String,
    lines: Vec<Line>,
}

/// A line of a letter's text; a link is shown as one.
struct Line {
    text: String,
    is_link: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let is_link = |line: &str| essaim_web::is_web_address(line);
    text.lines().map(|line| Line { is_link: is_link(line), text: line.to_owned() }).collect()
}

/// Outside of a demo there is none: letters are their readers' alone.
fn only_in_a_demo(state: &AccountsState) -> Result<(), Failure> {
    if state.personas.is_empty() { Err(Failure::not_found()) } else { Ok(()) }
}

pub(super) async fn list(State(state): State<AccountsState>, frame: Frame) -> Result<Response, Failure> {
    only_in_a_demo(&state)?;
    let letters = essaim_mail::latest(state.store.reader(), MOST).await.map_err(AccountsError::from)?;
    Ok(private(page(&MailboxPage { frame, letters })).into_response())
}

pub(super) async fn one(
    State(state): State<AccountsState>,
    frame: Frame,
    Path(letter): Path<String>,
) -> Result<Response, Failure> {
    only_in_a_demo(&state)?;
    let id = letter.parse().map_err(|_| Failure::not_found())?;
    let found = essaim_mail::letter(state.store.reader(), id).await.map_err(AccountsError::from)?;
    let letter = found.ok_or_else(Failure::not_found)?;
    let body = LetterPage { when: moment(&frame, letter.posted), lines: lines(&letter.text), letter, frame };
    Ok(private(page(&body)).into_response())
}
