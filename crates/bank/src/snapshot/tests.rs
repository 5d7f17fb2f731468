//! The snapshot between two states of the bank, on both databases.

use std::sync::Arc;

use essaim_accounts::Actor;
use essaim_store::Store;
use essaim_store::testing::{START, each_database};
use essaim_territories::Registry;

use super::{Bank, Snapshot};
use crate::error::BankError;
use crate::{Seed, Take, import, import_synonyms, samples, sow};

const WHO: Actor = Actor::Operator { command: "test" };

/// Runs on a bank of two samples.
async fn each_bank(body: impl AsyncFn(Store) -> Result<(), BankError>) {
    let lists = [essaim_accounts::migrations(), essaim_network::migrations(), crate::migrations()];
    each_database(lists, async |store| {
        sow(&store, &WHO, START, &Seed::default()).await?;
        let organisations = samples::ORGANISATIONS.as_bytes();
        essaim_network::import_directory(&store, &WHO, START, organisations, &|_| true).await?;
        let sources = samples::experiences();
        import(&store, &WHO, START, &sources[..2], &|_| true, Take::Neither).await?;
        body(store).await
    })
    .await;
}

async fn loaded(store: &Store, folder: Option<&std::path::Path>) -> Result<(Bank, Arc<Snapshot>), BankError> {
    let bank = Bank::new(store.clone(), Registry::embedded(), folder.map(Into::into));
    bank.load().await?;
    let snapshot = bank.snapshot().expect("it was loaded");
    Ok((bank, snapshot))
}

#[tokio::test]
async fn what_was_built_is_read_from_its_file_as_soon_as_it_is_kept() {
    each_bank(async |store| {
        let folder = tempfile::tempdir().expect("a folder");
        let (_bank, first) = loaded(&store, Some(folder.path())).await?;
        assert!(first.index().is_mapped(), "the index that was built stays in memory");
        let (_bank, again) = loaded(&store, Some(folder.path())).await?;
        assert!(again.index().is_mapped());
        assert_eq!(first.revision(), again.revision());
        let slugs = |snapshot: &Snapshot| {
            let slug = |entry: &Arc<super::Entry>| entry.experience.slug.to_string();
            snapshot.entries().iter().map(slug).collect::<Vec<_>>()
        };
        assert_eq!(slugs(&first), slugs(&again));
        let (_bank, nowhere) = loaded(&store, None).await?;
        assert!(!nowhere.index().is_mapped());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn other_synonyms_are_another_state_of_the_bank() {
    each_bank(async |store| {
        let (_bank, before) = loaded(&store, None).await?;
        import_synonyms(&store, &WHO, START, b"[[group]]\nwords = [\"garage\", \"zyzomys\"]\n").await?;
        let (_bank, after) = loaded(&store, None).await?;
        assert_ne!(before.revision(), after.revision(), "a page kept by a browser would go on as it was");
        let (_bank, same) = loaded(&store, None).await?;
        assert_eq!(after.revision(), same.revision());
        Ok(())
    })
    .await;
}
