//! Experiences: loaded with all their lines in one query a table, saved whole.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::entity::prelude::{Expr, Uuid};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::rows::Rows;
use super::{ExperienceId, entities as e};
use crate::error::BankError;
use crate::file::Pictures;
use crate::model::{Experience, Picture};

/// An experience as the store has it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) id: ExperienceId,
    pub(crate) experience: Experience,
    /// Fingerprint of its canonical form as it is now.
    pub(crate) revision: String,
    /// Fingerprint of the canonical form that it was imported from.
    pub(crate) file_revision: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Which experiences to load.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which<'a> {
    All,
    These(&'a [ExperienceId]),
}

/// The experiences wanted, by slug, each with all its lines.
pub(crate) async fn load(on: &impl ConnectionTrait, which: Which<'_>) -> Result<Vec<Stored>, BankError> {
    let ids: Option<Vec<Uuid>> = match which {
        Which::All => None,
        Which::These(ids) => Some(ids.iter().map(|id| id.0).collect()),
    };
    let mut heads = e::experience::Entity::find().order_by_asc(e::experience::Column::Slug);
    if let Some(ids) = &ids {
        heads = heads.filter(e::experience::Column::Id.is_in(ids.iter().copied()));
    }
    let heads = heads.all(on).await?;
    let mut rows = rows_of(on, ids.as_deref()).await?;
    heads
        .into_iter()
        .map(|head| {
            let experience = rows.remove(&head.id).unwrap_or_default().into_experience(&head)?;
            Ok(Stored {
                id: ExperienceId(head.id),
                experience,
                created_at: instant(head.created_at)?,
                updated_at: instant(head.updated_at)?,
                revision: head.revision,
                file_revision: head.file_revision,
            })
        })
        .collect()
}

fn instant(microseconds: i64) -> Result<Timestamp, BankError> {
    Timestamp::from_microsecond(microseconds).map_err(|_| BankError::damaged("instant", &microseconds.to_string()))
}

/// One query a table, the lines in their order, gathered by experience.
async fn rows_of(on: &impl ConnectionTrait, ids: Option<&[Uuid]>) -> Result<HashMap<Uuid, Rows>, BankError> {
    let mut gathered: HashMap<Uuid, Rows> = HashMap::new();
    macro_rules! gather {
        ($($field:ident: $table:ident by $order:ident),+ $(,)?) => {$({
            let mut query = e::$table::Entity::find().order_by_asc(e::$table::Column::$order);
            if let Some(ids) = ids {
                query = query.filter(e::$table::Column::ExperienceId.is_in(ids.iter().copied()));
            }
            for row in query.all(on).await? {
                gathered.entry(row.experience_id).or_default().$field.push(row);
            }
        })+};
    }
    gather!(
        former_slugs: former_slug by Position,
        texts: text by Lang,
        terms: experience_term by Position,
        sources: source by Position,
        places: place by Position,
        partners: partner by Position,
        figures: figure by Position,
        contributions: contribution by Position,
        referents: referent by Position,
        links: link by Position,
    );
    for (id, picture) in pictures(on, ids).await? {
        gathered.entry(id).or_default().pictures.push(picture);
    }
    Ok(gathered)
}

/// What describes the pictures, without their bytes.
async fn pictures(on: &impl ConnectionTrait, ids: Option<&[Uuid]>) -> Result<Vec<(Uuid, Picture)>, BankError> {
    use e::picture::Column;
    let mut query = e::picture::Entity::find()
        .select_only()
        .columns([Column::ExperienceId, Column::File, Column::Alt, Column::Credit])
        .order_by_asc(Column::Position);
    if let Some(ids) = ids {
        query = query.filter(Column::ExperienceId.is_in(ids.iter().copied()));
    }
    let rows: Vec<(Uuid, String, String, Option<String>)> = query.into_tuple().all(on).await?;
    Ok(rows.into_iter().map(|(id, file, alt, credit)| (id, Picture { file, alt, credit })).collect())
}

/// The bytes of a picture.
pub(crate) async fn picture(
    on: &impl ConnectionTrait,
    id: ExperienceId,
    file: &str,
) -> Result<Option<Vec<u8>>, BankError> {
    use e::picture::Column;
    let bytes = e::picture::Entity::find()
        .select_only()
        .column(Column::Bytes)
        .filter(Column::ExperienceId.eq(id.0))
        .filter(Column::File.eq(file))
        .into_tuple()
        .one(on)
        .await?;
    Ok(bytes)
}

/// The experience that bears this slug now.
pub(crate) async fn find(on: &impl ConnectionTrait, slug: &str) -> Result<Option<Stored>, BankError> {
    let query = e::experience::Entity::find().select_only().column(e::experience::Column::Id);
    let id: Option<Uuid> = query.filter(e::experience::Column::Slug.eq(slug)).into_tuple().one(on).await?;
    let Some(id) = id else { return Ok(None) };
    Ok(load(on, Which::These(&[ExperienceId(id)])).await?.pop())
}

