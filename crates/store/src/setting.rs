//! Small named values that a person edits on the site and that nodes share: an editable text, a date of last run.
//! What an operator decides stays in the configuration; what has rows of its own has a table.

use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{StoreError, Transaction, sql};

/// The setting of that name, if it was ever set. Names begin with their capability: `bank.foreword`.
pub async fn get<T: DeserializeOwned>(db: &impl ConnectionTrait, name: &str) -> Result<Option<T>, StoreError> {
    let found: Option<String> =
        sql::optional(db, "SELECT value FROM setting WHERE name = $1", vec![name.into()]).await?;
    found.map(|text| serde_json::from_str(&text)).transpose().map_err(unreadable(name))
}

/// Sets it.
pub async fn set<T: Serialize + ?Sized>(tx: &Transaction, name: &str, value: &T) -> Result<(), StoreError> {
    let text = serde_json::to_string(value).map_err(unreadable(name))?;
    let sql = "INSERT INTO setting (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sql::execute(tx, sql, vec![name.into(), text.into()]).await?;
    Ok(())
}

/// Forgets it; the next reader finds its default again.
pub async fn clear(tx: &Transaction, name: &str) -> Result<(), StoreError> {
    sql::execute(tx, "DELETE FROM setting WHERE name = $1", vec![name.into()]).await?;
    Ok(())
}

fn unreadable(name: &str) -> impl FnOnce(serde_json::Error) -> StoreError {
    let what = format!("the setting {name}");
    move |source| StoreError::Unreadable { what, source }
}

#[cfg(test)]
mod tests {
    use crate::testing::each_database;
    use crate::{StoreError, setting};

    #[tokio::test]
    async fn a_setting_is_read_back_until_it_is_cleared() {
        each_database([], async |store| {
            assert_eq!(setting::get::<Vec<u8>>(store.reader(), "test.list").await?, None);
            store.write(async |tx| setting::set(tx, "test.list", &[1, 2]).await).await?;
            store.write(async |tx| setting::set(tx, "test.list", &[3]).await).await?;
            assert_eq!(setting::get(store.reader(), "test.list").await?, Some(vec![3]));
            store.write(async |tx| setting::clear(tx, "test.list").await).await?;
            assert_eq!(setting::get::<Vec<u8>>(store.reader(), "test.list").await?, None);
            Ok::<_, StoreError>(())
        })
        .await;
    }
}
