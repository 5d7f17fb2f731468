//! The store's own tables.

mod m20261123_store_0001_first;

pub(crate) fn list() -> crate::MigrationList {
    vec![Box::new(m20261123_store_0001_first::Migration)]
}
