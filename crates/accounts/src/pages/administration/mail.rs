//! What became of letters: to whom, what about, why not. Never what they say.

use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use essaim_mail::{Kept, LetterId, LetterState};
use essaim_web::{Failure, Frame, page};
use jiff::SignedDuration;
use serde::Deserialize;

use super::MAIL;
use crate::pages::{AccountsState, moment, private, to};
use crate::{AccountsError, Actor, On, Permission, audit, may};

/// How many letters are shown.
const MOST: u64 = 100;
/// A letter that has waited for so long is told.
const LATE: SignedDuration = SignedDuration::from_hours(1);

struct Line {
    letter: Kept,
    when: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "admin_mail.html")]
struct MailPage {
    frame: Frame,
    counts: Vec<(&'static str, u64)>,
    lines: Vec<Line>,
    is_done: bool,
    is_configured: bool,
}

const fn state_label(state: LetterState) -> &'static str {
    match state {
        LetterState::Waiting => "letter-waiting",
        LetterState::Leaving => "letter-leaving",
        LetterState::Sent => "letter-sent",
        LetterState::Kept => "letter-kept",
        LetterState::Refused => "letter-refused",
        LetterState::Lapsed => "letter-lapsed",
    }
}

pub(in crate::pages) async fn mail(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
) -> Result<Response, Failure> {
    may(&actor, Permission::ManageMail, On::Everything)?;
    let (on, since) = (state.store.reader(), state.clock.now() - LATE);
    let counts = essaim_mail::counts(on).await.map_err(AccountsError::from)?;
    let troubled = essaim_mail::troubled(on, since, MOST).await.map_err(AccountsError::from)?;
    let lines = troubled.into_iter().map(|letter| Line {
        when: moment(&frame, letter.changed),
        state: state_label(letter.state),
        letter,
    });
    let body = MailPage {
        counts: counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| (state_label(key), count))
            .collect(),
        lines: lines.collect(),
        is_done: frame.query().get("fait").is_some(),
        is_configured: state.sends,
        frame,
    };
    Ok(private(page(&body)).into_response())
}

#[derive(Deserialize)]
pub(in crate::pages) struct Again {
    #[serde(default)]
    lettre: String,
}

pub(in crate::pages) async fn send_again(
    State(state): State<AccountsState>,
    actor: Actor,
    frame: Frame,
    Form(form): Form<Again>,
) -> Result<Response, Failure> {
    may(&actor, Permission::ManageMail, On::Everything)?;
    let id: LetterId = form.lettre.parse().map_err(|_| Failure::bad_request())?;
    let now = state.clock.now();
    let sent = state.store.write(async |tx| {
        essaim_mail::retry(tx, now, id).await?;
        audit::record(tx, &actor, now, "letter.sent-again", &format!("letter:{id}")).await
    });
    sent.await.map_err(Failure::from)?;
    Ok(to(&[&frame.url(MAIL), "?fait"].concat()))
}
