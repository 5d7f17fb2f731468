//! Frozen editions of the compendium.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, string};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("editions")
                    .col(string("name").primary_key())
                    .col(big_integer("frozen_at"))
                    .col(big_integer("experiences"))
                    .col(big_integer("size"))
                    .col(binary("bytes"))
                    .to_owned(),
            )
            .await
    }
}
