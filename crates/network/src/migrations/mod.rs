//! The directory's tables, numbered.

mod m20261123_network_0001_organisations;

use sea_orm_migration::MigrationTrait;

/// All of them, in order.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261123_network_0001_organisations::Migration)]
}
