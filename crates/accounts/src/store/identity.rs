//! Who a provider knows by which subject.

use essaim_store::to_micros;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::{AccountId, AccountsError};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "identities")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) issuer: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) subject: String,
        pub(super) account_id: crate::AccountId,
        pub(super) made_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The account of somebody whom a provider knows.
pub(crate) async fn account(
    on: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<AccountId>, AccountsError> {
    let key = (issuer.to_owned(), subject.to_owned());
    Ok(row::Entity::find_by_id(key).one(on).await?.map(|row| row.account_id))
}

/// Writes whom a provider knows.
pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    at: Timestamp,
    issuer: &str,
    subject: &str,
    account: AccountId,
) -> Result<(), AccountsError> {
    let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
    let row = row::Model { issuer, subject, account_id: account, made_at: to_micros(at) };
    row::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}
