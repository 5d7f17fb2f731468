//! What an actor may do: decided here and nowhere else.

use crate::{AccountsError, Actor};

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read what is published.
    ReadBank,
    /// Bring experiences, organisations, vocabularies or synonyms in, or change them.
    WriteBank,
    /// Freeze an edition of the compendium, or change its texts.
    EditCompendium,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ReadBank, Self::WriteBank, Self::EditCompendium];
}

/// Whether `who` may.
///
/// # Errors
/// [`AccountsError::Forbidden`] when not.
pub fn may(who: &Actor, permission: Permission) -> Result<(), AccountsError> {
    let allowed = match (who, permission) {
        (_, Permission::ReadBank) | (Actor::Operator { .. }, _) => true,
        (Actor::Visitor, _) => false,
    };
    if allowed { Ok(()) } else { Err(AccountsError::Forbidden(permission)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_only_reads() {
        for permission in Permission::ALL {
            assert_eq!(may(&Actor::Visitor, permission).is_ok(), permission == Permission::ReadBank);
            assert!(may(&Actor::Operator { command: "import" }, permission).is_ok());
        }
    }
}
