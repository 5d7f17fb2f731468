//! Identifiers: UUID v7, one type for each thing identified.

use std::sync::{Mutex, PoisonError};

use uuid::ContextV7;

/// Defines an identifier: a UUID v7, so that new rows land side by side, stored as `uuid` on PostgreSQL and as sixteen
/// bytes on SQLite. Usable as a column and a key of a SeaORM entity; the calling crate depends on `sea-orm`.
///
/// ```
/// essaim_store::define_id!(
///     /// One letter.
///     LetterId
/// );
/// let id = LetterId::new("2026-03-01T09:00:00Z".parse()?);
/// assert_eq!(id.to_string().parse::<LetterId>()?, id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            $crate::sea_orm::DeriveValueType, $crate::serde::Serialize, $crate::serde::Deserialize,
        )]
        #[serde(crate = "essaim_store::serde", transparent)]
        #[sea_orm(column_type = "Uuid", array_type = "Uuid")]
        pub struct $name(pub $crate::uuid::Uuid);

        impl $name {
            /// A new identifier, ordered by the time given.
            pub fn new(at: $crate::jiff::Timestamp) -> Self {
                Self($crate::new_uuid(at))
            }
        }

        impl $crate::sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, $crate::sea_orm::DbErr> {
                Err($crate::sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

/// A UUID v7 for the time given; those of one process rise, even within a millisecond.
#[doc(hidden)]
pub fn new_uuid(at: jiff::Timestamp) -> uuid::Uuid {
    static ORDER: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    let order = ORDER.lock().unwrap_or_else(PoisonError::into_inner);
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(at.subsec_nanosecond()).unwrap_or(0);
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(&*order, seconds, nanoseconds))
}

#[cfg(test)]
mod tests {
    #[test]
    fn identifiers_made_at_one_instant_keep_their_order() {
        let at = "2026-03-01T09:00:00Z".parse().unwrap();
        let ids: Vec<_> = (0..100).map(|_| super::new_uuid(at)).collect();
        assert!(ids.is_sorted());
        assert_eq!(ids[0].get_version_num(), 7);
    }
}
