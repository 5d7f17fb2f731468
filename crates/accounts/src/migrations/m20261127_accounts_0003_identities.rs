//! Who an identity provider knows by which subject, and the token by which one signs out there.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text_null, uuid};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let identities = Table::create()
            .table("identities")
            .col(string("issuer"))
            .col(string("subject"))
            .col(uuid("account_id"))
            .col(big_integer("made_at"))
            .primary_key(Index::create().col("issuer").col("subject"))
            .foreign_key(
                ForeignKey::create()
                    .name("identities_account")
                    .from("identities", "account_id")
                    .to("accounts", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(identities).await?;
        let token = Table::alter().table("sessions").add_column(text_null("provider_token")).to_owned();
        manager.alter_table(token).await
    }
}
