//! Somebody who has an account.

use essaim_store::define_id;
use essaim_web::Lang;

use super::{Grant, Role};

define_id!(
    /// The identity of an account: all that the audit and other tables write of a person.
    AccountId
);

/// Somebody who has an account, with her roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Her account.
    pub account: AccountId,
    /// What she wants to be called; empty until she says it.
    pub name: String,
    /// Where she receives mail.
    pub mail: String,
    /// In which language she is written to.
    pub lang: Lang,
    /// Her roles beside that of a contributor, which whoever signs in has.
    pub grants: Vec<Grant>,
}

impl Person {
    /// What she is called on the site: her name, else what stands before the @ of her address.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { self.mail.split('@').next().unwrap_or_default() } else { &self.name }
    }

    /// Whether she has a role somewhere.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        role == Role::Contributor || self.grants.iter().any(|grant| grant.role() == role)
    }
}

#[cfg(test)]
mod tests {
    use essaim_store::testing::START;

    use super::*;

    #[test]
    fn who_gave_no_name_is_called_by_the_beginning_of_her_address() {
        let person = Person {
            account: AccountId::new(START),
            name: String::new(),
            mail: "camille.exemple@example.org".into(),
            lang: Lang::Fr,
            grants: vec![Grant::Administrator],
        };
        assert_eq!(person.called(), "camille.exemple");
        assert_eq!(Person { name: "Camille".into(), ..person.clone() }.called(), "Camille");
        assert!(person.is(Role::Contributor) && person.is(Role::Administrator) && !person.is(Role::Editor));
    }
}