/// Every slug, and every former one with the present slug of its experience.
pub(crate) async fn slugs(on: &impl ConnectionTrait) -> Result<(Vec<String>, Vec<(String, String)>), BankError> {
    use e::{experience, former_slug};
    let heads = experience::Entity::find().select_only().columns([experience::Column::Id, experience::Column::Slug]);
    let heads: HashMap<Uuid, String> = heads.into_tuple::<(Uuid, String)>().all(on).await?.into_iter().collect();
    let columns = [former_slug::Column::ExperienceId, former_slug::Column::Slug];
    let former = former_slug::Entity::find().select_only().columns(columns);
    let former: Vec<(Uuid, String)> = former.into_tuple().all(on).await?;
    let former = former.into_iter().filter_map(|(id, slug)| Some((slug, heads.get(&id)?.clone()))).collect();
    Ok((heads.into_values().collect(), former))
}

/// Notes which state of its files an experience was last compared with.
pub(crate) async fn set_file_revision(
    tx: &impl ConnectionTrait,
    id: ExperienceId,
    revision: &str,
) -> Result<(), BankError> {
    use e::experience::{Column, Entity};
    let update =
        Entity::update_many().col_expr(Column::FileRevision, Expr::value(revision)).filter(Column::Id.eq(id.0));
    update.exec(tx).await?;
    Ok(())
}

/// Every identity, by slug.
pub(crate) async fn all_ids(on: &impl ConnectionTrait) -> Result<Vec<ExperienceId>, BankError> {
    let query = e::experience::Entity::find().select_only().column(e::experience::Column::Id);
    let ids: Vec<Uuid> = query.order_by_asc(e::experience::Column::Slug).into_tuple().all(on).await?;
    Ok(ids.into_iter().map(ExperienceId).collect())
}

/// What identifies a version being saved.
fn head_row(stored: &Stored) -> e::experience::Model {
    let experience = &stored.experience;
    e::experience::Model {
        id: stored.id.0,
        slug: experience.slug.to_string(),
        status: experience.status.key().to_owned(),
        year: experience.situation.year,
        known: experience.situation.known.key().to_owned(),
        checked_on: experience.situation.checked_on.map(|d| d.to_string()),
        file_revision: stored.file_revision.clone(),
        revision: stored.revision.clone(),
        created_at: stored.created_at.as_microsecond(),
        updated_at: stored.updated_at.as_microsecond(),
    }
}

/// Writes a new experience. Its pictures follow with [`save_pictures`].
pub(crate) async fn insert(tx: &impl ConnectionTrait, stored: &Stored) -> Result<(), BankError> {
    e::experience::Entity::insert(head_row(stored).into_active_model()).exec_without_returning(tx).await?;
    insert_lines(tx, stored).await
}

/// Replaces an experience and all its lines. Its pictures follow with [`save_pictures`].
pub(crate) async fn update(tx: &impl ConnectionTrait, stored: &Stored) -> Result<(), BankError> {
    delete_lines(tx, stored.id).await?;
    head_row(stored).into_active_model().reset_all().update(tx).await?;
    insert_lines(tx, stored).await
}

/// Removes all that belongs to an experience, but not itself.
async fn delete_lines(tx: &impl ConnectionTrait, id: ExperienceId) -> Result<(), BankError> {
    macro_rules! delete {
        ($($table:ident),+ $(,)?) => {$(
            e::$table::Entity::delete_many().filter(e::$table::Column::ExperienceId.eq(id.0)).exec(tx).await?;
        )+};
    }
    delete!(former_slug, text, experience_term, source, place, partner, figure, contribution, referent, link, picture);
    Ok(())
}

async fn insert_lines(tx: &impl ConnectionTrait, stored: &Stored) -> Result<(), BankError> {
    let rows = Rows::of(stored.id.0, &stored.experience);
    macro_rules! insert {
        ($($field:ident: $table:ident),+ $(,)?) => {$(
            if !rows.$field.is_empty() {
                let models = rows.$field.into_iter().map(IntoActiveModel::into_active_model);
                e::$table::Entity::insert_many::<e::$table::ActiveModel, _>(models).exec_without_returning(tx).await?;
            }
        )+};
    }
    insert!(
        former_slugs: former_slug,
        texts: text,
        terms: experience_term,
        sources: source,
        places: place,
        partners: partner,
        figures: figure,
        contributions: contribution,
        referents: referent,
        links: link,
    );
    Ok(())
}

/// Writes the pictures of an experience, in the order of its list; `bytes` are looked up by file name.
pub(crate) async fn save_pictures(
    tx: &impl ConnectionTrait,
    stored: &Stored,
    bytes: &Pictures,
) -> Result<(), BankError> {
    for (position, picture) in (0..).zip(&stored.experience.pictures) {
        let row = e::picture::Model {
            experience_id: stored.id.0,
            position,
            file: picture.file.clone(),
            alt: picture.alt.clone(),
            credit: picture.credit.clone(),
            bytes: bytes.get(&picture.file).cloned().unwrap_or_default(),
        };
        e::picture::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}
