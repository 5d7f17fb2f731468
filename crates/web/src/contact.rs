//! Where visitors write to: an address of mail, or a page with a form.

use std::fmt;
use std::str::FromStr;

/// An address of mail or of a page, so that a link to it leads somewhere.
///
/// ```
/// use essaim_web::Contact;
///
/// let mail: Contact = "bonjour@example.org".parse()?;
/// assert_eq!(mail.href(), "mailto:bonjour@example.org");
/// let page: Contact = "https://example.org/contact".parse()?;
/// assert_eq!((page.href().as_str(), page.to_string().as_str()), ("https://example.org/contact", "example.org/contact"));
/// assert!("javascript:alert(1)".parse::<Contact>().is_err());
/// # Ok::<(), essaim_web::NotAContact>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// `bonjour@example.org`.
    Mail(String),
    /// `https://example.org/contact`.
    Page(String),
}

/// The text is neither an address of mail nor of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither an address of mail nor of a page")]
pub struct NotAContact;

impl Contact {
    /// What a link to it holds.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Mail(address) => format!("mailto:{address}"),
            Self::Page(address) => address.clone(),
        }
    }
}

impl FromStr for Contact {
    type Err = NotAContact;

    fn from_str(text: &str) -> Result<Self, NotAContact> {
        match () {
            () if is_web_address(text) => Ok(Self::Page(text.to_owned())),
            () if is_mail_address(text) => Ok(Self::Mail(text.to_owned())),
            () => Err(NotAContact),
        }
    }
}

/// As people read it: a page without its scheme.
impl fmt::Display for Contact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Mail(address) => address,
            Self::Page(address) => address.split_once("://").map_or(address.as_str(), |(_, rest)| rest),
        })
    }
}

/// Whether a text is an address of the web, `http://` or `https://`, that can stand in a link as it is.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    has_host && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The usual addresses only: a quoted or an exotic one could not stand in a link as it is.
fn is_mail_address(text: &str) -> bool {
    let plain = |part: &str, others: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
    };
    text.split_once('@').is_some_and(|(user, host)| plain(user, ".-_+'") && plain(host, ".-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_nowhere_is_refused() {
        for text in ["", "not an address", "javascript:alert(1)", "https://", "a@", "@b", "a@b@c", "mailto:a@b.org"] {
            assert_eq!(text.parse::<Contact>(), Err(NotAContact), "{text}");
        }
        assert_eq!("d'accueil+ville@mairie.fr".parse(), Ok(Contact::Mail("d'accueil+ville@mairie.fr".into())));
    }
}
