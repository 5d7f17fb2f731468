//! What tables a database has, and how their columns are carried.

use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use serde::{Deserialize, Serialize};

use crate::{StoreError, sql};

/// What a backup leaves out: the history (the manifest holds it), what holds for one database only, and notices,
/// which tell running nodes of changes that a restored node reads anyway.
const LEFT_OUT: [&str; 3] = ["schema_migrations", "store_state", "outbox"];

/// How a value is carried from one database to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Integer,
    Real,
    Text,
    Bool,
    Uuid,
    Json,
    Blob,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The columns of its primary key, in order.
    pub(super) key: Vec<String>,
}

/// Every table, by name, whatever it holds.
pub(super) async fn table_names(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE \"C\""
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name",
    };
    Ok(texts(&sql::rows(db, sql, vec![]).await?)?)
}

/// The tables that a backup carries, by name.
pub(super) async fn tables(db: &impl ConnectionTrait) -> Result<Vec<Source>, StoreError> {
    let mut found = Vec::new();
    for name in table_names(db).await? {
        if !LEFT_OUT.contains(&name.as_str()) {
            found.push(table(db, name).await?);
        }
    }
    Ok(found)
}

async fn table(db: &impl ConnectionTrait, name: String) -> Result<Source, StoreError> {
    let (columns, key) = match db.get_database_backend() {
        DbBackend::Postgres => (POSTGRES_COLUMNS, POSTGRES_KEY),
        _ => (SQLITE_COLUMNS, SQLITE_KEY),
    };
    let key = texts(&sql::rows(db, key, vec![name.as_str().into()]).await?)?;
    let rows = sql::rows(db, columns, vec![name.as_str().into()]).await?;
    let columns = rows.iter().map(|row| column(&name, row)).collect::<Result<_, _>>()?;
    Ok(Source { name, columns, key })
}

/// Generated columns are left out: the database fills them again.
const POSTGRES_COLUMNS: &str = "SELECT column_name::text, data_type::text FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position";
const POSTGRES_KEY: &str = "SELECT a.attname::text FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = to_regclass(quote_ident($1)) AND i.indisprimary
    ORDER BY array_position(i.indkey::int2[], a.attnum)";
const SQLITE_COLUMNS: &str = "SELECT name, type FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY cid";
const SQLITE_KEY: &str = "SELECT name FROM pragma_table_xinfo($1) WHERE pk > 0 ORDER BY pk";

fn texts(rows: &[QueryResult]) -> Result<Vec<String>, sea_orm::DbErr> {
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

fn column(table: &str, row: &QueryResult) -> Result<Column, StoreError> {
    let (name, declared): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    match kind(&declared) {
        Some(kind) => Ok(Column { name, kind }),
        None => Err(StoreError::NotPortable { table: table.to_owned(), column: name, kind: declared }),
    }
}

/// The kind of a declared type, as either database writes it (SQLite keeps what the migration said).
fn kind(declared: &str) -> Option<Kind> {
    let lower = declared.to_ascii_lowercase();
    Some(match lower.split('(').next().unwrap_or_default().trim() {
        "integer" | "int" | "bigint" | "smallint" | "tinyint" => Kind::Integer,
        "real" | "float" | "double" | "double precision" => Kind::Real,
        "text" | "varchar" | "char" | "character varying" | "character" => Kind::Text,
        "boolean" | "bool" => Kind::Bool,
        "uuid" | "uuid_text" => Kind::Uuid,
        "json" | "jsonb" | "json_text" | "jsonb_text" => Kind::Json,
        "blob" | "bytea" | "binary" | "varbinary" | "varbinary_blob" => Kind::Blob,
        _ => return None,
    })
}

impl Column {
    /// The column as it is asked for: one type for each kind, whatever the column's width.
    fn selected(&self, backend: DbBackend) -> String {
        let name = sql::quoted(&self.name);
        match (backend, self.kind) {
            (DbBackend::Postgres, Kind::Integer) => format!("{name}::bigint"),
            (DbBackend::Postgres, Kind::Real) => format!("{name}::double precision"),
            (DbBackend::Postgres, Kind::Text | Kind::Json) => format!("{name}::text"),
            (DbBackend::Sqlite, Kind::Text | Kind::Json) => format!("CAST({name} AS text)"),
            _ => name,
        }
    }

    /// The column as rows are ordered by it: texts byte by byte, which SQLite does by itself.
    fn ordered(&self, backend: DbBackend) -> String {
        let name = sql::quoted(&self.name);
        match (backend, self.kind) {
            (DbBackend::Postgres, Kind::Text) => format!("{name} COLLATE \"C\""),
            _ => name,
        }
    }
}

impl Source {
    /// Asks for every row, in the order of the key; of all columns where there is no key.
    pub(super) fn select(&self, backend: DbBackend) -> String {
        let in_key = |column: &&Column| self.key.is_empty() || self.key.contains(&column.name);
        let columns: Vec<_> = self.columns.iter().map(|column| column.selected(backend)).collect();
        let order: Vec<_> = self.columns.iter().filter(in_key).map(|column| column.ordered(backend)).collect();
        format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), sql::quoted(&self.name), order.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_type_has_the_same_kind_in_both_databases() {
        for (sqlite, postgres, expected) in [
            ("integer", "bigint", Kind::Integer),
            ("varchar(20)", "character varying", Kind::Text),
            ("uuid_text", "uuid", Kind::Uuid),
            ("jsonb_text", "jsonb", Kind::Json),
            ("blob", "bytea", Kind::Blob),
            ("double", "double precision", Kind::Real),
        ] {
            assert_eq!(kind(sqlite), Some(expected));
            assert_eq!(kind(postgres), Some(expected));
        }
        assert_eq!(kind("timestamp with time zone"), None);
    }
}
