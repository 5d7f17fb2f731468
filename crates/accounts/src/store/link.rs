//! Links to sign in.

use essaim_store::{from_micros, to_micros};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::account::lang;
use crate::AccountsError;
use crate::model::{KEPT, Link, LinkId, LinkKind, MAILED, Secret, WRONG_WITHIN};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_links")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: crate::model::LinkId,
        pub(super) mail: String,
        pub(super) lang: String,
        pub(super) key: String,
        pub(super) code: String,
        pub(super) browser_digest: Option<String>,
        pub(super) next: String,
        pub(super) kind: String,
        pub(super) asked_at: i64,
        pub(super) ends_at: i64,
        pub(super) sent_at: Option<i64>,
        pub(super) sendings: i32,
        pub(super) wrong_codes: i32,
        pub(super) used_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

fn link(row: row::Model) -> Result<Link, AccountsError> {
    Ok(Link {
        id: row.id,
        key: row.key.parse().map_err(|()| AccountsError::damaged("key", "…"))?,
        lang: lang(&row.lang),
        kind: LinkKind::from_key(&row.kind),
        ends: from_micros(row.ends_at),
        sent: row.sent_at.map(from_micros),
        used: row.used_at.map(from_micros),
        mail: row.mail,
        code: row.code,
        browser: row.browser_digest,
        next: row.next,
    })
}

/// Writes a new link.
pub(crate) async fn insert(tx: &impl ConnectionTrait, at: Timestamp, link: &Link) -> Result<(), AccountsError> {
    let row = row::Model {
        id: link.id,
        mail: link.mail.clone(),
        lang: link.lang.code().to_owned(),
        key: link.key.to_string(),
        code: link.code.clone(),
        browser_digest: link.browser.clone(),
        next: link.next.clone(),
        kind: link.kind.key().to_owned(),
        asked_at: to_micros(at),
        ends_at: to_micros(link.ends),
        sent_at: None,
        sendings: 0,
        wrong_codes: 0,
        used_at: None,
    };
    row::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The link of a key, whether it serves still or not.
pub(crate) async fn of_key(on: &impl ConnectionTrait, key: &Secret) -> Result<Option<Link>, AccountsError> {
    row::Entity::find().filter(Column::Key.eq(key.to_string())).one(on).await?.map(link).transpose()
}

/// The links of an address that serve still, the latest first.
pub(crate) async fn serving(on: &impl ConnectionTrait, mail: &str, now: Timestamp) -> Result<Vec<Link>, AccountsError> {
    let query = row::Entity::find().filter(Column::Mail.eq(mail)).filter(Column::UsedAt.is_null());
    let query = query.filter(Column::EndsAt.gt(to_micros(now))).order_by_desc(Column::Id).limit(50);
    query.all(on).await?.into_iter().map(link).collect()
}

/// How many mails an address was sent within the time that a link serves.
pub(crate) async fn sendings(on: &impl ConnectionTrait, mail: &str, now: Timestamp) -> Result<i64, AccountsError> {
    summed(on, Column::Sendings, mail, Column::AskedAt.gt(to_micros(now - MAILED))).await
}

/// How many wrong codes were typed for an address within the hour.
pub(crate) async fn wrong_codes(on: &impl ConnectionTrait, mail: &str, now: Timestamp) -> Result<i64, AccountsError> {
    summed(on, Column::WrongCodes, mail, Column::AskedAt.gt(to_micros(now - WRONG_WITHIN))).await
}

async fn summed(
    on: &impl ConnectionTrait,
    column: Column,
    mail: &str,
    since: sea_orm::sea_query::SimpleExpr,
) -> Result<i64, AccountsError> {
    let query = row::Entity::find().select_only().column_as(column.sum(), "sum");
    let found: Option<Option<i64>> = query.filter(Column::Mail.eq(mail)).filter(since).into_tuple().one(on).await?;
    Ok(found.flatten().unwrap_or(0))
}

/// Writes that it was sent.
pub(crate) async fn sent(tx: &impl ConnectionTrait, id: LinkId, at: Timestamp) -> Result<(), AccountsError> {
    row::Entity::update_many()
        .col_expr(Column::SentAt, Expr::value(to_micros(at)))
        .col_expr(Column::Sendings, Expr::col(Column::Sendings).add(1))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Uses it, and says whether it was there to be used: of two at once, one does.
pub(crate) async fn spend(tx: &impl ConnectionTrait, id: LinkId, at: Timestamp) -> Result<bool, AccountsError> {
    let done = row::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(to_micros(at)))
        .filter(Column::Id.eq(id))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Counts a wrong code for an address, on the latest of its links that serve.
pub(crate) async fn count_wrong(tx: &impl ConnectionTrait, id: LinkId) -> Result<(), AccountsError> {
    row::Entity::update_many()
        .col_expr(Column::WrongCodes, Expr::col(Column::WrongCodes).add(1))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes away what has long ended; says how many.
pub(crate) async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<u64, AccountsError> {
    Ok(row::Entity::delete_many().filter(Column::EndsAt.lt(to_micros(now - KEPT))).exec(tx).await?.rows_affected)
}
