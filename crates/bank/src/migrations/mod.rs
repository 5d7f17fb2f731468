//! The bank's tables, numbered.

mod m20261123_bank_0001_vocabularies;
mod m20261123_bank_0002_experiences;
mod m20261123_bank_0003_editions;

use sea_orm_migration::MigrationTrait;

/// All of them, in order.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261123_bank_0001_vocabularies::Migration),
        Box::new(m20261123_bank_0002_experiences::Migration),
        Box::new(m20261123_bank_0003_editions::Migration),
    ]
}
