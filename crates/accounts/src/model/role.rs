//! What somebody is on this instance, and where.

use std::sync::Arc;

use essaim_geo::TerritoryCode;

/// What somebody is. The order is that of the table of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Not signed in.
    Visitor,
    /// Signed in: may propose, and holds what she proposed.
    Contributor,
    /// Of an organisation.
    Member,
    /// Of a resource centre, for its territory.
    Editor,
    /// Of the whole instance.
    Administrator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Visitor, Self::Contributor, Self::Member, Self::Editor, Self::Administrator];

    /// As it is stored and written in forms; the key of its label is `role-` before it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Contributor => "contributor",
            Self::Member => "member",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
        }
    }
}

/// A role given to somebody, with its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// Of an organisation, by its slug.
    Member {
        /// The organisation.
        organisation: String,
    },
    /// Of a resource centre.
    Editor {
        /// The centre's slug.
        centre: String,
        /// Its territories; none of them is within another.
        territories: Arc<[TerritoryCode]>,
    },
    /// Of the whole instance.
    Administrator,
}

impl Grant {
    /// The role.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self {
            Self::Member { .. } => Role::Member,
            Self::Editor { .. } => Role::Editor,
            Self::Administrator => Role::Administrator,
        }
    }

    /// What it is a role in, as it is stored: a slug, or nothing for the whole instance.
    #[must_use]
    pub fn scope(&self) -> &str {
        match self {
            Self::Member { organisation } => organisation,
            Self::Editor { centre, .. } => centre,
            Self::Administrator => "",
        }
    }
}
