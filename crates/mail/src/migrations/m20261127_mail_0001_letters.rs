//! Letters, to be sent and sent.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, string, text, text_null, uuid};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const STATES: [&str; 6] = ["waiting", "leaving", "sent", "kept", "refused", "lapsed"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let letters = Table::create()
            .table("mail_letters")
            .col(uuid("id").primary_key())
            .col(string("kind"))
            .col(string("recipient"))
            .col(string("lang"))
            .col(text("subject"))
            .col(text("text"))
            .col(text("html"))
            .col(big_integer_null("useless_after"))
            .col(big_integer("posted_at"))
            .col(string("state").check(Expr::col("state").is_in(STATES)))
            .col(boolean("doubtful"))
            .col(big_integer("changed_at"))
            .col(text_null("answer"))
            .to_owned();
        manager.create_table(letters).await?;
        let index =
            Index::create().name("mail_letters_state").table("mail_letters").col("state").col("changed_at").to_owned();
        manager.create_index(index).await
    }
}
