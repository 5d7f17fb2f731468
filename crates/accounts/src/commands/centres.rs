//! Resource centres.

use essaim_geo::TerritoryCode;
use essaim_store::Store;
use jiff::Timestamp;

use crate::{AccountsError, Actor, CentreFault, On, Permission, ResourceCentre, audit, may, store};

/// Why a centre was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CentreRefusal {
    /// What the form brought is wrong.
    Fault(CentreFault),
    /// Another centre has this slug.
    Taken,
    /// No such territory.
    Nowhere(TerritoryCode),
}

/// Writes a centre: a new one, or another name and other territories for one that stands.
///
/// # Errors
/// Who may not, the database's; a [`CentreRefusal`] is an answer.
pub async fn save_centre(
    db: &Store,
    who: &Actor,
    at: Timestamp,
    centre: &ResourceCentre,
    is_new: bool,
    territory_exists: &(dyn Fn(&TerritoryCode) -> bool + Sync),
) -> Result<Result<(), CentreRefusal>, AccountsError> {
    may(who, Permission::ManageCentres, On::Everything)?;
    if let Err(fault) = centre.check() {
        return Ok(Err(CentreRefusal::Fault(fault)));
    }
    if let Some(unknown) = centre.territories.iter().find(|code| !territory_exists(code)) {
        return Ok(Err(CentreRefusal::Nowhere(*unknown)));
    }
    db.write(async |tx| {
        match (store::centre::one(tx, &centre.slug).await?, is_new) {
            (Some(_), true) => return Ok(Err(CentreRefusal::Taken)),
            (None, false) => return Err(AccountsError::NotFound),
            _ => {}
        }
        store::centre::save(tx, centre).await?;
        audit::record(tx, who, at, "centre.saved", &format!("centre:{}", centre.slug)).await?;
        Ok(Ok(()))
    })
    .await
}
