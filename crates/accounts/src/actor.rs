//! Who acts.

use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::Person;

/// Who asks for something to be done. A handler takes it as an argument: it is whom the request's session names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Anybody, through the site.
    Visitor,
    /// Somebody who is signed in.
    Person(Arc<Person>),
    /// Whoever runs the program on the machine, by the command that they typed.
    Operator {
        /// The command: `import`, `demo`…
        command: &'static str,
    },
}

impl Actor {
    /// Whoever is signed in.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Visitor | Self::Operator { .. } => None,
        }
    }
}

/// As the audit writes it: a person by her account, never by her name.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Visitor => f.write_str("visitor"),
            Self::Person(person) => write!(f, "account:{}", person.account),
            Self::Operator { command } => write!(f, "operator:{command}"),
        }
    }
}

/// Whoever [`crate::identify`] recognised; a visitor where it recognised nobody.
impl<S: Sync> FromRequestParts<S> for Actor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Self::Visitor))
    }
}
