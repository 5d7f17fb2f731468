//! The audit: who did what to what, when. Written in the transaction of the change itself.

use essaim_store::{Transaction, define_id, from_micros, to_micros};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};

use crate::{AccountsError, Actor};

define_id!(
    /// The identity of a line of the audit.
    AuditId
);

mod line {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) id: super::AuditId,
        pub(super) at: i64,
        pub(super) actor: String,
        pub(super) action: String,
        pub(super) object: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// Who, as [`Actor`] writes itself.
    pub actor: String,
    /// What was done: `import.added`…
    pub action: String,
    /// To what: `experience:care`…
    pub object: String,
}

/// Writes a line.
///
/// # Errors
/// The database's: the change is then undone with it.
pub async fn record(
    tx: &Transaction,
    who: &Actor,
    at: Timestamp,
    action: &str,
    object: &str,
) -> Result<(), AccountsError> {
    record_as(tx, &who.to_string(), at, action, object).await
}

/// Writes a line of whoever is being recognised in this very transaction, and is no actor yet.
pub(crate) async fn record_as(
    tx: &Transaction,
    who: &str,
    at: Timestamp,
    action: &str,
    object: &str,
) -> Result<(), AccountsError> {
    let row = line::Model {
        id: AuditId::new(at),
        at: to_micros(at),
        actor: who.to_owned(),
        action: action.to_owned(),
        object: object.to_owned(),
    };
    line::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The latest lines, the newest first.
///
/// # Errors
/// The database's.
pub async fn latest(on: &impl ConnectionTrait, limit: u64) -> Result<Vec<AuditLine>, AccountsError> {
    let query = line::Entity::find().order_by_desc(line::Column::At).order_by_desc(line::Column::Id).limit(limit);
    let lines = query.all(on).await?.into_iter().map(|row| AuditLine {
        at: from_micros(row.at),
        actor: row.actor,
        action: row.action,
        object: row.object,
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use essaim_store::testing::{START, each_database};
    use jiff::SignedDuration;

    use super::*;
    use crate::{On, Permission, may};

    const IMPORT: Actor = Actor::Operator { command: "import" };

    #[tokio::test]
    async fn the_latest_lines_come_first_even_within_an_instant() {
        each_database([crate::migrations()], async |store| {
            let later = START + SignedDuration::from_secs(1);
            store
                .write(async |tx| {
                    record(tx, &IMPORT, START, "import.added", "experience:care").await?;
                    record(tx, &IMPORT, START, "import.changed", "experience:care").await?;
                    record(tx, &Actor::Visitor, later, "compendium.opened", "compendium").await
                })
                .await?;
            let lines = latest(store.reader(), 10).await?;
            let actions: Vec<_> = lines.iter().map(|line| line.action.as_str()).collect();
            assert_eq!(actions, ["compendium.opened", "import.changed", "import.added"]);
            assert_eq!((lines[2].at, lines[2].actor.as_str()), (START, "operator:import"));
            assert_eq!(latest(store.reader(), 1).await?.len(), 1);
            Ok::<_, AccountsError>(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_line_goes_with_the_change_that_was_undone() {
        each_database([crate::migrations()], async |store| {
            let undone = store.write(async |tx| {
                record(tx, &IMPORT, START, "import.added", "experience:care").await?;
                may(&Actor::Visitor, Permission::WriteBank, On::Everything)
            });
            assert!(matches!(undone.await, Err(AccountsError::SignedOut)));
            assert_eq!(latest(store.reader(), 10).await?, []);
            Ok::<_, AccountsError>(())
        })
        .await;
    }
}
