//! Accounts, their roles, the resource centres, sessions and links to sign in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, string, string_null, uuid};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(uuid("id").primary_key())
        .col(string("mail").unique_key())
        .col(string("name"))
        .col(string("lang").check(Expr::col("lang").is_in(["fr", "en"])))
        .col(big_integer("made_at"))
        .to_owned()
}

fn centres() -> TableCreateStatement {
    Table::create().table("resource_centres").col(string("slug").primary_key()).col(string("name")).to_owned()
}

fn centre_territories() -> TableCreateStatement {
    Table::create()
        .table("resource_centre_territories")
        .col(string("centre"))
        .col(string("territory"))
        .primary_key(Index::create().col("centre").col("territory"))
        .foreign_key(
            ForeignKey::create()
                .name("resource_centre_territories_centre")
                .from("resource_centre_territories", "centre")
                .to("resource_centres", "slug")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// One line for each role of somebody. The scope is a centre's or an organisation's slug; empty, the whole instance.
fn grants() -> TableCreateStatement {
    let whole = Cond::any()
        .add(Cond::all().add(Expr::col("role").eq("administrator")).add(Expr::col("scope").eq("")))
        .add(Cond::all().add(Expr::col("role").is_in(["editor", "member"])).add(Expr::col("scope").ne("")));
    Table::create()
        .table("grants")
        .col(uuid("account_id"))
        .col(string("role"))
        .col(string("scope"))
        .col(big_integer("given_at"))
        .primary_key(Index::create().col("account_id").col("role").col("scope"))
        .check(Expr::from(whole))
        .foreign_key(
            ForeignKey::create()
                .name("grants_account")
                .from("grants", "account_id")
                .to("accounts", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("key_digest").unique_key())
        .col(string_null("former_digest").unique_key())
        .col(big_integer("began_at"))
        .col(big_integer("seen_at"))
        .col(big_integer("turned_at"))
        .col(big_integer_null("taken_up_at"))
        .col(string("means"))
        .col(string("agent"))
        .foreign_key(
            ForeignKey::create()
                .name("sessions_account")
                .from("sessions", "account_id")
                .to("accounts", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// A link and its code, good once. Both stand here in clear for as long as they serve, so that asking again sends the same
/// ones; once used or ended, they open nothing.
fn links() -> TableCreateStatement {
    Table::create()
        .table("sign_in_links")
        .col(uuid("id").primary_key())
        .col(string("mail"))
        .col(string("lang").check(Expr::col("lang").is_in(["fr", "en"])))
        .col(string("key").unique_key())
        .col(string("code"))
        .col(string_null("browser_digest"))
        .col(string("next"))
        .col(string("kind").check(Expr::col("kind").is_in(["mailed", "handed"])))
        .col(big_integer("asked_at"))
        .col(big_integer("ends_at"))
        .col(big_integer_null("sent_at"))
        .col(integer("sendings"))
        .col(integer("wrong_codes"))
        .col(big_integer_null("used_at"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [accounts(), centres(), centre_territories(), grants(), sessions(), links()] {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("grants_scope", "grants", "scope"),
            ("sessions_account", "sessions", "account_id"),
            ("sign_in_links_mail", "sign_in_links", "mail"),
            ("sign_in_links_ends_at", "sign_in_links", "ends_at"),
        ] {
            let index = Index::create().name(format!("{name}_index")).table(table).col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
