//! Signing in by an identity provider.

use essaim_mail::Address;
use essaim_store::Store;
use essaim_web::Lang;
use jiff::Timestamp;

use super::links::account_at;
use super::sessions::{Browser, begin_in};
use crate::model::Secret;
use crate::provider::{Proved, ProviderSettings};
use crate::{AccountsError, Means, audit, store};

/// Why a provider's word was not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unproved {
    /// It gives no address of mail, and an account has one.
    NoMail,
    /// It does not say that it checked the address: somebody else's may be claimed so.
    Unchecked,
}

/// Signs in whoever the provider says it is: by its subject where it is known; the first time, by the address of mail
/// that the provider checked.
///
/// # Errors
/// The database's; an [`Unproved`] is an answer.
pub(crate) async fn sign_in_by_provider(
    db: &Store,
    at: Timestamp,
    settings: &ProviderSettings,
    proved: &Proved,
    lang: Lang,
    browser: &Browser<'_>,
) -> Result<Result<Secret, Unproved>, AccountsError> {
    db.write(async |tx| {
        let known = store::identity::account(tx, &settings.issuer, &proved.subject).await?;
        let account = match known {
            Some(account) => account,
            None => {
                let mail: Option<Address> = proved.mail.as_ref().and_then(|mail| mail.parse().ok());
                let Some(mail) = mail else { return Ok(Err(Unproved::NoMail)) };
                if !proved.is_mail_checked && !settings.trusts_mail {
                    return Ok(Err(Unproved::Unchecked));
                }
                let account = account_at(tx, at, mail.canonical(), lang).await?;
                store::identity::insert(tx, at, &settings.issuer, &proved.subject, account).await?;
                let who = format!("account:{account}");
                audit::record_as(tx, &who, at, "identity.linked", &who).await?;
                if let Some(name) = &proved.name
                    && let Some(person) = store::account::person(tx, account).await?
                    && person.name.is_empty()
                {
                    let name: String = name.chars().filter(|c| !c.is_control()).take(super::LONGEST_NAME).collect();
                    store::account::rename(tx, account, &name, person.lang).await?;
                }
                account
            }
        };
        let key = begin_in(tx, at, account, Means::Provider, browser).await?;
        store::session::keep_token(tx, &key, &proved.token).await?;
        Ok(Ok(key))
    })
    .await
}
