//! Signing in by mail, and by what an administrator hands over.
//!
//! Nothing here reads whether an address has an account before its holder has proved to be its holder: neither words
//! nor time can tell it.

use essaim_mail::Address;
use essaim_store::{Store, Transaction};
use essaim_web::{Lang, Shell};
use jiff::Timestamp;

use super::sessions::{Browser, begin_in};
use crate::model::{
    CODE_DIGITS, HANDED, Link, LinkId, LinkKind, MAILED, MOST_SENDINGS, Secret, code, shown_code, typed_code,
};
use crate::store::link::Whose;
use crate::{AccountId, AccountsError, Actor, Grant, Means, On, Permission, audit, letters, may, store};

/// What somebody asks for who wants to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Where she receives mail.
    pub(crate) mail: Address,
    /// In which language.
    pub(crate) lang: Lang,
    /// Where to go once signed in, a path of this site.
    pub(crate) next: String,
}

/// What a link is when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opened {
    /// It opens, by a button.
    Here {
        /// For whom.
        mail: String,
    },
    /// It opens with its code: this is not the browser that asked for it.
    Elsewhere {
        /// For whom.
        mail: String,
    },
    /// It has been used, or has ended; another can be sent.
    Over {
        /// For whom; shown to nobody.
        was_used: bool,
    },
    /// There never was such a link, or long ago.
    Unknown,
}

/// Why somebody was not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The link was used or has ended.
    Over,
    /// This browser did not ask for it: its code is wanted.
    Elsewhere,
    /// No link of that address that serves has this code, or too many wrong ones were typed.
    WrongCode,
}

/// Somebody who has just signed in.
#[derive(Debug)]
pub(crate) struct Confirmed {
    /// The key of her session, for the browser's cookie.
    pub(crate) key: Secret,
    /// Where to go, a path of this site.
    pub(crate) next: String,
}

/// What an administrator hands over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The path that signs in.
    pub path: String,
    /// The code, in two groups of digits.
    pub code: String,
    /// Until when both serve.
    pub ends: Timestamp,
}

/// Sends a link and a code; the same ones again where this browser has asked before. Sends nothing, and says nothing of
/// it, where they were sent a moment ago or too often.
///
/// # Errors
/// The database's.
pub(crate) async fn ask_link(
    db: &Store,
    at: Timestamp,
    shell: &Shell,
    asked: &Asked,
    browser: &Secret,
) -> Result<(), AccountsError> {
    db.write(async |tx| {
        let mail = asked.mail.canonical();
        one_at_a_time(tx, mail).await?;
        let serving = store::link::serving(tx, mail, at).await?;
        let is_own = |link: &&Link| link.kind == LinkKind::Mailed && link.opens_in(Some(browser));
        let had = serving.iter().find(is_own).filter(|link| link.is_worth_sending(at));
        let (own, known) = (browser.digest(), store::link::known_browsers(tx, mail).await?);
        let whose = if known.contains(&own) { Whose::Browser(&own) } else { Whose::Others(&known) };
        let has_enough = store::link::sendings(tx, mail, whose, at).await? >= MOST_SENDINGS;
        if has_enough || had.is_some_and(|link| link.is_on_its_way(at)) {
            return Ok(());
        }
        let link = match had {
            Some(link) => link.clone(),
            None => make(tx, at, asked, Some(browser.digest()), LinkKind::Mailed).await?,
        };
        store::link::sent(tx, link.id, at).await?;
        letters::sign_in(tx, at, shell, &asked.mail, &link).await
    })
    .await
}

/// What is counted for an address is counted by one transaction at a time.
async fn one_at_a_time(tx: &Transaction, mail: &str) -> Result<(), AccountsError> {
    Ok(essaim_store::exclude(tx, &format!("accounts.sign-in {mail}")).await?)
}

async fn make(
    tx: &Transaction,
    at: Timestamp,
    asked: &Asked,
    browser: Option<String>,
    kind: LinkKind,
) -> Result<Link, AccountsError> {
    let ends = at.saturating_add(if kind == LinkKind::Mailed { MAILED } else { HANDED });
    let link = Link {
        id: LinkId::new(at),
        mail: asked.mail.canonical().to_owned(),
        lang: asked.lang,
        key: Secret::new()?,
        code: code(CODE_DIGITS)?,
        browser,
        next: asked.next.clone(),
        kind,
        ends: ends.expect("a signed duration is never a calendar span"),
        sent: None,
        used: None,
        wrong_codes: 0,
    };
    store::link::insert(tx, at, &link).await?;
    Ok(link)
}

/// What a link is, in the browser that opens it. Changes nothing: programs that scan mails open links too.
///
/// # Errors
/// The database's.
pub(crate) async fn opened(
    db: &Store,
    at: Timestamp,
    key: &Secret,
    browser: Option<&Secret>,
) -> Result<Opened, AccountsError> {
    Ok(match store::link::of_key(db.reader(), key).await? {
        None => Opened::Unknown,
        Some(link) if !link.serves(at) => Opened::Over { was_used: link.used.is_some() },
        Some(link) if link.opens_in(browser) => Opened::Here { mail: link.mail },
        Some(link) => Opened::Elsewhere { mail: link.mail },
    })
}

/// Sends another link in place of one that is over.
///
/// # Errors
/// [`AccountsError::NotFound`] where there never was such a link, the database's.
pub(crate) async fn ask_again(
    db: &Store,
    at: Timestamp,
    shell: &Shell,
    key: &Secret,
    browser: &Secret,
) -> Result<String, AccountsError> {
    let link = store::link::of_key(db.reader(), key).await?.ok_or(AccountsError::NotFound)?;
    let mail: Address = link.mail.parse().map_err(|_| AccountsError::damaged("address", "…"))?;
    ask_link(db, at, shell, &Asked { mail, lang: link.lang, next: link.next }, browser).await?;
    Ok(link.mail)
}

