//! The directory's tables: every query on them is here.

use std::collections::HashMap;

use essaim_store::define_id;
use sea_orm::entity::prelude::Uuid;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::error::NetworkError;
use crate::model::{Directory, FormerName, Organisation, OrganisationKind, Successor};

define_id!(
    /// The identity of an organisation, whatever its slug becomes.
    OrganisationId
);

mod organisation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisations")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: Uuid,
        pub(super) slug: String,
        pub(super) name: String,
        pub(super) acronym: Option<String>,
        pub(super) kind: String,
        pub(super) siret: Option<String>,
        pub(super) website: Option<String>,
        pub(super) territory: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod former_name {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_former_names")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) position: i32,
        pub(super) name: String,
        pub(super) until: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod successor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_successors")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) position: i32,
        pub(super) successor: String,
        pub(super) date: Option<String>,
        pub(super) note: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The whole directory, three queries.
///
/// # Errors
/// The database's, or a row that says what no writer of ours wrote.
pub async fn directory(on: &impl ConnectionTrait) -> Result<Directory, NetworkError> {
    let heads = organisation::Entity::find().order_by_asc(organisation::Column::Slug).all(on).await?;
    let names = former_name::Entity::find().order_by_asc(former_name::Column::Position).all(on).await?;
    let successors = successor::Entity::find().order_by_asc(successor::Column::Position).all(on).await?;
    let mut former: HashMap<Uuid, Vec<FormerName>> = HashMap::new();
    for row in names {
        former.entry(row.organisation_id).or_default().push(FormerName { name: row.name, until: row.until });
    }
    let mut followed: HashMap<Uuid, Vec<Successor>> = HashMap::new();
    for row in successors {
        let line = Successor { slug: row.successor, date: row.date, note: row.note };
        followed.entry(row.organisation_id).or_default().push(line);
    }
    let all = heads.into_iter().map(|row| {
        let kind = OrganisationKind::from_key(&row.kind).ok_or_else(|| NetworkError::damaged("kind", &row.kind))?;
        let territory = row.territory.as_deref().map(str::parse).transpose();
        Ok(Organisation {
            former: former.remove(&row.id).unwrap_or_default(),
            successors: followed.remove(&row.id).unwrap_or_default(),
            territory: territory
                .map_err(|_| NetworkError::damaged("territory", row.territory.as_deref().unwrap_or("")))?,
            slug: row.slug,
            name: row.name,
            acronym: row.acronym,
            kind,
            siret: row.siret,
            website: row.website,
        })
    });
    Ok(Directory::new(all.collect::<Result<_, NetworkError>>()?))
}

/// Every slug, sorted.
///
/// # Errors
/// The database's.
pub async fn slugs(on: &impl ConnectionTrait) -> Result<Vec<String>, NetworkError> {
    let mut slugs: Vec<String> =
        organisation::Entity::find().select_only().column(organisation::Column::Slug).into_tuple().all(on).await?;
    slugs.sort();
    Ok(slugs)
}

/// The identities of the organisations that have these slugs.
pub(crate) async fn ids(on: &impl ConnectionTrait) -> Result<HashMap<String, OrganisationId>, NetworkError> {
    use organisation::Column;
    let query = organisation::Entity::find().select_only().columns([Column::Slug, Column::Id]);
    let rows: Vec<(String, Uuid)> = query.into_tuple().all(on).await?;
    Ok(rows.into_iter().map(|(slug, id)| (slug, OrganisationId(id))).collect())
}

fn row(id: OrganisationId, organisation: &Organisation) -> organisation::Model {
    organisation::Model {
        id: id.0,
        slug: organisation.slug.clone(),
        name: organisation.name.clone(),
        acronym: organisation.acronym.clone(),
        kind: organisation.kind.key().to_owned(),
        siret: organisation.siret.clone(),
        website: organisation.website.clone(),
        territory: organisation.territory.as_ref().map(ToString::to_string),
    }
}

/// Writes a new organisation; its names and successors follow with [`save_lines`].
pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    id: OrganisationId,
    organisation: &Organisation,
) -> Result<(), NetworkError> {
    organisation::Entity::insert(row(id, organisation).into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Replaces an organisation; its names and successors follow with [`save_lines`].
pub(crate) async fn update(
    tx: &impl ConnectionTrait,
    id: OrganisationId,
    organisation: &Organisation,
) -> Result<(), NetworkError> {
    row(id, organisation).into_active_model().reset_all().update(tx).await?;
    Ok(())
}

/// Replaces the former names and the successors of an organisation.
pub(crate) async fn save_lines(
    tx: &impl ConnectionTrait,
    id: OrganisationId,
    organisation: &Organisation,
) -> Result<(), NetworkError> {
    former_name::Entity::delete_many().filter(former_name::Column::OrganisationId.eq(id.0)).exec(tx).await?;
    successor::Entity::delete_many().filter(successor::Column::OrganisationId.eq(id.0)).exec(tx).await?;
    for (position, former) in (0..).zip(&organisation.former) {
        let row = former_name::Model {
            organisation_id: id.0,
            position,
            name: former.name.clone(),
            until: former.until.clone(),
        };
        former_name::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    for (position, line) in (0..).zip(&organisation.successors) {
        let row = successor::Model {
            organisation_id: id.0,
            position,
            successor: line.slug.clone(),
            date: line.date.clone(),
            note: line.note.clone(),
        };
        successor::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}
