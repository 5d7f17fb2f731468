//! Who receives an answer, where letters are ended, which letter one follows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text_null, uuid_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time. No key to the letter that is followed: it may be forgotten before.
        for column in [text_null("reply_to"), text_null("unsubscribe"), uuid_null("follows")] {
            manager.alter_table(Table::alter().table("mail_letters").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
