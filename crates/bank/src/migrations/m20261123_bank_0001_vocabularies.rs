//! Vocabularies, their terms, and the synonyms of the search.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string, text, text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("vocabularies")
                    .col(string("key").primary_key())
                    .col(integer("position"))
                    .col(text("fr"))
                    .col(text("en"))
                    .col(text_null("parameter"))
                    .col(text_null("source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("terms")
                    .col(string("vocabulary"))
                    .col(string("key"))
                    .col(integer("position"))
                    .col(text("fr"))
                    .col(text("en"))
                    .col(text_null("inclusion"))
                    .primary_key(Index::create().col("vocabulary").col("key"))
                    .foreign_key(ForeignKey::create().from("terms", "vocabulary").to("vocabularies", "key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("synonyms")
                    .col(integer("position").primary_key())
                    .col(string("kind").check(Expr::col("kind").is_in(["group", "acronym"])))
                    .col(text("words"))
                    .to_owned(),
            )
            .await
    }
}
