//! Being signed in.

use std::sync::Arc;

use essaim_store::{Store, Transaction};
use jiff::{SignedDuration, Timestamp};

use crate::model::{Keeping, Secret, Session};
use crate::{AccountId, AccountsError, Actor, Means, On, Permission, Person, SessionId, audit, may, store};

/// What a session's key opened.
#[derive(Debug, Clone)]
pub(crate) struct Recognised {
    /// Who it is.
    pub(crate) person: Arc<Person>,
    /// By which session.
    pub(crate) session: SessionId,
    /// The key that replaces the one that came, for the browser's cookie.
    pub(crate) turned: Option<Secret>,
}

/// Begins a session in a transaction that decided who it is, and returns its key, for the browser's cookie; the one that
/// the browser had before ends.
pub(crate) async fn begin_in(
    tx: &Transaction,
    at: Timestamp,
    account: AccountId,
    means: Means,
    browser: &Browser<'_>,
) -> Result<Secret, AccountsError> {
    if let Some(former) = browser.session
        && let Some(session) = store::session::opened_by(tx, former).await?
    {
        store::session::end(tx, session.account, session.id).await?;
    }
    let key = Secret::new()?;
    store::session::insert(tx, at, account, &key, means, browser.agent).await?;
    let who = format!("account:{account}");
    audit::record_as(tx, &who, at, "session.began", &who).await?;
    Ok(key)
}

/// What is known of the browser that signs in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Browser<'a> {
    /// As a person recognises it: “Firefox · Linux”.
    pub(crate) agent: &'a str,
    /// The key of the session that it had.
    pub(crate) session: Option<&'a Secret>,
    /// The secret by which a link knows the browser that asked for it, and by which it is known again.
    pub(crate) asking: Option<&'a Secret>,
}

/// Signs somebody in whom the caller recognised by other means: a provider, or a persona of the demo.
///
/// # Errors
/// The database's.
pub(crate) async fn begin(
    db: &Store,
    at: Timestamp,
    account: AccountId,
    means: Means,
    browser: &Browser<'_>,
) -> Result<Secret, AccountsError> {
    db.write(async |tx| begin_in(tx, at, account, means, browser).await).await
}

/// Who comes with a session's key; nobody where it opens nothing any more. Writes the visit down now and then, and
/// changes the key now and then.
///
/// # Errors
/// The database's.
pub(crate) async fn recognise(db: &Store, at: Timestamp, key: &Secret) -> Result<Option<Recognised>, AccountsError> {
    let Some(session) = store::session::opened_by(db.reader(), key).await? else { return Ok(None) };
    let turned = match session.keeping(at) {
        Keeping::Ended => return Ok(None),
        Keeping::AsIs => None,
        Keeping::Noted => {
            db.write(async |tx| store::session::note(tx, &session, at).await).await?;
            None
        }
        Keeping::Turned => turn(db, &session, key, at).await?,
    };
    let Some(person) = store::account::person(db.reader(), session.account).await? else { return Ok(None) };
    Ok(Some(Recognised { person: Arc::new(person), session: session.id, turned }))
}

async fn turn(db: &Store, session: &Session, came: &Secret, at: Timestamp) -> Result<Option<Secret>, AccountsError> {
    let key = Secret::new()?;
    let is_done = db.write(async |tx| store::session::turn(tx, session, (came, &key), at).await).await?;
    Ok(is_done.then_some(key))
}

/// Ends a session of an account.
///
/// # Errors
/// Who may not, [`AccountsError::NotFound`] where the account has no such session, the database's.
pub(crate) async fn end_session(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    account: AccountId,
    session: SessionId,
) -> Result<(), AccountsError> {
    may(who, Permission::HoldAccount, On::Account(account))?;
    db.write(async |tx| {
        if !store::session::end(tx, account, session).await? {
            return Err(AccountsError::NotFound);
        }
        audit::record(tx, who, at, "session.ended", &format!("account:{account}")).await
    })
    .await
}

/// Ends all sessions of an account but one, or all; says how many.
///
/// # Errors
/// Who may not, the database's.
pub(crate) async fn end_all_sessions(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    account: AccountId,
    but: Option<SessionId>,
) -> Result<u64, AccountsError> {
    may(who, Permission::HoldAccount, On::Account(account))?;
    db.write(async |tx| {
        let ended = store::session::end_all(tx, account, but).await?;
        if but.is_none()
            && let Some(person) = store::account::person(tx, account).await?
        {
            // Whoever holds a link would come in again.
            store::link::end_serving(tx, &person.mail, None, at).await?;
        }
        if ended > 0 {
            audit::record(tx, who, at, "sessions.ended", &format!("account:{account}")).await?;
        }
        Ok(ended)
    })
    .await
}

/// How long letters are kept that have left, or never will: they name people.
const LETTERS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Takes away the sessions that have ended, and the links and letters that ended long ago; says how many.
///
/// # Errors
/// The database's.
pub async fn sweep(db: &Store, at: Timestamp) -> Result<u64, AccountsError> {
    db.write(async |tx| {
        let letters = essaim_mail::forget(tx, at - LETTERS).await?;
        Ok::<_, AccountsError>(letters + store::session::sweep(tx, at).await? + store::link::sweep(tx, at).await?)
    })
    .await
}
