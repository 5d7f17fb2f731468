//! Accounts.

use essaim_store::to_micros;
use essaim_web::Lang;
use jiff::Timestamp;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::grant;
use crate::{AccountId, AccountsError, Person};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: crate::AccountId,
        pub(super) mail: String,
        pub(super) name: String,
        pub(super) lang: String,
        pub(super) made_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The person of an account, with her roles.
pub(crate) async fn person(on: &impl ConnectionTrait, id: AccountId) -> Result<Option<Person>, AccountsError> {
    let found = row::Entity::find_by_id(id).one(on).await?;
    let Some(row) = found else { return Ok(None) };
    let grants = grant::of(on, id).await?;
    Ok(Some(of_row(row, grants)))
}

/// The person who receives mail at an address, written canonically.
pub(crate) async fn person_at(on: &impl ConnectionTrait, mail: &str) -> Result<Option<Person>, AccountsError> {
    let found = row::Entity::find().filter(row::Column::Mail.eq(mail)).one(on).await?;
    let Some(row) = found else { return Ok(None) };
    let grants = grant::of(on, row.id).await?;
    Ok(Some(of_row(row, grants)))
}

/// The people whose name or address holds the words, by address; those after `after`, so many.
pub(crate) async fn people(
    on: &impl ConnectionTrait,
    words: &str,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<Person>, AccountsError> {
    let mut query = row::Entity::find().order_by_asc(row::Column::Mail).limit(limit);
    if !words.is_empty() {
        let holding = sea_orm::sea_query::LikeExpr::new(format!("%{}%", escaped(words))).escape('\\');
        query = query.filter(row::Column::Mail.like(holding.clone()).or(row::Column::Name.like(holding)));
    }
    if let Some(after) = after {
        query = query.filter(row::Column::Mail.gt(after));
    }
    let rows = query.all(on).await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let mut grants = grant::of_all(on, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = grants.remove(&row.id).unwrap_or_default();
            of_row(row, own)
        })
        .collect())
}

/// A text as it stands in a pattern: what it holds means itself.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

fn of_row(row: row::Model, grants: Vec<crate::Grant>) -> Person {
    Person { account: row.id, name: row.name, mail: row.mail, lang: lang(&row.lang), grants }
}

/// The language of a row; the database holds no other word.
pub(super) fn lang(code: &str) -> Lang {
    if code == Lang::En.code() { Lang::En } else { Lang::Fr }
}

/// Writes a new account.
pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    at: Timestamp,
    mail: &str,
    lang: Lang,
) -> Result<AccountId, AccountsError> {
    let id = AccountId::new(at);
    let row = row::Model {
        id,
        mail: mail.to_owned(),
        name: String::new(),
        lang: lang.code().to_owned(),
        made_at: to_micros(at),
    };
    row::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(id)
}

/// Writes what somebody says of herself.
pub(crate) async fn rename(
    tx: &impl ConnectionTrait,
    id: AccountId,
    name: &str,
    lang: Lang,
) -> Result<(), AccountsError> {
    use sea_orm::sea_query::Expr;
    row::Entity::update_many()
        .col_expr(row::Column::Name, Expr::value(name))
        .col_expr(row::Column::Lang, Expr::value(lang.code()))
        .filter(row::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
