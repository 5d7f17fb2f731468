//! Frozen editions of the compendium.

use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entities::edition as e;
use crate::books::Edition;
use crate::error::BankError;

/// All of them without their bytes, the latest first.
pub(crate) async fn editions(on: &impl ConnectionTrait) -> Result<Vec<Edition>, BankError> {
    let query = e::Entity::find()
        .select_only()
        .columns([e::Column::Name, e::Column::FrozenAt, e::Column::Experiences, e::Column::Size])
        .order_by_desc(e::Column::FrozenAt)
        .order_by_asc(e::Column::Name);
    let rows: Vec<(String, i64, i64, i64)> = query.into_tuple().all(on).await?;
    rows.into_iter()
        .map(|(name, frozen_at, experiences, size)| {
            let damaged = |_| BankError::damaged("edition", &name);
            Ok(Edition {
                frozen_at: Timestamp::from_microsecond(frozen_at).map_err(|_| BankError::damaged("instant", &name))?,
                experiences: u32::try_from(experiences).map_err(damaged)?,
                size: u64::try_from(size).map_err(damaged)?,
                name,
            })
        })
        .collect()
}

/// The bytes of one.
pub(crate) async fn edition(on: &impl ConnectionTrait, name: &str) -> Result<Option<Vec<u8>>, BankError> {
    let query = e::Entity::find().select_only().column(e::Column::Bytes).filter(e::Column::Name.eq(name));
    Ok(query.into_tuple().one(on).await?)
}

/// Whether one has this name.
pub(crate) async fn edition_exists(on: &impl ConnectionTrait, name: &str) -> Result<bool, BankError> {
    Ok(e::Entity::find().filter(e::Column::Name.eq(name)).count(on).await? > 0)
}

/// Keeps a new one.
pub(crate) async fn insert_edition(
    tx: &impl ConnectionTrait,
    edition: &Edition,
    bytes: &[u8],
) -> Result<(), BankError> {
    let row = e::Model {
        name: edition.name.clone(),
        frozen_at: edition.frozen_at.as_microsecond(),
        experiences: i64::from(edition.experiences),
        size: i64::try_from(edition.size).unwrap_or(i64::MAX),
        bytes: bytes.to_vec(),
    };
    e::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}