/// Signs in by a link.
///
/// # Errors
/// The database's; a [`Refusal`] is an answer.
pub(crate) async fn confirm_by_link(
    db: &Store,
    at: Timestamp,
    key: &Secret,
    browser: &Browser<'_>,
) -> Result<Result<Confirmed, Refusal>, AccountsError> {
    db.write(async |tx| match store::link::of_key(tx, key).await? {
        Some(link) if link.serves(at) && link.opens_in(browser.asking) => {
            let means = if link.kind == LinkKind::Handed { Means::Handed } else { Means::Link };
            confirm(tx, at, &link, means, browser).await
        }
        Some(link) if link.serves(at) => Ok(Err(Refusal::Elsewhere)),
        _ => Ok(Err(Refusal::Over)),
    })
    .await
}

/// Signs in by the code of a link that serves.
///
/// # Errors
/// The database's; a [`Refusal`] is an answer.
pub(crate) async fn confirm_by_code(
    db: &Store,
    at: Timestamp,
    mail: &Address,
    typed: &str,
    browser: &Browser<'_>,
) -> Result<Result<Confirmed, Refusal>, AccountsError> {
    let typed = typed_code(typed);
    db.write(async |tx| {
        let mail = mail.canonical();
        one_at_a_time(tx, mail).await?;
        let serving = store::link::serving(tx, mail, at).await?;
        let Some(link) = serving.iter().find(|link| link.has_code(&typed)) else {
            store::link::count_wrong(tx, mail, at).await?;
            return Ok(Err(Refusal::WrongCode));
        };
        let means = if link.kind == LinkKind::Handed { Means::Handed } else { Means::Code };
        confirm(tx, at, link, means, browser).await
    })
    .await
}

/// Uses the link, makes the account where it is her first time, and begins a session.
async fn confirm(
    tx: &Transaction,
    at: Timestamp,
    link: &Link,
    means: Means,
    browser: &Browser<'_>,
) -> Result<Result<Confirmed, Refusal>, AccountsError> {
    let asking = browser.asking.map(Secret::digest);
    if !store::link::spend(tx, link.id, asking.as_deref(), at).await? {
        return Ok(Err(Refusal::Over));
    }
    let account = account_at(tx, at, &link.mail, link.lang).await?;
    let key = begin_in(tx, at, account, means, browser).await?;
    Ok(Ok(Confirmed { key, next: link.next.clone() }))
}

/// The account of an address, made where there is none.
pub(super) async fn account_at(
    tx: &Transaction,
    at: Timestamp,
    mail: &str,
    lang: Lang,
) -> Result<AccountId, AccountsError> {
    if let Some(person) = store::account::person_at(tx, mail).await? {
        return Ok(person.account);
    }
    let account = store::account::insert(tx, at, mail, lang).await?;
    let who = format!("account:{account}");
    audit::record_as(tx, &who, at, "account.made", &who).await?;
    Ok(account)
}

/// Makes an account for somebody who has not signed in yet; where she has one, it stays as it is.
///
/// # Errors
/// Who may not, the database's.
pub async fn open_account(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    mail: &Address,
    name: &str,
    lang: Lang,
) -> Result<AccountId, AccountsError> {
    may(who, Permission::ManageAccounts, On::Everything)?;
    db.write(async |tx| {
        if let Some(person) = store::account::person_at(tx, mail.canonical()).await? {
            return Ok(person.account);
        }
        let account = account_at(tx, at, mail.canonical(), lang).await?;
        store::account::rename(tx, account, name, lang).await?;
        Ok(account)
    })
    .await
}

/// Makes a link and a code for somebody who cannot receive mail, to be handed over.
///
/// # Errors
/// Who may not, [`AccountsError::NotFound`] where there is no such account, the database's.
pub(crate) async fn hand_over(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    account: AccountId,
) -> Result<Handed, AccountsError> {
    may(who, Permission::ManageAccounts, On::Account(account))?;
    db.write(async |tx| {
        let person = store::account::person(tx, account).await?.ok_or(AccountsError::NotFound)?;
        let mail = person.mail.parse().map_err(|_| AccountsError::damaged("address", "…"))?;
        let handed = hand(tx, at, mail, person.lang).await?;
        audit::record(tx, who, at, "link.handed", &format!("account:{account}")).await?;
        Ok(handed)
    })
    .await
}

/// Makes somebody an administrator, with the link by which she signs in the first time.
///
/// # Errors
/// Who may not, the database's.
pub async fn invite_administrator(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    mail: &Address,
    lang: Lang,
) -> Result<Handed, AccountsError> {
    may(who, Permission::ManageAccounts, On::Everything)?;
    db.write(async |tx| {
        let account = account_at(tx, at, mail.canonical(), lang).await?;
        store::grant::insert(tx, at, account, &Grant::Administrator).await?;
        audit::record(tx, who, at, "role.given.administrator", &format!("account:{account}")).await?;
        hand(tx, at, mail.clone(), lang).await
    })
    .await
}

async fn hand(tx: &Transaction, at: Timestamp, mail: Address, lang: Lang) -> Result<Handed, AccountsError> {
    // What was handed over before, perhaps to somebody else, opens no more.
    store::link::end_serving(tx, mail.canonical(), Some(LinkKind::Handed), at).await?;
    let asked = Asked { mail, lang, next: String::new() };
    let link = make(tx, at, &asked, None, LinkKind::Handed).await?;
    Ok(Handed { path: link.path(), code: shown_code(&link.code), ends: link.ends })
}
