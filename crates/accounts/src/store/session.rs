//! Sessions.

use essaim_store::{from_micros, to_micros};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::model::{Secret, Session};
use crate::{AccountId, AccountsError, Means, SessionId, SessionLine};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: crate::SessionId,
        pub(super) account_id: crate::AccountId,
        pub(super) key_digest: String,
        pub(super) former_digest: Option<String>,
        pub(super) began_at: i64,
        pub(super) seen_at: i64,
        pub(super) turned_at: i64,
        pub(super) taken_up_at: Option<i64>,
        pub(super) means: String,
        pub(super) agent: String,
        pub(super) provider_token: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

/// The session that a key opens, or opened before its last change.
pub(crate) async fn opened_by(on: &impl ConnectionTrait, key: &Secret) -> Result<Option<Session>, AccountsError> {
    let digest = key.digest();
    let query = row::Entity::find().filter(Column::KeyDigest.eq(&digest).or(Column::FormerDigest.eq(&digest)));
    Ok(query.one(on).await?.map(|row| Session {
        id: row.id,
        account: row.account_id,
        began: from_micros(row.began_at),
        seen: from_micros(row.seen_at),
        turned: from_micros(row.turned_at),
        by_former_key: row.key_digest != digest,
        taken_up: row.taken_up_at.map(from_micros),
    }))
}

/// Begins a session.
pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    at: Timestamp,
    account: AccountId,
    key: &Secret,
    means: Means,
    agent: &str,
) -> Result<(), AccountsError> {
    let now = to_micros(at);
    let row = row::Model {
        id: SessionId::new(at),
        account_id: account,
        key_digest: key.digest(),
        former_digest: None,
        began_at: now,
        seen_at: now,
        turned_at: now,
        taken_up_at: None,
        means: means.key().to_owned(),
        agent: agent.to_owned(),
        provider_token: None,
    };
    row::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps the token by which one signs out of the provider too.
pub(crate) async fn keep_token(tx: &impl ConnectionTrait, key: &Secret, token: &str) -> Result<(), AccountsError> {
    row::Entity::update_many()
        .col_expr(Column::ProviderToken, Expr::value(token))
        .filter(Column::KeyDigest.eq(key.digest()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The token of a session, where it was begun by a provider.
pub(crate) async fn token(on: &impl ConnectionTrait, id: SessionId) -> Result<Option<String>, AccountsError> {
    Ok(row::Entity::find_by_id(id).one(on).await?.and_then(|row| row.provider_token))
}

/// Writes a visit down.
pub(crate) async fn note(tx: &impl ConnectionTrait, session: &Session, at: Timestamp) -> Result<(), AccountsError> {
    let taken_up = session.taken_up.unwrap_or(at);
    row::Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(to_micros(at)))
        .col_expr(Column::TakenUpAt, Expr::value(to_micros(taken_up)))
        .filter(Column::Id.eq(session.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives a session another key. The one that came with the request becomes the former one. Says whether it did: of two
/// requests at once, one does.
pub(crate) async fn turn(
    tx: &impl ConnectionTrait,
    session: &Session,
    (came, key): (&Secret, &Secret),
    at: Timestamp,
) -> Result<bool, AccountsError> {
    let done = row::Entity::update_many()
        .col_expr(Column::KeyDigest, Expr::value(key.digest()))
        .col_expr(Column::FormerDigest, Expr::value(came.digest()))
        .col_expr(Column::TurnedAt, Expr::value(to_micros(at)))
        .col_expr(Column::TakenUpAt, Expr::value(Option::<i64>::None))
        .col_expr(Column::SeenAt, Expr::value(to_micros(at)))
        .filter(Column::Id.eq(session.id))
        .filter(Column::TurnedAt.eq(to_micros(session.turned)))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The sessions of an account that serve still, the latest first.
pub(crate) async fn of(
    on: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<SessionLine>, AccountsError> {
    let query = row::Entity::find().filter(Column::AccountId.eq(account));
    let query = query.filter(Column::SeenAt.gt(to_micros(Session::unseen_since(now))));
    let query = query.filter(Column::BeganAt.gt(to_micros(Session::begun_before(now))));
    let rows = query.order_by_desc(Column::SeenAt).order_by_desc(Column::Id).limit(200).all(on).await?;
    rows.into_iter()
        .map(|row| {
            Ok(SessionLine {
                id: row.id,
                began: from_micros(row.began_at),
                seen: from_micros(row.seen_at),
                means: Means::from_key(&row.means).ok_or_else(|| AccountsError::damaged("means", &row.means))?,
                agent: row.agent,
            })
        })
        .collect()
}

/// Ends one session of an account; says whether there was one.
pub(crate) async fn end(tx: &impl ConnectionTrait, account: AccountId, id: SessionId) -> Result<bool, AccountsError> {
    let gone =
        row::Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AccountId.eq(account)).exec(tx).await?;
    Ok(gone.rows_affected > 0)
}

/// Ends all sessions of an account but one, or all; says how many.
pub(crate) async fn end_all(
    tx: &impl ConnectionTrait,
    account: AccountId,
    but: Option<SessionId>,
) -> Result<u64, AccountsError> {
    let mut query = row::Entity::delete_many().filter(Column::AccountId.eq(account));
    if let Some(but) = but {
        query = query.filter(Column::Id.ne(but));
    }
    Ok(query.exec(tx).await?.rows_affected)
}

/// Takes away the sessions that have ended; says how many.
pub(crate) async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<u64, AccountsError> {
    let idle = Column::SeenAt.lte(to_micros(Session::unseen_since(now)));
    let old = Column::BeganAt.lte(to_micros(Session::begun_before(now)));
    Ok(row::Entity::delete_many().filter(idle.or(old)).exec(tx).await?.rows_affected)
}
