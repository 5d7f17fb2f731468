//! Resource centres.

use std::collections::HashMap;

use essaim_geo::TerritoryCode;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::{AccountsError, ResourceCentre};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "resource_centres")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) slug: String,
        pub(super) name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod territory {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "resource_centre_territories")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) centre: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) territory: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The territories of these centres.
pub(crate) async fn territories(
    on: &impl ConnectionTrait,
    centres: &[&str],
) -> Result<HashMap<String, Vec<TerritoryCode>>, AccountsError> {
    let query = territory::Entity::find().filter(territory::Column::Centre.is_in(centres.iter().copied()));
    let mut found: HashMap<String, Vec<TerritoryCode>> = HashMap::new();
    for row in query.order_by_asc(territory::Column::Territory).all(on).await? {
        let code = row.territory.parse().map_err(|_| AccountsError::damaged("territory", &row.territory))?;
        found.entry(row.centre).or_default().push(code);
    }
    Ok(found)
}

/// All centres, by name.
pub(crate) async fn all(on: &impl ConnectionTrait) -> Result<Vec<ResourceCentre>, AccountsError> {
    let rows = row::Entity::find().order_by_asc(row::Column::Name).order_by_asc(row::Column::Slug).all(on).await?;
    let slugs: Vec<&str> = rows.iter().map(|row| row.slug.as_str()).collect();
    let mut territories = territories(on, &slugs).await?;
    let centres = rows.into_iter().map(|row| ResourceCentre {
        territories: territories.remove(&row.slug).unwrap_or_default(),
        slug: row.slug,
        name: row.name,
    });
    Ok(centres.collect())
}

/// One centre.
pub(crate) async fn one(on: &impl ConnectionTrait, slug: &str) -> Result<Option<ResourceCentre>, AccountsError> {
    let Some(row) = row::Entity::find_by_id(slug.to_owned()).one(on).await? else { return Ok(None) };
    let territories = territories(on, &[slug]).await?.remove(slug).unwrap_or_default();
    Ok(Some(ResourceCentre { slug: row.slug, name: row.name, territories }))
}

/// Writes a centre, new or not, with its territories.
pub(crate) async fn save(tx: &impl ConnectionTrait, centre: &ResourceCentre) -> Result<(), AccountsError> {
    let row = row::Model { slug: centre.slug.clone(), name: centre.name.clone() };
    let renamed = OnConflict::column(row::Column::Slug).update_column(row::Column::Name).to_owned();
    row::Entity::insert(row.into_active_model()).on_conflict(renamed).exec_without_returning(tx).await?;
    territory::Entity::delete_many().filter(territory::Column::Centre.eq(&centre.slug)).exec(tx).await?;
    for code in &centre.territories {
        let row = territory::Model { centre: centre.slug.clone(), territory: code.to_string() };
        territory::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}
