//! Statements written by hand, for what the query builder does not say.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, TryGetable, Value};

pub(crate) fn statement(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

pub(crate) async fn execute(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    Ok(db.execute_raw(statement(db, sql, values)).await?.rows_affected())
}

pub(crate) async fn rows(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(statement(db, sql, values)).await
}

/// The first column of the first row, if there is a row.
pub(crate) async fn optional<T: TryGetable>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<T>, DbErr> {
    let row = db.query_one_raw(statement(db, sql, values)).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// The only value that a query gives.
pub(crate) async fn one<T: TryGetable>(db: &impl ConnectionTrait, sql: &str) -> Result<T, DbErr> {
    optional(db, sql, vec![]).await?.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))
}

pub(crate) async fn has_table(db: &impl ConnectionTrait, name: &str) -> Result<bool, DbErr> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1",
        _ => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
    };
    Ok(optional::<i64>(db, sql, vec![name.into()]).await? == Some(1))
}

/// The name of a table or column, quoted for both databases.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
