//! Experiences and all that belongs to one: a row each for its texts, terms, places, partners, figures…

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, boolean, integer, small_integer, small_integer_null, string, string_null,
    text, text_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("experience_terms_term", "experience_terms", "term"),
            ("experience_places_territory", "experience_places", "territory"),
            ("experience_partners_organisation", "experience_partners", "organisation"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        experiences(),
        former_slugs(),
        texts(),
        terms(),
        sources(),
        places(),
        partners(),
        figures(),
        contributions(),
        referents(),
        links(),
        pictures(),
    ]
}

/// A table of lines that belong to an experience, in order, and go with it.
fn lines(table: &'static str, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut create = Table::create();
    create.table(table).col(uuid("experience_id")).col(integer("position"));
    for column in columns {
        create.col(column);
    }
    create.primary_key(Index::create().col("experience_id").col("position")).foreign_key(&mut owner(table)).to_owned()
}

fn owner(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "experience_id")
        .to("experiences", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn one_of(column: &'static str, values: &[&'static str]) -> ColumnDef {
    string(column).check(Expr::col(column).is_in(values.iter().copied())).take()
}

fn year(column: &'static str) -> ColumnDef {
    small_integer_null(column).check(Expr::col(column).between(1800, 2199)).take()
}

fn organisation(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "organisation")
        .to("organisations", "slug")
        .on_update(ForeignKeyAction::Cascade)
        .to_owned()
}

/// The numbers of a quantity, in thousandths: a value, or one or two ends.
fn quantity(nullable: bool) -> Vec<ColumnDef> {
    let present =
        Expr::col("value").is_not_null().or(Expr::col("min").is_not_null()).or(Expr::col("max").is_not_null());
    let mut value = big_integer_null("value");
    if !nullable {
        value.check(present);
    }
    vec![value, big_integer_null("min"), big_integer_null("max")]
}

fn experiences() -> TableCreateStatement {
    Table::create()
        .table("experiences")
        .col(uuid("id").primary_key())
        .col(string("slug").unique_key())
        .col(one_of("status", &["published", "draft", "withdrawn"]))
        .col(small_integer("year").check(Expr::col("year").between(1800, 2199)))
        .col(one_of("known", &["running", "ended", "unknown"]))
        .col(string_null("checked_on"))
        .col(string_null("file_revision"))
        .col(string("revision"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .to_owned()
}

fn former_slugs() -> TableCreateStatement {
    Table::create()
        .table("experience_former_slugs")
        .col(string("slug").primary_key())
        .col(uuid("experience_id"))
        .col(integer("position"))
        .foreign_key(&mut owner("experience_former_slugs"))
        .to_owned()
}

fn texts() -> TableCreateStatement {
    let mut create = Table::create();
    create.table("experience_texts").col(uuid("experience_id")).col(one_of("lang", &["fr", "en"]));
    for column in [
        "title",
        "summary",
        "in_brief",
        "presentation",
        "stakes_inhabitants",
        "stakes_economic",
        "context",
        "going_further",
        "worth_noting",
        "figure_labels",
        "contribution_texts",
    ] {
        create.col(text(column));
    }
    for column in ["access_audience", "access_place", "access_schedule", "access_cost"] {
        create.col(text_null(column));
    }
    create
        .primary_key(Index::create().col("experience_id").col("lang"))
        .foreign_key(&mut owner("experience_texts"))
        .to_owned()
}

fn terms() -> TableCreateStatement {
    Table::create()
        .table("experience_terms")
        .col(uuid("experience_id"))
        .col(string("axis"))
        .col(string("term"))
        .col(integer("position"))
        .primary_key(Index::create().col("experience_id").col("axis").col("term"))
        .foreign_key(&mut owner("experience_terms"))
        .foreign_key(ForeignKey::create().from("experience_terms", ("axis", "term")).to("terms", ("vocabulary", "key")))
        .to_owned()
}

fn sources() -> TableCreateStatement {
    lines(
        "experience_sources",
        vec![string("key"), text("title"), string_null("publisher"), year("year"), text_null("url")],
    )
}

fn places() -> TableCreateStatement {
    let relations = ["happens-in", "covers", "began-in", "planned", "elsewhere"];
    lines(
        "experience_places",
        vec![string("territory"), one_of("relation", &relations), year("year"), text_null("note")],
    )
}

fn partners() -> TableCreateStatement {
    let mut columns = vec![
        string("organisation"),
        one_of("role", &["leads", "runs", "funds", "hosts", "supports"]),
        text_null("note"),
        text_null("goods"),
    ];
    columns.extend(quantity(true));
    columns.extend([string_null("qualifier"), string_null("from"), string_null("to"), string_null("source")]);
    lines("experience_partners", columns).foreign_key(&mut organisation("experience_partners")).to_owned()
}

fn figures() -> TableCreateStatement {
    let mut columns = vec![text("label")];
    columns.extend(quantity(false));
    columns.extend([
        string("unit"),
        one_of("qualifier", &["exact", "about", "nearly", "more-than", "at-least"]),
        one_of("nature", &["measured", "cumulative", "price", "limit", "target"]),
        string_null("from"),
        string_null("to"),
        string_null("scope"),
        text_null("scope_note"),
        string("source"),
        boolean("headline"),
    ]);
    lines("experience_figures", columns)
}

fn contributions() -> TableCreateStatement {
    let mut columns = vec![string("kind"), text("what")];
    columns.extend(quantity(true));
    columns.extend(["unit", "qualifier", "from", "to", "source"].map(string_null));
    lines("experience_contributions", columns)
}

fn referents() -> TableCreateStatement {
    lines("experience_referents", vec![string("organisation"), text("function")])
        .foreign_key(&mut organisation("experience_referents"))
        .to_owned()
}

fn links() -> TableCreateStatement {
    lines("experience_links", vec![text("url"), text("label"), string("kind")])
}

fn pictures() -> TableCreateStatement {
    lines("experience_pictures", vec![string("file"), text("alt"), text_null("credit"), binary("bytes")])
}
