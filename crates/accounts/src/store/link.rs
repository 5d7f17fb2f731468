//! Links to sign in.

use essaim_store::{from_micros, to_micros};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::account::lang;
use crate::AccountsError;
use crate::model::{KEPT, Link, LinkId, LinkKind, MAILED, Secret};

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
        wrong_codes: row.wrong_codes,
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

/// How many mails an address was sent within the time that a link serves, for one browser or for all but some.
pub(crate) async fn sendings(
    on: &impl ConnectionTrait,
    mail: &str,
    whose: Whose<'_>,
    now: Timestamp,
) -> Result<i64, AccountsError> {
    let query = row::Entity::find().select_only().column_as(Column::Sendings.sum(), "sum");
    let query = query.filter(Column::Mail.eq(mail)).filter(Column::AskedAt.gt(to_micros(now - MAILED)));
    let query = match whose {
        Whose::Browser(digest) => query.filter(Column::BrowserDigest.eq(digest)),
        Whose::Others([]) => query,
        Whose::Others(known) => query.filter(Column::BrowserDigest.is_not_in(known.iter().map(String::as_str))),
    };
    let found: Option<Option<i64>> = query.into_tuple().one(on).await?;
    Ok(found.flatten().unwrap_or(0))
}

/// Whose mails are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// Those that one browser asked for.
    Browser(&'a str),
    /// Those of all browsers but these.
    Others(&'a [String]),
}

/// The browsers in which the holder of an address has signed in by a link.
pub(crate) async fn known_browsers(on: &impl ConnectionTrait, mail: &str) -> Result<Vec<String>, AccountsError> {
    let query = row::Entity::find().select_only().column(Column::BrowserDigest).distinct();
    let query = query.filter(Column::Mail.eq(mail)).filter(Column::UsedAt.is_not_null());
    Ok(query.filter(Column::BrowserDigest.is_not_null()).limit(200).into_tuple().all(on).await?)
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

/// Uses it in a browser, and says whether it was there to be used: of two at once, one does.
pub(crate) async fn spend(
    tx: &impl ConnectionTrait,
    id: LinkId,
    browser: Option<&str>,
    at: Timestamp,
) -> Result<bool, AccountsError> {
    let done = row::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(to_micros(at)))
        .col_expr(Column::BrowserDigest, Expr::value(browser))
        .filter(Column::Id.eq(id))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Counts a wrong code on every link of an address that serves.
pub(crate) async fn count_wrong(tx: &impl ConnectionTrait, mail: &str, now: Timestamp) -> Result<(), AccountsError> {
    row::Entity::update_many()
        .col_expr(Column::WrongCodes, Expr::col(Column::WrongCodes).add(1))
        .filter(Column::Mail.eq(mail))
        .filter(Column::UsedAt.is_null())
        .filter(Column::EndsAt.gt(to_micros(now)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends what serves still for an address: what was handed over, or all of it.
pub(crate) async fn end_serving(
    tx: &impl ConnectionTrait,
    mail: &str,
    kind: Option<LinkKind>,
    now: Timestamp,
) -> Result<(), AccountsError> {
    let mut query = row::Entity::update_many()
        .col_expr(Column::EndsAt, Expr::value(to_micros(now)))
        .filter(Column::Mail.eq(mail))
        .filter(Column::UsedAt.is_null())
        .filter(Column::EndsAt.gt(to_micros(now)));
    if let Some(kind) = kind {
        query = query.filter(Column::Kind.eq(kind.key()));
    }
    query.exec(tx).await?;
    Ok(())
}

/// Takes away what has long ended; says how many.
pub(crate) async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<u64, AccountsError> {
    Ok(row::Entity::delete_many().filter(Column::EndsAt.lt(to_micros(now - KEPT))).exec(tx).await?.rows_affected)
}
