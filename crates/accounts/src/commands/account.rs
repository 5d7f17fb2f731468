//! What somebody says of herself.

use essaim_store::Store;
use essaim_web::Lang;
use jiff::Timestamp;

use crate::{AccountId, AccountsError, Actor, On, Permission, audit, may, store};

/// A name has at most so many characters.
pub(crate) const LONGEST_NAME: usize = 80;

/// Writes how somebody wants to be called and written to. The name is cut to [`LONGEST_NAME`] characters and loses its
/// line ends.
///
/// # Errors
/// Who may not, the database's.
pub(crate) async fn describe_oneself(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    account: AccountId,
    name: &str,
    lang: Lang,
) -> Result<(), AccountsError> {
    may(who, Permission::HoldAccount, On::Account(account))?;
    let words: Vec<&str> = name.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
    let name: String = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(LONGEST_NAME).collect();
    db.write(async |tx| {
        store::account::rename(tx, account, &name, lang).await?;
        audit::record(tx, who, at, "account.described", &format!("account:{account}")).await
    })
    .await
}
