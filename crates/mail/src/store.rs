//! The table of letters: every query on it is here.

use std::collections::BTreeMap;

use essaim_store::{from_micros, to_micros};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::{LetterId, LetterState, MailError, Sender};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_letters")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: crate::LetterId,
        pub(super) kind: String,
        pub(super) recipient: String,
        pub(super) lang: String,
        pub(super) subject: String,
        pub(super) text: String,
        pub(super) html: String,
        pub(super) useless_after: Option<i64>,
        pub(super) posted_at: i64,
        pub(super) state: String,
        pub(super) doubtful: bool,
        pub(super) changed_at: i64,
        pub(super) answer: Option<String>,
        pub(super) reply_to: Option<String>,
        pub(super) unsubscribe: Option<String>,
        pub(super) follows: Option<crate::LetterId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

/// A letter as it is posted.
pub(crate) struct Row {
    pub(crate) id: LetterId,
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) lang: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) useless_after: Option<i64>,
    pub(crate) reply_to: Option<String>,
    pub(crate) unsubscribe: Option<String>,
    pub(crate) follows: Option<LetterId>,
}

/// A letter as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: LetterId,
    /// Its kind.
    pub kind: String,
    /// To whom.
    pub recipient: String,
    /// The code of its language.
    pub lang: String,
    /// What it is about.
    pub subject: String,
    /// Its words.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// When it was posted.
    pub posted: Timestamp,
    /// From when it is of no use.
    pub useless_after: Option<Timestamp>,
    /// What has become of it.
    pub state: LetterState,
    /// Whether it may have left twice, both times under one Message-ID.
    pub is_doubtful: bool,
    /// When something last happened to it.
    pub changed: Timestamp,
    /// What the server last said.
    pub answer: Option<String>,
    /// Who receives an answer.
    pub reply_to: Option<Sender>,
    /// Where such letters are ended.
    pub unsubscribe: Option<String>,
    /// The letter that it follows.
    pub follows: Option<LetterId>,
}

fn kept(row: row::Model) -> Result<Kept, MailError> {
    let state = LetterState::from_key(&row.state)
        .ok_or_else(|| MailError::Damaged { what: "state", value: row.state.clone() })?;
    let reply_to =
        row.reply_to.map(|text| text.parse().map_err(|_| MailError::Damaged { what: "address", value: text }));
    Ok(Kept {
        id: row.id,
        kind: row.kind,
        recipient: row.recipient,
        lang: row.lang,
        subject: row.subject,
        text: row.text,
        html: row.html,
        posted: from_micros(row.posted_at),
        useless_after: row.useless_after.map(from_micros),
        state,
        is_doubtful: row.doubtful,
        changed: from_micros(row.changed_at),
        answer: row.answer,
        reply_to: reply_to.transpose()?,
        unsubscribe: row.unsubscribe,
        follows: row.follows,
    })
}

pub(crate) async fn insert(tx: &impl ConnectionTrait, at: Timestamp, letter: Row) -> Result<(), MailError> {
    let row = row::Model {
        id: letter.id,
        kind: letter.kind,
        recipient: letter.recipient,
        lang: letter.lang,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        useless_after: letter.useless_after,
        posted_at: to_micros(at),
        state: LetterState::Waiting.key().to_owned(),
        doubtful: false,
        changed_at: to_micros(at),
        answer: None,
        reply_to: letter.reply_to,
        unsubscribe: letter.unsubscribe,
        follows: letter.follows,
    };
    row::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// One letter.
///
/// # Errors
/// The database's.
pub async fn letter(on: &impl ConnectionTrait, id: LetterId) -> Result<Option<Kept>, MailError> {
    row::Entity::find_by_id(id).one(on).await?.map(kept).transpose()
}

/// The latest letters, the newest first.
///
/// # Errors
/// The database's.
pub async fn latest(on: &impl ConnectionTrait, limit: u64) -> Result<Vec<Kept>, MailError> {
    let rows =
        row::Entity::find().order_by_desc(Column::PostedAt).order_by_desc(Column::Id).limit(limit).all(on).await?;
    rows.into_iter().map(kept).collect()
}

/// The letters that an administrator should look at: refused, perhaps sent twice, or waiting since before `since`; the
/// newest first.
///
/// # Errors
/// The database's.
pub async fn troubled(on: &impl ConnectionTrait, since: Timestamp, limit: u64) -> Result<Vec<Kept>, MailError> {
    let late = Column::State
        .is_in([LetterState::Waiting.key(), LetterState::Leaving.key()])
        .and(Column::PostedAt.lt(to_micros(since)));
    let wrong = Column::State.eq(LetterState::Refused.key()).or(Column::Doubtful.eq(true)).or(late);
    let query = row::Entity::find().filter(wrong).order_by_desc(Column::ChangedAt).order_by_desc(Column::Id);
    query.limit(limit).all(on).await?.into_iter().map(kept).collect()
}

/// How many letters are in each state.
///
/// # Errors
/// The database's.
pub async fn counts(on: &impl ConnectionTrait) -> Result<BTreeMap<LetterState, u64>, MailError> {
    let mut counts = BTreeMap::new();
    for state in LetterState::ALL {
        counts.insert(state, row::Entity::find().filter(Column::State.eq(state.key())).count(on).await?);
    }
    Ok(counts)
}

/// What became of a letter, unless it has ended already.
pub(crate) async fn change(
    tx: &impl ConnectionTrait,
    at: Timestamp,
    id: LetterId,
    state: LetterState,
    answer: Option<&str>,
) -> Result<(), MailError> {
    let mut query = row::Entity::update_many()
        .col_expr(Column::State, Expr::value(state.key()))
        .col_expr(Column::ChangedAt, Expr::value(to_micros(at)));
    if let Some(answer) = answer {
        query = query.col_expr(Column::Answer, Expr::value(answer));
    }
    let open = [LetterState::Waiting.key(), LetterState::Leaving.key()];
    query.filter(Column::Id.eq(id)).filter(Column::State.is_in(open)).exec(tx).await?;
    Ok(())
}

/// Nobody knows whether it left.
pub(crate) async fn doubt(tx: &impl ConnectionTrait, id: LetterId) -> Result<(), MailError> {
    row::Entity::update_many().col_expr(Column::Doubtful, Expr::value(true)).filter(Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Makes a refused letter wait again; says whether it did.
pub(crate) async fn start_again(tx: &impl ConnectionTrait, at: Timestamp, id: LetterId) -> Result<bool, MailError> {
    let done = row::Entity::update_many()
        .col_expr(Column::State, Expr::value(LetterState::Waiting.key()))
        .col_expr(Column::ChangedAt, Expr::value(to_micros(at)))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(LetterState::Refused.key()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

pub(crate) async fn delete_ended(tx: &impl ConnectionTrait, before: Timestamp) -> Result<u64, MailError> {
    let ended = LetterState::ALL.into_iter().filter(|state| state.has_ended()).map(LetterState::key);
    let query = row::Entity::delete_many().filter(Column::State.is_in(ended));
    Ok(query.filter(Column::ChangedAt.lt(to_micros(before))).exec(tx).await?.rows_affected)
}
