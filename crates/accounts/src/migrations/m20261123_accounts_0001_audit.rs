//! The audit.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(uuid("id").primary_key())
                    .col(big_integer("at"))
                    .col(string("actor"))
                    .col(string("action"))
                    .col(text("object"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(Index::create().name("audit_at").table("audit").col("at").to_owned()).await
    }
}
