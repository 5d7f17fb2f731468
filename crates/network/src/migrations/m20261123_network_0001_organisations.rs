//! Organisations, their former names, their successors.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string, string_null, text, text_null, uuid};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("organisations")
                    .col(uuid("id").primary_key())
                    .col(string("slug").unique_key())
                    .col(text("name"))
                    .col(text_null("acronym"))
                    .col(string("kind"))
                    .col(string_null("siret"))
                    .col(text_null("website"))
                    .col(string_null("territory"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(lines("organisation_former_names").col(text("name")).col(string_null("until")).to_owned())
            .await?;
        manager
            .create_table(
                lines("organisation_successors")
                    .col(string("successor"))
                    .col(string_null("date"))
                    .col(text_null("note"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("organisation_successors", "successor")
                            .to("organisations", "slug")
                            .on_update(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}

/// A table of lines that belong to an organisation, in order, and go with it.
fn lines(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(uuid("organisation_id"))
        .col(integer("position"))
        .primary_key(Index::create().col("organisation_id").col("position"))
        .foreign_key(
            ForeignKey::create()
                .from(table, "organisation_id")
                .to("organisations", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
