//! An address of mail, parsed once.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest address that can be written to (RFC 5321).
const LONGEST: usize = 254;
/// The longest part before the @.
const LONGEST_LOCAL: usize = 64;

/// An address of mail, in its canonical form: small letters, no space around. Two people never share one.
///
/// Quoted local parts (`"a b"@example.org`) and domains with letters beyond ASCII are refused: no mailbox that people
/// use has the first, and the second has an ASCII form (`xn--…`).
///
/// ```
/// use essaim_mail::Address;
///
/// let address: Address = " Prenom.Nom@Example.ORG ".parse()?;
/// assert_eq!(address.canonical(), "prenom.nom@example.org");
/// assert!("prenom.nom@example".parse::<Address>().is_err());
/// # Ok::<(), essaim_mail::AddressFault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// The text is no address of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no address of mail: write one such as first.name@example.org")]
pub struct AddressFault;

impl Address {
    /// As it is stored and compared.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.0
    }

    /// What stands after the @.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

impl FromStr for Address {
    type Err = AddressFault;

    fn from_str(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim().to_ascii_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or(AddressFault)?;
        if text.len() <= LONGEST && is_local(local) && is_domain(domain) { Ok(Self(text)) } else { Err(AddressFault) }
    }
}

/// What RFC 5322 lets stand without quotes: letters, digits and a few signs, in pieces between single dots.
fn is_local(local: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    local.len() <= LONGEST_LOCAL && local.split('.').all(|piece| !piece.is_empty() && piece.bytes().all(is_plain))
}

/// At least two names, the last of which is no number.
fn is_domain(domain: &str) -> bool {
    let is_name = |name: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&name.len()) && name.bytes().all(is_plain) && !name.starts_with('-') && !name.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_name) && last.bytes().any(|byte| byte.is_ascii_alphabetic())
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Address {
    type Error = AddressFault;

    fn try_from(text: String) -> Result<Self, AddressFault> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn usual_addresses_are_read_and_written_one_way() {
        for (text, canonical) in [
            ("a@b.fr", "a@b.fr"),
            ("  D'Accueil+ville@Mairie.Example.fr\n", "d'accueil+ville@mairie.example.fr"),
            ("x_y.z@xn--bcher-kva.example", "x_y.z@xn--bcher-kva.example"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().canonical(), canonical);
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "@",
            "a@",
            "@b.fr",
            "a@b",
            "a b@c.fr",
            "a@b..fr",
            ".a@b.fr",
            "a.@b.fr",
            "a..b@c.fr",
            "a@-b.fr",
            "a@b.12",
            "a@127.0.0.1",
            "a@[::1]",
            "a@b.fr\r\nBcc: c@d.fr",
            "a@b.fr,c@d.fr",
            "\"a b\"@c.fr",
            "é@b.fr",
            "a@é.fr",
            "<a@b.fr>",
            "a@b@c.fr",
        ] {
            assert_eq!(text.parse::<Address>(), Err(AddressFault), "{text}");
        }
        assert!(format!("{}@b.fr", "a".repeat(65)).parse::<Address>().is_err());
        assert!(format!("a@{}.fr", "b.".repeat(130)).parse::<Address>().is_err());
    }

    proptest! {
        #[test]
        fn what_is_read_stands_in_a_header_and_reads_the_same(text in "\\PC*|[a-z.@]{1,20}") {
            if let Ok(address) = text.parse::<Address>() {
                prop_assert!(address.canonical().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(address.canonical().parse::<Address>(), Ok(address.clone()));
                let headed: Result<lettre::Address, _> = address.canonical().parse();
                prop_assert!(headed.is_ok(), "{}", address);
            }
        }
    }
}
