//! What writes in the directory.

use std::collections::BTreeSet;

use essaim_accounts::{Actor, On, Permission, audit, may};
use essaim_geo::TerritoryCode;
use essaim_store::Store;
use essaim_store::outbox::{self, Delivery, Message};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::NetworkError;
use crate::file::{self, DirectoryFault};
use crate::store::{self, OrganisationId};

/// Tells every node that the directory changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct DirectoryChanged {}

impl Message for DirectoryChanged {
    const TOPIC: &'static str = "network.directory-changed";
    const DELIVERY: Delivery = Delivery::EachNode;
}

/// What an import of `organisations.toml` did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryImport {
    /// It was taken: how many were added, changed, and already the same.
    Taken {
        /// New ones.
        added: usize,
        /// Changed ones.
        updated: usize,
        /// Ones that say the same already.
        unchanged: usize,
    },
    /// It has faults: nothing changed.
    Refused(Vec<DirectoryFault>),
}

/// Imports the directory's file: all or nothing, as often as one likes. Organisations that the file does not name stay.
///
/// # Errors
/// Who may not, or the database's.
pub async fn import_directory(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    bytes: &[u8],
    territory_exists: &(dyn Fn(&TerritoryCode) -> bool + Sync),
) -> Result<DirectoryImport, NetworkError> {
    may(who, Permission::WriteBank, On::Everything)?;
    db.write(async |tx| {
        let present = store::directory(tx).await?;
        let known: BTreeSet<String> = present.all().iter().map(|o| o.slug.clone()).collect();
        let wanted = match file::read(bytes, &known, &|code| territory_exists(code)) {
            Ok(wanted) => wanted,
            Err(faults) => return Ok(DirectoryImport::Refused(faults)),
        };
        let ids = store::ids(tx).await?;
        let mut changed = Vec::new();
        let (mut added, mut updated, mut unchanged) = (0, 0, 0);
        for organisation in &wanted {
            match (ids.get(&organisation.slug), present.get(&organisation.slug)) {
                (Some(_), Some(same)) if same == organisation => unchanged += 1,
                (Some(id), _) => {
                    store::update(tx, *id, organisation).await?;
                    changed.push((*id, organisation));
                    updated += 1;
                }
                (None, _) => {
                    let id = OrganisationId::new(at);
                    store::insert(tx, id, organisation).await?;
                    changed.push((id, organisation));
                    added += 1;
                }
            }
        }
        // Successors may name each other: every organisation stands before any of them does.
        for (id, organisation) in &changed {
            store::save_lines(tx, *id, organisation).await?;
        }
        if !changed.is_empty() {
            audit::record(tx, who, at, "directory.imported", &format!("organisations:{}", changed.len())).await?;
            outbox::push(tx, at, &DirectoryChanged {}).await?;
        }
        Ok(DirectoryImport::Taken { added, updated, unchanged })
    })
    .await
}
