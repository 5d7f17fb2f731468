//! Roles given.

use std::collections::HashMap;

use essaim_store::to_micros;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};

use super::centre;
use crate::{AccountId, AccountsError, Grant, Role};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "grants")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) account_id: crate::AccountId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) role: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) scope: String,
        pub(super) given_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The roles of one account.
pub(crate) async fn of(on: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Grant>, AccountsError> {
    Ok(of_all(on, &[account]).await?.remove(&account).unwrap_or_default())
}

/// The roles of several accounts, two queries.
pub(crate) async fn of_all(
    on: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<Grant>>, AccountsError> {
    let query = row::Entity::find().filter(row::Column::AccountId.is_in(accounts.iter().copied()));
    let rows = query.order_by_asc(row::Column::Role).order_by_asc(row::Column::Scope).all(on).await?;
    let centres: Vec<&str> =
        rows.iter().filter(|row| row.role == Role::Editor.key()).map(|row| row.scope.as_str()).collect();
    let territories = if centres.is_empty() { HashMap::new() } else { centre::territories(on, &centres).await? };
    let mut found: HashMap<AccountId, Vec<Grant>> = HashMap::new();
    for row in rows {
        let grant = match row.role.as_str() {
            "administrator" => Grant::Administrator,
            "member" => Grant::Member { organisation: row.scope },
            _ => {
                let territories = territories.get(&row.scope).cloned().unwrap_or_default().into();
                Grant::Editor { centre: row.scope, territories }
            }
        };
        found.entry(row.account_id).or_default().push(grant);
    }
    Ok(found)
}

/// Gives a role; nothing where she has it.
pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    at: Timestamp,
    account: AccountId,
    grant: &Grant,
) -> Result<(), AccountsError> {
    let row = row::Model {
        account_id: account,
        role: grant.role().key().to_owned(),
        scope: grant.scope().to_owned(),
        given_at: to_micros(at),
    };
    let had =
        OnConflict::columns([row::Column::AccountId, row::Column::Role, row::Column::Scope]).do_nothing().to_owned();
    row::Entity::insert(row.into_active_model()).on_conflict(had).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes a role back.
pub(crate) async fn delete(
    tx: &impl ConnectionTrait,
    account: AccountId,
    role: Role,
    scope: &str,
) -> Result<(), AccountsError> {
    let key = (account, role.key().to_owned(), scope.to_owned());
    row::Entity::delete_by_id(key).exec(tx).await?;
    Ok(())
}

/// How many accounts have a role, whatever its scope.
pub(crate) async fn count(on: &impl ConnectionTrait, role: Role) -> Result<u64, AccountsError> {
    Ok(row::Entity::find().filter(row::Column::Role.eq(role.key())).count(on).await?)
}

/// How many editors each centre has.
pub(crate) async fn editors(on: &impl ConnectionTrait) -> Result<HashMap<String, usize>, AccountsError> {
    let rows = row::Entity::find().filter(row::Column::Role.eq(Role::Editor.key())).all(on).await?;
    let mut counts = HashMap::new();
    for row in rows {
        *counts.entry(row.scope).or_default() += 1;
    }
    Ok(counts)
}
