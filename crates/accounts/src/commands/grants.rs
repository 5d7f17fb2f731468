//! Giving roles and taking them back.

use essaim_store::{Store, Transaction};
use jiff::Timestamp;

use crate::model::LinkKind;
use crate::{AccountId, AccountsError, Actor, Grant, On, Permission, Role, audit, may, store};

/// Gives somebody a role.
///
/// # Errors
/// Who may not, [`AccountsError::NotFound`] where there is no such account or centre, the database's.
pub async fn give_role(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    account: AccountId,
    grant: &Grant,
) -> Result<(), AccountsError> {
    may(who, Permission::ManageAccounts, On::Account(account))?;
    db.write(async |tx| {
        store::account::person(tx, account).await?.ok_or(AccountsError::NotFound)?;
        if let Grant::Editor { centre, .. } = grant {
            store::centre::one(tx, centre).await?.ok_or(AccountsError::NotFound)?;
        }
        store::grant::insert(tx, at, account, grant).await?;
        note(tx, who, at, "role.given", account, grant.role(), grant.scope()).await
    })
    .await
}

/// Takes a role back.
///
/// # Errors
/// Who may not, [`AccountsError::LastAdministrator`], the database's.
pub async fn take_role(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    account: AccountId,
    role: Role,
    scope: &str,
) -> Result<(), AccountsError> {
    may(who, Permission::ManageAccounts, On::Account(account))?;
    db.write(async |tx| {
        essaim_store::exclude(tx, "accounts.grants").await?;
        store::grant::delete(tx, account, role, scope).await?;
        if let Some(person) = store::account::person(tx, account).await? {
            store::link::end_serving(tx, &person.mail, Some(LinkKind::Handed), at).await?;
        }
        if role == Role::Administrator && store::grant::count(tx, Role::Administrator).await? == 0 {
            return Err(AccountsError::LastAdministrator);
        }
        note(tx, who, at, "role.taken", account, role, scope).await
    })
    .await
}

async fn note(
    tx: &Transaction,
    who: &Actor,
    at: Timestamp,
    done: &str,
    account: AccountId,
    role: Role,
    scope: &str,
) -> Result<(), AccountsError> {
    let action = format!("{done}.{}", role.key());
    let object = if scope.is_empty() { format!("account:{account}") } else { format!("account:{account} {scope}") };
    audit::record(tx, who, at, &action, &object).await
}
