//! The rows of the bank, as SeaORM sees them. Nobody outside `store` touches them.

/// One table, one module: `entity!(module, "table", { keys… }, { columns… })`.
macro_rules! entity {
    ($module:ident, $table:literal, { $($key:ident: $key_type:ty),+ }, { $($column:ident: $column_type:ty),* $(,)? }) => {
        pub(in crate::store) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub(in crate::store) struct Model {
                $(#[sea_orm(primary_key, auto_increment = false)] pub(in crate::store) $key: $key_type,)+
                $(pub(in crate::store) $column: $column_type,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub(in crate::store) enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

entity!(vocabulary, "vocabularies", { key: String }, {
    position: i32, fr: String, en: String, parameter: Option<String>, source: Option<String>,
});
entity!(term, "terms", { vocabulary: String, key: String }, {
    position: i32, fr: String, en: String, inclusion: Option<String>,
});
entity!(synonym, "synonyms", { position: i32 }, { kind: String, words: String });
entity!(experience, "experiences", { id: Uuid }, {
    slug: String, status: String, year: i16, known: String, checked_on: Option<String>,
    file_revision: Option<String>, revision: String, created_at: i64, updated_at: i64,
});
entity!(former_slug, "experience_former_slugs", { slug: String }, { experience_id: Uuid, position: i32 });
entity!(text, "experience_texts", { experience_id: Uuid, lang: String }, {
    title: String, summary: String, in_brief: String,
    presentation: String, stakes_inhabitants: String, stakes_economic: String,
    context: String, going_further: String, worth_noting: String,
    figure_labels: String, contribution_texts: String,
    access_audience: Option<String>, access_place: Option<String>,
    access_schedule: Option<String>, access_cost: Option<String>,
});
entity!(experience_term, "experience_terms", { experience_id: Uuid, axis: String, term: String }, { position: i32 });
entity!(source, "experience_sources", { experience_id: Uuid, position: i32 }, {
    key: String, title: String, publisher: Option<String>, year: Option<i16>, url: Option<String>,
});
entity!(place, "experience_places", { experience_id: Uuid, position: i32 }, {
    territory: String, relation: String, year: Option<i16>, note: Option<String>,
});
entity!(partner, "experience_partners", { experience_id: Uuid, position: i32 }, {
    organisation: String, role: String, note: Option<String>, goods: Option<String>,
    value: Option<i64>, min: Option<i64>, max: Option<i64>,
    qualifier: Option<String>, from: Option<String>, to: Option<String>, source: Option<String>,
});
entity!(figure, "experience_figures", { experience_id: Uuid, position: i32 }, {
    label: String, value: Option<i64>, min: Option<i64>, max: Option<i64>, unit: String,
    qualifier: String, nature: String, from: Option<String>, to: Option<String>,
    scope: Option<String>, scope_note: Option<String>, source: String, headline: bool,
});
entity!(contribution, "experience_contributions", { experience_id: Uuid, position: i32 }, {
    kind: String, what: String, value: Option<i64>, min: Option<i64>, max: Option<i64>,
    unit: Option<String>, qualifier: Option<String>, from: Option<String>, to: Option<String>, source: Option<String>,
});
entity!(referent, "experience_referents", { experience_id: Uuid, position: i32 }, {
    organisation: String, function: String,
});
entity!(link, "experience_links", { experience_id: Uuid, position: i32 }, {
    url: String, label: String, kind: String,
});
entity!(picture, "experience_pictures", { experience_id: Uuid, position: i32 }, {
    file: String, alt: String, credit: Option<String>, bytes: Vec<u8>,
});
entity!(edition, "editions", { name: String }, { frozen_at: i64, experiences: i64, size: i64, bytes: Vec<u8> });
