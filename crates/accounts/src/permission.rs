//! What an actor may do: decided here and nowhere else.

use essaim_geo::TerritoryCode;

use crate::{AccountId, AccountsError, Actor, Grant, Person, Role};

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read what is published.
    ReadBank,
    /// Bring experiences, organisations, vocabularies or synonyms in, or change them.
    WriteBank,
    /// Freeze an edition of the compendium, or change its texts.
    EditCompendium,
    /// See an account and change its name, end its sessions.
    HoldAccount,
    /// See all accounts, give roles and take them back, hand a code over, end sessions.
    ManageAccounts,
    /// Make resource centres and give them their territories.
    ManageCentres,
    /// See which letters did not leave and why, and send them again; never what they say.
    ManageMail,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ReadBank,
        Self::WriteBank,
        Self::EditCompendium,
        Self::HoldAccount,
        Self::ManageAccounts,
        Self::ManageCentres,
        Self::ManageMail,
    ];

    /// As the documentation writes it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ReadBank => "read-bank",
            Self::WriteBank => "write-bank",
            Self::EditCompendium => "edit-compendium",
            Self::HoldAccount => "hold-account",
            Self::ManageAccounts => "manage-accounts",
            Self::ManageCentres => "manage-centres",
            Self::ManageMail => "manage-mail",
        }
    }
}

/// What something is done to, as far as rights go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On<'a> {
    /// The whole instance.
    Everything,
    /// At least one thing, not told yet: whether a page is worth opening.
    Something,
    /// What lies in a territory: its code, and those of all that it lies in.
    Territory(&'a [TerritoryCode]),
    /// An account.
    Account(AccountId),
}

/// How far a role reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nothing.
    None,
    /// What is hers.
    Own,
    /// The territory of her centre.
    Centre,
    /// Everything.
    All,
}

/// The table: how far a role reaches for a permission. All else is drawn from it, its documentation too.
#[must_use]
pub const fn reach(role: Role, permission: Permission) -> Reach {
    match (permission, role) {
        (Permission::ReadBank, _) => Reach::All,
        (_, Role::Administrator) => Reach::All,
        (_, Role::Visitor) => Reach::None,
        (Permission::WriteBank, Role::Editor) => Reach::Centre,
        (Permission::HoldAccount, _) => Reach::Own,
        (
            Permission::WriteBank
            | Permission::EditCompendium
            | Permission::ManageAccounts
            | Permission::ManageCentres
            | Permission::ManageMail,
            _,
        ) => Reach::None,
    }
}

/// Whether `who` may do it to that.
///
/// # Errors
/// [`AccountsError::SignedOut`] when a visitor would have to sign in, [`AccountsError::Forbidden`] when her roles do not
/// reach so far.
pub fn may(who: &Actor, permission: Permission, on: On<'_>) -> Result<(), AccountsError> {
    let allowed = match who {
        Actor::Operator { .. } => true,
        Actor::Visitor => reaches(reach(Role::Visitor, permission), on, None, None),
        Actor::Person(person) => {
            let as_contributor = reaches(reach(Role::Contributor, permission), on, Some(person), None);
            let as_granted = |grant: &Grant| reaches(reach(grant.role(), permission), on, Some(person), Some(grant));
            as_contributor || person.grants.iter().any(as_granted)
        }
    };
    match who {
        _ if allowed => Ok(()),
        Actor::Visitor => Err(AccountsError::SignedOut),
        _ => Err(AccountsError::Forbidden(permission)),
    }
}

fn reaches(reach: Reach, on: On<'_>, who: Option<&Person>, grant: Option<&Grant>) -> bool {
    match (reach, on) {
        (Reach::None, _) => false,
        (Reach::All, _) | (_, On::Something) => true,
        (Reach::Own, On::Account(account)) => who.is_some_and(|person| person.account == account),
        (Reach::Centre, On::Territory(codes)) => matches!(
            grant,
            Some(Grant::Editor { territories, .. }) if territories.iter().any(|own| codes.contains(own))
        ),
        (Reach::Own | Reach::Centre, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use essaim_store::testing::START;
    use essaim_web::Lang;

    use super::*;

    fn person(grants: &[Grant]) -> Actor {
        Actor::Person(Arc::new(Person {
            account: AccountId::new(START),
            name: String::new(),
            mail: "camille@example.org".into(),
            lang: Lang::Fr,
            grants: grants.to_vec(),
        }))
    }

    fn codes(texts: &[&str]) -> Vec<TerritoryCode> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn a_visitor_only_reads_and_is_told_to_sign_in() {
        for permission in Permission::ALL {
            let told = may(&Actor::Visitor, permission, On::Something);
            match permission {
                Permission::ReadBank => assert!(told.is_ok()),
                _ => assert!(matches!(told, Err(AccountsError::SignedOut)), "{permission:?}"),
            }
            assert!(may(&Actor::Operator { command: "import" }, permission, On::Everything).is_ok());
            assert!(may(&person(&[Grant::Administrator]), permission, On::Everything).is_ok());
        }
    }

    #[test]
    fn an_editor_writes_within_her_territory_and_nowhere_else() {
        let editor =
            person(&[Grant::Editor { centre: "lorraine".into(), territories: codes(&["departement-57"]).into() }]);
        let metz = codes(&["commune-57463", "epci-200039865", "departement-57", "region-44"]);
        let reims = codes(&["commune-51454", "departement-51", "region-44"]);
        assert!(may(&editor, Permission::WriteBank, On::Territory(&metz)).is_ok());
        assert!(matches!(
            may(&editor, Permission::WriteBank, On::Territory(&reims)),
            Err(AccountsError::Forbidden(Permission::WriteBank))
        ));
        assert!(may(&editor, Permission::WriteBank, On::Territory(&[])).is_err(), "what is nowhere is not hers");
        assert!(may(&editor, Permission::WriteBank, On::Everything).is_err());
        assert!(may(&editor, Permission::WriteBank, On::Something).is_ok());
    }

    #[test]
    fn an_account_is_its_holders_and_the_administrators() {
        let (one, other) = (person(&[]), person(&[]));
        let own = one.person().unwrap().account;
        assert!(may(&one, Permission::HoldAccount, On::Account(own)).is_ok());
        assert!(may(&other, Permission::HoldAccount, On::Account(own)).is_err());
        assert!(may(&person(&[Grant::Administrator]), Permission::HoldAccount, On::Account(own)).is_ok());
    }
}
