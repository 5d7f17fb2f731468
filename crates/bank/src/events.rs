//! What the bank tells the other nodes, and what a follower hears.

use essaim_network::DirectoryChanged;
use essaim_store::outbox::{Delivery, Message, Notice, push};
use essaim_store::{StoreError, Transaction};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::BankError;
use crate::store::ExperienceId;

/// One experience was added, changed or taken off.
#[derive(Serialize, Deserialize)]
struct ExperienceChanged {
    id: ExperienceId,
}

impl Message for ExperienceChanged {
    const TOPIC: &'static str = "bank.experience-changed";
    const DELIVERY: Delivery = Delivery::EachNode;
}

/// Vocabularies or synonyms changed: every experience reads otherwise.
#[derive(Serialize, Deserialize)]
struct VocabulariesChanged {}

impl Message for VocabulariesChanged {
    const TOPIC: &'static str = "bank.vocabularies-changed";
    const DELIVERY: Delivery = Delivery::EachNode;
}

/// What a notice means for the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// One experience.
    Experience(ExperienceId),
    /// All of them.
    Everything,
}

impl Event {
    /// `None` for what does not concern the bank.
    pub(crate) fn read(notice: &Notice) -> Result<Option<Self>, StoreError> {
        if let Some(ExperienceChanged { id }) = notice.message()? {
            return Ok(Some(Self::Experience(id)));
        }
        let all = notice.message::<VocabulariesChanged>()?.is_some() || notice.message::<DirectoryChanged>()?.is_some();
        Ok(all.then_some(Self::Everything))
    }
}

pub(crate) async fn experience_changed(tx: &Transaction, at: Timestamp, id: ExperienceId) -> Result<(), BankError> {
    Ok(push(tx, at, &ExperienceChanged { id }).await?)
}

pub(crate) async fn everything_changed(tx: &Transaction, at: Timestamp) -> Result<(), BankError> {
    Ok(push(tx, at, &VocabulariesChanged {}).await?)
}
