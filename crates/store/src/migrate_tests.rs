use super::*;
use crate::testing::{START, TestDatabase, each_database};

struct Named(&'static str, &'static str);

impl sea_orm_migration::MigrationName for Named {
    fn name(&self) -> &str {
        self.0
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Named {
    async fn up(&self, manager: &SchemaManager) -> Result<(), sea_orm::DbErr> {
        manager.get_connection().execute_unprepared(self.1).await.map(drop)
    }
}

fn list(of: &[(&'static str, &'static str)]) -> MigrationList {
    of.iter().map(|(name, sql)| Box::new(Named(name, sql)) as Box<dyn MigrationTrait>).collect()
}

const FIRST: (&str, &str) = ("m1_first", "CREATE TABLE first (id integer)");
const SECOND: (&str, &str) = ("m2_second", "CREATE TABLE second (id integer)");
const BROKEN: (&str, &str) = ("m3_broken", "CREATE TABLE first (id integer)");

#[tokio::test]
async fn a_database_runs_what_it_lacks_once() {
    each_database([list(&[FIRST])], async |store| {
        let migrator = Migrator::new([list(&[FIRST, SECOND])]);
        assert_eq!(store.pending(&migrator).await?, ["m2_second"]);
        assert_eq!(store.migrate(&migrator, START).await?, ["m2_second"]);
        assert_eq!(store.migrate(&migrator, START).await?, [""; 0]);
        assert_eq!(store.version().await?, Some(migrator.version()));
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn an_older_program_refuses_a_newer_database_and_names_both() {
    each_database([list(&[FIRST, SECOND])], async |store| {
        let older = Migrator::new([list(&[FIRST])]);
        let error = store.migrate(&older, START).await.unwrap_err();
        assert!(matches!(error, StoreError::SchemaTooNew { .. }));
        let text = error.to_string();
        assert!(text.contains("m2_second") && text.contains("m1_first"), "{text}");
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn a_failed_migration_leaves_the_database_as_it_was() {
    each_database([list(&[FIRST])], async |store| {
        let migrator = Migrator::new([list(&[FIRST, SECOND, BROKEN])]);
        let error = store.migrate(&migrator, START).await.unwrap_err();
        assert!(matches!(error, StoreError::Migration { name, .. } if name == "m3_broken"));
        assert_eq!(store.pending(&migrator).await?, ["m2_second", "m3_broken"]);
        assert!(!sql::has_table(store.reader(), "second").await?);
        Ok::<_, StoreError>(())
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once() {
    for database in TestDatabase::each().await {
        let migrator = Migrator::new([list(&[FIRST, SECOND])]);
        let (one, other) = (database.open().await, database.open().await);
        let (first, second) = tokio::join!(one.migrate(&migrator, START), other.migrate(&migrator, START));
        assert_eq!(first.unwrap().len() + second.unwrap().len(), 3);
        one.close().await.unwrap();
        other.close().await.unwrap();
        database.discard().await;
    }
}

#[test]
#[should_panic(expected = "two migrations are named m1_first")]
fn two_migrations_cannot_share_a_name() {
    Migrator::new([list(&[FIRST]), list(&[FIRST])]);
}
